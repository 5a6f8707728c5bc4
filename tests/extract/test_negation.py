"""What is plainly said not to be there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from kg.extract.negation import none_of_it


@pytest.mark.parametrize(
    ("text", "word", "none"),
    [
        ("There was no strike at the mine.", "strike", True),
        ("The union failed to reach agreement with Dalton Bakeries.", "agreement", True),
        ("They have not held a ballot.", "ballot", True),
        ("They went home without a vote.", "vote", True),
        ("The dockers will not now strike on Monday.", "strike", True),
        ("They will not strike or walk out.", "walk", True),
        ("Neither the pilots nor the crew struck on Monday.", "struck", True),
        ("They decided against striking.", "striking", True),
        ("There has been no strike since 1986.", "strike", False),
        ("There was no greater strike in the town.", "strike", False),
        ("They did not end the strike.", "strike", False),
        ("They did not strike until Monday.", "strike", False),
        ("They may not strike.", "strike", False),
        ("They did not only strike.", "strike", False),
        ("They did not fail to strike.", "strike", False),
        ("The union failed to call off a strike.", "strike", False),
        ("Porters struck on Monday, nor did nurses turn up.", "struck", False),
        ("None but the dockers struck on Monday.", "struck", False),
        ("No strike has lasted longer than this one.", "strike", False),
        ("It was no ordinary strike.", "strike", False),
        ("We would not have struck for nothing.", "struck", False),
        ("They did not strike over pay but over safety.", "strike", False),
        ("They did not strike lightly.", "strike", False),
        ("If they do not strike, the mill will close.", "strike", False),
        ("No date has been set for further talks.", "talks", True),
        ("There was no sign of a settlement.", "settlement", True),
        ("The union has no plans to strike.", "strike", True),
        ("A date has been set for further talks.", "talks", False),
        ("The union has plans to strike.", "strike", False),
    ],
)
def test_what_is_said_not_to_be_there(parse: Callable[..., Any], text: str, word: str, none: bool) -> None:
    doc = parse(text, "2021-03-08")
    assert none_of_it(next(t for t in doc if t.lower_ == word)) is none
