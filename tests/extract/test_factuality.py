"""Whether a happening is said to have occurred, to be planned, possible, cancelled, or not so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from kg.extract.factuality import status_of
from kg.frames import Language
from kg.model import Reading
from kg.ontology import local_name


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Nurses at Leeds City Council walked out on Monday.", "occurred"),
        ("Nurses at Leeds City Council have been on strike since March.", "occurred"),
        ("Nurses at Leeds City Council will strike on 4 May.", "planned"),
        ("Nurses at Leeds City Council are to strike on 4 May.", "planned"),
        ("Unison has called a strike at Leeds City Council for 4 May.", "planned"),
        ("Nurses at Leeds City Council voted to strike.", "planned"),
        ("The Clerks' Union filed a strike notice at Leeds City Council.", "planned"),
        ("Nurses at Leeds City Council could strike in May.", "possible"),
        ("Nurses at Leeds City Council threatened to strike.", "possible"),
        ("If talks fail, nurses at Leeds City Council will strike.", "possible"),
        ("Unison called off the strike by nurses at Leeds City Council.", "cancelled"),
        ("A strike by nurses at Leeds City Council has been suspended.", "cancelled"),
        ("The planned strike by nurses was averted.", "cancelled"),
        ("Unison denied that nurses had gone on strike.", "denied"),
        ("Nurses at Leeds City Council will go on strike on 4 May.", "planned"),
        ("A strike by nurses planned for 4 May will not go ahead.", "cancelled"),
        ("The strike by nurses did not take place.", "cancelled"),
        ("Unison, which had announced a strike by nurses for 4 May, deferred it on Monday.", "cancelled"),
        ("Unison set a date for a strike by nurses, only to call it off.", "cancelled"),
        ("The threatened strike at Leeds City Council is off.", "cancelled"),
        ("Reports that nurses had gone on strike were untrue.", "denied"),
        ("There is no truth in rumours of a strike by nurses, Unison said.", "denied"),
        ("It is not true that nurses went on strike, he said.", "denied"),
        ("Unison said it had no plans to strike.", "denied"),
        ("Unison has not ruled out a strike by nurses in May.", "possible"),
        ("Should the nurses go on strike, the wards would close.", "possible"),
        ("Unison put off a decision on whether to call a strike by nurses.", "possible"),
        ("A strike by nurses is likely before Christmas.", "possible"),
        ("Nordair cancelled 40 flights because of the strike by pilots.", "occurred"),
        ("Trading was halted by the strike of clerks at Corvex Ltd.", "occurred"),
        ("Corvex Ltd declined to comment on the strike by dockers.", "occurred"),
        ("Talks to end the strike by dockers will resume on Monday.", "occurred"),
        ("The strike by dockers will continue until Friday.", "occurred"),
        ("A judge ruled that the strike by teachers was unlawful.", "occurred"),
        ("Nurses' strike averted", "cancelled"),
        ("A strike by dockers looms at Corvex Ltd.", "possible"),
        ("Dockers at Corvex Ltd refused to strike.", "denied"),
        ("Warning strikes by nurses at Leeds City Council shut three wards.", "occurred"),
        ("Nurses at Leeds City Council tried to strike.", "possible"),
        ("Nurses at Leeds City Council voted in favour of a strike.", "planned"),
        ("Neither the nurses nor the porters at Leeds City Council struck on Monday.", "denied"),
        ("There has been no strike at Leeds City Council in forty years.", "denied"),
        ("Nurses at Leeds City Council decided against striking.", "denied"),
        ("The Clerks' Union met managers all night without averting a strike by nurses.", "occurred"),
        ("Dockers would not cross the picket line of the nurses, who struck on Monday.", "occurred"),
    ],
)
def test_status_of_a_strike(read: Callable[..., Reading], text: str, status: str) -> None:
    strikes = [e for e in read(text, "2023-04-20").events if e.type.endswith("Strike")]
    assert [local_name(e.status) for e in strikes] == [status]


def test_a_day_that_is_past_is_no_plan_any_more(read: Callable[..., Reading]) -> None:
    text = "Unison had called a strike by nurses at Leeds City Council for 3 April 2023."
    (strike,) = [e for e in read(text, "2023-04-20").events if e.type.endswith("Strike")]
    assert local_name(strike.status) == "occurred"


@pytest.mark.parametrize(
    ("text", "word", "status"),
    [
        ("Bosses at Corvex Ltd refused to negotiate.", "negotiate", "denied"),
        ("Corvex Ltd declined to discuss the strike.", "strike", "occurred"),
        ("Dockers voted against a strike.", "strike", "denied"),
        ("The union rejected suggestions that a strike was planned.", "strike", "denied"),
        ("The union rejected the offer after the strike.", "strike", "occurred"),
        ("The union rejected claims that the strike was illegal.", "strike", "occurred"),
        ("The report on the strike rejected the union's view.", "strike", "occurred"),
        ("If no agreement is reached, the port will shut.", "agreement", "possible"),
        ("No agreement was reached.", "agreement", "denied"),
        ("If Corvex Ltd pays up, the union will call off the strike.", "strike", "possible"),
        ("The union will call off the strike.", "strike", "cancelled"),
    ],
)
def test_what_the_words_around_a_trigger_say(
    parse: Callable[..., Any], language: Language, text: str, word: str, status: str
) -> None:
    token = next(t for t in parse(text) if t.text == word)
    assert status_of(token, language.english)[0] == status
