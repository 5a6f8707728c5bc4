"""What a wrong call gets: one line that says what would be right, and the exit code 2."""

from __future__ import annotations

import shlex
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from kg import pipeline
from kg.cli import main

ARTICLE = "Aslef members at Northern Trains will walk out on Friday in a dispute over pay, the union said.\n"


class Done(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    lines: list[str]  # of standard error


Run = Callable[..., Done]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> Done:
        code = main(arguments)
        out, err = capsys.readouterr()
        return Done(code, out, err.splitlines())

    return run


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph of one article."""
    folder = tmp_path_factory.mktemp("one")
    (folder / "good.txt").write_text(ARTICLE, encoding="utf-8")
    pipeline.build(folder / "good.txt", graph=folder / "graph")
    return folder / "graph"


QUESTIONS = [
    (["query", "SELECT * WHERE { ?s ?p }"], "kg: query:1:24: `}` does not fit after `?p`"),
    (["query", "SELECT ?x WHERE {\n  ?x a foo:Strike }"], "kg: query:2:8: the prefix foo: of foo:Strike is not"),
    (["query", "SELEKT * { ?s ?p ?o }"], "kg: query:1:1: SPARQL has no word `SELEKT`; did you mean SELECT?"),
    (["query", "DROP ALL"], "kg: query:1:1"),
    (["query", ""], "kg: query:1:1"),
    (["query", "-f", "nowhere.rq"], "kg: nowhere.rq: cannot be read: No such file"),
    (["query"], "kg: give SPARQL, the name of a prepared query"),
    (["query", "strikes", "--unoin", "PCS"], "kg: strikes has no parameter 'unoin'; parameters: [union=string]"),
    (["query", "status-on", "--date"], "kg: --date needs a value; write --date VALUE"),
    (["query", "--date", "2022-12-01", "status-on"], "kg: No such option: --date; the name of a prepared query"),
    (["query", "strikes", "PCS"], "kg: 'PCS' is one argument too many"),
    (["query", "ASK {}", "--union", "PCS"], "kg: only prepared queries take parameters, and this is SPARQL: union"),
    (["query", "strikes", "-f", "nowhere.rq"], "kg: give SPARQL, the name of a prepared query"),
    (["query", "stirkes"], "kg: no query is called 'stirkes'. Did you mean strikes"),
    (["query", "strikes", "-p", "onion=x"], "kg: strikes has no parameter 'onion'; parameters: [union=string]"),
    (["query", "strikes", "-p", "union"], "kg: --param 'union': write name=value"),
    (["query", "strikes", "-p", "status=plannned"], "kg: strikes: status: 'plannned' is none of"),
    (["query", "who-said-what"], "kg: who-said-what needs about"),
    (["query", "events-in", "-p", "since=1 May"], "kg: events-in: since: '1 May' is no date"),
    (["query", "ASK { ?s ?p ?o }", "-p", "union=x"], "kg: only prepared queries take parameters"),
    (["query", "strikes", "--format", "jason"], "kg: no format is called 'jason'. Did you mean json"),
    (["query", "strikes", "--format", "turtle"], "kg: the format turtle does not fit the answer of SELECT"),
    (["query", "strikes", "--limit", "-1"], "kg: Invalid value for '--limit'"),
    (["show", "Asselfe"], "kg: no thing or event is called 'Asselfe'. Did you mean"),
    (["show", "Nothern Trains"], "kg: no thing or event is called 'Nothern Trains'. Did you mean Northern Trains"),
    (["draw", "--about", "Northern Train"], "kg: no thing or event is called 'Northern Train'. Did you mean Northern"),
    (["show", "Aslef", "--format", "xml"], "kg: no format is called 'xml'"),
    (["draw", "--about", "Nobody"], "kg: no thing or event is called 'Nobody'"),
    (["draw", "--hops", "-1"], "kg: Invalid value for '--hops'"),
    (["draw", "-o", "no/where/page.html"], "kg: no/where/page.html: there is no folder"),
    (["draw", "--engine", "paper"], "kg: there is no engine 'paper'; engines: explorer, pyvis"),
    (["draw", "-o", "."], "kg: .: is a folder"),
    (["export", "--format", "xlsx"], "kg: no format is called 'xlsx'"),
    (["export", "-o", "no/where.nq"], "kg: no/where.nq: there is no folder"),
    (["remove", "goood"], "kg: no document is called 'goood'. Did you mean good?"),
    (["build", "x", "--workers", "0"], "kg: Invalid value for '--workers'"),
    (["build"], "kg: Missing argument 'SOURCE'"),
    (["train", "x", "--gold", "y", "--calm", "c", "--other", "o"], "kg: --calm is for the decisions, --other for the"),
    (["biuld", "x"], "kg: No such command 'biuld'"),
    (["query", "--formt", "csv"], "kg: No such option: --formt"),
    (["--verbose"], "kg: No such option: --verbose"),
]


@pytest.mark.parametrize(("arguments", "told"), QUESTIONS, ids=[" ".join(question[0])[:40] for question in QUESTIONS])
def test_a_wrong_call_is_told_in_one_line(
    run: Run, graph: Path, tmp_path: Path, arguments: list[str], told: str
) -> None:
    shutil.copytree(graph, tmp_path / "graph")
    done = run(*arguments)
    assert done.code == 2
    assert done.out == ""
    (line,) = done.lines
    assert line.startswith(told)


@pytest.mark.parametrize("name", ["q1.rq", "q1", "my query.rq"])
def test_a_file_that_is_given_as_a_query_is_told(run: Run, graph: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("ASK { ?s ?p ?o }", encoding="utf-8")
    done = run("query", name, "--graph", str(graph))
    assert done.code == 2
    (line,) = done.lines
    assert line.startswith(f"kg: {name} is a file")
    _, *hint = shlex.split(line.rpartition("; to ask it, write")[2], posix=True)
    assert run("query", "-f", *hint, "--graph", str(graph)) == (0, "true\n", [])


def test_a_prepared_query_may_be_called_like_a_file(run: Run, graph: Path, tmp_path: Path) -> None:
    (tmp_path / "strikes").touch()
    assert run("query", "strikes", "--graph", str(graph)).code == 0


def test_a_query_in_a_file_is_named_by_it(run: Run, graph: Path, tmp_path: Path) -> None:
    (tmp_path / "a.rq").write_text("SELECT * {\n ?s ?p }\n", encoding="utf-8")
    done = run("query", "-f", "a.rq", "--graph", str(graph))
    assert (done.code, done.lines) == (2, ["kg: a.rq:2:8: `}` does not fit after `?p`"])
