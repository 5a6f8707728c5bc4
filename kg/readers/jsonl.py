"""JSON Lines: one article a line, `{"id", "title", "date", "text", "url", "source"}`; only `text` is required."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import BinaryIO

from kg.errors import ReadError
from kg.model import Document
from kg.readers.decode import decode
from kg.readers.intake import Intake
from kg.readers.lines import lines
from kg.readers.mistake import mistake
from kg.readers.record import make_document

FEW = 8  # fields in a message
TEXT = "text"  # the field of the article's words, unless the user names another


def read(file: BinaryIO, *, origin: str, intake: Intake) -> Iterator[Document | ReadError]:
    """Yield an article, or what is wrong with it, for each line that is not blank.

    Fields that mean nothing to kg are kept in `extra`, those that are no strings as compact JSON.

    Raises:
        ReadError: the file is binary or holds no line at all.
    """
    found = False
    for line in lines(file, origin=origin, most=intake.limits.whole):
        if isinstance(line, ReadError):
            found = True
            yield line
            continue
        where = f"{origin}:{line.number}"
        try:
            text = decode(line.data.removesuffix(b"\n"), origin=where, offset=line.offset)
            if text.strip():
                found = True
                yield _document(text, where, intake.text_column or TEXT)
        except ReadError as error:
            found = True
            yield error
    if not found:
        raise mistake(origin, "empty: there is no line", 'write one {"id": ..., "text": ...} a line')


def _document(line: str, where: str, column: str) -> Document:
    """Return the document that one line holds."""
    fields = _object(line, where)
    text = fields.pop(column, None)
    if not isinstance(text, str):
        is_none = f"{column} is no string but {_kind(text)}"
        wrong = is_none if text is not None else f"no {column}; fields: {_names(fields)}"
        raise mistake(where, wrong, f'give the article in the field "{column}"')
    return make_document(text, origin=where, fields=fields)


def _object(line: str, where: str) -> dict[str, object]:
    """Return the JSON object that `line` holds."""
    right = 'write one {"id": ..., "text": ...} a line'
    try:
        record = json.loads(line)
    except json.JSONDecodeError as error:
        raise mistake(where, f"not JSON: {error.msg} (column {error.colno})", right) from error
    except (ValueError, RecursionError) as error:  # a number of over 4,300 digits, thousands of brackets
        raise mistake(where, f"not JSON that can be read: {error}", right) from error
    if not isinstance(record, dict):
        raise mistake(where, f"not a JSON object but {_kind(record)}", right)
    return record


def _kind(value: object) -> str:
    """Return what JSON calls a value like this."""
    names = {list: "a list", dict: "an object", str: "a string", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number")


def _names(fields: dict[str, object]) -> str:
    """Return the names of the fields, for a message."""
    shown = ", ".join(list(fields)[:FEW])
    return f"{shown}, …" if len(fields) > FEW else shown or "none"
