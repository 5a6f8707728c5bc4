"""The command `kg disputes`."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated

import typer

from kg.cli.options import Graph
from kg.cli.telling import say
from kg.errors import UnknownName, UsageError

if TYPE_CHECKING:
    from kg.query import KnowledgeGraph
    from kg.query.course_table import CourseTable

STDOUT = Path("-")


def disputes(
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="Show this one: its name, or words of its parties' names.")
    ] = None,
    *,
    graph: Graph = "graph",
    since: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="Only those that went on on or after this day.")
    ] = None,
    until: Annotated[
        str | None, typer.Option("--to", metavar="DATE", help="Only those that had begun by this day.")
    ] = None,
    csv: Annotated[
        Path | None, typer.Option("--csv", metavar="FILE", help="Write the table as CSV; - is standard output.")
    ] = None,
    xlsx: Annotated[
        Path | None,
        typer.Option("--xlsx", metavar="FILE", help="Write it for Excel, with the sentences behind each cell."),
    ] = None,
    format: Annotated[  # noqa: A002 - the option's name
        str, typer.Option("--format", metavar="FORMAT", help="table or json.")
    ] = "table",
) -> None:
    """List disputes, or show one with its course.

    The table that --csv and --xlsx write has more columns: who, over what, demands, ballots, offers, working days lost.
    """
    from kg.pipeline import open_graph
    from kg.query.naming import day

    if format not in ("table", "json"):
        raise UnknownName("format", format, ("table", "json"))
    if csv == xlsx == STDOUT:
        raise UsageError("--csv and --xlsx cannot both go to standard output; name a file for one of them")
    days = day(since, "--from"), day(until, "--to")
    if days[0] and days[1] and days[0] > days[1]:
        raise UsageError(f"--from {since} is after --to {until}: no day lies between them")
    with open_graph(graph) as opened:
        if opened.store.stale:
            say(f"{graph}: {opened.store.unfinished}")
        table = opened.disputes(name, since=days[0], until=days[1])
        if csv is not None:
            _write(csv, table, table.to_csv)
        if xlsx is not None:
            _write(xlsx, table, table.to_xlsx)
        if csv is None and xlsx is None:
            if name is not None and len(table):
                _one(opened, table, format)
            else:
                _all(table, format)


def _write(path: Path, table: CourseTable, write: Callable[[IO[bytes]], None]) -> None:
    from kg.pipeline import writing

    if path == STDOUT:
        write(sys.stdout.buffer)
        sys.stdout.buffer.flush()
        return
    with writing(path) as file:
        write(file)
    say(f"{path}: {len(table):,} row{'' if len(table) == 1 else 's'}")


def _one(graph: KnowledgeGraph, table: CourseTable, format: str) -> None:  # noqa: A002
    from kg.query.course_text import as_text, course_json

    row = max(table, key=lambda row: (len(row.course.happenings), row.iri))
    line = graph.timeline(row.iri)
    if format == "json":
        text = json.dumps(course_json(row, line), indent=2, ensure_ascii=False)
    else:
        width = shutil.get_terminal_size((120, 24)).columns
        others = [other.label for other in table if other.iri != row.iri]
        text = as_text(table, row, line, others=others, width=width)
    sys.stdout.write(text + "\n")


def _all(table: CourseTable, format: str) -> None:  # noqa: A002
    from kg.query.course_table import as_json
    from kg.query.rows import align

    if format == "json":
        rows = [as_json(row, sentences=False) for row in table]
        sys.stdout.write(json.dumps(rows, indent=2, ensure_ascii=False) + "\n")
        return
    brief = table.brief()
    if sys.stdout.isatty():
        from kg.query.terminal import draw

        cut = draw(brief, sys.stdout)
        if cut:
            say(f"{cut:,} cell{'' if cut == 1 else 's'} cut to the width of the terminal; --csv - gives all of it")
    else:
        sys.stdout.write(align(brief.columns, list(brief.cells())) + "\n")
