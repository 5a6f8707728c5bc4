"""Which words name events, surely or loosely, and where the parts of a phrase may stand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from kg.extract.triggers import Trigger, TriggerFinder
from kg.frames import Language, phrase
from kg.ontology import local_name

Find = Callable[..., list[Trigger]]


@pytest.fixture(scope="module")
def find(parse: Callable[..., Any], language: Language) -> Find:
    finder = TriggerFinder(language)
    return lambda text, loose=False: finder.find(parse(text), loose=loose)


def told(triggers: list[Trigger]) -> set[tuple[str, str]]:
    return {(local_name(t.frame.event), t.head.lower_) for t in triggers}


@pytest.mark.parametrize(
    ("text", "event", "word"),
    [
        ("The mill cut 300 full-time and part-time office jobs.", "EmployerMeasure", "cut"),
        ("More than 1,200 jobs will be cut at the mill.", "EmployerMeasure", "cut"),
        ("The board wants to cut hundreds of jobs.", "EmployerMeasure", "cut"),
        ("The men mourned the posts cut last year.", "EmployerMeasure", "cut"),
        ("They lost the jobs which had been cut in May.", "EmployerMeasure", "cut"),
        ("An agreement was reached on Friday.", "Agreement", "reached"),
    ],
)
def test_the_object_of_a_sure_verb_may_stand_far_away_or_before_it(
    find: Find, text: str, event: str, word: str
) -> None:
    assert (event, word) in told(find(text))


@pytest.mark.parametrize(
    ("text", "event", "word"),
    [
        ("Up to 70 posts are to go at the library.", "EmployerMeasure", "go"),
        ("Hundreds of posts could go by May.", "EmployerMeasure", "go"),
        ("Three drivers have been disciplined.", "EmployerMeasure", "disciplined"),
        ("The airline drafted in volunteers in June.", "EmployerMeasure", "drafted"),
        ("The cleaning work was handed over to an agency.", "EmployerMeasure", "handed"),
        ("Members threw the deal out by 71 to 29.", "Ballot", "threw"),
        ("The pay offer was rejected on Sunday.", "Ballot", "rejected"),
        ("Papers went out to 900 clerks on Monday.", "Ballot", "went"),
        ("Both sides go before a mediator on Friday.", "Negotiation", "sides"),
        ("The minister will see the union on Friday.", "Negotiation", "see"),
        ("The bakery signed a document with its drivers.", "Agreement", "signed"),
        ("The company put a rise of 4 per cent on the table.", "Offer", "put"),
        ("Clerks refused to process the new forms.", "ActionShortOfStrike", "refused"),
        ("Tea pluckers put down their baskets.", "Strike", "put"),
        ("Buses and trams stood idle for a third day.", "Strike", "stood"),
        ("Forty men spent the night round a brazier.", "Picket", "brazier"),
    ],
)
def test_what_only_often_names_an_event_is_loose(find: Find, text: str, event: str, word: str) -> None:
    assert (event, word) in told([t for t in find(text, loose=True) if t.loose])
    assert (event, word) not in told(find(text))


def test_loose_triggers_take_nothing_away(parse: Callable[..., Any], language: Language) -> None:
    finder = TriggerFinder(language)
    doc = parse(
        "Nurses will strike on Monday. They refused to fill in forms, and the doors closed. The strike may go on."
    )
    assert [t for t in finder.find(doc, loose=True) if not t.loose] == finder.find(doc)


def test_a_sentence_has_one_loose_trigger_of_a_class_and_none_beside_a_sure_one(find: Find) -> None:
    both = find("The mill shed 40 jobs, froze salaries and cancelled the bonus.", loose=True)
    assert [t.loose for t in both if local_name(t.frame.event) == "EmployerMeasure"].count(True) == 0
    several = find("The mill tore up the roster, scrapped the allowance and owed a bonus.", loose=True)
    assert len([t for t in several if local_name(t.frame.event) == "EmployerMeasure"]) == 1


def test_a_loose_trigger_is_weak(find: Find) -> None:
    assert all(t.weak for t in find("Papers went out to 900 clerks.", loose=True) if t.loose)


def test_a_participle_before_people_names_what_they_do(find: Find) -> None:
    assert ("Strike", "striking") in told(find("Striking dockers blocked the road to the port."))
    assert not find("Striking pictures hung on the walls.")


def test_names_and_dates_are_no_triggers(find: Find) -> None:
    assert not find("March 3 was fine.", loose=True)


def test_phrases_are_split_as_the_tokenizer_splits(nlp: Any) -> None:
    for text in ("cost-of-living", "sell-off plan", "24-hour stoppage", "sit-down", "walk out", "post-1990"):
        assert phrase(text) == tuple(t.lower_ for t in nlp.make_doc(text))
