"""What each prepared query answers on the small graph."""

from collections.abc import Callable
from datetime import date

import pyoxigraph as ox
import pytest

from kg.ontology import Ontology, load
from kg.query import Iri, Rows, list_queries, load_query, run

Ask = Callable[..., Rows]
NEEDED = {
    "course-of": {"party": "PCS"},
    "disputes-of": {"employer": "Home"},
    "low-turnout": {"below": 60},
    "sentences-of": {"name": "PCS"},
    "status-on": {"date": "2023-01-01"},
    "who-said-what": {"about": "cuts"},
}
ABSENT = {  # what the small graph does not tell; test_answers asks it of articles
    "acted-together",
    "chains",
    "copies",
    "days-lost",
    "denied-yet-occurred",
    "doubtful",
    "offices",
    "struck-in",
}


def cells(rows: Rows) -> list[list[str]]:
    return list(rows.cells())


@pytest.mark.parametrize("name", [query.name for query in list_queries(load("industrial-relations"))])
def test_each_query_answers_with_labels(ask: Ask, name: str) -> None:
    rows = ask(name, **NEEDED.get(name, {}))
    assert (len(rows) > 0) == (name not in ABSENT)
    assert not any(isinstance(value, Iri) for row in rows for value in row)
    assert {"documents", "sentence", "article"} & set(rows.columns)
    assert rows == ask(name, **NEEDED.get(name, {}))


@pytest.mark.parametrize("query", list_queries(load("industrial-relations")), ids=lambda q: q.name)
def test_a_name_that_is_nowhere_finds_nothing(ask: Ask, ontology: Ontology, query: object) -> None:
    names = [p.name for p in query.parameters if p.type == "string"]  # type: ignore[attr-defined]
    for name in names:
        needed = NEEDED.get(query.name, {})  # type: ignore[attr-defined]
        assert len(ask(query.name, **{**needed, name: "nowhere"})) == 0  # type: ignore[attr-defined]


def test_strikes(ask: Ask) -> None:
    rows = ask("strikes")
    assert rows.columns == ("actor", "target", "status", "first", "workers", "documents")
    assert [tuple(row) for row in rows] == [
        ("PCS", "DWP", "cancelled", "2023-02", None, 1),
        ("PCS", "Home Office", "occurred", "--01-29", None, 1),
        ("PCS", "Home Office", "planned", date(2022, 12, 23), 1000, 1),
    ]
    assert [row.target for row in ask("strikes", employer="work and pensions")] == ["DWP"]
    assert len(ask("strikes", union="commercial services", status="called off")) == 1


def test_the_most_workers_of_strikes_of_which_one_has_no_number(store: ox.Store, ontology: Ontology) -> None:
    more = ox.Store()
    more.extend(store)
    told, ir = ontology.base + "graph/assembled", ontology.prefixes["ir"]
    parts = {"status": f"{ir}occurred", "actor": f"{ontology.base}entity/pcs", "target": f"{ontology.base}entity/dwp"}
    facts = [
        f"<urn:{n}> a ir:Strike ; core:belief 0.9 ; {' ; '.join(f'ir:{key} <{iri}>' for key, iri in parts.items())}"
        for n in (1, 2, 3)
    ]
    facts.append("<urn:1> ir:workersInvolved 400 . <urn:2> ir:workersInvolved 250")
    more.update(f"INSERT DATA {{ GRAPH <{told}> {{ {' . '.join(facts)} }} }}", prefixes=dict(ontology.prefixes))
    rows = run(more, load_query(ontology, "strikes").bind({"status": "occurred"}, ontology=ontology), ontology=ontology)
    assert isinstance(rows, Rows)
    assert {row.target: row.workers for row in rows} == {"DWP": 400, "Home Office": None}


def test_speaks_for(ask: Ask) -> None:
    assert cells(ask("speaks-for")) == [
        ["a spokesman", "DWP", "", "2023-01-30", "1", "<i>No cuts</i>, said a spokesman."],
        ["Mark Serwotka", "PCS", "general secretary", "2022-12-10", "1", "Pay us, said Mark Serwotka."],
    ]


def test_ballots(ask: Ask) -> None:
    row = ask("ballot-results")[0]
    assert (row.actor, row.outcome, str(row.in_favour), str(row.turnout)) == ("PCS", "in favour", "86.2", "52")
    assert ask("ballots")[0].workers == 4500
    assert len(ask("ballots", outcome="against")) == 0


def test_turnout_has_a_limit(ask: Ask) -> None:
    assert len(ask("low-turnout")) == 0
    assert [str(row.turnout) for row in ask("low-turnout", below="52.5", union="pcs")] == ["52"]


def test_denials_go_by_speaker_and_by_actor(ask: Ask) -> None:
    for name in ("spokesman", "dwp"):
        (row,) = ask("denials", name=name)
        assert (row.speaker, row.denies, row.actor) == ("a spokesman", "employer's measure", "DWP")
        assert row.sentence == "<i>No cuts</i>, said a spokesman."


def test_a_denied_event_needs_no_statement(store: ox.Store, ontology: Ontology) -> None:
    larger, document = ox.Store(), f"{ontology.base}document/three"
    larger.extend(store)
    larger.load(
        f"""PREFIX ir: <{ontology.prefixes["ir"]}> GRAPH <{document}> {{
            <{document}#event-no> a ir:Strike ; ir:status ir:denied ; ir:actor <{document}#entity-unite> ;
              ir:evidence <{document}#evidence-s1> }}""".encode(),
        format=ox.RdfFormat.TRIG,
    )
    text = load_query(ontology, "denials").bind({"name": "unite"}, ontology=ontology)
    rows = run(larger, text, ontology=ontology)
    assert isinstance(rows, Rows)
    assert cells(rows) == [["", "strike", "Unite", "", "Acme may shut Unite out.", "three"]]


def test_planned(ask: Ask) -> None:
    assert [(str(r.day), r.kind) for r in ask("planned")] == [
        ("2022-12-23", "picket"),
        ("2022-12-23", "strike"),
        ("2022-12-24", "strike"),
    ]
    assert len(ask("planned", date="2023-01-01")) == 0


def test_events_in(ask: Ask) -> None:
    assert {str(row.day)[:4] for row in ask("events-in", year=2022)} == {"2022"}
    assert [str(row.day) for row in ask("events-in", since="2023-01-15", until="2023-03-01")] == ["2023-02"]
    assert len(ask("events-in", year=202)) == 0


def test_disputes_of(ask: Ask) -> None:
    assert [row.kind for row in ask("disputes-of", employer="DWP")] == ["ballot", "strike", "employer's measure"]


def test_counts(ask: Ask) -> None:
    assert cells(ask("reasons")) == [["pay", "3", "2", "2"], ["jobs", "1", "1", "1"], ["pensions", "1", "1", "1"]]
    assert cells(ask("most-struck")) == [["Home Office", "2", "1", "2"]]
    assert cells(ask("articles", source="gazette")) == [
        ["Border strike called", "one", "2022-12-10", "Gazette", "2", "1", "4"]
    ]


def test_statements(ask: Ask) -> None:
    assert [row.words for row in ask("statements", stance="demands")] == ["Pay us"]
    assert [row.organization for row in ask("demands")] == ["PCS"]
    for about in ("strike", "home office", "pay US"):
        assert [row.words for row in ask("who-said-what", about=about)] == ["Pay us"]


def test_sentences_of_are_in_the_order_of_the_text(ask: Ask) -> None:
    assert [row.sentence for row in ask("sentences-of", name="pcs")][:3] == [
        "PCS members at the Home Office will strike.",
        "Pay us, said Mark Serwotka.",
        "PCS struck at the Home Office.",
    ]


def test_what_held_on_a_day(ask: Ask) -> None:
    assert len(ask("status-on", date="2022-12-09")) == 0
    assert [(r.kind, r.status) for r in ask("status-on", date="2022-12-10")] == [
        ("picket", "planned"),
        ("strike", "planned"),
    ]
    later = ask("status-on", date="2023-01-30", party="work and pensions")
    assert [(r.kind, r.status) for r in later] == [
        ("ballot", "occurred"),
        ("strike", "cancelled"),
        ("employer's measure", "denied"),
    ]
    assert [r.kind for r in ask("status-on", date="2023-01-30", kind="ir:Offer")] == ["offer"]


def test_each_side_of_a_contradiction_is_told(ask: Ask) -> None:
    rows = ask("disputed", about="status", party="home")
    assert [(r.value, r.said_by, r.on_behalf_of) for r in rows] == [
        ("denied", "a spokesman", "DWP"),
        ("occurred", None, None),
    ]
    assert len(ask("disputed", about="turnout")) == 0


def test_the_steps_of_a_course_are_in_order(ask: Ask) -> None:
    rows = ask("course-of", party="pensions")
    assert [(str(r.on), r.step) for r in rows] == [("2022-11-10", "mandate"), ("2023-01-30", "called off")]


def test_called_off_tells_the_day_and_the_sentence(ask: Ask) -> None:
    (row,) = ask("called-off")
    assert (row.actor, row.target, str(row.called_off)) == ("PCS", "DWP", "2023-01-30")
    assert (row.sentence, row.article) == ("The DWP strike is off.", "DWP <b>denies</b> cuts")


def test_offers_stand_beside_demands(ask: Ask) -> None:
    rows = ask("offers-and-demands")
    assert [(r.kind, r.party, r.words) for r in rows] == [
        ("demand", "Mark Serwotka", "Pay us"),
        ("offer", "Home Office", "4.5% was offered."),
    ]


def test_the_most_doubtful_link_comes_first(ask: Ask) -> None:
    assert [(r.mention, r.thing, r.judgement) for r in ask("links")] == [
        ("Unite", "PCS", "unsure"),
        ("PCS", "PCS", "same"),
    ]
    assert [r.judgement for r in ask("links", judgement="same")] == ["same"]


def test_belief_has_a_limit(ask: Ask) -> None:
    assert [row.kind for row in ask("doubtful", below="0.65")] == ["employer's measure"]


def test_articles_by_what_they_tell(ask: Ask) -> None:
    assert next((r.article, r.facts) for r in ask("sources")) == ("DWP <b>denies</b> cuts", 7)
