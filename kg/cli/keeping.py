"""Commands that keep a graph safe: back it up, restore it, look whether it is whole."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.options import GraphFolder, Wait
from kg.cli.progress import Progress
from kg.cli.telling import say


def backup(
    target: Annotated[
        str, typer.Argument(metavar="FILE-or-FOLDER/", help="In a folder it is named by the graph and its content.")
    ],
    *,
    graph: GraphFolder = Path("graph"),
) -> None:
    """Write what belongs to a graph into one file.

    The file holds what was read, what people judged, and a digest of each part; kg check --graph FILE compares them.
    It is written whole or not at all, also while a build goes on. The same graph gives the same bytes.
    """
    from kg.pipeline import keeping

    made = keeping.back_up(graph, target)
    say(f"{made.path}: {_documents(made.documents)} of {graph}")
    if not made.finished:
        say(f"{graph}: a build was going on or had been stopped; the backup holds what had been read by then")


def restore(
    backup: Annotated[Path, typer.Argument(metavar="BACKUP", help="A file of kg backup.")],
    *,
    graph: Annotated[Path, typer.Option("--graph", "-g", metavar="DIR", help="The new graph's folder.")],
) -> int:
    """Make a graph of a backup, where there is none yet.

    The digests are compared before anything is written. What the backup does not hold is computed, and the graph is
    then the one that was backed up, to the byte of its export.
    """
    from kg.pipeline import keeping

    made = keeping.restore(backup, graph, tell=say)
    if made.same:
        then = ", the same to the byte"
    elif made.same is None:
        then = "; the graph had not been finished when it was backed up, and is now"
    elif made.versions:
        then = f"; put together anew by {made.versions[1]}, which does it otherwise than {made.versions[0]}"
    else:
        then = "; put together otherwise than it was: kg check told no more of the graph that was backed up"
    say(f"{graph}: {_documents(made.documents)}{then}")
    return 1 if made.same is False and made.versions is None else 0


def check(
    context: typer.Context,
    *,
    graph: Annotated[
        Path, typer.Option("--graph", "-g", metavar="DIR", help="The graph's folder, or a file of kg backup.")
    ] = Path("graph"),
    mend: Annotated[
        bool, typer.Option("--mend", help="Put right what is safe: delete leftovers, compute again what is computed.")
    ] = False,
    wait: Wait = False,
) -> int:
    """Look whether all layers of a graph fit together.

    Each line on standard output is something that does not, and what puts it right; the exit code is then 1.
    """
    from kg.pipeline import checking, keeping

    if graph.is_file():
        say(f"{graph}: whole; {_documents(keeping.verify_backup(graph).documents)}")
        return 0
    with Progress(debug=context.obj["debug"]) as progress:
        found = checking.check(graph, wait=wait, tell=say, progress=progress)
        mended = mend and bool(found) and all(finding.mend in checking.SAFE for finding in found)
        if mended:
            checking.mend(graph, wait=wait, tell=say)
            left = checking.check(graph, wait=wait, tell=say, progress=progress)
    sys.stdout.writelines(f"{finding}\n" for finding in found)
    if not found:
        say(f"{graph}: all layers fit together")
        return 0
    if not mended:
        more = "; what only computing puts right waits until the rest is" if mend else ""
        say(f"{graph}: {len(found):,} thing{'' if len(found) == 1 else 's'} to put right{more}")
        return 1
    sys.stdout.writelines(f"{finding}\n" for finding in left)
    say(f"{graph}: {'mended' if not left else 'not all of it could be mended'}")
    return 1 if left else 0


def _documents(number: int) -> str:
    return f"{number:,} document{'' if number == 1 else 's'}"
