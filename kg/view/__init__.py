"""Drawing: a graph becomes one interactive HTML page that needs nothing but a browser.

The graph comes ready made; nothing here knows a domain, a store or a file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.view.page import render as render
    from kg.view.project import COLOURS as COLOURS
    from kg.view.project import STATUSES as STATUSES
    from kg.view.project import Line as Line
    from kg.view.project import Sentence as Sentence
    from kg.view.select import around as around
    from kg.view.select import most_connected as most_connected

_HOME = {
    "COLOURS": "project",
    "STATUSES": "project",
    "Line": "project",
    "Sentence": "project",
    "around": "select",
    "most_connected": "select",
    "render": "page",
}

__all__ = ["COLOURS", "STATUSES", "Line", "Sentence", "around", "most_connected", "render"]


def __getattr__(name: str) -> Any:  # the names above are loaded when asked for: a server draws nothing itself
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"kg.view.{_HOME[name]}"), name)
