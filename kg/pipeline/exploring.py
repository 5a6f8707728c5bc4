"""Gathers what the explorer shows of a graph: one index of columns, small enough for a browser to hold the whole.

`docs/explorer.md` describes the index. The same graph gives the same bytes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from pyoxigraph import NamedNode

from kg.model import Concept, Ref, Value
from kg.ontology import CORE
from kg.pipeline.countries import Countries, things_in
from kg.query.catalogue import Catalogue
from kg.query.network import CERTAIN_FIRST
from kg.query.prominence import Tie, places
from kg.query.reports import full_day
from kg.store import terms as t
from kg.store.shortcuts import shortcuts_of

if TYPE_CHECKING:
    from kg.ontology import Ontology
    from kg.query import KnowledgeGraph
    from kg.store.account import Happening

FORMAT = 1
PARTS = ("actor", "target", "place", "startDate", "endDate", "date")  # of a role, by the core role that it is
DAY_ZERO = date(1970, 1, 1).toordinal()
Json = dict[str, Any]


def gather(
    graph: KnowledgeGraph,
    *,
    note: str = "",
    start: str = "",
    only: Collection[str] | None = None,
    articles: int | None = None,
) -> Json:
    """Return the index of a graph.

    Args:
        graph: what to explore.
        note: a line below the heading.
        start: the part of the address behind "#" with which the page opens.
        only: IRIs of the things and events that are to be in it; all if None.
        articles: how many the whole has, where the graph is a part of it.

    Returns:
        Plain JSON; things and events stand in columns, numbered in the order of their IRIs, days are days since
        1970, beliefs per mille, centralities hundredths.
    """
    catalogue = Catalogue(graph.store)
    gathering = _Gathering(catalogue, only)
    ontology = graph.ontology
    return {
        "format": FORMAT,
        "title": ontology.domain.replace("-", " ").capitalize(),
        "note": note,
        "start": start,
        "articles": len(graph.documents()) if articles is None else articles,
        "base": ontology.base,
        "courseLabel": ontology.label(ontology.term("Course")),
        "terms": {"status": ontology.term("status"), "partOf": ontology.term("partOf"), "core": str(CORE)},
        "prefixes": dict(ontology.prefixes),
        **gathering.columns(),
    }


class _Numbers:
    """Numbers things in the order in which they are asked for."""

    def __init__(self) -> None:
        self.of: dict[str, int] = {}

    def __call__(self, key: str) -> int:
        return self.of.setdefault(key, len(self.of))


class _Gathering:
    """Reads a graph into columns."""

    def __init__(self, catalogue: Catalogue, only: Collection[str] | None) -> None:
        self.catalogue = catalogue
        self.assembled = catalogue.assembled
        self.ontology: Ontology = catalogue.ontology
        inside = (lambda iri: True) if only is None else frozenset(only).__contains__
        self.things = {iri: i for i, iri in enumerate(iri for iri in catalogue.entities if inside(iri))}
        every = list(self.assembled.happenings())
        self.measured = places(self._ties(every), (*catalogue.entities, *(happening.iri for happening in every)))
        self.happenings = [happening for happening in every if inside(happening.iri)]
        self.events = {happening.iri: i for i, happening in enumerate(self.happenings)}
        self.courses = {
            iri: i
            for i, iri in enumerate(sorted({h.course for h in self.happenings if h.course} & {*catalogue.courses}))
        }
        self._parts: dict[str, str | None] = {}
        self._homes: dict[str, str] = {}
        self.roles = tuple(self.ontology.roles.values())
        self.role_number = {role.iri: i for i, role in enumerate(self.roles)}
        self.statuses = [self.ontology.term(name) for name in CERTAIN_FIRST]
        self.classes, self.concepts, self.countries, self.sources = _Numbers(), _Numbers(), _Numbers(), _Numbers()
        self.kinds, self.titles = _Numbers(), _Numbers()
        self._published, self._paper = (self._document(p) for p in (t.PUBLISHED, t.SOURCE))
        self._told = self._by_target(t.REPORT_OF)
        self._stands = self._by_target(t.MENTION_OF)
        self._holds = things_in(self._stands)
        self._where = Countries(self.ontology, self._home)

    def columns(self) -> Json:
        """Return all columns."""
        from kg.view import STATUSES

        found: Json = {
            "things": self._thing_columns(),
            "events": self._event_columns(),
            "courses": self._course_columns(),
            "edges": self._edge_columns(),
        }
        self._place(found)
        return {
            "classes": [self._class(iri) for iri in self.classes.of],
            "sides": self._sides(),
            "statuses": [
                {"iri": iri, "label": label, "line": STATUSES.get(label, "solid")}
                for iri, label in ((iri, self.catalogue.word(iri)) for iri in self.statuses)
            ],
            "roles": [{"iri": r.iri, "label": r.label, "kind": r.kind, "part": self._part(r.iri)} for r in self.roles],
            "kinds": [self._kind(iri) for iri in self.kinds.of],
            "concepts": [{"iri": iri, "label": self.catalogue.word(iri)} for iri in self.concepts.of],
            "countries": list(self.countries.of),
            "sources": list(self.sources.of),
            "titles": list(self.titles.of),
            **found,
        }

    # -- terms ------------------------------------------------------------------------------

    def _class(self, iri: str) -> Json:
        kind = "event" if self.ontology.is_a(iri, str(CORE.Event)) else "thing"
        return {"iri": iri, "label": self.catalogue.word(iri), "kind": kind, "side": self._side(iri)}

    def _side(self, class_: str) -> int:
        """Return the side of a course on which things of a class stand, -1 for none."""
        if not self.ontology.course_parties:
            return -1
        if self.ontology.supers(class_) & self.ontology.course_parties:
            return 0
        return 1 if self.ontology.is_a(class_, str(CORE.Organization)) else -1

    def _sides(self) -> list[Json]:
        """Return what the two sides are called: by the commonest classes on them, or by their roles."""
        if not self.ontology.course_parties:
            return [{"label": self.catalogue.word(self.ontology.term(name)), "part": name} for name in PARTS[:2]]
        number = Counter(
            self.catalogue.entities[filler.key].class_
            for happening in self.happenings
            for role, fillers in happening.event.roles
            if self._part(role) in PARTS[:2]
            for filler in fillers
            if isinstance(filler, Ref) and filler.key in self.things
        )
        common = sorted(number, key=lambda iri: (-number[iri], iri))
        return [
            {"label": ", ".join(self.catalogue.word(iri) for iri in common if self._side(iri) == side)}
            for side in (0, 1)
        ]

    def _part(self, role: str) -> str | None:
        if role not in self._parts:
            self._parts[role] = next((name for name in PARTS if self.ontology.is_a(role, str(CORE[name]))), None)
        return self._parts[role]

    def _kind(self, iri: str) -> Json:
        behind = [shortcut for shortcut in self.ontology.shortcuts if shortcut.property == iri]
        found = {"iri": iri, "label": self.catalogue.word(iri).lower(), "short": bool(behind)}
        if behind:
            events = {shortcut.event for shortcut in behind}
            found["classes"] = [c for c in self.ontology.classes if self.ontology.supers(c) & events]
            found["statuses"] = sorted({status for shortcut in behind for status in shortcut.statuses})
        return found

    # -- documents --------------------------------------------------------------------------

    def _document(self, predicate: NamedNode) -> dict[str, str]:
        """Return a property of each document."""
        quads = self.catalogue.store.raw.quads_for_pattern(None, predicate, None, None)
        return {t.value(quad.subject): t.value(quad.object) for quad in quads if "#" not in t.value(quad.subject)}

    def _by_target(self, predicate: NamedNode) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for node, targets in sorted(self.assembled.column(predicate).items()):
            for target in targets:
                found.setdefault(target, []).append(node.partition("#")[0])
        return found

    # -- columns ----------------------------------------------------------------------------

    def _home(self, document: str) -> str:
        if document not in self._homes:
            self._homes[document] = self._where.of_article(self._holds.get(document, ()))
        return self._homes[document]

    def _country(self, code: str) -> int:
        return self.countries(code) if code else -1

    def _measures(self, iri: str) -> tuple[int, int]:
        """Return centrality and community of a node; the community is the number of its first node."""
        place = self.measured[iri]
        return round(100 * place.centrality), self._number(place.first)

    def _offices(self) -> Iterator[tuple[str, str, str, str]]:
        """Yield the offices held as edges: who, the office's class, where, and the office's node."""
        for member, organization, _, node in self.assembled.offices():
            yield member, self.assembled.one(node, t.TYPE) or "", organization, node

    def _ties(self, happenings: Iterable[Happening]) -> dict[Tie, float]:
        """Return all edges of the graph, each with how far it is to be believed."""
        believed, things = self.assembled.column(t.BELIEF), self.catalogue.entities
        found: dict[Tie, float] = {}
        for one, predicate, other, node in (*self.assembled.edges(), *self._offices()):
            if one in things and other in things:
                belief = float(believed.get(node, ["0"])[0])
                found[one, predicate, other] = max(belief, found.get((one, predicate, other), 0.0))
        for happening in happenings:
            for role, fillers in happening.event.roles:
                for filler in fillers:
                    if isinstance(filler, Ref) and filler.key in things:
                        found[happening.iri, role, filler.key] = happening.belief
        return found

    def _number(self, iri: str) -> int:
        if iri in self.things:
            return self.things[iri]
        return len(self.things) + self.events[iri] if iri in self.events else -1

    def _thing_columns(self) -> Json:
        rows = []
        for iri in self.things:
            thing = self.catalogue.entities[iri]
            name, names = iri.removeprefix(self.assembled.things), "\n".join(thing.names[1:])
            what = (
                self.classes(thing.class_),
                thing.documents,
                self._country(self._where.of_thing(iri, self._stands.get(iri, ()))),
            )
            rows.append((name, thing.label, names, *what, *self._measures(iri)))
        return _columns("name label also class documents country centrality community", rows)

    def _event_columns(self) -> Json:
        names = "name class status first last told belief documents sources papers course country fill"
        return _columns(f"{names} centrality community", map(self._event, self.happenings))

    def _event(self, happening: Happening) -> tuple[object, ...]:
        documents = self._told.get(happening.iri, [])
        days = sorted(day for day in map(_day, self.catalogue.days(happening.event)) if day is not None)
        told = sorted(day for day in (_day(self._published.get(d, "")) for d in documents) if day is not None)
        papers = sorted({self.sources(self._paper.get(d, "")) for d in documents})
        return (
            happening.iri.removeprefix(self.assembled.happened),
            self.classes(happening.event.type),
            self.statuses.index(happening.event.status) if happening.event.status in self.statuses else -1,
            days[0] if days else None,
            days[-1] if days else None,
            told[0] if told else None,
            round(1000 * happening.belief),
            happening.documents,
            happening.sources,
            papers,
            self.courses.get(happening.course or "", -1),
            self._country(self._where.of_event(*self._things(happening), documents)),
            self._fill(happening),
            *self._measures(happening.iri),
        )

    def _things(self, happening: Happening) -> tuple[list[str], list[str]]:
        """Return the places of an event, and all others that take part in it."""
        found: tuple[list[str], list[str]] = [], []
        for role, fillers in happening.event.roles:
            found[self._part(role) != "place"].extend(f.key for f in fillers if isinstance(f, Ref))
        return found

    def _fill(self, happening: Happening) -> list[int | str]:
        """Return what fills the roles: role, filler, role, filler ...; things and concepts by number."""
        found: list[int | str] = []
        for role, fillers in happening.event.roles:
            for filler in fillers if role in self.role_number else ():
                value: int | str | None = None
                if isinstance(filler, Ref):
                    value = self.things.get(filler.key)
                elif isinstance(filler, Concept):
                    value = self.concepts(filler.iri)
                elif isinstance(filler, Value) and (
                    self.ontology.roles[role].kind != "date" or _day(filler.lexical) is None
                ):
                    value = filler.lexical
                if value is not None:
                    found += (self.role_number[role], value)
        return found

    def _course_columns(self) -> Json:
        rows = []
        steps: dict[str, list[tuple[int, int, int]]] = {}
        days, kinds, happened = (self.assembled.column(p) for p in (t.ON, t.STEP_KIND, t.STEP_EVENT))
        for node, courses in self.assembled.column(t.IN_COURSE).items():
            day, event = _day(days.get(node, [""])[0]), self.events.get(happened.get(node, [""])[0])
            if day is not None and event is not None:
                steps.setdefault(courses[0], []).append((day, self.concepts(kinds[node][0]), event))
        for iri in self.courses:
            course = self.catalogue.courses[iri]
            flat = [number for step in sorted(steps.get(iri, [])) for number in step]
            rows.append(
                (
                    iri.removeprefix(self.ontology.base),
                    course.label,
                    _day(course.first_day),
                    _day(course.last_day),
                    flat,
                )
            )
        return _columns("name label first last steps", rows)

    def _edge_columns(self) -> Json:
        """Return relations, offices and short forms; of these the events that they stand for."""
        behind: dict[tuple[str, str, str], list[int]] = {}
        for i, happening in enumerate(self.happenings):
            for edge in shortcuts_of(happening.event, self.ontology):
                behind.setdefault(edge, []).append(i)
        rests = [self.assembled.column(predicate) for predicate in (t.BELIEF, t.DOCUMENTS, t.SOURCES)]
        short = {shortcut.property for shortcut in self.ontology.shortcuts}
        rows = []
        for subject, predicate, target, node in self.assembled.edges():
            if subject in self.things and target in self.things:
                events = behind.get((subject, predicate, target), []) if predicate in short else []
                rows.append((subject, predicate, target, node, "", events))
        titles = {node: role for _, _, role, node in self.assembled.offices()}
        for member, kind, organization, node in self._offices():
            if member in self.things and organization in self.things:
                role = titles[node]
                rows.append((member, kind, organization, node, self.assembled.one(role, t.LABEL) or "", []))
        return _columns(
            "from to kind name title events belief documents sources",
            (
                (
                    self.things[one],
                    self.things[other],
                    self.kinds(kind),
                    node.removeprefix(self.ontology.base),
                    self.titles(title) if title else -1,
                    events,
                    *(
                        round(scale * float(c.get(node, ["0"])[0]))
                        for c, scale in zip(rests, (1000, 1, 1), strict=True)
                    ),
                )
                for one, kind, other, node, title, events in rows
            ),
        )

    def _place(self, found: Json) -> None:
        """Put things and events in their places."""
        import numpy as np

        from kg.view.spread import spread

        count = len(self.things) + len(self.events)
        roles = {i for i, role in enumerate(self.roles) if role.kind == "entity"}
        pairs = [*zip(found["edges"]["from"], found["edges"]["to"], strict=True)]
        for event, fill in enumerate(found["events"]["fill"], len(self.things)):
            pairs += ((event, thing) for role, thing in zip(fill[::2], fill[1::2], strict=True) if role in roles)
        where = spread(count, np.array(pairs, dtype=np.intp).reshape(-1, 2))
        for name, part in (("things", where[: len(self.things)]), ("events", where[len(self.things) :])):
            found[name] |= {"x": part[:, 0].tolist(), "y": part[:, 1].tolist()}


def _columns(names: str, rows: Iterable[Iterable[object]]) -> Json:
    columns: list[list[object]] = [[] for _ in names.split()]
    for row in rows:
        for column, value in zip(columns, row, strict=True):
            column.append(value)
    return dict(zip(names.split(), columns, strict=True))


def _day(text: str | None) -> int | None:
    """Return a day of the calendar as days since 1970; None where a part of it is not known."""
    day = full_day(text or "")
    return day.toordinal() - DAY_ZERO if day else None
