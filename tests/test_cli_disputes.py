"""`kg disputes`, as somebody at a terminal meets it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.cli import main
from kg.ontology import load
from kg.store import create_or_open

from .query.tugs import build

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("tugs") / "graph")


@pytest.fixture
def run(made: Path, capsysbinary: pytest.CaptureFixture[bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    shutil.copytree(made, tmp_path / "graph")
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(["disputes", *arguments])
        out, err = capsysbinary.readouterr()
        return code, out.decode("utf-8", "replace"), err.decode()

    return run


def test_the_list(run: Run) -> None:
    code, out, err = run()
    assert (code, err) == (0, "")
    head, _, row = out.splitlines()
    assert head.split() == "dispute workers to from until days (computed) outcome articles".split()
    assert row.split("  ")[0] == "Tug Crews' Union – Harbour Towage"
    assert row.split()[-7:] == ["250", "400", "2018-08-25", "2018-08-28", "2", "settled", "3"]


def test_one_with_its_course(run: Run) -> None:
    code, out, _ = run("harbour")
    assert code == 0
    assert "  workers involved, lowest: 250\n  lowest, by whom: Harbour Towage\n" in out
    assert "\n  2018-08-25  action: strike: Tug Crews' Union → Harbour Towage\n    “About 300 tug crews struck" in out
    assert "(Tugs <idle>, 2018-08-29)" in out
    assert "\nTime line\n" in out


def test_json(run: Run) -> None:
    (row,) = json.loads(run("--format", "json")[1])
    assert (row["workers_highest"], row["first_day"]) == (400, "2018-08-20")
    assert set(row["computed"]) == {"days", "days_lost_lowest", "days_lost_highest"}
    one = json.loads(run("harbour", "--format", "json")[1])
    assert one["sentences"]["workers_lowest"][0]["document"] == "first"
    assert one["course"][0]["what"] == "notice"


def test_files(run: Run, tmp_path: Path) -> None:
    code, out, err = run("--csv", "table.csv", "--xlsx", "table.xlsx")
    assert (code, out) == (0, "")
    assert err == "kg: table.csv: 1 row\nkg: table.xlsx: 1 row\n"
    assert (tmp_path / "table.csv").read_text(encoding="utf-8").startswith("dispute,employer,union,")
    assert (tmp_path / "table.xlsx").read_bytes().startswith(b"PK")
    assert run("--csv", "-")[1].startswith("dispute,")


def test_only_some_days(run: Run) -> None:
    assert len(run("--from", "2019-01-01")[1].splitlines()) == 2
    assert len(run("--to", "2019-01-01")[1].splitlines()) == 3


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("Harbuor Towage",), "no dispute is called 'Harbuor Towage'. Did you mean Harbour Towage"),
        (("--from", "May"), "--from: 'May' is no date; write year-month-day, such as 2022-12-19"),
        (("--from", "2012-05-01", "--to", "2012-03-01"), "--from 2012-05-01 is after --to 2012-03-01"),
        (("--format", "csv"), "no format is called 'csv'. There are: json, table"),
        (
            ("--csv", "-", "--xlsx", "-"),
            "--csv and --xlsx cannot both go to standard output; name a file for one of them",
        ),
        (("--graph", "nowhere"), "nowhere"),
    ],
)
def test_a_wrong_call_is_told_in_one_line(run: Run, arguments: tuple[str, ...], told: str) -> None:
    code, out, err = run(*arguments)
    assert code in (1, 2)
    assert out == ""
    assert len(err.splitlines()) == 1
    assert told in err


def test_a_domain_without_courses_says_so(run: Run, tmp_path: Path) -> None:
    with create_or_open(tmp_path / "deals", ontology=load("company-deals")) as store:
        store.replace_ontology()
    code, out, err = run("--graph", "deals")
    assert (code, out) == (2, "")
    assert err.splitlines()[-1] == (
        "kg: the domain company-deals has no courses of events; it names none below core:Course"
    )
