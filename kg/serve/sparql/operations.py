"""What a request to the endpoint asks for, as the SPARQL 1.1 Protocol has it.

Source: https://www.w3.org/TR/sparql11-protocol/ (section 2).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from email.message import Message
from typing import Literal
from urllib.parse import parse_qsl

import pyoxigraph as ox

from kg.errors import RequestRefused

FORM, QUERY, UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
MAX_FIELDS = 2000
DATASET = {
    "query": ("default-graph-uri", "named-graph-uri"),
    "update": ("using-graph-uri", "using-named-graph-uri"),
}


@dataclass(frozen=True, slots=True)
class Operation:
    """What is to be done: a service description, or a query or update with its dataset.

    `default` and `named` are the IRIs of the graphs that the request names, None where it names neither kind.
    """

    kind: Literal["describe", "query", "update"]
    text: str = ""
    default: tuple[str, ...] | None = None
    named: tuple[str, ...] | None = None


def from_address(query_string: bytes) -> Operation:
    """Return what a GET asks for.

    Raises:
        RequestRefused: 400, where that is not clear; 405 for an update, which is never made by GET.
    """
    fields = _fields(query_string, "the address")
    if any(name == "update" for name, _ in fields):
        raise RequestRefused(405, "an update is made by POST, never by GET")
    if not any(name == "query" for name, _ in fields):
        return Operation("describe")
    return _operation("query", _only(fields, "query"), fields)


def from_body(query_string: bytes, content_type: str | None, body: bytes) -> Operation:
    """Return what a POST asks for.

    Raises:
        RequestRefused: 400, where that is not clear or not UTF-8; 415 for another type of content.
    """
    fields = _fields(query_string, "the address")
    if any(name in DATASET for name, _ in fields):
        raise RequestRefused(400, "with POST, the query or update stands in the body and not in the address")
    media_type = utf8_type(content_type)
    if media_type == FORM:
        fields += _fields(body, "the form")
        asked = [name for name, _ in fields if name in DATASET]
        if len(asked) != 1:
            raise RequestRefused(400, f"the form must hold one field `query` or `update`, and holds {len(asked)}")
        kind: Literal["query", "update"] = "query" if asked[0] == "query" else "update"
        return _operation(kind, _only(fields, kind), fields)
    if media_type not in (QUERY, UPDATE):
        raise RequestRefused(415, f"the Content-Type must be {FORM}, {QUERY} or {UPDATE}")
    return _operation("query" if media_type == QUERY else "update", decoded(body, "the body"), fields)


def utf8_type(content_type: str | None) -> str:
    """Return the media type of a Content-Type header, "" where there is none.

    Raises:
        RequestRefused: 415, where it names another encoding than UTF-8.
    """
    header = Message()
    header["content-type"] = content_type or ""
    charset = header.get_param("charset")
    if charset is not None and str(charset).lower() not in ("utf-8", "utf8", "us-ascii"):
        raise RequestRefused(415, "the content must be in UTF-8")
    return (content_type or "").partition(";")[0].strip().lower()


def decoded(content: bytes, what: str) -> str:
    """Return content as text.

    Raises:
        RequestRefused: 400, where it is not UTF-8.
    """
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RequestRefused(400, f"{what} is not UTF-8 at byte {error.start}") from None


def _fields(encoded: bytes, what: str) -> list[tuple[str, str]]:
    try:
        text = encoded.decode("ascii")
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MAX_FIELDS)
    except UnicodeDecodeError:
        raise RequestRefused(400, f"{what} is not UTF-8, percent-encoded") from None
    except ValueError:
        raise RequestRefused(400, f"{what} has more than {MAX_FIELDS} fields") from None


def _only(fields: Sequence[tuple[str, str]], name: str) -> str:
    values = [value for field, value in fields if field == name]
    if len(values) != 1:
        raise RequestRefused(400, f"one field `{name}` is expected, and there are {len(values)}")
    return values[0]


def _operation(kind: Literal["query", "update"], text: str, fields: Sequence[tuple[str, str]]) -> Operation:
    other = "update" if kind == "query" else "query"
    for name, _ in fields:
        if name in DATASET[other]:
            raise RequestRefused(400, f"`{name}` does not go with a {kind}; it takes {' and '.join(DATASET[kind])}")
    default, named = (tuple(_iri(v, name) for f, v in fields if f == name) for name in DATASET[kind])
    if not default and not named:
        return Operation(kind, text)
    return Operation(kind, text, default, named)


def _iri(value: str, name: str) -> str:
    try:
        ox.NamedNode(value)
    except ValueError:
        raise RequestRefused(400, f"`{name}` takes a whole IRI, with its scheme") from None
    return value
