"""What a check finds, before it is put in words."""

from __future__ import annotations

from dataclasses import dataclass

from rdflib.term import Node


@dataclass(frozen=True, slots=True)
class Finding:
    """A node, the path from it and the value there that is wrong, and what would be right."""

    focus: Node
    path: str
    value: Node | None
    message: str
    constraint: str = ""
