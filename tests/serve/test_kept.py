"""Answers that are given again without asking again."""

import asyncio

import httpx
import pytest

from kg.errors import RequestRefused
from kg.serve.costs import Costs, form_of
from kg.serve.jobs import Answer
from kg.serve.kept import ENTRY, Kept

QUERY = "SELECT ?s WHERE { ?s a ir:Strike } ORDER BY ?s"


class Work:
    """Makes answers, each when it is let."""

    def __init__(self, body: bytes = b"found", *, wrong: bool = False) -> None:
        self.began = 0
        self.ended = 0
        self.let = asyncio.Event()
        self._body = body
        self._wrong = wrong

    async def __call__(self) -> Answer:
        self.began += 1
        try:
            await self.let.wait()
        finally:
            self.ended += 1
        if self._wrong:
            raise RequestRefused(503, "busy")
        return Answer(self._body, "text/plain")


def test_many_who_ask_the_same_have_it_done_once() -> None:
    async def ask() -> None:
        kept, work = Kept(10_000), Work()
        asked = [asyncio.create_task(kept.get("key", work)) for _ in range(5)]
        await asyncio.sleep(0)
        asked[0].cancel()  # who goes away does not take it from the others
        await asyncio.sleep(0)
        work.let.set()
        answers = await asyncio.gather(*asked[1:])
        assert {answer.body for answer in answers} == {b"found"}
        assert (await kept.get("key", work)).body == b"found"
        assert work.began == 1

    asyncio.run(ask())


def test_work_that_nobody_waits_for_is_given_up() -> None:
    async def ask() -> None:
        kept, work = Kept(10_000), Work()
        asked = asyncio.create_task(kept.get("key", work))
        await asyncio.sleep(0.01)
        asked.cancel()
        await asyncio.sleep(0.01)
        assert (work.began, work.ended) == (1, 1)
        work.let.set()
        assert (await kept.get("key", work)).body == b"found"
        assert work.began == 2

    asyncio.run(ask())


def test_what_went_wrong_is_told_to_all_and_tried_again() -> None:
    async def ask() -> None:
        kept, work = Kept(10_000), Work(wrong=True)
        work.let.set()
        told = await asyncio.gather(*(kept.get("key", work) for _ in range(2)), return_exceptions=True)
        assert [str(one) for one in told] == ["busy", "busy"]
        with pytest.raises(RequestRefused):
            await kept.get("key", work)
        assert work.began == 2

    asyncio.run(ask())


def test_what_was_not_asked_for_longest_makes_room() -> None:
    async def ask() -> None:
        kept = Kept(10 * (ENTRY + 100))
        works = {n: Work(b"x" * 100) for n in range(11)} | {11: Work(b"x" * 9_000)}
        for work in works.values():
            work.let.set()
        for n in (*range(10), 0, 10):
            await kept.get(n, works[n])
        for n in (0, 1, 11, 11):
            await kept.get(n, works[n])
        assert [works[n].began for n in (0, 1, 11)] == [1, 2, 2]

    asyncio.run(ask())


def test_a_client_that_has_the_answer_is_told_so(client: httpx.Client) -> None:
    for path in (f"/sparql?query={QUERY}", "/things", "/disputes", "/documents", "/api/queries.json"):
        first = client.get(path)
        again = client.get(path, headers={"if-none-match": first.headers["etag"]})
        assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
        assert client.get(path).content == first.content
    assert client.post("/sparql", data={"query": QUERY}).headers["etag"]


def test_the_format_that_is_asked_for_is_given(client: httpx.Client) -> None:
    types = ("text/csv", "application/sparql-results+json", "application/sparql-results+xml")
    answers = [client.get("/sparql", params={"query": QUERY}, headers={"accept": one}) for one in types * 2]
    assert [answer.headers["content-type"].partition(";")[0] for answer in answers] == list(types * 2)
    assert len({answer.headers["etag"] for answer in answers}) == len(types)


def test_what_changes_by_itself_is_asked_again(client: httpx.Client) -> None:
    query = {"query": "SELECT (STRUUID() AS ?id) WHERE {}"}
    assert client.get("/sparql", params=query).content != client.get("/sparql", params=query).content


def test_queries_are_dear_by_their_form() -> None:
    costs = Costs()
    named = 'SELECT * {{ VALUES ?who {{ {} }} ?e ir:actor ?who FILTER(?n > {}) FILTER(?l = "{}") }}'
    slow, quick = named.format("<a:1> <a:2>", 3, "one"), "SELECT * { ?e a ir:Strike }"
    costs.note(form_of(slow), 20.0)
    costs.note(form_of(quick), 0.1)
    assert costs.dear(form_of(named.format("<a:9>", 44, 'an "other"'.replace('"', '\\"'))))
    assert not costs.dear(form_of(quick))
    for _ in range(5):
        costs.note(form_of(slow), 0.1)
    assert not costs.dear(form_of(slow))
