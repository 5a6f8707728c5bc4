from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.identity import document_digest, document_iri, identifier_of, node_iri, short_hash, slug
from kg.model import Document

DOCUMENT = Document(id="a", text="t", original="t")


@given(st.text(min_size=1))
def test_identifiers_come_back_from_iris(identifier: str) -> None:
    iri = document_iri("https://e.org/", identifier)
    assert re.fullmatch(r"https://e\.org/document/[A-Za-z0-9._~%-]+", iri)
    assert identifier_of("https://e.org/", iri) == identifier


@given(st.text())
def test_slugs(text: str) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug(text))


@pytest.mark.parametrize(("text", "made"), [("Général Secretary", "general-secretary"), (" A / B ", "a-b")])
def test_slug_keeps_what_is_ascii(text: str, made: str) -> None:
    assert slug(text) == made


def test_slugs_of_other_scripts_differ() -> None:
    assert slug("секретарь") != slug("председатель")


def test_short_hash_separates_its_parts() -> None:
    assert short_hash("ab", "c") != short_hash("a", "bc")
    assert short_hash("a", 1) == short_hash("a", "1")
    assert re.fullmatch("[0-9a-f]{16}", short_hash("\ud800"))


@pytest.mark.parametrize(
    "change",
    [
        {"original": "u"},
        {"title": ""},
        {"published": date(2023, 1, 1)},
        {"source": "s"},
        {"url": "u"},
        {"extra": (("a", "b"),)},
    ],
)
def test_digest_tells_documents_apart(change: dict[str, object]) -> None:
    assert document_digest(replace(DOCUMENT, **change)) != document_digest(DOCUMENT)  # type: ignore[arg-type]


def test_digest_does_not_depend_on_how_it_was_read() -> None:
    assert document_digest(replace(DOCUMENT, text="T", origin="x:1")) == document_digest(DOCUMENT)
    pairs = (("a", "1"), ("b", "2"))
    assert document_digest(replace(DOCUMENT, extra=pairs)) == document_digest(replace(DOCUMENT, extra=pairs[::-1]))


def test_node_iris_are_iris() -> None:
    assert node_iri("D", "field", "a b#") == "D#field-a%20b%23"
