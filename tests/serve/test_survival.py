"""One bad query never costs another user an answer: each is ended at its limit, while others are served."""

import os
import signal
import socket
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from .conftest import Live, is_worker

Start = Callable[..., Live]
GOOD = "SELECT (COUNT(*) AS ?n) { ?s a ?class }"
CROSS = "{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
PATH = "(<x:p>|!<x:p>)*"
DOUBLING = " ".join(f"BIND(CONCAT(?s{i}, ?s{i}) AS ?s{i + 1})" for i in range(30))
REGEX = "((a{1,90}){1,90}){1,90}"
BOMBS = {
    "a path over everything": f"SELECT (COUNT(*) AS ?n) {{ ?a {PATH} ?b . ?b {PATH} ?c . ?c {PATH} ?d }}",
    "a cross product": f"SELECT (COUNT(*) AS ?n) {CROSS}",
    "sorting a cross product": f"SELECT * {CROSS} ORDER BY ?c ?f ?i",
    "what is distinct in a cross product": f"SELECT DISTINCT ?a ?d ?g {CROSS}",
    "groups of a cross product": f"SELECT ?a ?d ?g (GROUP_CONCAT(STR(?h)) AS ?all) {CROSS} GROUP BY ?a ?d ?g",
    "an expensive regex": f'SELECT (COUNT(*) AS ?n) {CROSS[:-1]} FILTER(REGEX(STR(?c), "{REGEX}")) }}',
    "an endless answer": f"SELECT * {CROSS}",
    "a string that doubles": f"SELECT (STRLEN(?s30) AS ?n) {{ ?a ?b ?c BIND(STR(?c) AS ?s0) {DOUBLING} }}",
}


def ask(client: httpx.Client, text: str) -> httpx.Response:
    return client.post("/query", content=text)


@pytest.fixture(scope="module")
def tight(live_module: Start) -> Live:
    return live_module(deadline=1.5, memory=200 << 20, answer=20 << 20)


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_a_bomb_is_ended_and_others_are_served(tight: Live, bomb: str) -> None:
    with tight.client("127.0.0.66") as attacker, tight.client() as user, ThreadPoolExecutor(1) as threads:
        ended = threads.submit(ask, attacker, bomb)
        served = []
        while not ended.done():
            served.append((ask(user, GOOD).status_code, user.get("/check?seconds=0").status_code))
        assert ended.result().status_code in (403, 503)
        assert ended.result().text.count("\n") == 1
        assert set(served) <= {(200, 200)}
        assert (ask(user, GOOD).status_code, user.get("/check?seconds=0").status_code) == (200, 200)


def test_what_ended_it_is_said(tight: Live, live: Start) -> None:
    with tight.client() as client:
        assert "longer than 1.5 seconds" in ask(client, BOMBS["a cross product"]).text
    with live(memory=64 << 20).client() as client:
        assert "memory" in ask(client, BOMBS["sorting a cross product"]).text
        assert "memory" in client.get("/greedy?mib=400").text
        assert client.get("/greedy?mib=20").status_code == 200


def test_nothing_of_the_program_is_told(tight: Live) -> None:
    with tight.client() as client:
        for path in ("/wrong", "/wrong-here"):
            answer = client.get(path)
            assert answer.status_code == 500
            assert answer.text == "the server made a mistake; its log says which\n"
            assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert tight.until(lambda: sum("ValueError" in line for line in tight.log) >= 2)


def test_a_flood_by_one_leaves_room_for_others(live: Start) -> None:
    server = live(deadline=1.0, queue=8)
    with ThreadPoolExecutor(30) as threads, server.client("127.0.0.66") as attacker, server.client() as user:
        flood = [threads.submit(ask, attacker, BOMBS["a cross product"]) for _ in range(30)]
        served = 0
        while not all(one.done() for one in flood):
            assert ask(user, GOOD).status_code == 200
            served += 1
        answers = [one.result() for one in flood]
    assert served > 0
    codes = Counter(answer.status_code for answer in answers)
    assert set(codes) == {429, 503}
    assert codes[429] > codes[503] > 0
    assert all(int(answer.headers["retry-after"]) > 0 for answer in answers if answer.status_code == 429)


def test_a_client_that_goes_away_frees_its_worker(live: Start) -> None:
    server = live(deadline=600, query_workers=1, grace=0.2)
    text = BOMBS["a cross product"].encode()
    with socket.create_connection(("127.0.0.1", server.port)) as connection:
        connection.sendall(b"POST /query HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n" % len(text) + text)
        assert server.until(lambda: busy(server))
        (worker,) = busy(server)
    assert server.until(lambda: worker not in server.workers())
    with server.client() as client:
        assert ask(client, GOOD).status_code == 200


def test_a_client_that_goes_away_while_it_waits_is_forgotten(live: Start) -> None:
    server = live(deadline=3, query_workers=1, queue=2)
    with ThreadPoolExecutor(1) as threads, server.client("127.0.0.66") as attacker, server.client() as user:
        bomb = threads.submit(ask, attacker, BOMBS["a cross product"])
        assert server.until(lambda: busy(server))
        with pytest.raises(httpx.ReadTimeout):
            user.post("/query", content=GOOD, timeout=0.5)
        assert server.until(lambda: any('"POST /query" gone' in line for line in server.log))
        assert ask(user, GOOD).status_code == 200  # there is room in the queue, where only one may wait
        assert bomb.result().status_code == 503


def busy(server: Live) -> set[int]:
    """The workers that have begun a query."""
    return {int(line.rpartition(" ")[2]) for line in list(server.log) if line.startswith("working: ")}


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_in_peace(live: Start, number: int) -> None:
    server = live(deadline=600)
    workers = server.workers()
    assert workers
    server.process.send_signal(number)
    assert server.process.wait(30) == 0
    assert not [pid for pid in workers if is_worker(pid)]
    assert not [line for line in server.log if "Traceback" in line]


def test_no_worker_outlives_a_server_that_is_killed(live: Start) -> None:
    server = live(deadline=600)
    with ThreadPoolExecutor(1) as threads, server.client() as client:
        lost = threads.submit(ask, client, BOMBS["a path over everything"])
        assert server.until(lambda: busy(server))
        workers = server.workers()
        server.process.kill()
        with pytest.raises(httpx.HTTPError):
            lost.result()
    assert server.until(lambda: not [pid for pid in workers if is_worker(pid)])


def test_a_worker_that_is_killed_is_replaced(live: Start) -> None:
    server = live()
    before = server.workers()
    for worker in before:
        os.kill(worker, signal.SIGKILL)
    with server.client() as client:
        assert ask(client, GOOD).status_code == 200
    assert server.until(lambda: len(server.workers() - before) >= len(before))
