"""Markdown with YAML front matter, as site generators and note programs write it.

Offsets refer to the whole file; the front matter and the markers of headings are left out of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from kg.model import Document
from kg.readers.decode import decode
from kg.readers.identity import stem
from kg.readers.mistake import mistake
from kg.readers.record import make_document

FRONT_MATTER = re.compile(r"---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
OPENED = re.compile(r"---[ \t]*\r?\n[A-Za-z_][\w-]*:(?:\s|$)")
HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+", re.MULTILINE)
LONGEST = 100_000  # characters of front matter, which is parsed at as much a second
NULLS = frozenset({"", "~", "null", "Null", "NULL"})


def read(data: bytes, *, origin: str) -> Iterator[Document]:
    """Yield the article in a Markdown file.

    Front matter gives `id`, `title`, `date`, `source` and `url`; the identifier is else the file's name without
    suffix. Other fields are kept in `extra`.

    Raises:
        ReadError: the file is binary, blank, in an encoding that cannot be told, or its front matter is wrong.
    """
    original = decode(data, origin=origin)
    fields, body = _front_matter(original, origin)
    skip = [(0, body)] if body else []
    skip += [match.span() for match in HEADING.finditer(original, body)]
    yield make_document(original, origin=origin, fields=fields, given_id=stem(origin), skip=skip)


def _front_matter(original: str, origin: str) -> tuple[dict[str, object], int]:
    """Return the fields of the front matter, and where the body begins."""
    block = FRONT_MATTER.match(original)
    if block is not None and len(block.group(1)) > LONGEST:
        wrong = f"front matter of {len(block.group(1)):,} characters"
        raise mistake(f"{origin}:1", wrong, "write the article below a line ---")
    if block is None:
        if OPENED.match(original):
            raise mistake(f"{origin}:1", "front matter has no end", "write a line --- below its last field")
        return {}, 0
    fields = _fields(block.group(1), origin)
    return ({}, 0) if fields is None else (fields, block.end())


def _fields(block: str, origin: str) -> dict[str, object] | None:
    """Return the mapping that the block holds, scalars as they are written; None if it is no mapping.

    PyYAML's base loader builds strings, lists and mappings only: an identifier 007 or a wrong date stays as it is.
    """
    right = "write one 'name: value' a line, with quotation marks round a value that holds a colon"
    try:
        loaded = yaml.load(block, Loader=yaml.BaseLoader)  # fails early on deep nesting, which makes parse slow
        events = yaml.parse(block, Loader=yaml.BaseLoader) if "*" in block else ()
        if any(isinstance(event, yaml.AliasEvent) for event in events):
            raise mistake(
                origin, "front matter holds an alias (*name)", "write the value out"
            )  # it may grow without end
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        raise mistake(f"{origin}:{line}", f"front matter is not YAML: {error.problem}", right) from error
    except (yaml.YAMLError, RecursionError, TypeError) as error:
        raise mistake(f"{origin}:1", f"front matter is not YAML: {error}", right) from error
    if loaded in (None, ""):
        return {}
    if not isinstance(loaded, dict):
        return None
    return {str(name): None if isinstance(value, str) and value in NULLS else value for name, value in loaded.items()}
