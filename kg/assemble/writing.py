"""Writing: the triples of those parts of the account that changed, as `docs/graph.md` lays them out.

They are written as lines of N-Triples: the account of many articles is millions of triples, which are stored as they
are, without an object of Python for each.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from pyoxigraph import Literal, NamedNode
from rdflib import RDF, RDFS, SKOS
from rdflib.namespace import ORG, XSD

from kg.assemble.account import Account, Changes
from kg.assemble.belief import Witness, belief
from kg.assemble.courses import UNDATED, Sides
from kg.assemble.ledger import chunks
from kg.assemble.standing import Claim, Standing, State
from kg.assemble.things import Thing
from kg.identity import short_hash
from kg.model import Concept, Value
from kg.ontology import CORE, Ontology

PART = 2_000  # nodes of a part
FEW = 500  # edges of which each is asked for by itself
NAMED = 3  # parties of each side that stand in the label of a course

TYPE, LABEL, ALT_LABEL, VALUE = (f"<{n}>" for n in (RDF.type, RDFS.label, SKOS.altLabel, RDF.value))
MENTION_OF, REPORT_OF, COPY_OF = (f"<{CORE[n]}>" for n in ("mentionOf", "reportOf", "copyOf"))
DOCUMENTS, SOURCES, BELIEF = (f"<{CORE[n]}>" for n in ("documents", "sources", "belief"))
LINK, MENTION, ENTITY, JUDGEMENT = (f"<{CORE[n]}>" for n in ("Link", "mention", "entity", "judgement"))
SCORE, WHY, AUTHOR = (f"<{CORE[n]}>" for n in ("score", "why", "author"))
STATE, STATE_OF, ON, REPORT = (f"<{CORE[n]}>" for n in ("State", "stateOf", "on", "report"))
CLAIM, CLAIM_OF, CLAIM_ROLE, QUALIFIER = (f"<{CORE[n]}>" for n in ("Claim", "claimOf", "claimRole", "qualifier"))
CLAIMANT, ON_BEHALF_OF = (f"<{CORE[n]}>" for n in ("claimant", "onBehalfOf"))
STEP, IN_COURSE, STEP_KIND, EVENT = (f"<{CORE[n]}>" for n in ("Step", "inCourse", "stepKind", "event"))
FIRST_DAY, LAST_DAY = (f"<{CORE[n]}>" for n in ("firstDay", "lastDay"))
EDGE, SUBJECT, PREDICATE, OBJECT = (f"<{n}>" for n in (RDF.Statement, RDF.subject, RDF.predicate, RDF.object))
MEMBER, ORGANIZATION, OFFICE, OFFICE_CLASS = (f"<{n}>" for n in (ORG.member, ORG.organization, ORG.role, ORG.Role))
INTEGER, DECIMAL, DAY = (f"<{n}>" for n in (XSD.integer, XSD.decimal, XSD.date))
STRING = str(XSD.string)

JUDGED = {"different": (0.0, "judged to be different"), "unsure": (0.5, "judged to be open")}  # score, and why
MACHINE = "kg"  # the author of links that nobody judged

_SPECIAL = re.compile('["\\\\\x00-\x1f\x7f\ud800-\udfff]')
_HALF = re.compile("[\ud800-\udfff]")  # of a surrogate pair, which RDF cannot hold

Pattern = tuple[NamedNode | None, NamedNode | None, NamedNode | None]


class Part(NamedTuple):
    """Triples that are to stand in the account, instead of those that fit the patterns or stand on a node that fits.

    Of `patterns` the triples themselves are replaced; of `nodes` all triples of the subjects of such triples. `lines`
    are N-Triples.
    """

    patterns: list[Pattern]
    nodes: list[Pattern]
    lines: list[str]


def parts(account: Account, changes: Changes) -> Iterator[Part]:
    """Yield what changed of an account, so many nodes at a time."""
    writer = _Writer(account)
    for write, nodes in (
        (writer.mentions, changes.mentions),
        (writer.entities, changes.entities),
        (writer.reports, changes.reports),
        (writer.happenings, changes.happenings),
        (writer.courses, changes.courses),
        (writer.copies, changes.copies),
    ):
        for some in chunks(sorted(nodes), PART):
            yield write(some)
    for edges in chunks(sorted(changes.edges), PART):
        yield writer.edges(edges)


def whole(account: Account) -> Iterator[Part]:
    """Make an account anew and yield all of it, each part as soon as it is known; nothing is to stand there before."""
    account.restart()
    writer, changes = _Writer(account, whole=True), Changes()
    for told in account.stages(changes):
        if told.happenings:
            yield from _known(writer, changes)
        things = [line for thing in told.things for line in writer.entity(thing)]
        happenings = [line for iri, standing in told.happenings for line in writer.happening(iri, standing)]
        yield Part([], [], things + happenings)
    yield from _known(writer, changes)
    for some in chunks(sorted(changes.happenings), PART):
        yield Part([], [], list(writer.places(some)))
    for write, nodes in ((writer.reports, changes.reports), (writer.courses, changes.courses)):
        for some in chunks(sorted(nodes), PART):
            yield write(some)
    for edges in chunks(sorted(changes.edges), PART):
        yield writer.edges(edges)


def _known(writer: _Writer, changes: Changes) -> Iterator[Part]:
    """Yield all mentions and copies when they are known, and let go of them."""
    for write, nodes in ((writer.mentions, changes.mentions), (writer.copies, changes.copies)):
        for some in chunks(sorted(nodes), PART):
            yield write(some)
        nodes.clear()


def _text(text: str) -> str:
    """Return a string as a literal. Half a surrogate pair becomes U+FFFD."""
    return f'"{text}"' if _SPECIAL.search(text) is None else str(Literal(_HALF.sub("\ufffd", text)))


def _integer(number: int) -> str:
    return f'"{number}"^^{INTEGER}'


def _decimal(number: float) -> str:
    return f'"{f"{number:.4f}".rstrip("0").rstrip(".") or "0"}"^^{DECIMAL}'


def _day(day: date) -> str:
    return f'"{day.isoformat()}"^^{DAY}'


def _value(value: Concept | Value) -> str:
    if isinstance(value, Concept):
        return f"<{value.iri}>"
    text = _text(value.lexical)
    return text if value.datatype == STRING else f"{text}^^<{value.datatype}>"


class _Writer:
    """Makes the triples of an account; of a whole one it does not tell what they replace."""

    def __init__(self, account: Account, *, whole: bool = False) -> None:
        self._whole = whole
        self._told: set[str] = set()  # the roles that are written: each stands in many edges
        self._account = account
        self._ledger = account.ledger
        self._ontology: Ontology = account.ontology
        self._base = account.ontology.base
        self._status = f"<{account.ontology.term('status')}>"
        self._partof = f"<{account.ontology.term('partOf')}>"
        self._course = f"<{account.ontology.term('Course')}>"
        self._judgements = {name: f"<{account.ontology.term(name)}>" for name in ("same", "different", "unsure")}

    def _node(self, kind: str, *content: object) -> str:
        return f"<{self._base}{kind}/{short_hash(*content)}>"

    def _patterns(self, nodes: Iterable[str], *predicates: str) -> list[Pattern]:
        """Return the patterns of some properties of some nodes, or of all of them."""
        if self._whole:
            return []
        known: list[NamedNode | None] = [NamedNode(predicate[1:-1]) for predicate in predicates]
        return [(node, predicate, None) for node in map(NamedNode, nodes) for predicate in known or [None]]

    def _leading(self, predicates: Iterable[str], nodes: Iterable[str]) -> list[Pattern]:
        """Return the patterns of whatever has one of some properties with one of some nodes as its value."""
        if self._whole:
            return []
        known = [NamedNode(predicate[1:-1]) for predicate in predicates]
        return [(None, predicate, node) for node in map(NamedNode, nodes) for predicate in known]

    # -- things -----------------------------------------------------------------------------

    def mentions(self, nodes: Sequence[str]) -> Part:
        """Write of which things mentions are, and why."""
        lines: list[str] = []
        ids = {}
        question = "SELECT id, node, entity, score, reason, author FROM item WHERE node IN ({})"
        for item, node, entity, score, reason, author in self._ledger.rows(question, nodes):
            ids[item] = node
            lines.append(f"<{node}> {MENTION_OF} <{entity}> .")
            if reason:  # none where it is the only mention
                lines += self._link(node, entity, "same", score, reason, author or MACHINE)
        for item, entity, score, reason in self._ledger.rows(
            "SELECT item, entity, score, reason FROM doubt WHERE item IN ({})", ids
        ):
            lines += self._link(ids[item], entity, "unsure", score, reason, MACHINE)
        for node, entity, judgement, author in self._account.doubted(nodes):
            lines += self._link(node, entity, judgement, *JUDGED[judgement], author)
        return Part(self._patterns(nodes, MENTION_OF), self._leading([MENTION], nodes), lines)

    def _link(self, node: str, entity: str, judgement: str, score: float, why: str, author: str) -> list[str]:
        link = self._node("link", node, entity, judgement, author)
        return [
            f"{link} {TYPE} {LINK} .",
            f"{link} {MENTION} <{node}> .",
            f"{link} {ENTITY} <{entity}> .",
            f"{link} {JUDGEMENT} {self._judgements[judgement]} .",
            f"{link} {SCORE} {_decimal(score)} .",
            f"{link} {WHY} {_text(why)} .",
            f"{link} {AUTHOR} {_text(author)} .",
        ]

    def entities(self, iris: Sequence[str]) -> Part:
        """Write things: class, names, and in how many documents they stand."""
        lines = [line for thing in self._account.items.things(iris) for line in self.entity(thing)]
        return Part(self._patterns(iris, TYPE, LABEL, ALT_LABEL, DOCUMENTS), [], lines)

    def entity(self, thing: Thing) -> Iterator[str]:
        """Yield what is said of a thing."""
        node = f"<{thing.iri}>"
        label = thing.label
        yield f"{node} {TYPE} <{thing.type}> ."
        yield f"{node} {LABEL} {_text(label)} ."
        for name in thing.other_names(label):
            yield f"{node} {ALT_LABEL} {_text(name)} ."
        yield f"{node} {DOCUMENTS} {_integer(thing.documents)} ."

    # -- happenings -------------------------------------------------------------------------

    def reports(self, nodes: Sequence[str]) -> Part:
        """Write of which happenings reports are."""
        rows = self._ledger.rows("SELECT node, happening FROM report WHERE node IN ({})", nodes)
        lines = [f"<{node}> {REPORT_OF} <{happening}> ." for node, happening in rows]
        return Part(self._patterns(nodes, REPORT_OF), [], lines)

    def happenings(self, iris: Sequence[str]) -> Part:
        """Write happenings: roles, status and how it went on, claims, belief, and of which courses they are parts."""
        lines = list(self.places(iris))
        for iri, standing, _, _ in self._account.standings(iris):
            lines += self.happening(iri, standing)
        return Part(self._patterns(iris), self._leading([STATE_OF, CLAIM_OF], iris), lines)

    def places(self, iris: Sequence[str]) -> Iterator[str]:
        """Yield of which courses happenings are parts."""
        for iri, course in self._ledger.rows("SELECT iri, course FROM happening WHERE iri IN ({})", iris):
            if course is not None:
                yield f"<{iri}> {self._partof} <{course}> ."

    def happening(self, iri: str, standing: Standing) -> Iterator[str]:
        """Yield how a happening stands."""
        node = f"<{iri}>"
        yield f"{node} {TYPE} <{standing.type}> ."
        yield f"{node} {self._status} <{standing.status}> ."
        for role, thing in (*standing.things, *standing.concepts):
            yield f"{node} <{role}> <{thing}> ."
        for role, value in standing.values:
            yield f"{node} <{role}> {_value(value)} ."
        yield f"{node} {BELIEF} {_decimal(standing.belief)} ."
        yield f"{node} {DOCUMENTS} {_integer(standing.documents)} ."
        yield f"{node} {SOURCES} {_integer(standing.sources)} ."
        for state in standing.states:
            yield from self._state(iri, state)
        for claim in standing.claims:
            yield from self._claim(iri, claim)

    def _state(self, happening: str, state: State) -> Iterator[str]:
        own = self._node("state", happening, state.on)
        yield f"{own} {TYPE} {STATE} ."
        yield f"{own} {STATE_OF} <{happening}> ."
        yield f"{own} {ON} {_day(state.on)} ."
        yield f"{own} {self._status} <{state.status}> ."
        for report in state.reports:
            yield f"{own} {REPORT} <{report}> ."

    def _claim(self, happening: str, claim: Claim) -> Iterator[str]:
        said = claim.value.iri if isinstance(claim.value, Concept) else claim.value.lexical
        own = self._node("claim", happening, claim.role, said, claim.speaker, claim.report)
        yield f"{own} {TYPE} {CLAIM} ."
        yield f"{own} {CLAIM_OF} <{happening}> ."
        yield f"{own} {CLAIM_ROLE} <{claim.role}> ."
        yield f"{own} {VALUE} {_value(claim.value)} ."
        if isinstance(claim.value, Value) and claim.value.qualifier is not None:
            yield f"{own} {QUALIFIER} <{claim.value.qualifier}> ."
        if claim.speaker:
            yield f"{own} {CLAIMANT} <{claim.speaker}> ."
        if claim.organization:
            yield f"{own} {ON_BEHALF_OF} <{claim.organization}> ."
        yield f"{own} {REPORT} <{claim.report}> ."
        if claim.on is not None:
            yield f"{own} {ON} {_day(claim.on)} ."

    # -- courses ----------------------------------------------------------------------------

    def courses(self, iris: Sequence[str]) -> Part:
        """Write courses: their names, their days, and their steps."""
        members: dict[str, list[str]] = {}
        for course, happening in self._ledger.rows("SELECT course, iri FROM happening WHERE course IN ({})", iris):
            members.setdefault(course, []).append(happening)
        sides = self._account.courses.said([one for found in members.values() for one in found])
        known = self._account.items.known({party for one in sides.values() for party in one.parties})
        lines: list[str] = []
        for course, found in sorted(members.items()):
            lines.append(f"<{course}> {TYPE} {self._course} .")
            label = _label([sides[one] for one in found], known) or self._ontology.label(self._course[1:-1])
            lines.append(f"<{course}> {LABEL} {_text(label)} .")
            lines += self._going(course, {one: sides[one] for one in found})
        return Part(self._patterns(iris), self._leading([IN_COURSE], iris), lines)

    def _going(self, course: str, events: dict[str, Sides]) -> Iterator[str]:
        """Yield how a course went: its first and its last day, and its steps."""
        steps = sorted({(day, kind, one) for one, sides in events.items() for day, kind in sides.steps})
        known = [day for day, *_ in steps] or [sides.day for sides in events.values() if sides.day != UNDATED]
        if known:
            yield f"<{course}> {FIRST_DAY} {_day(date.fromordinal(min(known)))} ."
            yield f"<{course}> {LAST_DAY} {_day(date.fromordinal(max(known)))} ."
        for ordinal, kind, happening in steps:
            day = date.fromordinal(ordinal)
            own = self._node("step", course, day, kind, happening)
            yield f"{own} {TYPE} {STEP} ."
            yield f"{own} {IN_COURSE} <{course}> ."
            yield f"{own} {STEP_KIND} <{kind}> ."
            yield f"{own} {ON} {_day(day)} ."
            yield f"{own} {EVENT} <{happening}> ."

    # -- edges, copies ----------------------------------------------------------------------

    def edges(self, edges: Sequence[tuple[str, str, str, str]]) -> Part:
        """Write edges between things, with what they rest on; an office has a node of its own."""
        patterns: list[Pattern] = []
        lines: list[str] = []
        resting = self._resting_on(edges)
        for edge in edges:
            said = resting.get(edge, [])
            own, plain = self._edge_node(edge)
            if not self._whole:
                if not edge[-1]:
                    subject, predicate, target = map(NamedNode, edge[:3])
                    patterns.append((subject, predicate, target))
                patterns.append((NamedNode(own[1:-1]), None, None))
            if said:
                lines += plain
                lines.append(f"{own} {BELIEF} {_decimal(belief(Witness(*one) for one in said))} .")
                lines.append(f"{own} {DOCUMENTS} {_integer(len(said))} .")
                lines.append(f"{own} {SOURCES} {_integer(len({origin for origin, *_ in said}))} .")
        roles = sorted({office for *_, office in edges if office} - self._told)
        self._told.update(roles)
        lines += self._roles(roles)
        patterns += self._patterns(f"{self._base}role/{role}" for role in roles)
        return Part(patterns, [], lines)

    def _resting_on(
        self, edges: Sequence[tuple[str, str, str, str]]
    ) -> dict[tuple[str, str, str, str], list[list[Any]]]:
        """Return what each edge rests on."""
        found: dict[tuple[str, str, str, str], list[list[Any]]] = {edge: [] for edge in edges}
        question = "SELECT said FROM edge WHERE subject = ? AND predicate = ? AND object = ? AND office = ?"
        for edge in edges if len(edges) < FEW else ():
            found[edge] = [json.loads(said) for (said,) in self._ledger.sql.execute(question, edge)]
        if len(edges) >= FEW:
            question = "SELECT subject, predicate, object, office, said FROM edge WHERE subject IN ({})"
            for subject, predicate, target, office, said in self._ledger.rows(question, {edge[0] for edge in edges}):
                if (told := found.get((subject, predicate, target, office))) is not None:
                    told.append(json.loads(said))
        return found

    def _edge_node(self, edge: tuple[str, str, str, str]) -> tuple[str, list[str]]:
        """Return the node of an edge, and what it says."""
        subject, predicate, target, office = edge
        s, p, o = f"<{subject}>", f"<{predicate}>", f"<{target}>"
        if office:
            own = self._node("membership", *edge)
            role = f"<{self._base}role/{office}>"
            told = [(own, TYPE, p), (own, MEMBER, s), (own, ORGANIZATION, o), (own, OFFICE, role)]
        else:
            own = self._node("edge", subject, predicate, target)
            told = [(s, p, o), (own, TYPE, EDGE), (own, SUBJECT, s), (own, PREDICATE, p), (own, OBJECT, o)]
        return own, [f"{a} {b} {c} ." for a, b, c in told]

    def _roles(self, roles: Sequence[str]) -> Iterator[str]:
        titles: dict[str, dict[str, int]] = {}
        question = "SELECT slug, title, count(*) FROM title WHERE slug IN ({}) GROUP BY slug, title"
        for role, title, number in self._ledger.rows(question, roles):
            titles.setdefault(role, {})[title] = number
        for role, spelt in sorted(titles.items()):
            node = f"<{self._base}role/{role}>"
            yield f"{node} {TYPE} {OFFICE_CLASS} ."
            yield f"{node} {LABEL} {_text(min(spelt, key=lambda title: (-spelt[title], title)))} ."

    def copies(self, iris: Sequence[str]) -> Part:
        """Write which articles are copies."""
        rows = self._ledger.rows("SELECT iri, twin FROM doc WHERE NOT gone AND iri IN ({})", iris)
        lines = [f"<{iri}> {COPY_OF} <{twin}> ." for iri, twin in rows if twin and twin != iri]
        return Part(self._patterns(iris, COPY_OF), [], lines)


def _label(events: Sequence[Sides], known: dict[str, tuple[str, str]]) -> str:
    """Return the name of a course: who is on each side, those of most events first."""
    counts = Counter(party for one in events for party in one.parties)
    telling = [one for one in events if one.pairs] or events
    sides = ({p for one in telling for p in one.ours}, {p for one in telling for p in one.others})
    return " – ".join(filter(None, (_names(side, counts, known) for side in sides)))


def _names(side: Iterable[str], counts: Counter[str], known: dict[str, tuple[str, str]]) -> str:
    """Return the names of those of a side that most events name."""
    ranked = sorted((-counts[iri], known[iri][1], iri) for iri in set(side) if iri in known)
    labels = list(dict.fromkeys(label for _, label, _ in ranked))
    return ", ".join([*labels[:NAMED], *(["…"] if len(labels) > NAMED else [])])
