"""How language says it: templates, frames, lexicon and gazetteers of a domain, loaded and checked once.

Every mistake in the data is told together with its file and line (`OntologyError`).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from kg.errors import OntologyError, UnknownName
from kg.ontology import Ontology, local_name

PSEUDO_SLOTS = frozenset({"clause", "sentence", "article"})
UNITS = frozenset({"people", "percent", "votes", "money"})
_STEP = re.compile(r"^[<>][a-z]+(\([a-z,' ]+\))?$")


class Lined(dict[str, Any]):
    """A YAML mapping that knows on which line each of its keys stands."""

    lines: dict[str, int]


class _LinedLoader(yaml.SafeLoader):
    """A safe loader whose mappings are `Lined`, and which refuses a key that stands twice."""


def _construct(loader: _LinedLoader, node: yaml.MappingNode) -> Lined:
    loader.flatten_mapping(node)
    made = Lined()
    made.lines = {}
    for key_node, value_node in node.value:
        key = str(loader.construct_object(key_node, deep=True))
        made[key] = loader.construct_object(value_node, deep=True)
        made.lines[key] = key_node.start_mark.line + 1
    return made


_LinedLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _construct)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path: up or down an edge with this label, to a token with one of these words."""

    up: bool
    label: str
    words: frozenset[str]


Path_ = tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class RoleRule:
    """How a frame fills one role.

    `slots` are tried in order. `fill` are the classes an entity must have. For numbers, `unit` is what is
    counted, `near` the words of which one must stand close by and `far` those that must stand no closer.
    """

    role: str
    slots: tuple[str, ...]
    fill: frozenset[str]
    unit: str = ""
    near: frozenset[str] = frozenset()
    far: frozenset[str] = frozenset()
    both: bool = False  # take the fillers of every slot, not only of the first that has any


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence that a frame must read (with what it gives) or must not read."""

    text: str
    gives: tuple[tuple[str, str], ...]
    read: bool
    line: int


@dataclass(frozen=True, slots=True)
class Frame:
    """How language tells of one class of event."""

    name: str
    event: str
    verbs: tuple[tuple[str, ...], ...]
    nouns: tuple[tuple[str, ...], ...]
    blocked: tuple[tuple[str, ...], ...]
    roles: tuple[RoleRule, ...]
    needs: frozenset[str]  # roles without which a trigger is not believed
    weak: frozenset[tuple[str, ...]]  # triggers believed only beside a stronger one in the article
    status: str | None = None  # the status that the frame itself gives
    outcome: tuple[tuple[str, str, tuple[str, ...]], ...] = ()  # role, concept, words
    examples: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a gazetteer."""

    identity: str
    name: str
    aliases: tuple[str, ...]
    cautious: frozenset[str]
    type: str
    country: str


@dataclass(frozen=True, slots=True)
class Cues:
    """Words that tell the class of an unknown name beside them."""

    after: frozenset[str]
    before: frozenset[str]
    verbs: frozenset[str]


@dataclass(frozen=True)
class Gazetteer:
    """The known names of a domain, and the words that end unknown ones."""

    entries: Mapping[str, Entry]
    heads: Mapping[str, tuple[str, ...]]
    cues: Mapping[str, Cues]
    place_types: frozenset[str]

    def aliases(self) -> Iterator[tuple[str, str, bool]]:
        """Yield every name with its identity and whether it needs context."""
        for entry in self.entries.values():
            for alias in (entry.name, *entry.aliases):
                yield alias, entry.identity, alias in entry.cautious
            for alias in sorted(entry.cautious - {entry.name, *entry.aliases}):
                yield alias, entry.identity, True


@dataclass(frozen=True)
class Lexicon:
    """The domain's words, as lemmas: what calls a thing of which class, and which offices there are."""

    generic: Mapping[str, str]  # "union" -> class
    named: Mapping[str, str]  # "docker" -> class: names somebody by itself
    modifiers: frozenset[str]
    workplaces: frozenset[str]
    units: frozenset[str]  # classes whose entities are part of a greater one
    counted: frozenset[str]  # nouns that stand for as many people: "jobs"
    offices: Mapping[str, str]  # "branch secretary" -> class of the organisation
    speaks: frozenset[str]
    reasons: Mapping[tuple[str, ...], str]


@dataclass(frozen=True)
class English:
    """What every domain needs of the language (`english.yaml`). Phrases are tuples of lemmas."""

    stance: Mapping[tuple[str, ...], str]
    hearsay: tuple[tuple[str, ...], ...]
    over: Mapping[tuple[str, ...], str]
    beside: Mapping[str, str]
    modal: Mapping[str, str]
    condition: frozenset[str]
    bounds: Mapping[tuple[str, ...], str]


@dataclass(frozen=True)
class Language:
    """Everything a domain's reading needs besides the spaCy model."""

    ontology: Ontology
    slots: Mapping[str, tuple[Path_, ...]]
    frames: tuple[Frame, ...]
    gazetteer: Gazetteer
    lexicon: Lexicon
    english: English
    parties: Mapping[str, frozenset[str]] = field(default_factory=dict)


def phrase(text: str) -> tuple[str, ...]:
    """Split a phrase of lemmas: "walk out" -> ("walk", "out")."""
    return tuple(text.lower().split())


class _Loader:
    """Collects what is loaded and every mistake met on the way."""

    def __init__(self, ontology: Ontology) -> None:
        self.ontology = ontology
        self.mistakes: list[str] = []

    def wrong(self, path: Path, line: int, text: str) -> None:
        self.mistakes.append(f"{path.relative_to(self.ontology.root)}:{line}: {text}")

    def yaml(self, path: Path) -> Lined:
        try:
            loaded = yaml.load(path.read_text(encoding="utf-8"), _LinedLoader)  # noqa: S506 - derived from SafeLoader
        except FileNotFoundError:
            self.wrong(path, 1, "missing")
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            self.wrong(path, mark.line + 1 if mark else 1, f"not YAML: {getattr(error, 'problem', error)}")
        else:
            if isinstance(loaded, Lined):
                return loaded
            self.wrong(path, 1, "must hold a mapping")
        empty = Lined()
        empty.lines = {}
        return empty

    def term(self, curie: str, path: Path, line: int, *, among: Sequence[str] | None = None, what: str = "term") -> str:
        """Expand a CURIE, and check that the ontology has it (or that it is one of `among`)."""
        try:
            iri = self.ontology.expand(curie)
        except UnknownName as error:
            self.wrong(path, line, f"{curie}: {error}")
            return curie
        known = list(among) if among is not None else list(self.ontology)
        if iri not in known:
            short = [self.ontology.shorten(k) for k in known]
            self.wrong(path, line, str(UnknownName(what, curie, short)) + f" There are: {', '.join(sorted(short)[:12])}")
        return iri

    # -- templates, English, lexicon --------------------------------------------------------

    def slots(self, path: Path) -> dict[str, tuple[Path_, ...]]:
        raw, found = self.yaml(path), {}
        for name, paths in raw.items():
            steps = []
            for text in paths or []:
                words = text.split()
                bad = [w for w in words if not _STEP.match(w)]
                if bad or not words:
                    self.wrong(path, raw.lines[name], f"{name}: {text!r} is no path; a step is like >nsubj or <xcomp or >prep(by)")
                    continue
                steps.append(tuple(_step(w) for w in words))
            found[name] = tuple(steps)
        return found

    def english(self, path: Path) -> English:
        raw = self.yaml(path)
        core = {self.ontology.shorten(i) for i in self.ontology if ":" in self.ontology.shorten(i)}
        over: dict[tuple[str, ...], str] = {}
        beside: dict[str, str] = {}
        modal: dict[str, str] = {}
        condition: set[str] = set()
        for curie, words in raw.get("status", {}).items():
            if curie not in core:
                self.wrong(path, raw["status"].lines[curie], str(UnknownName("concept", curie, core)))
            name = curie.split(":")[-1]
            over.update({phrase(w): name for w in words.get("over", []) if phrase(w) not in over})
            beside.update({w: name for w in words.get("beside", []) if w not in beside})
            modal.update(dict.fromkeys(words.get("modal", []), name))
            condition |= set(words.get("condition", []))
        stance: dict[tuple[str, ...], str] = {}
        for curie, words in raw.get("stance", {}).items():
            if curie not in core:
                self.wrong(path, raw["stance"].lines[curie], str(UnknownName("concept", curie, core)))
            stance.update({phrase(w): curie.split(":")[-1] for w in words})
        bounds = {phrase(w): c.split(":")[-1] for c, words in raw.get("bounds", {}).items() for w in words}
        return English(
            stance=stance,
            hearsay=tuple(phrase(w) for w in raw.get("hearsay", [])),
            over=over,
            beside=beside,
            modal=modal,
            condition=frozenset(condition),
            bounds=bounds,
        )

    def lexicon(self, path: Path, raw: Lined) -> Lexicon:
        classes = self.ontology.classes
        generic: dict[str, str] = {}
        named: dict[str, str] = {}
        for curie, words in raw.get("nouns", {}).items():
            type_ = self.term(curie, path, raw["nouns"].lines[curie], among=classes, what="class")
            generic.update(dict.fromkeys(words.get("generic", []), type_))
            named.update(dict.fromkeys(words.get("named", []), type_))
        offices = {}
        for curie, words in raw.get("offices", {}).items():
            type_ = self.term(curie, path, raw["offices"].lines[curie], among=classes, what="class")
            offices.update({w: type_ for w in words if w not in offices})
        reasons = {}
        for curie, words in raw.get("reasons", {}).items():
            concept = self.term(curie, path, raw["reasons"].lines[curie], what="concept")
            reasons.update({phrase(str(w)): concept for w in words})
        return Lexicon(
            generic=generic,
            named=named,
            modifiers=frozenset(raw.get("modifiers", [])),
            workplaces=frozenset(raw.get("workplaces", [])),
            units=frozenset(self.term(c, path, raw.lines["units"], among=classes, what="class") for c in raw.get("units", [])),
            counted=frozenset(raw.get("counted", [])),
            offices=offices,
            speaks=frozenset(raw.get("speaks", [])),
            reasons=reasons,
        )

    # -- gazetteers -------------------------------------------------------------------------

    def gazetteer(self, folder: Path, path: Path, raw: Lined) -> Gazetteer:
        classes = self.ontology.classes
        heads = {
            self.term(c, path, raw["name_heads"].lines[c], among=classes, what="class"): tuple(words)
            for c, words in raw.get("name_heads", {}).items()
        }
        cues = {
            self.term(c, path, raw["cues"].lines[c], among=classes, what="class"): Cues(
                frozenset(w.get("after", [])), frozenset(w.get("before", [])), frozenset(w.get("verbs", []))
            )
            for c, w in raw.get("cues", {}).items()
        }
        entries: dict[str, Entry] = {}
        for file in sorted(folder.glob("*.csv")):
            for line, entry in self._rows(file):
                if entry.identity in entries:
                    self.wrong(file, line, f"iri {entry.identity!r} stands twice; each entry has its own")
                entries[entry.identity] = entry
        places = frozenset(c for c in classes if self.ontology.is_a(c, self.ontology.expand("core:Place")))
        return Gazetteer(entries, heads, cues, places)

    def _rows(self, file: Path) -> Iterator[tuple[int, Entry]]:
        wanted = ["name", "aliases", "cautious", "class", "iri", "country"]
        with file.open(encoding="utf-8", newline="") as lines:
            rows = csv.DictReader(lines)
            if rows.fieldnames != wanted:
                self.wrong(file, 1, f"the columns are {rows.fieldnames}; {','.join(wanted)} is right")
                return
            for row in rows:
                line = rows.line_num
                if None in row or None in row.values() or not row["name"] or not re.fullmatch(r"[a-z0-9-]+", row["iri"] or ""):
                    self.wrong(file, line, "a row needs six fields, a name, and an iri of a-z, 0-9 and -")
                    continue
                type_ = self.term(row["class"], file, line, among=self.ontology.classes, what="class")
                yield line, Entry(
                    identity=row["iri"],
                    name=row["name"],
                    aliases=tuple(a for a in row["aliases"].split("|") if a),
                    cautious=frozenset(a for a in row["cautious"].split("|") if a),
                    type=type_,
                    country=row["country"],
                )

    # -- frames -----------------------------------------------------------------------------

    def frames(self, path: Path, slots: Mapping[str, object]) -> Iterator[Frame]:
        raw = self.yaml(path)
        groups = {
            name: [self.term(c, path, raw["groups"].lines[name], among=self.ontology.classes, what="class") for c in members]
            for name, members in raw.get("groups", {}).items()
        }
        for name, spec in raw.get("frames", {}).items():
            line = raw["frames"].lines[name]
            event = self.term(spec.get("event", ""), path, line, among=self.ontology.event_classes, what="event class")
            allowed = {r.iri: r for r in self.ontology.roles_of(event)} if event in self.ontology.event_classes else {}
            rules = tuple(
                self._rule(path, name, event, curie, rule, spec["roles"].lines[curie], allowed, slots, groups)
                for curie, rule in spec.get("roles", {}).items()
            )
            weak = frozenset(phrase(w) for w in spec.get("weak", []))
            yield Frame(
                name=name,
                event=event,
                verbs=tuple(phrase(w) for w in spec.get("verbs", [])),
                nouns=tuple(phrase(w) for w in spec.get("nouns", [])),
                blocked=tuple(phrase(w) for w in spec.get("not", [])),
                roles=rules,
                needs=frozenset(self.ontology.expand(c) for c in spec.get("needs", [])),
                weak=weak,
                status=spec.get("status"),
                outcome=tuple(
                    (self.ontology.expand(role), self.ontology.expand(concept), tuple(words))
                    for role, table in spec.get("tells", {}).items()
                    for concept, words in table.items()
                ),
                examples=tuple(self._examples(path, spec, line)),
            )

    def _rule(
        self,
        path: Path,
        frame: str,
        event: str,
        curie: str,
        rule: Lined,
        line: int,
        allowed: Mapping[str, Any],
        slots: Mapping[str, object],
        groups: Mapping[str, list[str]],
    ) -> RoleRule:
        iri = self.ontology.expand(curie)
        if iri not in allowed:
            names = [self.ontology.shorten(r) for r in allowed]
            self.wrong(
                path, line, f"{frame}: {curie} is no role of {self.ontology.shorten(event)}. Roles: {', '.join(names)}"
            )
        for slot in rule.get("slots", []):
            if slot not in slots and slot not in PSEUDO_SLOTS:
                self.wrong(path, line, f"{frame}: {UnknownName('slot', slot, [*slots, *PSEUDO_SLOTS])}")
        if rule.get("unit", "people") not in UNITS:
            self.wrong(path, line, f"{frame}: {UnknownName('unit', rule['unit'], UNITS)}")
        fill: set[str] = set()
        for word in rule.get("fill", []):
            if word in groups:
                fill |= set(groups[word])
            else:
                fill.add(self.term(word, path, line, among=self.ontology.classes, what="class or group"))
        if iri in allowed and allowed[iri].kind == "entity":
            for type_ in fill:
                if not self.ontology.fits(iri, type_):
                    self.wrong(path, line, f"{frame}: {self.ontology.shorten(type_)} is outside the range of {curie}")
        return RoleRule(
            role=iri,
            slots=tuple(rule.get("slots", [])),
            fill=frozenset(fill),
            unit=rule.get("unit", ""),
            near=frozenset(rule.get("near", [])),
            far=frozenset(rule.get("far", [])),
            both=bool(rule.get("both", False)),
        )

    def _examples(self, path: Path, spec: Lined, line: int) -> Iterator[Example]:
        for example in spec.get("examples", []):
            read = "read" in example
            text = example.get("read") or example.get("not")
            if not text:
                self.wrong(path, line, "an example has the key read or the key not")
                continue
            gives = tuple((self.ontology.expand(k), str(v)) for k, v in example.get("gives", {}).items())
            yield Example(text, gives, read, example.lines["read" if read else "not"])


def _step(text: str) -> Step:
    label, _, words = text[1:].partition("(")
    return Step(text[0] == "<", label, frozenset(w.strip() for w in words.rstrip(")").split(",") if w.strip()))


@lru_cache(maxsize=8)
def load_language(ontology: Ontology) -> Language:
    """Load and check everything that says how language tells of a domain.

    Raises:
        OntologyError: with every mistake in the data, each with its file and line.
    """
    loader = _Loader(ontology)
    slots = loader.slots(ontology.root / "templates.yaml")
    english = loader.english(ontology.root / "english.yaml")
    path = ontology.folder / "lexicon.yaml"
    raw = loader.yaml(path)
    lexicon = loader.lexicon(path, raw)
    gazetteer = loader.gazetteer(ontology.folder / "names", path, raw)
    frames = tuple(loader.frames(ontology.folder / "frames.yaml", slots))
    parties = {
        name: frozenset(loader.term(c, path, raw["parties"].lines[name], among=ontology.classes) for c in classes)
        for name, classes in raw.get("parties", {}).items()
    }
    if loader.mistakes:
        raise OntologyError(loader.mistakes)
    return Language(ontology, slots, frames, gazetteer, lexicon, english, parties)


__all__ = ["Frame", "Language", "load_language", "local_name"]
