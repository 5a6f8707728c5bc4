"""What is only asked to be called off is not called off."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from kg.extract.calling_off import not_called_off, said_to_be_off
from kg.extract.conditions import on_its_own_condition
from kg.frames import Language

Parse = Callable[..., Any]


@pytest.mark.parametrize(
    ("text", "still_on"),
    [
        ("The minister urged nurses to call off Monday's strike.", True),
        ("The railway appealed to drivers to suspend their strike.", True),
        ("Railwaymen refused to call off the strike.", True),
        ("Pilots have ruled out calling off Friday's strike.", True),
        ("Leaders offered to cancel the strike if the board met them.", True),
        ("The union would not call off the strike.", True),
        ("The union agreed to call off the strike.", False),
        ("The union said it would call off the strike.", False),
        ("The union would call off the strike if the board met them.", True),
        ("The union managed to avert the strike.", False),
        ("The union was forced to call off the strike.", False),
        ("The ruling led the union to call off the strike.", False),
        ("They accepted an offer to avert the strike.", False),
        ("The union called off the strike.", False),
        ("The strike was called off by the union.", False),
        ("The union planned a strike.", False),
    ],
)
def test_what_is_not_called_off(parse: Parse, language: Language, text: str, still_on: bool) -> None:
    trigger = next(t for t in parse(text) if t.text == "strike")
    assert not_called_off(trigger, language.english) is still_on


@pytest.mark.parametrize(
    ("text", "off"),
    [
        ("The union said on Tuesday that it would call off Monday's strike.", True),
        ("The union announced it would postpone the strike.", True),
        ("The union said it would call off the strike if the board met them.", False),
        ("The union said it would not call off the strike.", False),
        ("The union would call off the strike for a fair offer.", False),
    ],
)
def test_what_is_said_to_be_called_off(parse: Parse, language: Language, text: str, off: bool) -> None:
    trigger = next(t for t in parse(text) if t.text == "strike")
    assert said_to_be_off(trigger, language.english) is off


@pytest.mark.parametrize(
    ("text", "word", "open_"),
    [
        ("Unless agreement is reached by Friday, crews will strike.", "agreement", True),
        ("Crews will strike if no agreement is reached.", "agreement", True),
        ("Crews will walk out unless they sign a deal.", "deal", True),
        ("If the strike of 1986 failed, this one will not.", "strike", False),
        ("Agreement was reached if reluctantly.", "Agreement", False),
        ("Crews returned after agreement was reached.", "agreement", False),
    ],
)
def test_what_is_itself_a_condition(parse: Parse, text: str, word: str, open_: bool) -> None:
    trigger = next(t for t in parse(text) if t.text == word)
    assert on_its_own_condition(trigger) is open_
