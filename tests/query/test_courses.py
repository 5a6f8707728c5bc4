"""What people see of disputes: with an event, as a table, with their sentences; and where they are not in the way."""

from __future__ import annotations

from collections.abc import Callable

from kg.query import KnowledgeGraph, Rows

Ask = Callable[..., Rows]


def test_an_event_says_of_which_dispute_it_is_part(graph: KnowledgeGraph) -> None:
    (strike,) = graph.events("strike", status="planned")
    assert strike.part_of is not None
    assert (strike.part_of.label, strike.part_of.class_label) == ("PCS – Home Office", "dispute")
    assert "\nDispute\n  PCS – Home Office\n" in graph.show(strike.iri).text()
    assert "Dispute" in graph.show(strike.iri)._repr_html_()
    (measure,) = graph.events("employer's measure")
    assert measure.part_of is None
    assert "Dispute" not in graph.show(measure.iri).text()


def test_disputes(ask: Ask) -> None:
    assert list(ask("disputes").cells()) == [
        ["PCS – Home Office", "4", "2", "2022-12-23", "2023-01-30", "2"],
        ["PCS – DWP", "2", "1", "2022-11-10", "2023-01-30", "1"],
        ["Unite – Acme", "2", "0", "", "", "1"],
    ]
    assert [row.dispute for row in ask("disputes", party="work and pensions")] == ["PCS – DWP"]


def test_the_sentences_of_a_dispute_are_those_of_its_events(graph: KnowledgeGraph) -> None:
    (talks,) = graph.events("negotiation")
    assert talks.part_of is not None
    assert {row.sentence for row in graph.evidence(talks.part_of.iri)} == {"Acme may shut Unite out.", "Talks go on."}


def test_a_dispute_is_no_thing_and_no_node(graph: KnowledgeGraph) -> None:
    drawn = graph.to_networkx()
    assert len(drawn) == len(graph.entities()) + len(graph.events())
    assert not any("/dispute/" in node for node in drawn)
    assert [row.entity for row in graph.query("sentences-of", name="Unite")] == ["Unite", "Unite"]  # type: ignore[union-attr]
