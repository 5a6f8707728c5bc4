"""What users rely on: how terms hang on other vocabularies, what the core's terms are called in each domain."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from rdflib import RDF, RDFS, SKOS, URIRef
from rdflib.namespace import FOAF, ORG

from kg.errors import UnknownName
from kg.frames import load_language
from kg.ontology import CORE, Ontology, domains, load, local_name, mistakes, ontology_root

DISPUTES, DEALS = "industrial-relations", "company-deals"
SEM = "http://semanticweb.cs.vu.nl/2009/11/sem/"
SCHEMA = "https://schema.org/"
PROV = "http://www.w3.org/ns/prov#"

# What industrial relations call the core's terms otherwise than the core, besides giving them their own prefix.
OTHERWISE = {
    "Course": "Dispute",
    "Group": "Workforce",
    "Site": "Workplace",
    "about-value": "about",
    "qualifier": "workersQualifier",
}
SAME = [
    "Evidence",
    "Organization",
    "Person",
    "Place",
    "Qualifier",
    "Spokesperson",
    "Stance",
    "Statement",
    "Status",
    "about",
    "actor",
    "announces",
    "atLeast",
    "atMost",
    "cancelled",
    "claims",
    "date",
    "demands",
    "denied",
    "denies",
    "endDate",
    "evidence",
    "exactly",
    "occurred",
    "partOf",
    "place",
    "planned",
    "possible",
    "reason",
    "speaker",
    "speaksFor",
    "stance",
    "startDate",
    "status",
    "target",
    "text",
    "threatens",
    "unitOf",
]
KEPT = [
    "Agent",
    "Claim",
    "Document",
    "Event",
    "Judgement",
    "Link",
    "State",
    "Step",
    "author",
    "base",
    "belief",
    "claimOf",
    "claimRole",
    "claimant",
    "confidence",
    "copyOf",
    "courseOf",
    "defaultDomain",
    "different",
    "digest",
    "documents",
    "entity",
    "event",
    "field",
    "figure",
    "figureOf",
    "firstDay",
    "identity",
    "inCourse",
    "judgement",
    "lastDay",
    "mark",
    "markedRole",
    "mention",
    "mentionOf",
    "mutual",
    "ofOneCountry",
    "on",
    "onBehalfOf",
    "report",
    "reportOf",
    "role",
    "rule",
    "same",
    "score",
    "shortcut",
    "shortcutStatus",
    "sources",
    "stage",
    "stepDay",
    "stateOf",
    "stepKind",
    "stepOf",
    "stepOutcome",
    "stepStatus",
    "unsure",
    "version",
    "why",
]


@pytest.fixture(scope="module")
def disputes() -> Ontology:
    return load(DISPUTES)


@pytest.fixture(scope="module")
def deals() -> Ontology:
    return load(DEALS)


def core_names(ontology: Ontology) -> set[str]:
    return {local_name(iri) for iri in ontology if iri.startswith(str(CORE))}


# -- the core's terms in each domain ------------------------------------------------------------


def test_every_core_term_is_tested_here(disputes: Ontology) -> None:
    assert core_names(disputes) == {*SAME, *KEPT, *OTHERWISE}


@pytest.mark.parametrize("name", [*SAME, *KEPT, *OTHERWISE])
def test_what_disputes_call_a_core_term(disputes: Ontology, name: str) -> None:
    wanted = str(CORE[name]) if name in KEPT else disputes.expand(f"ir:{OTHERWISE.get(name, name)}")
    assert disputes.term(name) == wanted


@pytest.mark.parametrize("name", [*SAME, *KEPT, *OTHERWISE])
def test_deals_use_the_core_terms_as_they_are(deals: Ontology, name: str) -> None:
    assert deals.term(name) == str(CORE[name])


def test_a_core_term_that_does_not_exist(deals: Ontology) -> None:
    with pytest.raises(UnknownName, match=r"'Organisation'\. Did you mean Organization"):
        deals.term("Organisation")


def test_the_classes_that_things_may_have(disputes: Ontology, deals: Ontology) -> None:
    def below(ontology: Ontology, name: str) -> set[str]:
        return set(map(ontology.shorten, ontology.below(name)))

    assert below(deals, "Agent") == {
        "deal:Company", "deal:Regulator", "core:Organization", "core:Person", "core:Spokesperson", "core:Group",
    }  # fmt: skip
    assert below(deals, "Organization") == {"deal:Company", "deal:Regulator", "core:Organization"}
    assert below(deals, "Place") == {"core:Place", "core:Site"}
    assert below(disputes, "Place") == {"ir:Place", "ir:Workplace"}
    assert below(disputes, "Organization") >= {"ir:TradeUnion", "ir:GovernmentDepartment", "ir:Organization"}
    assert not [c for c in below(disputes, "Agent") if c.startswith("core:")]


def test_a_sole_family_of_events_is_no_name_for_events(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "core.ttl").write_bytes((ontology_root() / "core.ttl").read_bytes())
    (tmp_path / "one" / "domain.ttl").write_text(
        "@prefix core: <https://w3id.org/kg/core#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix x: <https://example.org/one#> .\n"
        "x:Storm a owl:Class ; rdfs:subClassOf core:Event .\n"
        "x:height a owl:DatatypeProperty ; rdfs:subPropertyOf core:role .\n"
        "x:Fleet a owl:Class ; rdfs:subClassOf core:Agent .\n"
    )
    ontology = Ontology("one", root=tmp_path)
    assert [ontology.term(n) for n in ("Event", "role", "Agent")] == [str(CORE[n]) for n in ("Event", "role", "Agent")]


# -- alignment ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("own", "other"),
    [
        *[
            (name, str(ORG.FormalOrganization))
            for name in (
                "TradeUnion",
                "UnionFederation",
                "PublicBody",
                "GovernmentDepartment",
                "Company",
                "EmployersAssociation",
            )
        ],
        ("GovernmentDepartment", "https://w3id.org/industrial-relations/ontology#PublicBody"),
        ("UnionBranch", str(ORG.OrganizationalUnit)),
        ("Organization", str(ORG.Organization)),
        ("Person", str(FOAF.Person)),
        ("Spokesperson", str(FOAF.Agent)),
        ("Workforce", str(FOAF.Group)),
        ("Place", f"{SCHEMA}Place"),
        ("Workplace", str(ORG.Site)),
        ("Statement", f"{PROV}Entity"),
        ("Dispute", f"{SEM}Event"),
        ("partOf", "http://purl.org/dc/terms/isPartOf"),
        ("actor", f"{SEM}hasActor"),
        ("place", f"{SEM}hasPlace"),
        ("unitOf", str(ORG.unitOf)),
    ],
)
def test_a_term_stands_below_one_of_another_vocabulary(disputes: Ontology, own: str, other: str) -> None:
    assert disputes.is_a(disputes.expand(f"ir:{own}"), other)


@pytest.mark.parametrize("domain", domains())
def test_all_events_are_events_of_sem(domain: str) -> None:
    ontology = load(domain)
    assert ontology.event_classes
    for event in ontology.event_classes:
        assert ontology.is_a(event, f"{SEM}Event")
        assert ontology.family(event) != event


@pytest.mark.parametrize(
    ("event", "cameo", "plover"),
    [
        ("Strike", {"143"}, {"PROTEST/strike"}),
        ("ActionShortOfStrike", {"143"}, {"PROTEST/strike"}),
        ("Lockout", {"143"}, {"PROTEST/strike"}),
        ("Picket", {"141"}, {"PROTEST/demo"}),
        ("Rally", {"141"}, {"PROTEST/demo"}),
        ("Ballot", set(), set()),
        ("Offer", {"03", "05"}, set()),
        ("Negotiation", {"036", "046"}, set()),
        ("Agreement", {"057"}, set()),
        ("EmployerMeasure", set(), set()),
    ],
)
def test_events_have_the_codes_of_cameo_and_plover(
    disputes: Ontology, event: str, cameo: set[str], plover: set[str]
) -> None:
    def codes(kind: str) -> set[str]:
        notations = disputes.graph.objects(URIRef(disputes.expand(f"ir:{event}")), SKOS.notation)
        return {str(n) for n in notations if str(n.datatype) == disputes.expand(f"ir:{kind}")}  # type: ignore[attr-defined]

    assert (codes("CAMEO"), codes("PLOVER")) == (cameo, plover)


def test_the_reasons_are_those_of_the_vocabulary(disputes: Ontology) -> None:
    wanted = [
        "conditions",
        "discipline",
        "hours",
        "jobs",
        "pay",
        "pensions",
        "politics",
        "privatisation",
        "recognition",
        "safety",
    ]
    assert list(map(local_name, disputes.concepts(disputes.expand("ir:Reason")))) == wanted


def test_a_strike_has_a_shortcut_but_not_when_it_is_cancelled_or_denied(disputes: Ontology) -> None:
    strikes = next(s for s in disputes.shortcuts if s.property == disputes.expand("ir:strikes"))
    assert strikes.event == disputes.expand("ir:Strike")
    assert set(map(local_name, strikes.statuses)) == {"occurred", "planned", "possible"}


def test_roles_take_what_their_ranges_say(disputes: Ontology) -> None:
    kinds = {r.name: r.kind for r in disputes.roles.values()}
    assert kinds["actor"] == kinds["place"] == "entity"
    assert kinds["workersInvolved"] == kinds["turnout"] == "number"
    assert (kinds["date"], kinds["reason"], kinds["outcome"]) == ("date", "concept", "concept")
    ballot = {r.name for r in disputes.roles_of(disputes.expand("ir:Ballot"))}
    assert {"turnout", "outcome"} <= ballot
    assert "turnout" not in {r.name for r in disputes.roles_of(disputes.expand("ir:Strike"))}


@pytest.mark.parametrize("domain", domains())
def test_the_turtle_files_have_no_mistakes(domain: str) -> None:
    assert mistakes(load(domain)) == []


@pytest.mark.parametrize("domain", domains())
def test_labels_are_unique_among_the_classes_that_are_read(domain: str) -> None:
    ontology = load(domain)
    labels = [ontology.label(c) for c in (*ontology.event_classes, *ontology.below("Agent"), *ontology.below("Place"))]
    assert [label for label, n in Counter(labels).items() if n > 1] == []
    assert (None, RDFS.label, None) in ontology.graph
    assert (None, RDF.type, None) in ontology.graph


# -- gazetteers ---------------------------------------------------------------------------------


def test_at_least_200_unions_and_federations_of_25_countries(disputes: Ontology) -> None:
    unions = {disputes.expand("ir:TradeUnion"), disputes.expand("ir:UnionFederation")}
    held = [e for e in load_language(disputes).gazetteer.entries.values() if e.type in unions]
    assert len(held) >= 200
    assert len({e.country for e in held} - {""}) >= 25


def test_at_least_120_departments_agencies_and_devolved_bodies_of_the_uk(disputes: Ontology) -> None:
    state = {disputes.expand("ir:GovernmentDepartment"), disputes.expand("ir:PublicBody")}
    lines = (ontology_root() / DISPUTES / "names" / "uk-government.csv").read_text(encoding="utf-8").splitlines()[1:]
    entries = load_language(disputes).gazetteer.entries
    held = [e for e in entries.values() if e.type in state and e.country == "GB"]
    assert len(held) >= 120
    assert len(lines) >= 120


@pytest.mark.parametrize(
    ("name", "identity", "type_"),
    [
        ("Public and Commercial Services Union", "pcs", "ir:TradeUnion"),
        ("PCS", "pcs", "ir:TradeUnion"),
        ("TUC", "tuc", "ir:UnionFederation"),
        ("DWP", "dwp", "ir:GovernmentDepartment"),
    ],
)
def test_known_names(disputes: Ontology, name: str, identity: str, type_: str) -> None:
    gazetteer = load_language(disputes).gazetteer
    assert identity in {i for alias, i, _ in gazetteer.aliases() if alias == name}
    assert gazetteer.entries[identity].type == disputes.expand(type_)
