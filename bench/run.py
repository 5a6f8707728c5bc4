"""What the sections share: the articles, and the graph of them."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import Any

from bench.child import call
from bench.machine import ROOT

SLOW = 3_000.0  # seconds to put articles together


class Run:
    """One run of the benchmarks.

    Args:
        folder: for what the run makes; it goes with the run.
        articles: how many of seeds/ are read; None for all.
        rounds: how often the reading is measured.
        sizes: of how many articles the facts are put together.
    """

    def __init__(self, folder: Path, *, articles: int | None, rounds: int, sizes: Sequence[int]) -> None:
        self.folder = folder
        self.articles = articles
        self.rounds = rounds
        self.sizes = sizes
        self.graph = folder / "graph"
        self._put: dict[int, dict[str, Any]] = {}
        self._told: dict[int, dict[str, Any]] = {}
        self._nquads: dict[int, list[str]] = {}
        self.asked: dict[int, dict[str, Any]] = {}  # answers to the queries, by articles

    @cached_property
    def corpus(self) -> dict[str, Any]:
        """The articles: where they lie (`source`), their `texts` as kg gives them to spaCy, `articles`, `words`."""
        return dict(call("corpus.prepare", seeds=str(ROOT / "seeds"), folder=str(self.folder), number=self.articles))

    def built(self) -> Path:
        """Return the folder of the graph of the articles; the first who needs it has it built."""
        if not self.graph.exists():
            call("reading.build", source=self.corpus["source"], graph=str(self.graph))
        return self.graph

    @cached_property
    def outlines(self) -> tuple[str, int]:
        """The file of what the articles say, one a line, and their number."""
        file = str(self.folder / "outlines.jsonl")
        return file, call("assembling.prepare", graph=str(self.built()), file=file)

    def facts(self, number: int) -> Path:
        """Return the folder of a graph of so many articles' facts, made from those of the real ones."""
        self.put_together(number)
        return self.folder / f"facts-{number}"

    def told(self, number: int) -> Path:
        """Return the folder of that graph with what the articles say themselves; the first who needs it adds it."""
        self.filled(number)
        return self.facts(number)

    def filled(self, number: int) -> dict[str, Any]:
        """Add what so many articles say themselves to their facts once, and return what that took."""
        if number not in self._told:
            given = {"graph": str(self.facts(number)), "real": str(self.built()), "number": number}
            self._told[number] = call("documents.fill", limit=SLOW, **given)
        return self._told[number]

    def nquads(self, number: int) -> list[str]:
        """Return the files of the same as compressed N-Quads; the first who needs them has them written."""
        if number not in self._nquads:
            files = [str(self.folder / f"{what}-{number}.nq.gz") for what in ("facts", "documents")]
            given = {"real": str(self.built()), "number": number}
            with ThreadPoolExecutor(2) as both:
                done = [
                    both.submit(call, "exporting.facts", SLOW, graph=str(self.told(number)), file=files[0]),
                    both.submit(call, "exporting.documents", SLOW, file=files[1], **given),
                ]
                for one in done:
                    one.result()
            self._nquads[number] = files
        return self._nquads[number]

    def put_together(self, number: int) -> dict[str, Any]:
        """Put so many articles' facts together once, and return what that took."""
        if number not in self._put:
            folder = str(self.folder / f"facts-{number}")
            self._put[number] = call(
                "assembling.assemble", limit=SLOW, file=self.outlines[0], number=number, folder=folder
            )
        return self._put[number]
