from __future__ import annotations

import pytest

from kg.model import Entity
from kg.ontology import load
from kg.resolve import canonical_iri

BASE = "https://w3id.org/industrial-relations/entity/"


@pytest.mark.parametrize(
    ("identity", "iri"),
    [
        ("pcs", f"{BASE}pcs"),
        ("person/john-mooney", f"{BASE}person/john-mooney"),
        ("a b#c", f"{BASE}a%20b%23c"),
    ],
)
def test_one_identity_is_one_thing_in_all_documents(identity: str, iri: str) -> None:
    entity = Entity("k", "http://e.org/c", ("N",), identity)
    assert canonical_iri(load("industrial-relations"), "1", entity) == iri
    assert canonical_iri(load("industrial-relations"), "2", entity) == iri


def test_without_identity_each_document_has_its_own() -> None:
    entity = Entity("the-council", "http://e.org/c", ("the council",))
    ontology = load("industrial-relations")
    assert canonical_iri(ontology, "a/b c", entity) == f"{BASE}a%2Fb%20c--the-council"
    assert canonical_iri(ontology, "2", entity) == f"{BASE}2--the-council"
