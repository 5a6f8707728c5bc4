"""The command that learns."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.telling import say, say_error

if TYPE_CHECKING:
    from kg.model import Document


def train(
    context: typer.Context,
    sources: Annotated[list[str], typer.Argument(metavar="SOURCE", help="The articles: files, folders, patterns.")],
    *,
    gold: Annotated[
        list[Path],
        typer.Option(
            "--gold", metavar="DIR", help="A folder of annotations, or one that has them in gold/; again for more."
        ),
    ],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="Where the decisions go.")] = Path(
        "decisions.npz"
    ),
    domain: Annotated[str | None, typer.Option("--domain", metavar="NAME", help="What to read for.")] = None,
    calm: Annotated[
        list[str] | None,
        typer.Option("--calm", metavar="SOURCE", help="Articles without any event: learn that they tell of none."),
    ] = None,
    folds: Annotated[int, typer.Option("--folds", metavar="N", min=2, help="Parts in which it is measured.")] = 5,
    other: Annotated[
        list[str] | None,
        typer.Option(
            "--other", metavar="SOURCE", help="Articles on other matters: learn what is worth parsing, for --prefilter."
        ),
    ] = None,
) -> None:
    """Learn from annotated articles how to read.

    Prints precision, recall and F1 on articles that were not learned from: each is read by decisions trained on the
    other folds. The file holds decisions trained on all; kg build --model FILE reads with it. Articles on other matters
    that need no annotation, named with --calm, teach when not to find an event. With --other the file holds the weights
    of the domain's prefilter instead, and its place is relevance.json in the domain's folder.
    """
    from kg.errors import UsageError
    from kg.learn import learn
    from kg.pipeline import writing
    from kg.readers import read_sources

    debug = context.obj["debug"]

    def read(named: list[str]) -> Iterable[Document]:
        return read_sources(named, on_error=lambda error: say_error(error, debug=debug))

    documents = read(list(sources))
    if other and calm:
        raise UsageError("--calm is for the decisions, --other for the prefilter: name one")
    if other:
        _train_prefilter(documents, gold, list(other), output, domain, folds)
        return
    shown = sys.stderr.isatty()
    lesson = learn(
        documents,
        gold,
        calm=read(calm) if calm else (),
        domain=domain,
        folds=folds,
        tell=lambda step: say(step) if shown else None,
    )
    with writing(output) as file:
        lesson.model.write(file)
    figures = [part.all.f1 for part in lesson.folds]
    sys.stdout.write(
        f"{lesson.report.table()}\n"
        f"folds: F1 {', '.join(f'{f:.3f}' for f in figures)}; spread {max(figures) - min(figures):.3f}\n"
    )
    for name, error in lesson.calibration.items():
        sys.stdout.write(f"calibration error of {name}: {error:.3f}\n")
    say(f"{output}: {output.stat().st_size:,} bytes, decisions on {', '.join(lesson.model.forests)}")


def _train_prefilter(
    documents: Iterable[Document], gold: list[Path], other: list[str], output: Path, domain: str | None, folds: int
) -> None:
    from kg.learn.relevance import learn_relevance
    from kg.pipeline import writing
    from kg.readers import read_sources

    sieve = learn_relevance(documents, gold, read_sources(other), domain=domain, folds=folds)
    with writing(output) as file:
        file.write(sieve.weights.written().encode("utf-8"))
    sys.stdout.write(
        f"facts kept, by weights of the other folds: {sieve.kept:.2%}\n"
        f"articles lost: {', '.join(sieve.lost) or 'none'}\n"
        f"articles on other matters let through: {sieve.passed:.1%}\n"
    )
    say(f"{output}: {output.stat().st_size:,} bytes, {len(sieve.weights.weights):,} weights")
