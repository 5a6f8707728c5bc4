"""The facts of a reading that has not been stored: the same as from a dataset, without the way through one."""

from __future__ import annotations

from kg.model import Concept, Event, Reading, Ref
from kg.ontology import Ontology, local_name
from kg.score.facts import EventFacts, Filler, GoldDoc, Names, RelationFact, StatementFact
from kg.score.sameness import names_of
from kg.score.terms import Terms


def from_reading(reading: Reading, ontology: Ontology) -> GoldDoc:
    """Return what was read from one document as facts that can be compared with an annotation."""
    terms = Terms(ontology)
    names = {e.key: names_of(e.names) for e in reading.entities}
    return GoldDoc(
        events=[_event(e, names, terms) for e in reading.events],
        relations=[
            RelationFact(names[r.subject], local_name(r.predicate), names[r.object], r.title) for r in reading.relations
        ],
        statements=[StatementFact(names[s.speaker], local_name(s.stance), s.text) for s in reading.statements],
    )


def _event(event: Event, names: dict[str, Names], terms: Terms) -> EventFacts:
    fillers: dict[str, tuple[Filler, ...]] = {}
    for fact in terms.role_facts:
        found: list[Filler] = []
        for role in fact.roles:
            for filler in event.fillers(role.iri):
                if isinstance(filler, Ref):
                    found.append(names[filler.key])
                elif isinstance(filler, Concept):
                    found.append(local_name(filler.iri))
                else:
                    found.append(float(filler.lexical) if fact.kind == "number" else filler.lexical)
        fillers[fact.name] = tuple(sorted(set(map(str, found)))) if fact.kind == "date" else tuple(found)
    evidence = tuple(e.exact for e in event.evidence)
    return EventFacts(local_name(event.type), local_name(event.status), fillers, evidence=evidence)
