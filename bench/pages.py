"""How soon pages stand still in a browser: the explorer, at first and with all drawn, beside the pyvis page.

Chromium draws in software here, so that only ratios to a blank page, bytes and heap mean something on other machines.
Run: python -m bench.pages [--nodes 1000 10000 50000] [--pyvis 1000 10000]
"""

from __future__ import annotations

import argparse
import gzip
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
from playwright.sync_api import Browser, sync_playwright

from kg.view import render
from kg.view.explorer import page
from kg.view.spread import spread

CHROMIUM = "/usr/bin/chromium"
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--enable-precise-memory-info"]
X = "https://example.org/"
CLASSES = 6
# Ready, and then nothing drawn anew for three frames.
STABLE = """() => new Promise(done => {
  const ready = () => document.documentElement.dataset.ready || window.kgPage || document.title === "blank";
  let still = 0;
  const look = () => { still = ready() ? still + 1 : 0; still > 3 ? done() : requestAnimationFrame(look); };
  look();
})"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--nodes", type=int, nargs="+", default=[1_000, 10_000, 50_000])
    parser.add_argument("--pyvis", type=int, nargs="*", default=[1_000, 10_000], help="sizes of the pyvis page")
    parser.add_argument("--times", type=int, default=3, help="runs, of which the median counts")
    given = parser.parse_args()
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        print(f"{'page':<26}{'nodes':>8}{'bytes':>12}{'gzip':>11}{'seconds':>9}{'to blank':>10}{'heap MB':>9}")
        blank = write(Path(folder, "blank.html"), "<!doctype html><title>blank</title><p>blank")
        base = report(browser, "blank", 0, blank, "", given.times, None)
        for number in given.nodes:
            path = write(Path(folder, f"explorer-{number}.html"), page(index(number), {"documents": [], "of": {}}))
            report(browser, "explorer, first picture", number, path, "", given.times, base)
            report(browser, "explorer, all drawn", number, path, "#most=60000", given.times, base)
            report(browser, "explorer, table", number, path, "#view=table", given.times, base)
            if number in given.pyvis:
                path = write(
                    Path(folder, f"pyvis-{number}.html"), render(network(number), {}, title="x", max_nodes=number)
                )
                report(browser, "pyvis, all drawn", number, path, "", given.times, base)
        browser.close()


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def report(browser: Browser, name: str, number: int, path: Path, hash_: str, times: int, base: float | None) -> float:
    runs = sorted(measure(browser, path.as_uri() + hash_) for _ in range(times))
    seconds, heap = runs[len(runs) // 2]
    body = path.read_bytes()
    ratio = f"{seconds / base:9.1f}x" if base else ""
    packed = len(gzip.compress(body, 6))
    print(
        f"{name:<26}{number:>8,}{len(body):>12,}{packed:>11,}{seconds:>9.2f}{ratio:>10}{heap / 1e6:>9.1f}", flush=True
    )
    return seconds


def measure(browser: Browser, address: str) -> tuple[float, float]:
    """Return the seconds until a page stands still, and the bytes of its heap then."""
    context = browser.new_context(viewport={"width": 1360, "height": 860}, bypass_csp=True)
    try:
        opened = context.new_page()
        opened.set_default_timeout(300_000)
        begun = time.perf_counter()
        opened.goto(address, timeout=300_000)
        opened.evaluate(STABLE)
        return time.perf_counter() - begun, opened.evaluate("performance.memory.usedJSHeapSize")
    finally:
        context.close()


# -- graphs of any size: things in groups, events that hold two or three of them together ---------


def fillers(number: int) -> Iterator[tuple[int, list[int]]]:
    """Yield events by number, each with the things that take part in it."""
    things, generator = number * 6 // 10, np.random.default_rng(5)
    for event in range(number - things):
        middle = int(generator.integers(0, things) ** 2 // things)
        near = np.clip(middle + generator.integers(-12, 13, size=2), 0, things - 1)
        yield event, sorted({middle, *near.tolist()})


def network(number: int) -> nx.MultiDiGraph:
    graph: nx.MultiDiGraph = nx.MultiDiGraph()
    things = number * 6 // 10
    for i in range(number):
        word = f"kind {i % CLASSES}" if i < things else f"happening {i % CLASSES}"
        graph.add_node(f"{X}{i:07}", label=f"thing number {i}", class_label=word, evidence=[], **{"class": word})
        graph.nodes[f"{X}{i:07}"].update(KIND if i < things else EVENT)
    for event, members in fillers(number):
        for thing in members:
            ends = f"{X}{things + event:07}", f"{X}{thing:07}"
            graph.add_edge(*ends, key=f"{X}role", label="role", status="occurred", evidence=[])
    return graph


KIND, EVENT = {"kind": "entity"}, {"kind": "event", "status": "occurred", "date": "2001-01-01"}
EDGES = "from to kind name title events belief documents sources".split()


def index(number: int) -> dict[str, Any]:
    """Return an index as `docs/explorer.md` describes it."""
    things = number * 6 // 10
    fill = [[part for at, n in enumerate(members) for part in (min(at, 1), n)] for _, members in fillers(number)]
    pairs = np.array([(things + e, thing) for e, given in enumerate(fill) for thing in given[1::2]], dtype=np.intp)
    places = spread(number, pairs)
    return {
        "format": 1,
        "title": f"{number:,} nodes",
        "note": "",
        "start": "",
        "articles": number - things,
        "base": X,
        "courseLabel": "course",
        "prefixes": {"t": f"{X}t#"},
        "kinds": [],
        "concepts": [],
        "titles": [],
        "terms": {"status": f"{X}t#status", "partOf": f"{X}t#partOf", "core": f"{X}t#"},
        "classes": [
            *(term(f"kind{i}", kind="thing", side=i if i < 2 else -1) for i in range(CLASSES)),
            *(term(f"happening{i}", kind="event", side=-1) for i in range(CLASSES)),
        ],
        "sides": [{"label": "kind0"}, {"label": "kind1"}],
        "statuses": [term("held", line="solid"), term("off", line="struck")],
        "roles": [term("who", kind="entity", part="actor"), term("whom", kind="entity", part="target")],
        "countries": ["GB", "FR", "US"],
        "sources": ["The Echo", "The Post"],
        "courses": {name: [] for name in ("name", "label", "first", "last", "steps")},
        "edges": {name: [] for name in EDGES},
        "things": thing_columns(things) | {"x": places[:things, 0].tolist(), "y": places[:things, 1].tolist()},
        "events": event_columns(fill) | {"x": places[things:, 0].tolist(), "y": places[things:, 1].tolist()},
    }


def term(name: str, **more: object) -> dict[str, object]:
    return {"iri": f"{X}t#{name}", "label": name, **more}


def thing_columns(number: int) -> dict[str, list[Any]]:
    every = range(number)
    return {
        "name": [f"kind/thing-number-{i}" for i in every],
        "label": [f"Thing number {i}" for i in every],
        "also": [""] * number,
        "class": [i % CLASSES for i in every],
        "documents": [1 + i % 4 for i in every],
        "country": [i % 3 for i in every],
        "centrality": [50 + i * 7 % 300 for i in every],
        "community": [i // 40 * 40 for i in every],
    }


def event_columns(fill: list[list[int]]) -> dict[str, list[Any]]:
    every = range(len(fill))
    days = [7_000 + 7 * e % 9_000 for e in every]
    return {
        "name": [f"{i:016x}" for i in every],
        "class": [CLASSES + i % CLASSES for i in every],
        "status": [i % 2 for i in every],
        **dict.fromkeys(("first", "last", "told"), days),
        "belief": [400 + i * 13 % 600 for i in every],
        **{name: [1] * len(fill) for name in ("documents", "sources")},
        "papers": [[i % 2] for i in every],
        "course": [-1] * len(fill),
        "country": [i % 3 for i in every],
        "fill": fill,
        "centrality": [60] * len(fill),
        "community": [given[1] // 40 * 40 for given in fill],
    }


if __name__ == "__main__":
    main()
