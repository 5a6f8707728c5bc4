"""Evidence as the explorer shows it: of an event or an edge the sentences, the states, and what contradicts."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from pyoxigraph import NamedNode

from kg.errors import UnknownName
from kg.query.catalogue import Catalogue
from kg.store import EvidenceRow, evidence_of
from kg.store import terms as t
from kg.view.project import parts

if TYPE_CHECKING:
    from kg.store import GraphStore

MOST_SENTENCES = 40  # behind one event or edge
DOCUMENT = ("document", "title", "source", "date")  # of a sentence: what it has from its document
KINDS = ("event", "edge", "membership")
Json = dict[str, Any]


class Quotes:
    """Reads the evidence of a graph.

    Args:
        store: the graph.
    """

    def __init__(self, store: GraphStore) -> None:
        self.store = store
        self.catalogue = Catalogue(store)
        self.assembled = self.catalogue.assembled

    def of(self, name: str, *, most: int = MOST_SENTENCES) -> Json:
        """Return what an event, an edge or an office rests on.

        Args:
            name: its IRI after the base of all: `event/0123456789abcdef`.
            most: how many sentences at most.

        Returns:
            `sentences`, by date, each cut into parts at its marks; of an event also `states`, the statuses that it
            had, and `claims`, where not all say the same.

        Raises:
            UnknownName: there is none of this name.
        """
        iri = self.assembled.ontology.base + name
        if name.partition("/")[0] not in KINDS or not _is_iri(name) or not self.assembled.quads(iri):
            raise UnknownName("event or edge", name, ())
        rows = evidence_of(self.store, iri, limit=most, distinct=True)
        found: Json = {"sentences": [self._sentence(row) for row in rows]}
        if name.startswith(KINDS[0]):
            found |= {"states": self._states(iri), "claims": self._claims(iri)}
        return found

    def all(self, names: Collection[str], *, most: int) -> Json:
        """Return the evidence of many by name, each document once: sentences name it by its number."""
        numbers: dict[tuple[object, ...], int] = {}
        found = {name: self.of(name, most=most) for name in sorted(names)}
        for answer in found.values():
            for sentence in answer["sentences"]:
                key = tuple(sentence.pop(field) for field in DOCUMENT)
                sentence["document"] = numbers.setdefault(key, len(numbers))
        return {"documents": [dict(zip(DOCUMENT, key, strict=True)) for key in numbers], "of": found}

    def _sentence(self, row: EvidenceRow) -> Json:
        word = self.catalogue.word
        marks = [
            (mark.start - row.start, mark.end - row.start, word(mark.role) if mark.role else "") for mark in row.marks
        ]
        status = self.catalogue.page(row.node).one(NamedNode(row.node), self.store.terms.status)
        return {
            "parts": parts(row.exact, marks),
            "document": row.identifier,
            "title": row.title,
            "source": row.source,
            "date": row.published.isoformat() if row.published else None,
            "confidence": round(row.confidence, 3),
            "rule": row.rule,
            "status": word(status) if status else None,
        }

    def _states(self, iri: str) -> list[Json]:
        found = [
            (self.assembled.one(node, t.ON) or "", self.assembled.one(node, self.store.terms.status) or "")
            for node in self.assembled.subjects(t.STATE_OF, iri)
        ]
        return [{"on": on, "status": self.catalogue.word(status)} for on, status in sorted(found)]

    def _claims(self, iri: str) -> list[Json]:
        found = [self._claim(node) for node in self.assembled.subjects(t.CLAIM_OF, iri)]
        return sorted(
            found, key=lambda claim: (claim["role"], claim["on"], claim["value"], claim["by"], claim["title"])
        )

    def _claim(self, node: str) -> Json:
        one = self.assembled.one
        speaker, group = (self._label(one(node, end)) for end in (t.CLAIMANT, t.ON_BEHALF_OF))
        report = one(node, t.REPORT) or ""
        page = self.catalogue.page(report)
        paper, title = (page.one(page.graph, p) or "" for p in (t.SOURCE, t.TITLE))
        return {
            "role": self.catalogue.word(one(node, t.CLAIM_ROLE) or ""),
            "value": self._label(one(node, t.VALUE)),
            "qualifier": self._label(one(node, t.FIGURE_QUALIFIER)),
            "by": f"{speaker} ({group})" if speaker and group else speaker or group or paper,
            "on": one(node, t.ON) or "",
            "title": title,
        }

    def _label(self, value: str | None) -> str:
        if not value or not value.startswith(("http:", "https:")):
            return value or ""
        if value.startswith(self.assembled.things):
            return self.catalogue.label(value)
        return self.catalogue.word(value)


def _is_iri(name: str) -> bool:
    """Tell whether a name may stand in an IRI."""
    return not any(c <= " " or c in '<>"{}|\\^`' for c in name)
