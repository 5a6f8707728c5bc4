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
MARCH = "story-fylde#event-employer-s-measure-1"  # no other article tells of it

Holds = Callable[[str], bool]
Run = Callable[..., str]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    graph = tmp_path_factory.mktemp("judged") / "graph"
    pipeline.build(SEEDS, graph=graph)
    return graph


@pytest.fixture
def run(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command beside a copy of the graph, as N. N.; return what it tells."""
    shutil.copytree(built, tmp_path / "graph")
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
    run("build", f"{SEEDS}/story-wrexham.md", *rules, "--judgements", "j.jsonl")
    run("build", f"{SEEDS}/story-fylde.md", f"{SEEDS}/story-ballot.md", *rules)
    for graph in ("graph", "again"):
        with opened(graph) as found:
            assert [pattern for pattern in holds if not found(pattern)] == []
            assert [pattern for pattern in not_ if found(pattern)] == []
    in_any_order("again")


def in_any_order(graph: str) -> None:
    """Assert that the documents of a graph, one after the other in any order, with its judgements, make the same."""
    whole = exported(graph)
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
        assert exported(f"grown-{n}") == whole, order


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
    run("build", f"{SEEDS}/story-wrexham.md")
    told = '?e a ir:UnionFederation ; rdfs:label "The PCS" ; skos:altLabel "PCS" ; core:documents 3 .'
    mentions = " ".join(f"<{name}#{PCS}> core:mentionOf ?e ." for name in DOCUMENTS)
    everywhere(run, holds=(f"{told} {mentions}",), not_=(f"{told} ?e a ir:TradeUnion",))


# -- happenings ---------------------------------------------------------------------------------


def test_a_rejected_report_is_gone_and_its_event_when_it_was_the_only_one(run: Run) -> None:
    before = exported()
    fylde, ballot = "story-fylde#event-strike-1", "story-ballot#event-strike-1"
    with opened("graph") as found:
        assert found(f"<{fylde}> core:reportOf ?h . <{ballot}> core:reportOf ?h . ?h core:documents 3 ; core:sources 3")
        assert found(f"<{MARCH}> core:reportOf ?h . ?h a ir:EmployersMeasure ; core:documents 1")
    run("judge", "reject", fylde)
    run("judge", "reject", MARCH)
    everywhere(
        run,
        holds=(f"<{ballot}> core:reportOf ?h . ?h a ir:Strike ; core:documents 2 ; core:sources 2",),
        not_=(
            f"<{fylde}> core:reportOf ?h",
            f"<{MARCH}> core:reportOf ?h",
            f"?x core:report <{fylde}>",
            "?h core:belief ?b ; core:documents 1 ; a ir:EmployersMeasure . FILTER NOT EXISTS { ?r core:reportOf ?h }",
        ),
    )
    withdraw_all(run)
    assert exported() == before


def test_a_corrected_status_and_number_show_in_the_event(run: Run) -> None:
    before = exported()
    ballot, wrexham = "story-ballot#event-strike-1", "story-wrexham#event-strike-2"
    run("judge", "correct", wrexham, "--role", "status", "--value", "called off")
    run("judge", "correct", ballot, "--role", "workersInvolved", "--value", "at least 2,500", "--old", "2000")
    everywhere(
        run,
        holds=(
            f"<{wrexham}> core:reportOf ?h . ?h ir:status ir:cancelled . "
            f"?s core:stateOf ?h ; ir:status ir:cancelled ; core:report <{wrexham}>",
            f"<{ballot}> core:reportOf ?h . ?h ir:workersInvolved 2500",
        ),
        not_=(
            f"<{wrexham}> core:reportOf ?h . ?h ir:status ?s FILTER(?s != ir:cancelled)",
            f"<{ballot}> core:reportOf ?h . ?c core:claimOf ?h ; rdf:value 2000 ; core:report <{ballot}>",
        ),
    )
    withdraw_all(run)
    assert exported() == before


def test_an_accepted_fact_is_believed(run: Run) -> None:
    before = exported()
    speaks = "?e a rdf:Statement ; rdf:subject ?j ; rdf:predicate ir:speaksFor ; rdf:object ?u ; core:belief ?b . "
    speaks += "<story-wrexham#entity-john-mooney> core:mentionOf ?j . "
    with opened("graph") as found:
        assert found(f"<{MARCH}> core:reportOf ?h . ?h core:belief ?b FILTER(?b < 1)")
        assert found(f"{speaks} FILTER(?b < 1)")
    run("judge", "accept", MARCH)
    run("judge", "accept", "John Mooney", "--role", "speaks for", "--value", "PCS")
    everywhere(run, holds=(f"<{MARCH}> core:reportOf ?h . ?h core:belief 1.0", f"{speaks} FILTER(?b = 1)"))
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
    assert "3 unchanged" in run("build", str(SEEDS))
    with create_or_open("graph", ontology=load()) as store:
        store.add([store.page(name).reading() for name in DOCUMENTS])
        assemble(store)
