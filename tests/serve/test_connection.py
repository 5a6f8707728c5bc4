"""Requests that are broken, slow, too large or packed, byte by byte."""

import gzip
import socket
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from .conftest import Live

Start = Callable[..., Live]
QUICK = {"header_time": 0.5, "body_time": 0.5, "body": 10_000, "header": 8_000, "connections": 5}


def send(server: Live, *pieces: bytes, pause: float = 0.0, seconds: float = 10) -> bytes:
    """Send pieces one after another and return what comes until the server closes the connection."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=seconds) as connection:
        try:
            for piece in pieces:
                connection.sendall(piece)
                time.sleep(pause)
        except OSError:
            pass  # closed while we were sending: what it said is there to be read
        answer = b""
        try:
            while part := connection.recv(65536):
                answer += part
        except ConnectionResetError:
            pass
        return answer


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


BROKEN = (
    b"GARBAGE\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    b"GET /health HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\nConnection: close\r\n\r\n",
    b"GET /health HTTP/1.1\r\nConnection: close\r\n\r\n",
    b"GET /health HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
    b"GET /health HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
    b"GET /health HTTP/1.1\r\nHost: localhost\r\nBad Header: x\r\n\r\n",
    b"GET /health HTTP/9.9\r\nHost: localhost\r\nConnection: close\r\n\r\n",
    b"POST /query HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nnot a number\r\n",
    b"GET /\x00 HTTP/1.1\r\nHost: localhost\r\n\r\n",
)


@pytest.mark.parametrize("request_", BROKEN)
def test_a_broken_request_gets_400_and_the_server_lives(server: Live, request_: bytes) -> None:
    answer = send(server, request_)
    assert status(answer) == 400
    assert b"Traceback" not in answer
    assert httpx.get(f"{server.url}health").status_code == 200


@pytest.fixture
def quick(live: Start) -> Live:
    return live(**QUICK)


def test_limits_of_size_and_time(quick: Live) -> None:
    """One server for all of these: starting one takes longer than they do."""
    slow_headers = send(quick, *(b"G", b"E", b"T", b" ", b"/"), pause=0.2)
    assert status(slow_headers) == 408

    silent = send(quick)
    assert status(silent) == 408

    slow_body = b"POST /query HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n"
    assert status(send(quick, slow_body, *([b"x"] * 5), pause=0.2)) == 408

    long_headers = b"GET /health HTTP/1.1\r\nHost: localhost\r\nX: " + b"x" * 600_000 + b"\r\n\r\n"
    assert status(send(quick, long_headers)) == 431

    with quick.client() as client:
        assert client.post("/query", content=b"x" * 100_000).status_code == 413
        assert (
            client.post("/query", content=iter([b"x" * 5000] * 20)).status_code == 413
        )  # in chunks, of unknown length
        packed = client.post("/query", content=gzip.compress(b"x" * 10_000_000), headers={"Content-Encoding": "gzip"})
        assert packed.status_code == 415
        assert client.get("/health", headers={"Upgrade": "websocket", "Connection": "Upgrade"}).status_code == 200

    huge = b"POST /query HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999999999999\r\n\r\n"
    assert status(send(quick, huge)) == 413

    pipelined = b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"
    answer = send(quick, pipelined * 3 + pipelined.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
    assert answer.count(b"HTTP/1.1 200") == 4


def test_one_client_has_so_many_connections(quick: Live) -> None:
    held = [socket.create_connection(("127.0.0.1", quick.port)) for _ in range(5)]
    try:
        assert status(send(quick, b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n")) == 429
        with quick.client("127.0.0.2") as other:
            assert other.get("/health").status_code == 200
    finally:
        for connection in held:
            connection.close()


def test_an_idle_connection_is_closed_and_a_slow_reader_is_cut(live: Start) -> None:
    server = live(idle=1, stall=1.0, answer=50_000_000)
    answer = send(server, b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert status(answer) == 200  # and the connection ended, though nobody asked for that

    text = b"SELECT ?a ?d { ?a ?b ?c . ?d ?e ?f } LIMIT 400000"
    head = b"POST /query HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n" % len(text)
    with socket.create_connection(("127.0.0.1", server.port)) as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.sendall(head + text)
        assert server.until(lambda: any('"POST /query" 200' in line for line in server.log))
        assert server.until(lambda: open_connections(server) == 0)


def open_connections(server: Live) -> int:
    """How many connections to the server's port are established, as the system counts them."""
    lines = Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]
    port = f":{server.port:04X}"
    return sum(line.split()[1].endswith(port) and line.split()[3] == "01" for line in lines)
