"""What people see of the account: events of several documents, disputes, who is who, who is central."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date

import pytest

from kg.errors import UnknownName
from kg.query import KnowledgeGraph
from kg.query.records import CourseRecord, ReportRecord


def strike_of(graph: KnowledgeGraph) -> str:
    (strike,) = graph.events("strike", status="occurred")
    return strike.iri


# -- events -------------------------------------------------------------------------------------


def test_an_event_of_two_documents_is_one(graph: KnowledgeGraph) -> None:
    (strike,) = graph.events("strike", target="Home Office")
    assert (strike.status, strike.belief, strike.documents, strike.sources) == ("occurred", 0.98, 2, 2)
    assert [(r.document, r.status, r.published) for r in strike.reports] == [
        ("one", "planned", date(2022, 12, 10)),
        ("two<b>", "occurred", date(2023, 1, 30)),
    ]
    assert [f.label for f in strike.reports[0].fillers("workers involved")] == ["1000"]
    assert {f.label for f in strike.reports[1].fillers("reason")} == {"pay", "pensions"}
    (number,) = strike.fillers("workers involved")
    assert number.qualifier == "about"


def test_the_sentences_of_an_event_are_those_of_all_its_reports(graph: KnowledgeGraph) -> None:
    sentences = ["PCS members at the Home Office will strike.", "PCS struck at the Home Office."]
    assert [row.sentence for row in graph.evidence(strike_of(graph))] == sentences
    base, ir = graph.ontology.base, graph.ontology.prefixes["ir"]
    for role, thing, told in (("place", "heathrow", sentences[:1]), ("actor", "pcs", sentences)):
        assert [row.sentence for row in graph.evidence((strike_of(graph), ir + role, f"{base}entity/{thing}"))] == told
    (claimed,) = [c for c in graph.show(strike_of(graph)).claims if c.value == "300"]
    assert [row.sentence for row in claimed.evidence] == [sentences[1]]


def test_show_tells_how_the_status_of_an_event_went_on(graph: KnowledgeGraph) -> None:
    found = graph.show(strike_of(graph))
    assert [(state.on.isoformat(), state.status) for state in found.states] == [
        ("2022-12-10", "planned"),
        ("2023-01-30", "occurred"),
    ]
    text = found.text()
    assert "Status\n  2022-12-10: planned (Border strike called, 2022-12-10)\n" in text
    assert "belief 0.98; in 2 documents, 2 independent sources" in text


def test_show_puts_claims_that_differ_side_by_side(graph: KnowledgeGraph) -> None:
    found = graph.show(strike_of(graph))
    assert [(c.value, c.speaker, c.organization, c.document) for c in found.claims] == [
        ("about 1000", "Mark Serwotka", "PCS", "one"),
        ("300", None, None, "two<b>"),
    ]
    table = found.text().split("Told in different ways\n")[1].split("\n")
    assert table[0].split() == ["of", "value", "who", "says", "it", "for", "whom", "article"]
    assert table[2].endswith("  Border strike called, 2022-12-10")
    assert "<td>about 1000</td><td>Mark Serwotka</td><td>PCS</td>" in found._repr_html_()
    assert "&lt;b&gt;denies&lt;/b&gt; cuts, 2023-01-30</td>" in found._repr_html_()


def test_a_report_of_one_document_is_shown_by_its_iri(graph: KnowledgeGraph) -> None:
    report = graph.show(f"{graph.ontology.base}document/one#event-strike")
    assert isinstance(report.thing, ReportRecord)
    assert report.thing.event == strike_of(graph)
    assert "strike, planned; as Border strike called, 2022-12-10 tells it" in report.text()
    assert [row.document for row in report.evidence] == ["one"]
    for wrong in ("document/one#event-nothing", "document/one", "event/nothing", "event/not an IRI<"):
        with pytest.raises(UnknownName):
            graph.show(graph.ontology.base + wrong)
    with pytest.raises(UnknownName):
        graph.show("\udcff")


def test_a_description_becomes_json(graph: KnowledgeGraph) -> None:
    for name in ("PCS", strike_of(graph), "PCS – Home Office"):
        assert json.loads(json.dumps(asdict(graph.show(name)), default=str))["thing"]["label"]


# -- disputes -----------------------------------------------------------------------------------


def test_an_event_says_of_which_dispute_it_is_part(graph: KnowledgeGraph) -> None:
    (strike,) = graph.events("strike", status="occurred")
    assert strike.part_of is not None
    assert (strike.part_of.label, strike.part_of.class_label) == ("PCS – Home Office", "dispute")
    assert "\nDispute\n  PCS – Home Office\n" in graph.show(strike.iri).text()
    assert "Dispute" in graph.show(strike.iri)._repr_html_()
    (measure,) = graph.events("employer's measure")
    assert measure.part_of is None
    assert "Dispute" not in graph.show(measure.iri).text()


def test_show_tells_the_steps_of_a_dispute_in_order(graph: KnowledgeGraph) -> None:
    found = graph.show("PCS – Home Office")
    assert isinstance(found.thing, CourseRecord)
    assert (found.thing.first_day, found.thing.last_day) == ("2022-12-10", "2023-01-30")
    assert [(step.on.isoformat(), step.kind, step.sources) for step in found.steps] == [
        ("2022-12-10", "notice", 2),
        ("2022-12-23", "action", 2),
        ("2023-01-30", "offer", 1),
    ]
    assert [(step.status, step.evidence[0].document) for step in found.steps] == [
        ("planned", "one"),
        ("occurred", "two<b>"),
        ("occurred", "two<b>"),
    ]
    assert [part.event.class_label for part in found.events] == ["picket", "strike", "offer"]
    assert found.text().startswith(
        "PCS – Home Office\n  dispute; 2022-12-10 to 2023-01-30\nSteps\n  2022-12-10: notice"
    )
    assert graph.find("pcs – home office") == graph.find(found.thing.iri)


def test_the_sentences_of_a_dispute_are_those_of_its_events(graph: KnowledgeGraph) -> None:
    (talks,) = graph.events("negotiation")
    assert talks.part_of is not None
    assert {row.sentence for row in graph.evidence(talks.part_of.iri)} == {"Acme may shut Unite out.", "Talks go on."}


def test_a_dispute_is_no_thing_and_no_node(graph: KnowledgeGraph) -> None:
    drawn = graph.to_networkx()
    assert len(drawn) == len(graph.entities()) + len(graph.events())
    assert not any("/dispute/" in node for node in drawn)


# -- things -------------------------------------------------------------------------------------


def test_show_tells_why_mentions_are_one(graph: KnowledgeGraph) -> None:
    found = graph.show("PCS")
    assert [(link.document, link.judgement, link.score) for link in found.identity] == [
        ("one", "same", 0.99),
        ("two<b>", "same", 0.99),
    ]
    assert "One and the same\n  “PCS” in one, two<b>: same, 0.99 (a known name; kg)" in found.text()


@pytest.mark.parametrize("name", ["Mark Serwotka", "a spokesman"])
def test_show_tells_of_a_doubt_on_both_sides(graph: KnowledgeGraph, name: str) -> None:
    found = graph.show(name)
    (doubt,) = found.identity
    assert (doubt.name, doubt.entity, doubt.doubtful) == ("a spokesman", "Mark Serwotka", True)
    page = found._repr_html_()
    assert "the same &lt;organisation&gt;" in page
    assert ("unsure as Mark Serwotka" in page) == (name == "a spokesman")


def test_edges_tell_how_far_they_are_to_be_believed(graph: KnowledgeGraph) -> None:
    found = graph.show("PCS")
    (strikes,), (office,) = found.outgoing, found.offices
    assert (strikes.belief, strikes.documents, strikes.sources) == (0.98, 1, 1)
    assert office.belief == 0.8
    assert "PCS – strikes – Home Office (belief 0.98, 1 source)" in found.text()


# -- the whole ----------------------------------------------------------------------------------


def test_a_thing_has_a_place_in_the_whole(graph: KnowledgeGraph) -> None:
    place = graph.show("PCS").prominence
    assert place is not None
    assert (place.degree, place.rank, place.community) == (8, 1, "PCS")
    assert place.linked == len(graph.to_networkx()) - 4  # Acme, Unite and what is between them stand apart
    assert "number 1 of" in graph.show("PCS").text()


def test_the_whole_gives_every_node_the_place_that_show_gives(graph: KnowledgeGraph) -> None:
    network = graph.to_networkx(measures=True)
    for thing in graph.entities():
        place = graph.show(thing.iri).prominence
        assert place is not None
        node = network.nodes[thing.iri]
        assert (node["centrality"], node["community_label"]) == (place.centrality, place.community)
        assert place.degree == network.degree[thing.iri]
    assert network.nodes[f"{graph.ontology.base}entity/acme"]["community"].endswith(
        ("/acme", "/unite", "/talks", "/lockout")
    )


def test_edges_of_networkx_have_weights(graph: KnowledgeGraph) -> None:
    network = graph.to_networkx()
    assert all({"belief", "weight", "documents", "sources"} <= data.keys() for *_, data in network.edges(data=True))
