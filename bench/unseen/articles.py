"""Which articles are read: ours, without the fifth that is kept aside or only that, and the real ones."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha1
from pathlib import Path

from bench.machine import ROOT
from kg.learn.examples import Example, groups_of, load_examples
from kg.model import Document
from kg.pipeline.extractor import Extractor
from kg.readers import read_sources

SEEDS = ROOT / "seeds"
FURTHER = ROOT / "bench" / "articles"
REAL = ROOT.parent / "shared" / "real-dev"
STORY = "story-"
MISSING = (
    f"!!! {REAL.parent.name}/{REAL.name} IS NOT BESIDE THE CHECKOUT: NOTHING WAS READ OF THE REAL ARTICLES. "
    "What stands here is of articles written for this project only."
)
_OF_DISPUTE = re.compile(r"i(\d+)")  # i01 to i04 tell of one dispute, i05 to i08 of the next
_STEPS = 4
_PART = 5  # one article in so many is kept aside

Choose = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Source:
    """Articles with their annotations, by what they are called in tables."""

    name: str
    folders: tuple[Path, ...]
    chosen: Choose

    def documents(self) -> Iterator[Document]:
        return (d for d in read_sources([str(_articles(f)) for f in self.folders]) if self.chosen(d.id))

    def examples(self, extractor: Extractor) -> list[Example]:
        return load_examples(self.documents(), self.folders, extractor)


def _articles(folder: Path) -> Path:
    return folder / "articles.jsonl" if folder == REAL else folder


@cache
def ids_of(folder: Path) -> frozenset[str]:
    """Return the identifiers of a folder's articles."""
    return frozenset(d.id for d in read_sources([str(_articles(folder))]))


def is_aside(identifier: str) -> bool:
    """Tell whether an article is kept aside, with all others of its dispute. The stories are not: rules knew them."""
    step = _OF_DISPUTE.fullmatch(identifier)
    key = f"i{(int(step[1]) - 1) // _STEPS}" if step else _first_told().get(identifier, identifier)
    return not identifier.startswith(STORY) and int(sha1(key.encode()).hexdigest(), 16) % _PART == 0


@cache
def _first_told() -> dict[str, str]:
    """Return for each article that tells of a dispute with others the first of them: where it goes, all go."""
    disputes: dict[str, list[str]] = {}
    for article, dispute in groups_of(SEEDS).items():
        disputes.setdefault(dispute, []).append(article)
    return {article: min(articles) for articles in disputes.values() for article in articles}


OURS = (SEEDS, FURTHER)
WHOLE = Source("all of ours", OURS, lambda _: True)
DEVELOPED = Source("ours", OURS, lambda name: not is_aside(name))
ASIDE = Source("kept aside", OURS, is_aside)
CALM = ROOT / "bench" / "streams" / "other-learned.jsonl"  # on other matters: decisions learn from them, too
STORIES = Source("stories", (SEEDS,), lambda name: name.startswith(STORY))
REAL_ARTICLES = Source("real-dev", (REAL,), lambda _: True)


def real_is_there() -> bool:
    return (REAL / "articles.jsonl").is_file()
