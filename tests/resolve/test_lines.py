"""The file of judgements: what is written is read, files merge, and each mistake is told with its line."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kg.errors import JudgementError
from kg.ontology import domains, load
from kg.resolve import Judgement, Verdict
from kg.resolve.lines import identified, read_lines, union, write_line
from kg.resolve.records import CLASS, LABEL, Fact, Filling, Named, Plain, Term, Thing, Words

ONTOLOGY = load("industrial-relations")
IR, XSD = "https://w3id.org/industrial-relations/ontology#", "http://www.w3.org/2001/XMLSchema#"
EVENT = Fact(
    "d", "event", f"{IR}Strike", "PCS – “struck”\u2028.", "struck", 7, also=(Words("A strike."), Words("B.", "B", 0))
)
OFFICE = Fact(
    "d", "office", "http://www.w3.org/ns/org#Membership", "S.", start=0, subject=("A",), object=("B",), title="chair"
)
SPEAKS = Fact("d", "relation", f"{IR}speaksFor", "S.", subject=("A",), object=("B", "C"))
SAID = Fact("d", "statement", f"{IR}denies", "No.", subject=("A",))
THING = Thing(("A", "Ä"), f"{IR}Person", (("d", "a"), ("d", "a-2"), ("e/f", "a")), f"{ONTOLOGY.base}entity/a")
OTHER = Thing(("B",), f"{IR}Person", (("d", "b"),))


def made(verdict: str, **parts: Any) -> Judgement:
    return identified(Judgement("N. Ö.", "2026-01-31T16:05:00Z", Verdict(verdict), **parts), ONTOLOGY)


LINES = [
    made("same", things=(THING, OTHER)),
    made("different", things=(THING, OTHER), note="two people"),
    made("unsure", things=(THING, OTHER)),
    *(made(verdict, fact=fact) for verdict in ("accept", "reject", "unsure") for fact in (EVENT, OFFICE, SPEAKS, SAID)),
    made("accept", fact=EVENT, beside=(Filling(f"{IR}actor", Named(("A",), f"{IR}Person", "person/a")),)),
    made("reject", fact=EVENT, role=f"{IR}date", value=Plain("--02-01", f"{XSD}gMonthDay")),
    made(
        "correct",
        fact=EVENT,
        role=f"{IR}workersInvolved",
        value=Plain("10", f"{XSD}integer"),
        new=Plain("20", f"{XSD}integer", f"{IR}atLeast"),
    ),
    made("correct", fact=EVENT, role=f"{IR}status", new=Term(f"{IR}planned")),
    made("correct", fact=EVENT, role=CLASS, value=Term(f"{IR}Strike"), new=Term(f"{IR}Rally")),
    made("correct", things=(THING,), role=LABEL, new=Plain("Ä", f"{XSD}string")),
    made("withdraw", withdraws="0123456789abcdef", note="a slip"),
]


def text(*lines: Judgement) -> str:
    return "".join(f"{write_line(line, ONTOLOGY)}\n" for line in lines)


def read(content: str) -> list[Judgement]:
    return read_lines(content, ONTOLOGY, name="j.jsonl")


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line.verdict}-{line.id}")
def test_what_is_written_is_read(line: Judgement) -> None:
    assert read(text(line)) == [line]
    assert text(line).count("\n") == 1


def test_a_line_has_its_keys_in_a_fixed_order_and_ends_as_it_may() -> None:
    line = text(LINES[0])
    assert list(json.loads(line)) == ["id", "author", "time", "verdict", "a", "b"]
    assert read(f"\ufeff\n{line}\r\n\n".removeprefix("\ufeff")) == [LINES[0]]
    raw = json.loads(line)
    assert read(json.dumps(dict(reversed(raw.items())))) == [LINES[0]]
    del raw["id"]
    assert read(json.dumps(raw)) == [LINES[0]]


def test_the_identifier_comes_from_all_that_is_said() -> None:
    assert len({line.id for line in LINES}) == len(LINES)
    assert made("reject", fact=EVENT).id == made("reject", fact=EVENT).id != made("reject", fact=EVENT, note="x").id


def test_the_union_of_two_files_is_a_file() -> None:
    ours, theirs = LINES[:12], LINES[8:]
    assert union(ours, theirs) == LINES
    assert union(read(text(*ours) + text(*theirs)), []) == LINES


def wrong(**parts: Any) -> str:
    raw = json.loads(text(made("reject", fact=EVENT)))
    del raw["id"]
    raw |= parts
    return json.dumps({name: part for name, part in raw.items() if part is not None})


FACT = json.loads(text(made("reject", fact=EVENT)))["fact"]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", "not JSON"),
        ("[]", "no JSON object"),
        ("<<<<<<< HEAD", "a mark of git's; keep the lines of both sides"),
        (wrong(verdict="rejct"), "verdict 'rejct' is none; it is one of same, different, accept"),
        (wrong(author=None), "author is missing"),
        (wrong(time="yesterday"), "time 'yesterday' is none; write it in UTC to the second, such as 2026-01-31T"),
        (wrong(time="2026-02-30T00:00:00Z"), "time '2026-02-30T00:00:00Z' is none"),
        (wrong(id="0000000000000000"), "is not that of what the line says, which is"),
        (wrong(autor="x"), "'autor' is no key of a judgement. Did you mean author?"),
        (wrong(fact=None), "reject is said of fact; the line has none"),
        (wrong(verdict="same"), "same is said of a and b; the line has fact"),
        (
            wrong(fact=FACT | {"class": "ir:Strik"}),
            "fact: class: ir:Strik is none that can stand here. Did you mean ir:Stri",
        ),
        (wrong(fact=FACT | {"kind": "events"}), "fact: kind 'events' is none; it is one of event, relation"),
        (wrong(fact=FACT | {"start": -1}), "fact: start -1 is no place in a text"),
        (wrong(fact=FACT | {"also": [{"start": "x"}]}), "fact: also: start 'x' is no place"),
        (wrong(fact=FACT | {"sentence": ""}), "fact: sentence is no text"),
        (wrong(role="ir:actor"), "role and value go together"),
        (
            wrong(role="ir:acter", value={"names": ["A"]}),
            "role: ir:acter is none that can stand here. Did you mean ir:actor",
        ),
        (wrong(role="ir:status", value={"concept": "ir:planned"}), "an event needs a status and a class; correct it"),
        (wrong(role="ir:actor", value={"name": "A"}), "value: write one of names, concept and literal"),
        (wrong(verdict="correct", role="ir:actor"), "a correction needs from"),
        (wrong(verdict="correct"), "a correction needs its role"),
        (wrong(verdict="correct", role="ir:actor", to={"literal": "A"}), "to: ir:actor takes names, not literal"),
        (wrong(verdict="correct", role="rdf:type", to={"concept": "ir:pay"}), "to: not a class"),
        (wrong(verdict="correct", role="ir:status", **{"from": {"concept": "ir:planned"}}), "cannot be taken away"),
        (
            wrong(**{"with": [{"role": "ir:actor", "value": {"names": ["A"]}}]}),
            '"with" is for an event that is accepted',
        ),
    ],
)
def test_a_mistake_is_told_with_its_line(line: str, told: str) -> None:
    with pytest.raises(JudgementError) as error:
        read(text(LINES[0]) + f"\n{line}\n" + text(LINES[1]))
    assert str(error.value).startswith("j.jsonl:3: ")
    assert told in str(error.value)


def test_all_mistakes_are_told_at_once() -> None:
    with pytest.raises(JudgementError) as error:
        read("x\n" + text(LINES[0]) + wrong(author=None, time=None))
    assert [mistake.split(": ")[0] for mistake in error.value.mistakes] == ["j.jsonl:1", "j.jsonl:3", "j.jsonl:3"]


@pytest.mark.parametrize("domain", domains())
def test_every_domain_has_judgements(domain: str) -> None:
    ontology = load(domain)
    stance, actor = ontology.term("claims"), ontology.term("actor")
    facts = (
        Fact("d", "event", ontology.event_classes[0], "S.", "s"),
        Fact("d", "statement", stance, "S", subject=("A",)),
    )
    made = [
        identified(Judgement("a", "2026-01-01T00:00:00Z", Verdict.REJECT, fact=facts[1]), ontology),
        identified(
            Judgement("a", "2026-01-01T00:00:00Z", Verdict.CORRECT, fact=facts[0], role=actor, new=Named(("A",))),
            ontology,
        ),
    ]
    assert read_lines("\n".join(write_line(line, ontology) for line in made), ontology, name="j") == made
