"""One request over HTTP, to an address that was checked, limited in size and time."""

from __future__ import annotations

import gzip
import http.client
import io
import socket
import ssl
import zlib
from collections.abc import Collection
from dataclasses import dataclass
from time import monotonic
from urllib.parse import SplitResult

from kg.readers.addresses import Address, resolve
from kg.readers.mistake import mistake

CHUNK = 1 << 16
CODINGS = {"gzip": "gzip", "x-gzip": "gzip", "": "", "identity": ""}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said: the status, its headers by names in lower case, and the content, no longer compressed."""

    status: int
    headers: dict[str, str]
    data: bytes


class _Checked(http.client.HTTPConnection):
    """A connection to one of the addresses that were checked, whatever DNS says by then."""

    def __init__(self, host: str, port: int, addresses: list[Address], *, seconds: float, encrypted: bool) -> None:
        super().__init__(host, port, timeout=seconds)
        self._addresses = addresses
        self._context = ssl.create_default_context() if encrypted else None

    def connect(self) -> None:
        failure: OSError | None = None
        for address in self._addresses:
            try:
                self.sock = socket.create_connection((str(address), self.port), self.timeout)
                break
            except OSError as error:
                failure = error
        else:
            raise failure or OSError("it has no address")
        if self._context is not None:
            self.sock = self._context.wrap_socket(self.sock, server_hostname=self.host)


def ask(
    url: SplitResult, *, agent: str, most: int, seconds: float, origin: str, allowed: Collection[str] = ()
) -> Answer:
    """Return what the server answers; redirections are not followed.

    Args:
        url: What is asked for, over http or https.
        agent: What we are called.
        most: The bytes of the longest answer, compressed or not.
        seconds: Until when it must be there as a whole.
        origin: What it is called in messages.
        allowed: See `resolve`.

    Raises:
        ReadError: the server cannot or may not be asked, or its answer is too large or too slow, or no HTTP.
    """
    end = monotonic() + seconds
    encrypted = url.scheme == "https"
    try:
        host, port = url.hostname or "", url.port or (443 if encrypted else 80)
    except ValueError as error:
        raise mistake(origin, f"no address of the web: {error}", "write https://host/page") from error
    addresses = resolve(host, port, origin=origin, allowed=allowed)
    connection = _Checked(host, port, addresses, seconds=seconds, encrypted=encrypted)
    path = (url.path or "/") + (f"?{url.query}" if url.query else "")
    try:
        connection.request("GET", path, headers={"User-Agent": agent, "Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        headers = {name.lower(): value for name, value in answer.getheaders()}
        data = _body(answer, connection, end, most, origin)
        return Answer(answer.status, headers, _plain(data, headers.get("content-encoding", ""), most, origin))
    except TimeoutError as error:
        raise mistake(origin, f"no answer within {seconds:g} seconds", "try again later") from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise mistake(
            origin, f"cannot be fetched: {str(error) or type(error).__name__}", "check the address"
        ) from error
    finally:
        connection.close()


def _body(
    answer: http.client.HTTPResponse, connection: http.client.HTTPConnection, end: float, most: int, origin: str
) -> bytes:
    """Return the content. Each read may wait no longer than until `end`, so that a server cannot drip for ever."""
    data = bytearray()
    while True:
        left = end - monotonic()
        if left <= 0:
            raise TimeoutError
        if connection.sock is not None:
            connection.sock.settimeout(left)
        part = answer.read1(CHUNK)
        if not part:
            break
        data += part
        if len(data) > most:
            raise mistake(origin, f"larger than {most // 1_000_000:,} MB", "save what is needed of it as a file")
    if answer.length:
        raise http.client.IncompleteRead(bytes(data), answer.length)
    return bytes(data)


def _plain(data: bytes, coding: str, most: int, origin: str) -> bytes:
    how = CODINGS.get(coding.strip().lower())
    if how is None:
        raise mistake(origin, f"compressed as {coding}, which was not asked for", "save the page and name the file")
    if not how or not data:
        return data
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as file:
            plain = file.read(most + 1)
    except (EOFError, zlib.error, OSError) as error:
        raise mistake(origin, f"damaged: {error}", "try again later") from error
    if len(plain) > most:
        raise mistake(origin, f"unpacks to more than {most // 1_000_000:,} MB", "save what is needed of it as a file")
    return plain
