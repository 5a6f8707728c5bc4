"""The annotation of what several articles say together: which mentions are one thing, one happening, one dispute.

It lies beside the annotations of the articles, in `gold-crossdoc.json`:

- `entities`, `events`: for each thing or happening its mentions, `[article, key]`. A mention of an article in
  `complete` that stands nowhere is a thing of its own; of any other article, it does not count.
  Articles with a happening in common follow one another.
- `disputes`: for each its events and its course; `steps`: what a status of a course is called as a step in a graph.
- `copies`: articles that are one agency's text.
- `contradictions`: the values of a role that are told of an event, each with who says so and where; `updates`: values
  that replaced one another and contradict nothing.
- `unsure`: things (events) of which nobody can tell whether they are one; `parts`: part and whole. To join these is
  no mistake, and to keep them apart is none.
- `namesakes`: things that are alike in name and not one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import Any

from kg.errors import GoldError
from kg.score.annotation import event_key, is_optional

NAME = "gold-crossdoc.json"
Mention = tuple[str, str]
"""An article's identifier, and the key of an entity or event in its annotation."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A value that an article tells of an event's role; `speaker` is None where it does so in its own voice."""

    value: str | float
    article: str
    speaker: Mention | None = None


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Different values of one role of one event; `role` is a local name."""

    event: str
    role: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class CourseStep:
    """A step of a dispute's course. Each of `dates` is right: a day, or a month or year where no more is told."""

    dispute: str
    kind: str  # local name
    dates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CrossGold:
    """What is annotated. Clusterings map mentions to names."""

    entities: Mapping[Mention, str]
    events: Mapping[Mention, str]
    disputes: Mapping[Mention, str]
    open_entities: tuple[tuple[str, ...], ...] = ()
    open_events: tuple[tuple[str, ...], ...] = ()
    copies: frozenset[tuple[str, str]] = frozenset()
    contradictions: tuple[Contradiction, ...] = ()
    namesakes: tuple[tuple[str, ...], ...] = ()
    steps: tuple[CourseStep, ...] = ()
    optional: frozenset[Mention] = field(default=frozenset())  # of which it is no mistake not to read them
    stories: frozenset[str] = field(default=frozenset())  # articles of happenings that others tell too

    @property
    def articles(self) -> frozenset[str]:
        """The articles that were looked at."""
        return frozenset(article for part in (self.entities, self.events) for article, _ in part)


def crossdoc_path(gold: Path) -> Path | None:
    """Return the file that belongs to a folder of annotations; None where there is none."""
    return next((path for folder in (gold, gold.parent) if (path := folder / NAME).is_file()), None)


def load_crossdoc(path: Path, annotations: Mapping[str, Mapping[str, Any]]) -> CrossGold:
    """Read the annotation of what several articles say.

    Args:
        path: the file.
        annotations: those of the articles, as JSON has them, by identifier.

    Raises:
        GoldError: the file is no such annotation. The message has a line for each mistake.
    """
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise GoldError(f"{path.name}: no JSON in UTF-8: {error}") from error
    if not isinstance(raw, dict):
        raise GoldError(f"{path.name}: is no JSON object; it has entities, events, disputes")
    reader = _Reader(raw, annotations)
    gold = reader.read()
    if reader.mistakes:
        raise GoldError("\n".join(f"{path.name}: {mistake}" for mistake in reader.mistakes))
    return gold


class _Reader:
    """Turns the JSON into records and collects what is wrong with it."""

    def __init__(self, raw: Mapping[str, Any], annotations: Mapping[str, Mapping[str, Any]]) -> None:
        self.raw = raw
        self.annotations = annotations
        self.mistakes: list[str] = []
        self.known = {
            "entities": {(name, key) for name, doc in annotations.items() for key in doc["entities"]},
            "events": {
                (name, event_key(event, n))
                for name, doc in annotations.items()
                for n, event in enumerate(doc["events"], start=1)
            },
        }

    def read(self) -> CrossGold:
        entities, events = self._clusters("entities"), self._clusters("events")
        dispute = {event: name for name, event in self._dispute_events(events)}
        unsure, parts = self.raw.get("unsure", {}), self.raw.get("parts", {})
        told = {kind: [*unsure.get(kind, ()), *parts.get(kind, {}).items()] for kind in ("entities", "events")}
        return CrossGold(
            entities=entities,
            events=events,
            disputes={mention: dispute[name] for mention, name in events.items() if name in dispute},
            open_entities=self._groups("entities", told["entities"], entities),
            open_events=self._groups("events", told["events"], events),
            copies=frozenset(self._copies()),
            contradictions=tuple(self._contradictions(events)),
            namesakes=self._groups("namesakes", self.raw.get("namesakes", ()), entities),
            steps=tuple(self._steps()),
            optional=frozenset(self._optional()),
            stories=frozenset(
                mention[0] for told in self.raw.get("events", {}).values() if len(told) > 1 for mention in told
            ),
        )

    def _clusters(self, kind: str) -> dict[Mention, str]:
        found: dict[Mention, str] = {}
        for name, mentions in self.raw.get(kind, {}).items():
            for mention in map(tuple, mentions):
                if mention not in self.known[kind]:
                    self.mistakes.append(f"{kind}: {name}: {' '.join(map(str, mention))} is not annotated")
                elif mention in found:
                    self.mistakes.append(f"{kind}: {name}: {' '.join(mention)} is also {found[mention]}")
                else:
                    found[mention] = name
        complete = set(self.raw.get("complete", ()))
        self.mistakes += [f"complete: {name} is not annotated" for name in sorted(complete - self.annotations.keys())]
        alone = sorted(m for m in self.known[kind] if m[0] in complete and m not in found)
        return found | {mention: " ".join(mention) for mention in alone}

    def _dispute_events(self, events: Mapping[Mention, str]) -> Iterator[tuple[str, str]]:
        names = set(events.values())
        placed: dict[str, str] = {}
        for dispute, told in self.raw.get("disputes", {}).items():
            for event in told["events"]:
                if event not in names:
                    self.mistakes.append(f"disputes: {dispute}: there is no event {event}")
                elif event in placed:
                    self.mistakes.append(f"disputes: {dispute}: {event} is of {placed[event]}")
                else:
                    placed[event] = dispute
                    yield dispute, event
            for step in told.get("course", ()):
                if step["article"] not in self.annotations:
                    self.mistakes.append(f"disputes: {dispute}: {step['article']} is not annotated")

    def _steps(self) -> Iterator[CourseStep]:
        names = self.raw.get("steps", {})
        for dispute, told in self.raw.get("disputes", {}).items():
            for step in told.get("course", ()):
                kind = step.get("status", "")
                yield CourseStep(dispute, names.get(kind, kind), (step.get("date", ""), *step.get("alsoAccept", ())))

    def _groups(
        self, kind: str, groups: Iterable[Iterable[str]], clusters: Mapping[Mention, str]
    ) -> tuple[tuple[str, ...], ...]:
        names = set(clusters.values())
        told = tuple(map(tuple, groups))
        self.mistakes += [f"{kind}: there is no {name}" for group in told for name in group if name not in names]
        return told

    def _copies(self) -> Iterator[tuple[str, str]]:
        for group in self.raw.get("copies", ()):
            self.mistakes += [f"copies: {name} is not annotated" for name in group if name not in self.annotations]
            yield from combinations(sorted(group), 2)

    def _contradictions(self, events: Mapping[Mention, str]) -> Iterator[Contradiction]:
        for told in self.raw.get("contradictions", ()):
            event = told["event"]
            articles = {article for (article, _), name in events.items() if name == event}
            claims = []
            for claim in told["claims"]:
                speaker = tuple(claim["speaker"]) if claim.get("speaker") else None
                if speaker is not None and speaker not in self.known["entities"]:
                    self.mistakes.append(f"contradictions: {event}: {' '.join(speaker)} is not annotated")
                if claim["article"] not in articles:
                    self.mistakes.append(f"contradictions: {event}: is not told by {claim['article']}")
                claims.append(Claim(claim["value"], claim["article"], speaker))
            yield Contradiction(event, told["role"], tuple(claims))

    def _optional(self) -> Iterator[Mention]:
        """Yield the events that are optional, and the entities of which only optional facts are told."""
        for name, doc in self.annotations.items():
            events = list(enumerate(doc["events"], start=1))
            yield from ((name, event_key(event, n)) for n, event in events if is_optional(event))
            facts = [f for part in ("events", "relations", "statements") for f in doc[part] if not is_optional(f)]
            used = {value for fact in facts for value in _keys(fact)}
            yield from ((name, key) for key in doc["entities"] if key not in used)


def _keys(fact: Mapping[str, Any]) -> Iterator[str]:
    """Yield the values of a fact that may be keys of entities: those of roles that are not optional themselves."""
    optional = fact.get("optional")
    for name, value in fact.items():
        if name not in (optional if isinstance(optional, list) else ()):
            yield from (v for v in (value if isinstance(value, list) else [value]) if isinstance(v, str))
