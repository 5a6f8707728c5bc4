"""Where a report's dateline ends."""

from __future__ import annotations

import pytest

from kg.extract.passages import dateline


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("LEEDS, March 13 - The men left.", "LEEDS, March 13 - "),
        ("HAVERIGG, Monday.—The platelayers left.", "HAVERIGG, Monday.—"),
        ("Haverigg, Friday — Dockers left.", "Haverigg, Friday — "),
        ("The men—Cole and Lee among them—left.", ""),
        ("Mr Cole, Monday. The men left.", ""),
        ("CAPE TOWN March 9 Sapa - The men left.", "CAPE TOWN March 9 Sapa - "),
        ("JOHANNESBURG, March 9, Sapa -- The men left.", "JOHANNESBURG, March 9, Sapa -- "),
    ],
)
def test_a_dateline_is_cut_off(text: str, line: str) -> None:
    assert text[: dateline(text)] == line
