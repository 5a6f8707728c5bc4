"""The figures of a report that have an aim or are watched, and what the aims are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kg.score import GoldDoc, Report, Tally
from kg.score.tally import total

ALL = "ALL"
PRECISION = "ALL, precision"
MACRO = "status, macro"
FALSE = "false events per article without dispute"
SHARES = "percent and turnout"
SHARE_KINDS = ("percentInFavour", "turnout", "percentOffered")
EDGES = ("Membership", "speaksFor", "unitOf")
SAID = ("speaker", "stance")

AIMS: Mapping[str, float] = {
    ALL: 0.78,
    PRECISION: 0.82,
    "event": 0.85,
    MACRO: 0.80,
    "actor": 0.80,
    "target": 0.75,
    "place": 0.75,
    "date": 0.85,
    "workersInvolved": 0.85,
    SHARES: 0.85,
    "Membership": 0.88,
    "speaksFor": 0.88,
    "unitOf": 0.80,
    "speaker": 0.85,
    "stance": 0.75,
    FALSE: 0.1,
}
LEAST = 0.60  # the aim of every other kind of fact
REAL_BELOW = 0.05  # by so much the aims for real articles are lower
_LOW = (FALSE, "calibration error")  # the lower the better


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure, and where it is an F1 the counts behind it."""

    value: float
    tally: Tally | None = None


def figures(report: Report, gold: Mapping[str, GoldDoc]) -> dict[str, Figure]:
    """Return the figures of a report by name, in the order of a table; `gold` are the annotations of its articles."""
    facts = dict(report.facts)
    shares = total(facts[k] for k in SHARE_KINDS if k in facts)
    f1 = {ALL: report.all, **facts, SHARES: shares}
    found = {name: Figure(tally.f1, tally) for name, tally in f1.items() if tally.gold}
    found[PRECISION] = Figure(report.all.precision)
    found[MACRO] = Figure(report.status_macro)
    calm = without_dispute(gold)
    if calm:
        false = [report.documents[name]["event"].fp for name in calm if "event" in report.documents[name]]
        found[FALSE] = Figure(sum(false) / len(calm))
    order = [*(name for name in AIMS if name in found), *sorted(found.keys() - AIMS.keys())]
    return {name: found[name] for name in order}


def without_dispute(gold: Mapping[str, GoldDoc]) -> list[str]:
    """Return the articles of which no event is annotated but optional ones."""
    return [name for name, doc in gold.items() if all("*" in event.optional for event in doc.events)]


def aim_of(name: str, *, real: bool = False) -> float:
    """Return the aim of a figure."""
    aim = AIMS.get(name, AIMS[SHARES] if name in SHARE_KINDS else LEAST)
    return aim if name == FALSE or not real else aim - REAL_BELOW


def is_low(name: str) -> bool:
    """Tell whether a figure is the better the lower it is."""
    return name.startswith(_LOW)


def short(name: str, value: float, *, real: bool = False) -> float:
    """Return by how much a figure misses its aim; 0 or less where it reaches it."""
    gap = aim_of(name, real=real) - value
    return -gap if is_low(name) else gap


def joint(report: Report, kinds: Iterable[str]) -> float:
    """Return the F1 over several kinds of facts together."""
    return total(report.facts[k] for k in kinds if k in report.facts).f1
