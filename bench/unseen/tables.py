"""Figures as tables for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bench.section import Section
from bench.unseen.articles import MISSING
from bench.unseen.figures import FALSE, LEAST, REAL_BELOW, Figure, aim_of, short

CALIBRATED = 0.05  # the aim of the calibration error

Figures = Mapping[str, Figure]


def beside_aims(
    section: Section, learned: Figures, rules: Figures, folds: Sequence[Figures], real: tuple[Figures, Figures] | None
) -> None:
    """Add the table of the aims. `real` are the figures of the real articles, learned and by rules."""
    head = ["fact", "gold", "aim", "P", "R", "F1", "to aim", "folds", "rules"]
    if real is not None:
        head += ["real: gold", "aim", "P", "R", "F1", "to aim", "rules"]
    rows = []
    for name in learned:
        row = [name, *_side(name, learned)]
        row += [_spread([f[name].value for f in folds if name in f]), _value(rules.get(name))]
        if real is not None:
            row += [*_side(name, real[0], real=True), _value(real[1].get(name))]
        rows.append(row)
    section.table(head, rows)
    section.note(
        "F1, or the figure that the line names; 'to aim' is what it lacks (-) or has over. 'folds' are the lowest and "
        f"the highest of {len(folds)}; 'rules' are the rules alone. Every other kind of fact has the aim {LEAST:.2f}; "
        f"for real articles aims are {REAL_BELOW} lower."
    )
    reached = [name for name, figure in learned.items() if short(name, figure.value) <= 0]
    section.note(f"Aims reached: {len(reached)} of {len(learned)} ({', '.join(reached) or 'none'}).")
    if real is None:
        section.note(MISSING)


def plain(section: Section, found: Figures, *, real: bool = False) -> None:
    """Add the figures of one set of articles."""
    head = ["fact", "gold", "aim", "P", "R", "F1", "to aim"]
    section.table(head, [[name, *_side(name, found, real=real)] for name in found])


def calibration(section: Section, errors: Mapping[str, float]) -> None:
    """Add by how much the decisions' probabilities are off."""
    rows = [[name, f"{error:.3f}", "" if error <= CALIBRATED else "over"] for name, error in errors.items()]
    section.table(["decision", "calibration error", f"aim {CALIBRATED}"], rows)
    section.note(
        "The mean distance of confidence and share of right decisions over ten bins, over all candidates, out of fold; "
        "the two numbers that calibrate a decision were fitted on the same candidates."
    )


def _side(name: str, found: Figures, *, real: bool = False) -> list[str]:
    """Return the cells of one figure of one set of articles: gold, aim, P, R, F1, to aim."""
    figure = found.get(name)
    aim = f"{'≤ ' if name == FALSE else ''}{aim_of(name, real=real):.2f}"
    if figure is None:
        return ["0", aim, "", "", "", ""]
    tally, lacks = figure.tally, f"{-short(name, figure.value, real=real):+.2f}"
    if tally is None:
        return ["", aim, "", "", f"{figure.value:.3f}", lacks]
    return [f"{tally.gold:,}", aim, f"{tally.precision:.2f}", f"{tally.recall:.2f}", f"{figure.value:.3f}", lacks]


def _value(figure: Figure | None) -> str:
    return "" if figure is None else f"{figure.value:.3f}"


def _spread(values: Sequence[float]) -> str:
    return f"{min(values):.2f}–{max(values):.2f}" if values else ""
