"""What `kg review --export` does: annotations of what people judged, and what training gains from them."""

from __future__ import annotations

import sys
from pathlib import Path

from kg.cli.telling import say, say_error
from kg.errors import GoldError, KgError


def write(graph: str, folder: Path, *, partial: bool, measure: Path | None, debug: bool) -> None:
    """Write the annotations, and tell what was gained.

    Raises:
        KgError: the folder holds something, or training fails.
    """
    from kg import pipeline
    from kg.pipeline.annotating import export_annotations

    with pipeline.open_graph(graph) as opened:
        done = export_annotations(opened, folder, partial=partial)
        domain = opened.ontology.domain
    if not done.articles:
        more = "" if partial else "; --partial takes those with some"
        say(f"{graph}: no article yet of which every fact was accepted, corrected or rejected{more}; nothing written")
        return
    for what in done.left_out:
        say(f"{folder}: left out: {what}")
    number = len(done.articles)
    say(
        f"{folder}: {number:,} article{'' if number == 1 else 's'}: {done.confirmed:,} facts confirmed, "
        f"{done.corrected:,} corrected, {done.rejected:,} rejected; kg train {folder} --gold {folder} learns from them"
    )
    if measure is not None:
        _measure(folder, measure, domain, debug=debug)


def _measure(folder: Path, others: Path, domain: str, *, debug: bool) -> None:
    """Tell how unseen articles are read with and without the new ones."""
    from importlib.util import find_spec

    if find_spec("lightgbm") is None:
        raise KgError("--measure trains, which needs LightGBM; it is not installed: pip install 'kg[train]'")
    from kg.learn.gain import gain
    from kg.readers import read_sources

    if not others.is_dir():
        raise GoldError(f"{others}: no such folder; name one that holds articles and their annotations in gold/")
    documents, new = (
        list(read_sources([source], on_error=lambda error: say_error(error, debug=debug)))
        for source in (others, folder)
    )
    shown = sys.stderr.isatty()
    found = gain(documents, others, new, folder, domain=domain, tell=lambda step: say(step) if shown else None)
    for name in found.left_out:
        say(f"{folder}: {name} is among the articles of {others} already, and was not added")
    sys.stdout.write(
        f"{'F1 of unseen articles':32} {'without':>8} {'with':>8}\n"
        f"{f'{others} ({found.articles:,})':32} {found.without.f1:8.4f} {found.beside.f1:8.4f}\n"
        f"{f'{folder} (new)':32} {'':8} {found.new.f1:8.4f}\n"
    )
