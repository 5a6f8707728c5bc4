"""What people judged, in the account of all documents: now, after another version has read them, in any order."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import permutations
from pathlib import Path

import pytest

import kg
from kg import pipeline
from kg.cli import main
from kg.ontology import load
from kg.pipeline.assembling import assemble
from kg.pipeline.judgements import FILE, add_judgements, read_file
from kg.store import create_or_open, open_read

SEEDS = Path(__file__).resolve().parents[1] / "seeds" / "stories"
DOCUMENTS = ("story-ballot", "story-fylde", "story-wrexham")
PCS = "entity-public-and-commercial-services-union"
DATES = ("2023-01-30", "2023-02-01", "2023-02-04")
RALLY = "story-wrexham#event-rally-1"  # no other article tells of it

Holds = Callable[[str], bool]
Run = Callable[..., str]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with three articles, each of another day, and the graph of them."""
    folder = tmp_path_factory.mktemp("judged")
    (folder / "stories").mkdir()
    for name, day in zip(DOCUMENTS, DATES, strict=True):
        text = (SEEDS / f"{name}.md").read_text(encoding="utf-8")
        dated = text.replace("lang: en\n", f"lang: en\ndate: {day}\n", 1)
        (folder / "stories" / f"{name}.md").write_text(dated, encoding="utf-8")
    pipeline.build(folder / "stories", graph=folder / "graph")
    return folder


@pytest.fixture
def run(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command beside a copy of the graph, as N. N.; return what it tells."""
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> str:
        author = ("--author", "N. N.") if arguments[0] == "judge" and not arguments[1].startswith("--") else ()
        code = main([*arguments, *author])
        out, err = capsys.readouterr()
        assert code == 0, err
        return out + err

    return run


def exported(graph: str = "graph") -> list[str]:
    with open_read(graph) as store:
        return list(store.quads_sorted())


def assembled(graph: str) -> list[str]:
    return [line for line in exported(graph) if "graph/assembled> ." in line]


def withdraw_all(run: Run) -> None:
    for line in Path("graph", FILE).read_text(encoding="utf-8").splitlines():
        run("judge", "withdraw", json.loads(line)["id"])


@contextmanager
def opened(graph: str) -> Iterator[Holds]:
    """A function that tells whether a pattern is in a graph; `DOCUMENT#NAME` names a node of a document."""
    with kg.open(graph) as found:
        base = f"{found.ontology.base}document/"

        def holds(pattern: str) -> bool:
            for document in DOCUMENTS:
                pattern = pattern.replace(f"<{document}#", f"<{base}{document}#")
            return found.ask(f"ASK {{ {pattern} }}")

        yield holds


def everywhere(run: Run, *, holds: tuple[str, ...] = (), not_: tuple[str, ...] = ()) -> None:
    """Assert that patterns hold, or do not, in the graph; in one that other decisions read, in another order; and that
    this is the same whatever the order in which its documents came."""
    run("judge", "--export", "j.jsonl")
    rules = ("--model", "rules", "-g", "again")
    run("build", "stories/story-wrexham.md", *rules, "--judgements", "j.jsonl")
    run("build", "stories/story-fylde.md", "stories/story-ballot.md", *rules)
    for graph in ("graph", "again"):
        with opened(graph) as found:
            assert [pattern for pattern in holds if not found(pattern)] == []
            assert [pattern for pattern in not_ if found(pattern)] == []
    in_any_order("again")


def in_any_order(graph: str) -> None:
    """Assert that the documents of a graph, one after the other in any order, with its judgements, make the same."""
    whole = assembled(graph)
    with open_read(graph) as store:
        readings = {name: store.page(name).reading() for name in DOCUMENTS}
        ontology = store.ontology
    for n, order in enumerate(permutations(DOCUMENTS)):
        with create_or_open(f"grown-{n}", ontology=ontology) as store:
            store.replace_ontology()
            for place, name in enumerate(order):
                store.add([readings[name]])
                if place == n % len(DOCUMENTS):  # somewhere on the way
                    add_judgements(store, read_file(Path(graph, FILE), ontology))
                assemble(store)
        assert assembled(f"grown-{n}") == whole, order


# -- things -------------------------------------------------------------------------------------

WORKERS, STAFF = "story-ballot#entity-job-centre-workers", "story-wrexham#entity-job-centre-staff"


def test_two_things_become_one(run: Run) -> None:
    before = exported()
    one = f"<{WORKERS}> core:mentionOf ?e . <{STAFF}> core:mentionOf ?e ."
    with opened("graph") as found:
        assert not found(one)
    run("judge", "same", "Job centre workers", "Job centre staff")
    links = (
        f'?l a core:Link ; core:mention <{name}> ; core:entity ?e ; core:judgement core:same ; core:author "N. N."'
        for name in (WORKERS, STAFF)
    )
    told = f"{one} ?e core:documents 2 ; rdfs:label ?l1 ; skos:altLabel ?l2 FILTER(LCASE(?l1) != LCASE(?l2))"
    everywhere(run, holds=(told, *links))
    withdraw_all(run)
    assert exported() == before


def test_one_thing_becomes_two(run: Run) -> None:
    before = exported()
    ours, theirs = f"story-fylde#{PCS}", f"story-ballot#{PCS}"
    one = f"<{ours}> core:mentionOf ?e . <{theirs}> core:mentionOf ?e ."
    with opened("graph") as found:
        assert found(one)
    run("judge", "different", ours, theirs)
    links = (
        f"?l a core:Link ; core:mention <{own}> ; core:entity ?e ; core:judgement core:different ; "
        f'core:author "N. N." . <{other}> core:mentionOf ?e'
        for own, other in ((ours, theirs), (theirs, ours))
    )
    dangling = "?l a core:Link ; core:entity ?e FILTER NOT EXISTS { ?e a ?c }"
    everywhere(run, holds=tuple(links), not_=(one, dangling))
    withdraw_all(run)
    assert exported() == before


def test_things_that_are_never_one_are_told(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["judge", "same", "Job centre workers", "PCS"]) == 2
    assert "workforce and trade union are never one thing; where a class is wrong, kg judge correct" in (
        capsys.readouterr().err
    )


def test_the_label_and_class_of_a_thing_hold_for_articles_to_come(run: Run, tmp_path: Path) -> None:
    run("remove", "story-wrexham")
    run("judge", "correct", "PCS", "--role", "label", "--value", "The PCS")
    run("judge", "correct", "The PCS", "--role", "class", "--value", "union federation")
    run("build", "stories/story-wrexham.md")
    told = '?e a ir:UnionFederation ; rdfs:label "The PCS" ; skos:altLabel "PCS" ; core:documents 3 .'
    mentions = " ".join(f"<{name}#{PCS}> core:mentionOf ?e ." for name in DOCUMENTS)
    everywhere(run, holds=(f"{told} {mentions}",), not_=(f"{told} ?e a ir:TradeUnion",))


# -- happenings ---------------------------------------------------------------------------------


def test_a_rejected_report_is_gone_and_its_event_when_it_was_the_only_one(run: Run) -> None:
    before = exported()
    gone, kept = "story-ballot#event-strike-1", "story-fylde#event-strike-1"
    with opened("graph") as found:
        assert found(f"<{gone}> core:reportOf ?h . <{kept}> core:reportOf ?h . ?h core:documents 3 ; core:sources 3")
        assert found(f"<{RALLY}> core:reportOf ?h . ?h a ir:Rally ; core:documents 1")
    run("judge", "reject", gone)
    run("judge", "reject", RALLY)
    with opened("graph") as found:
        assert found(f"<{kept}> core:reportOf ?h . ?h core:documents 2 ; core:sources 2")
    everywhere(
        run,
        holds=(f"<{kept}> core:reportOf ?h . ?h a ir:Strike",),
        not_=(
            f"<{gone}> core:reportOf ?h",
            f"<{RALLY}> core:reportOf ?h",
            f"?x core:report <{gone}>",
            "?h a ir:Rally ; core:belief ?belief",
            "?h core:belief ?b ; core:sources ?n FILTER NOT EXISTS { ?r core:reportOf ?h } "
            "FILTER NOT EXISTS { ?h rdf:object ?o } FILTER NOT EXISTS { ?h org:member ?m }",
        ),
    )
    withdraw_all(run)
    assert exported() == before


def test_a_corrected_status_and_number_show_in_the_event(run: Run) -> None:
    before = exported()
    fylde, wrexham, last = (
        f"story-{name}" for name in ("fylde#event-strike-1", "wrexham#event-strike-1", "wrexham#event-strike-3")
    )
    number = f"<{fylde}> core:reportOf ?h . ?h ir:workersInvolved"
    with opened("graph") as found:
        assert found(f"<{wrexham}> core:reportOf ?h . <{fylde}> core:reportOf ?h . ?h ir:status ir:occurred")
        assert found(f"<{last}> core:reportOf ?h . ?h ir:status ir:planned")
        assert found(f"{number} 2000")
    for report in (wrexham, last):
        run("judge", "correct", report, "--role", "status", "--value", "called off")
    run("judge", "correct", fylde, "--role", "workersInvolved", "--value", "at least 2,500", "--old", "at least 2,000")
    cancelled = (
        "?r core:reportOf ?h . ?h ir:status ir:cancelled . ?s core:stateOf ?h ; ir:status ?status ; core:report ?r"
    )
    called_off = f"{cancelled} FILTER(?status = ir:cancelled) "
    with opened("graph") as found:
        assert found(f"<{fylde}> core:reportOf ?h . {called_off} FILTER(?r = <{wrexham}>)")  # the latest report tells
        assert found(f"{called_off} FILTER(?r = <{last}>)")
    everywhere(
        run,
        holds=(
            f"{called_off} FILTER(?r = <{wrexham}>)",
            f"{number} 2500",
        ),
        not_=(
            f"<{wrexham}> core:reportOf ?h . ?h ir:status ?status FILTER(?status != ir:cancelled)",
            f"?c rdf:value 2000 ; core:report <{fylde}>",
        ),
    )
    withdraw_all(run)
    assert exported() == before


def test_an_accepted_fact_is_believed(run: Run) -> None:
    before = exported()
    speaks = "?e a rdf:Statement ; rdf:subject ?j ; rdf:predicate ir:speaksFor ; rdf:object ?u ; core:belief ?b . "
    speaks += "<story-wrexham#entity-john-mooney> core:mentionOf ?j . "
    with opened("graph") as found:
        assert found(f"<{RALLY}> core:reportOf ?h . ?h core:belief ?b FILTER(?b < 1)")
        assert found(f"{speaks} FILTER(?b < 1)")
    run("judge", "accept", RALLY)
    run("judge", "accept", "John Mooney", "--role", "speaks for", "--value", "PCS")
    everywhere(run, holds=(f"<{RALLY}> core:reportOf ?h . ?h core:belief 1.0", f"{speaks} FILTER(?b = 1)"))
    withdraw_all(run)
    assert exported() == before


# -- what it costs ------------------------------------------------------------------------------


def test_a_graph_without_judgements_reads_none(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise AssertionError("there is nothing to read")

    for name in ("read_lines", "unmatched"):
        monkeypatch.setattr(f"kg.pipeline.judgements.{name}", fails)
    monkeypatch.setattr("kg.pipeline.building.unmatched", fails)
    monkeypatch.setattr("kg.resolve.judgements.judged", fails)
    assert "3 unchanged" in run("build", "stories")
    with create_or_open("graph", ontology=load()) as store:
        store.add([store.page(name).reading() for name in DOCUMENTS])
        assemble(store)
