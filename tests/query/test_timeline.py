"""The time line of a dispute, on a terminal and as a picture."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

import kg
from kg.pipeline import Graph
from kg.query.timeline import Timeline

from .tugs import build

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    with kg.open(build(tmp_path_factory.mktemp("tugs") / "graph")) as opened:
        yield opened


@pytest.fixture(scope="module")
def line(graph: Graph) -> Timeline:
    return graph.timeline("Harbour Towage")


def test_each_step_has_its_day_and_its_sentences(line: Timeline) -> None:
    told = [(m.day.isoformat(), m.what) for m in line.moments if m.step]
    assert told == [
        ("2018-08-20", "notice"),
        ("2018-08-25", "action"),
        ("2018-09-05", "settled"),
        ("2018-09-06", "mandate"),
        ("2018-09-06", "offer"),
    ]
    assert line.moments[1].last == date(2018, 8, 28)
    assert all(m.evidence for m in line.moments)
    assert "struck at Harbour Towage" in line.moments[1].evidence[0].sentence


def test_on_a_terminal(line: Timeline) -> None:
    head, scale, *rows, legend = line.text(120).splitlines()
    assert head == "Tug Crews' Union – Harbour Towage"
    assert scale.split() == ["2018-08-20", "2018-09-06"]
    assert len(rows) == 5
    assert "●━━" in rows[1]
    assert rows[1].endswith("action        strike: Tug Crews' Union → Harbour Towage")
    assert legend.split() == ["●", "occurred", "○", "planned"]
    assert max(map(len, line.text(90).splitlines())) <= 90


def test_as_a_picture(line: Timeline) -> None:
    root = ET.fromstring(line._repr_svg_())
    words = [element.text for element in root.iter(f"{SVG}text")]
    assert {"2018-08-25", "action", "settled", "strike: Tug Crews' Union → Harbour Towage"} <= set(words)
    assert len(list(root.iter(f"{SVG}title"))) == len(line.moments)


def test_nothing_in_the_picture_runs(line: Timeline) -> None:
    evil = '</text><script>alert("1")</script><a href="javascript:x" onload="y">\x00'
    moments = tuple(replace(m, event=evil, what=evil) for m in line.moments)
    root = ET.fromstring(replace(line, label=evil, moments=moments, statuses=(("occurred", evil),)).svg())
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        *("svg", "g", "rect", "text", "title", "line", "circle", "path"),
    }
    assert not [name for element in root.iter() for name in element.attrib if name.startswith("on") or "href" in name]


def test_days_far_apart_have_few_ticks(line: Timeline) -> None:
    far = replace(line, moments=(*line.moments, replace(line.moments[-1], day=date(2118, 1, 1), last=date(2118, 1, 1))))
    assert 2 <= len(far.ticks()) <= 8
    assert len(line.ticks()) <= 8


def test_a_course_without_days() -> None:
    empty = Timeline("Nobody – Nothing", (), ())
    assert "no step has a day" in empty.text()
    ET.fromstring(empty.svg())
