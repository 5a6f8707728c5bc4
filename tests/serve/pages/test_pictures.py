"""Events by time, time lines and maps, as figures."""

from datetime import date

import pytest

from kg.model import Event
from kg.pipeline.graph import Graph
from kg.serve.pages.maps import outlines, sheet, world
from kg.serve.pages.pictures import HEIGHT, SPAN, WIDTH, Bars, Moment, bars, line
from kg.serve.pages.room import Room, room_of
from kg.store.account import Happening


@pytest.fixture
def room(odd_graph: Graph) -> Room:
    return room_of(odd_graph)


def drawn(room: Room, *days: str, status: str = "occurred") -> Bars | None:
    term = room.ontology.term
    event = Event("e", term("Event"), term(status), (), ())
    return bars(room, [(day, Happening(event, 0.9, 1, 1, None)) for day in days])


@pytest.mark.parametrize(
    ("days", "titles"),
    [
        (("2022-01-01", "2022-01-03", "2022-01-03"), ["2022-01-01: 1 occurred", "2022-01-03: 2 occurred"]),
        (("2020-01-01", "2022-01"), ["2020-01: 1 occurred", "2022-01: 1 occurred"]),
        (("1920", "2022-01-01"), ["1920–1921: 1 occurred", "2022: 1 occurred"]),
    ],
)
def test_events_are_counted_by_the_finest_times_that_there_is_room_for(
    room: Room, days: tuple[str, ...], titles: list[str]
) -> None:
    found = drawn(room, *days)
    assert found is not None
    assert [bar.title for bar in found.bars] == titles
    assert len({bar.x for bar in found.bars}) <= SPAN


def test_every_bar_lies_in_the_picture(room: Room) -> None:
    found = drawn(room, "0900", *(f"{year}-06-01" for year in range(1700, 2026)))
    assert found is not None
    assert all(0 <= bar.x < WIDTH and 0 <= bar.y <= HEIGHT and bar.y + bar.height <= HEIGHT + 0.2 for bar in found.bars)
    assert found.total == 327


def test_what_has_no_year_is_counted_beside(room: Room) -> None:
    found = drawn(room, "2022-01-01", "2022-01-02", "", "--01-29", "2022-02-30", "nonsense")
    assert found is not None
    assert (found.total, found.undated) == (2, 4)


def test_one_event_makes_no_picture(room: Room) -> None:
    assert drawn(room, "2022-01-01", "") is None


def test_a_time_line_goes_from_the_first_day_to_the_last(room: Room) -> None:
    days = [date(2022, 1, n) for n in (9, 1, 5)]
    found = line(room, [Moment(day, day, "what", "planned", "event") for day in days])
    assert found is not None
    assert [row.day for row in found.rows] == ["2022-01-01", "2022-01-05", "2022-01-09"]
    assert found.rows[0].start < found.rows[1].start < found.rows[2].start
    assert line(room, []) is None


def test_a_map_shades_countries_and_points_at_small_ones() -> None:
    found = world({"GB": 8, "FR": 1, "SG": 4, "??": 3}, {"GB": "United Kingdom"})
    assert found is not None
    shapes = {shape.code: shape for shape in found.shapes}
    assert set(shapes) == {"GB", "FR", "SG"}
    assert (shapes["GB"].shade, shapes["SG"].shade, shapes["FR"].shade) == (4, 2, 1)
    assert shapes["GB"].title == "United Kingdom: 8"
    assert shapes["SG"].point is not None
    assert world({"??": 1}, {}) is None


def test_the_outlines_are_one_file_with_each_country_by_its_code() -> None:
    svg = sheet().decode()
    assert all(f'id="{code}"' in svg for code in outlines()["paths"])
    assert "script" not in svg
