"""Every domain runs through the same code: its articles are read, its graph is valid, its scores are counted."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.model import Concept, Reading, Ref, Value
from kg.ontology import domains, load
from kg.readers import read_sources
from kg.score import Report, from_dataset, load_gold, score
from kg.store.ontology_quads import ontology_quads
from kg.store.quads import reading_quads
from kg.validate import validate

from .frames.pipelines import reader

ROOT = Path(__file__).resolve().parents[1]
MANY = 12  # articles of a domain that are read here


def sample(domain: str) -> Path:
    """The folder with a domain's articles and annotations: in tests/data, or the seeds."""
    own = ROOT / "tests/data" / domain
    return own if own.is_dir() else ROOT / "seeds"


@cache
def readings(domain: str) -> tuple[Reading, ...]:
    sources = sorted(sample(domain).glob("*.jsonl")) or [sample(domain)]
    documents = sorted(read_sources(sources), key=lambda d: d.id)
    return tuple(reader(domain).read(d) for d in documents[:MANY])


@cache
def store(domain: str) -> ox.Store:
    made = ox.Store()
    made.extend(ontology_quads(load(domain)))
    for reading in readings(domain):
        made.extend(reading_quads(reading, load(domain)))
    return made


@cache
def report(domain: str) -> Report:
    ontology, read = load(domain), {r.document.id for r in readings(domain)}
    gold = {name: doc for name, doc in load_gold(sample(domain), ontology).items() if name in read}
    return score(gold, from_dataset(store(domain), ontology), ontology)


@pytest.mark.parametrize("domain", domains())
def test_it_reads_events_offices_and_statements(domain: str) -> None:
    assert len(readings(domain)) == MANY
    assert any(r.events for r in readings(domain))
    assert any(x.title for r in readings(domain) for x in r.relations)
    assert any(r.statements for r in readings(domain))


@pytest.mark.parametrize("domain", domains())
def test_it_says_only_what_the_ontology_knows(domain: str) -> None:
    ontology = load(domain)
    concepts = {c for role in ontology.roles.values() for r in role.ranges for c in ontology.concepts(r)}
    for reading in readings(domain):
        types = {e.key: e.type for e in reading.entities}
        assert set(types.values()) <= set(ontology.below("Agent") + ontology.below("Place"))
        for event in reading.events:
            assert event.type in ontology.event_classes
            roles = {r.iri for r in ontology.roles_of(event.type)}
            assert {role for role, _ in event.roles} <= roles
            for role, fillers in event.roles:
                for filler in fillers:
                    if isinstance(filler, Ref):
                        assert ontology.fits(role, types[filler.key])
                    elif isinstance(filler, Concept):
                        assert filler.iri in concepts
                    else:
                        assert isinstance(filler, Value)


@pytest.mark.parametrize("domain", domains())
def test_its_evidence_is_where_it_says(domain: str) -> None:
    for reading in readings(domain):
        pieces = [
            p for x in (*reading.events, *reading.relations, *reading.statements, *reading.entities) for p in x.evidence
        ]
        assert pieces
        for piece in pieces:
            assert reading.document.original[piece.start : piece.end] == piece.exact


@pytest.mark.parametrize("domain", domains())
def test_its_graph_is_valid(domain: str) -> None:
    assert not [str(v) for v in validate(store(domain), load(domain))]


@pytest.mark.parametrize("domain", domains())
def test_it_scores(domain: str) -> None:
    assert not report(domain).missing
    assert report(domain).all.f1 >= 0.5, report(domain).table()
