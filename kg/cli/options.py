"""Options that several commands have."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def _place(text: str | Path) -> str:
    """Return the path of a graph's folder, or the address of its server, as it is told and opened."""
    return str(text) if "://" in str(text) else str(Path(text))


Graph = Annotated[
    str,
    typer.Option("--graph", "-g", metavar="DIR|URL", parser=_place, help="The graph's folder, or its SPARQL server."),
]
GraphFolder = Annotated[Path, typer.Option("--graph", "-g", metavar="DIR", help="The graph's folder.")]
Output = Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="Where to write; - is standard output.")]
Format = Annotated[str, typer.Option("--format", metavar="FORMAT")]
Workers = Annotated[
    int | None,
    typer.Option(
        "--workers",
        "-w",
        metavar="N",
        min=1,
        help="Processes; each takes about a gigabyte. [default: one for few documents, else one for each core]",
    ),
]
Wait = Annotated[bool, typer.Option("--wait", help="Wait until no other process writes to the graph.")]
Debug = Annotated[bool, typer.Option("--debug", help="Show where an error comes from. May stand anywhere.")]
DaskAddress = Annotated[
    str | None,
    typer.Option("--dask", metavar="ADDRESS", help="Read on a Dask cluster: tcp://HOST:PORT; local makes one here."),
]
SparkMaster = Annotated[
    str | None,
    typer.Option("--spark", metavar="MASTER", help="Read on a Spark cluster: spark://HOST:PORT, or local[N] here."),
]
