"""What the sections share: the articles, and the graph of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from bench.child import call
from bench.machine import ROOT


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

    @cached_property
    def corpus(self) -> dict[str, Any]:
        """The articles: where they lie (`source`), their `texts` as kg gives them to spaCy, `articles`, `words`."""
        return dict(call("corpus.prepare", seeds=str(ROOT / "seeds"), folder=str(self.folder), number=self.articles))

    def built(self) -> Path:
        """Return the folder of the graph of the articles; the first who needs it has it built."""
        if not self.graph.exists():
            call("reading.build", source=self.corpus["source"], graph=str(self.graph))
        return self.graph
