"""From a parsed document to what it says: entities, events, relations and statements, each with its evidence."""

from __future__ import annotations

from kg.extract.reading import read_document

__all__ = ["read_document"]
