"""Who holds which office, who speaks for whom, what is a unit of what."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.model import Reading
from kg.ontology import MEMBERSHIP, local_name


def offices(reading: Reading) -> set[tuple[str, str, str]]:
    label = {e.key: e.label for e in reading.entities}
    return {(label[r.subject], r.title or "", label[r.object]) for r in reading.relations if r.predicate == MEMBERSHIP}


def edges(reading: Reading, name: str) -> set[tuple[str, str]]:
    label = {e.key: e.label for e in reading.entities}
    return {(label[r.subject], label[r.object]) for r in reading.relations if local_name(r.predicate) == name}


@pytest.mark.parametrize(
    "text",
    [
        'Ann Lee, general secretary of Unison, said: "We want a real offer."',
        'Unison general secretary Ann Lee said: "We want a real offer."',
        'Unison\'s general secretary, Ann Lee, said: "We want a real offer."',
        'Members of Unison left. "We want a real offer," said the union\'s general secretary, Ann Lee.',
        'Members of Unison left. Its general secretary, Ann Lee, said: "We want a real offer."',
        'Members of Unison left. General secretary Ann Lee said: "We want a real offer."',
    ],
)
def test_the_same_office_in_six_constructions(read: Callable[..., Reading], text: str) -> None:
    reading = read(text)
    assert ("Ann Lee", "general secretary", "UNISON") in offices(reading) or (
        "Ann Lee",
        "general secretary",
        "Unison",
    ) in offices(reading)
    assert {person for person, _ in edges(reading, "speaksFor")} == {"Ann Lee"}


def test_an_unnamed_spokesperson_is_called_by_the_organisation(read: Callable[..., Reading]) -> None:
    reading = read('The Home Office was closed. "We are disappointed by this," a Home Office spokesperson said.')
    ((who, what),) = edges(reading, "speaksFor")
    assert "Home Office" in who and "spokesperson" in who
    assert what == "Home Office"


def test_ordinary_people_speak_for_nobody(read: Callable[..., Reading]) -> None:
    reading = read('Members of Unison left. "I wish them well with it," said Joe Bloggs, a shopper in Leeds.')
    assert not edges(reading, "speaksFor")


@pytest.mark.parametrize(
    ("text", "branch"),
    [
        ("Ann Lee chairs the union's Wearside branch. Unison is the union.", "Wearside branch"),
        ("Local 2310 of the Harbour Workers' Union voted to strike at Acme Corp.", "Local 2310"),
        ("The Harbour Workers' Union Leeds branch struck on Monday.", "Leeds branch"),
    ],
)
def test_a_branch_is_a_unit_of_its_union(read: Callable[..., Reading], text: str, branch: str) -> None:
    assert any(branch in part for part, _ in edges(read(text), "unitOf"))
