"""How a server and its workers talk: length, then content, through pipes; a worker says first that it begins."""

from __future__ import annotations

import json
import pickle
from asyncio import StreamReader
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from struct import Struct
from typing import IO, Any

from kg.errors import RequestRefused
from kg.serve.jobs import Answer, Job

_CALL = Struct(">Q")
_REPLY = Struct(">IQ")
BEGUN = b"b"
MAX_HEAD = 1 << 20  # bytes of a reply's first part, which holds headers


@dataclass(frozen=True, slots=True)
class Call:
    """What a worker is to do.

    Args:
        graph: the folder of the graph that the job is given.
        job: without one, the worker only opens the graph.
        arguments: the job's.
        deadline: seconds after which nobody waits for the answer any more.
        writing: whether the job is given a store that is open for writing.
    """

    graph: Path
    job: Job | None = None
    arguments: Mapping[str, Any] = field(default_factory=dict)
    deadline: float = 0
    writing: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """What a worker answers. `last` says that it wants to be replaced, such as for the memory that it holds."""

    answer: Answer | RequestRefused
    last: bool = False


def pack_call(call: Call) -> bytes:
    """Return the bytes of a call."""
    content = pickle.dumps(call, protocol=pickle.HIGHEST_PROTOCOL)
    return _CALL.pack(len(content)) + content


def read_call(file: IO[bytes]) -> Call | None:
    """Return the next call, None where no more come."""
    head = file.read(_CALL.size)
    if len(head) < _CALL.size:
        return None
    call = pickle.loads(file.read(*_CALL.unpack(head)))
    assert isinstance(call, Call)
    return call


def write_begun(file: IO[bytes]) -> None:
    """Say that a call was read, and its job begins."""
    file.write(BEGUN)
    file.flush()


async def read_begun(stream: StreamReader) -> None:
    """Wait until a worker says that it begins.

    Raises:
        asyncio.IncompleteReadError: it ended before.
        ValueError: it says something else.
    """
    if await stream.readexactly(len(BEGUN)) != BEGUN:
        raise ValueError("no beginning")


def write_reply(file: IO[bytes], reply: Reply) -> None:
    """Write a reply. It is not pickled: the server need not trust a worker."""
    answer = reply.answer
    if isinstance(answer, Answer):
        body = answer.body
        head = {"status": answer.status, "type": answer.media_type, "headers": answer.headers, "last": reply.last}
    else:
        body = str(answer).encode(errors="replace")
        head = {"status": answer.status, "retry": answer.retry_after, "last": reply.last}
    packed = json.dumps(head).encode()
    file.write(_REPLY.pack(len(packed), len(body)))
    file.write(packed)
    file.write(body)
    file.flush()


async def read_reply(stream: StreamReader, *, most: int) -> Reply:
    """Return what a worker replies.

    Args:
        stream: from the worker.
        most: bytes that the body may have.

    Raises:
        asyncio.IncompleteReadError: the worker ended.
        ValueError: this is no reply, or longer than any may be.
    """
    head_size, body_size = _REPLY.unpack(await stream.readexactly(_REPLY.size))
    if head_size > MAX_HEAD or body_size > most + MAX_HEAD:
        raise ValueError("a reply is too long")
    head = json.loads(await stream.readexactly(head_size))
    body = await stream.readexactly(body_size)
    last = bool(head["last"])
    if "type" not in head:
        return Reply(RequestRefused(head["status"], body.decode(), retry_after=head["retry"]), last)
    headers = tuple((str(name), str(value)) for name, value in head["headers"])
    return Reply(Answer(body, head["type"], head["status"], headers), last)
