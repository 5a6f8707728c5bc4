"""Prepared queries: SPARQL files of a domain, with their titles and parameters in the first comment lines.

    # strikes: Who strikes against whom
    # One row for each actor, target and status.
    # param union: string? Only this union (part of a name)
    # param status: concept(ir:Status)? Only strikes of this status
    SELECT ... WHERE {
      VALUES ($UNION $STATUS) { (UNDEF UNDEF) }
      ...

A type is one of string, date, integer, decimal, iri, concept (a scheme may follow); `?` makes the parameter
optional, `=value` gives a default. The file is SPARQL as it stands: the parameter `union` is the variable
`$UNION`, and each `VALUES` of parameters whose only row is UNDEF takes what is given, as RDF terms.

What must match stands before the first OPTIONAL. What follows one is joined to it pair by pair: 60 s instead of
0.1 s for 2,000 documents. `docs/decisions/0016-queries-on-large-graphs.md` says what else the engine's planner needs.

A comment `# named union ?who: ?event ir:actor ?who .` in the query says where the things stand whose names hold the
value of `union`. Whoever asks finds them first, so that the engine begins with them and not with all events: where
they are known, the line is `VALUES ?who { … } ?event ir:actor ?who .`, which never changes what is answered.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from kg.errors import OntologyError, UnknownName, UsageError
from kg.query.parameters import TYPES, Parameter, term

if TYPE_CHECKING:
    from kg.ontology import Ontology

_TITLE = re.compile(r"# ([\w-]+): (\S.*)")
_PARAM = re.compile(r"# param ([a-z]\w*): ([a-z]+)(?:\(([\w-]+:[\w-]+)\))?(\?)?(?:=(\S+))?(?: (\S.*))?")
_NAMED = re.compile(r"(?m)^( *)# named ([a-z]\w*) (\?\w+): (.+)$")
_VALUES = re.compile(r"(VALUES *\((?P<names> *(?:\$[A-Z]\w* *)+)\) *\{ *\()(?: *UNDEF\b)+ *(?=\) *\})")


@dataclass(frozen=True, slots=True)
class PreparedQuery:
    """A query that is asked by name."""

    name: str
    title: str
    description: str
    parameters: tuple[Parameter, ...]
    text: str
    path: Path

    @property
    def naming(self) -> frozenset[str]:
        """The parameters of which the query says where the things stand that they name."""
        return frozenset(found[2] for found in _NAMED.finditer(self.text))

    def bind(
        self,
        values: Mapping[str, object],
        *,
        ontology: Ontology,
        things: Mapping[str, Sequence[str]] = MappingProxyType({}),
    ) -> str:
        """Return the query as SPARQL with the values of its parameters; its lines are those of the file.

        Args:
            values: of the parameters.
            ontology: of the query's domain.
            things: the IRIs of all things that a parameter of `naming` names. The query answers the same without.

        Raises:
            UsageError: a parameter is unknown, missing, or has a value of the wrong type.
        """
        known = {p.name: p for p in self.parameters}
        usage = f"parameters: {' '.join(p.usage for p in self.parameters) or 'none'}"
        for name in values:
            if name not in known:
                raise UsageError(f"{self.name} has no parameter {name!r}; {usage}")
        given = {p.name: values.get(p.name, p.default) for p in self.parameters}
        missing = [p.name for p in self.parameters if p.required and given[p.name] is None]
        if missing:
            raise UsageError(f"{self.name} needs {', '.join(missing)}; {usage}")
        try:
            terms = {n: str(term(known[n], v, ontology)) for n, v in given.items() if v is not None}
        except UsageError as error:
            raise UsageError(f"{self.name}: {error}") from None

        def fill(block: re.Match[str]) -> str:
            return block[1] + " ".join(terms.get(v[1:].lower(), "UNDEF") for v in block["names"].split())

        def begin(line: re.Match[str]) -> str:
            if line[2] not in things:
                return line[0]
            return f"{line[1]}VALUES {line[3]} {{ {' '.join(f'<{iri}>' for iri in things[line[2]])} }} {line[4]}"

        return _VALUES.sub(fill, _NAMED.sub(begin, self.text))


def list_queries(ontology: Ontology) -> list[PreparedQuery]:
    """Return the prepared queries of a domain, sorted by name.

    Raises:
        OntologyError: the first lines of a file are not in the form that this module describes.
    """
    return [_read(path, ontology) for path in _files(ontology).values()]


def load_query(ontology: Ontology, name: str) -> PreparedQuery:
    """Return the prepared query with this name.

    Raises:
        UnknownName: there is none.
        OntologyError: the first lines of its file are not in the form that this module describes.
    """
    files = _files(ontology)
    if name not in files:
        raise UnknownName("query", name, files)
    return _read(files[name], ontology)


def _files(ontology: Ontology) -> dict[str, Path]:
    return {path.stem: path for path in sorted((ontology.folder / "queries").glob("*.rq"))}


def _read(path: Path, ontology: Ontology) -> PreparedQuery:
    text = path.read_text(encoding="utf-8")
    lines = text.split("\n")
    end = next((i for i, line in enumerate(lines) if not line.startswith("#")), len(lines))
    title = _TITLE.fullmatch(lines[0])
    if title is None or title[1] != path.stem:
        raise OntologyError([f"{path}:1: the first line must be `# {path.stem}: title`"])
    described = [line[1:].strip() for line in lines[1:end] if not line.startswith("# param")]
    parameters = tuple(
        _parameter(line, f"{path}:{i}", ontology) for i, line in enumerate(lines[:end], 1) if line.startswith("# param")
    )
    _check_values(path, text, {p.name for p in parameters})
    _check_named(path, text, {p.name for p in parameters})
    return PreparedQuery(path.stem, title[2].strip(), " ".join(described), parameters, text, path)


def _check_named(path: Path, text: str, names: set[str]) -> None:
    for found in _NAMED.finditer(text):
        if found[2] not in names:
            raise OntologyError([f"{path}:1: the parameter {found[2]} is not declared, and a line says what it names"])


def _parameter(line: str, where: str, ontology: Ontology) -> Parameter:
    match = _PARAM.fullmatch(line.rstrip())
    if match is None:
        raise OntologyError([f"{where}: not a parameter; write `# param name: type? What it does`"])
    name, kind, scheme, optional, default, description = match.groups()
    if kind not in TYPES:
        raise OntologyError([f"{where}: {kind} is no type of a parameter. Types: {', '.join(TYPES)}"])
    return Parameter(
        name=name,
        type=kind,
        description=description or "",
        optional=optional is not None,
        default=default,
        scheme=ontology.expand(scheme) if scheme else None,
    )


def _check_values(path: Path, text: str, names: set[str]) -> None:
    bound = {v[1:].lower() for block in _VALUES.finditer(text) for v in block["names"].split()}
    used = {v.lower() for v in re.findall(r"\$(\w+)", re.sub(r"(?m)^#.*$", "", text))}
    for name in sorted(names ^ bound | used - names):
        reason = "is declared, but no VALUES (…) { (UNDEF …) } takes it" if name in names else "is not declared"
        raise OntologyError([f"{path}:1: the parameter {name} {reason}"])
