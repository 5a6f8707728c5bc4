"""Whose words are whose, and which belong to one run."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.model import Reading
from kg.ontology import local_name

UNION = "Bus drivers walked out on Monday, the Guild of Tram Crews (GTC) said. Its secretary, Ann Lee, was there. "


def said(reading: Reading) -> list[tuple[set[str], str, str]]:
    names = {e.key: {name.casefold() for name in e.names} for e in reading.entities}
    return [(names[s.speaker], local_name(s.stance), s.text) for s in reading.statements]


def speakers(reading: Reading, words: str) -> set[str]:
    return next((names for names, _, text in said(reading) if words in text), set())


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("A Lisbon trader said that no cargo had moved.", "lisbon trader"),
        ("Several strikers said that no cargo had moved.", "several strikers"),
        ("Union leaders said that no cargo had moved.", "union leaders"),
        ("Port officials said that no cargo had moved.", "port officials"),
        ("A letter from the GTC said that no cargo had moved.", "gtc"),
        ("Transport minister Tom Fry said that no cargo had moved.", "tom fry"),
        ("Harbourmaster Tom Fry, 61, said that no cargo had moved.", "tom fry"),
        ("By the guild's count, no cargo had moved.", "gtc"),
        ("A statement issued by the GTC said that no cargo had moved.", "gtc"),
        ('Ann Lee blamed Tom Fry, the chairman. "Mr Fry knows that no cargo had moved," she said.', "ann lee"),
        ('"Nothing moved. Not a ship: no cargo had moved," said Tom Fry of Wharf Line.', "tom fry"),
        ("The GTC said in a statement that it would go on. The statement said that no cargo had moved.", "gtc"),
        ('Wharf Line\'s Mr Fry disagreed: "On Monday no cargo had moved from here."', "fry"),
    ],
)
def test_who_speaks(read: Callable[..., Reading], sentence: str, speaker: str) -> None:
    assert speaker in speakers(read(UNION + sentence, "2023-04-20"), "no cargo had moved")


def test_what_he_added_is_the_last_speakers(read: Callable[..., Reading]) -> None:
    text = "Tom Fry, chairman of Wharf Line, said that the port was open. He added that no ship had been turned away."
    (run,) = said(read(text, "2023-04-20"))
    assert "tom fry" in run[0]
    assert "turned away" in run[2]


def test_the_official_is_the_last_one_called_so(read: Callable[..., Reading]) -> None:
    text = (
        "A spokesman for Wharf Line said that talks had failed. A union official said that the men would stay out. "
        "The spokesman said that the port was open. The official said that no ship had sailed."
    )
    reading = read(text, "2023-04-20")
    assert "wharf line" in " ".join(*[who for who, _, what in said(reading) if "port was open" in what]).lower()
    assert "union official" in " ".join(*[who for who, _, what in said(reading) if "no ship" in what]).lower()


def test_a_headline_is_no_statement_of_its_own(read: Callable[..., Reading]) -> None:
    text = "Port is open, says Wharf Line\n\nWharf Line said on Monday that the port was open."
    assert len(said(read(text, "2023-04-20"))) == 1


def test_a_later_threat_decides_on_a_run(read: Callable[..., Reading]) -> None:
    text = 'Ann Lee of the guild said that talks were going well. "If they fail, we will strike."'
    (run,) = said(read(text, "2023-04-20"))
    assert run[1] == "threatens"
