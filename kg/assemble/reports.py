"""Reports across documents: keeps them in the ledger, and tells which are of one happening."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from kg.assemble.happenings import joined
from kg.assemble.ledger import Groups, Ledger, chunks, key_of, reach
from kg.assemble.likeness import Traits, likeness
from kg.assemble.traits import TraitReader, dump_traits, load_traits
from kg.identity import short_hash
from kg.ontology import Ontology
from kg.outlines import Outline

if TYPE_CHECKING:
    from kg.assemble.account import Changes

REPORTS = 1 << 16  # events of one document at most
DAYS = 150  # between two articles that may tell of one happening
UNDATED = -1  # the day of an article without one
TOGETHER = 5_000  # reports that are compared at once
HELD = 60_000  # traits that are kept


class Reports:
    """The reports of all documents.

    Args:
        ledger: where they are kept.
        ontology: the domain.
    """

    def __init__(self, ledger: Ledger, ontology: Ontology) -> None:
        self._ledger = ledger
        self._base = ontology.base
        self._reader = TraitReader(ontology)
        self._held: dict[int, Traits] = {}

    def drop(self, docs: Collection[int], changes: Changes) -> tuple[set[int], set[str]]:
        """Take out the reports of documents.

        Return those of others that may be left alone now, and their happenings.
        """
        ledger = self._ledger
        gone = {}
        for report, node, happening in ledger.rows("SELECT id, node, happening FROM report WHERE doc IN ({})", docs):
            gone[report] = happening
            changes.reports.add(node)
        self._held.clear()
        beside = set(self._neighbours(gone)) - gone.keys()
        ledger.change("DELETE FROM block WHERE report IN ({})", gone)
        ledger.change("DELETE FROM near WHERE a IN ({})", gone)
        ledger.change("DELETE FROM near WHERE b IN ({})", gone)
        ledger.change("DELETE FROM report WHERE id IN ({})", gone)
        return beside, {happening for happening in gone.values() if happening}

    def put(self, doc: int, outline: Outline, *, twin: str, entities: Mapping[str, str]) -> set[int]:
        """Take in the reports of a document; return their numbers."""
        rows, blocks = [], []
        for number, report in enumerate(outline.reports):
            traits = self._reader.traits(outline, report, twin=twin, entities=entities)
            own = doc * REPORTS + number
            rows.append((own, doc, traits.node, dump_traits(traits)))
            self._keep(own, traits)
            blocks += [(key_of(f"{traits.type} {party}"), _day(traits.published), own) for party in traits.parties]
        self._ledger.sql.executemany("INSERT INTO report (id, doc, node, traits) VALUES (?, ?, ?, ?)", rows)
        self._ledger.sql.executemany("INSERT OR IGNORE INTO block VALUES (?, ?, ?)", blocks)
        return {row[0] for row in rows}

    def compare(self, new: Collection[int]) -> None:
        """Note for new reports which others may be of the same happening."""
        for some in chunks(sorted(new), TOGETHER):
            pairs = [pair for pair in self._candidates(some) if self._is_first_of(pair, some[0], some[-1], new)]
            traits = self._traits({report for pair in pairs for report in pair})
            near = [(a, b) for a, b in pairs if _alike(traits[a], traits[b])]
            self._ledger.sql.executemany("INSERT OR IGNORE INTO near VALUES (?, ?)", sorted(near))

    def _is_first_of(self, pair: tuple[int, int], first: int, last: int, new: Collection[int]) -> bool:
        """Tell whether a pair is compared with the reports from `first` to `last`: two new ones are with the later."""
        later = pair[1]
        return first <= later <= last or later not in new

    def _candidates(self, new: Sequence[int]) -> set[tuple[int, int]]:
        """Return the pairs of reports, one of them new, of one class and one party, and not too far apart in time."""
        pairs = "SELECT a.report, b.report FROM block AS a JOIN block AS b ON a.key = b.key"
        dated = f"{pairs} AND b.day BETWEEN a.day - {DAYS} AND a.day + {DAYS} WHERE a.day <> {UNDATED}"
        beside_undated = f"{pairs} AND b.day = {UNDATED} WHERE a.day <> {UNDATED}"
        undated = f"{pairs} WHERE a.day = {UNDATED}"
        found: set[tuple[int, int]] = set()
        for question in (dated, beside_undated, undated):
            rows = self._ledger.rows(f"{question} AND a.report IN ({{}})", new)
            found.update((a, b) if a < b else (b, a) for a, b in rows if a != b)
        return found

    def _traits(self, reports: Collection[int]) -> dict[int, Traits]:
        found = {report: self._held[report] for report in reports if report in self._held}
        missing = [report for report in reports if report not in found]
        for report, line in self._ledger.rows("SELECT id, traits FROM report WHERE id IN ({})", missing):
            found[report] = load_traits(line)
            self._keep(report, found[report])
        return found

    def _keep(self, report: int, traits: Traits) -> None:
        """Keep traits for who asks next."""
        if len(self._held) >= HELD:
            self._held.clear()
        self._held[report] = traits

    def _neighbours(self, reports: Collection[int]) -> Iterator[int]:
        for mine, other in (("a", "b"), ("b", "a")):
            yield from (r for (r,) in self._ledger.rows(f"SELECT {other} FROM near WHERE {mine} IN ({{}})", reports))

    def join(self, touched: Collection[int], changes: Changes) -> set[str]:
        """Tell again which reports are of one happening with the touched ones; return the happenings that changed."""
        changed: set[str] = set()
        question = "SELECT id, happening FROM report WHERE id IN ({})"
        for groups in self._groups(touched):
            members = [report for group in groups for report in group]
            traits = self._traits(members)
            before = dict(self._ledger.rows(question, members))
            by_node = {traits[report].node: report for report in members}
            rows = []
            for group in groups:
                for happening in joined([traits[report] for report in group]):
                    iri = f"{self._base}event/{short_hash(happening[0].node)}"
                    for one in happening:
                        report = by_node[one.node]
                        if before[report] != iri:
                            rows.append((iri, report))
                            changes.reports.add(one.node)
                            changed |= {name for name in (before[report], iri) if name}
            self._ledger.sql.executemany("UPDATE report SET happening = ? WHERE id = ?", rows)
        self._held.clear()
        return changed

    def _groups(self, touched: Collection[int]) -> Iterator[list[list[int]]]:
        reached = reach(touched, lambda some: self._neighbours(some))
        groups: Groups[int] = Groups()
        for report in reached:
            groups.top(report)
        for some in chunks(sorted(reached), TOGETHER):
            for a, b in self._ledger.rows("SELECT a, b FROM near WHERE a IN ({})", some):
                groups.link(a, b)
        batch: list[list[int]] = []
        held = 0
        for group in groups.all():
            batch.append(group)
            held += len(group)
            if held >= TOGETHER:
                yield batch
                batch, held = [], 0
        if batch:
            yield batch


def _alike(left: Traits, right: Traits) -> bool:
    """Tell whether two reports of different documents may tell of one happening."""
    if left.document == right.document:
        return False
    return likeness(*((left, right) if left.node < right.node else (right, left))) > 0


def _day(published: date | None) -> int:
    return published.toordinal() if published else UNDATED
