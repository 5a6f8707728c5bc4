"""RDF terms as Python values, and values as text for people."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

import pyoxigraph as ox

XSD = "http://www.w3.org/2001/XMLSchema#"
INTEGERS = frozenset(
    XSD + name
    for name in (
        *("integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger"),
        *("nonPositiveInteger", "negativeInteger", "unsignedInt", "unsignedLong", "unsignedShort", "unsignedByte"),
    )
)

Value = str | int | float | Decimal | bool | date | None
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


class Iri(str):
    """An IRI: a string like any other, whose `short` form (a prefixed name) is what tables show.

    Examples:
        >>> Iri("http://www.w3.org/ns/org#Site", short="org:Site")
        org:Site
    """

    __slots__ = ("short",)
    short: str

    def __new__(cls, iri: str, *, short: str | None = None) -> Iri:
        """Return an IRI with its short form; without one it is shown in full."""
        made = super().__new__(cls, iri)
        made.short = short or iri
        return made

    def __repr__(self) -> str:
        return self.short

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, str]]:
        return (str(self),), {"short": self.short}


def to_python(term: Term | None, shorten: Callable[[str], str]) -> Value:
    """Return the Python value of a term: an `Iri`, a number, date or truth value, else a string.

    A literal outside the range of its type, and a date of which a part is unknown, stays the string it is.
    """
    if isinstance(term, ox.NamedNode):
        return Iri(term.value, short=shorten(term.value))
    if isinstance(term, ox.Literal):
        return _literal(term.value, term.datatype.value)
    return None if term is None else str(term)


def _literal(lexical: str, datatype: str) -> Value:
    kind = datatype.removeprefix(XSD)
    try:
        if datatype in INTEGERS:
            return int(lexical)
        if kind == "date":
            return date.fromisoformat(lexical)
        if kind == "dateTime":
            return datetime.fromisoformat(lexical)
        if kind == "decimal":
            return Decimal(lexical)
        if kind in ("double", "float"):
            return float(lexical)
        if kind == "boolean" and lexical in ("true", "false", "1", "0"):
            return lexical in ("true", "1")
    except (ValueError, InvalidOperation):
        return lexical
    return lexical


def display(value: Value) -> str:
    r"""Return a value as one line for people: no line breaks, no characters that steer a terminal.

    Examples:
        >>> display("two\nlines"), display(None), display(True)
        ('two lines', '', 'true')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    text = value.short if isinstance(value, Iri) else str(value)
    return clean(" ".join(text.split()) if any(c in text for c in "\n\r\t\v\f\u2028\u2029") else text)


def clean(text: str) -> str:
    """Return a text with its control and direction characters shown as U+FFFD."""
    if text.isprintable():
        return text
    return "".join("\N{REPLACEMENT CHARACTER}" if unicodedata.category(c) in ("Cc", "Cf", "Cs") else c for c in text)
