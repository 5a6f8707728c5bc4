"""The table of disputes: what stands in it, who said so, and from which sentences it was read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

import kg
from kg.errors import UnknownName, UsageError
from kg.pipeline import Graph
from kg.query.course_table import CourseRow

from .tugs import FIRST, SECOND, build


@pytest.fixture(scope="module")
def tugs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    with kg.open(build(tmp_path_factory.mktemp("tugs") / "graph")) as graph:
        yield graph


@pytest.fixture(scope="module")
def row(tugs: Graph) -> CourseRow:
    (found,) = tugs.disputes()
    return found


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("dispute", "Tug Crews' Union – Harbour Towage"),
        ("employer", "Harbour Towage"),
        ("union", "Tug Crews' Union"),
        ("branch", None),
        ("sector", "ports"),
        ("reasons", "pay"),
        ("first_day", date(2018, 8, 20)),
        ("last_day", date(2018, 9, 6)),
        ("action_first", date(2018, 8, 25)),
        ("action_last", date(2018, 8, 28)),
        ("places", "Ayr"),
        ("demands", "Ann Lee: =We want 8 per cent & no less, said Ann Lee."),
        ("ballots", "2018-09-06 in favour, per cent in favour 88.5, turnout 61"),
        ("in_favour", Decimal("88.5")),
        ("turnout", 61),
        ("offers", "2018-09-06 per cent offered 4.5"),
        ("outcome", "settled"),
        ("status", "occurred"),
        ("articles", 3),
        ("sources", 3),
    ],
)
def test_what_a_row_tells(row: CourseRow, column: str, value: object) -> None:
    assert row[column] == value


def test_the_lowest_and_the_highest_number_stand_with_who_said_so(row: CourseRow) -> None:
    assert (row["workers_lowest"], row["workers_lowest_by"]) == (250, "Harbour Towage")
    assert (row["workers_highest"], row["workers_highest_by"]) == (400, "Ann Lee")
    assert [e.sentence for e in row.evidence("workers_lowest")] == ["Harbour Towage said that 250 would"]
    assert "Some 400 crews" in row.evidence("workers_highest")[0].sentence


@pytest.mark.parametrize("column", ["dispute", "employer", "reasons", "action_first", "places", "demands", "turnout"])
def test_each_cell_leads_to_words_of_an_article(tugs: Graph, row: CourseRow, column: str) -> None:
    found = row.evidence(column)
    assert found
    for piece in found:
        assert tugs.store.page(piece.document).document().original[piece.start : piece.end] == piece.sentence


def test_a_place_leads_to_the_sentence_that_names_it(row: CourseRow) -> None:
    assert [(e.document, e.sentence) for e in row.evidence("places")] == [("second", SECOND)]


def test_days_lost_are_computed_and_say_how(row: CourseRow) -> None:
    """The strike went on from a Saturday to a Tuesday: two days of work."""
    days, lowest, highest = (row.cell(name) for name in ("days", "days_lost_lowest", "days_lost_highest"))
    assert (days.value, lowest.value, highest.value) == (2, 500, 800)
    assert days.computed
    assert lowest.computed
    assert "2 × 250" in lowest.note
    assert "2018-08-27/2018-08-28" in days.note
    assert not row.cell("workers_lowest").computed


def test_what_is_computed_says_so_in_its_heading(tugs: Graph) -> None:
    table = tugs.disputes()
    headings = {column.name: column.heading for column in table.table}
    assert all(headings[name].endswith("(computed)") for name in table.computed)
    assert set(table.computed) == {"days", "days_lost_lowest", "days_lost_highest"}


def test_as_a_data_frame(tugs: Graph) -> None:
    frame = tugs.disputes().to_dataframe()
    assert frame.loc[:, "workers_highest"].tolist() == [400]
    assert frame["branch"].tolist() == [None]
    assert frame.attrs["computed"] == ["days", "days_lost_lowest", "days_lost_highest"]


def test_a_notebook_and_a_terminal_show_it(tugs: Graph) -> None:
    table = tugs.disputes()
    assert "Tugs &lt;idle&gt;" in table._repr_html_()
    assert "working days lost on the days named, lowest (computed)" in table._repr_html_()
    assert (
        repr(table).splitlines()[0].split() == "dispute workers to from until days (computed) outcome articles".split()
    )


@pytest.mark.parametrize("name", ["Tug Crews' Union – Harbour Towage", "harbour towage", "tug towage"])
def test_a_dispute_is_found_by_words_of_its_name_and_parties(tugs: Graph, name: str) -> None:
    assert len(tugs.disputes(name)) == 1
    assert tugs.timeline(name).label == "Tug Crews' Union – Harbour Towage"


def test_a_name_that_nobody_has(tugs: Graph) -> None:
    with pytest.raises(UnknownName, match=r"no dispute is called 'Harbuor Towage'.*Did you mean Harbour Towage"):
        tugs.disputes("Harbuor Towage")


@pytest.mark.parametrize(
    ("since", "until", "number"),
    [(None, "2018-08-19", 0), ("2018-09-07", None, 0), ("2018-09-06", "2019-01-01", 1), (None, date(2018, 8, 20), 1)],
)
def test_between_two_days(tugs: Graph, since: str | None, until: str | None, number: int) -> None:
    assert len(tugs.disputes(since=since, until=until)) == number


def test_a_day_that_is_none(tugs: Graph) -> None:
    with pytest.raises(UsageError, match="since: 'May' is no date"):
        tugs.disputes(since="May")


def test_a_column_that_does_not_exist(row: CourseRow) -> None:
    with pytest.raises(KeyError, match="no column is called 'wages'"):
        row["wages"]


def test_sentences_mark_the_first_report(row: CourseRow) -> None:
    assert FIRST.startswith(row.evidence("articles")[0].sentence)
