"""`KnowledgeGraph`: finding, showing, drawing from Python."""

import doctest
import importlib
import io
import pkgutil
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Graph, URIRef

import kg.query
from kg.errors import QueryError, UnknownName, UsageError
from kg.ontology import Ontology
from kg.query import KnowledgeGraph, Rows
from kg.query.records import EventRecord
from kg.store import GraphStore


def test_query_takes_sparql_or_a_name(graph: KnowledgeGraph) -> None:
    rows = graph.query("strikes", status="occurred")
    assert isinstance(rows, Rows)
    assert rows[0].actor == "PCS"
    assert len(graph.query("speaks-for", name="serwotka")) == 1  # type: ignore[arg-type]
    assert isinstance(graph.query("DESCRIBE ir:Strike"), Graph)
    assert graph.ask("ASK { ?x ir:strikes ?y }")
    with pytest.raises(UnknownName, match="Did you mean strikes"):
        graph.query("strike")
    with pytest.raises(UsageError, match="only prepared queries take parameters"):
        graph.query("ASK {}", union="x")
    with pytest.raises(UsageError, match="no ASK"):
        graph.ask("SELECT * {}")
    with pytest.raises(QueryError, match="query:1:8"):
        graph.query("SELECT WHERE { ?x ?y ?z }")


def test_entities(graph: KnowledgeGraph) -> None:
    assert [e.label for e in graph.entities("trade union")] == ["PCS", "Unite"]
    for class_ in ("FormalOrganization", "ir:PublicBody", "Public Body", graph.ontology.expand("ir:PublicBody")):
        assert {"DWP", "Home Office"} <= {e.label for e in graph.entities(class_)}
    (dwp,) = graph.entities(name="work and")
    assert (dwp.names, dwp.documents) == (("DWP", "Department for Work and Pensions"), 1)
    with pytest.raises(UnknownName, match=r"no class is called 'trade onion'. Did you mean trade union"):
        graph.entities("trade onion")


def test_events(graph: KnowledgeGraph) -> None:
    assert len(graph.events()) == 8
    assert [e.class_label for e in graph.events("Protest")] == ["picket"]
    assert [e.label for e in graph.events(status="called off")] == ["strike: PCS → DWP"]
    assert [e.class_label for e in graph.events(actor="pcs", target="dwp")] == ["ballot", "strike"]
    assert [e.label for e in graph.events("strike", since="2023-01-01")] == ["strike: PCS → DWP"]
    assert [e.label for e in graph.events("strike", until="2022-12-31")] == ["strike: PCS → Home Office"]
    (strike,) = graph.events("strike", status="occurred")
    assert strike.days == ("--01-29", "2022-12-23", "2022-12-24")
    (number,) = strike.fillers("workers involved")
    assert (number.label, number.qualifier) == ("1000", "about")
    with pytest.raises(UnknownName, match="Did you mean PCS"):
        graph.events(actor="PC")
    with pytest.raises(UsageError, match="since: 'soon' is no date"):
        graph.events(since="soon")


def test_find_goes_from_exact_to_near(graph: KnowledgeGraph) -> None:
    for name in ("PCS", "public and commercial services union", "commercial", f"{graph.ontology.base}entity/pcs"):
        assert graph.find(name)[0].label == "PCS"
    for name in ("the Home Office", "THE  home office", "Home Öffice"):
        assert graph.find(name)[0].label == "Home Office"
    assert {e.label for e in graph.find("strike")} == {"strike: PCS → Home Office", "strike: PCS → DWP"}
    with pytest.raises(UnknownName, match="Did you mean Mark Serwotka"):
        graph.find("Sewotka")


@pytest.mark.parametrize("name", ["home ofice", "Home Offices", "the Home Ofice"])
def test_a_misspelt_name_is_never_taken_for_the_nearest(graph: KnowledgeGraph, name: str) -> None:
    for ask in (graph.find, graph.show, graph.evidence, lambda name: graph.events(target=name)):
        with pytest.raises(UnknownName, match=f"is called '{name}'. Did you mean Home Office"):
            ask(name)


def test_the_nearest_names_are_told_in_any_case(graph: KnowledgeGraph) -> None:
    with pytest.raises(UnknownName, match="Did you mean PCS"):
        graph.find("pcd")


def test_evidence_leads_to_the_sentence(graph: KnowledgeGraph) -> None:
    (event,) = graph.events("ballot")
    (row,) = graph.evidence(event)
    assert row.sentence == "Of 4,500 balloted 86.2% said yes."
    assert (row.document, row.rule, row.confidence) == ("two<b>", "ballot", 0.9)
    bodies = {str(b) for b in graph.dataset.objects(None, URIRef("https://schema.org/articleBody"))}
    for thing in (*graph.events(), *graph.entities()):
        for found in graph.evidence(thing):
            assert any(body[found.start : found.end] == found.sentence for body in bodies)
    base, ir = graph.ontology.base + "entity/", graph.ontology.prefixes["ir"]
    edge = graph.evidence((base + "pcs", ir + "strikes", base + "home-office"))
    assert [r.document for r in edge] == ["one", "two<b>"]
    assert "&lt;i&gt;No cuts&lt;/i&gt;" in graph.evidence("a spokesman")._repr_html_()


def test_show_tells_everything_with_its_evidence(graph: KnowledgeGraph) -> None:
    found = graph.show("pcs")
    assert [link.title for link in found.offices] == ["general secretary"]
    assert [link.object for link in found.outgoing] == ["Home Office"]
    assert [link.subject for link in found.incoming] == ["Mark Serwotka"]
    assert len(found.events) == 5
    assert all(fact.evidence for fact in (*found.offices, *found.outgoing, *found.incoming, *found.events))
    assert "“PCS struck at the Home Office.” (DWP <b>denies</b> cuts, 2023-01-30)" in str(found)
    assert len(graph.show("pcs", evidence=1).outgoing[0].evidence) == 1
    assert graph.show("Mark Serwotka").statements[0].about == "strike: PCS → Home Office"


def test_show_gives_each_sentence_of_a_fact_once(account: ox.Store, ontology: Ontology, tmp_path: Path) -> None:
    twice = ox.Store()
    twice.extend(account)
    twice.update("""
        PREFIX ir: <https://w3id.org/industrial-relations/ontology#>
        PREFIX one: <https://w3id.org/industrial-relations/document/one#>
        INSERT { GRAPH ?page {
          one:event-strike ir:evidence one:evidence-s0 .
            one:event-picket ir:evidence one:evidence-s0 . one:evidence-s0 ?p ?o
        } }
        WHERE { GRAPH ?page { one:evidence-s1 ?p ?o } } """)
    graph = KnowledgeGraph(GraphStore(tmp_path, twice, ontology))
    (picket,) = graph.events("picket")
    assert len(graph.evidence(picket)) == 2
    (shown,) = [part for part in graph.show("pcs").events if part.event == picket]
    assert [row.sentence for row in shown.evidence] == ["PCS members at the Home Office will strike."]
    relation = graph.show("pcs", evidence=2).outgoing[0]
    assert [row.document for row in relation.evidence] == ["one", "two<b>"], "what is told twice takes no other's place"


def test_show_an_event(graph: KnowledgeGraph) -> None:
    found = graph.show("strike")
    assert isinstance(found.thing, EventRecord)
    assert "workers involved: about 1000" in found.text()
    assert "the name may also mean: strike: PCS → DWP" in found.text()
    assert [said.text for said in found.statements] == ["Pay us"]


def test_html_of_a_hostile_graph_is_escaped(graph: KnowledgeGraph) -> None:
    for page in (graph.show("DWP")._repr_html_(), graph.show("a spokesman")._repr_html_(), graph._repr_html_()):
        assert "<i>" not in page
        assert "<b>" not in page
    assert "&lt;b&gt;denies" in graph.show("DWP")._repr_html_()


def test_networkx(graph: KnowledgeGraph) -> None:
    drawn = graph.to_networkx()
    base, ir = graph.ontology.base + "entity/", graph.ontology.prefixes["ir"]
    assert drawn.nodes[base + "pcs"]["class_label"] == "trade union"
    assert drawn.nodes[base + "pcs"]["documents"] == 2
    strikes = drawn.edges[base + "pcs", base + "home-office", ir + "strikes"]
    rests = {"belief": 0.98, "weight": 0.98, "documents": 1, "sources": 1}
    assert strikes == {"label": "strikes", "status": "occurred", **rests}
    assert not drawn.has_edge(base + "pcs", base + "dwp", ir + "strikes")  # it was called off
    values = [v for _, data in drawn.nodes(data=True) for v in data.values()]
    values += [v for *_, data in drawn.edges(data=True) for v in data.values()]
    assert {type(value) for value in values} == {str, int, float}
    assert all(isinstance(node, str) for node in drawn)
    event = drawn.nodes[next(n for n in drawn if n.endswith("/event/ballot"))]
    assert (event["kind"], event["status"], event["date"]) == ("event", "occurred", "2022-11-10")


def test_networkx_agrees_with_the_assembled_layer(graph: KnowledgeGraph) -> None:
    edges = {
        (u, k, v) for u, v, k in graph.to_networkx().edges(keys=True) if "/event/" not in u and "Membership" not in k
    }
    rows = graph.query(
        f"SELECT * {{ GRAPH <{graph.ontology.base}graph/assembled> {{ ?s ir:strikes|ir:speaksFor ?o }} }}"
    )
    assert isinstance(rows, Rows)
    assert {(s, o) for s, _, o in edges} == {(row.s, row.o) for row in rows}


def test_networkx_of_the_read_layer_has_a_node_for_each_mention(graph: KnowledgeGraph) -> None:
    drawn = graph.to_networkx(layer="read")
    assert sum(data["label"] == "PCS" for _, data in drawn.nodes(data=True)) == 2
    with pytest.raises(UsageError, match="layers: assembled, read"):
        graph.to_networkx(layer="raw")


def test_the_whole(graph: KnowledgeGraph, tmp_path: Path) -> None:
    assert [d.identifier for d in graph.documents()] == ["one", "three", "two<b>"]
    assert graph.info()["documents"] == 3
    assert "3 documents" in repr(graph)
    out = io.BytesIO()
    graph.export("nquads", out)
    graph.export("nquads", tmp_path / "graph.nq")
    assert (tmp_path / "graph.nq").read_bytes() == out.getvalue()
    with pytest.raises(UnknownName, match="export format"):
        graph.export("nqads", tmp_path / "no.nq")
    assert not (tmp_path / "no.nq").exists()


def test_no_domain_is_named_in_the_code() -> None:
    for path in Path(kg.query.__file__).parent.glob("*.py"):
        assert "industrial-relations" not in path.read_text()


@pytest.mark.parametrize("name", [m.name for m in pkgutil.iter_modules(kg.query.__path__)])
def test_examples_in_docstrings(name: str) -> None:
    assert doctest.testmod(importlib.import_module(f"kg.query.{name}")).failed == 0
