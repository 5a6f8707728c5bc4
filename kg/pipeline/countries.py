"""In which country things and events are: what gazetteers know, and what the articles are about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from kg.frames import countries_of

if TYPE_CHECKING:
    from kg.ontology import Ontology


class Countries:
    """Tells countries, by their codes; "" where none is known.

    Args:
        ontology: of the graph, with its gazetteers.
        home: gives the country of an article by its IRI, "" where none is known.
    """

    def __init__(self, ontology: Ontology, home: Callable[[str], str]) -> None:
        self._known = countries_of(ontology)
        self._home = home

    def known(self, thing: str) -> str:
        """Return the country that a gazetteer knows of a thing, by its IRI or its identity."""
        return self._known.get(thing.rpartition("/entity/")[2], "")

    def of_thing(self, thing: str, articles: Iterable[str]) -> str:
        """Return the country of a thing: a gazetteer's, else that of most of the articles in which it stands."""
        return self.known(thing) or most(map(self._home, articles))

    def of_event(self, places: Iterable[str], parties: Iterable[str], articles: Iterable[str]) -> str:
        """Return the country of an event: of its places, else of most of its parties, else of its articles."""
        return most(map(self.known, places)) or most(map(self.known, parties)) or most(map(self._home, articles))

    def of_article(self, things: Iterable[str]) -> str:
        """Return the country of an article: that of most of the things in it that a gazetteer knows."""
        return most(map(self.known, things))


def things_in(mentions: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Return the things in each article, once for each mention, from the articles in which each thing stands."""
    found: dict[str, list[str]] = {}
    for thing, articles in mentions.items():
        for article in articles:
            found.setdefault(article, []).append(thing)
    return found


def most(codes: Iterable[str]) -> str:
    """Return the commonest of some countries, the first in the order of their codes; "" of none."""
    counts = Counter(filter(None, codes))
    return min(counts, key=lambda code: (-counts[code], code), default="")
