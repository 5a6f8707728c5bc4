"""Judges a graph by the SHACL shapes of its domain; every violation comes with the sentence that was read.

Example:
    >>> for violation in validate(store, ontology):  # doctest: +SKIP
    ...     print(violation)
"""

from __future__ import annotations

from kg.validate.validation import validate
from kg.validate.violation import Violation

__all__ = ["Violation", "validate"]
