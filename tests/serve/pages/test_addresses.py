import re
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.identity import document_iri, node_iri
from kg.serve.pages.addresses import ANY, iris_of, is_iri, path_of

BASE = "https://example.org/a/"
identifiers = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)


@given(identifiers)
def test_every_article_has_an_address_that_leads_back(identifier: str) -> None:
    iri = document_iri(BASE, identifier)
    path = path_of(iri, BASE)
    assert path is not None
    if path.startswith(ANY):
        assert unquote(path.removeprefix(ANY)) == iri
    else:
        assert next(iris_of(urlsplit(path).path.encode(), BASE)) == iri


@given(identifiers, identifiers)
def test_the_address_of_a_node_of_an_article_is_a_place_on_its_page(identifier: str, key: str) -> None:
    iri = node_iri(document_iri(BASE, identifier), "event", key)
    assert (path_of(iri, BASE) or "").partition("#")[2] == iri.partition("#")[2]


def test_a_path_means_the_iri_that_has_the_same_escapes_in_capitals() -> None:
    assert list(iris_of(b"/document/a%2fb%7e", BASE))[-1] == f"{BASE}document/a%2Fb~"


@pytest.mark.parametrize("raw", [b"/document/%zz", b"/document/a b", b'/document/a"b', b"/document/\xff", b"//"])
def test_no_path_gives_what_is_no_iri(raw: bytes) -> None:
    assert all(is_iri(iri) for iri in iris_of(raw, BASE))


def test_what_lies_elsewhere_has_no_page() -> None:
    assert path_of("http://www.w3.org/ns/org#Membership", BASE) is None


@pytest.mark.parametrize("identifier", [".", "..", ""])
def test_an_address_that_a_browser_would_change_is_not_used(identifier: str) -> None:
    assert re.match(r"/thing\?iri=", path_of(document_iri(BASE, identifier), BASE) or "")
