"""Which people, workforces and unnamed speakers of several articles are one, by their names beside those around."""

from __future__ import annotations

from collections.abc import Sequence

from kg.identity import document_iri, slug
from kg.ontology import load
from kg.outlines import Mention
from kg.resolve import Resolved, Resolver
from kg.resolve.cases import Case

ONTOLOGY = load("industrial-relations")
IR = ONTOLOGY.prefixes["ir"]
RESOLVER = Resolver(ONTOLOGY, {})


def case(
    document: str,
    name: str,
    *,
    kind: str = "Person",
    own: Sequence[str] = (),
    around: Sequence[str] = (),
    country: str = "",
    twin: str = "",
) -> Case:
    named = kind == "Person" and " " in name
    mention = Mention(slug(f"{name} {kind}"), f"{IR}{kind}", (name,), f"person/{slug(name)}" if named else None)
    return RESOLVER.case(
        document_iri(ONTOLOGY.base, document),
        mention,
        country=country,
        twin=document_iri(ONTOLOGY.base, twin or document),
        own=own,
        around=around,
    )


def resolved(*cases: Case) -> Resolved:
    return RESOLVER.resolve(cases)


def same(*cases: Case) -> bool:
    """Tell whether all are one."""
    return len(set(resolved(*cases).entities.values())) == 1


def test_a_full_name_in_the_same_organisation_is_one_person() -> None:
    assert same(case("a", "Ann Lee", own=["du"]), case("b", "Ann Lee", own=["du"], around=["selby"]))


def test_a_full_name_beside_the_same_parties_is_one_person() -> None:
    assert same(case("a", "Ann Lee", around=["du", "selby"]), case("b", "Ann Lee", around=["selby"]))


def test_two_of_one_name_in_two_organisations_are_two_and_may_be_asked_about() -> None:
    left, right = case("a", "John Smith", own=["du"], country="GB"), case("b", "John Smith", own=["bank"], country="GB")
    assert not same(left, right)
    ((_, _, reason),) = resolved(left, right).doubts
    assert "other organisations" in reason.words


def test_the_namesake_bears_the_organisation_in_its_name() -> None:
    cases = [
        case("a", "John Smith", own=["du"]),
        case("b", "John Smith", own=["du"]),
        case("c", "John Smith", own=["bank"]),
    ]
    entities = resolved(*cases).entities
    assert entities[cases[0].node].endswith("person/john-smith")
    assert entities[cases[2].node].endswith("person/john-smith--bank")


def test_a_surname_is_the_one_person_of_that_name_in_the_organisation() -> None:
    assert same(case("a", "Ann Lee", own=["du"]), case("b", "Lee", own=["du"]))
    assert same(case("a", "Ann Lee", own=["du"]), case("b", "Lee", around=["du"]))
    assert not same(case("a", "Ann Lee", own=["du"]), case("b", "Lee", own=["bank"]))


def test_a_surname_of_two_there_is_nobodys_and_a_doubt_for_each() -> None:
    cases = case("a", "Ann Lee", own=["du"]), case("b", "Tom Lee", own=["du"]), case("c", "Lee", own=["du"])
    assert len(set(resolved(*cases).entities.values())) == 3
    assert {node for node, _, _ in resolved(*cases).doubts} == {cases[2].node}


def test_drivers_of_one_company_are_one_and_those_of_another_are_not() -> None:
    def drivers(document: str, *own: str, name: str = "bus drivers") -> Case:
        return case(document, name, kind="Workforce", own=own)

    assert same(drivers("a", "selby"), drivers("b", "selby", name="drivers"))
    assert not same(drivers("a", "selby"), drivers("b", "hull"))
    assert not same(drivers("a", "selby"), drivers("b", "selby", name="nurses"))


def test_two_workforces_that_one_article_tells_apart_stay_apart() -> None:
    cases = [case("a", name, kind="Workforce", own=["selby"]) for name in ("bus drivers", "tram drivers")]
    assert not same(*cases)


def test_unnamed_speakers_are_never_those_of_another_article_but_for_copies() -> None:
    def speaker(document: str, twin: str = "") -> Case:
        return case(document, "a spokesman", kind="Spokesperson", own=["selby"], twin=twin)

    assert not same(speaker("a"), speaker("b"))
    assert same(speaker("a"), speaker("b", twin="a"))


def test_what_no_name_tells_is_called_by_its_first_mention() -> None:
    (entity,) = resolved(case("a", "Lee")).entities.values()
    assert entity == f"{ONTOLOGY.base}entity/a--lee-person"
