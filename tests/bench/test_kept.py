"""Where the benchmarks keep what they measured."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.kept import BEGIN, END, between, keep_at_scale, keep_table, replaced
from bench.machine import ROOT, Machine, machine
from bench.section import Section

TEXT = "# At scale\n\nIntro.\n\n## Serving\n\nold\n\nmore\n\n## Loading\n\nstays\n"


@pytest.fixture(scope="module")
def host() -> Machine:
    return machine()


def test_a_section_takes_the_place_of_that_with_its_heading() -> None:
    found = replaced(TEXT, "## Serving\n\nnew")
    assert found == "# At scale\n\nIntro.\n\n## Serving\n\nnew\n\n## Loading\n\nstays\n"
    assert replaced(found, "## Serving\n\nnew") == found
    assert replaced(TEXT, "## Loading\n\nnew").endswith("## Loading\n\nnew\n")


def test_a_section_that_is_not_there_comes_last_also_where_its_name_begins_as_another() -> None:
    assert replaced(TEXT, "## Serv\n\nnew") == f"{TEXT}\n## Serv\n\nnew\n"


def test_what_stands_outside_the_marks_stays(tmp_path: Path, host: Machine) -> None:
    path = tmp_path / "README.md"
    path.write_text(f"before\n\n{BEGIN}\n\nold\n\n{END}\n\nafter\n", encoding="utf-8")
    section = Section("In one table", parts=["new"])
    for _ in range(2):
        keep_table(section, host, path=path)
        text = path.read_text(encoding="utf-8")
        assert text.startswith(f"before\n\n{BEGIN}\n\nnew\n\nMeasured on ")
        assert text.endswith(f"\n\n{END}\n\nafter\n")
        assert "old" not in text
    with pytest.raises(ValueError, match="marks"):
        between("without", "new")


def test_readme_has_the_marks() -> None:
    assert "content" in between((ROOT / "README.md").read_text(encoding="utf-8"), "content")


def test_a_section_at_scale_says_where_it_was_measured(tmp_path: Path, host: Machine) -> None:
    path = tmp_path / "SCALE.md"
    path.write_text(TEXT, encoding="utf-8")
    keep_at_scale(Section("Serving", parts=["fast"]), host, path=path)
    text = path.read_text(encoding="utf-8")
    assert "## Serving\n\nfast\n\nMeasured on " in text
    assert text.index("Measured on") < text.index("## Loading")
    assert "old" not in text
