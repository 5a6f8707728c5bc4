"""JSON Lines: one article a line, `{"id", "title", "date", "text", "url", "source"}`; only `text` is required."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator

from kg.errors import ReadError
from kg.model import Document
from kg.readers.decode import MARKS, check_binary, decode
from kg.readers.mistake import mistake
from kg.readers.record import make_document

HEAD = 1024  # bytes that tell a binary file; further on, a NUL spoils its line only


def read(data: bytes, *, origin: str) -> Iterator[Document | ReadError]:
    """Yield an article, or what is wrong with it, for each line that is not blank.

    Fields that mean nothing to kg are kept in `extra`, those that are no strings as compact JSON.

    Raises:
        ReadError: the file is binary or holds no line at all.
    """
    check_binary(data[:HEAD], origin=origin)
    if data.startswith(MARKS):
        data = decode(data, origin=origin).encode("utf-8", "surrogatepass")
    if not data.removeprefix(codecs.BOM_UTF8).strip():
        raise mistake(origin, "empty: there is no line", 'write one {"id": ..., "text": ...} a line')
    offset = 0
    for number, line in enumerate(data.split(b"\n"), start=1):
        where = f"{origin}:{number}"
        try:
            text = decode(line, origin=where, offset=offset)
            if text.strip():
                yield _document(text, where)
        except ReadError as error:
            yield error
        offset += len(line) + 1


def _document(line: str, where: str) -> Document:
    """Return the document that one line holds."""
    fields = _object(line, where)
    text = fields.pop("text", None)
    if not isinstance(text, str):
        wrong = f"text is no string but {_kind(text)}" if text is not None else f"no text; fields: {_names(fields)}"
        raise mistake(where, wrong, 'give the article in the field "text"')
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
    return ", ".join(fields) or "none"
