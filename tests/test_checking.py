"""`kg check` finds and names whatever does not fit together, and mends what can be computed."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from kg import pipeline
from kg.cli import main
from kg.identity import assembled_graph, document_iri, ontology_graph
from kg.ontology import load
from kg.pipeline.checking import check
from kg.store import create_or_open, open_read
from kg.store import terms as t
from kg.store.archive import export_digest

STORIES = Path(__file__).resolve().parents[1] / "seeds/stories"
ONTOLOGY = load("industrial-relations")
FYLDE = NamedNode(document_iri(ONTOLOGY.base, "story-fylde"))
ASSEMBLED = NamedNode(assembled_graph(ONTOLOGY.base))
TERMS = NamedNode(ontology_graph(ONTOLOGY.base))
STRIKE = NamedNode(f"{FYLDE.value}#event-strike-1")


class Done(NamedTuple):
    """How a command ended."""

    code: int
    lines: list[str]  # of standard output
    told: list[str]  # of standard error


Run = Callable[..., Done]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    graph = tmp_path_factory.mktemp("checking") / "graph"
    pipeline.build(STORIES, graph=graph)
    return graph


@pytest.fixture
def graph(built: Path, tmp_path: Path) -> Path:
    """A copy that may be damaged."""
    return Path(shutil.copytree(built, tmp_path / "graph"))


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> Done:
        capsys.readouterr()
        code = main(arguments)
        out, err = capsys.readouterr()
        return Done(code, out.splitlines(), err.splitlines())

    return run


@contextmanager
def quads(graph: Path) -> Iterator[Store]:
    """The quads of a graph, to be changed behind its back."""
    store = Store(str(graph / "store"))
    yield store
    store.flush()
    del store


def replace(store: Store, subject: NamedNode, predicate: NamedNode, value: Literal | None) -> None:
    for quad in list(store.quads_for_pattern(subject, predicate, None, FYLDE)):
        store.remove(quad)
    if value is not None:
        store.add(Quad(subject, predicate, value, FYLDE))


def test_a_graph_that_is_whole(run: Run, graph: Path) -> None:
    assert run("check") == Done(0, [], ["kg: graph: all layers fit together"])
    assert run("check", "--mend") == Done(0, [], ["kg: graph: all layers fit together"])
    assert sorted(path.name for path in graph.iterdir()) == [
        "files.sqlite",
        "kg.json",
        "ledger.sqlite",
        "lock",
        "names.sqlite",
        "store",
    ]


def test_nothing_is_changed(run: Run, graph: Path) -> None:
    (graph / "kg.json.new").write_text("{", encoding="utf-8")
    (graph / "stale").touch()
    before = {path.name: path.read_bytes() for path in graph.iterdir() if path.is_file()}
    assert run("check").code == 1
    assert {path.name: path.read_bytes() for path in graph.iterdir() if path.is_file()} == before


# -- what killed commands leave -----------------------------------------------------------------

LEFT: dict[str, tuple[str, str, str]] = {
    "a half-written file": ("judgements.jsonl.new", "half", "judgements.jsonl.new: half-written by a command that was"),
    "a lock": ("lock", "12345\n", "lock: process 12345 wrote last and did not close the graph"),
    "a stale graph": ("stale", "", "stale: documents or judgements changed and were not put together"),
}


@pytest.mark.parametrize("case", LEFT)
def test_leftovers(run: Run, graph: Path, case: str) -> None:
    name, content, message = LEFT[case]
    (graph / name).write_text(content, encoding="utf-8")
    done = run("check")
    assert done.code == 1
    assert [line.startswith(f"graph/{message}") for line in done.lines] == [True]
    assert done.lines[0].endswith("; kg build goes on where it was, and kg check --mend finishes what is there")
    assert all(finding.unfinished for finding in check(graph))
    assert run("check", "--mend").code == 0
    assert run("check").code == 0


# -- the read layer -----------------------------------------------------------------------------


def first_evidence(store: Store) -> NamedNode:
    pieces = store.quads_for_pattern(None, t.MARK, None, FYLDE)
    return min((quad.subject for quad in pieces if isinstance(quad.subject, NamedNode)), key=lambda node: node.value)


DAMAGE: dict[str, tuple[Callable[[Store], object], str]] = {
    "a changed title": (lambda s: replace(s, FYLDE, t.TITLE, Literal("No")), "its digest is another"),
    "a changed text": (lambda s: replace(s, FYLDE, t.BODY, Literal("No strike.")), "its digest is another"),
    "no digest": (lambda s: replace(s, FYLDE, t.DIGEST, None), "has not a digest but 0"),
    "no day": (lambda s: replace(s, FYLDE, t.PUBLISHED, Literal("Friday")), "its day of publication is none"),
    "other words": (lambda s: replace(s, first_evidence(s), t.EXACT, Literal("a lockout")), "'a lockout' was read at"),
    "no place": (lambda s: replace(s, first_evidence(s), t.START, None), "was read, and it is not told where"),
    "a lost node": (
        lambda s: s.add(Quad(STRIKE, NamedNode(ONTOLOGY.term("actor")), NamedNode(f"{FYLDE.value}#entity-x"), FYLDE)),
        "speaks of what it does not describe: entity-x",
    ),
    "a stranger": (
        lambda s: s.add(Quad(NamedNode("https://example.org/x"), t.LABEL, Literal("x"), FYLDE)),
        "speaks of what is not its own: https://example.org/x",
    ),
    "evidence of nothing": (
        lambda s: s.extend(
            Quad(NamedNode(f"{FYLDE.value}#mark-x"), predicate, Literal("0", datatype=t.INTEGER), FYLDE)
            for predicate in (t.START, t.END, t.EXACT)
        ),
        "has evidence of nothing: mark-x",
    ),
    "another identifier": (lambda s: replace(s, FYLDE, t.IDENTIFIER, Literal("y")), "says that its identifier is 'y'"),
}


@pytest.mark.parametrize("case", DAMAGE)
def test_a_damaged_document_is_named(run: Run, graph: Path, case: str) -> None:
    damage, message = DAMAGE[case]
    with quads(graph) as store:
        damage(store)
    done = run("check")
    assert done.code == 1
    assert any(line.startswith("graph: story-fylde: ") and message in line for line in done.lines), done.lines
    assert all(line.endswith("; kg remove it and build it again, or kg restore a backup") for line in done.lines)


def test_what_was_read_is_not_mended(run: Run, graph: Path) -> None:
    with quads(graph) as store:
        replace(store, FYLDE, t.TITLE, Literal("No"))
        store.remove_graph(TERMS)
    del store
    before = export(graph)
    done = run("check", "--mend")
    assert done.code == 1
    assert len(done.lines) == 2
    assert done.told == ["kg: graph: 2 things to put right; what only computing puts right waits until the rest is"]
    assert export(graph) == before
    pipeline.remove(graph, "story-fylde")
    pipeline.build(STORIES, graph=graph)
    assert run("check").code == 0


def test_graphs_of_no_layer(run: Run, graph: Path) -> None:
    with quads(graph) as store:
        store.add(Quad(FYLDE, t.TITLE, Literal("x"), NamedNode("https://example.org/graph")))
        store.add(Quad(FYLDE, t.TITLE, Literal("x")))
    lines = run("check").lines
    assert lines[0].startswith("graph: the graph <https://example.org/graph> is that of no document and no layer")
    assert lines[1].startswith("graph: 1 triples stand in no named graph")


# -- what is computed ---------------------------------------------------------------------------


def export(graph: Path) -> str:
    with open_read(graph) as store:
        return export_digest(store)


def ledger(graph: Path, order: str, *, file: str = "ledger.sqlite") -> None:
    with closing(sqlite3.connect(graph / file)) as sql:
        sql.execute(order)
        sql.commit()


def change_assembled(graph: Path) -> None:
    with quads(graph) as store:
        quad = min(store.quads_for_pattern(None, t.BELIEF, None, ASSEMBLED), key=str)
        store.remove(quad)
        store.add(Quad(quad.subject, quad.predicate, Literal("0.5", datatype=t.DECIMAL), ASSEMBLED))


def drop_assembled(graph: Path) -> None:
    with quads(graph) as store:
        store.remove_graph(ASSEMBLED)


def drop_terms(graph: Path) -> None:
    with quads(graph) as store:
        store.remove_graph(TERMS)


COMPUTED: dict[str, tuple[Callable[[Path], object], str]] = {
    "another belief": (change_assembled, "1 triples are missing, 1 do not follow from what was read"),
    "no assembled layer": (drop_assembled, "graph: assembled layer: "),
    "no terms": (drop_terms, "graph: terms: "),
    "a ledger without a document": (
        lambda graph: ledger(graph, "UPDATE doc SET stamp = 'x' WHERE id = 1"),
        "out of step with the graph: of the documents, 1 are missing and 1 should not be there",
    ),
    "a ledger with another thing": (
        lambda graph: ledger(graph, "UPDATE entity SET label = 'x' WHERE iri = (SELECT min(iri) FROM entity)"),
        "out of step with the graph: of the entities, 1 are missing and 1 should not be there",
    ),
    "a ledger that is none": (
        lambda graph: (graph / "ledger.sqlite").write_bytes(b"nonsense" * 1000),
        "ledger.sqlite: damaged: file is not a database",
    ),
    "an index without a name": (
        lambda graph: ledger(graph, "DELETE FROM name WHERE id = 1", file="names.sqlite"),
        "names.sqlite: 1 names are missing, 0 are in no assembled layer",
    ),
    "an index of names that is none": (
        lambda graph: (graph / "names.sqlite").write_bytes(b"nonsense" * 1000),
        "names.sqlite: broken: file is not a database",
    ),
}


@pytest.mark.parametrize("case", COMPUTED)
def test_what_is_computed_is_compared_and_mended(run: Run, graph: Path, case: str) -> None:
    before = export(graph)
    damage, message = COMPUTED[case]
    damage(graph)
    done = run("check")
    assert done.code == 1
    assert any(message in line for line in done.lines), done.lines
    assert all(line.endswith("; kg check --mend computes it again") for line in done.lines)
    done = run("check", "--mend")
    assert (done.code, done.told) == (0, ["kg: graph: mended"])
    assert export(graph) == before
    assert run("check") == Done(0, [], ["kg: graph: all layers fit together"])


@pytest.mark.parametrize("name", ["ledger.sqlite", "names.sqlite"])
def test_what_is_missing_beside_the_quads_is_made_by_whoever_needs_it(run: Run, graph: Path, name: str) -> None:
    (graph / name).unlink()
    assert run("check").code == 0


# -- what people judged -------------------------------------------------------------------------


def test_a_broken_file_of_judgements(run: Run, graph: Path) -> None:
    (graph / "judgements.jsonl").write_text('{"verdict": "perhaps"}\n<<<<<<< HEAD\n', encoding="utf-8")
    done = run("check", "--mend")
    assert done.code == 1
    assert {line.partition(": ")[0] for line in done.lines} == {f"graph/judgements.jsonl:{n}" for n in (1, 2)}
    assert all(line.endswith("; mend the line, or take the file from a backup") for line in done.lines)


# -- the folder ---------------------------------------------------------------------------------


def test_quads_that_cannot_be_opened(run: Run, graph: Path) -> None:
    (graph / "store/CURRENT").write_text("nonsense\n", encoding="utf-8")
    done = run("check")
    assert done.code == 1
    (line,) = done.lines
    assert line.startswith("graph/store: cannot be opened: ")
    assert line.endswith("; kg restore a backup, or build the graph again in another folder")
    assert line.count(";") == 1
    (line,) = run("query", "strikes").told
    assert line.endswith("; kg check tells what puts it right")


def test_quads_that_cannot_be_read(run: Run, graph: Path) -> None:
    """Each of the larger files in turn: the words, and indexes of the quads."""
    tables = sorted((graph / "store").glob("*.sst"), key=lambda path: path.stat().st_size)[-3:]
    for table in tables:
        content = table.read_bytes()
        table.write_bytes(bytes(len(content) // 2) + content[len(content) // 2 :])
        done = run("check")
        assert done.code == 1, table
        assert any("kg restore a backup" in line for line in done.lines), done.lines
        table.write_bytes(content)


def test_no_graph_and_a_broken_manifest(run: Run, graph: Path) -> None:
    assert run("check", "-g", "none") == Done(1, [], ["kg: none: no such folder; kg build makes one"])
    (graph / "kg.json").write_text("{", encoding="utf-8")
    assert "kg.json: broken" in run("check").told[0]
    (graph / "kg.json").write_text(json.dumps({"format": 99}), encoding="utf-8")
    assert "a newer kg wrote it" in run("check").told[0]


def test_a_graph_that_somebody_writes_to(run: Run, graph: Path) -> None:
    with create_or_open(graph, ontology=ONTOLOGY):
        done = run("check")
    assert done.code == 1
    assert len(done.told) == 1
    assert "is writing to this graph; wait until it is done" in done.told[0]
