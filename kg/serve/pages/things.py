"""The page of a thing: its relations, offices, events, neighbours, names, and why its mentions are taken for one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kg.model import Ref
from kg.serve.pages.identities import identities
from kg.serve.pages.paging import window
from kg.serve.pages.pictures import Bars, bars
from kg.serve.pages.places import Places, happenings, places_of
from kg.serve.pages.records import Group, Identity, Named, Paging, Property, Value
from kg.store import terms as t
from kg.store.shortcuts import shortcuts_of

if TYPE_CHECKING:
    from kg.query.records import EntityRecord
    from kg.serve.pages.room import Room
    from kg.store.account import Happening

EVENTS, VALUES, ALL = 20, 10, 50  # rows of the events, of another statement, and where only one of them is shown
MEMBERS, ALL_MEMBERS = 8, 500  # of a group of neighbours, and where only those are shown
NEIGHBOURS = "neighbours"
RANKED = 500  # so many values are put in order of who tells them; more in that of their names
Edge = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class ThingPage:
    """What the page of a thing shows. `only` is the one part that is shown, with its paging; all of them if empty."""

    record: EntityRecord
    relations: tuple[Property, ...]
    events: Property | None
    said: Property | None
    articles: Property | None
    mentions: int
    bars: Bars | None = None
    neighbours: tuple[Group, ...] = ()
    identity: tuple[Identity, ...] = ()
    links: int = 0
    places: Places | None = None
    only: str = ""
    paging: Paging | None = None


class Thing:
    """Reads what a graph says of a thing.

    Args:
        room: of the graph.
        record: the thing.
    """

    def __init__(self, room: Room, record: EntityRecord) -> None:
        self._room = room
        self._record = record
        self._assembled = room.assembled
        self._to = room.assembled.quads(None, None, NamedNode(record.iri))

    def page(self, *, only: str = "", first: int = 1) -> ThingPage:
        """Return the page, or one part of it from a row on; the whole where it has no such part."""
        if only:
            parts = {part.anchor: part for part in self._properties(only, first)}
            if only in parts:
                paging = window(only, first, ALL, self._totals[only])
                return replace(self._parts({only: parts[only]}), only=only, paging=paging)
            if only == NEIGHBOURS and self._happenings:
                return replace(self._parts({}), only=only, neighbours=tuple(self._neighbours(ALL_MEMBERS)))
        whole = self._parts({part.anchor: part for part in self._properties("", 1)})
        return replace(
            whole,
            bars=bars(self._room, self._dated.values()),
            neighbours=tuple(self._neighbours(MEMBERS)),
            identity=tuple(identities(self._room, self._record.iri)),
            links=len([q for q in self._to if q.predicate == t.LINK_ENTITY]),
            places=places_of(self._room, self._happenings.values()),
        )

    def _parts(self, parts: dict[str, Property]) -> ThingPage:
        events, said, articles = (parts.pop(anchor, None) for anchor in ("events", "said", "articles"))
        return ThingPage(self._record, tuple(parts.values()), events, said, articles, len(self._mentions))

    # -- statements ---------------------------------------------------------------------------

    @cached_property
    def _totals(self) -> dict[str, int]:
        return {}

    def _properties(self, only: str, first: int) -> Iterator[Property]:
        if not only:
            yield self._class()
        for empty, edges in self._relations():
            yield self._filled(empty, edges, only, first)
        yield from self._offices(only, first)
        if self._happenings:
            yield self._events(only, first)
        if self._said_nodes:
            yield self._said(only, first)
        if self._mentions:
            yield self._articles(only, first)

    def _cut[T](self, anchor: str, rows: list[T], few: int, only: str, first: int) -> tuple[list[T], int]:
        """Return the rows of a part that are shown, and how many are not."""
        self._totals[anchor] = len(rows)
        if only == anchor:
            return rows[max(0, first - 1) : max(0, first - 1) + ALL], 0
        shown = rows if len(rows) <= few + 2 else rows[:few]
        return ([] if only else shown), len(rows) - len(shown)

    def _relations(self) -> Iterator[tuple[Property, list[Edge]]]:
        """Yield the edges from and to the thing by predicate, each with a property that has no values yet."""
        things = self._assembled.things
        found: dict[tuple[bool, str], dict[Edge, None]] = {}
        for quad in (*self._assembled.quads(self._record.iri), *self._to):
            s, p, o = t.value(quad.subject), quad.predicate.value, t.value(quad.object)
            if s.startswith(things) and o.startswith(things) and isinstance(quad.object, NamedNode):
                found.setdefault((s != self._record.iri, p), {})[s, p, o] = None
        for inward, predicate in sorted(found):
            label = self._room.word(predicate)
            name = self._room.ontology.shorten(predicate).replace(":", "-")
            heading = f"… {label} {self._record.label}" if inward else f"{label} …"
            empty = Property(
                label=heading,
                values=(),
                anchor=f"{'in' if inward else 'out'}-{name}",
                comment=self._room.ontology.comment(predicate),
                term=self._room.href(predicate) or "",
            )
            yield empty, [*found[inward, predicate]]

    def _filled(self, empty: Property, edges: list[Edge], only: str, first: int) -> Property:
        shown, more = self._cut(empty.anchor, self._ranked(edges), VALUES, only, first)
        values = tuple(
            self._value(self._other(s, o), self._assembled.edge(s, p, o), self._behind(s, p, o)) for s, p, o in shown
        )
        return replace(empty, values=values, more=more, href=self._more(empty.anchor, len(shown)))

    def _ranked(self, edges: list[Edge]) -> list[Edge]:
        if len(edges) > RANKED:
            return sorted(edges)

        def rank(edge: Edge) -> tuple[int, str]:
            sources = self._assembled.one(self._assembled.edge(*edge), t.SOURCES)
            return -int(sources or "0"), self._other(edge[0], edge[2]).text

        return sorted(edges, key=rank)

    def _other(self, subject: str, target: str) -> Named:
        return self._room.named(target if subject == self._record.iri else subject)

    def _behind(self, subject: str, predicate: str, target: str) -> Iterable[str]:
        """Return the nodes whose references are those of an edge: the edge itself, or the reports of its events."""
        events = self._short.get((subject, predicate, target))
        if events is None:
            return [self._assembled.edge(subject, predicate, target)]
        statuses = {s for one in self._room.ontology.shortcuts if one.property == predicate for s in one.statuses}
        return self._reports(events, statuses)

    def _reports(self, events: Iterable[str], statuses: set[str]) -> Iterator[str]:
        """Yield the reports of events, but for those that tell the contrary."""
        for event in events:
            reports = self._assembled.reports(event)
            yield from [report for report in reports if self._room.courses.status(report) in statuses] or reports

    @cached_property
    def _short(self) -> dict[Edge, list[str]]:
        """The events behind each short edge of the thing."""
        found: dict[Edge, list[str]] = {}
        for iri, one in self._happenings.items():
            for edge in shortcuts_of(one.event, self._room.ontology):
                found.setdefault(edge, []).append(iri)
        return found

    def _value(self, named: Named, node: str, what: Iterable[str], *, references: int = 3, day: str = "") -> Value:
        """Return a value; `node` tells on what it rests, and `what` are the nodes whose references it has."""
        said = {quad.predicate: t.value(quad.object) for quad in self._assembled.quads(node)}
        found = tuple(islice((ref for one in what for ref in self._room.references(one, limit=references)), references))
        documents = int(said.get(t.DOCUMENTS, "0"))
        return Value(
            named=named,
            belief=float(said[t.BELIEF]) if t.BELIEF in said else None,
            documents=documents,
            sources=int(said.get(t.SOURCES, "0")),
            references=found,
            more=max(0, documents - len({ref.document for ref in found})),
            day=day,
        )

    def _offices(self, only: str, first: int) -> Iterator[Property]:
        room = self._room
        for end, other in ((t.MEMBER, t.ORGANIZATION), (t.ORGANIZATION, t.MEMBER)):
            posts = sorted(t.value(q.subject) for q in self._to if q.predicate == end)
            if not posts:
                continue
            anchor = f"offices-{other.value.rpartition('#')[2]}"
            shown, more = self._cut(anchor, posts, VALUES, only, first)
            values = []
            for post in shown:
                title = self._assembled.one(self._assembled.one(post, t.OFFICE) or post, t.LABEL) or ""
                values.append(self._value(room.named(self._assembled.one(post, other) or "", note=title), post, [post]))
            label = room.word(t.OFFICE_CLASS.value).lower()
            heading = f"{label} in …" if end == t.MEMBER else f"{label} of … in {self._record.label}"
            yield Property(heading, tuple(values), anchor, "", more, self._more(anchor, len(shown)))

    def _more(self, anchor: str, shown: int) -> str:
        return f"?only={anchor}&first={shown + 1}#{anchor}"

    def _class(self) -> Property:
        """Return what the thing is, with the first sentences in which it stands."""
        room, record = self._room, self._record
        found = room.references(record.iri, limit=3)
        named = Named(record.class_label, room.href(record.class_))
        more = max(0, record.documents - len({ref.document for ref in found}))
        value = Value(named, documents=record.documents, references=found, more=more)
        return Property(room.word(t.TYPE.value), (value,), "class", room.ontology.comment(record.class_))

    # -- events -------------------------------------------------------------------------------

    @cached_property
    def _happenings(self) -> dict[str, Happening]:
        return {one.iri: one for one in happenings(self._room, (t.value(quad.subject) for quad in self._to))}

    @cached_property
    def _dated(self) -> dict[str, tuple[str, Happening]]:
        """The events with their days: the first that is named, else that of the first article on it."""
        return {iri: (self._day(one), one) for iri, one in self._happenings.items()}

    def _day(self, happening: Happening) -> str:
        named = [day for day in self._room.catalogue.days(happening.event) if not day.startswith("--")]
        if named:
            return named[0]
        told = (self._assembled.one(s, t.ON) for s in self._assembled.subjects(t.STATE_OF, happening.iri))
        return min((day for day in told if day), default="")

    def _events(self, only: str, first: int) -> Property:
        ranked = sorted(self._dated.values(), key=lambda pair: pair[1].iri)
        ranked.sort(key=lambda pair: pair[0], reverse=True)
        shown, more = self._cut("events", ranked, EVENTS, only, first)
        values = []
        for day, one in shown:
            status = self._room.word(one.event.status)
            named = Named(self._room.catalogue.caption(one), self._room.href(one.iri), status)
            values.append(self._value(named, one.iri, [one.iri], references=2, day=day))
        label = self._room.word(self._room.ontology.term("Event"))
        return Property(label, tuple(values), "events", "", more, self._more("events", len(shown)))

    def _neighbours(self, most: int) -> Iterator[Group]:
        """Yield who else takes part in the events, by kind of event and role, those of most events first."""
        found: dict[tuple[str, str], Counter[str]] = {}
        for one in self._happenings.values():
            for role, fillers in one.event.roles:
                if self._room.look(role) == "place":
                    continue  # the places stand by themselves
                others = {f.key for f in fillers if isinstance(f, Ref)} - {self._record.iri}
                found.setdefault((one.event.type, role), Counter()).update(others)
        kinds = sorted((k for k in found if found[k]), key=lambda kind: (-found[kind].total(), kind))
        for kind in kinds:
            counts = found[kind]
            top = sorted(counts, key=lambda iri: (-counts[iri], iri))[:most]
            label = f"{self._room.word(kind[0])}: {self._room.word(kind[1])}"
            yield Group(label, tuple(self._room.named(iri, count=counts[iri]) for iri in top), len(counts))

    # -- where it stands, and what it says ----------------------------------------------------

    @cached_property
    def _mentions(self) -> list[str]:
        return sorted(t.value(q.subject) for q in self._to if q.predicate == t.MENTION_OF)

    def _articles(self, only: str, first: int) -> Property:
        """Return the articles in which the thing stands, those of the latest days first."""
        listed = self._room.listed
        ranked = sorted(mention for mention in self._mentions if mention.partition("#")[0] in listed)
        ranked.sort(key=lambda mention: listed[mention.partition("#")[0]].published, reverse=True)
        shown, more = self._cut("articles", ranked, VALUES, only, first)
        values = []
        for mention in shown:
            article = listed[mention.partition("#")[0]]
            values.append(Value(Named(article.title, self._room.href(mention), article.source), day=article.published))
        return Property("article", tuple(values), "articles", "", more, self._more("articles", len(shown)))

    @cached_property
    def _said_nodes(self) -> list[str]:
        raw, speaker = self._room.store.raw, self._room.store.terms.speaker
        nodes = (q.subject for m in self._mentions for q in raw.quads_for_pattern(None, speaker, NamedNode(m)))
        return sorted(node.value for node in nodes if isinstance(node, NamedNode))

    def _said(self, only: str, first: int) -> Property:
        names = self._room.store.terms
        shown, more = self._cut("said", self._said_nodes, VALUES, only, first)
        values = []
        for iri in shown:
            page, node = self._room.catalogue.page(iri), NamedNode(iri)
            stance = self._room.word(page.need(node, names.stance))
            named = Named(page.need(node, names.text), self._room.href(iri), stance)
            values.append(
                self._room.told(named, self._room.evidence(iri, limit=2), day=page.need(page.graph, t.PUBLISHED))
            )
        label = self._room.word(self._room.ontology.term("Statement"))
        return Property(label, tuple(values), "said", "", more, self._more("said", len(shown)))
