"""Articles for clusters, the graph that one process makes of them, and what ends the processes that read."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import pytest

from kg import pipeline
from kg.errors import KgError
from kg.pipeline import BuildReport
from kg.pipeline.sharding import Engine
from kg.store import open_read

FRAGILE = Path(__file__).parent / "fragile"
ARTICLES = {
    "rail": "Aslef members at Northern Trains will walk out on Friday in a dispute over pay, the union said.",
    "post": "Postal workers at Royal Mail began a two-day strike over pay on Tuesday. The CWU said 5,000 took part.",
    "bins": "Refuse collectors in Leeds called off a strike after talks with the council, Unite said.",
    "bus": "Bus drivers at Stagecoach in Hull voted by 92 per cent for strike action, Unite said on Monday.",
    "dock": "Dockers in Felixstowe rejected an offer of 7 per cent and will strike from 21 August.",
    "care": "Care workers in Cardiff ended their strike after the council offered them 1,000 pounds.",
}
FEW = {name: ARTICLES[name] for name in ("rail", "post")}
PROCESS, WORKER = "A strike that ends its process.", "A strike that ends its worker."
GERMAN = (
    "Die Müllwerker der Stadt haben am Montag die Arbeit niedergelegt. Die Gewerkschaft sagte, der Rat habe eine "
    "Abstimmung missachtet, in der 82 Prozent der Mitglieder für einen Ausstand gestimmt hatten."
)
Quads = Callable[[Path], list[str]]


@pytest.fixture(scope="session")
def quads() -> Quads:
    """Return a function from a graph's folder to its sorted quads, which are the bytes of its export."""

    def read(graph: Path) -> list[str]:
        with open_read(graph) as store:
            return list(store.quads_sorted())

    return read


@pytest.fixture(scope="session")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of articles, and beside it `graph` and `few`, which one process made of all of them and of few."""
    path = tmp_path_factory.mktemp("news") / "news.jsonl"
    write(path, FEW)
    pipeline.build(path, graph=path.parent / "few")
    write(path, ARTICLES)
    pipeline.build(path, graph=path.parent / "graph")
    return path


def write(path: Path, articles: dict[str, str]) -> None:
    lines = [json.dumps({"id": name, "date": "2024-03-04", "text": text}) for name, text in articles.items()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.fixture(scope="module")
def fragile() -> Iterator[None]:
    """Lets some words end the processes that read them, here and in all processes that are started."""
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (str(FRAGILE), before)))
    sys.path.insert(0, str(FRAGILE))
    yield
    sys.path.remove(str(FRAGILE))
    os.environ.pop("PYTHONPATH")
    if before is not None:
        os.environ["PYTHONPATH"] = before


class Building(Thread):
    """A build that runs while the test does something to the cluster."""

    def __init__(self, source: Path, graph: Path, engine: Engine) -> None:
        super().__init__()
        self.graph = graph
        self._source = source
        self._engine = engine
        self._found: list[BuildReport] = []
        self.error: KgError | None = None

    def run(self) -> None:
        try:
            self._found.append(pipeline.build(self._source, graph=self.graph, engine=self._engine))
        except KgError as error:
            self.error = error

    @property
    def shards(self) -> int:
        return len(list((self.graph / "shards").glob("*.json")))

    def wait_for_shards(self, number: int) -> None:
        until = time.monotonic() + 300
        while self.shards < number:
            assert self.is_alive(), "the build ended before so many shards were there"
            assert time.monotonic() < until
            time.sleep(0.01)

    def report(self) -> BuildReport:
        self.join(300)
        (report,) = self._found
        return report
