from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import pytest
from playwright.sync_api import Browser, Page

from kg.ontology import load
from kg.pipeline.graph import Graph, open_graph
from kg.store import create_or_open
from kg.view import Sentence, render

GRAPHS = Path(__file__).parents[1] / "query"
X = "https://example.org/"
# Where a thing is, once it has been there for ten frames: opening the table moves the picture a moment later.
STILL = """async id => {
  let last = kgPage.POINT(id), still = 0;
  while (still < 10) {
    await new Promise(requestAnimationFrame);
    const now = kgPage.POINT(id);
    still = now.x === last.x && now.y === last.y ? still + 1 : 0;
    last = now;
  }
  return last;
}"""


@pytest.fixture
def graph() -> nx.MultiDiGraph:
    """Six nodes: an orchestra, two people, a town, a concert that is planned, one that was cancelled."""
    g = nx.MultiDiGraph()
    thing(g, "halle", "The Hallé", "orchestra", documents=3, evidence=["s1"])
    thing(g, "elder", "Mark Elder", "person")
    thing(g, "ada", "Ada Mills", "person")
    thing(g, "leeds", "Leeds", "town")
    thing(g, "gala", "gala in Leeds", "concert", kind="event", status="planned", date="2026-03-01", evidence=["s2"])
    thing(g, "tour", "tour of the north", "concert", kind="event", status="cancelled")
    g.add_edge(X + "elder", X + "halle", key=X + "conducts", label="conducts", status=None, evidence=["s1"])
    g.add_edge(X + "elder", X + "halle", key=X + "founded", label="founded", status="denied", evidence=["s3"])
    g.add_edge(X + "halle", X + "elder", key=X + "employs", label="employs", status="occurred", evidence=["s1", "s3"])
    g.add_edge(X + "gala", X + "leeds", key=X + "place", label="takes place in", status="planned", evidence=["s2"])
    g.add_edge(X + "halle", X + "gala", key=X + "plays", label="plays", status="planned", evidence=["s2"])
    g.add_edge(X + "halle", X + "tour", key=X + "plays", label="plays", status="cancelled", evidence=[])
    g.add_edge(X + "ada", X + "ada", key=X + "follows", label="follows", status="possible", evidence=["s3"])
    return g


def thing(g: nx.MultiDiGraph, name: str, label: str, cls: str, **more: object) -> None:
    more = {"kind": "entity", "status": None, "documents": 1, "evidence": [], **more}
    g.add_node(X + name, label=label, **{"class": X + "class/" + cls, "class_label": cls}, **more)


@pytest.fixture
def sentences() -> dict[str, Sentence]:
    first = "🎻 Mark Elder conducts the Hallé in Manchester."
    return {
        "s1": Sentence(first, "d1", "A new season", "The Gazette", "2026-01-05", 0.9, "conducts/active", spans(first)),
        "s2": Sentence(
            "The Hallé will play in Leeds.", "d2", None, None, None, 0.5, "plays/active", ((23, 28, "place"),)
        ),
        "s3": Sentence("Nobody said so.", "d3", "Corrections", "The Echo", "2026-01-06", 0.25, "said/passive"),
    }


def spans(text: str) -> tuple[tuple[int, int, str], ...]:
    words = (("Mark Elder", "conductor"), ("conducts", ""), ("the Hallé", "orchestra"))
    return tuple((text.index(word), text.index(word) + len(word), role) for word, role in words)


@pytest.fixture(name="thing")
def thing_fixture() -> Callable[..., None]:
    return thing


@pytest.fixture(name="many")
def many_fixture() -> Callable[[int], nx.MultiDiGraph]:
    return many


def many(count: int) -> nx.MultiDiGraph:
    """A tree of hubs with some cross edges, and one pair in ten that stands alone."""
    g = nx.MultiDiGraph()
    for i in range(count):
        thing(g, f"{i:05}", f"thing number {i}", f"kind {i % 5}")
    apart = count - count // 10
    for i in range(1, apart):
        g.add_edge(f"{X}{i:05}", f"{X}{i * i % max(1, i // 3):05}", key=X + "p", label="near", status=None, evidence=[])
    for i in range(apart, count - 1, 2):
        g.add_edge(f"{X}{i:05}", f"{X}{i + 1:05}", key=X + "p", label="near", status="planned", evidence=[])
    return g


class Opened:
    """A page in the browser, with all that it asked for and complained about."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("dialog", lambda dialog: self.complaints.append(dialog.message) or dialog.dismiss())

    def node(self, label: str) -> str:
        return str(self.page.evaluate("l => kgPage.nodes().find(n => n.label === l).id", label))

    def edge(self, label: str) -> str:
        return str(self.page.evaluate("l => kgPage.edges().find(e => e.label === l).id", label))

    def click(self, point: str, item: str) -> None:
        at = self.page.evaluate(STILL.replace("POINT", point), item)
        self.page.mouse.click(at["x"], at["y"])
        self.page.wait_for_function("id => kgPage.chosen() === id", arg=item)

    def panel(self) -> str:
        return self.page.locator("#panel").inner_text()


Open = Callable[..., Opened]


@pytest.fixture
def open_page(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    contexts = []

    def opened(graph: nx.MultiDiGraph, sentences: dict[str, Sentence], **options: object) -> Opened:
        size = options.pop("size", (1280, 800))
        scheme = options.pop("scheme", "light")
        path = tmp_path / "page.html"
        path.write_text(render(graph, sentences, **{"title": "Music", **options}), encoding="utf-8")
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)
        contexts.append(context)
        found = Opened(context.new_page())
        found.page.goto(path.as_uri())
        found.page.wait_for_function("window.kgPage !== undefined", timeout=20_000)
        return found

    yield opened
    for context in contexts:
        context.close()


# -- the explorer -------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def account(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    """Three articles with their account: two tell of one strike, and do not agree on how many took part."""
    folder = tmp_path_factory.mktemp("explorer") / "graph"
    ontology = load("industrial-relations")
    with create_or_open(folder, ontology=ontology) as store:
        store.raw.load(path=GRAPHS / "graph.trig", format=ox.RdfFormat.TRIG)
        store.raw.clear_graph(ox.NamedNode(ontology.base + "graph/assembled"))
        store.raw.load(path=GRAPHS / "account.trig", format=ox.RdfFormat.TRIG)
        store.replace_ontology()
    (folder / "stale").unlink()
    with open_graph(folder) as graph:
        yield graph


@pytest.fixture(scope="session")
def account_page(account: Graph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The explorer of `account` as one file."""
    path = tmp_path_factory.mktemp("explorer-page") / "graph.html"
    account.draw(path)
    return path


Explore = Callable[..., Opened]


@pytest.fixture
def explore(browser: Browser, account_page: Path) -> Iterator[Explore]:
    """Return a function that opens the explorer at an address: `explore("#view=map", size=(390, 844))`."""
    contexts = []

    def opened(
        hash_: str = "", *, page: Path | str = account_page, size: tuple[int, int] = (1360, 860), **options: object
    ) -> Opened:
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, **options)
        contexts.append(context)
        found = Opened(context.new_page())
        found.page.goto((page.as_uri() if isinstance(page, Path) else page) + hash_)
        found.page.wait_for_selector("html[data-ready]", timeout=60_000)
        return found

    yield opened
    for context in contexts:
        context.close()
