"""The command `kg serve`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.options import GraphFolder
from kg.cli.telling import say
from kg.errors import UsageError

MIB = 1 << 20


def serve(
    *,
    graph: GraphFolder = Path("graph"),
    host: Annotated[str, typer.Option("--host", metavar="HOST", help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", metavar="N", min=0, max=65535, help="The port; 0 takes a free one.")
    ] = 8000,
    read_write: Annotated[
        bool, typer.Option("--read-write", help="Let those who send the token change the graph.")
    ] = False,
    token_file: Annotated[
        Path | None, typer.Option("--token-file", metavar="FILE", help="Holds the token; nobody else may read it.")
    ] = None,
    allow_host: Annotated[
        list[str] | None,
        typer.Option("--allow-host", metavar="NAME", help="A name that the server is called by; may be repeated."),
    ] = None,
    allow_service: Annotated[
        list[str] | None,
        typer.Option("--allow-service", metavar="HOST", help="A server that SERVICE may ask; may be repeated."),
    ] = None,
    deadline: Annotated[
        float, typer.Option("--deadline", metavar="SECONDS", min=0.1, help="The time that a request may take.")
    ] = 30.0,
    memory: Annotated[
        int, typer.Option("--memory", metavar="MIB", min=64, help="The memory that a request may take.")
    ] = 2048,
    workers: Annotated[
        int | None, typer.Option("--workers", metavar="N", min=1, help="Processes that answer queries.")
    ] = None,
) -> None:
    """Serve the graph to browsers and to programs that ask in SPARQL."""
    from kg.serve.running import serve as run
    from kg.serve.settings import Limits, Settings
    from kg.serve.tokens import read_token
    from kg.store import folder_of

    folder = folder_of(graph, "kg serve")
    if read_write and token_file is None:
        raise UsageError("--read-write needs --token-file; who sends that token may change the graph")
    if token_file is not None and not read_write:
        raise UsageError("--token-file does nothing without --read-write")
    limits = Limits(deadline=deadline, memory=memory * MIB)
    settings = Settings(
        graph=folder,
        host=host,
        port=port,
        read_write=read_write,
        token=None if token_file is None else read_token(token_file),
        hosts=frozenset(allow_host or ()),
        services=frozenset(allow_service or ()),
        limits=limits if workers is None else replace(limits, query_workers=workers),
    )
    run(settings, ready=lambda address: say(f"{folder}: {address} (Ctrl-C ends it)"), log=say)
