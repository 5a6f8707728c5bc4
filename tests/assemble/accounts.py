"""Makes accounts as tests need them: at once, or kept up to date over a history of changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import TracebackType
from typing import Self

from pyoxigraph import NamedNode, Store

from kg.assemble import Account, Judged, Ledger, parts, whole
from kg.identity import assembled_graph
from kg.ontology import Ontology
from kg.outlines import Outline, dump
from kg.resolve import Resolver
from kg.store.batches import revise

Pair = tuple[str, str, str]


def judged(same: Iterable[Pair] = (), different: Iterable[Pair] = (), unsure: Iterable[Pair] = ()) -> Judged:
    return Judged(together=same, apart=different, open_=unsure)


class Kept:
    """An account that is kept up to date, with the graph in which it is written."""

    def __init__(self, ontology: Ontology, countries: Mapping[str, str]) -> None:
        self.ledger = Ledger(None, "")
        self.raw = Store()
        self._graph = NamedNode(assembled_graph(ontology.base))
        self._ontology, self._resolver = ontology, Resolver(ontology, countries)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.ledger.sql.close()

    def put(self, outline: Outline) -> None:
        """Add an article, or change it."""
        self.ledger.put(outline.iri, "", dump(outline))

    def remove(self, iri: str) -> None:
        self.ledger.put(iri, "", None)

    def build(self, said: Judged | None = None) -> None:
        """Bring the account up to date with what was put, removed and judged."""
        account = Account(self.ledger, self._ontology, self._resolver, said)
        revise(self.raw, self._graph, parts(account, account.update()), whole=False)
        self.ledger.sql.commit()

    def anew(self, said: Judged | None = None) -> None:
        """Make the account of all that was put, as for a graph that has none."""
        account = Account(self.ledger, self._ontology, self._resolver, said)
        revise(self.raw, self._graph, whole(account), whole=True)
        self.ledger.sql.commit()

    def lines(self) -> str:
        """Return the assembled layer as sorted N-Quads."""
        return "\n".join(sorted(f"{quad} ." for quad in self.raw))


def at_once(
    outlines: Iterable[Outline], ontology: Ontology, countries: Mapping[str, str], said: Judged | None = None
) -> str:
    """Return the assembled layer of articles that come all at once, as sorted N-Quads."""
    with Kept(ontology, countries) as kept:
        for outline in outlines:
            kept.put(outline)
        kept.anew(said)
        return kept.lines()
