"""Direct and reported speech, with who says it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest


def speeches(doc: Any) -> list[tuple[str, str | None, str]]:
    return [
        (doc[s.start : s.end].text.strip('"'), doc[s.speaker].text if s.speaker >= 0 else None, s.stance)
        for s in doc._.kg_speech
    ]


@pytest.mark.parametrize(
    ("text", "words", "speaker", "stance"),
    [
        ('"We will not be moved by this," said Ann Lee.', "We will not be moved by this,", "Lee", "claims"),
        ('Ann Lee said: "We will not be moved by this."', "We will not be moved by this.", "Lee", "claims"),
        ("Ann Lee was quoted by the Post as saying jobs would go.", "jobs would go", "Lee", "claims"),
        ("The firm said that no jobs would go.", "no jobs would go", "firm", "claims"),
        ("The firm denied that jobs would go.", "jobs would go", "firm", "denies"),
        ("The union warned that schools would shut.", "schools would shut", "union", "threatens"),
        ("The union announced that its members would strike.", "its members would strike", "union", "announces"),
        ("Talks would resume soon, the ministry said.", "Talks would resume soon", "ministry", "claims"),
        ("The union put the number of strikers at 900.", "put the number of strikers at 900", "union", "claims"),
        ("The dockers want a rise of nine per cent.", "want a rise of nine per cent", "dockers", "demands"),
        ("The firm accused the union of bad faith.", "accused the union of bad faith", "firm", "claims"),
        ("Ann Lee called the offer an insult to nurses.", "called the offer an insult to nurses", "Lee", "claims"),
        ("The board told its pilots to return to work.", "to return to work", "board", "demands"),
        ("The guild threatened to picket the harbour.", "to picket the harbour", "guild", "threatens"),
        ("Ann Lee, who chairs the branch, said that it was over.", "it was over", "Lee", "claims"),
        ("The firm said at the time that it had kept its promise.", "it had kept its promise", "firm", "claims"),
    ],
)
def test_who_says_what_and_how(parse: Callable[..., Any], text: str, words: str, speaker: str, stance: str) -> None:
    assert (words, speaker, stance) in speeches(parse(text))


def test_hearsay_has_a_speaker(parse: Callable[..., Any]) -> None:
    found = speeches(parse("According to the union, 400 nurses walked out."))
    assert [(speaker, stance) for _, speaker, stance in found] == [("union", "claims")]


def test_each_paragraph_of_a_long_quotation_is_found(parse: Callable[..., Any]) -> None:
    doc = parse('Ann Lee said: "We have had enough of promises.\n\n"We want a real offer this week."')
    assert len([s for s in doc._.kg_speech if s.quoted]) == 2


@pytest.mark.parametrize(
    "text",
    [
        "The firm declined to say whether it would close the mill.",
        "The firm did not say that it would close the mill.",
        "The union had put up tents outside the mill.",
        "After the company threatened to close the mill, the men went home.",
        "The company agreed to pay the men.",
    ],
)
def test_what_is_not_said_is_no_speech(parse: Callable[..., Any], text: str) -> None:
    assert not speeches(parse(text))


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("The firm said no decision had been taken.", "denies"),
        ("The firm said there was no plan to close the mill.", "denies"),
        ("The union said it had not called a strike.", "denies"),
        ("The firm rejected suggestions that it had closed the mill.", "denies"),
        ("The union said it would ballot its members.", "announces"),
        ("The union said it would strike unless the offer was raised.", "threatens"),
        ("The union said it would strike if the offer was not raised.", "threatens"),
        ("The union said both sides must return to the table.", "demands"),
        ("The union said a strike would cost the firm millions.", "claims"),
        ("The union said it would not negotiate.", "claims"),
    ],
)
def test_words_tell_what_is_done_with_them(parse: Callable[..., Any], text: str, stance: str) -> None:
    assert [told for _, _, told in speeches(parse(text))] == [stance]


def test_clauses_beside_each_other_have_speakers_of_their_own(parse: Callable[..., Any]) -> None:
    found = speeches(parse("The guild said that 900 men were out; the company said that it had counted 200."))
    assert [(words, speaker) for words, speaker, _ in found] == [
        ("900 men were out", "guild"),
        ("it had counted 200", "company"),
    ]


def test_a_quotation_after_a_full_stop_is_not_the_next_speakers(parse: Callable[..., Any]) -> None:
    doc = parse('"We will stay out," said Ann Lee. "We have no choice left." Tom Fry said the mill was open.')
    found = [(doc[s.start : s.end].text, doc[s.speaker].text if s.speaker >= 0 else None) for s in doc._.kg_speech]
    assert ('"We have no choice left."', "Fry") not in found


@pytest.mark.parametrize("phrase", ["By the union's count,", "On the union's reckoning,", "In the union's view,"])
def test_a_count_of_the_unions_is_its_own(parse: Callable[..., Any], phrase: str) -> None:
    assert [speaker for _, speaker, _ in speeches(parse(f"{phrase} 400 nurses walked out."))] == ["union"]


@pytest.mark.parametrize(
    ("text", "words", "speaker"),
    [
        ("The report was denied by the firm.", "The report was denied by the firm", "firm"),
        ("The cut was condemned by Ann Lee, who lost 40 pounds.", "The cut was condemned by Ann Lee", "Lee"),
        (
            "If the offer is refused, the union said, men will leave all four docks.",
            "If the offer is refused, the union said, men will leave all four docks.",
            "union",
        ),
        ('Asked whether they would return, Mr Lee said: "Not before Friday, if at all."', None, "Lee"),
    ],
)
def test_what_is_said_in_other_orders(parse: Callable[..., Any], text: str, words: str | None, speaker: str) -> None:
    found = speeches(parse(text))
    assert [who for _, who, _ in found] == [speaker]
    assert words is None or [said for said, *_ in found] == [words]


def test_single_marks_quote_where_there_are_no_double_ones(parse: Callable[..., Any]) -> None:
    doc = parse("Ann Lee told us: 'They were treated like dirt. It is 1926 again.' The workers' strike goes on.")
    assert [doc[s.start : s.end].text for s in doc._.kg_speech if s.quoted] == [
        "'They were treated like dirt. It is 1926 again.'"
    ]


def test_an_apostrophe_is_no_mark(parse: Callable[..., Any]) -> None:
    assert not [s for s in parse("The workers' strike hit the dockers' union.")._.kg_speech if s.quoted]
