"""Second speakers of a sentence, and speakers within one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.model import Reading

Read = Callable[..., Reading]


def said(reading: Reading) -> list[tuple[str, str]]:
    label = {e.key: e.label for e in reading.entities}
    return [(label[s.speaker], s.text) for s in reading.statements]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "The Carters' Union is demanding rest periods, while Humber Buses says it has lost $3 million.",
            [("Carters' Union", "demanding rest periods"), ("Humber Buses", "it has lost $3 million")],
        ),
        (
            "Humber Buses says the offer is fair, while the Carters' Union wants a rise of 10 per cent.",
            [("Humber Buses", "the offer is fair"), ("Carters' Union", "wants a rise of 10 per cent")],
        ),
        (
            "The Carters' Union says 500 drivers walked out, but Humber Buses put the figure at 300.",
            [("Carters' Union", "500 drivers walked out"), ("Humber Buses", "Humber Buses put the figure at 300")],
        ),
        (
            "The Carters' Union rejected the offer as an insult, with Humber Buses saying it was the best it could do.",
            [
                ("Carters' Union", "rejected the offer as an insult"),
                ("Humber Buses", "it was the best it could do"),
            ],
        ),
    ],
)
def test_a_second_speaker_takes_over(read: Read, text: str, found: list[tuple[str, str]]) -> None:
    assert said(read(text)) == found


def test_what_one_says_that_another_said_stays_with_the_first(read: Read) -> None:
    text = "The Carters' Union said that Humber Buses had lied and that the minister had admitted it was wrong."
    assert [who for who, _ in said(read(text))] == ["Carters' Union"]


@pytest.mark.parametrize(
    "text",
    [
        "The stoppage at Humber Buses, said Ann Lee, was the work of agitators.",
        "Ann Lee, secretary of the Carters' Union, went on to say that the men would not go back.",
        "The Carters' Union struck. Ann Lee, its secretary, called a news conference to say that it would go on.",
        "The Carters' Union struck on Monday as its leader, Ann Lee, accused Humber Buses of bad faith.",
        "The Carters' Union struck. Mr Lee, secretary of the union, described the decision as a betrayal.",
    ],
)
def test_speakers_in_other_places(read: Read, text: str) -> None:
    assert any("Lee" in who for who, _ in said(read(text)))


@pytest.mark.parametrize(
    "text",
    [
        "The Carters' Union said pay was low and members wanted 8 per cent.",
        "The Carters' Union says pay has fallen and carters want a better deal.",
        "The Carters' Union said carters walked out and doctors warned of delays.",
        "The Carters' Union says talks have stalled and its members demand action.",
    ],
)
def test_what_one_says_of_others_is_not_cut(read: Read, text: str) -> None:
    ((who, words),) = said(read(text))
    assert who == "Carters' Union" and words.rstrip(".").endswith(text.rstrip(".")[-12:])
