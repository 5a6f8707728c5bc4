"""The things of a graph, those of most articles first: as many as a page needs, without reading all."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import QuerySolution, QuerySolutions

from kg.ontology import CORE
from kg.store import terms as t

if TYPE_CHECKING:
    from kg.store.account import Assembled

# one pass over each property, and a look for the labels of what is left alone
_RANKED = """SELECT ?documents ?label ?thing ?class WHERE {{ GRAPH {graph} {{
  {{ SELECT ?thing ?documents WHERE {{ ?thing {documents} ?documents FILTER(?documents >= {least}) }} }}
  {{ SELECT ?thing ?class WHERE {{ VALUES ?class {{ {classes} }} ?thing {type} ?class }} }}
  OPTIONAL {{ ?thing {label} ?label }}
}} }}"""
_CLASSES = """SELECT ?class (COUNT(*) AS ?number) WHERE {{ GRAPH {graph} {{
  {{ SELECT ?thing ?class WHERE {{ VALUES ?class {{ {classes} }} ?thing {type} ?class }} }}
  {{ SELECT ?thing WHERE {{ ?thing {documents} ?documents }} }}
}} }} GROUP BY ?class"""
_NUMBERS = """SELECT ?documents (COUNT(*) AS ?number) WHERE {{ GRAPH {graph} {{
  ?thing {documents} ?documents }} }} GROUP BY ?documents"""
_AHEAD = 4  # times as many nodes are looked at as are needed, for some are events


class Ranked(NamedTuple):
    """A thing in a list; its documents below zero, so that those of most come first when sorted."""

    behind: int
    label: str
    iri: str
    class_: str


class Ranking:
    """Ranks the things of a graph.

    Args:
        assembled: the layer of all documents.
    """

    def __init__(self, assembled: Assembled) -> None:
        self._assembled = assembled
        ontology = assembled.ontology
        above = {str(CORE.Event), ontology.term("Course")}
        self._classes = sorted(one for one in ontology.classes if not ontology.supers(one) & above and one not in above)

    @cached_property
    def numbers(self) -> dict[str, int]:
        """How many things there are, by class."""
        return {row[0].value: int(row[1].value) for row in self._ask(_CLASSES, self._classes) if int(row[1].value)}

    def first(self, number: int, classes: Collection[str] | None = None) -> list[Ranked]:
        """Return at least so many things, those of most articles first, then by label; all where there are fewer.

        Args:
            number: how many are needed.
            classes: only of these; of all if None.
        """
        wanted = sorted(self.numbers.keys() if classes is None else classes)
        needed = min(number, sum(self.numbers.get(one, 0) for one in wanted))
        for least in self._bounds(needed):
            found = self._at_least(least, wanted)
            if len(found) >= needed:
                return found
        return []

    @cached_property
    def _spread(self) -> list[tuple[int, int]]:
        """How many nodes stand in so many documents, those of most first."""
        return sorted(((int(row[0].value), int(row[1].value)) for row in self._ask(_NUMBERS)), reverse=True)

    def _bounds(self, needed: int) -> Iterator[int]:
        """Yield numbers of documents, each so that many more nodes than before have as many."""
        reached, aim = 0, needed * _AHEAD
        for documents, number in self._spread:
            reached += number
            if reached >= aim:
                yield documents
                aim = reached * _AHEAD
        yield 0

    def _at_least(self, least: int, classes: Collection[str]) -> list[Ranked]:
        once: dict[str, Ranked] = {}
        for documents, label, thing, class_ in self._ask(_RANKED, classes, least=least):
            row = Ranked(-int(documents.value), label.value if label else "", thing.value, class_.value)
            once[row.iri] = min(row, once.get(row.iri, row))  # of several labels the first, as everywhere
        return sorted(once.values())

    def _ask(self, query: str, classes: Collection[str] = (), *, least: int = 0) -> Iterator[QuerySolution]:
        found = self._assembled.raw.query(
            query.format(
                graph=self._assembled.graph,
                documents=t.DOCUMENTS,
                label=t.LABEL,
                type=t.TYPE,
                least=least,
                classes=" ".join(f"<{one}>" for one in classes),
            )
        )
        assert isinstance(found, QuerySolutions)
        yield from found
