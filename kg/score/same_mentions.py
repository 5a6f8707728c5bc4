"""Which entity or event that was read is which annotated one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kg.model import Reading
from kg.ontology import Ontology, local_name
from kg.score.alignment import align
from kg.score.annotation import AnnotationReader, event_key
from kg.score.crossdoc import Mention
from kg.score.facts import Names
from kg.score.matching import best_pairing
from kg.score.readings import from_reading
from kg.score.sameness import names_of, same_name
from kg.score.terms import Terms


@dataclass(frozen=True, slots=True)
class Aligned:
    """The mention that was read, by the annotated mention; those that were not read are missing."""

    entities: Mapping[Mention, Mention]
    events: Mapping[Mention, Mention]


def align_reading(annotation: Mapping[str, Any], reading: Reading, ontology: Ontology) -> Aligned:
    """Align what was read from an article with its annotation.

    In a reading made of the annotation itself (`kg.score.gold_readings`) the keys are the same. Else entities are
    aligned one to one so that they have most names in common, and events as they are for scoring.

    Args:
        annotation: of the article, as JSON has it.
        reading: of the same article, with evidence.
        ontology: the domain of both.
    """
    name = annotation["doc"]
    entities, events = _by_key(annotation, reading) or (
        _entities(annotation, reading),
        _events(annotation, reading, ontology),
    )
    return Aligned(
        {(name, gold): (name, found) for gold, found in entities.items()},
        {(name, gold): (name, found) for gold, found in events.items()},
    )


def _by_key(annotation: Mapping[str, Any], reading: Reading) -> tuple[dict[str, str], dict[str, str]] | None:
    """Return the keys that both have, if the reading has no others."""
    entities, events = ({thing.key for thing in part} for part in (reading.entities, reading.events))
    if entities <= annotation["entities"].keys() and events <= set(_event_keys(annotation)):
        return {key: key for key in entities}, {key: key for key in events}
    return None


def _entities(annotation: Mapping[str, Any], reading: Reading) -> dict[str, str]:
    gold = [(key, names_of(told["names"]), told.get("type", "")) for key, told in annotation["entities"].items()]
    found = [(entity.key, names_of(entity.names), entity.type) for entity in reading.entities]

    def gain(ours: Names, theirs: Names, same_class: bool) -> float:
        return 1 + len(ours & theirs) + 0.5 * same_class if same_name(ours, theirs) else 0.0

    gains = [
        [gain(ours, theirs, local_name(type_.replace(":", "#")) == local_name(other)) for _, theirs, other in found]
        for _, ours, type_ in gold
    ]
    return {gold[i][0]: found[j][0] for i, j in best_pairing(gains)}


def _events(annotation: Mapping[str, Any], reading: Reading, ontology: Ontology) -> dict[str, str]:
    terms = Terms(ontology)
    _, told = AnnotationReader(terms).read(annotation)
    pairs = align(told.events, from_reading(reading, ontology).events, terms)
    keys = _event_keys(annotation)
    return {keys[i]: reading.events[j].key for i, j in pairs}


def _event_keys(annotation: Mapping[str, Any]) -> list[str]:
    return [event_key(event, n) for n, event in enumerate(annotation["events"], start=1)]
