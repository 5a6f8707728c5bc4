"""A document's reading as people have judged it. The reading itself stays as it is; this is a new one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from kg.identity import slug
from kg.model import Concept, Entity, Event, Filler, Reading, Ref, Relation, Statement, Value
from kg.ontology import Ontology
from kg.resolve.finding import find_entity, find_event, find_filler, find_relation, find_statement
from kg.resolve.records import CLASS, LABEL, Fact, Given, Judgement, Named, Plain, Term, Verdict


class FactId(NamedTuple):
    """Names a fact of one reading: ("event", key), ("filler", key, role, value), ("relation", s, p, o, title), ….

    A filler's value is the key of an entity, the IRI of a concept or a literal's lexical form; the status and the class
    of an event are fillers too. ("entity", key, role) is the class or label of an entity.
    """

    kind: str
    parts: tuple[str, ...]


def event_id(event: Event) -> FactId:
    """Return the name of an event."""
    return FactId("event", (event.key,))


def filler_id(event: str, role: str, filler: Filler) -> FactId:
    """Return the name of what fills a role of the event with a key."""
    match filler:
        case Ref(key):
            value = key
        case Concept(iri):
            value = iri
        case Value(lexical):
            value = lexical
    return FactId("filler", (event, role, value))


def relation_id(relation: Relation) -> FactId:
    """Return the name of a relation or an office."""
    return FactId("relation", (relation.subject, relation.predicate, relation.object, relation.title or ""))


def statement_id(statement: Statement) -> FactId:
    """Return the name of a statement."""
    return FactId("statement", (statement.key,))


class Unmatched(NamedTuple):
    """A judgement, or a part of one, on something that is not read any more."""

    judgement: Judgement
    what: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A reading as judged, and which of its facts people accepted, put right or were unsure of.

    `rejected` names facts of the reading as it was before. `unmatched` has what was judged and is not read any more.
    """

    reading: Reading
    accepted: frozenset[FactId] = frozenset()
    corrected: frozenset[FactId] = frozenset()
    unsure: frozenset[FactId] = frozenset()
    rejected: frozenset[FactId] = frozenset()
    unmatched: tuple[Unmatched, ...] = ()


def judged(
    reading: Reading, judgements: Sequence[Judgement], ontology: Ontology, *, things: Mapping[str, Sequence[Judgement]]
) -> Judged:
    """Return a reading as judged.

    Args:
        reading: with its evidence, by whose words facts are found.
        judgements: those on facts of its document, in their order.
        ontology: the domain.
        things: those on the class or label of its entities, by the entity's key, in their order.
    """
    return _Applying(reading, ontology).run(judgements, things)


class _EventState:
    """An event while judgements are applied to it: what fills its roles, its status and class among them."""

    def __init__(self, event: Event, status: str) -> None:
        self.event = event
        self.read: dict[str, tuple[Filler, ...]] = {
            **dict(event.roles),
            status: (Concept(event.status),),
            CLASS: (Concept(event.type),),
        }
        self.roles: dict[str, list[Filler]] = {role: list(fillers) for role, fillers in self.read.items()}
        self.rejected = False

    def all(self, role: str) -> list[Filler]:
        """Return what fills a role, and what filled it before it was judged."""
        return list(dict.fromkeys((*self.roles.get(role, ()), *self.read.get(role, ()))))


class _Applying:
    """Applies judgements one after the other, so that the latest on the same thing wins."""

    def __init__(self, reading: Reading, ontology: Ontology) -> None:
        self.reading = reading
        self.ontology = ontology
        self.status = ontology.term("status")
        self.entities = list(reading.entities)
        self.events = {event.key: _EventState(event, self.status) for event in reading.events}
        self.verdicts: dict[FactId, Verdict] = {}
        self.unmatched: list[Unmatched] = []

    def run(self, judgements: Sequence[Judgement], things: Mapping[str, Sequence[Judgement]]) -> Judged:
        renamed = _renamed(judgements)
        for judgement in judgements:
            fact = judgement.fact
            if fact is None:
                continue
            if fact.kind == "event":
                self._event(judgement, fact, {fact.type, *renamed.get((fact.sentence, fact.words), ())})
            else:
                self._other(judgement, fact)
        for key, own in things.items():
            for judgement in own:
                self._entity(key, judgement)
        return self._result()

    # -- one judgement ----------------------------------------------------------------------

    def _event(self, judgement: Judgement, fact: Fact, types: set[str]) -> None:
        event = find_event(fact, self.reading, types)
        if event is None:
            self._lost(judgement, "the event")
            return
        state = self.events[event.key]
        if judgement.role is not None:
            self._filler(judgement, state, judgement.role)
            return
        state.rejected = judgement.verdict == Verdict.REJECT
        self.verdicts[event_id(event)] = judgement.verdict
        for filling in judgement.beside:
            self._verdict(judgement, state, filling.role, filling.value, Verdict.ACCEPT)

    def _filler(self, judgement: Judgement, state: _EventState, role: str) -> None:
        if judgement.verdict == Verdict.CORRECT:
            self._correct(judgement, state, role)
        elif judgement.value is not None:
            self._verdict(judgement, state, role, judgement.value, judgement.verdict)

    def _verdict(self, judgement: Judgement, state: _EventState, role: str, value: Given, verdict: Verdict) -> None:
        """Accept, reject or doubt one filler. Whoever does not reject it lets it stand as it was read."""
        filler = find_filler(value, state.all(role), self.entities)
        if filler is None:
            self._lost(judgement, f"{self.ontology.label(role)} {_shown(value, self.ontology)}")
            return
        if verdict == Verdict.REJECT:
            self._take(state, role, filler)
        else:
            self._put(state, role, filler, verdict)

    def _correct(self, judgement: Judgement, state: _EventState, role: str) -> None:
        wrong = find_filler(judgement.value, state.all(role), self.entities) if judgement.value is not None else None
        if wrong is not None:  # else the correction stands by itself
            self._take(state, role, wrong, put=judgement.new is not None)
        if judgement.new is not None:
            others = [filler for filler in state.all(role) if filler != wrong]
            there, new = find_filler(judgement.new, others, self.entities), judgement.new
            filler = there if isinstance(there, Ref) else self._made(new)
            if isinstance(there, Value) and there != filler:
                self._take(state, role, there, put=True)  # the same number, more or less exact
            self._put(state, role, filler, Verdict.CORRECT)

    def _put(self, state: _EventState, role: str, filler: Filler, verdict: Verdict) -> None:
        fillers = state.roles.setdefault(role, [])
        if self._single(role):
            for other in [f for f in fillers if f != filler]:
                self._take(state, role, other, put=True)
        if filler not in fillers:
            fillers.append(filler)
        self.verdicts[filler_id(state.event.key, role, filler)] = verdict

    def _take(self, state: _EventState, role: str, filler: Filler, *, put: bool = False) -> None:
        """Take a filler away; `put` if another takes its place, which is then what was judged."""
        fillers, found = state.roles.get(role, []), filler_id(state.event.key, role, filler)
        if filler in fillers:
            fillers.remove(filler)
        if put:
            self.verdicts.pop(found, None)
        else:
            self.verdicts[found] = Verdict.REJECT

    def _single(self, role: str) -> bool:
        known = self.ontology.roles.get(role)
        return role in (self.status, CLASS) or (known is not None and known.functional)

    def _other(self, judgement: Judgement, fact: Fact) -> None:
        """Judge a relation, an office or a statement."""
        if fact.kind == "statement":
            statement = find_statement(fact, self.reading)
            found = statement_id(statement) if statement else None
        else:
            relation = find_relation(fact, self.reading)
            found = relation_id(relation) if relation else None
        if found is None:
            self._lost(judgement, f"the {fact.kind}")
        else:
            self.verdicts[found] = judgement.verdict

    def _entity(self, key: str, judgement: Judgement) -> None:
        n = next(n for n, entity in enumerate(self.entities) if entity.key == key)
        entity, new = self.entities[n], judgement.new
        if judgement.role == CLASS and isinstance(new, Term):
            self.entities[n] = replace(entity, type=new.iri)
        elif judgement.role == LABEL and isinstance(new, Plain):
            self.entities[n] = replace(entity, names=tuple(dict.fromkeys((new.lexical, *entity.names))))
        self.verdicts[FactId("entity", (key, judgement.role or ""))] = Verdict.CORRECT

    def _lost(self, judgement: Judgement, what: str) -> None:
        self.unmatched.append(Unmatched(judgement, what))

    def _made(self, value: Given) -> Filler:
        """Return a value as a filler; a thing that the document does not know is made."""
        match value:
            case Term(iri):
                return Concept(iri)
            case Plain(lexical, datatype, qualifier):
                return Value(lexical, datatype, qualifier)
            case Named(names, type_, identity):
                found = find_entity(names, type_, self.entities)
                if found is None:
                    found = Entity(self._key(names[0]), type_ or self.ontology.term("Agent"), names, identity)
                    self.entities.append(found)
                return Ref(found.key)

    def _key(self, name: str) -> str:
        taken, base = {entity.key for entity in self.entities}, slug(name)
        numbered = (base if n == 1 else f"{base}-{n}" for n in range(1, len(taken) + 2))
        return next(key for key in numbered if key not in taken)

    # -- what comes of it -------------------------------------------------------------------

    def _result(self) -> Judged:
        reading, verdicts = self.reading, self.verdicts
        gone = {key for key, state in self.events.items() if state.rejected}
        events = [self._told(state) for key, state in self.events.items() if key not in gone]
        relations = [r for r in reading.relations if verdicts.get(relation_id(r)) != Verdict.REJECT]
        statements = [
            replace(s, about=None) if s.about in gone else s
            for s in reading.statements
            if verdicts.get(statement_id(s)) != Verdict.REJECT
        ]
        of = {verdict: frozenset(_with(self.verdicts, verdict)) for verdict in Verdict}
        return Judged(
            replace(
                reading,
                entities=tuple(sorted(self.entities, key=lambda entity: entity.key)),
                events=tuple(events),
                relations=tuple(relations),
                statements=tuple(statements),
            ),
            accepted=of[Verdict.ACCEPT],
            corrected=of[Verdict.CORRECT],
            unsure=of[Verdict.UNSURE],
            rejected=of[Verdict.REJECT],
            unmatched=tuple(self.unmatched),
        )

    def _told(self, state: _EventState) -> Event:
        event = state.event
        roles = {role: tuple(fillers) for role, fillers in state.roles.items() if fillers}
        status, type_ = roles.pop(self.status, ()), roles.pop(CLASS, ())
        return replace(
            event,
            type=_iri(type_, event.type),
            status=_iri(status, event.status),
            roles=tuple((role, roles[role]) for role in sorted(roles)),
        )


def _renamed(judgements: Iterable[Judgement]) -> dict[tuple[str, str], set[str]]:
    """Return by sentence and words the classes that people said an event has: so it may be read by now."""
    found: dict[tuple[str, str], set[str]] = {}
    for judgement in judgements:
        if judgement.fact and judgement.role == CLASS and isinstance(judgement.new, Term):
            found.setdefault((judgement.fact.sentence, judgement.fact.words), set()).add(judgement.new.iri)
    return found


def _with(verdicts: Mapping[FactId, Verdict], verdict: Verdict) -> Iterable[FactId]:
    return (fact for fact, held in verdicts.items() if held == verdict)


def _iri(fillers: Sequence[Filler], otherwise: str) -> str:
    return next((filler.iri for filler in fillers if isinstance(filler, Concept)), otherwise)


def _shown(value: Given, ontology: Ontology) -> str:
    match value:
        case Named(names):
            return repr(names[0])
        case Term(iri):
            return ontology.label(iri)
        case Plain(lexical):
            return lexical
