"""One file of `ontology/` while it is loaded: what stands on which line, and what is wrong there."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml
from rdflib import SKOS

from kg.errors import UnknownName
from kg.frames.yaml_lines import Lined, LinedList, parse
from kg.ontology import Ontology, Role

_SHOWN = 12  # how many choices a message lists


class Terms:
    """The terms of an ontology as files write them, for fast checks."""

    def __init__(self, ontology: Ontology) -> None:
        self.ontology = ontology
        self.classes = frozenset(ontology.classes)
        self.events = frozenset(ontology.event_classes)
        self.agents = frozenset(ontology.below("Agent"))
        self.concepts = frozenset(map(str, ontology.graph.subjects(SKOS.inScheme, None)))

    def short(self, iris: Iterable[str]) -> list[str]:
        """Return terms as files write them, sorted."""
        return sorted(map(self.ontology.shorten, iris))

    @cached_property
    def statuses(self) -> tuple[str, ...]:
        """The names of the core's statuses."""
        return tuple(self.core_concepts("Status"))

    def concepts_of(self, role: Role) -> frozenset[str]:
        """Return the concepts that may fill a role: those of its schemes, or all where its range is skos:Concept."""
        if str(SKOS.Concept) in role.ranges:
            return self.concepts
        return frozenset(c for scheme in role.ranges for c in self.ontology.concepts(scheme))

    def core_concepts(self, scheme: str) -> list[str]:
        """Return the local names of the core's concepts of a core scheme, sorted."""
        return [c.rsplit("#", 1)[-1] for c in self.ontology.concepts(self.ontology.expand(f"core:{scheme}"))]


class Source:
    """A file that is loaded. Mistakes are collected in `mistakes`, which all files share, and never raised.

    Args:
        path: the file.
        terms: the terms of its ontology.
        mistakes: takes up `file:line: text`.
    """

    def __init__(self, path: Path, terms: Terms, mistakes: list[tuple[str, int, str]]) -> None:
        self.path = path
        self.terms = terms
        self.name = terms.ontology.name_of(path)
        self._mistakes = mistakes
        self._expanded: dict[str, str | None] = {}

    def wrong(self, line: int, text: str) -> None:
        """Note a mistake."""
        self._mistakes.append((self.name, line, text))

    # -- YAML -------------------------------------------------------------------------------

    def yaml(self) -> Lined:
        """Read the file as a YAML mapping; an empty one where it is missing or broken, which is a mistake."""
        try:
            loaded, repeated = parse(self.path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            self.wrong(1, "missing")
            return Lined.empty()
        except UnicodeDecodeError as error:
            self.wrong(1, f"not UTF-8: {error.reason} at byte {error.start}")
            return Lined.empty()
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            self.wrong(mark.line + 1 if mark else 1, f"not YAML: {getattr(error, 'problem', None) or error}")
            return Lined.empty()
        for line, key, earlier in repeated:
            self.wrong(line, f"{key}: stands twice, also on line {earlier}; the later would replace the earlier")
        if isinstance(loaded, Lined):
            return loaded
        self.wrong(1, "holds no mapping; keys with values are right")
        return Lined.empty()

    def keys(self, mapping: Lined, allowed: Collection[str], where: str) -> None:
        """Check that a mapping has no other keys than these."""
        for key, line in mapping.lines.items():
            if key not in allowed:
                self.wrong(line, f"{where}{unknown('key', key, allowed)}")

    def mapping(self, parent: Mapping[str, Any], key: str, where: str = "") -> Lined:
        """Return the mapping under a key, an empty one where there is none."""
        value = parent.get(key)
        if isinstance(value, Lined):
            return value
        if value is not None:
            self.wrong(_line(parent, key), f"{where}{key} holds no mapping; keys with values are right")
        return Lined.empty()

    def items(self, parent: Mapping[str, Any], key: str, where: str = "") -> Iterator[tuple[int, Any]]:
        """Yield the items of the list under a key, each with its line; nothing where there is none."""
        value = parent.get(key)
        if isinstance(value, LinedList):
            yield from zip(value.lines, value, strict=True)
        elif value is not None:
            self.wrong(_line(parent, key), f"{where}{key} holds no list; [a, b] is right")

    def words(
        self, parent: Mapping[str, Any], key: str, where: str = "", *, once: bool = True
    ) -> list[tuple[int, str]]:
        """Return the words or phrases of the list under a key, each with its line.

        YAML reads a bare `no` or `1` as something else than a word, which is a mistake; so is a word that stands
        twice, unless `once` is False.
        """
        found: dict[str, int] = {}
        for line, word in self.items(parent, key, where):
            if not isinstance(word, str):
                self.wrong(
                    line, f"{where}{key}: YAML reads {word!r}, which is no word; quotation marks around it are right"
                )
            elif not word.strip():
                self.wrong(line, f"{where}{key}: an empty word; at least one letter is right")
            elif word in found and once:
                self.wrong(line, f"{where}{key}: {word!r} stands twice, also on line {found[word]}; once is right")
            else:
                found[word] = line
        return [(line, word) for word, line in found.items()]

    # -- terms ------------------------------------------------------------------------------

    def expand(self, curie: object, line: int, where: str = "") -> str | None:
        """Return the IRI of a prefixed name; None, and a mistake, where its prefix is not known."""
        text = str(curie)
        if text not in self._expanded:
            try:
                self._expanded[text] = self.terms.ontology.expand(text)
            except UnknownName as error:
                self._expanded[text] = None
                self.wrong(line, f"{where}{text}: {error}")
        elif self._expanded[text] is None:
            self.wrong(line, f"{where}{text}: its prefix is not known")
        return self._expanded[text]

    def term(self, curie: object, line: int, *, among: Collection[str], what: str, where: str = "") -> str | None:
        """Return the IRI of a prefixed name that must be one of `among`; None, and a mistake, where it is not."""
        iri = self.expand(curie, line, where)
        if iri is None or iri in among:
            return iri
        self.wrong(line, f"{where}{unknown(what, str(curie), self.terms.short(among))}")
        return None

    def type(self, curie: object, line: int, where: str = "", what: str = "class") -> str | None:
        """Return the IRI of a class."""
        return self.term(curie, line, among=self.terms.classes, what=what, where=where)


def unknown(what: str, name: str, known: Iterable[str]) -> str:
    """Say that nothing has this name, what was perhaps meant, and what there is."""
    names = sorted(known)
    return f"no {what} is called {name!r}. {choices(name, names, what)}"


def choices(name: str, names: Collection[str], what: str) -> str:
    """Say which of the names was perhaps meant, and which there are."""
    near = get_close_matches(name, names, n=1, cutoff=0.5)
    hint = f"Did you mean {near[0]}? " if near else ""
    more = ", ..." if len(names) > _SHOWN else ""
    return f"{hint}{_plural(what)}: {', '.join(sorted(names)[:_SHOWN]) or 'none'}{more}"


def _plural(what: str) -> str:
    """Return a heading for several: "Event classes", "Concepts of core:reason"."""
    head, *rest = re.split(r"(?= of | that )", what, maxsplit=1)
    return f"{head[0].upper()}{head[1:]}{'es' if head.endswith('s') else 's'}{''.join(rest)}"


def _line(parent: Mapping[str, Any], key: str) -> int:
    return parent.lines.get(key, 1) if isinstance(parent, Lined) else 1
