"""The commands, registered here in one place, each with the example that ends its help."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, Any

import typer
from typer.main import get_command

import kg
from kg.cli import (
    asking,
    building,
    deciding,
    disputes,
    judging,
    keeping,
    reviewing,
    scaling,
    serving,
    showing,
    training,
)
from kg.cli.options import Debug

COMMANDS: tuple[tuple[str, Callable[..., Any], tuple[str, ...]], ...] = (
    ("build", building.build, ("kg build seeds --graph graph",)),
    ("query", asking.query, ("kg query strikes --union PCS --limit 5",)),
    ("show", showing.show, ("kg show PCS",)),
    ("disputes", disputes.disputes, ("kg disputes --xlsx disputes.xlsx",)),
    (
        "judge",
        deciding.judge,
        (
            "kg judge reject story-fylde#event-strike-1",
            "kg judge different 'Mark Serwotka' 'John Mooney' --note 'two secretaries'",
            "kg judge --list",
        ),
    ),
    (
        "review",
        reviewing.review,
        ("kg review --kind facts --limit 10", "kg review --export my-gold --partial"),
    ),
    ("draw", showing.draw, ("kg draw --about PCS --hops 1 -o pcs.html",)),
    ("serve", serving.serve, ("kg serve --graph graph --port 8000",)),
    ("export", showing.export, ("kg export --shards 4 -o parts", "kg export --format trig -o graph.trig")),
    ("extract", scaling.extract, ("kg extract seeds -o shards",)),
    ("load", scaling.load, ("kg load shards --graph loaded",)),
    ("train", training.train, ("kg train seeds/stories --gold seeds --folds 2 -o decisions.npz",)),
    ("score", judging.score, ("kg score seeds --errors",)),
    ("validate", judging.validate, ("kg validate",)),
    ("info", showing.info, ("kg info",)),
    ("remove", building.remove, ("kg remove story-fylde",)),
    ("backup", keeping.backup, ("kg backup graph.kg.zip",)),
    ("restore", keeping.restore, ("kg restore graph.kg.zip --graph restored",)),
    ("check", keeping.check, ("kg check",)),
)
OPEN = {"query"}  # commands that take options of which only what they are asked for knows
EXAMPLES = "\b\nExample:\n"  # the control character keeps the lines below it as they are


def _version(*, wanted: bool) -> None:
    if wanted:
        typer.echo(f"kg {kg.__version__}")
        raise typer.Exit


def _kg(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and end.")
    ] = False,
    debug: Debug = False,
) -> None:
    """Reads news on industrial disputes and builds a knowledge graph in which every edge leads to its sentence."""


def _app() -> typer.Typer:
    app = typer.Typer(
        name="kg",
        add_completion=False,
        rich_markup_mode=None,  # plain help: drawing it takes rich a tenth of a second
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["--help", "-h"], "max_content_width": 100},
    )
    start = "\b\nExample:\n  kg build seeds && kg query strikes"
    app.callback(epilog=start)(_kg)
    for name, function, examples in COMMANDS:
        lines = "\n".join(f"  {example}" for example in examples)
        settings = {"allow_extra_args": name in OPEN, "ignore_unknown_options": name in OPEN}
        app.command(name, epilog=EXAMPLES + lines, context_settings=settings)(function)
    return app


def run(arguments: Sequence[str], *, debug: bool) -> int:
    """Run the command with these arguments and return its exit code.

    Raises:
        KgError: it failed.
        TyperException: the arguments are wrong.
    """
    command = get_command(_app())
    try:
        with command.make_context("kg", list(arguments), obj={"debug": debug}) as context:
            return command.invoke(context) or 0
    except typer.Exit as end:
        return end.exit_code
