"""From the columns of a table to the fields of an article, by the names that such columns commonly have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from kg.model import Document
from kg.readers.mistake import mistake, one_line
from kg.readers.record import make_document

TEXT = "text"
NAMES: Mapping[str, Sequence[str]] = {
    TEXT: ("text", "body", "content", "article", "articletext", "articlebody", "fulltext", "maintext", "plaintext"),
    "id": ("id", "identifier", "docid", "documentid", "articleid", "guid"),
    "title": ("title", "headline", "heading"),
    "date": ("date", "published", "publishdate", "publicationdate", "datepublished", "publishedat", "pubdate"),
    "source": ("source", "publication", "newspaper", "publisher", "outlet", "sourcename"),
    "url": ("url", "link", "sourceurl", "weburl"),
}
SHOWN = 12  # columns in a message


def name_columns(columns: Sequence[str], *, text_column: str | None, origin: str) -> dict[str, str]:
    """Return for each column the name of the field that it holds: its own, where it means nothing to kg.

    Args:
        columns: As the table calls them.
        text_column: The one with the articles' words; without it, the first of the names that are usual.
        origin: What the table is called in messages.

    Raises:
        ReadError: there is no column of text.
    """
    given = [one_line(column).strip() for column in columns]
    found: dict[str, str] = {}  # by field
    for field, names in NAMES.items():
        folded = {"".join(filter(str.isalnum, name)).casefold(): name for name in reversed(given)}
        if (name := next((name for name in names if name in folded), None)) is not None:
            found[field] = folded[name]
    if text_column is not None:
        found[TEXT] = text_column
    if found.get(TEXT) not in given:
        shown = ", ".join(given[:SHOWN]) + (", …" if len(given) > SHOWN else "")
        wrong = f"no column {text_column}" if text_column is not None else "no column that is known to hold the text"
        raise mistake(origin, f"{wrong}; columns: {shown or 'none'}", "name the one with the text by --text-column")
    fields = {column: field for field, column in found.items()}
    return {column: fields.get(name, name) for column, name in zip(columns, given, strict=True)}


def make_row(row: Mapping[str, object], *, origin: str) -> Document:
    """Return the document of a row of a table, whose columns have the names of fields.

    Raises:
        ReadError: there is no text in it, or a field is not what it should be.
    """
    fields = {name: _plain(value) for name, value in row.items()}
    text = fields.pop(TEXT, None)
    if text is None or not str(text).strip():
        raise mistake(origin, "empty: there is no text", "give the words of the article")
    if not isinstance(text, str):
        raise mistake(origin, f"the text is no text but {type(text).__name__}", "name another column by --text-column")
    return make_document(text, origin=origin, fields=fields)


def _plain(value: object) -> object:
    """Return a value as JSON could hold it."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if value is None or isinstance(value, str | int | bool):
        return value
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, Sequence):
        return [_plain(one) for one in value]
    return str(value)
