"""Judgements made of what a person names: two things, a fact or a part of it, a correction."""

from __future__ import annotations

from kg.errors import UnknownName, UsageError
from kg.model import Concept, Filler
from kg.pipeline.subjects import Subject, Subjects
from kg.pipeline.values import Values, find_role
from kg.query import KnowledgeGraph
from kg.query.records import EventRecord
from kg.resolve import Resolver
from kg.resolve.finding import given
from kg.resolve.judgements import Judgements
from kg.resolve.records import CLASS, LABEL, Filling, Given, Judgement, Verdict

_LEAST = 4  # characters of an identifier that may stand for it


def on_pair(graph: KnowledgeGraph, verdict: Verdict, one: str, other: str, *, note: str | None = None) -> Judgement:
    """Return a judgement on two things.

    Raises:
        UnknownName: nothing is called so.
        UsageError: several things are, both names mean one thing, or things of these classes are never one.
    """
    subjects = Subjects(graph)
    a, b = subjects.thing(one), subjects.thing(other)
    resolver = Resolver(graph.ontology, {})
    if verdict == Verdict.SAME and resolver.alone(a.type) != resolver.alone(b.type):
        classes = " and ".join(graph.ontology.label(thing.type) for thing in (a, b))
        raise UsageError(f"{classes} are never one thing; where a class is wrong, kg judge correct it first")
    if set(a.mentions) & set(b.mentions):
        raise UsageError(
            f"{one!r} and {other!r} are one thing in the graph; to tell its mentions apart, name them: "
            f"{a.mentions[0][0]}#entity-{a.mentions[0][1]}"
        )
    return Judgement("", "", verdict, things=(a, b), note=note)


def on_fact(
    graph: KnowledgeGraph,
    verdict: Verdict,
    name: str,
    *,
    role: str | None = None,
    value: str | None = None,
    note: str | None = None,
) -> list[Judgement]:
    """Return judgements on a fact: one for each document that tells it.

    Args:
        graph: open.
        verdict: accept, reject or unsure.
        name: of an event, or the IRI of a relation, office or statement; or of a thing, if `role` is a relation.
        role: with `value`, one filler of the event, or the relation to the thing of that name.
        value: the filler.
        note: what the author wants to say.

    Raises:
        UnknownName: nothing is called so.
        UsageError: several things are, or the fact has no such part.
    """
    subjects = Subjects(graph)
    if (role is None) != (value is None):
        raise UsageError("--role and --value go together: what fills which role")
    if role is None or value is None:
        found = subjects.facts(name)
        return [accepted(s, subjects, note) if verdict == Verdict.ACCEPT else plain(verdict, s, note) for s in found]
    predicate = subjects.predicate(role)
    if predicate is not None and subjects.node(name) is None:
        return [plain(verdict, subject, note) for subject in subjects.relations(name, predicate, value)]
    iri, values = find_role(graph.ontology, role), Values(subjects)
    if verdict == Verdict.REJECT and iri in (CLASS, graph.ontology.term("status")):
        raise UsageError(f"an event needs a {role}; say what is right: kg judge correct")
    if iri == LABEL:
        raise UsageError("an event has no label of its own; judge what fills its roles")
    return [
        Judgement("", "", verdict, fact=s.fact, role=iri, value=value_, note=note)
        for s, value_ in _with_value(subjects.facts(name), values, iri, value)
    ]


def plain(verdict: Verdict, subject: Subject, note: str | None = None) -> Judgement:
    """Return a judgement on a fact as a whole."""
    return Judgement("", "", verdict, fact=subject.fact, note=note)


def accepted(subject: Subject, subjects: Subjects, note: str | None = None) -> Judgement:
    """Return the acceptance of a fact; of an event with its status and all that fills its roles."""
    event, beside = subject.event, []
    if event is not None:
        status: tuple[str, tuple[Filler, ...]] = (subjects.ontology.term("status"), (Concept(event.status),))
        beside = [
            Filling(role, given(filler, subject.reading.entities))
            for role, fillers in (status, *event.roles)
            for filler in fillers
        ]
    return Judgement("", "", Verdict.ACCEPT, fact=subject.fact, beside=tuple(beside), note=note)


def _with_value(found: list[Subject], values: Values, role: str, text: str) -> list[tuple[Subject, Given]]:
    """Return those of some reports of an event that tell of a filler, with it."""
    told, wrong = [], None
    for subject in found:
        _need_event(subject)
        try:
            told.append((subject, values.there(role, text, subject)))
        except (UsageError, UnknownName) as error:
            wrong = error
    if not told and wrong is not None:
        raise wrong
    return told


def correction(
    graph: KnowledgeGraph,
    name: str,
    *,
    role: str,
    value: str,
    old: str | None = None,
    add: bool = False,
    remove: bool = False,
    made: str | None = None,
    note: str | None = None,
) -> list[Judgement]:
    """Return the correction of an event, or of the class or label of a thing: one for each document that tells it.

    Args:
        graph: open.
        name: of the event or thing.
        role: what is corrected: a role, "status", "class" or "label".
        value: what is right; with `remove`, what is wrong.
        old: what it takes the place of; need not be said of a role that has one filler at most.
        add: it comes beside what is there.
        remove: it goes.
        made: the class of the thing `value`, where nothing in the graph is called so.
        note: what the author wants to say.

    Raises:
        UnknownName: nothing is called so.
        UsageError: several things are, or the value cannot stand there.
    """
    if add + remove + (old is not None) > 1:
        raise UsageError("--add, --remove and --old exclude each other")
    subjects, iri = Subjects(graph), find_role(graph.ontology, role)
    values = Values(subjects, made=made)
    if iri == LABEL or (iri == CLASS and not _is_event(subjects, name)):
        if add or remove or old is not None:
            raise UsageError(f"a thing has one {role}; give --value alone")
        thing = subjects.thing(name)
        return [
            Judgement("", "", Verdict.CORRECT, things=(thing,), role=iri, new=values.read(iri, value, None), note=note)
        ]
    if remove and iri in (CLASS, graph.ontology.term("status")):
        raise UsageError(f"an event needs a {role}; say what is right")
    found = subjects.facts(name)
    if remove or old is not None:
        wrong = _with_value(found, values, iri, value if remove else old or "")
        return [corrected(s, iri, was, None if remove else values.read(iri, value, s), note) for s, was in wrong]
    return [
        corrected(s, iri, None if add else the_only(s, iri, values), values.read(iri, value, s), note) for s in found
    ]


def corrected(subject: Subject, role: str, old: Given | None, new: Given | None, note: str | None = None) -> Judgement:
    """Return the correction of one role of an event.

    Raises:
        UsageError: it is no event.
    """
    _need_event(subject)
    return Judgement("", "", Verdict.CORRECT, fact=subject.fact, role=role, value=old, new=new, note=note)


def the_only(subject: Subject, role: str, values: Values) -> Given | None:
    """Return what fills a role that has one filler at most.

    Raises:
        UsageError: there are several.
    """
    _need_event(subject)
    fillers = values.fillers(role, subject)
    if len(fillers) > 1:
        shown = values.shown(role, subject)
        raise UsageError(f"several fill {values.ontology.label(role)}: {shown}; name one by --old, or --add")
    return given(fillers[0], subject.reading.entities) if fillers else None


def _is_event(subjects: Subjects, name: str) -> bool:
    node = subjects.node(name)
    if node is not None:
        return "#entity-" not in node
    if name.startswith(f"{subjects.ontology.base}event/"):
        return True
    records = subjects.graph.find(name)
    events = [record for record in records if isinstance(record, EventRecord)]
    if events and len(events) < len(records):
        raise UsageError(
            f"{name!r} may mean a thing or an event; name it by its IRI: {', '.join(r.iri for r in records)}"
        )
    return bool(events)


def _need_event(subject: Subject) -> None:
    if subject.event is None:
        raise UsageError(f"a {subject.fact.kind} has no roles; accept it, reject it, or be unsure of it")


def withdrawal(judgements: Judgements, identifier: str, *, note: str | None = None) -> Judgement:
    """Return the withdrawal of a judgement, by its identifier or the beginning of it.

    Raises:
        UnknownName: there is none.
        UsageError: it has been withdrawn, or several begin so.
    """
    fits = [line for line in judgements.all if line.id.startswith(identifier)] if len(identifier) >= _LEAST else []
    exact = [line for line in judgements.all if line.id == identifier]
    found = exact or fits
    if not found:
        raise UnknownName("judgement", identifier, (line.id for line in judgements.all))
    if len(found) > 1:
        raise UsageError(f"{len(found)} judgements begin with {identifier}: {', '.join(line.id for line in found)}")
    if found[0].id in judgements.withdrawn:
        raise UsageError(f"{found[0].id} has been withdrawn already")
    return Judgement("", "", Verdict.WITHDRAW, withdraws=found[0].id, note=note)
