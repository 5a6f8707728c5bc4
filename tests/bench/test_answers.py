"""docs/queries.md shows what the prepared queries answer, and what they answer is worth asking."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench import answers, readme
from kg.ontology import domains, load
from kg.pipeline import Graph, open_graph
from kg.query import Rows, list_queries

SHOWN = answers.TEXT.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def graphs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return answers.build_all(tmp_path_factory.mktemp("answers"), workers=2)


@pytest.fixture(scope="module")
def graph(graphs: dict[str, Path]) -> Iterator[Graph]:
    with open_graph(graphs["industrial-relations"]) as graph:
        yield graph


def ask(graph: Graph, name: str, /, **params: object) -> Rows:
    rows = graph.query(name, **params)
    assert isinstance(rows, Rows)
    return rows


def test_every_query_is_described() -> None:
    found = re.findall(r"^### (.+)$", SHOWN, re.MULTILINE)
    assert sorted(found) == sorted(query.name for domain in domains() for query in list_queries(load(domain)))


@pytest.mark.slow
def test_the_description_shows_what_is_answered_now(graphs: dict[str, Path]) -> None:
    assert answers.text(graphs) == SHOWN, "write docs/queries.md again: python -m bench.answers"


@pytest.mark.slow
def test_the_readme_shows_what_is_printed_now(graphs: dict[str, Path]) -> None:
    shown = readme.TEXT.read_text(encoding="utf-8")
    assert len(re.findall(r"^<!-- (output|sparql|workbook): ", shown, re.MULTILINE)) == readme.blocks(shown) == 8
    assert readme.text(graphs["industrial-relations"]) == shown, "write README.md again: python -m bench.readme"


@pytest.mark.slow
@pytest.mark.parametrize("query", list_queries(load("industrial-relations")), ids=lambda query: query.name)
def test_each_query_finds_something_and_names_it(graph: Graph, query: answers.PreparedQuery) -> None:
    rows = ask(graph, query.name, **answers.ASKED["industrial-relations"].get(query.name, {}))
    assert len(rows) > 0
    first = dict(zip(rows.columns, next(rows.cells()), strict=True))
    assert sum(map(bool, first.values())) >= len(first) / 2, first
    assert not any(cell.startswith(("http", "ir:", "core:")) for cell in first.values())


@pytest.mark.slow
def test_a_denial_is_older_than_what_contradicts_it(graph: Graph) -> None:
    for row in ask(graph, "denied-yet-occurred"):
        assert row.denied_on < row.occurred_told_on  # type: ignore[operator]


@pytest.mark.slow
def test_days_lost_are_days_times_workers(graph: Graph) -> None:
    alike = 0
    of_one = [row for row in ask(graph, "days-lost") if row.strikes == 1 and row.lost_at_least == row.lost_at_most]
    for row in of_one:
        told = {strike.workers for strike in ask(graph, "strikes", employer=row.employer)}
        alike += row.lost_at_least / row.strike_days in told  # type: ignore[operator]
        assert row.lost_at_least % row.strike_days == 0, row  # type: ignore[operator]
    assert any(row.strike_days > 1 for row in of_one)  # type: ignore[operator]
    assert alike > 0.8 * len(of_one)  # a strike that several articles tell of may have other numbers, too


@pytest.mark.slow
def test_departments_are_struck_within_the_period(graph: Graph) -> None:
    rows = ask(graph, "struck-in", since="2018-11-01", until="2018-11-12")
    assert [(row.organization, str(row.first), str(row.last)) for row in rows] == [
        ("Department of Ports and Coasts", "2018-11-12", "2018-11-12")
    ]
    assert len(ask(graph, "struck-in", **{"class": "ir:Company"})) > 10


@pytest.mark.slow
def test_a_chain_goes_from_a_vote_to_a_settlement(graph: Graph) -> None:
    for row in ask(graph, "chains"):
        steps = str(row.steps).split(" → ")
        assert [step[:10] for step in steps] == sorted(step[:10] for step in steps)
        assert steps[-1] == f"{row.settled} settled"
        assert str(row.steps).startswith(str(row.voted))


@pytest.mark.slow
def test_what_held_changes_from_day_to_day(graph: Graph) -> None:
    def held(day: str) -> set[str]:
        return {
            str(row.status)
            for row in ask(graph, "status-on", date=day, party="Canterbury Cold Stores", kind="ir:Strike")
        }

    assert "cancelled" not in held("2012-03-20")
    assert "cancelled" in held("2012-03-25")


@pytest.mark.slow
def test_no_answer_takes_long(graph: Graph) -> None:
    from time import process_time

    for query in list_queries(load("industrial-relations")):
        before = process_time()
        ask(graph, query.name, **answers.ASKED["industrial-relations"].get(query.name, {}))
        assert process_time() - before < 3, query.name
