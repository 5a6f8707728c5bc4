from __future__ import annotations

from itertools import permutations

import pytest

from kg.assemble import assembled_quads
from kg.identity import assembled_graph, slug
from kg.model import Document, Entity, Event, Reading, Ref, Relation
from kg.ontology import MEMBERSHIP, Ontology, load
from kg.resolve import Resolver

TYPE, LABEL = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type", "http://www.w3.org/2000/01/rdf-schema#label"
ALT = "http://www.w3.org/2004/02/skos/core#altLabel"
ORG, CORE = "http://www.w3.org/ns/org#", "https://w3id.org/kg/core#"
ONTOLOGY = load("industrial-relations")
BASE, IR = "https://w3id.org/industrial-relations/", "https://w3id.org/industrial-relations/ontology#"


def thing(name: str) -> str:
    return f"{BASE}entity/{name}"


def triples(*readings: Reading, ontology: Ontology = ONTOLOGY) -> list[tuple[str, str, str]]:
    quads = list(assembled_quads(readings, ontology, resolver=Resolver(ontology, {})))
    assert {quad.graph_name.value for quad in quads} <= {assembled_graph(ontology.base)}
    assert len(quads) == len(set(quads))
    return [(quad.subject.value, quad.predicate.value, quad.object.value) for quad in quads]


def reading(identifier: str, *entities: Entity, **parts: object) -> Reading:
    return Reading(Document(id=identifier, text="", original=""), entities, **parts)  # type: ignore[arg-type]


def named(name: str, *more: str, kind: str = "TradeUnion", identity: str | None = "x") -> Entity:
    return Entity(slug(name), f"{IR}{kind}", (name, *more), identity)


def values(found: list[tuple[str, str, str]], predicate: str, subject: str = thing("x")) -> list[str]:
    return [o for s, p, o in found if (s, p) == (subject, predicate)]


def test_the_commonest_class_and_label_win() -> None:
    found = triples(
        reading("1", named("PCS", kind="Company")),
        reading("2", named("PCS", "Public and Commercial Services Union")),
        reading("3", named("the PCS")),
    )
    assert values(found, TYPE) == [f"{IR}TradeUnion"]
    assert values(found, LABEL) == ["PCS"]
    assert values(found, ALT) == ["Public and Commercial Services Union", "the PCS"]
    assert values(found, f"{CORE}documents") == ["3"]


def test_ties() -> None:
    """Class: first in the alphabet. Label: the longest, then the first in the alphabet."""
    found = triples(reading("1", named("ab", kind="TradeUnion")), reading("2", named("xyz", kind="Company")))
    assert (values(found, TYPE), values(found, LABEL)) == ([f"{IR}Company"], ["xyz"])
    assert values(triples(reading("1", named("b")), reading("2", named("a"))), LABEL) == ["a"]


def test_two_mentions_in_one_document_are_one_document() -> None:
    found = triples(reading("1", named("PCS"), named("Pcs union")))
    assert values(found, f"{CORE}documents") == ["1"]
    assert len([1 for _, p, _ in found if p == f"{CORE}mentionOf"]) == 2


def test_without_identity_nothing_melts() -> None:
    council = named("the council", identity=None)
    found = triples(reading("1", council), reading("2", council))
    assert {o for _, p, o in found if p == f"{CORE}mentionOf"} == {thing("1--the-council"), thing("2--the-council")}


def strike(status: str, kind: str = "Strike", actors: str = "ab", targets: str = "c") -> Reading:
    event = Event(
        "e",
        f"{IR}{kind}",
        ONTOLOGY.term(status),
        (
            (f"{IR}actor", tuple(map(Ref, actors))),
            (f"{IR}place", (Ref("c"),)),
            (f"{IR}target", tuple(map(Ref, targets))),
        ),
        (),
    )
    return reading("1", *(named(key, identity=key) for key in "abc"), events=(event,))


def strikes(found: list[tuple[str, str, str]]) -> set[tuple[str, str]]:
    return {(s, o) for s, p, o in found if p == f"{IR}strikes"}


@pytest.mark.parametrize("status", ["occurred", "planned", "possible"])
def test_shortcut_from_each_actor_to_each_target(status: str) -> None:
    assert strikes(triples(strike(status))) == {(thing("a"), thing("c")), (thing("b"), thing("c"))}


@pytest.mark.parametrize("status", ["cancelled", "denied"])
def test_no_shortcut_for_what_is_not(status: str) -> None:
    assert strikes(triples(strike(status))) == set()


def test_no_shortcut_for_other_events_or_lacking_parties() -> None:
    assert strikes(triples(strike("occurred", "Ballot"))) == set()
    assert strikes(triples(strike("occurred", targets=""))) == set()
    assert strikes(triples(strike("occurred", actors=""))) == set()


def test_relations_and_offices() -> None:
    entities = named("P", identity="p"), named("U", identity="u")
    told = [
        reading("1", *entities, relations=(Relation("p", f"{IR}speaksFor", "u", ()),)),
        reading("2", *entities, relations=(Relation("p", MEMBERSHIP, "u", (), title="General Secretary"),)),
        reading("3", *entities, relations=(Relation("p", MEMBERSHIP, "u", (), title="general secretary"),)),
        reading("4", *entities, relations=(Relation("p", MEMBERSHIP, "u", (), title="general secretary"),)),
    ]
    found = triples(*told)
    assert (thing("p"), f"{IR}speaksFor", thing("u")) in found
    (office,) = [s for s, p, o in found if (p, o) == (TYPE, MEMBERSHIP)]
    assert office.startswith(f"{BASE}membership/")
    assert values(found, f"{ORG}member", office) == [thing("p")]
    assert values(found, f"{ORG}organization", office) == [thing("u")]
    (role,) = values(found, f"{ORG}role", office)
    assert (values(found, TYPE, role), values(found, LABEL, role)) == ([f"{ORG}Role"], ["general secretary"])


def test_the_order_of_documents_does_not_matter() -> None:
    told = [strike("occurred"), reading("2", named("A b", identity="a")), reading("3", named("Z", identity=None))]
    first = sorted(triples(*told))
    assert all(sorted(triples(*order)) == first for order in permutations(told))


def test_nothing_gives_nothing() -> None:
    assert triples() == []
