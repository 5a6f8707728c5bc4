"""Writing: the triples of those parts of the account that changed, as `docs/graph.md` lays them out."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, Triple
from rdflib import RDF, RDFS, SKOS
from rdflib.namespace import ORG, XSD

from kg.assemble.account import Account, Changes
from kg.assemble.belief import Witness, belief
from kg.assemble.courses import UNDATED, Sides
from kg.assemble.ledger import chunks
from kg.assemble.standing import Standing
from kg.identity import short_hash
from kg.model import Concept, Value
from kg.ontology import CORE, Ontology

PART = 2_000  # nodes of a part
NAMED = 3  # parties of each side that stand in the label of a course

TYPE, LABEL, ALT_LABEL, VALUE = (NamedNode(n) for n in (RDF.type, RDFS.label, SKOS.altLabel, RDF.value))
MENTION_OF, REPORT_OF, COPY_OF = (NamedNode(CORE[n]) for n in ("mentionOf", "reportOf", "copyOf"))
DOCUMENTS, SOURCES, BELIEF = (NamedNode(CORE[n]) for n in ("documents", "sources", "belief"))
LINK, MENTION, ENTITY, JUDGEMENT = (NamedNode(CORE[n]) for n in ("Link", "mention", "entity", "judgement"))
SCORE, WHY, AUTHOR = (NamedNode(CORE[n]) for n in ("score", "why", "author"))
STATE, STATE_OF, ON, REPORT = (NamedNode(CORE[n]) for n in ("State", "stateOf", "on", "report"))
CLAIM, CLAIM_OF, CLAIM_ROLE, QUALIFIER = (NamedNode(CORE[n]) for n in ("Claim", "claimOf", "claimRole", "qualifier"))
CLAIMANT, ON_BEHALF_OF = (NamedNode(CORE[n]) for n in ("claimant", "onBehalfOf"))
STEP, IN_COURSE, STEP_KIND, EVENT = (NamedNode(CORE[n]) for n in ("Step", "inCourse", "stepKind", "event"))
FIRST_DAY, LAST_DAY = NamedNode(CORE.firstDay), NamedNode(CORE.lastDay)
EDGE, SUBJECT, PREDICATE, OBJECT = (NamedNode(n) for n in (RDF.Statement, RDF.subject, RDF.predicate, RDF.object))
MEMBER, ORGANIZATION, OFFICE, OFFICE_CLASS = (NamedNode(n) for n in (ORG.member, ORG.organization, ORG.role, ORG.Role))
INTEGER, DECIMAL, DAY = NamedNode(XSD.integer), NamedNode(XSD.decimal), NamedNode(XSD.date)

JUDGED = "judged to be different"
MACHINE = "kg"  # the author of links that nobody judged

Pattern = tuple[NamedNode | None, NamedNode | None, NamedNode | None]


class Part(NamedTuple):
    """Triples that are to stand in the account, instead of those that fit the patterns or stand on a node that fits.

    Of `patterns` the triples themselves are replaced; of `nodes` all triples of the subjects of such triples.
    """

    patterns: list[Pattern]
    nodes: list[Pattern]
    triples: list[Triple]


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


def _integer(number: int) -> Literal:
    return Literal(str(number), datatype=INTEGER)


def _decimal(number: float) -> Literal:
    return Literal(f"{number:.4f}".rstrip("0").rstrip(".") or "0", datatype=DECIMAL)


def _day(day: date) -> Literal:
    return Literal(day.isoformat(), datatype=DAY)


class _Writer:
    """Makes the triples of an account."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._ledger = account.ledger
        self._ontology: Ontology = account.ontology
        self._base = account.ontology.base
        self._status = NamedNode(account.ontology.term("status"))
        self._partof = NamedNode(account.ontology.term("partOf"))
        self._course = NamedNode(account.ontology.term("Course"))
        self._judgements = {name: NamedNode(account.ontology.term(name)) for name in ("same", "different", "unsure")}

    def _node(self, kind: str, *content: object) -> NamedNode:
        return NamedNode(f"{self._base}{kind}/{short_hash(*content)}")

    # -- things -----------------------------------------------------------------------------

    def mentions(self, nodes: Sequence[str]) -> Part:
        """Write of which things mentions are, and why."""
        triples: list[Triple] = []
        ids = {}
        question = "SELECT id, node, entity, score, reason, author FROM item WHERE node IN ({})"
        for item, node, entity, score, reason, author in self._ledger.rows(question, nodes):
            ids[item] = node
            triples.append(Triple(NamedNode(node), MENTION_OF, NamedNode(entity)))
            if reason:  # none where it is the only mention
                triples += self._link(node, entity, "same", score, reason, author or MACHINE)
        for item, entity, score, reason in self._ledger.rows(
            "SELECT item, entity, score, reason FROM doubt WHERE item IN ({})", ids
        ):
            triples += self._link(ids[item], entity, "unsure", score, reason, MACHINE)
        for node, entity, author in self._account.kept_apart(nodes):
            triples += self._link(node, entity, "different", 0.0, JUDGED, author)
        told = [NamedNode(node) for node in nodes]
        return Part([(n, MENTION_OF, None) for n in told], [(None, MENTION, n) for n in told], triples)

    def _link(self, node: str, entity: str, judgement: str, score: float, why: str, author: str) -> Iterator[Triple]:
        link = self._node("link", node, entity, judgement, author)
        yield Triple(link, TYPE, LINK)
        yield Triple(link, MENTION, NamedNode(node))
        yield Triple(link, ENTITY, NamedNode(entity))
        yield Triple(link, JUDGEMENT, self._judgements[judgement])
        yield Triple(link, SCORE, _decimal(score))
        yield Triple(link, WHY, Literal(why))
        yield Triple(link, AUTHOR, Literal(author))

    def entities(self, iris: Sequence[str]) -> Part:
        """Write things: class, names, and in how many documents they stand."""
        triples: list[Triple] = []
        for thing in self._account.items.things(iris):
            node = NamedNode(thing.iri)
            triples.append(Triple(node, TYPE, NamedNode(thing.type)))
            triples.append(Triple(node, LABEL, Literal(thing.label)))
            triples += [Triple(node, ALT_LABEL, Literal(name)) for name in thing.other_names]
            triples.append(Triple(node, DOCUMENTS, _integer(thing.documents)))
        own = (TYPE, LABEL, ALT_LABEL, DOCUMENTS)
        return Part([(NamedNode(iri), predicate, None) for iri in iris for predicate in own], [], triples)

    # -- happenings -------------------------------------------------------------------------

    def reports(self, nodes: Sequence[str]) -> Part:
        """Write of which happenings reports are."""
        rows = self._ledger.rows("SELECT node, happening FROM report WHERE node IN ({})", nodes)
        triples = [Triple(NamedNode(node), REPORT_OF, NamedNode(happening)) for node, happening in rows]
        return Part([(NamedNode(node), REPORT_OF, None) for node in nodes], [], triples)

    def happenings(self, iris: Sequence[str]) -> Part:
        """Write happenings: roles, status and how it went on, claims, belief."""
        courses = dict(self._ledger.rows("SELECT iri, course FROM happening WHERE iri IN ({})", iris))
        reports: dict[str, list[str]] = {}
        for happening, node in self._ledger.rows("SELECT happening, node FROM report WHERE happening IN ({})", iris):
            reports.setdefault(happening, []).append(node)
        triples: list[Triple] = []
        for iri, standing, _, _ in self._account.standings(iris):
            triples += self._happening(iri, standing, courses.get(iri))
        told = [NamedNode(iri) for iri in iris]
        nodes: list[Pattern] = [(None, link, node) for node in told for link in (STATE_OF, CLAIM_OF)]
        return Part([(node, None, None) for node in told], nodes, triples)

    def _happening(self, iri: str, standing: Standing, course: str | None) -> Iterator[Triple]:
        node = NamedNode(iri)
        yield Triple(node, TYPE, NamedNode(standing.type))
        yield Triple(node, self._status, NamedNode(standing.status))
        for role, thing in (*standing.things, *standing.concepts):
            yield Triple(node, NamedNode(role), NamedNode(thing))
        for role, value in standing.values:
            yield Triple(node, NamedNode(role), _literal(value))
        yield Triple(node, BELIEF, _decimal(standing.belief))
        yield Triple(node, DOCUMENTS, _integer(standing.documents))
        yield Triple(node, SOURCES, _integer(standing.sources))
        if course is not None:
            yield Triple(node, self._partof, NamedNode(course))
        for state in standing.states:
            own = self._node("state", iri, state.on)
            yield Triple(own, TYPE, STATE)
            yield Triple(own, STATE_OF, node)
            yield Triple(own, ON, _day(state.on))
            yield Triple(own, self._status, NamedNode(state.status))
            for report in state.reports:
                yield Triple(own, REPORT, NamedNode(report))
        for claim in standing.claims:
            said = claim.value.iri if isinstance(claim.value, Concept) else claim.value.lexical
            own = self._node("claim", iri, claim.role, said, claim.speaker, claim.report)
            yield Triple(own, TYPE, CLAIM)
            yield Triple(own, CLAIM_OF, node)
            yield Triple(own, CLAIM_ROLE, NamedNode(claim.role))
            if isinstance(claim.value, Concept):
                yield Triple(own, VALUE, NamedNode(claim.value.iri))
            else:
                yield Triple(own, VALUE, _literal(claim.value))
                if claim.value.qualifier is not None:
                    yield Triple(own, QUALIFIER, NamedNode(claim.value.qualifier))
            if claim.speaker:
                yield Triple(own, CLAIMANT, NamedNode(claim.speaker))
            if claim.organization:
                yield Triple(own, ON_BEHALF_OF, NamedNode(claim.organization))
            yield Triple(own, REPORT, NamedNode(claim.report))
            if claim.on is not None:
                yield Triple(own, ON, _day(claim.on))

    # -- courses ----------------------------------------------------------------------------

    def courses(self, iris: Sequence[str]) -> Part:
        """Write courses: their names, their days, and their steps."""
        members: dict[str, list[str]] = {}
        for course, happening in self._ledger.rows("SELECT course, iri FROM happening WHERE course IN ({})", iris):
            members.setdefault(course, []).append(happening)
        happenings = [one for found in members.values() for one in found]
        sides = self._account.courses.said(happenings)
        known = self._account.items.known({party for one in sides.values() for party in one.parties})
        standings = {one: standing for one, standing, _, _ in self._account.standings(happenings)}
        triples: list[Triple] = []
        for course, found in sorted(members.items()):
            node = NamedNode(course)
            triples.append(Triple(node, TYPE, self._course))
            triples.append(Triple(node, LABEL, Literal(_label([sides[one] for one in found], known))))
            steps = sorted({step for one in found for step in self._steps(one, standings[one])})
            triples += self._going(node, steps, [sides[one].day for one in found])
        told = [NamedNode(iri) for iri in iris]
        return Part([(node, None, None) for node in told], [(None, IN_COURSE, node) for node in told], triples)

    def _going(self, node: NamedNode, steps: Sequence[tuple[date, str, str]], days: Iterable[int]) -> Iterator[Triple]:
        """Yield how a course went: its first and its last day, and its steps."""
        known = [day for day, *_ in steps] or [date.fromordinal(day) for day in days if day != UNDATED]
        if known:
            yield Triple(node, FIRST_DAY, _day(min(known)))
            yield Triple(node, LAST_DAY, _day(max(known)))
        for day, kind, happening in steps:
            own = self._node("step", node.value, day, kind, happening)
            yield Triple(own, TYPE, STEP)
            yield Triple(own, IN_COURSE, node)
            yield Triple(own, STEP_KIND, NamedNode(kind))
            yield Triple(own, ON, _day(day))
            yield Triple(own, EVENT, NamedNode(happening))

    def _steps(self, happening: str, standing: Standing) -> Iterator[tuple[date, str, str]]:
        """Yield the steps that a happening is: the day, what step, and the happening."""
        concepts = {iri for _, iri in standing.concepts}
        first, last = self._account.own_days(standing)
        reached: list[tuple[date | None, str]] = [(state.on, state.status) for state in standing.states]
        for told, status in reached or [(None, standing.status)]:
            fitting = [
                step
                for step in self._ontology.steps
                if status in step.statuses
                and any(self._ontology.is_a(standing.type, event) for event in step.events)
                and (step.outcome is None or step.outcome in concepts)
            ]
            for step in [step for step in fitting if step.outcome is not None] or fitting:
                own = {"first": first, "last": last}.get(step.day)
                day = own or told or first
                if day is not None:
                    yield day, step.concept, happening

    # -- edges, copies ----------------------------------------------------------------------

    def edges(self, edges: Sequence[tuple[str, str, str, str]]) -> Part:
        """Write edges between things, with what they rest on; an office has a node of its own."""
        patterns: list[Pattern] = []
        triples: list[Triple] = []
        for subject, predicate, target, office in edges:
            s, p, o = NamedNode(subject), NamedNode(predicate), NamedNode(target)
            question = "SELECT said FROM edge WHERE subject = ? AND predicate = ? AND object = ? AND office = ?"
            rows = self._ledger.sql.execute(question, (subject, predicate, target, office))
            said = [json.loads(row) for (row,) in rows]
            own = self._node("membership", subject, predicate, target, office)
            if office:
                found = [Triple(own, TYPE, p), Triple(own, MEMBER, s), Triple(own, ORGANIZATION, o)]
                found.append(Triple(own, OFFICE, NamedNode(f"{self._base}role/{office}")))
            else:
                own = self._node("edge", subject, predicate, target)
                patterns.append((s, p, o))
                found = [Triple(s, p, o), Triple(own, TYPE, EDGE)]
                found += [Triple(own, SUBJECT, s), Triple(own, PREDICATE, p), Triple(own, OBJECT, o)]
            patterns.append((own, None, None))
            if said:
                triples += found
                triples.append(Triple(own, BELIEF, _decimal(belief(Witness(*one) for one in said))))
                triples.append(Triple(own, DOCUMENTS, _integer(len(said))))
                triples.append(Triple(own, SOURCES, _integer(len({origin for origin, *_ in said}))))
        roles = sorted({office for *_, office in edges if office})
        triples += self._roles(roles)
        patterns += [(NamedNode(f"{self._base}role/{role}"), None, None) for role in roles]
        return Part(patterns, [], triples)

    def _roles(self, roles: Sequence[str]) -> Iterator[Triple]:
        titles: dict[str, Counter[str]] = {}
        for role, title in self._ledger.rows("SELECT slug, title FROM title WHERE slug IN ({})", roles):
            titles.setdefault(role, Counter())[title] += 1
        for role, spelt in sorted(titles.items()):
            node = NamedNode(f"{self._base}role/{role}")
            yield Triple(node, TYPE, OFFICE_CLASS)
            yield Triple(node, LABEL, Literal(min(spelt, key=lambda title: (-spelt[title], title))))

    def copies(self, iris: Sequence[str]) -> Part:
        """Write which articles are copies."""
        rows = self._ledger.rows("SELECT iri, twin FROM doc WHERE line IS NOT NULL AND iri IN ({})", iris)
        triples = [Triple(NamedNode(iri), COPY_OF, NamedNode(twin)) for iri, twin in rows if twin and twin != iri]
        return Part([(NamedNode(iri), COPY_OF, None) for iri in iris], [], triples)


def _literal(value: Value) -> Literal:
    return Literal(value.lexical, datatype=NamedNode(value.datatype))


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
