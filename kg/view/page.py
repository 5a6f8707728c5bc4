"""The page itself: pyvis makes the picture's code, which is then put into a page that can be trusted.

pyvis asks a CDN for style sheets and lets some of its data run as script. So of its output only the
inline scripts are kept; they get ids, places and shapes and no word of the data. Words go in as JSON
that no browser runs, and a content security policy allows exactly the scripts that stand here.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from html import escape
from html.parser import HTMLParser
from importlib.resources import files
from string import Template
from typing import Any

import networkx as nx
from pyvis.network import Network

from kg.errors import UsageError
from kg.view import look
from kg.view.layout import positions
from kg.view.project import COLOURS, STATUSES, Json, Line, Sentence, project
from kg.view.select import most_connected

SCRIPTS = ("dom.js", "labels.js", "canvas.js", "panel.js", "search.js", "table.js", "page.js")
SLOW = 1500  # above this many edges they are not drawn while the picture is dragged


def render(
    graph: nx.MultiDiGraph,
    sentences: Mapping[str, Sentence],
    *,
    title: str,
    statuses: Mapping[str, Line] = STATUSES,
    max_nodes: int = 500,
    note: str | None = None,
    colour: str = COLOURS[0],
) -> str:
    """Return one HTML page that shows a graph and the sentences behind it, and needs no other file.

    Args:
        graph: nodes are IRIs with `label`, `class`, `class_label`, `kind` ("entity" or "event"),
            `status`, `documents`, `date` and `evidence`; edges have the predicate's IRI as key, and
            `label`, `status` and `evidence` (ids of sentences). Both may have `belief` and `sources`, and nodes
            `centrality`, which makes them larger, `community` and `community_label`. It is not changed.
        sentences: what the ids of `evidence` stand for.
        title: the page's heading.
        statuses: how each status is drawn, in the order of the legend.
        max_nodes: a larger graph is cut to its most connected part, and the page says so.
        note: a line below the heading, such as how the graph was chosen.
        colour: what colours stand for at first, one of `COLOURS`; the page lets its reader change that.

    Returns:
        The document; write it as UTF-8. The same input gives the same text.

    Raises:
        UnknownName: a status or a sentence that is not given.
        UsageError: `max_nodes` is less than 1, or colours cannot stand for `colour`.
    """
    if colour not in COLOURS:
        raise UsageError(f"colours cannot stand for {colour!r}; they stand for: {', '.join(COLOURS)}")
    shown = graph.subgraph(most_connected(graph, max_nodes)) if len(graph) > max_nodes else graph
    data = project(shown, sentences, statuses=statuses)
    data["banner"] = _banner(graph, shown)
    data["colour"] = colour if data["communities"] else COLOURS[0]
    picture = _scripts(_network(shown, data).generate_html())
    own = "\n".join(f"// {name}\n{_asset(name)}" for name in SCRIPTS)
    scripts = [*picture, f'(() => {{\n"use strict";\n{own}}})();\n']
    style = _asset("page.css")
    return Template(_asset("page.html")).substitute(
        policy=_policy(scripts, style),
        title=escape(title),
        note=escape(note or ""),
        style=style,
        data=_safe_json(data),
        scripts="\n".join(f"<script>{script}</script>" for script in scripts),
    )


def _banner(graph: nx.MultiDiGraph, shown: nx.MultiDiGraph) -> str | None:
    """Return what the page says about the part of the graph that it leaves out."""
    if len(shown) == len(graph):
        return None
    return (
        f"Showing {len(shown):,} of {len(graph):,} nodes: the most connected; "
        f"{shown.number_of_edges():,} of {graph.number_of_edges():,} edges run between them."
    )


def _network(graph: nx.MultiDiGraph, data: Json) -> Any:
    """Return the pyvis network: ids, places, shapes and curves, but no words (page.js adds those)."""
    boxes = {node["iri"]: look.box(node["caption"], node["weight"]) for node in data["nodes"]}
    places = positions(graph, boxes)
    network = Network(directed=True, cdn_resources="in_line", height="100%", width="100%")
    network.options = json.loads(_asset("options.json"))
    network.options["interaction"]["hideEdgesOnDrag"] = len(data["edges"]) > SLOW
    for node in data["nodes"]:
        x, y = places[node["iri"]]
        network.add_node(
            node["id"],
            label=" ",
            shape=data["classes"][node["class"]]["shape"],
            size=look.size(node["weight"]),
            font={"size": look.font(node["weight"])},
            x=x,
            y=y,
        )
    for edge in data["edges"]:
        width = look.width(len(edge["evidence"]))
        network.add_edge(edge["from"], edge["to"], id=edge["id"], width=width, **_curve(edge))
    return network


def _curve(edge: Json) -> Json:
    bend = edge["bend"]
    if edge["from"] == edge["to"]:
        return {"selfReference": {"size": 22 + 9 * bend, "angle": 0.8}}
    if not bend:
        return {"smooth": False}
    return {"smooth": {"enabled": True, "type": "curvedCW" if bend > 0 else "curvedCCW", "roundness": abs(bend)}}


class _InlineScripts(HTMLParser):
    """Collects the scripts that stand in a page, and drops everything else, remote scripts too."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.found: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag == "script" and "src" not in dict(attrs)
        if self._inside:
            self.found.append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.found[-1] += data


def _scripts(html: str) -> list[str]:
    """Return the inline scripts of a page. Line ends become what a browser hashes."""
    parser = _InlineScripts()
    parser.feed(html.replace("\r\n", "\n").replace("\r", "\n"))
    parser.close()
    return parser.found


def _policy(scripts: list[str], style: str) -> str:
    """Return the content security policy: nothing from elsewhere, and no script or style but these."""
    allowed = " ".join(_digest(script) for script in scripts)
    return (
        f"default-src 'none'; script-src {allowed}; style-src {_digest(style)}; img-src data:; "
        "connect-src 'none'; base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def _safe_json(data: Json) -> str:
    """Return ASCII JSON in which nothing can end the script element it stands in."""
    text = json.dumps(data, ensure_ascii=True, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _asset(name: str) -> str:
    return files("kg.view").joinpath("assets", name).read_text(encoding="utf-8").replace("\r\n", "\n")
