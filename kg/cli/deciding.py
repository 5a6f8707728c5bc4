"""The command by which people judge what the graph holds."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import Graph, Wait
from kg.cli.telling import say
from kg.errors import UnknownName, UsageError

if TYPE_CHECKING:
    from kg.query import KnowledgeGraph
    from kg.resolve import Judgement

PAIRS = ("same", "different")
FACTS = ("accept", "reject")
VERDICTS = (*PAIRS, *FACTS, "unsure", "correct", "withdraw")


def judge(
    verdict: Annotated[str | None, typer.Argument(metavar="VERDICT", help=f"{', '.join(VERDICTS)}.")] = None,
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="A B|FACT|ID",
            help="Two things; or an event, relation or statement; or a judgement. By name, IRI, or DOCUMENT#event-KEY.",
        ),
    ] = None,
    *,
    graph: Graph = "graph",
    role: Annotated[
        str | None, typer.Option("--role", metavar="R", help="What is judged of an event; or a relation of a thing.")
    ] = None,
    value: Annotated[str | None, typer.Option("--value", metavar="V", help="What fills the role.")] = None,
    old: Annotated[str | None, typer.Option("--old", metavar="V", help="What a correction takes away.")] = None,
    add: Annotated[bool, typer.Option("--add", help="The value comes beside the others.")] = False,
    remove: Annotated[bool, typer.Option("--remove", help="The value goes.")] = False,
    class_: Annotated[
        str | None, typer.Option("--class", metavar="C", help="Of a value that nothing in the graph is called like.")
    ] = None,
    note: Annotated[str | None, typer.Option("--note", metavar="TEXT", help="Why.")] = None,
    author: Annotated[str | None, typer.Option("--author", metavar="NAME", help="[default: git's user.name]")] = None,
    time: Annotated[
        str | None, typer.Option("--time", metavar="TIME", help="In UTC, such as 2026-01-31T16:05:00Z. [default: now]")
    ] = None,
    file: Annotated[Path | None, typer.Option("--file", metavar="LINES", help="Take in judgements of a file.")] = None,
    export: Annotated[Path | None, typer.Option("--export", metavar="FILE", help="Write them; - is stdout.")] = None,
    listing: Annotated[bool, typer.Option("--list", help="List them, and tell which do not count.")] = False,
    format: Annotated[  # noqa: A002 - the option's name
        str, typer.Option("--format", metavar="FORMAT", help="Of the list: text or json.")
    ] = "text",
    wait: Wait = False,
) -> None:
    """Judge what the graph holds, for every later build.

    kg judge same|different|unsure A B; kg judge accept|reject|unsure FACT; kg judge correct FACT --role R --value V;
    kg judge withdraw ID. Judgements are lines of judgements.jsonl in the graph's folder, and can be kept in git.
    """
    if format not in ("text", "json"):
        raise UnknownName("format", format, ("text", "json"))
    ways = [verdict is not None, file is not None, export is not None, listing]
    if sum(ways) != 1:
        raise UsageError("give a verdict and what it is on, or one of --file, --export and --list")
    if listing:
        _list(graph, format)
    elif export is not None:
        _export(graph, export)
    elif file is not None:
        _take_in(graph, file, wait=wait)
    else:
        with_values = _Options(role, value, old, add, remove, class_, note)
        _judge(graph, verdict or "", names or [], with_values, author, time, wait=wait)


@dataclass(frozen=True, slots=True)
class _Options:
    role: str | None
    value: str | None
    old: str | None
    add: bool
    remove: bool
    made: str | None
    note: str | None


def _judge(
    graph: str,
    verdict: str,
    names: list[str],
    given: _Options,
    author: str | None,
    time: str | None,
    *,
    wait: bool,
) -> None:
    from kg import pipeline

    if verdict not in VERDICTS:
        raise UnknownName("verdict", verdict, VERDICTS)
    _check_time(time)
    with pipeline.open_graph(graph) as opened:
        lines = _lines(opened, verdict, names, given)
    _tell(graph, pipeline.judge(graph, lines, author=author, time=time, wait=wait, tell=say), len(lines))


def _lines(graph: KnowledgeGraph, verdict: str, names: list[str], given: _Options) -> list[Judgement]:
    from kg.pipeline import verdicts
    from kg.pipeline.judgements import read_judgements
    from kg.resolve import Verdict

    pair = verdict in PAIRS or (verdict == "unsure" and len(names) == 2)
    wanted = 2 if pair else 1
    if len(names) != wanted:
        what = "two things" if pair else "one judgement" if verdict == "withdraw" else "one fact"
        raise UsageError(f"{verdict} is said of {what}, not of {len(names)}; a name of several words needs quotes")
    if verdict != "correct" and (given.old is not None or given.add or given.remove or given.made is not None):
        raise UsageError("--old, --add, --remove and --class belong to correct")
    if pair or verdict == "withdraw":
        if given.role is not None or given.value is not None:
            raise UsageError("--role and --value belong to accept, reject, unsure and correct")
        if pair:
            return [verdicts.on_pair(graph, Verdict(verdict), *names, note=given.note)]
        return [verdicts.withdrawal(read_judgements(graph.store), names[0], note=given.note)]
    if verdict != "correct":
        return verdicts.on_fact(graph, Verdict(verdict), names[0], role=given.role, value=given.value, note=given.note)
    if given.role is None or given.value is None:
        raise UsageError("correct needs --role and --value: what is right")
    return verdicts.correction(
        graph,
        names[0],
        role=given.role,
        value=given.value,
        old=given.old,
        add=given.add,
        remove=given.remove,
        made=given.made,
        note=given.note,
    )


def _check_time(time: str | None) -> None:
    from kg.resolve.line_parts import is_time

    if time is not None and not is_time(time):
        raise UsageError(f"--time {time!r}: write it in UTC to the second, such as 2026-01-31T16:05:00Z")


def _take_in(graph: str, file: Path, *, wait: bool) -> None:
    from kg import pipeline
    from kg.pipeline.judgements import read_file

    with pipeline.open_graph(graph) as opened:
        lines = read_file(file, opened.ontology)
    _tell(graph, pipeline.judge(graph, lines, wait=wait, tell=say), len({line.id for line in lines}))


def _tell(graph: str, added: list[Judgement], number: int) -> None:
    from kg import pipeline
    from kg.pipeline.judgement_text import judgement_text
    from kg.pipeline.judgements import read_judgements

    with pipeline.open_graph(graph) as opened:
        known = read_judgements(opened.store).all
        for line in added:
            say(f"{graph}: {line.id} {judgement_text(line, opened.ontology, known=known)}")
    if len(added) < number:
        old = number - len(added)
        say(f"{graph}: {old:,} judgement{'' if old == 1 else 's'} known already")


def _export(graph: str, file: Path) -> None:
    from kg import pipeline

    content = pipeline.export_judgements(graph)
    if str(file) == "-":
        sys.stdout.write(content.decode())
        return
    with pipeline.writing(file) as out:
        out.write(content)
    number = len(content.splitlines())
    say(f"{file}: {number:,} judgement{'' if number == 1 else 's'}")


def _list(graph: str, format_: str) -> None:
    from kg import pipeline
    from kg.pipeline.judgement_text import judgement_text
    from kg.pipeline.judgements import read_judgements, unmatched
    from kg.resolve.lines import write_line

    with pipeline.open_graph(graph) as opened:
        judgements = read_judgements(opened.store)
        lost: dict[str, list[str]] = {}
        for one in unmatched(opened.store, judgements):
            lost.setdefault(one.judgement.id, []).append(one.what)
        rows = []
        for line in judgements.all:
            state = "withdrawn" if line.id in judgements.withdrawn else "unmatched" if line.id in lost else "counts"
            rows.append((line, state, lost.get(line.id, [])))
        ontology = opened.ontology
    if format_ == "json":
        said = [
            {**json.loads(write_line(line, ontology)), "state": state, "unmatched": what} for line, state, what in rows
        ]
        sys.stdout.write(json.dumps(said, indent=2, ensure_ascii=False) + "\n")
        return
    for line, state, what in rows:
        text = judgement_text(line, ontology, known=judgements.all)
        beside = "" if state == "counts" else f"  [{state}{': ' if what else ''}{', '.join(what)}]"
        sys.stdout.write(f"{line.id}  {line.time}  {line.author}  {text}{beside}\n")
    if not rows:
        say(f"{graph}: no judgements yet")
