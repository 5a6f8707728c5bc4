"""Every example of every frame, through the real pipeline: what must be read is, what must not be read is not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kg.frames import Example, Frame, load_language
from kg.model import Concept, Event, Filler, Reading, Ref, Value
from kg.ontology import Ontology, domains, load

from .pipelines import reader

Case = tuple[str, Frame, Example]


def examples() -> Iterator[Case]:
    for domain in domains():
        for frame in load_language(load(domain)).frames:
            for example in frame.examples:
                yield domain, frame, example


def named(case: Case) -> str:
    domain, frame, example = case
    return f"{domain}/frames.yaml:{example.line}-{frame.name}"


def tells(reading: Reading, ontology: Ontology, event: Event, role: str, wanted: str) -> bool:
    """Whether an event has this filler: an agent or place by a part of its name, a number by its value."""
    if role == ontology.term("status"):
        return event.status == ontology.expand(wanted)
    return any(same(reading, ontology, filler, wanted) for filler in event.fillers(role))


def same(reading: Reading, ontology: Ontology, filler: Filler, wanted: str) -> bool:
    if isinstance(filler, Concept):
        return filler.iri == ontology.expand(wanted)
    if isinstance(filler, Value):
        if filler.datatype.endswith(("#integer", "#decimal")):
            return float(filler.lexical) == float(wanted)
        return filler.lexical == wanted
    assert isinstance(filler, Ref)
    names = next(e.names for e in reading.entities if e.key == filler.key)
    return any(wanted.casefold() in name.casefold() or name.casefold() in wanted.casefold() for name in names)


def told(reading: Reading, ontology: Ontology) -> str:
    """The events of a reading, for the message of a test that fails."""
    lines = []
    for event in reading.events:
        names = {e.key: e.label for e in reading.entities}
        roles = (
            f"{ontology.shorten(role)}=" + ",".join(names[f.key] if isinstance(f, Ref) else str(f) for f in fillers)
            for role, fillers in event.roles
        )
        lines.append(f"{ontology.shorten(event.type)} {ontology.shorten(event.status)} {' '.join(roles)}")
    return "; ".join(lines) or "nothing"


@pytest.mark.parametrize("case", [c for c in examples() if c[2].read], ids=named)
def test_what_must_be_read(case: Case) -> None:
    domain, frame, example = case
    ontology = load(domain)
    reading = reader(domain).sentence(example.text)
    events = [e for e in reading.events if e.type == frame.event]
    missing = [
        [
            f"{ontology.shorten(role)}: {wanted}"
            for role, wanted in example.gives
            if not tells(reading, ontology, e, role, wanted)
        ]
        for e in events
    ]
    assert events, f"no {ontology.shorten(frame.event)}; read: {told(reading, ontology)}"
    assert [] in missing, f"missing {min(missing, key=len)}; read: {told(reading, ontology)}"


@pytest.mark.parametrize("case", [c for c in examples() if not c[2].read], ids=named)
def test_what_must_not_be_read(case: Case) -> None:
    domain, frame, example = case
    reading = reader(domain).sentence(example.text)
    assert not [e for e in reading.events if e.type == frame.event], told(reading, load(domain))


@pytest.mark.parametrize("domain", domains())
def test_every_event_class_has_examples_of_both_kinds(domain: str) -> None:
    ontology = load(domain)
    kinds = {(frame.event, example.read) for d, frame, example in examples() if d == domain}
    assert kinds == {(event, read) for event in ontology.event_classes for read in (True, False)}
