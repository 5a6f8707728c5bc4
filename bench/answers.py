"""docs/queries.md: every prepared query with its parameters and what it answers about the sample articles.

    python -m bench.answers [GRAPH]

GRAPH is a graph of `seeds/`; without it, one is built. The text comes out the same wherever it is written, so that a
test can tell whether it is still true (`tests/bench/test_answers.py`).
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from bench.machine import ROOT
from kg.ontology import load
from kg.pipeline import Graph, build, open_graph
from kg.query import Rows, list_queries
from kg.query.prepared import PreparedQuery

TEXT = ROOT / "docs" / "queries.md"
ARTICLES = {"industrial-relations": ROOT / "seeds", "company-deals": ROOT / "tests" / "data" / "company-deals"}
ROWS, WIDTH = 4, 44  # of a table
Asked = Mapping[str, Mapping[str, str]]
_RELATIONS: Asked = {
    "acted-together": {"union": "Harbour"},
    "articles": {"source": "Iberpress"},
    "ballot-results": {"union": "Clerical and Revenue"},
    "called-off": {"union": "Ambulance Attendants"},
    "chains": {"party": "Freezing Works"},
    "course-of": {"party": "Benefits and Employment"},
    "demands": {"speaker": "Union"},
    "denials": {"name": "Tasman"},
    "disputed": {"party": "Benefits and Employment"},
    "disputes": {"party": "Harvest"},
    "disputes-of": {"employer": "Solway and Annandale Council"},
    "doubtful": {"kind": "ir:Strike"},
    "events-in": {"since": "2012-03-01", "until": "2012-03-31"},
    "links": {"judgement": "unsure"},
    "low-turnout": {"below": "50", "union": "Alliance"},
    "measures": {"employer": "Benefits and Employment"},
    "offers": {"employer": "Harvest"},
    "offers-and-demands": {},
    "offices": {"organization": "Marine Surveyors"},
    "planned": {"date": "2025-01-01"},
    "sentences-of": {"name": "John Mooney"},
    "speaks-for": {"organization": "Commercial Services"},
    "statements": {"stance": "threatens"},
    "status-on": {"date": "2012-03-15", "kind": "ir:Strike"},
    "struck-in": {"since": "2018-01-01", "until": "2018-12-31"},
    "talks": {"party": "Harvest"},
    "who-said-what": {"about": "lockout"},
}
_DEALS: Asked = {"deals": {"company": "Harwick"}, "status-on": {"date": "2023-12-31"}}
ASKED: Mapping[str, Asked] = {"industrial-relations": _RELATIONS, "company-deals": _DEALS}  # with parameters


def describe(graph: Graph, domain: str) -> Iterator[str]:
    """Yield the lines about the queries of one domain."""
    ontology = load(domain)
    for query in list_queries(ontology):
        asked = ASKED[domain].get(query.name, {})
        rows = graph.query(query.name, **asked)
        assert isinstance(rows, Rows)
        yield from ("", f"### {query.name}", "", f"{query.title}. {query.description}", "")
        yield from _parameters(query)
        given = "".join(f' --{name} "{value}"' for name, value in asked.items())
        count = f"{len(rows):,} row" + ("" if len(rows) == 1 else "s")
        more = f"; the first {ROWS} of {count}:" if len(rows) > ROWS else f"; {count}:"
        yield from (f"`kg query {query.name}{given}`{more}", "")
        yield from _table(rows)


def _parameters(query: PreparedQuery) -> Iterator[str]:
    for p in query.parameters:
        need = "needed" if p.required else f"else {p.default}" if p.default else "may be left out"
        yield f"- `{p.name}` ({p.type}, {need}): {p.description}"
    if query.parameters:
        yield ""


def _table(rows: Rows) -> Iterator[str]:
    yield f"| {' | '.join(rows.columns)} |"
    yield f"|{' --- |' * len(rows.columns)}"
    for cells, _ in zip(rows.cells(), range(ROWS), strict=False):
        yield f"| {' | '.join(_cell(c) for c in cells)} |".replace("|  |", "| |").replace("|  |", "| |")


def _cell(text: str) -> str:
    short = text if len(text) <= WIDTH else text[: WIDTH - 1].rstrip() + "…"
    return short.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*").replace("_", "\\_")


def text(graphs: Mapping[str, Path]) -> str:
    """Return docs/queries.md as the graphs of the domains answer."""
    lines = [
        "# The prepared queries",
        "",
        "Each is a file of SPARQL in `ontology/DOMAIN/queries/`, asked by name: `kg query NAME --name VALUE`,",
        "or `graph.query(NAME, name=value)` in Python; `kg query --list` names those of a graph. They ask what all",
        "articles say together (docs/graph.md): one strike that five articles report is one row, its status is how it",
        "stands at last, and the sentence is of an article that tells so. `python -m bench.answers` writes this file",
        "from the articles in `seeds/`; cells are cut here.",
    ]
    for domain, folder in graphs.items():
        title = domain.replace("-", " ").capitalize()
        lines += ["", f"## {title}"]
        with open_graph(folder) as graph:
            lines += describe(graph, domain)
    return "\n".join(lines) + "\n"


def build_all(folder: Path, *, workers: int = 1) -> dict[str, Path]:
    """Build a graph of each domain's sample articles; return them by domain."""
    graphs = {domain: folder / domain for domain in ARTICLES}
    for domain, articles in ARTICLES.items():
        build(articles, graph=graphs[domain], domain=domain, workers=workers)
    return graphs


def main() -> None:
    """Write the file."""
    with tempfile.TemporaryDirectory() as folder:
        if len(sys.argv) > 1:
            deals = Path(folder) / "company-deals"
            build(ARTICLES["company-deals"], graph=deals, domain="company-deals")
            graphs = {"industrial-relations": Path(sys.argv[1]), "company-deals": deals}
        else:
            graphs = build_all(Path(folder))
        TEXT.write_text(text(graphs), encoding="utf-8")


if __name__ == "__main__":
    main()
