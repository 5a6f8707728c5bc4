from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from kg.identity import document_digest as digest
from kg.model import Document
from kg.readers.identity import content_id, stem

DOCUMENT = Document("x", "Off.", "Off.", title="T", published=date(2021, 6, 4), extra=(("a", "1"),), origin="a.txt")


@pytest.mark.parametrize(
    "change",
    [
        {"id": "y"},
        {"original": "On."},
        {"title": None},
        {"published": None},
        {"source": "S"},
        {"url": "U"},
        {"extra": (("a", "2"),)},
    ],
)
def test_every_part_counts(change: dict[str, Any]) -> None:
    assert digest(replace(DOCUMENT, **change)) != digest(DOCUMENT)


def test_where_it_was_read_does_not_count() -> None:
    assert digest(replace(DOCUMENT, origin="b.txt")) == digest(DOCUMENT)


def test_order_of_fields_does_not_count() -> None:
    fields = (("a", "1"), ("b", "2"))
    assert digest(replace(DOCUMENT, extra=fields)) == digest(replace(DOCUMENT, extra=fields[::-1]))


def test_the_digest_of_today_is_that_of_tomorrow() -> None:
    assert len(digest(DOCUMENT)) == 64
    assert content_id("Off.") == "c1fc792d8dcc62a1"


@pytest.mark.parametrize(("origin", "name"), [("news/seed-000.txt", "seed-000"), ("a.b.html", "a.b"), ("-", None)])
def test_stem(origin: str, name: str | None) -> None:
    assert stem(origin) == name
