"""A valid graph has no violations, and each kind of mistake is told in plain words beside its sentence."""

# ruff: noqa: E501 (a table of mistakes, each a row)

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg.ontology import Ontology
from kg.validate import Violation, validate

from .conftest import store_of

STRIKE = "Some 200 dockers of the DU will strike at Selby Port on May 10."
BALLOT = "DU members backed it by 91 per cent."
SPEECH = '"We want six per cent," said secretary Ann Lee'

# what stands in the valid graph, what stands there instead, where it is found, what is said of it, the sentence
MUTATIONS = [
    ("ir:status ir:planned ;", "", "ir:status", "An event has exactly one status", STRIKE),
    ("ir:status ir:planned", "ir:status ir:planned , ir:denied", "ir:status", "An event has exactly one status", STRIKE),
    ("ir:status ir:occurred", "ir:status ir:claims", "ir:status", "a concept of the scheme of statuses", BALLOT),
    ("ir:actor n:entity-du , n:entity-dockers", "ir:actor n:entity-selby", "ir:actor", "is an agent", STRIKE),
    ("ir:actor n:entity-du , n:entity-dockers", 'ir:actor "DU"', "ir:actor", "is an agent", STRIKE),
    ("ir:target n:entity-port", "ir:target n:entity-ghost", "ir:target", "is an agent of the same document", STRIKE),
    ("ir:place n:entity-selby", "ir:place n:entity-port", "ir:place", "The place of an event is a place", STRIKE),
    ('ir:date "2024-05-10"^^xsd:date', 'ir:date "May 10"', "ir:date", "A date is a day", STRIKE),
    ('ir:date "2024-05-10"^^xsd:date', 'ir:date "2024-05-32"^^xsd:date', "ir:date", "A date is a day", STRIKE),
    ('ir:date "2024-05-10"^^xsd:date', 'ir:date "05-10"^^xsd:gMonthDay', "ir:date", "A date is a day", STRIKE),
    ('"--05-11"^^xsd:gMonthDay', '"2024-05-01"^^xsd:date', "", "The first day of a span is not after its last", STRIKE),
    ("ir:workersInvolved 200", "ir:workersInvolved -1", "ir:workersInvolved", "an integer of 0 or more", STRIKE),
    ("ir:workersInvolved 200", 'ir:workersInvolved "many"', "ir:workersInvolved", "an integer of 0 or more", STRIKE),
    ("ir:reason ir:pay", "ir:reason ir:planned", "ir:reason", "one of the reasons of disputes", STRIKE),
    ("ir:workersQualifier ir:about", "ir:workersQualifier ir:pay", "ir:workersQualifier", "scheme of qualifiers", STRIKE),
    ("core:qualifier ir:about", "core:qualifier ir:pay", "core:qualifier", "how exact its number is", STRIKE),
    ("rdf:value 200", "rdf:value 200 , 300", "rdf:value", "A figure has exactly one number", STRIKE),
    ("a ir:Ballot", "a ir:Strike", "", "Only a ballot has an outcome", BALLOT),
    ("a ir:Ballot", "a ir:Ballot , ir:Offer", "rdf:type", "An event has exactly one class", BALLOT),
    ("a ir:Ballot", "a ir:Vote", "rdf:type", "An event has the most specific class", BALLOT),
    ("ir:outcome ir:inFavour", "ir:outcome ir:pay", "ir:outcome", "A ballot has at most one outcome", BALLOT),
    ("ir:percentInFavour 91.0", "ir:percentInFavour 191.0", "ir:percentInFavour", "between 0 and 100", BALLOT),
    ("ir:reason ir:pay ; ir:evidence n:evidence-1", "ir:reason ir:pay", "", "An event has evidence", ""),
    ("a ir:Ballot ; ir:status ir:occurred ; ir:actor n:entity-du", "a ir:Ballot ; ir:status ir:occurred ; ir:acter n:entity-du",
     "ir:acter", "The ontology has no property ir:acter. Did you mean ir:actor?", BALLOT),
    ("a ir:Workforce", "a ir:Workfroce", "rdf:type", "The ontology has no class ir:Workfroce. Did you mean ir:Workforce?", ""),
    ('a ir:TradeUnion ; rdfs:label "DU" ; skos', "a ir:TradeUnion ; skos", "rdfs:label", "A thing has exactly one label", STRIKE),
    ('ir:text "We want six per cent" ;', "", "ir:text", "A statement has its words, once", SPEECH),
    ("ir:stance ir:demands", "ir:stance ir:planned", "ir:stance", "exactly one stance", SPEECH),
    ("ir:stance ir:demands", "ir:stance ir:demands , ir:claims", "ir:stance", "exactly one stance", SPEECH),
    ("ir:speaker n:entity-lee", "ir:speaker n:event-strike", "ir:speaker", "exactly one speaker", SPEECH),
    ("ir:about n:event-strike", "ir:about n:entity-du", "ir:about", "about an event of the same document", SPEECH),
    ("org:organization n:entity-du", "org:organization n:entity-selby", "org:organization", "An office is held in", SPEECH),
    ("org:role n:role-secretary ; ir:evidence n:evidence-3", "org:role n:role-secretary", "", "An office held has evidence", ""),
    ('n:role-secretary a org:Role ; rdfs:label "secretary"', "n:role-secretary a org:Role", "rdfs:label", "as printed", SPEECH),
    ("oa:start 64 ; oa:end 100", "oa:start 100 ; oa:end 64", "oa:start", "Evidence ends after it starts", BALLOT),
    ("oa:start 64 ; oa:end 100", "oa:start 65 ; oa:end 101", "oa:exact", "stand at its offsets", BALLOT),
    ("core:confidence 0.9", "core:confidence 1.9", "core:confidence", "between 0 and 1", STRIKE),
    ('core:rule "ballot.result" ;', "", "core:rule", "Evidence names the rule that read it", BALLOT),
    ("oa:hasSource d:news-1 ; oa:start 64", "oa:start 64", "oa:hasSource", "exactly one document", BALLOT),
    ('oa:start 32 ; oa:end 38 ; oa:exact "strike"', 'oa:start 33 ; oa:end 38 ; oa:exact "strike"', "oa:exact", "of a mark", STRIKE),
    ('oa:start 9 ; oa:end 16 ; oa:exact "dockers"', 'oa:start 64 ; oa:end 66 ; oa:exact "DU"', "oa:start", "inside its evidence", STRIKE),
    ('dcterms:identifier "news-1" ;', 'dcterms:identifier "news-1" , "other" ;', "dcterms:identifier", "exactly one identifier", ""),
    ("core:digest \"e3b0", "core:digest \"E3b0", "core:digest", "64 hexadecimal digits", ""),
    ("schema:articleBody", "schema:abstract", "schema:articleBody", "A document has its text, once", ""),
    ('rdfs:label "desk" ; rdf:value "ports"', 'rdfs:label "desk"', "core:field", "one name and one value", ""),
    ("n:entity-lee ir:speaksFor n:entity-du .", "", "rdf:object", "The relation that is recorded stands in", SPEECH),
    ("rdf:subject n:entity-lee ;", "", "rdf:subject", "exactly one subject", SPEECH),
    ("n:edge-1 a rdf:Statement ;", "n:edge-1", "ir:speaksFor", "A relation has a record with its evidence", ""),
    ("d:news-1 a core:Document , schema:Article", "d:news-1 a schema:Article", "", "describes the document whose IRI", ""),
    ("e:du ir:strikes e:port", "e:du ir:strikes e:nobody", "ir:strikes", "Who is struck is an agent", ""),
    ('s:1 a ir:Dispute ; rdfs:label "DU – Selby Port" .', 's:1 a ir:Dispute ; rdfs:label "DU – Selby Port" . s:2 a ir:Dispute ; rdfs:label "Nobody" .', "", "A dispute has at least one event", ""),
    ("s:1 a ir:Dispute ; rdfs:label", "s:1 rdfs:label", "ir:partOf", "An event is part of one dispute", ""),
    ("n:event-ballot ir:partOf s:1 .", "n:event-ballot ir:partOf s:1 , s:2 . s:2 a ir:Dispute .", "ir:partOf", "An event is part of one dispute", ""),
    ('s:1 a ir:Dispute ; rdfs:label "DU – Selby Port" .', "s:1 a ir:Dispute .", "rdfs:label", "exactly one label", ""),
    ("n:entity-du core:mentionOf e:du .", "n:entity-du core:mentionOf e:du , e:port .", "core:mentionOf", "exactly one thing", ""),
    ('e:port a ir:Company ; rdfs:label "Selby Port" ;', "e:port a ir:Company ;", "rdfs:label", "exactly one label", ""),
]  # fmt: skip


def test_a_valid_graph(valid: str, ontology: Ontology) -> None:
    assert validate(store_of(valid), ontology) == []


def test_an_empty_store(ontology: Ontology) -> None:
    assert validate(ox.Store(), ontology) == []


@pytest.mark.parametrize(("old", "new", "path", "message", "sentence"), MUTATIONS)
def test_each_mistake(
    old: str, new: str, path: str, message: str, sentence: str, valid: str, ontology: Ontology
) -> None:
    assert valid.count(old) == 1, old
    found = validate(store_of(valid.replace(old, new)), ontology)
    assert any(v.path == path and message in v.message and v.sentence == sentence for v in found), found


def test_what_a_violation_says(valid: str, ontology: Ontology) -> None:
    (found,) = validate(store_of(valid.replace("ir:percentInFavour 91.0", "ir:percentInFavour 191.0")), ontology)
    assert found == Violation(
        document="news-1",
        focus="https://w3id.org/industrial-relations/document/news-1#event-ballot",
        path="ir:percentInFavour",
        value="191",
        message="The per cent in favour are a decimal between 0 and 100.",
        focus_label="ballot event-ballot",
        sentence=BALLOT,
    )


def test_the_domain_says_it_more_exactly(valid: str, ontology: Ontology) -> None:
    (found,) = validate(store_of(valid.replace("ir:reason ir:pay", 'ir:reason "pay"')), ontology)
    assert found.message == "The reason of an event is one of the reasons of disputes."


def test_lockouts_and_measures_are_not_of_single_persons(valid: str, ontology: Ontology) -> None:
    wrong = valid.replace("a ir:Strike", "a ir:Lockout").replace("ir:actor n:entity-du ,", "ir:actor n:entity-lee ,")
    (found,) = validate(store_of(wrong), ontology)
    assert "not of single persons" in found.message
    assert found.sentence == STRIKE


def test_a_range_is_not_made_true_by_inference(valid: str, ontology: Ontology) -> None:
    wrong = valid.replace('n:entity-port a ir:Company ; rdfs:label "Selby Port" .', "")
    assert {v.path for v in validate(store_of(wrong), ontology)} == {"ir:target"}


def test_warnings_of_rdflib_do_not_reach_the_user(
    valid: str, ontology: Ontology, caplog: pytest.LogCaptureFixture
) -> None:
    validate(store_of(valid.replace('ir:date "2024-05-10"', 'ir:date "2024-05-32"')), ontology)
    assert caplog.records == []
