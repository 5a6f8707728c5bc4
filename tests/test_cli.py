"""The command `kg`: its surface, its help with examples that run, its formats, how fast it starts."""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox
import pytest

import kg
from kg import pipeline
from kg.cli import main
from kg.cli.app import COMMANDS
from kg.cli.progress import Progress
from kg.errors import ReadError
from kg.pipeline import keeping
from kg.query import list_queries
from kg.scale import Processes, extract_sources

SEEDS = Path(__file__).resolve().parents[1] / "seeds"
NAMES = [name for name, _, _ in COMMANDS]
HEAVY = ("spacy", "networkx", "pyvis", "pandas", "scipy", "trafilatura", "pyshacl", "kg.nlp", "kg.view")


class Done(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str


Run = Callable[..., Done]


@pytest.fixture(scope="module")
def stories(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with seeds/ (three articles and their annotations) and the graph of it."""
    folder = tmp_path_factory.mktemp("stories")
    shutil.copytree(SEEDS / "stories", folder / "seeds/stories")
    (folder / "seeds/gold").mkdir()
    for path in (folder / "seeds/stories").iterdir():
        shutil.copy(SEEDS / "gold" / f"{path.stem}.json", folder / "seeds/gold")
    pipeline.build(folder / "seeds", graph=folder / "graph")
    keeping.back_up(folder / "graph", folder / "graph.kg.zip")
    extract_sources([folder / "seeds"], folder / "shards", Processes())
    return folder


@pytest.fixture
def run(
    stories: Path, capsysbinary: pytest.CaptureFixture[bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Run:
    """Run a command in a copy of the folder."""
    shutil.copytree(stories, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> Done:
        code = main(arguments)
        out, err = capsysbinary.readouterr()
        return Done(code, out.decode(), err.decode())

    return run


# -- help ---------------------------------------------------------------------------------------


def test_the_version(run: Run) -> None:
    assert run("--version") == (0, f"kg {kg.__version__}\n", "")


def test_without_arguments_there_is_help(run: Run) -> None:
    assert run() == run("--help") == run("-h")
    assert all(f"\n  {name} " in run().out for name in NAMES)


@pytest.mark.parametrize("name", [name for name in NAMES if name != "serve"])  # it runs until it is ended: tests/serve
def test_each_help_ends_with_an_example_that_runs(run: Run, name: str) -> None:
    done = run(name, "--help")
    assert done.code == 0
    example = done.out.rstrip().splitlines()[-1].strip()
    program, *arguments = shlex.split(example)
    assert (program, arguments[0]) == ("kg", name)
    done = run(*arguments)
    assert done.code == 0, done.err
    assert "Traceback" not in done.err


def test_the_example_of_the_whole_help_runs(run: Run) -> None:
    example = run("--help").out.rstrip().splitlines()[-1].strip()
    for command in example.split("&&"):
        assert run(*shlex.split(command)[1:]).code == 0


def test_no_line_of_help_is_cut(run: Run) -> None:
    assert not [line for line in run("--help").out.splitlines() if line.startswith("  ") and line.endswith("...")]


# -- what is loaded -----------------------------------------------------------------------------


def modules(*arguments: str, cwd: Path) -> set[str]:
    """The modules that a command loads in a process of its own."""
    program = "import sys; from kg.cli import main; code = main(sys.argv[1:]); print(*sys.modules); sys.exit(code)"
    command = [sys.executable, "-c", f"import sys; sys.path[:0] = {sys.path!r}; {program}", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, cwd=cwd, check=True)
    return set(done.stdout.splitlines()[-1].split())


def test_help_loads_next_to_nothing(stories: Path) -> None:
    assert not modules("--help", cwd=stories) & {*HEAVY, "rdflib", "pyoxigraph", "rich", "yaml", "kg.ontology"}


@pytest.mark.parametrize(
    "arguments",
    [("query", "strikes"), ("show", "PCS"), ("export",), ("info",), ("query", "--list")],
)
def test_asking_loads_no_language_and_no_drawing(stories: Path, arguments: tuple[str, ...]) -> None:
    figures = {"networkx", "scipy"} if arguments == ("show", "PCS") else set()  # who is central, and with whom
    assert not modules(*arguments, cwd=stories) & (set(HEAVY) - figures)


# -- query --------------------------------------------------------------------------------------

SELECT = "SELECT ?id WHERE { ?d a core:Document ; dcterms:identifier ?id } ORDER BY ?id"
IDS = ["story-ballot", "story-fylde", "story-wrexham"]


def test_select_in_every_format(run: Run) -> None:
    assert run("query", SELECT).out.split() == ["id", "-" * 13, *IDS]
    assert run("query", SELECT, "--format", "table").out == run("query", SELECT).out
    assert list(csv.reader(io.StringIO(run("query", SELECT, "--format", "csv").out))) == [["id"], *([i] for i in IDS)]
    assert run("query", SELECT, "--format", "tsv").out.splitlines() == ["?id", *(f'"{i}"' for i in IDS)]
    bindings = json.loads(run("query", SELECT, "--format", "json").out)["results"]["bindings"]
    assert [row["id"]["value"] for row in bindings] == IDS
    assert [e.text for e in ET.fromstring(run("query", SELECT, "--format", "xml").out).iter() if e.text] == IDS


def test_a_table_that_is_cut_to_the_terminal_is_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Terminal()
    monkeypatch.setattr(sys, "stdout", screen)
    monkeypatch.setenv("COLUMNS", "80")
    assert re.fullmatch(r"kg: \d+ cells? cut to the width of the terminal; .*csv.*\n", run("query", "speaks-for").err)
    assert "sentence" in screen.getvalue()
    assert run("query", SELECT).err == ""
    assert run("query", "speaks-for", "--format", "csv").err == ""


def test_ask(run: Run) -> None:
    assert run("query", "ASK { ?s a ir:Strike }") == (0, "true\n", "")
    assert json.loads(run("query", "ASK { ?s a ir:Nothing }", "--format", "json").out)["boolean"] is False


@pytest.mark.parametrize(
    ("name", "format_"),
    [("turtle", ox.RdfFormat.TURTLE), ("ntriples", ox.RdfFormat.N_TRIPLES), ("jsonld", ox.RdfFormat.JSON_LD)],
)
def test_construct_in_every_format(run: Run, name: str, format_: ox.RdfFormat) -> None:
    construct = "CONSTRUCT { ?d dcterms:identifier ?id } WHERE { ?d a core:Document ; dcterms:identifier ?id }"
    done = run("query", construct, "--format", name)
    assert len(list(ox.parse(done.out.encode(), format_))) == len(IDS)
    assert run("query", construct).out == run("query", construct, "--format", "turtle").out


def test_a_query_from_a_file_and_from_standard_input(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("q.rq").write_text(SELECT, encoding="utf-8")
    assert run("query", "-f", "q.rq") == run("query", SELECT)
    monkeypatch.setattr(sys, "stdin", io.StringIO(SELECT))
    assert run("query", "-f", "-") == run("query", SELECT)


def test_limit_keeps_the_first_rows(run: Run) -> None:
    assert run("query", SELECT, "--limit", "2", "--format", "csv").out.split() == ["id", *IDS[:2]]
    assert run("query", SELECT, "--limit", "0", "--format", "csv").out.split() == ["id"]
    whole = run("query", "strikes", "--format", "json").out
    assert json.loads(run("query", "strikes", "--format", "json", "--limit", "99").out) == json.loads(whole)


def test_parameters(run: Run) -> None:
    found = csv.DictReader(io.StringIO(run("query", "strikes", "-p", "union=pcs", "--format", "csv").out))
    actors = {row["actor"] for row in found}
    assert actors == {"Public and Commercial Services Union"}
    as_options = run("query", "strikes", "--union", "pcs", "--format=csv", "--status=planned").out
    assert as_options == run("query", "strikes", "-p", "union=pcs", "-p", "status=planned", "--format", "csv").out


def test_the_list_names_every_prepared_query(run: Run) -> None:
    listed = [line.split()[0] for line in run("query", "--list").out.splitlines()[2:]]
    with pipeline.open_graph("graph") as graph:
        assert listed == [query.name for query in list_queries(graph.ontology)]
    assert run("query", "--list", "--graph", "nowhere").out == run("query", "--list").out


def test_the_newcomers_questions_are_answered(run: Run) -> None:
    out = run("query", "strikes", "--format", "csv").out
    assert "Public and Commercial Services Union,Department for Work and Pensions," in out
    out = run("query", "speaks-for", "--format", "csv").out
    assert "Mark Serwotka,Public and Commercial Services Union,general secretary" in out


# -- the other commands -------------------------------------------------------------------------


def test_build_tells_what_it_did_and_reads_nothing_twice(run: Run) -> None:
    assert run("build", "seeds") == (0, "", "kg: graph: 3 documents read: 3 unchanged\n")
    assert run("build", "seeds/stories/story-ballot.md", "-g", "new").err == "kg: new: 1 document read: 1 added\n"


def test_show(run: Run) -> None:
    text = run("show", "PCS", "--sentences", "1").out
    assert text.startswith("Public and Commercial Services Union\n  trade union; in 3 documents")
    assert json.loads(run("show", "PCS", "--format", "json").out)["thing"]["class_label"] == "trade union"
    assert run("show", "PCS", "--format", "html").out.startswith("<div><h3>")


@pytest.mark.parametrize("engine", ["explorer", "pyvis"])
def test_draw(run: Run, engine: str) -> None:
    given = [] if engine == "explorer" else ["--engine", engine]
    done = run("draw", *given)
    assert (done.code, done.out) == (0, "")
    page = Path("graph.html").read_text(encoding="utf-8")
    assert "Mark Serwotka" in page
    assert 'http-equiv="Content-Security-Policy"' in page
    assert run("draw", "-o", "-", *given).out == page
    around = ("draw", *given, "--about", "Mark Serwotka", "--hops")
    alone, *others = (shown(run(*around, str(hops)).err) for hops in range(4))
    assert alone == 1
    assert 1 < others[0] < others[1] <= others[2]
    assert run("draw", *given, "--max-nodes", "5").err.startswith("kg: graph.html: 5 of ")


def shown(told: str) -> int:
    """How many nodes a picture has, as kg draw tells it."""
    found = re.fullmatch(r"kg: graph\.html: (\d+) nodes?; open it in a browser\n", told)
    assert found, told
    return int(found[1])


@pytest.mark.parametrize("name", ["nquads", "trig", "turtle", "jsonld", "graphml", "csv"])
def test_export(run: Run, name: str) -> None:
    done = run("export", "--format", name, "-o", "out")
    assert (done.code, done.out, done.err) == (0, "", "")
    assert run("export", "--format", name).out.encode() == Path("out").read_bytes()
    assert Path("out").stat().st_size > 1000


def test_score(run: Run) -> None:
    done = run("score", "seeds", "--errors", "--by-doc", "--json", "scores.json")
    assert done.code == 0
    assert done.err == ""
    lines = done.out.splitlines()
    assert lines[0].split() == ["fact", "gold", "found", "P", "R", "F1"]
    assert any(line.startswith("story-ballot ") for line in lines)
    assert any(line.startswith("story-ballot: missed") for line in lines)
    assert json.loads(Path("scores.json").read_text(encoding="utf-8"))["missing"] == []
    assert json.loads(run("score", "seeds", "--json", "-").out)["facts"]["ALL"]["f"] > 0.3


def test_score_tells_of_articles_that_the_graph_lacks(run: Run) -> None:
    run("remove", "story-fylde")
    done = run("score", "seeds/gold")
    assert done.code == 0
    assert done.err == "kg: graph: lacks 1 of 3 annotated articles (story-fylde): kg build\n"
    assert "without any graph 1" in done.out


def test_score_tells_how_well_articles_were_put_together(run: Run) -> None:
    crossdoc = {"entities": {"dwp": [["story-ballot", "dwp"], ["story-wrexham", "dwp"]]}, "copies": []}
    Path("seeds/gold-crossdoc.json").write_text(json.dumps(crossdoc), encoding="utf-8")
    done = run("score", "seeds", "--json", "scores.json")
    assert (done.code, done.err) == (0, "")
    line = next(line for line in done.out.splitlines() if line.startswith("entities, B-cubed"))
    assert float(line.split()[-1]) > 0
    assert json.loads(Path("scores.json").read_text(encoding="utf-8"))["accounts"]["entities, B-cubed"]["f"] > 0


def test_validate(run: Run) -> None:
    assert run("validate") == (0, "", "kg: graph: no violations in 3 documents\n")


def test_validate_tells_of_a_violation(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = kg_violation()
    monkeypatch.setattr(pipeline, "validate_graph", lambda _: [wrong], raising=False)
    assert run("validate") == (1, f"{wrong}\n", "kg: graph: 1 violation in 3 documents\n")


def kg_violation() -> object:
    from kg.validate import Violation

    return Violation("a", "b", "c", "d", "is wrong", "e", "A strike.")


def test_info(run: Run) -> None:
    text = run("info").out
    assert text.startswith("graph: 3 documents, ")
    assert f"kg {kg.__version__}" in text
    assert json.loads(run("info", "--format", "json").out)["documents"] == 3


def test_remove(run: Run) -> None:
    assert run("remove", "story-ballot") == (0, "", "kg: graph: removed story-ballot\n")
    assert run("query", SELECT, "--format", "csv").out.split() == ["id", *IDS[1:]]


# -- progress -----------------------------------------------------------------------------------


class Terminal(io.StringIO):
    """Takes what is written, and says that it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_progress_shows_itself_only_on_a_terminal_and_only_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    with Progress(debug=False) as progress:
        progress("reading", 3)
        progress.tell(ReadError("a.txt: empty"))
    assert screen.getvalue() == "kg: a.txt: empty\n"
    monkeypatch.setattr("kg.cli.progress.PATIENCE", 0.0)
    with Progress(debug=False) as progress:
        progress._timer.join()
        progress("reading", 3)
        progress.tell(ReadError("a.txt: empty"))
        progress("reading", 1234)
    assert "loading" in screen.getvalue()
    assert "reading: 1,234 documents" in screen.getvalue()
    assert screen.getvalue().count("kg: a.txt: empty\n") == 2
