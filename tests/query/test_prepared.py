"""How queries are prepared, and what a parameter may be."""

import dataclasses
import re
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import OntologyError, UnknownName, UsageError
from kg.ontology import Ontology
from kg.query import Rows, list_queries, load_query, run
from kg.query.prepared import _read

INJECTIONS = [
    '") } DROP ALL',
    "' } # ",
    '\\") UNION { ?s ?p ?o } #',
    "\\u0022) }",
    "x\n} DELETE WHERE { ?s ?p ?o",
    '""" . ?s ?p ?o . """',
    "$UNION ?who } UNDEF ) }",
    "\\1 \\g<0>",
    "> } INSERT { <",
    "\x00 \u2028 🙂",
]


@pytest.mark.parametrize("text", INJECTIONS)
def test_a_value_is_only_ever_a_value(ask: Callable[..., Rows], store: ox.Store, ontology: Ontology, text: str) -> None:
    before = len(store)
    assert len(ask("strikes", union=text)) == 0
    assert len(store) == before
    query = dataclasses.replace(
        load_query(ontology, "sentences-of"), text="SELECT ?y { VALUES ($NAME) { (UNDEF) } BIND($NAME AS ?y) }"
    )
    rows = run(store, query.bind({"name": text}, ontology=ontology), ontology=ontology)
    assert isinstance(rows, Rows)
    assert rows[0].y == text


@pytest.mark.parametrize(
    ("name", "values", "said"),
    [
        ("strikes", {"onion": "PCS"}, "strikes has no parameter 'onion'; parameters: [union=string]"),
        ("disputes-of", {}, "disputes-of needs employer; parameters: employer=string"),
        (
            "planned",
            {"date": "tomorrow"},
            "planned: date: 'tomorrow' is no date; write year-month-day, such as 2022-12-19",
        ),
        ("planned", {"date": "2022-02-30"}, "planned: date: '2022-02-30' is no date"),
        ("status-on", {}, "status-on needs date; parameters: date=date [party=string] [kind=iri]"),
        ("status-on", {"date": "19.12.2022"}, "status-on: date: '19.12.2022' is no date"),
        ("low-turnout", {"below": "half"}, "low-turnout: below: 'half' is no decimal; write a number, such as 4.5"),
        ("struck-in", {"class": "departments"}, "struck-in: class: 'departments' is no iri"),
        ("links", {"judgement": "sure"}, "none of different, same, unsure. Did you mean unsure?"),
        ("events-in", {"year": "22nd"}, "events-in: year: '22nd' is no integer; write digits only"),
        ("events-in", {"year": 10**30}, "is no integer"),
        ("events-in", {"year": True}, "is no integer"),
        (
            "strikes",
            {"status": "planed"},
            "none of cancelled, denied, occurred, planned, possible. Did you mean planned?",
        ),
        ("strikes", {"status": "pay"}, "status: 'pay' is none of cancelled, denied"),
        ("strikes", {"union": " "}, "strikes: union is empty; leave it out"),
        ("strikes", {"union": "\ud800"}, "is no string"),
    ],
)
def test_wrong_parameters(ontology: Ontology, name: str, values: dict[str, object], said: str) -> None:
    with pytest.raises(UsageError) as caught:
        load_query(ontology, name).bind(values, ontology=ontology)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "status", ["planned", "Planned", "ir:planned", "https://w3id.org/industrial-relations/ontology#planned"]
)
def test_a_concept_goes_by_any_of_its_names(ask: Callable[..., Rows], status: str) -> None:
    assert [row.status for row in ask("strikes", status=status)] == ["planned"]


@pytest.mark.parametrize("day", ["2022-12-24", date(2022, 12, 24), datetime(2022, 12, 24, 12)])
def test_a_date_may_be_text_or_a_date(ask: Callable[..., Rows], day: object) -> None:
    assert [row.day for row in ask("planned", date=day)] == [date(2022, 12, 24)]


def test_an_unknown_query_is_told_with_the_nearest(ontology: Ontology) -> None:
    with pytest.raises(UnknownName, match=r"no query is called 'strike'. Did you mean strikes"):
        load_query(ontology, "strike")


def test_every_query_has_title_description_and_only_declared_parameters(ontology: Ontology) -> None:
    queries = list_queries(ontology)
    assert len(queries) >= 25
    for query in queries:
        assert query.title
        assert query.description.endswith(".")
        assert all(p.description for p in query.parameters)
        assert "ORDER BY" in query.text


def test_what_must_match_stands_before_the_first_optional(ontology: Ontology) -> None:
    for query in list_queries(ontology):
        within = " " * (4 if "\n  { SELECT * WHERE {\n" in query.text else 2)  # of the outermost group
        lines = [line for line in query.text.split("\n") if re.match(rf"{within}\S", line)]
        first = next((i for i, line in enumerate(lines) if line.startswith(f"{within}OPTIONAL")), len(lines))
        for line in lines[first:]:
            assert re.match(r" +(OPTIONAL|FILTER|BIND|#|\}|\{ SELECT)", line), f"{query.path.name}: {line}"


def test_lines_of_a_bound_query_are_those_of_its_file(ontology: Ontology) -> None:
    for query in list_queries(ontology):
        some = {"string": "a\nb", "integer": "2022", "date": "2022-12-19"}
        values = {p.name: some[p.type] for p in query.parameters if p.type in some}
        assert query.bind(values, ontology=ontology).count("\n") == query.text.count("\n")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("SELECT * {}", ":1: the first line must be `# mine: title`"),
        ("# other: Title\nSELECT * {}", ":1: the first line must be `# mine: title`"),
        ("# mine: Title\n# param x\nSELECT * {}", ":2: not a parameter"),
        ("# mine: Title\n# param x: text\nSELECT * {}", ":2: text is no type of a parameter"),
        ("# mine: Title\n# param x: string\nSELECT * {}", "parameter x is declared, but no VALUES"),
        ("# mine: Title\nSELECT * { VALUES ($X) { (UNDEF) } }", "parameter x is not declared"),
        ("# mine: Title\nSELECT * { FILTER($X > 1) }", "parameter x is not declared"),
        ("# mine: Title\nSELECT * {\n  # named x ?a: ?e ir:actor ?a .\n}", "parameter x is not declared"),
    ],
)
def test_mistakes_in_a_file_are_told_with_their_line(ontology: Ontology, tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "mine.rq").write_text(text)
    with pytest.raises(OntologyError) as caught:
        _read(tmp_path / "mine.rq", ontology)
    assert said in str(caught.value)


def test_defaults_iris_and_decimals(store: ox.Store, ontology: Ontology, tmp_path: Path) -> None:
    path = tmp_path / "mine.rq"
    path.write_text(
        "# mine: Title\n# param n: integer=7 Seven\n# param class: iri? A class\n# param share: decimal? A share\n"
        "SELECT ?n ?class ?share { VALUES ($N $CLASS $SHARE) { (UNDEF UNDEF UNDEF) }\n"
        "  BIND($N AS ?n) BIND($CLASS AS ?class) BIND($SHARE AS ?share) }"
    )
    query = _read(path, ontology)

    def answer(**values: object) -> list[str]:
        rows = run(store, query.bind(values, ontology=ontology), ontology=ontology)
        assert isinstance(rows, Rows)
        return next(rows.cells())

    assert answer() == ["7", "", ""]
    assert answer(n="8", **{"class": "ir:Strike"}, share="4.50") == ["8", "ir:Strike", "4.5"]
    for wrong in ({"class": "http://x/> <y"}, {"class": "Strike"}, {"share": "NaN"}, {"share": "1e"}):
        with pytest.raises(UsageError):
            query.bind(wrong, ontology=ontology)
