"""Requests that nobody thought of: none may bring a mistake of the server to light.

Some hundreds are sent in every run of the tests, ten thousand by `make slow`.
"""

from __future__ import annotations

import json
import os
import re
import warnings
from collections.abc import Iterator

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kg.serve.describing import PATH, document

from .conftest import Live, make_graph

REQUESTS = int(os.environ.get("KG_FUZZ", "400"))
OPERATIONS = [(method, path) for path, methods in json.loads(document())["paths"].items() for method in methods]
INSIDE = re.compile(r"Traceback|File \"|/kg/serve/|site-packages|\.py\b")
PARTS = (
    "SELECT",
    "*",
    "{",
    "}",
    "?s",
    "?p",
    "?o",
    "a",
    "ir:Strike",
    "(",
    ")",
    "COUNT",
    "AS",
    ".",
    ";",
    "|",
    "/",
    "^",
    "!",
    "FILTER",
    "'x'",
    "<a:b>",
    "OPTIONAL",
    "UNION",
    "1",
    "#",
    "\\",
    "SERVICE",
    "LIMIT",
    "ASK",
    "FROM",
    "\u202e",
    "\x00",
    "INSERT DATA",
)


def check(response: httpx.Response) -> None:
    assert response.status_code < 500 or response.status_code == 503, (response.request.url, response.text[:300])
    if response.status_code >= 400:
        assert not INSIDE.search(response.text)
        assert len(response.text) < 2_000 or "<html" in response.text
    assert response.headers["content-security-policy"]


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A client that may write, of a server of its own."""
    folder = tmp_path_factory.mktemp("fuzz")
    token = folder / "token"
    token.write_text("s3cret-s3cret-s3cret-s3cret\n")
    token.chmod(0o600)
    writing = ("--read-write", "--token-file", str(token), "--workers", "2")
    live = Live("-m", "kg", "serve", "--graph", str(make_graph(folder / "graph")), "--port", "0", *writing)
    with httpx.Client(
        base_url=live.url, timeout=60, headers={"Authorization": f"Bearer {token.read_text().strip()}"}
    ) as client:
        yield client
    live.stop()


quiet = settings(
    max_examples=max(5, REQUESTS // (2 * len(OPERATIONS))),
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
    derandomize=True,
    database=None,
)


def test_the_description_names_what_is_there(client: httpx.Client) -> None:
    told = client.get(PATH).json()
    for path, methods in told["paths"].items():
        if "get" in methods and "{" not in path:
            assert client.get(path).status_code in (200, 400, 403), path


@pytest.mark.parametrize(("method", "path"), OPERATIONS, ids=[f"{m} {p}" for m, p in OPERATIONS])
def test_no_request_of_the_described_kinds_is_too_much(asking: httpx.Client, method: str, path: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        operation = schemathesis.openapi.from_dict(json.loads(document()))[path][method.upper()]

    @quiet
    @given(case=operation.as_strategy())
    def run(case: schemathesis.Case) -> None:
        sent = case.as_transport_kwargs(base_url=str(asking.base_url).rstrip("/"))
        request = asking.build_request(
            sent["method"],
            sent["url"],
            params=sent.get("params"),
            headers=sent.get("headers"),
            content=sent.get("data") if isinstance(sent.get("data"), str | bytes) else json.dumps(sent.get("data")),
        )
        check(asking.send(request))

    run()


def test_no_query_of_any_words_is_too_much(asking: httpx.Client) -> None:
    @settings(quiet, max_examples=REQUESTS // 4)
    @given(words=st.lists(st.sampled_from(PARTS), max_size=25), form=st.sampled_from(("get", "form", "direct")))
    def run(words: list[str], form: str) -> None:
        query = " ".join(words)
        if form == "get":
            check(asking.get("/sparql", params={"query": query}))
        elif form == "form":
            check(asking.post("/sparql", data={"query": query}))
        else:
            check(asking.post("/sparql", content=query, headers={"Content-Type": "application/sparql-query"}))

    run()


def test_no_path_is_too_much(asking: httpx.Client) -> None:
    @settings(quiet, max_examples=REQUESTS // 4)
    @given(
        parts=st.lists(
            st.text(max_size=12) | st.sampled_from(("..", "%2e%2e", "entity", "document", "%00", "%", "api")),
            max_size=5,
        )
    )
    def run(parts: list[str]) -> None:
        raw = "/" + "/".join(part.encode("utf-8", "surrogatepass").hex() if "\x00" in part else part for part in parts)
        try:
            url = asking.base_url.copy_with(raw_path=httpx.URL(raw).raw_path)
        except httpx.InvalidURL:
            return
        check(asking.get(url))

    run()
