"""Where a report's dateline ends."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.extract.passages import dateline
from kg.model import Reading
from kg.ontology import local_name


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("LEEDS, March 13 - The men left.", "LEEDS, March 13 - "),
        ("HAVERIGG, Monday.—The platelayers left.", "HAVERIGG, Monday.—"),
        ("Haverigg, Friday — Dockers left.", "Haverigg, Friday — "),
        ("The men—Cole and Lee among them—left.", ""),
        ("Mr Cole, Monday. The men left.", ""),
        ("CAPE TOWN March 9 Sapa - The men left.", "CAPE TOWN March 9 Sapa - "),
        ("HAVERIGG, Nev.--Some 300 men left.", "HAVERIGG, Nev.--"),
        ("JOHANNESBURG, March 9, Sapa -- The men left.", "JOHANNESBURG, March 9, Sapa -- "),
        ("DALTON, Feb. 2, 2016 — Some 55 men left.", "DALTON, Feb. 2, 2016 — "),
        ("KERICHO, Kenya, June 14, 2011 - More men left.", "KERICHO, Kenya, June 14, 2011 - "),
        ("LEEDS, 4 March 1998 - The men left.", "LEEDS, 4 March 1998 - "),
    ],
)
def test_a_dateline_is_cut_off(text: str, line: str) -> None:
    assert text[: dateline(text)] == line


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("HAVERIGG, Nev.--Some 300 miners walked out here on Monday.", {"Haverigg"}),
        ("LEEDS, March 13 - Some 300 miners walked out here on Monday.", {"Leeds"}),
        ("Haverigg, Friday. Some 300 miners walked out here on Monday.", set()),
        ('HAVERIGG, Nev.--Miners walked out. "We are out here for good," said Ann Lee.', set()),
    ],
)
def test_here_is_where_the_reporter_sat(read: Callable[..., Reading], text: str, places: set[str]) -> None:
    reading = read(text, "2023-03-13")
    named = {e.label for e in reading.entities if local_name(e.type) == "Place" and e.label in {"Haverigg", "Leeds"}}
    assert named == places
