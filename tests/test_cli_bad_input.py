"""What bad input gets: one clear line, the right exit code, and the good documents in."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from kg import pipeline
from kg.cli import main
from kg.errors import OntologyError
from kg.pipeline import building, processes
from kg.readers import Limits
from kg.store import create_or_open, open_read

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


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "good.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph of one article."""
    folder = tmp_path_factory.mktemp("one")
    (folder / "good.txt").write_text(ARTICLE, encoding="utf-8")
    pipeline.build(folder / "good.txt", graph=folder / "graph")
    return folder / "graph"


def identifiers(graph: Path) -> set[str]:
    with open_read(graph) as store:
        return set(store.digests())


# -- sources ------------------------------------------------------------------------------------

RECORDS = "".join(json.dumps({"id": str(n), "text": ARTICLE}) + "\n" for n in range(1, 17))


def test_other_languages_are_told(run: Run, good: Path, tmp_path: Path) -> None:
    (tmp_path / "b.jsonl").write_text(json.dumps({"id": "b", "lang": "de", "text": ARTICLE}) + "\n", encoding="utf-8")
    done = run("build", str(good), "b.jsonl")
    assert done.code == 0
    assert done.lines == [
        "kg: graph: 2 documents read: 1 added, 1 set aside",
        "kg: graph: set aside, in languages that the model does not read: 1 in de",
    ]


def test_nothing_is_fetched_unasked(run: Run, good: Path) -> None:
    done = run("build", str(good), "https://news.example/1")
    assert done.code == 1
    assert done.lines[0] == (
        "kg: https://news.example/1: an address of the web; add --fetch to fetch it, or save the page and name the file"
    )


def test_this_machine_is_not_fetched_from(run: Run, good: Path, tmp_path: Path) -> None:
    done = run("build", str(good), "http://localhost:9/1", "--fetch")
    assert done.code == 1
    assert "which is no public address; save the page and name the file" in done.lines[0]
    assert not (tmp_path / "graph-fetched").exists()


def sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(Limits().whole + 1)


BAD: dict[str, tuple[str, Callable[[Path], Any], str]] = {
    "missing": ("bad.txt", lambda path: None, "bad.txt: no such file"),
    "empty": ("bad.txt", lambda path: path.touch(), "bad.txt: empty"),
    "blank": ("bad.md", lambda path: path.write_text(" \n\n"), "bad.md: empty"),
    "binary": ("bad.txt", lambda path: path.write_bytes(b"strike\0\1\2"), "bad.txt: this is binary: byte 6 is NUL"),
    "a picture": ("bad.txt", lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n\0"), "bad.txt: this is a picture"),
    "wrongly encoded": ("bad.txt", lambda path: path.write_bytes(b"strike \xc3( \xff\xfe"), "bad.txt: not UTF-8"),
    "huge": ("bad.txt", sparse, "bad.txt: larger than 50 MB"),
    "a folder without articles": ("bad", lambda path: path.mkdir(), "bad: no file to read in this folder"),
    "a pattern without files": ("*.bad", lambda path: None, "*.bad: matches no file"),
    "no date": (
        "bad.jsonl",
        lambda path: path.write_text(json.dumps({"id": "x", "date": "Friday", "text": ARTICLE})),
        "bad.jsonl:1: date 'Friday' is no date",
    ),
    "a script for an address": (
        "bad.md",
        lambda path: path.write_text(f"---\nurl: javascript:alert(1)\n---\n{ARTICLE}"),
        "bad.md: url 'javascript:alert(1)' is no web address; write one that begins with http:// or https://",
    ),
    "front matter": ("bad.md", lambda path: path.write_text("---\ntitle: [\n---\nA strike."), "bad.md:"),
    "another text": (
        "sub/good.txt",
        lambda path: (path.parent.mkdir(), path.write_text("Unite called off its strike at Royal Mail.")),
        "sub/good.txt: the identifier 'good' is that of good.txt, which says something else",
    ),
}


@pytest.mark.usefixtures("good")
@pytest.mark.parametrize("case", BAD)
def test_a_bad_source_is_told_and_the_good_ones_are_in(run: Run, tmp_path: Path, case: str) -> None:
    name, make, wrong = BAD[case]
    make(tmp_path / name)
    done = run("build", "good.txt", name)
    assert done.code == 1
    told, counts = done.lines
    assert told.startswith(f"kg: {wrong}")
    assert "Traceback" not in told
    assert counts.endswith("1 added, 1 failed")
    assert done.out == ""
    assert identifiers(tmp_path / "graph") == {"good"}
    assert run("validate").code == 0


def test_broken_json_on_line_17(run: Run, tmp_path: Path) -> None:
    after = json.dumps({"id": "18", "text": ARTICLE})
    (tmp_path / "news.jsonl").write_text(f'{RECORDS}{{"id": "17", "text"\n{after}\n', encoding="utf-8")
    done = run("build", "news.jsonl")
    assert done.code == 1
    assert done.lines[0].startswith("kg: news.jsonl:17: ")
    assert done.lines[1:] == ["kg: graph: 17 documents read: 17 added, 1 failed"]
    assert identifiers(tmp_path / "graph") == {str(n) for n in range(1, 19)} - {"17"}


def test_a_bad_source_alone_makes_no_graph(run: Run, tmp_path: Path) -> None:
    assert run("build", "bad.txt").code == 1
    assert not (tmp_path / "graph").exists()


def test_control_characters_in_a_name_do_not_reach_the_terminal(run: Run) -> None:
    done = run("build", "\x1b[2Jbad\n.txt")
    assert done.code == 1
    assert len(done.lines) == 2
    assert "\x1b" not in "".join(done.lines)


def test_a_folder_that_is_closed_costs_no_other(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in (tmp_path / "news/open/a.txt", tmp_path / "news/closed/b.txt"):
        path.parent.mkdir(parents=True)
        path.write_text(ARTICLE, encoding="utf-8")
    look = os.scandir

    def scandir(path: Any = ".") -> Any:  # who runs the tests may be root, to whom nothing is closed
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied", str(path))
        return look(path)

    monkeypatch.setattr(os, "scandir", scandir)
    done = run("build", "news")
    assert done.code == 1
    assert done.lines == [
        "kg: news/closed: cannot be looked at: Permission denied; check its permissions",
        "kg: graph: 1 document read: 1 added, 1 failed",
    ]
    assert identifiers(tmp_path / "graph") == {"a"}
    assert run("build", "news/closed").lines[0] == done.lines[0]


def test_standard_input(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with (tmp_path / "in.txt").open("w+", encoding="utf-8") as file:
        file.write(ARTICLE)
        file.seek(0)
        monkeypatch.setattr(sys, "stdin", file)
        assert run("build", "-").code == 0
    assert len(identifiers(tmp_path / "graph")) == 1


@pytest.mark.usefixtures("good")
def test_a_document_that_crashes_the_extractor(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bad.txt").write_text("A strike that nobody expected.", encoding="utf-8")
    extractor = processes.load_extractor("industrial-relations", processes.Choice())
    prepare = extractor.nlp.make_doc

    def fragile(text: str) -> Any:
        if "nobody" in text:
            raise KeyError("nobody")
        return prepare(text)

    monkeypatch.setattr(extractor.nlp, "make_doc", fragile)
    done = run("build", "good.txt", "bad.txt")
    assert done.code == 1
    assert done.lines == [
        "kg: bad.txt: bad: the extractor failed: KeyError: 'nobody'",
        "kg: graph: 2 documents read: 1 added, 1 failed",
    ]
    assert identifiers(tmp_path / "graph") == {"good"}
    shown = run("build", "good.txt", "bad.txt", "--debug").lines
    assert any("in fragile" in line for line in shown)


# -- the graph's folder -------------------------------------------------------------------------


def other_version(folder: Path) -> None:
    manifest = folder / "kg.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"format": 999}))


def break_quads(folder: Path) -> None:
    for path in (folder / "store").iterdir():
        if path.name.startswith(("CURRENT", "MANIFEST")):
            path.write_bytes(b"broken")


FOLDERS: dict[str, tuple[Callable[[Path], Any], str]] = {
    "missing": (shutil.rmtree, "no such folder"),
    "empty": (lambda path: (shutil.rmtree(path), path.mkdir()), "no graph here"),
    "of something else": (
        lambda path: (shutil.rmtree(path), path.mkdir(), (path / "a.txt").touch()),
        "holds 'a.txt' and no graph",
    ),
    "a file": (lambda path: (shutil.rmtree(path), path.touch()), "is a file"),
    "from another version": (other_version, "format 999, this kg reads format 1"),
    "with a broken kg.json": (lambda path: (path / "kg.json").write_text("{"), "broken"),
    "with broken quads": (break_quads, "cannot be opened"),
}
READING = ("query strikes", "show Aslef", "draw", "export", "info", "validate", "score .", "remove good")


@pytest.mark.parametrize("command", READING)
@pytest.mark.parametrize("case", FOLDERS)
def test_a_folder_that_is_no_graph(run: Run, graph: Path, tmp_path: Path, case: str, command: str) -> None:
    shutil.copytree(graph, tmp_path / "graph")
    FOLDERS[case][0](tmp_path / "graph")
    done = run(*command.split())
    assert done.code == 1
    assert done.out == ""
    (line,) = done.lines
    assert line.startswith("kg: graph")


@pytest.mark.usefixtures("good")
@pytest.mark.parametrize("case", [case for case in FOLDERS if case not in ("missing", "empty")])
def test_a_build_does_not_touch_a_folder_that_is_no_graph(run: Run, graph: Path, tmp_path: Path, case: str) -> None:
    shutil.copytree(graph, tmp_path / "graph")
    FOLDERS[case][0](tmp_path / "graph")
    before = {path: path.read_bytes() for path in tmp_path.glob("graph/**/*") if path.is_file()}
    done = run("build", "good.txt")
    assert done.code == 1
    assert len(done.lines) == 1
    assert FOLDERS[case][1] in done.lines[0]
    assert all(path.read_bytes() == data for path, data in before.items() if "LOG" not in path.name)


@pytest.mark.usefixtures("good")
def test_a_graph_of_another_domain(run: Run, graph: Path, tmp_path: Path) -> None:
    shutil.copytree(graph, tmp_path / "graph")
    done = run("build", "good.txt", "--domain", "company-deals")
    assert done.code == 1
    assert "was built with the domain 'industrial-relations'" in done.lines[0]
    done = run("build", "good.txt", "--domain", "company-deal")
    assert (done.code, done.lines) == (2, ["kg: no domain is called 'company-deal'. Did you mean company-deals?"])


def test_a_graph_that_is_being_written(run: Run, graph: Path, tmp_path: Path, good: Path) -> None:
    shutil.copytree(graph, tmp_path / "graph")
    with open_read(graph) as store:
        ontology = store.ontology
    with create_or_open(tmp_path / "graph", ontology=ontology):
        done = run("build", good.name)
    assert done.code == 1
    assert done.lines == [f"kg: graph: process {os.getpid()} is writing to this graph; wait until it is done"]


def test_a_build_that_was_stopped_is_told(run: Run, graph: Path, tmp_path: Path) -> None:
    shutil.copytree(graph, tmp_path / "graph")
    (tmp_path / "graph/stale").touch()
    done = run("query", "strikes")
    assert done.code == 0
    assert done.lines == ["kg: graph: the last build was stopped; kg build goes on where it was"]


# -- what else is needed ------------------------------------------------------------------------


def test_no_model_of_the_name(run: Run, good: Path, tmp_path: Path) -> None:
    done = run("build", good.name, "--model", "nosuch")
    assert done.code == 1
    assert len(done.lines) == 1
    assert "nosuch" in done.lines[0]
    assert not (tmp_path / "graph").exists()


def test_gold_that_is_wrong(run: Run, graph: Path, tmp_path: Path) -> None:
    (tmp_path / "gold").mkdir()
    assert run("score", "gold", "-g", str(graph)).lines[0].startswith("kg: gold: no annotations here")
    (tmp_path / "gold/a.json").write_text("{", encoding="utf-8")
    done = run("score", "gold", "-g", str(graph))
    assert done.code == 1
    assert done.lines[0].startswith("kg: a.json:1: not JSON")


def test_every_mistake_in_an_ontology_is_told(run: Run, good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise OntologyError(["frames.yaml:41: one", "domain.ttl:2: two"])

    monkeypatch.setattr(building, "load_language", broken)
    done = run("build", good.name)
    assert (done.code, done.lines) == (1, ["kg: frames.yaml:41: one", "kg: domain.ttl:2: two"])


# -- the unexpected -----------------------------------------------------------------------------


def test_an_unexpected_error_is_one_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("by\nzero")

    monkeypatch.setattr(pipeline, "open_graph", broken, raising=False)
    done = run("query", "strikes")
    assert done.code == 1
    assert done.lines == ["kg: unexpected ZeroDivisionError: by zero; --debug shows where, and is worth a report"]
    lines = run("query", "strikes", "--debug").lines
    assert lines[0].startswith("Traceback")
    assert lines[-1] == "kg: unexpected ZeroDivisionError: by zero"


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "kg", *arguments]


def environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


def test_a_reader_that_goes_away_is_met_with_silence(graph: Path) -> None:
    arguments = command("export", "--graph", str(graph))
    with subprocess.Popen(
        arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(), cwd=graph.parent
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 141


GOES_ON = "the same command goes on from there"


def test_an_interrupted_build_tells_what_the_graph_holds(
    run: Run, good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(building.Assembling, "assemble", interrupted)
        assert run("build", good.name) == (
            130,
            "",
            [f"kg: graph: interrupted; the graph holds 1 document; {GOES_ON}"],
        )
    assert identifiers(tmp_path / "graph") == {"good"}
    assert run("build", good.name).lines == ["kg: graph: 1 document read: 1 unchanged"]


def test_an_interrupt_before_anything_was_read(good: Path) -> None:
    arguments = command("build", "-")
    with subprocess.Popen(
        arguments, stdin=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(), cwd=good.parent
    ) as process:
        time.sleep(6)  # it has read nothing and waits
        process.send_signal(signal.SIGINT)
        assert process.stderr is not None
        told = f"kg: graph: interrupted; the graph holds no documents yet; {GOES_ON}\n"
        assert process.stderr.read().decode() == told
        assert process.wait() == 130
