"""How a server and its workers talk: length, then content, through pipes."""

from __future__ import annotations

import json
import pickle
from asyncio import StreamReader
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from struct import Struct
from typing import IO, Any

from kg.errors import RequestRefused
from kg.serve.jobs import Answer, Job

_CALL = Struct(">Q")
_REPLY = Struct(">IQ")


@dataclass(frozen=True, slots=True)
class Call:
    """What a worker is to do: a job with its arguments on the graph in a folder. Without a job it opens the graph."""

    graph: Path
    job: Job | None = None
    arguments: Mapping[str, Any] | None = None
    deadline: float | None = None
    writing: bool = False


def pack_call(call: Call) -> bytes:
    """Return the bytes of a call."""
    content = pickle.dumps(call, protocol=pickle.HIGHEST_PROTOCOL)
    return _CALL.pack(len(content)) + content


def read_call(file: IO[bytes]) -> Call | None:
    """Return the next call, None where no more come."""
    head = file.read(_CALL.size)
    if len(head) < _CALL.size:
        return None
    content = file.read(*_CALL.unpack(head))
    call = pickle.loads(content)
    assert isinstance(call, Call)
    return call


def write_reply(file: IO[bytes], reply: Answer | RequestRefused) -> None:
    """Write an answer or an error. Nothing that the server reads of it is pickled: a worker is not trusted."""
    if isinstance(reply, Answer):
        head = {"status": reply.status, "type": reply.media_type, "headers": reply.headers}
        body = reply.body
    else:
        head = {"status": reply.status, "retry": reply.retry_after, "error": True}
        body = str(reply).encode(errors="replace")
    packed = json.dumps(head).encode()
    file.write(_REPLY.pack(len(packed), len(body)))
    file.write(packed)
    file.write(body)
    file.flush()


async def read_reply(stream: StreamReader) -> Answer:
    """Return what a worker answers.

    Raises:
        RequestRefused: it answers with an error.
        asyncio.IncompleteReadError: it ended.
    """
    head_size, body_size = _REPLY.unpack(await stream.readexactly(_REPLY.size))
    head = json.loads(await stream.readexactly(head_size))
    body = await stream.readexactly(body_size)
    if "error" in head:
        raise RequestRefused(head["status"], body.decode(), retry_after=head["retry"])
    headers = tuple((str(name), str(value)) for name, value in head["headers"])
    return Answer(body, head["type"], head["status"], headers)
