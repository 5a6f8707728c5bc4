"""Loads `frames.yaml`: by which words a domain's events are told, and where their roles stand."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from kg.frames.examples import load_examples
from kg.frames.loose import LooseReader
from kg.frames.records import UNTOLD, Frame, phrase
from kg.frames.roles import RoleReader
from kg.frames.source import Source, unknown
from kg.frames.triggers import TriggerCheck
from kg.frames.yaml_lines import Lined
from kg.ontology import Role

_KEYS = ("event", "verbs", "nouns", "weak", "loose", "not", "needs", "untold", "roles", "tells", "status", "examples")
Told = tuple[tuple[str, str, tuple[str, ...]], ...]


class FrameFile:
    """The frames of a `frames.yaml`.

    Args:
        source: the file.
        slots: the names of the templates' slots.
    """

    def __init__(self, source: Source, slots: Collection[str]) -> None:
        self.source = source
        self.terms = source.terms
        self.slots = slots
        self.triggers = TriggerCheck(source)

    def load(self) -> tuple[Frame, ...]:
        """Return the frames; every event class that is read must have one."""
        raw = self.source.yaml()
        self.source.keys(raw, ("groups", "words", "frames"), "")
        self.loose = LooseReader(self.source, self.source.mapping(raw, "words"))
        roles = RoleReader(self.source, self.slots, self.source.mapping(raw, "groups"))
        table = self.source.mapping(raw, "frames")
        found = []
        for name in table:
            spec = self.source.mapping(table, name, "frames: ")
            self.source.keys(spec, _KEYS, f"{name}: ")
            found.append(self._frame(name, spec, table.lines[name], roles))
        told = {f.event for f in found}
        missing = frozenset() if "" in told else self.terms.events - told  # "": a frame whose class is misspelt
        for curie in self.terms.short(missing):
            self.source.wrong(
                raw.lines.get("frames", 1), f"{curie}: no frame; an event class has one, or nothing is read"
            )
        return tuple(found)

    def _frame(self, name: str, spec: Lined, line: int, reader: RoleReader) -> Frame:
        at = spec.lines.get("event", line)
        event = self.source.term(
            spec.get("event", ""), at, among=self.terms.events, what="event class", where=f"{name}: "
        )
        allowed = {r.iri: r for r in self.terms.ontology.roles_of(event)} if event else dict(self.terms.ontology.roles)
        rules = tuple(reader.rules(name, spec, event, allowed))
        self.triggers.check(name, spec, line)
        return Frame(
            name=name,
            event=event or "",
            verbs=self._phrases(spec, "verbs"),
            nouns=self._phrases(spec, "nouns"),
            blocked=self._phrases(spec, "not"),
            roles=rules,
            needs=frozenset(self._needs(name, spec, {r.role for r in rules})),
            weak=frozenset(self._phrases(spec, "weak")),
            loose=self.loose.read(name, spec),
            status=self._status(name, spec),
            outcome=tuple(self._tells(name, spec, allowed)),
            untold=frozenset(self._untold(name, spec)),
            examples=load_examples(self.source, name, spec, line, allowed),
        )

    def _phrases(self, spec: Lined, key: str) -> tuple[tuple[str, ...], ...]:
        """Return phrases; what is wrong with them, `TriggerCheck` tells."""
        items = spec.get(key)
        return tuple(phrase(w) for w in items if isinstance(w, str)) if isinstance(items, list) else ()

    def _needs(self, name: str, spec: Lined, filled: Collection[str]) -> Iterator[str]:
        for line, curie in self.source.words(spec, "needs", f"{name}: "):
            iri = self.source.term(
                curie, line, among=filled, what="role that the frame fills", where=f"{name}: needs: "
            )
            if iri is not None:
                yield iri

    def _untold(self, name: str, spec: Lined) -> Iterator[str]:
        for line, way in self.source.words(spec, "untold", f"{name}: "):
            if way in UNTOLD:
                yield way
            else:
                self.source.wrong(line, f"{name}: untold: {unknown('way of speaking', way, UNTOLD)}")

    def _status(self, name: str, spec: Lined) -> str | None:
        status = spec.get("status")
        if status is None or status in self.terms.statuses:
            return status
        self.source.wrong(spec.lines["status"], f"{name}: {unknown('status', str(status), self.terms.statuses)}")
        return None

    def _tells(self, name: str, spec: Lined, allowed: Mapping[str, Role]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
        table: Mapping[str, Any] = self.source.mapping(spec, "tells", f"{name}: ")
        concepts = {iri: role for iri, role in allowed.items() if role.kind == "concept"}
        for curie in table:
            line, where = self.source.mapping(spec, "tells").lines[curie], f"{name}: tells: "
            iri = self.source.term(curie, line, among=concepts, what="role of concepts", where=where)
            told = self.source.mapping(table, curie, where)
            for concept in told:
                words = tuple(w for _, w in self.source.words(told, concept, f"{where}{curie}: "))
                if iri is None:
                    continue
                fits = self.terms.concepts_of(concepts[iri])
                what = f"concept of {curie}"
                meant = self.source.term(concept, told.lines[concept], among=fits, what=what, where=where)
                if meant is not None:
                    yield iri, meant, words
