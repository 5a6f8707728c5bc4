"""Drawing: a networkx graph becomes one interactive HTML page that needs nothing but a browser.

The graph comes ready made; nothing here knows a domain, a store or a file.
"""

from kg.view.page import render
from kg.view.project import COLOURS, STATUSES, Line, Sentence
from kg.view.select import around, most_connected

__all__ = ["COLOURS", "STATUSES", "Line", "Sentence", "around", "most_connected", "render"]
