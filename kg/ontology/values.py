"""The literals that fill roles: days, of which a part may be unknown, and numbers."""

from __future__ import annotations

import re

from rdflib.namespace import XSD

from kg.model import Value
from kg.ontology.records import Role

_DAYS = (
    (re.compile(r"\d{4}-\d\d-\d\d"), XSD.date),
    (re.compile(r"--\d\d-\d\d"), XSD.gMonthDay),
    (re.compile(r"--\d\d"), XSD.gMonth),
    (re.compile(r"\d{4}-\d\d"), XSD.gYearMonth),
    (re.compile(r"\d{4}"), XSD.gYear),
)


def day(text: str) -> Value:
    """Return an ISO date, or as much of one as is known (`--02-01`, `2005-03`), as a literal."""
    return Value(text, str(next((kind for form, kind in _DAYS if form.fullmatch(text)), XSD.string)))


def number(value: float, role: Role, qualifier: str | None = None) -> Value:
    """Return a number as a literal: whole where the role's range says so, else with four decimal places at most."""
    if str(XSD.integer) in role.ranges:
        return Value(str(int(value)), str(XSD.integer), qualifier)
    return Value(f"{value:.4f}".rstrip("0").rstrip(".") or "0", str(XSD.decimal), qualifier)
