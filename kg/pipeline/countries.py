"""In which country things and events are: what gazetteers know, and what the articles are about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from kg.frames import countries_of

if TYPE_CHECKING:
    from kg.ontology import Ontology


class Countries:
    """Tells countries, by their codes; "" where none is known.

    Args:
        ontology: of the graph, with its gazetteers.
        mentions: the documents in which each thing stands.
        reports: the documents that tell of each event.
    """

    def __init__(
        self, ontology: Ontology, mentions: Mapping[str, Sequence[str]], reports: Mapping[str, Sequence[str]]
    ) -> None:
        self._known = countries_of(ontology)
        self._mentions, self._reports = mentions, reports
        found: dict[str, Counter[str]] = {}
        for thing, documents in mentions.items():
            home = self.known(thing)
            for document in documents if home else ():
                found.setdefault(document, Counter())[home] += 1
        self._documents = {document: _most(counts) for document, counts in found.items()}

    def known(self, thing: str) -> str:
        """Return the country that a gazetteer knows of a thing."""
        return self._known.get(thing.rpartition("/entity/")[2], "")

    def of_thing(self, thing: str) -> str:
        """Return the country of a thing: a gazetteer's, else that of most of the articles in which it stands."""
        return self.known(thing) or self._of_documents(self._mentions.get(thing, ()))

    def of_event(self, event: str, places: Iterable[str], parties: Iterable[str]) -> str:
        """Return the country of an event: of its places, else of most of its parties, else of its articles."""
        for things in (places, parties):
            homes = Counter(home for home in map(self.known, things) if home)
            if homes:
                return _most(homes)
        return self._of_documents(self._reports.get(event, ()))

    def _of_documents(self, documents: Iterable[str]) -> str:
        homes = Counter(home for home in (self._documents.get(document, "") for document in documents) if home)
        return _most(homes) if homes else ""


def _most(counts: Counter[str]) -> str:
    return min(counts, key=lambda code: (-counts[code], code))
