"""Which events belong to one dispute. A party is written by its kind: U a union, W a workforce, E an employer."""

from __future__ import annotations

from itertools import permutations

import pytest

from kg.assemble import assembled_quads
from kg.identity import slug
from kg.model import Document, Entity, Event, Reading, Ref, Value
from kg.ontology import Ontology, load
from kg.resolve import Resolver

ONTOLOGY = load("industrial-relations")
IR = ONTOLOGY.prefixes["ir"]
XSD = "http://www.w3.org/2001/XMLSchema#"
CORE = "https://w3id.org/kg/core#"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
KINDS = {"U": "TradeUnion", "W": "Workforce", "E": "Company", "P": "Person"}


def told(identifier: str, *events: str, ontology: Ontology = ONTOLOGY) -> Reading:
    """A document that tells of events, as "actors > targets @ day"; a party in small letters has no name that tells."""
    days = [event.partition("@")[2].strip() for event in events]
    sides = [[side.split() for side in event.partition("@")[0].split(">")] for event in events]
    parties = sorted({name for event in sides for side in event for name in side})
    entities = [
        Entity(slug(name), f"{IR}{KINDS[name[0].upper()]}", (name,), None if name.islower() else slug(name))
        for name in parties
    ]
    roles = ("actor", "target")
    return Reading(
        Document(id=identifier, text="", original=""),
        tuple(entities),
        tuple(
            Event(
                f"e{n}",
                f"{IR}Strike",
                ontology.term("planned"),
                tuple(
                    (ontology.term(role), tuple(Ref(slug(name)) for name in side))
                    for role, side in zip(roles, event, strict=False)
                    if side
                )
                + (((ontology.term("date"), (Value(day, f"{XSD}date"),)),) if day else ()),
                (),
            )
            for n, (event, day) in enumerate(zip(sides, days, strict=True))
        ),
    )


def disputes(*readings: Reading, ontology: Ontology = ONTOLOGY) -> dict[str, set[str]]:
    """The events of each dispute, as document and number: {"U1 – E1": {"a0", "b0"}}."""
    return dict(found(*readings, ontology=ontology).values())


def found(*readings: Reading, ontology: Ontology = ONTOLOGY) -> dict[str, tuple[str, set[str]]]:
    quads = [
        (q.subject.value, q.predicate.value, q.object.value)
        for q in assembled_quads(readings, ontology, resolver=Resolver(ontology, {}))
    ]
    labels = {s: o for s, p, o in quads if p == LABEL}
    events: dict[str, set[str]] = {s: set() for s, p, o in quads if (p, o) == (TYPE, f"{IR}Dispute")}
    reports: dict[str, list[str]] = {}
    for s, p, o in quads:
        if p == f"{CORE}reportOf":
            reports.setdefault(o, []).append(s.rpartition("/")[2].replace("#event-e", ""))
    for s, p, o in quads:
        if p == f"{IR}partOf":
            events[o].update(reports[s])
    return {iri: (labels[iri], members) for iri, members in events.items()}


def test_events_of_the_same_parties_are_one_dispute_whoever_acts_and_whatever_the_article() -> None:
    assert disputes(told("a", "U1 > E1", "E1 > U1"), told("b", "U1 E1")) == {"U1 – E1": {"a0", "a1", "b0"}}


def test_another_employer_or_another_union_is_another_dispute() -> None:
    one, two = told("a", "U1 > E1", "U1 > E2"), told("b", "U2 > E1")
    assert disputes(one, two) == {"U1 – E1": {"a0"}, "U1 – E2": {"a1"}, "U2 – E1": {"b0"}}
    assert disputes(one, two, told("c", "U1 > E1 E2")) == {"U1 – E2, E1": {"a0", "a1", "c0"}, "U2 – E1": {"b0"}}


@pytest.mark.parametrize("half", ["U1", "E1", "> E1", "w > E1", "w", "U1 > e", "P1"])
def test_what_names_one_side_goes_with_the_dispute_of_its_article(half: str) -> None:
    assert disputes(told("a", "U1 > E1", half)) == {"U1 – E1": {"a0", "a1"}}


@pytest.mark.parametrize("half", ["U1", "w", "P1"])
def test_where_there_are_two_to_choose_from_nothing_is_guessed(half: str) -> None:
    assert disputes(told("a", "U1 > E1", "U1 > E2", half)) == {"U1 – E1": {"a0"}, "U1 – E2": {"a1"}}
    near, other = "U1 > E1 @ 2024-03-01", "U1 > E2 @ 2024-03-03"
    assert disputes(told("a", near, other, f"{half} @ 2024-03-02")) == {"U1 – E1": {"a0"}, "U1 – E2": {"a1"}}


@pytest.mark.parametrize("half", ["U1", "w", "P1"])
def test_of_two_the_nearest_in_time_is_chosen_and_then_the_one_most_is_told_of(half: str) -> None:
    later, sooner = "U1 > E1 @ 2024-03-01", "U1 > E2 @ 2023-11-20"
    assert disputes(told("a", later, sooner, sooner, f"{half} @ 2024-02-20")) == {
        "U1 – E1": {"a0", "a3"},
        "U1 – E2": {"a1", "a2"},
    }
    assert disputes(told("a", later, sooner, sooner, half)) == {"U1 – E1": {"a0"}, "U1 – E2": {"a1", "a2", "a3"}}
    assert disputes(told("a", "U1 > E1", "E2 > U1", "U1 > E2", half)) == {
        "U1 – E1": {"a0"},
        "U1 – E2": {"a1", "a2", "a3"},
    }


def test_what_names_one_side_holds_nothing_together_across_articles() -> None:
    assert disputes(told("a", "U1 > E1"), told("b", "U1"), told("c", "U1 > E2")) == {
        "U1 – E1": {"a0"},
        "U1": {"b0"},
        "U1 – E2": {"c0"},
    }


def test_the_events_of_a_union_whose_opponent_is_not_told_are_a_dispute_of_the_article() -> None:
    assert [members for _, members in found(told("a", "U1", "U1"), told("b", "U1")).values()] in (
        [{"a0", "a1"}, {"b0"}],
        [{"b0"}, {"a0", "a1"}],
    )


def test_what_an_employer_does_is_no_dispute_by_itself() -> None:
    assert disputes(told("a", "E1", "E1 > E2", "P1")) == {}
    assert disputes(told("a", "E1", "U1 > E2")) == {"U1 – E2": {"a1"}}


def test_what_another_union_does_without_a_target_is_in_the_one_dispute_of_its_article() -> None:
    assert disputes(told("a", "U1 > E1", "U2")) == {"U1 – E1": {"a0", "a1"}}


def test_where_no_event_names_both_sides_what_the_employer_does_is_in_the_dispute_of_the_article_too() -> None:
    assert [members for _, members in found(told("a", "U1", "E1")).values()] == [{"a0", "a1"}]


def test_workers_named_by_trade_alone_are_not_those_of_another_article() -> None:
    assert len(found(told("a", "w > E1", "w > E1"), told("b", "w > E1"))) == 2
    assert disputes(told("a", "w > E1", "w"), told("b", "U1 > E1")) == {"w – E1": {"a0", "a1"}, "U1 – E1": {"b0"}}


def test_the_same_whatever_the_order() -> None:
    events = ["U1 > E1", "w > E1", "U2 w > E2", "w"]
    documents = [told("b", "U1 > E1 E3"), told("c", "U3 > E3", "U2"), told("d", "w > E3", "U3")]
    first = found(told("a", *events), *documents)
    assert all(found(*order) == first for order in permutations([told("a", *events), *documents]))
    sizes = sorted((label, len(members)) for label, members in first.values())
    for order in permutations(events):
        assert (
            sorted((label, len(members)) for label, members in found(told("a", *order), *documents).values()) == sizes
        )


def test_its_iri_comes_from_its_parties() -> None:
    (iri,) = found(told("a", "U1 > E1"))
    assert iri.startswith(f"{ONTOLOGY.base}dispute/")
    assert set(found(told("z", "E1 > U1", "w > E1"), told("b", "U1 > E1"))) == {iri}
    assert set(found(told("a", "U1 > E2"))) != {iri}


def test_a_dispute_without_parties_has_a_name() -> None:
    found = disputes(told("a", "U1 @ 2021-03-08", "U1 > E1 @ 2021-03-08"), told("b", "U1 @ 2021-03-08", "@ 2021-03-08"))
    assert found == {"U1 – E1": {"a0", "a1", "b0"}, "dispute": {"b1"}}


def test_a_label_names_the_parties_of_most_events_first_and_three_of_a_side() -> None:
    assert disputes(told("a", "U1 > E1 E2 E3 E4", "U1 > E4")) == {"U1 – E4, E1, E2, …": {"a0", "a1"}}


def test_a_domain_without_a_name_for_it_has_none() -> None:
    deals = load("company-deals")
    assert deals.course_parties == frozenset()
    quads = assembled_quads([told("a", "E1 > E2", ontology=deals)], deals, resolver=Resolver(deals, {}))
    assert not [q for q in quads if q.predicate.value == deals.term("partOf")]
