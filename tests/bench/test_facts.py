"""The articles' facts that benchmarks are made with: other names in each round, the same stories."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import islice

from bench.facts import many
from kg.identity import document_iri
from kg.model import Concept, Ref, Value
from kg.ontology import load
from kg.outlines import Mention, Outline, Report, Told

ONTOLOGY = load("industrial-relations")
IR, XSD = ONTOLOGY.prefixes["ir"], "http://www.w3.org/2001/XMLSchema#"


def article(identifier: str) -> Outline:
    """An article on a strike of a union that the gazetteer does not know."""
    union = Mention("du", f"{IR}TradeUnion", ("Selby Dockers' Union", "SDU"), "trade-union/selby-dockers-union")
    known = Mention("pcs", f"{IR}TradeUnion", ("PCS",), "pcs")
    person = Mention("lee", f"{IR}Person", ("Ann Lee", "Lee"), "person/ann-lee")
    workers = Value("200", f"{XSD}integer")
    roles = ((ONTOLOGY.term("actor"), (Ref("du"),)), (f"{IR}workersInvolved", (workers,)))
    told = (Told(f"{IR}workersInvolved", workers, None), Told(ONTOLOGY.term("status"), Concept("x"), "lee"))
    report = Report("strike-1", f"{IR}Strike", ONTOLOGY.term("planned"), roles, 0.9, told)
    day = date(2024, 5, 3)
    iri = document_iri(ONTOLOGY.base, identifier)
    return Outline(iri, identifier, day, "The Paper", (7, 900_000_000), (), (union, known, person), (report,))


def made(number: int) -> Iterator[Outline]:
    return many([article("a"), article("b")], number, base=ONTOLOGY.base)


def test_as_many_as_asked_for_each_with_an_identifier_of_its_own() -> None:
    assert len({outline.iri for outline in made(7)}) == 7
    assert [outline.identifier for outline in made(3)] == ["a-0", "b-0", "a-1"]


def test_the_same_each_time() -> None:
    assert list(made(6)) == list(made(6))
    assert list(islice(made(50), 6)) == list(made(6))


def test_articles_of_one_story_name_the_same_and_those_of_another_round_do_not() -> None:
    first, second, other, _ = made(4)
    assert first.mentions == second.mentions
    assert first.mentions[0].names != other.mentions[0].names
    assert first.mentions[0].identity == "trade-union/" + first.mentions[0].label.lower().replace("'", "-").replace(
        " ", "-"
    ).replace("--", "-")
    assert first.mentions[2].names[0].endswith(first.mentions[2].names[1])  # the surname is that of the full name


def test_days_move_together_and_figures_change_a_little_wherever_they_stand() -> None:
    first, second, other, _ = made(4)
    assert first.published == second.published != other.published
    ((_, actor), (_, (workers,))) = other.reports[0].roles
    assert actor == (Ref("du"),)
    assert isinstance(workers, Value)
    assert 180 <= int(workers.lexical) <= 200
    assert other.reports[0].told[0].value == workers


def test_some_rounds_keep_what_the_gazetteer_knows() -> None:
    kept = [outline.mentions[1].identity == "pcs" for outline in made(80)]
    assert 0 < sum(kept) < len(kept)


def test_no_round_copies_the_text_of_another() -> None:
    sketches = [outline.sketch for outline in made(40)]
    assert sketches[0] == sketches[1]
    assert len(set(sketches)) == 20
