"""What a whole article gives: events with roles from all of it, statements, and evidence that is really there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from kg.extract.triggers import TriggerFinder
from kg.frames import Language
from kg.model import Concept, Reading, Ref, Value
from kg.ontology import local_name

ARTICLE = """Nurses to walk out at Brightwater hospitals

Nurses at Brightwater Borough Council will strike on 4 and 5 May over pay, the Guild of Ward Staff (GWS) said yesterday.

About 1,200 members of the GWS voted by 86 per cent to strike, on a turnout of 57 per cent.

"We have had no real offer since January," said Ann Lee, general secretary of the guild. "Our members are worn out."

She added that pickets would stand outside the Brightwater Royal Hospital on 4 May.

The council denied that it had refused to talk. A council spokesman said it had offered 4.5 per cent.

READ MORE: Ten things to do this weekend
"""


def strike(reading: Reading) -> dict[str, list[str]]:
    label = {e.key: e.label for e in reading.entities}
    (event,) = [e for e in reading.events if e.type.endswith("#Strike")]
    shown: dict[str, list[str]] = {"status": [local_name(event.status)]}
    for role, fillers in event.roles:
        shown[local_name(role)] = [
            label[f.key] if isinstance(f, Ref) else local_name(f.iri) if isinstance(f, Concept) else f.lexical
            for f in fillers
        ]
    return shown


def test_one_strike_with_its_roles_from_the_whole_article(read: Callable[..., Reading]) -> None:
    found = strike(read(ARTICLE, "2023-04-20"))
    assert found["status"] == ["planned"]
    assert found["date"] == ["2023-05-04", "2023-05-05"]
    assert found["reason"] == ["pay"]
    assert "Guild of Ward Staff" in found["actor"]
    assert "Brightwater Borough Council" in found["target"]


def test_the_ballot_has_its_figures(read: Callable[..., Reading]) -> None:
    (ballot,) = [e for e in read(ARTICLE, "2023-04-20").events if e.type.endswith("#Ballot")]
    values = {local_name(r): [f.lexical for f in fs if isinstance(f, Value)] for r, fs in ballot.roles}
    assert values["percentInFavour"] == ["86"]
    assert values["turnout"] == ["57"]
    assert values["workersInvolved"] == ["1200"]


def test_statements_have_speaker_stance_and_words(read: Callable[..., Reading]) -> None:
    reading = read(ARTICLE, "2023-04-20")
    label = {e.key: e.label for e in reading.entities}
    said = [(label[s.speaker], local_name(s.stance), s.text) for s in reading.statements]
    assert any(who == "Ann Lee" and stance == "claims" and "no real offer" in text for who, stance, text in said)
    assert any("Council" in who and stance == "denies" for who, stance, _ in said)


def test_every_piece_of_evidence_stands_in_the_original(read: Callable[..., Reading]) -> None:
    original = ARTICLE.replace("\n", "\r\n").replace('"', "“").replace("4.5 per", "4.5\u00a0per")
    reading = read(original, "2023-04-20")
    things = [*reading.entities, *reading.events, *reading.relations, *reading.statements]
    evidence = [e for thing in things for e in thing.evidence]
    assert evidence
    for piece in evidence:
        assert original[piece.start : piece.end] == piece.exact
        assert all(piece.start <= m.start < m.end <= piece.end for m in piece.marks)


def test_teasers_give_nothing(read: Callable[..., Reading]) -> None:
    reading = read(ARTICLE + "\nREAD MORE: Dockers at Acme Shipping strike over pensions\n", "2023-04-20")
    assert not any("Acme" in n for e in reading.entities for n in e.names)


def test_the_same_article_gives_the_same_reading(read: Callable[..., Reading]) -> None:
    assert read(ARTICLE, "2023-04-20") == read(ARTICLE, "2023-04-20")


def test_two_spokesmen_of_one_organisation_are_one(read: Callable[..., Reading]) -> None:
    reading = read(
        'Dockers at Acme Shipping Ltd walked out. "We regret this very much," a company spokesman said.\n\n'
        'Talks went on. "We hope for the best now," the spokesman said.'
    )
    assert len([e for e in reading.entities if e.type.endswith("Spokesperson")]) == 1


def test_a_ballot_whose_result_is_not_told_has_none(read: Callable[..., Reading]) -> None:
    (ballot,) = read("Unison members held a ballot at Leeds City Council yesterday.", "2023-04-20").events
    assert not [r for r, _ in ballot.roles if local_name(r) == "outcome"]


def test_loose_triggers_are_found_only_when_they_are_asked_for(
    language: Language, parse: Callable[..., Any], read: Callable[..., Reading]
) -> None:
    text = "The airline drafted in 300 volunteers on Monday."
    (trigger,) = TriggerFinder(language).find(parse(text), loose=True)
    assert not read(text).events
    assert local_name(trigger.frame.event) == "EmployerMeasure"


def test_a_dateline_gives_the_day_of_a_report_without_date(read: Callable[..., Reading]) -> None:
    text = "Tram crews strike\n\nGHENT, June 18 - Tram drivers began a strike on Monday. They walk out again tomorrow."
    days = {f.lexical for e in read(text).events for r, v in e.roles if r.endswith("date") for f in v}
    assert "--06-19" in days


def test_a_name_listed_with_a_place_is_one(read: Callable[..., Reading]) -> None:
    reading = read("Cleaners in Moffat and Langholm walked out on Monday.")
    assert {e.label: local_name(e.type) for e in reading.entities}.get("Langholm") == "Place"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Bakers at Holt Foods struck on Monday over a 40-hour week.", "hours"),
        ("Bakers at Holt Foods struck on Monday over shorter hours.", "hours"),
        ("Bakers at Holt Foods struck on Monday over fixed-term contracts.", "conditions"),
    ],
)
def test_what_a_dispute_is_about_may_take_several_words(read: Callable[..., Reading], text: str, reason: str) -> None:
    (strike,) = [e for e in read(text, "2023-04-20").events if e.type.endswith("Strike")]
    assert reason in {local_name(f.iri) for r, v in strike.roles if r.endswith("reason") for f in v}


def test_a_newspaper_and_the_police_are_no_union(read: Callable[..., Reading]) -> None:
    reading = read("The Daily Courier reported that nurses would strike. The union said so.", "2023-04-20")
    assert {local_name(e.type) for e in reading.entities if "Courier" in e.label} <= {"Organization"}


def test_sentences_end_after_an_abbreviation(read: Callable[..., Reading]) -> None:
    reading = read("Dockers struck at Nottingham Lace Ltd. The Dockers' Union said pay was low.", "2023-04-20")
    assert [s.text for s in reading.statements] == ["pay was low"]


def test_an_agencys_note_is_not_read(read: Callable[..., Reading]) -> None:
    reading = read("(UPDATE: ADDS WORDS OF THE MINISTER) Trade union Solidar struck at Holt Foods.", "2023-04-20")
    assert not {"UPDATE", "ADDS", "WORDS", "MINISTER"} & {e.label for e in reading.entities}
