"""Loads `names/*.csv`: the names that are known beforehand."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence

from kg.frames.records import Entry
from kg.frames.source import Source
from kg.ontology import Ontology

COLUMNS = ["name", "aliases", "cautious", "class", "iri", "country"]
_IDENTITY = re.compile(r"[a-z0-9-]+")
Row = tuple[Source, int, Entry]


def load_entries(sources: Sequence[Source]) -> dict[str, Entry]:
    """Return the entries of gazetteer files by their identity.

    Two entries may share a name only where both are cautious of it: then it counts only with context.
    """
    rows = [row for source in sources for row in _rows(source)]
    first: dict[str, Row] = {}
    for source, line, entry in rows:
        known = first.setdefault(entry.identity, (source, line, entry))
        if known[2] is not entry:
            text = f"{entry.name}: iri {entry.identity!r} stands twice, also {_place(known, source)}"
            source.wrong(line, f"{text}; each entry has its own")
    _shared_names(rows)
    return {identity: entry for identity, (_, _, entry) in first.items()}


def countries_of(ontology: Ontology) -> dict[str, str]:
    """Return the country of each thing of a domain's gazetteers, by identity.

    Rows with mistakes, of which `load_entries` tells, are left out.
    """
    found = {}
    for path in sorted((ontology.folder / "names").glob("*.csv")):
        with path.open(encoding="utf-8", errors="replace", newline="") as file:
            for row in csv.DictReader(file):
                if row.get("iri") and row.get("country"):
                    found[row["iri"]] = row["country"]
    return found


def country_names(ontology: Ontology) -> dict[str, str]:
    """Return what countries are called, by their codes: the first place of each in a domain's gazetteers."""
    places = {ontology.shorten(iri) for iri in ontology.below("Place")}
    found: dict[str, str] = {}
    for path in sorted((ontology.folder / "names").glob("*.csv")):
        with path.open(encoding="utf-8", errors="replace", newline="") as file:
            for row in csv.DictReader(file):
                if row.get("class") in places and row.get("name") and row.get("country"):
                    found.setdefault(str(row["country"]), str(row["name"]))
    return found


def _shared_names(rows: Sequence[Row]) -> None:
    holders: dict[str, list[Row]] = {}
    for row in rows:
        entry = row[2]
        for name in dict.fromkeys((entry.name, *entry.aliases, *sorted(entry.cautious))):
            holders.setdefault(name, []).append(row)
    for name, held in holders.items():
        if len(held) < 2:
            continue
        for row in held:
            source, line, entry = row
            if name not in entry.cautious:
                other = next(h for h in held if h is not row)
                text = f"{entry.name}: {name!r} is also a name of {other[2].name} ({_place(other, source)})"
                source.wrong(line, f"{text}; it must stand in the column cautious of both")


def _place(row: Row, beside: Source) -> str:
    source, line, _ = row
    return f"on line {line}" if source is beside else f"{source.name}:{line}"


def _rows(source: Source) -> Iterator[Row]:
    try:
        text = source.path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        source.wrong(1, f"not UTF-8: {error.reason} at byte {error.start}")
        return
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(reader, [])
        if header != COLUMNS:
            source.wrong(1, f"the columns are {','.join(header)}; {','.join(COLUMNS)} is right")
            return
        for row in reader:
            entry = _entry(source, reader.line_num, row)
            if entry is not None:
                yield source, reader.line_num, entry
    except csv.Error as error:
        source.wrong(reader.line_num, f"not CSV: {error}")


def _entry(source: Source, line: int, row: list[str]) -> Entry | None:
    if len(row) != len(COLUMNS):
        source.wrong(
            line,
            f"{row[0] if row else 'an empty line'}: {len(row)} fields; {len(COLUMNS)} are right: {','.join(COLUMNS)}",
        )
        return None
    name, aliases, cautious, curie, identity, country = row
    for column, value in (("name", name), ("class", curie), ("iri", identity)):
        if not value.strip():
            source.wrong(line, f"{name or identity}: no {column}; every entry has one")
            return None
    if not _IDENTITY.fullmatch(identity):
        source.wrong(line, f"{name}: iri {identity!r}; a-z, 0-9 and - are right")
        return None
    type_ = source.type(curie, line, f"{name}: ")
    if type_ is None:
        return None
    return Entry(
        identity=identity,
        name=name,
        aliases=tuple(filter(None, aliases.split("|"))),
        cautious=frozenset(filter(None, cautious.split("|"))),
        type=type_,
        country=country,
    )
