"""The account: what all documents say together, kept up to date with as little work as a change asks for.

`Account.update` brings the ledger up to date and tells what changed; `kg.assemble.writing` makes the triples of that.
The account is a function of the outlines and of people's judgements: whatever was added, changed or removed before, it
is the same.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from kg.assemble.copies import DAYS, INDEXED, are_copies, first
from kg.assemble.courses import UNDATED, Courses
from kg.assemble.edges import Edges
from kg.assemble.items import Items, Judged, Resolver
from kg.assemble.ledger import Groups, Ledger, chunks, reach
from kg.assemble.reports import Reports
from kg.assemble.standing import Source, Standing, Standings, named_in
from kg.assemble.things import Thing
from kg.assemble.traits import TraitReader
from kg.ontology import Ontology
from kg.outlines import Outline, load

HELD = 1_000  # happenings that are made out at once
KEPT = 20_000  # happenings that are kept from when they are told to when they are written
DOCS = 500  # documents of which all things are held at once
OUTLINES = 20_000  # outlines that are kept for the next who asks, of 15 kB each

Made = tuple[str, Standing, list[str], int]  # a happening, how it stands, its documents, its day


@dataclass(slots=True)
class Changes:
    """What of the account may have changed: nodes of mentions and of reports, and IRIs of all else."""

    mentions: set[str] = field(default_factory=set)
    entities: set[str] = field(default_factory=set)
    reports: set[str] = field(default_factory=set)
    happenings: set[str] = field(default_factory=set)
    courses: set[str] = field(default_factory=set)
    edges: set[tuple[str, str, str, str]] = field(default_factory=set)
    copies: set[str] = field(default_factory=set)


class Told(NamedTuple):
    """Some of what changed of an account: things, or happenings with how they stand."""

    things: Sequence[Thing] = ()
    happenings: Sequence[tuple[str, Standing]] = ()


class Account:
    """The account of all documents.

    Args:
        ledger: where it is kept.
        ontology: the domain.
        resolver: tells which things are one.
        judged: what people said of them.
    """

    def __init__(self, ledger: Ledger, ontology: Ontology, resolver: Resolver, judged: Judged | None = None) -> None:
        self.ledger = ledger
        self.ontology = ontology
        self._judged = judged or Judged()
        self._resolver = resolver
        self.items = Items(ledger, ontology, resolver, self._judged)
        self._reports = Reports(ledger, ontology)
        self.courses = Courses(ledger, ontology)
        self._edges = Edges(ledger, ontology)
        self._standings = Standings(ontology)
        self._days = TraitReader(ontology)
        self._made: dict[str, Made] = {}
        self._held: dict[int, Outline] = {}
        self._anew = False  # whether nothing is known, so that all changes and there is nothing beside it to look for

    def update(self) -> Changes:
        """Take in the documents that were put into the ledger or taken out of it since the last time.

        Nothing is kept before `Ledger.sql.commit`.
        """
        changes = Changes()
        for _ in self.stages(changes):
            pass
        return changes

    def stages(self, changes: Changes) -> Iterator[Told]:
        """Do what `update` does, step by step, and note what changed as far as it is known.

        Yields the things that changed, some at a time, then the happenings. When the first of these comes, all is known
        of mentions and copies.
        """
        self._made.clear()
        self._held.clear()
        self._judge()
        sql = self.ledger.sql
        dirty = {doc for (doc,) in sql.execute("SELECT id FROM doc WHERE dirty")}
        if not dirty:
            return
        docs = self._things(dirty, changes)
        self.ledger.index("item_entity", "item_node")
        reclassed: set[str] = set()
        relabelled: set[str] = set()
        for things in self.items.summarise(changes.entities, reclassed, relabelled):
            yield Told(things=things)
        if not self._anew:
            changes.happenings |= self.courses.having(reclassed)
        touched: set[str] = set()
        for made in self._happenings(docs, touched, changes):
            yield Told(happenings=[(happening, standing) for happening, standing, *_ in made])
        self._place(touched, docs, relabelled, changes)
        self._anew = False
        sql.execute("DELETE FROM doc WHERE gone")
        sql.execute("UPDATE doc SET dirty = 0 WHERE dirty")

    def restart(self) -> None:
        """Forget all but the outlines, so that everything counts as changed."""
        self.ledger.restart()
        self._anew = True

    def _judge(self) -> None:
        """Mark the documents of which a thing was judged, or is judged no more, since the last time."""
        judged = self._judged
        rows = [*judged.together, *(("not", *row) for row in judged.apart), *(("open", *row) for row in judged.open)]
        now = json.dumps(rows)
        before = self.ledger.meta("judged") or "[]"
        if now == before:
            return
        known = {json.dumps(row) for row in json.loads(before)}
        asked = {json.dumps(row) for row in json.loads(now)}
        nodes = {part for line in known ^ asked for part in json.loads(line) if "#" in part}
        self.ledger.change("UPDATE doc SET dirty = 1 WHERE id IN (SELECT doc FROM item WHERE node IN ({}))", nodes)
        self.ledger.note("judged", now)

    # -- documents --------------------------------------------------------------------------

    def _outlines(self, docs: Collection[int]) -> Iterator[tuple[int, Outline, str]]:
        """Yield the number, the outline and the twin of documents that are there."""
        for some in chunks(sorted(docs), DOCS):
            missing = [doc for doc in some if doc not in self._held]
            question = "SELECT doc, line FROM outline WHERE doc IN ({})"
            read = {doc: load(line) for doc, line in self.ledger.rows(question, missing)}
            if len(self._held) + len(read) <= OUTLINES:  # who asks goes over all of them: the first are kept
                self._held |= read
            for doc, twin in self.ledger.rows("SELECT id, twin FROM doc WHERE NOT gone AND id IN ({})", some):
                yield doc, read.get(doc) or self._held[doc], twin

    def with_things(
        self, docs: Collection[int], *, alone: bool | None = None
    ) -> Iterator[tuple[int, Outline, str, dict[str, str]]]:
        """Yield documents that are there, with what their things were resolved to by key.

        `alone` takes only those or the others.
        """
        for some in chunks(sorted(docs), DOCS):
            entities = self.items.entities(some, alone=alone)
            for doc, outline, twin in self._outlines(some):
                yield doc, outline, twin, entities[doc]

    def _uncopied(self, dirty: Collection[int]) -> set[int]:
        """Forget of which articles documents are copies; return the others that were copies with them."""
        beside = self._copied(dirty) - set(dirty)
        for table, column in (("hash", "doc"), ("copy", "a"), ("copy", "b")):
            self.ledger.change(f"DELETE FROM {table} WHERE {column} IN ({{}})", dirty)
        return beside

    def _take_in(self, dirty: Collection[int]) -> set[int]:
        """Take in the sketches and scenes of documents, and those things that tell by themselves; return their keys."""
        sql = self.ledger.sql
        keys: set[int] = set()
        for some in chunks(sorted(dirty), DOCS):
            hashes, scenes = [], []
            for doc, outline, _ in self._outlines(some):
                day = outline.published.toordinal() if outline.published else UNDATED
                hashes += [(hash_, day, doc) for hash_ in outline.sketch[:INDEXED]]
                scenes.append((json.dumps([outline.country, sorted(self._resolver.scene(outline))]), doc))
                keys |= self.items.put(doc, outline, alone=True, twin="", entities={})
            sql.executemany("INSERT INTO hash VALUES (?, ?, ?)", sorted(hashes))
            sql.executemany("UPDATE doc SET scene = ? WHERE id = ?", scenes)
        return keys

    def _copies(self, dirty: Collection[int], beside: Collection[int], changes: Changes) -> set[int]:
        """Find the copies of changed documents.

        Return those of the others of which the first copy is another one now; `beside` were copies before.
        """
        pairs = "SELECT a.doc, b.doc FROM hash AS a JOIN hash AS b ON a.hash = b.hash AND a.doc <> b.doc"
        near = f"b.day BETWEEN a.day - {DAYS} AND a.day + {DAYS}"
        dated, beside_undated = (f"{pairs} AND {day} WHERE a.day <> {UNDATED}" for day in (near, f"b.day = {UNDATED}"))
        undated = f"{pairs} WHERE a.day = {UNDATED}"
        alike: set[tuple[int, int]] = set()
        for question in (dated, beside_undated, undated):
            rows = self.ledger.rows(f"{question} AND a.doc IN ({{}})", dirty)
            alike.update((a, b) if a < b else (b, a) for a, b in rows)
        found: list[tuple[int, int]] = []
        for some in chunks(sorted(alike), DOCS):
            outlines = {doc: outline for doc, outline, _ in self._outlines({doc for pair in some for doc in pair})}
            found += [(a, b) for a, b in some if are_copies(outlines[a], outlines[b])]
        self.ledger.sql.executemany("INSERT INTO copy VALUES (?, ?)", found)
        return self._name_twins({*dirty, *beside, *(doc for pair in found for doc in pair)}, changes) - set(dirty)

    def _copied(self, docs: Collection[int]) -> set[int]:
        def beside(some: Collection[int]) -> Iterator[int]:
            for mine, other in (("a", "b"), ("b", "a")):
                yield from (d for (d,) in self.ledger.rows(f"SELECT {other} FROM copy WHERE {mine} IN ({{}})", some))

        return reach(docs, beside)

    def _name_twins(self, docs: Collection[int], changes: Changes) -> set[int]:
        """Note of documents of which article each is a copy; return those of which that is another one now."""
        moved: set[int] = set()
        changes.copies |= {iri for (iri,) in self.ledger.rows("SELECT iri FROM doc WHERE id IN ({})", docs)}
        twins = self._firsts(docs)
        rows = []
        for doc, iri, before in self.ledger.rows("SELECT id, iri, twin FROM doc WHERE id IN ({})", self._copied(docs)):
            twin = twins.get(doc, iri)
            if before != twin:
                rows.append((twin, doc))
                moved.add(doc)
                changes.copies.add(iri)
        self.ledger.sql.executemany("UPDATE doc SET twin = ? WHERE id = ?", rows)
        return moved

    def _firsts(self, docs: Collection[int]) -> dict[int, str]:
        """Return the first of those of one text, for documents and their copies where there are any."""
        groups: Groups[int] = Groups()
        for a, b in self.ledger.rows("SELECT a, b FROM copy WHERE a IN ({})", self._copied(docs)):
            groups.link(a, b)
        found: dict[int, str] = {}
        for group in groups.all():
            found |= dict.fromkeys(group, first(outline for _, outline, _ in self._outlines(group)).iri)
        return found

    # -- things -----------------------------------------------------------------------------

    def _things(self, dirty: Collection[int], changes: Changes) -> set[int]:
        """Resolve the things of documents and what that touches.

        Return the documents with another thing than before.
        """
        keys = {alone: self.items.drop(dirty, changes, alone=alone) for alone in (True, False)}
        beside = self._uncopied(dirty)
        keys[True] |= self._take_in(dirty)
        moved = self._copies(dirty, beside, changes)
        docs = {*dirty, *moved}
        for alone in (True, False):
            keys[alone] |= self.items.drop(moved, changes, alone=alone)
        for doc, outline, _ in self._outlines(moved):
            keys[True] |= self.items.put(doc, outline, alone=True, twin="", entities={})
        changed, elsewhere = self.items.resolve(keys[True], changes, alone=True)
        changes.mentions |= changed
        # the others stand beside these, so that they are looked at again where these are others now
        keys[False] |= self.items.drop(elsewhere - docs, changes, alone=False)
        docs |= elsewhere
        for doc, outline, twin, entities in self.with_things(docs, alone=True):
            keys[False] |= self.items.put(doc, outline, alone=False, twin=twin, entities=entities)
        changed, elsewhere = self.items.resolve(keys[False], changes, alone=False)
        changes.mentions |= changed
        changes.mentions |= self._judged.beside(changes.mentions)  # what they are kept apart from is another thing now
        return docs | elsewhere

    # -- happenings -------------------------------------------------------------------------

    def _happenings(self, docs: Collection[int], touched: set[str], changes: Changes) -> Iterator[list[Made]]:
        """Tell again what happened by the reports of documents, and yield it, some at a time.

        `touched` is filled with the happenings of which the course may be another one now.
        """
        beside, gone = self._reports.drop(docs, changes)
        if not self._anew:
            changes.edges |= self._edges.forget(docs)
        new: set[int] = set()
        for some in chunks(sorted(docs), DOCS):
            told = list(self.with_things(some))
            for doc, outline, twin, entities in told:
                new |= self._reports.put(doc, outline, twin=twin, entities=entities)
            changes.edges |= self._edges.take_in(told)
        self._reports.compare(new)
        changes.happenings |= gone | self._reports.join({*new, *beside}, changes)
        self.ledger.index("report_happening")
        if not self._anew:
            touched |= self.courses.drop(changes.happenings, changes)
            changes.edges |= self._edges.drop(changes.happenings)
        for made in chunks(self.standings(changes.happenings), HELD):
            known = self.items.known({thing for _, standing, *_ in made for _, thing in standing.things})
            classes = {thing: class_ for thing, (class_, _) in known.items()}
            self.courses.put(
                (iri, self.courses.sides(standing, classes, day=day, docs=docs_of), self.courses.parties(standing))
                for iri, standing, docs_of, day in made
            )
            self._edges.put(((iri, standing) for iri, standing, *_ in made), changes)
            touched.update(iri for iri, *_ in made)
            yield list(made)

    def standings(self, happenings: Iterable[str]) -> Iterator[Made]:
        """Yield happenings that are there, each with how it stands, its documents and its day."""
        for some in chunks(self._in_order(happenings), HELD):
            missing = [one for one in some if one not in self._made]
            made = {row[0]: row for row in self._some_standings(missing)}
            if not self._anew and len(self._made) < KEPT:
                self._made |= made
            yield from (row for one in some if (row := made.get(one) or self._made.get(one)) is not None)

    def _in_order(self, happenings: Iterable[str]) -> list[str]:
        """Return happenings in the order of their first reports, so that those of one document come together."""
        question = "SELECT happening, min(id) FROM report WHERE happening IN ({}) GROUP BY happening"
        return [one for one, _ in sorted(self.ledger.rows(question, happenings), key=lambda row: row[::-1])]

    def _some_standings(self, happenings: Collection[str]) -> Iterator[Made]:
        rows = list(self.ledger.rows("SELECT happening, doc, node FROM report WHERE happening IN ({})", happenings))
        docs = {doc for _, doc, _ in rows}
        outlines = {doc: (outline, twin) for doc, outline, twin in self._outlines(docs)}
        entities = self.items.entities(docs)
        reports = {doc: {r.key: r for r in outline.reports} for doc, (outline, _) in outlines.items()}
        named = {doc: named_in(outline, entities[doc]) for doc, (outline, _) in outlines.items()}
        sources: dict[str, list[Source]] = {}
        for happening, doc, node in rows:
            outline, twin = outlines[doc]
            report = reports[doc][node.partition("#event-")[2]]
            sources.setdefault(happening, []).append(Source(outline, report, twin, entities[doc], named[doc]))
        for happening, found in sorted(sources.items()):
            standing = self._standings.standing(found)
            yield happening, standing, sorted({s.outline.iri for s in found}), self._day(found)

    def _day(self, sources: Iterable[Source]) -> int:
        """Return the day of a happening: its own first, else that of the first article.

        A negative number where there is none.
        """
        them = list(sources)
        told = [days.first or days.last for s in them if (days := self._days.days(s.report)) is not None]
        own = [day for day in told if day is not None] or [s.outline.published for s in them if s.outline.published]
        return min(own).toordinal() if own else UNDATED

    def doubted(self, nodes: Collection[str]) -> Iterator[tuple[str, str, str, str]]:
        """Yield what people said of mentions and other things, but that they are one.

        Each mention with the thing that the other one is of, "different" or "unsure", and who said so.
        """
        here = set(nodes)
        told = [(*row, "different") for row in self._judged.apart] + [(*row, "unsure") for row in self._judged.open]
        judged = [row for row in told if row[0] in here or row[1] in here]
        rows = self.ledger.rows(
            "SELECT node, entity FROM item WHERE node IN ({})", {n for row in judged for n in row[:2]}
        )
        things = dict(rows)
        for left, right, author, judgement in judged:
            for node, other in ((left, right), (right, left)):
                if node in here and node in things and other in things:
                    yield node, things[other], judgement, author

    def _place(
        self, touched: Collection[str], docs: Collection[int], relabelled: Collection[str], changes: Changes
    ) -> None:
        """Place happenings in courses again; those of things that have another name now are to be written again."""
        self.ledger.index("pair_happening")
        iris = {iri for (iri,) in self.ledger.rows("SELECT iri FROM doc WHERE id IN ({})", docs)}
        courses, moved = self.courses.place(touched, iris)
        self.ledger.index("happening_course")
        changes.courses |= courses
        if self._anew:
            return
        changes.happenings |= moved
        in_course = "SELECT course FROM happening WHERE iri IN ({})"
        near = changes.happenings | self.courses.having(relabelled)
        changes.courses |= {course for (course,) in self.ledger.rows(in_course, near) if course}
