"""Loads `table.yaml` of a domain: the columns of the table of its courses."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from kg.errors import OntologyError, UsageError
from kg.frames.source import Source, Terms, unknown
from kg.frames.yaml_lines import Lined
from kg.ontology import CORE, Ontology

FILE = "table.yaml"
COMPUTED = frozenset({"days", "lowest_by_days", "highest_by_days"})

_EVENTS = ("events", "statuses")
_KEYS: dict[str, tuple[str, ...]] = {  # what a column may say besides label, take, brief and note; a star: must
    "name": (),
    "articles": (),
    "sources": (),
    "titles": (),
    "parties": ("of*", "without", *_EVENTS),
    "fillers": ("role*", *_EVENTS),
    "lowest": ("role*", *_EVENTS),
    "highest": ("role*", *_EVENTS),
    "latest": ("role*", *_EVENTS),
    "teller": ("of*",),
    "first_day": _EVENTS,
    "last_day": _EVENTS,
    "days": ("weekdays*", *_EVENTS),
    "lowest_by_days": ("role*", "weekdays*", *_EVENTS),
    "highest_by_days": ("role*", "weekdays*", *_EVENTS),
    "told": ("roles*", *_EVENTS),
    "said": ("stances*",),
    "status": _EVENTS,
    "last_step": ("steps",),
    "field": ("field*",),
}
_TOLD = ("lowest", "highest", "latest")  # a number that somebody tells
_NUMBERS = (*_TOLD, "lowest_by_days", "highest_by_days")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: what it takes (see `table.yaml`), and from which events of a course. Terms are IRIs."""

    name: str
    label: str
    take: str
    brief: str = ""  # the heading on a terminal; none: it is not shown there
    note: str = ""
    classes: frozenset[str] = frozenset()  # of parties
    without: frozenset[str] = frozenset()
    events: frozenset[str] = frozenset()  # none: of all
    statuses: frozenset[str] = frozenset()  # none: of all
    roles: tuple[str, ...] = ()
    stances: frozenset[str] = frozenset()
    weekdays: frozenset[int] = frozenset()  # 1: Monday
    steps: frozenset[str] = frozenset()  # none: all
    of: str = ""  # the column whose value somebody tells
    field: str = ""

    @property
    def computed(self) -> bool:
        """Whether its values are reckoned, and told by no article."""
        return self.take in COMPUTED

    @property
    def heading(self) -> str:
        """The label, which says so where the values are computed."""
        return f"{self.label} (computed)" if self.computed else self.label


@lru_cache(maxsize=8)
def load_table(ontology: Ontology) -> tuple[Column, ...]:
    """Return the columns of the table of courses of a domain; loaded once a process.

    Raises:
        UsageError: the domain has no courses, or no table of them.
        OntologyError: with every mistake in `table.yaml`, each as `file:line: where: what; what would be right`.
    """
    if not ontology.course_parties:
        raise UsageError(f"the domain {ontology.domain} has no courses of events; it names none below core:Course")
    path = ontology.folder / FILE
    if not path.is_file():
        raise UsageError(f"{ontology.name_of(path)}: missing; it names the columns of a table of courses")
    found: list[tuple[str, int, str]] = []
    columns = table_file(path, Terms(ontology), found)
    if found:
        raise OntologyError(f"{name}:{line}: {text}" for name, line, text in dict.fromkeys(sorted(found)))
    return columns


def table_file(path: Path, terms: Terms, mistakes: list[tuple[str, int, str]]) -> tuple[Column, ...]:
    """Return the columns of a file; mistakes are added to `mistakes`."""
    return _TableFile(Source(path, terms, mistakes)).columns()


class _TableFile:
    def __init__(self, source: Source) -> None:
        self._source = source
        self._ontology = source.terms.ontology
        self._classes = source.terms.classes
        self._events = [c for c in self._ontology.classes if self._ontology.is_a(c, str(CORE.Event))]

    def columns(self) -> tuple[Column, ...]:
        raw = self._source.yaml()
        self._source.keys(raw, ("columns",), "")
        table = self._source.mapping(raw, "columns")
        found: dict[str, Column] = {}
        for name in table:
            column = self._column(name, self._source.mapping(table, name), table.lines[name], found)
            if column is not None:
                found[name] = column
        return tuple(found.values())

    def _column(self, name: str, raw: Lined, line: int, before: dict[str, Column]) -> Column | None:
        where = f"{name}: "
        take = raw.get("take")
        if take not in _KEYS:
            self._source.wrong(raw.lines.get("take", line), f"{where}{unknown('take', str(take), _KEYS)}")
            return None
        keys = [key.rstrip("*") for key in _KEYS[take]]
        self._source.keys(raw, ("label", "take", "brief", "note", *keys), where)
        for key in _KEYS[take]:
            if key.endswith("*") and not raw.get(key.rstrip("*")):
                self._source.wrong(line, f"{where}no {key.rstrip('*')}; what is taken as {take} needs it")
        roles = [raw["role"]] if "role" in raw else []
        return Column(
            name=name,
            label=self._text(raw, "label", line, where) or name,
            take=take,
            brief=self._text(raw, "brief", line, where),
            note=self._text(raw, "note", line, where),
            classes=frozenset()
            if take == "teller"
            else self._terms(raw, "of", where, self._source.terms.classes, "class"),
            without=self._terms(raw, "without", where, self._source.terms.classes, "class"),
            events=self._terms(raw, "events", where, self._events, "event class"),
            statuses=self._concepts(raw, "statuses", where, "Status"),
            roles=tuple(self._roles(raw, roles, where, numbers=take in _NUMBERS)),
            stances=self._concepts(raw, "stances", where, "Stance"),
            weekdays=self._weekdays(raw, where),
            steps=self._terms(raw, "steps", where, [step.concept for step in self._ontology.steps], "step"),
            of=self._column_before(raw, where, before) if take == "teller" else "",
            field=self._text(raw, "field", line, where),
        )

    def _text(self, raw: Lined, key: str, line: int, where: str) -> str:
        value = raw.get(key, "")
        if not isinstance(value, str):
            self._source.wrong(
                raw.lines.get(key, line), f"{where}{key} is no text; quotation marks around it are right"
            )
            return ""
        return value

    def _terms(self, raw: Lined, key: str, where: str, among: Collection[str], what: str) -> frozenset[str]:
        found = (
            self._source.term(curie, line, among=among, what=what, where=f"{where}{key}: ")
            for line, curie in self._source.items(raw, key, where)
        )
        return frozenset(iri for iri in found if iri is not None)

    def _concepts(self, raw: Lined, key: str, where: str, scheme: str) -> frozenset[str]:
        among = self._ontology.concepts(self._ontology.term(scheme))
        return self._terms(raw, key, where, among, scheme.lower())

    def _roles(self, raw: Lined, single: list[Any], where: str, *, numbers: bool) -> Iterable[str]:
        fits = [iri for iri, role in self._ontology.roles.items() if not numbers or role.kind == "number"]
        given = [(raw.lines["role"], curie) for curie in single] or list(self._source.items(raw, "roles", where))
        for line, curie in given:
            what = "role that holds numbers" if numbers else "role"
            iri = self._source.term(curie, line, among=fits, what=what, where=where)
            if iri is not None:
                yield iri

    def _weekdays(self, raw: Lined, where: str) -> frozenset[int]:
        found = set()
        for line, day in self._source.items(raw, "weekdays", where):
            if day in range(1, 8):
                found.add(day)
            else:
                self._source.wrong(
                    line, f"{where}weekdays: {day!r} is no day of the week; 1 (Monday) to 7 (Sunday) are"
                )
        return frozenset(found)

    def _column_before(self, raw: Lined, where: str, before: dict[str, Column]) -> str:
        name, known = (
            str(raw.get("of", "")),
            [c.name for c in before.values() if c.take in ("lowest", "highest", "latest")],
        )
        if name and name not in known:
            self._source.wrong(
                raw.lines["of"], f"{where}of: {unknown('column above it that holds a number', name, known)}"
            )
        return name
