"""Headlines brought to the case of the running text."""

from __future__ import annotations

from kg.nlp.recase import recase

BODY = "Drivers at Pennine Trains began a strike on Monday. The strike over new rosters hit Leeds, said Ann Lee."


def test_a_headline_in_capitals_takes_the_case_of_the_text() -> None:
    assert (
        recase("PENNINE TRAINS DRIVERS BEGIN STRIKE IN LEEDS", BODY) == "Pennine Trains drivers begin strike in Leeds"
    )


def test_a_headline_with_every_word_capitalised_too() -> None:
    assert recase("Pennine Trains Drivers Begin Strike Over Rosters", BODY).startswith("Pennine Trains drivers")


def test_running_text_is_left_alone_and_lengths_stay() -> None:
    assert recase("Drivers begin strike over rosters", BODY) == "Drivers begin strike over rosters"
    for line in ("ŁÓDŹ MINERS’ STRIKE", "STRAẞE STRIKE BEGINS"):
        assert len(recase(line, BODY)) == len(line)
