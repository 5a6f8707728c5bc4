"""A graph of a few articles, some of whose names want to be something else, and pages of it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from threading import Thread

import pyoxigraph as ox
import pytest
from playwright.sync_api import Browser
from playwright.sync_api import Page as BrowserPage

from kg.identity import document_iri, node_iri
from kg.ontology import load
from kg.pipeline.graph import Graph, open_graph
from kg.serve.jobs import Answer
from kg.serve.pages import jobs

ROOT = Path(__file__).resolve().parents[3]
BASE = load("industrial-relations").base
HOSTILE = "<script>alert(1)</script>\"'&\u202egnp.exe\u0007\u2028x"
ODD = ("one.ttl", "..", ".", "a/b", "50% off?", "später#1", "x\u202ey", "", HOSTILE)
VOID = {"meta", "link", "br", "img", "input"}


class Tree(HTMLParser):
    """Reads a page: whether its elements nest, its text, its addresses and its headings."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.faults: list[str] = []
        self.words: list[str] = []
        self.links: list[str] = []
        self.anchors: list[str] = []
        self.headings: list[int] = []
        self.attributes: list[tuple[str, str]] = []
        self.feed(html)
        self.close()
        self.faults += [f"{name} is not closed" for name in self.open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)
        if tag in ("h1", "h2", "h3", "h4"):
            self.headings.append(int(tag[1]))
        for name, value in attrs:
            self.attributes.append((name, value or ""))
            if name == "href":
                self.links.append(value or "")
            if name == "id":
                self.anchors.append(value or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes nothing")

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())


@pytest.fixture(scope="session")
def odd_folder(graph_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph with articles and things of hostile names."""
    folder = Path(shutil.copytree(graph_folder, tmp_path_factory.mktemp("pages") / "graph"))
    store = ox.Store(str(folder / "store"))
    for number, identifier in enumerate(ODD):
        document = document_iri(BASE, identifier)
        store.load(trig(document, identifier, number).encode(), format=ox.RdfFormat.TRIG)
    store.flush()
    del store
    return folder


def trig(document: str, identifier: str, number: int) -> str:
    """An article in which a thing of a hostile name does something."""
    said = ox.Literal(HOSTILE)
    thing, event = node_iri(document, "entity", "thing"), node_iri(document, "event", "e")
    return f"""
        @prefix ir: <{BASE}ontology#> .
        @prefix core: <https://w3id.org/kg/core#> . @prefix oa: <http://www.w3.org/ns/oa#> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix dcterms: <http://purl.org/dc/terms/> .
        @prefix schema: <https://schema.org/> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
        <{document}> {{
          <{document}> a core:Document ; dcterms:identifier {ox.Literal(identifier)} ; dcterms:title {said} ;
            dcterms:source {said} ; schema:articleBody {said} ; core:digest "x" ; core:version "test" ;
            schema:url "javascript:alert(1)" .
          <{thing}> a ir:TradeUnion ; rdfs:label {said} ; ir:evidence <{document}#evidence-1> .
          <{event}> a ir:Strike ; ir:status ir:planned ; ir:actor <{thing}> ; ir:evidence <{document}#evidence-1> .
          <{document}#evidence-1> a ir:Evidence ; oa:hasSource <{document}> ; oa:start 0 ; oa:end {len(HOSTILE)} ;
            oa:exact {said} ; core:rule {said} ; core:version "test" ;
            core:confidence 0.9 ; core:mark <{document}#mark-1> .
          <{document}#mark-1> oa:start 2 ; oa:end 20 ; oa:exact {ox.Literal(HOSTILE[2:20])} .
        }}
        <{BASE}graph/assembled> {{
          <{thing}> core:mentionOf <{BASE}entity/hostile-{number}> .
          <{BASE}entity/hostile-{number}> a ir:TradeUnion ; rdfs:label {said} ; core:documents 1 .
          <{event}> core:reportOf <{BASE}event/hostile-{number}> .
          <{BASE}event/hostile-{number}> a ir:Strike ; ir:status ir:planned ; ir:actor <{BASE}entity/hostile-{number}> ;
            core:belief 0.9 ; core:documents 1 ; core:sources 1 ; ir:partOf <{BASE}dispute/hostile-{number}> .
          <{BASE}dispute/hostile-{number}> a ir:Dispute ; rdfs:label {said} .
        }}
    """


@pytest.fixture(scope="session")
def odd_graph(odd_folder: Path) -> Iterator[Graph]:
    with open_graph(odd_folder) as graph:
        yield graph


Get = Callable[..., Answer]


@pytest.fixture(scope="session")
def get(odd_graph: Graph) -> Get:
    """Ask for a path, in this process."""

    def asked(path: str, /, accept: str = "text/html", **more: object) -> Answer:
        return jobs.thing(odd_graph, raw_path=path.encode(), accept=accept, **more)

    return asked


@pytest.fixture(scope="session")
def tree() -> type[Tree]:
    """What reads a page."""
    return Tree


@pytest.fixture(scope="session")
def odd() -> tuple[str, ...]:
    """The identifiers of the articles whose names want to be something else."""
    return ODD


@pytest.fixture(scope="session")
def hostile() -> str:
    """A name that wants to be something else."""
    return HOSTILE


@pytest.fixture(scope="session")
def page(get: Get) -> Callable[..., Tree]:
    """Ask for the page at a path, and read it."""

    def read(path: str, /, **more: object) -> Tree:
        answer = get(path, **more)
        assert answer.status == 200
        return Tree(answer.body.decode())

    return read


# -- in a browser -------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def address(odd_folder: Path) -> Iterator[str]:
    """Where `kg serve` answers."""
    command = (sys.executable, "-m", "kg", "serve", "--graph", str(odd_folder), "--port", "0", "--workers", "1")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        log: list[str] = []
        for line in process.stderr:
            log.append(line)
            found = re.search(r"http://[^\s/]+", line)
            if found:
                break
        else:
            pytest.fail("".join(log))
        rest = Thread(target=process.stderr.read, daemon=True)
        rest.start()
        yield found[0]
        process.terminate()
        process.wait(30)
        rest.join(10)


class Opened:
    """A page in the browser, with all that it asked for and complained about."""

    def __init__(self, page: BrowserPage) -> None:
        self.page = page
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("dialog", lambda dialog: self.complaints.append(dialog.message) or dialog.dismiss())


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Callable[..., Opened]]:
    """Open a path of the server."""
    contexts = []

    def opened(path: str, *, width: int = 1280, scheme: str = "light") -> Opened:
        context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, base_url=address)
        contexts.append(context)
        found = Opened(context.new_page())
        found.page.goto(path)
        return found

    yield opened
    for context in contexts:
        context.close()
