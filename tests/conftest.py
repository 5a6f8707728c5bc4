"""What tests of several folders use: the language of a domain, the pipeline, each once a session, and a browser."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, sync_playwright

from kg.extract import read_document
from kg.extract.passages import passages
from kg.extract.triggers import TriggerFinder
from kg.frames import Language, load_language
from kg.model import Reading
from kg.nlp import build_pipeline
from kg.nlp.recase import recase
from kg.ontology import load
from kg.readers.record import make_document

settings.register_profile(
    "kg", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)  # a busy machine is no fault
settings.load_profile("kg")

CHROMIUM = Path("/usr/bin/chromium")
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files of which tests are slow, so that at the end no process waits long for another."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


@pytest.fixture(scope="session")
def language() -> Language:
    """Return the frames and words of the default domain."""
    return load_language(load())


@pytest.fixture(scope="session")
def nlp(language: Language) -> Any:
    """Return the whole spaCy pipeline of the default domain."""
    return build_pipeline(language)


@pytest.fixture(scope="session")
def parse(nlp: Any) -> Callable[..., Any]:
    """Return a function from a text (and a publication date) to the parsed document."""

    def parsed(text: str, published: str | None = None) -> Any:
        doc = nlp.make_doc(text)
        doc._.kg_published = date.fromisoformat(published) if published else None
        for _, component in nlp.pipeline:
            doc = component(doc)
        return doc

    return parsed


@pytest.fixture(scope="session")
def read(nlp: Any, language: Language) -> Callable[..., Reading]:
    """Return a function from a text (and a publication date) to its reading."""
    finder = TriggerFinder(language)

    def reading(text: str, published: str | None = None) -> Reading:
        fields = {"id": "test"} | ({"date": published} if published else {})
        document = make_document(text, origin="test", fields=fields)
        part = passages(document, recase)
        doc = nlp.make_doc(part.text)
        doc._.kg_published = document.published
        doc._.kg_dateline = part.dateline
        for _, component in nlp.pipeline:
            doc = component(doc)
        return read_document(document, doc, part, language, finder, reader="test")

    return reading


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser; not for the whole session, for while it is there no test can run an event loop of its own."""
    if os.environ.get("KG_NO_BROWSER") == "1":
        pytest.skip("KG_NO_BROWSER=1: THE PAGE WAS NOT TESTED IN A BROWSER")
    if not CHROMIUM.is_file():
        pytest.fail(
            f"{CHROMIUM} is missing: install Debian's chromium, or set KG_NO_BROWSER=1 to leave these tests out"
        )
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGS)
        yield chromium
        chromium.close()
