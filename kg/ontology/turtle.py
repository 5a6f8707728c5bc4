"""Turtle files: parsing them, and finding the line on which something stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from rdflib import Graph

from kg.errors import OntologyError

_PREFIX = re.compile(r"^\s*(?:@prefix|PREFIX)\s+([\w.-]*):\s*<([^>]*)>", re.IGNORECASE | re.MULTILINE)


def parse_turtle(graph: Graph, path: Path, *, name: str | None = None) -> None:
    """Add a Turtle file to a graph.

    Args:
        graph: takes up what the file says.
        path: the file.
        name: how it is called in messages; its path where None.

    Raises:
        OntologyError: the file is missing or no Turtle, which is told with its line.
    """
    try:
        graph.parse(path, format="turtle")
    except FileNotFoundError:
        raise OntologyError([f"{name or path}: missing"]) from None
    except Exception as error:  # rdflib's Turtle parser raises BadSyntax, and plain errors on bad literals
        line = getattr(error, "lines", None)
        reason = getattr(error, "_why", None) or (str(error).splitlines() or [type(error).__name__])[0]
        raise OntologyError([f"{name or path}:{line + 1 if line is not None else 1}: not Turtle: {reason}"]) from error


@dataclass(eq=False)
class TurtleFile:
    """One Turtle file: its graph, its prefixes, and the lines of its subjects.

    Args:
        path: the file.
        name: how it is called in messages.
    """

    path: Path
    name: str
    graph: Graph = field(default_factory=Graph)

    def parse(self) -> None:
        """Read the file.

        Raises:
            OntologyError: the file is missing or no Turtle.
        """
        parse_turtle(self.graph, self.path, name=self.name)

    @cached_property
    def text(self) -> str:
        """The text of the file."""
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def _lines(self) -> list[str]:
        return self.text.splitlines()

    def prefixes(self) -> Iterator[tuple[str, str, int]]:
        """Yield each declared prefix with its namespace and its line."""
        for match in _PREFIX.finditer(self.text):
            yield match[1], match[2], self.text.count("\n", 0, match.start(1)) + 1

    @cached_property
    def _spellings(self) -> dict[str, str]:
        return {namespace: prefix for prefix, namespace, _ in self.prefixes()}

    def spellings(self, iri: str) -> tuple[str, ...]:
        """Return the ways in which the file may write an IRI."""
        short = [f"{p}:{iri.removeprefix(ns)}" for ns, p in self._spellings.items() if iri.startswith(ns)]
        return (*short, f"<{iri}>")

    def line(self, subject: str, about: str | None = None) -> int:
        """Return the line on which a subject is described; with `about`, the line of that term after it.

        The first line of the file when neither can be found, as for nodes without a name.
        """
        at = self._find(subject, 0, start=True)
        if at is None:
            at = self._find(subject, 0, start=False)
        if about is not None:
            within = self._find(about, at or 0, start=False)
            at = within if within is not None else at
        return (at or 0) + 1

    def _find(self, iri: str, first: int, *, start: bool) -> int | None:
        words = "|".join(map(re.escape, self.spellings(iri)))
        pattern = re.compile(rf"{'^' if start else '(?<![^ ,;(^[])'}(?:{words})(?![\w-])")
        return next((i for i in range(first, len(self._lines)) if pattern.search(self._lines[i])), None)
