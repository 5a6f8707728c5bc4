"""Which organisations, places and workplaces of several articles are one. A name of two words or more is a full one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from kg.identity import document_iri, slug
from kg.ontology import load
from kg.outlines import Mention
from kg.resolve import Resolved, Resolver
from kg.resolve.cases import Case

ONTOLOGY = load("industrial-relations")
IR = ONTOLOGY.prefixes["ir"]
RESOLVER = Resolver(ONTOLOGY, {"pcs": "GB", "acas": "GB", "nz-psa": "NZ"})


def case(
    document: str,
    *names: str,
    kind: str = "TradeUnion",
    known: str | None = None,
    country: str = "",
    twin: str = "",
    beside: Sequence[str] = (),
) -> Case:
    identity = known if known is not None else f"{slug(kind)}/{slug(names[0])}"
    mention = Mention(slug(names[0]), f"{IR}{kind}", names, identity or None)
    return RESOLVER.case(
        document_iri(ONTOLOGY.base, document),
        mention,
        country=country,
        twin=document_iri(ONTOLOGY.base, twin or document),
        beside=frozenset(beside),
    )


def resolved(*cases: Case, **judged: Sequence[tuple[str, ...]]) -> Resolved:
    return RESOLVER.resolve(cases, **judged)  # type: ignore[arg-type]


def things(*cases: Case, **judged: Sequence[tuple[str, ...]]) -> list[set[str]]:
    """Return the documents' names that are of one thing."""
    found: dict[str, set[str]] = {}
    for node, entity in resolved(*cases, **judged).entities.items():
        found.setdefault(entity, set()).add(node.rpartition("/")[2].partition("#")[0])
    return sorted(found.values(), key=sorted)


def names(entities: Mapping[str, str]) -> set[str]:
    return {entity.removeprefix(f"{ONTOLOGY.base}entity/") for entity in entities.values()}


def test_one_full_name_in_one_country_is_one_union_however_it_is_spelt() -> None:
    same = case("a", "Dockers' Union", country="GB"), case("b", "the Dockers Union", country="GB")
    assert things(*same) == [{"a", "b"}]
    assert things(case("a", "Café & Bar Guild"), case("b", "Cafe and Bar Guild")) == [{"a", "b"}]


def test_a_union_of_the_same_name_in_another_country_is_another_and_may_be_asked_about() -> None:
    found = resolved(
        case("a", "National Dockers Union", country="GB"), case("b", "National Dockers Union", country="NZ")
    )
    assert len(set(found.entities.values())) == 2
    ((_, _, reason),) = found.doubts
    assert reason.score < 0.5
    assert "another country" in reason.words


def test_a_company_works_in_several_countries() -> None:
    assert things(
        case("a", "Maple Foods Group", kind="Company", country="GB"),
        case("b", "Maple Foods Group", kind="Company", country="CA"),
    ) == [{"a", "b"}]


def test_what_the_gazetteer_calls_by_one_identity_is_one_by_whatever_name() -> None:
    told = case("a", "PCS", known="pcs"), case("b", "Public and Commercial Services Union", known="pcs")
    assert things(*told) == [{"a", "b"}]
    assert names(resolved(*told).entities) == {"pcs"}


def test_what_the_gazetteer_tells_apart_stays_apart() -> None:
    assert things(
        case("a", "Public Service Association", known="nz-psa", country="NZ"),
        case("b", "Public Service Association", known="pcs", country="NZ"),
    ) == [{"a"}, {"b"}]


def test_a_short_name_is_that_of_the_one_thing_that_bears_it_there() -> None:
    full, short = case("a", "Coastal Carriers Workers Union", "CCWU", country="GB"), case("b", "CCWU", country="GB")
    assert things(full, short) == [{"a", "b"}]
    assert "short name" in resolved(full, short).reasons[short.node].words


def test_initials_are_a_short_name() -> None:
    assert things(case("a", "Coastal Carriers Workers Union"), case("b", "CCWU")) == [{"a", "b"}]


def test_a_short_name_that_two_bear_is_nobodys_and_a_doubt_for_each() -> None:
    cases = [
        case("a", "Dock Union", "DU", country="GB"),
        case("b", "Deckhands Unity", "DU", country="GB"),
        case("c", "DU", country="GB"),
    ]
    assert things(*cases) == [{"a"}, {"b"}, {"c"}]
    assert {node for node, _, _ in resolved(*cases).doubts} == {cases[2].node}
    assert len(resolved(*cases).doubts) == 2


def test_a_short_name_of_another_country_is_not_joined() -> None:
    assert things(
        case("a", "Coastal Carriers Workers Union", "CCWU", country="GB"), case("b", "CCWU", country="US")
    ) == [{"a"}, {"b"}]


@pytest.mark.parametrize("place", ["Selby", "Port Talbot"])
def test_a_place_is_none_with_a_company_of_its_name(place: str) -> None:
    keys = [RESOLVER.keys(case("a", place, kind=kind)) for kind in ("Place", "Company")]
    assert keys[0].isdisjoint(keys[1])


def test_one_name_in_two_copies_of_one_text_is_one_even_where_it_tells_nothing() -> None:
    told = [case(document, "the council", kind="PublicBody", known="", twin="a") for document in "ab"]
    assert things(*told) == [{"a", "b"}]
    assert things(*(case(document, "the council", kind="PublicBody", known="") for document in "ab")) == [{"a"}, {"b"}]


def test_people_judge_two_names_to_be_one_and_one_to_be_two() -> None:
    a, b = case("a", "Dockers Union", country="GB"), case("b", "Port Hands Guild", country="GB")
    found = resolved(a, b, together=[(a.node, b.node, "ann")])
    assert len(set(found.entities.values())) == 1
    assert found.judged == {a.node: "ann", b.node: "ann"}
    c = case("c", "Dockers Union", country="GB")
    assert things(a, c) == [{"a", "c"}]
    assert things(a, c, apart=[(a.node, c.node)]) == [{"a"}, {"c"}]


def test_what_is_kept_apart_is_not_joined_by_way_of_a_third() -> None:
    a, b, c = (case(document, "Dockers Union", country="GB") for document in "abc")
    assert {"a", "b"} not in things(a, b, c, apart=[(a.node, b.node)])
    assert len(things(a, b, c, apart=[(a.node, b.node)])) == 2


def test_of_two_of_one_name_that_of_most_articles_bears_it_alone() -> None:
    cases = [case(d, "National Dockers Union", country=c) for d, c in (("a", "NZ"), ("b", "GB"), ("c", "GB"))]
    entities = resolved(*cases).entities
    assert entities[cases[1].node].endswith("/tradeunion/national-dockers-union")
    assert entities[cases[0].node].endswith("/tradeunion/national-dockers-union--nz")


def test_the_order_of_articles_does_not_matter() -> None:
    told = {"a": "Dock Union|DU", "b": "DU", "c": "Dock Union", "d": "Deck Union|DU"}
    cases = [case(document, *names.split("|")) for document, names in told.items()]
    assert things(*cases) == things(*reversed(cases))
