"""What a build reads, what it leaves alone, and that the same articles always give the same bytes."""

from __future__ import annotations

import json
import os
import shutil
import signal
from pathlib import Path
from typing import Any

import pytest

import kg
from kg import pipeline
from kg.errors import DocumentConflict, KgError, ModelError, ReadError, UnknownName, UsageError
from kg.model import Document, Reading, Segment, SegmentKind
from kg.nlp import DEFAULT_MODEL
from kg.ontology import Ontology, default_domain, domains, load, ontology_root
from kg.pipeline import BuildReport, extractor, processes
from kg.pipeline.choice import Choice
from kg.pipeline.extractor import load_extractor, reader_version
from kg.pipeline.processes import read_documents
from kg.store import create_or_open, open_read, verify_offsets

ROOT = Path(__file__).resolve().parents[1]
STORIES = ROOT / "seeds/stories"
ARTICLES = {
    "rail": "Aslef members at Northern Trains will walk out on Friday in a dispute over pay, the union said.",
    "post": "Postal workers at Royal Mail began a two-day strike over pay on Tuesday.\n\nThe CWU said 5,000 took part.",
    "bins": "Refuse collectors in Leeds called off a strike after talks with the council, Unite said.",
    "none": "The museum has struck gold with its new exhibition, which opens on Sunday.",
}


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """A folder with one JSON Lines file of four articles."""
    folder = tmp_path / "news"
    folder.mkdir()
    write(folder / "news.jsonl", ARTICLES)
    return folder


def write(path: Path, articles: dict[str, str], **fields: str) -> None:
    lines = [json.dumps({"id": name, "date": "2024-03-04", "text": text} | fields) for name, text in articles.items()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def built(sources: Any, graph: Path, **options: Any) -> BuildReport:
    return pipeline.build(sources, graph=graph, **options)


def quads(graph: Path) -> list[str]:
    with open_read(graph) as store:
        return list(store.quads_sorted())


@pytest.fixture
def no_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets every call of the extractor fail."""

    def load_nothing(*_: object) -> None:
        raise AssertionError("something is read")

    monkeypatch.setattr(processes, "load_extractor", load_nothing)


# -- what is read -------------------------------------------------------------------------------


def test_a_build_adds_what_is_new(news: Path, tmp_path: Path) -> None:
    report = built(news, tmp_path / "graph")
    assert report == BuildReport(read=4, added=4)
    assert str(report) == "4 documents read: 4 added"
    with open_read(tmp_path / "graph") as store:
        assert [document.identifier for document in store.documents()] == sorted(ARTICLES)
        assert not store.stale
        assert verify_offsets(store) == []
        assert store.info()["events"]


@pytest.mark.usefixtures("no_reading")
def test_what_is_unchanged_is_not_read_again(news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(processes, "load_extractor", load_extractor)
        built(news, tmp_path / "graph")
    before = quads(tmp_path / "graph")
    assert built(news, tmp_path / "graph") == BuildReport(read=4, unchanged=4)
    assert quads(tmp_path / "graph") == before


def test_a_changed_article_is_replaced(news: Path, tmp_path: Path) -> None:
    built(news, tmp_path / "graph")
    changed = ARTICLES | {"bins": "Refuse collectors in Leeds began a strike on Monday, Unite said."}
    write(news / "news.jsonl", changed)
    assert built(news, tmp_path / "graph") == BuildReport(read=4, unchanged=3, replaced=1)
    built(news, tmp_path / "fresh")
    assert quads(tmp_path / "graph") == quads(tmp_path / "fresh")


def test_changed_metadata_count(news: Path, tmp_path: Path) -> None:
    built(news, tmp_path / "graph")
    write(news / "news.jsonl", ARTICLES, source="The Gazette")
    assert built(news, tmp_path / "graph").replaced == len(ARTICLES)


def test_another_version_reads_everything_again(news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built(news, tmp_path / "graph")
    monkeypatch.setattr(kg, "__version__", "999")
    load_extractor.cache_clear()
    assert built(news, tmp_path / "graph").replaced == len(ARTICLES)
    with open_read(tmp_path / "graph") as store:
        assert all("kg 999" in document.version for document in store.documents())
    load_extractor.cache_clear()


def test_the_version_names_kg_model_and_data(tmp_path: Path) -> None:
    root, domain = tmp_path / "ontology", default_domain()
    shutil.copytree(ontology_root(), root)
    before = reader_version(Ontology(domain, root=root))
    assert before == reader_version(load(domain))
    assert before.startswith(f"kg {kg.__version__}, {DEFAULT_MODEL} ")
    (root / domain / "queries" / "more.rq").write_text("# more: a query\nSELECT * { ?s ?p ?o }\n", encoding="utf-8")
    assert reader_version(Ontology(domain, root=root)) == before
    with (root / domain / "frames.yaml").open("a", encoding="utf-8") as frames:
        frames.write("# a word more\n")
    assert reader_version(Ontology(domain, root=root)) != before


@pytest.mark.parametrize("model", ["no_such_model", "json", "tests"])
def test_a_model_that_is_none(news: Path, tmp_path: Path, model: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    with pytest.raises(ModelError, match=model):
        built(news, tmp_path / "graph", model=model)
    assert not (tmp_path / "graph").exists()


# -- one identifier, two documents --------------------------------------------------------------


def test_two_documents_of_one_identifier_conflict(news: Path, tmp_path: Path) -> None:
    write(news / "other.jsonl", {"rail": "The strike at Northern Trains is off.", "more": ARTICLES["rail"]})
    told: list[KgError] = []
    report = built(news, tmp_path / "graph", on_error=told.append)
    assert (report.read, report.added, list(report.failed)) == (6, 5, told)
    (error,) = told
    assert isinstance(error, DocumentConflict)
    assert f"{news / 'other.jsonl'}:1" in str(error)
    assert f"{news / 'news.jsonl'}:1" in str(error)
    with open_read(tmp_path / "graph") as store:
        assert store.page("rail").document().original == ARTICLES["rail"]


def test_a_document_that_stands_twice_is_read_once(news: Path, tmp_path: Path) -> None:
    shutil.copy(news / "news.jsonl", news / "again.jsonl")
    assert built(news, tmp_path / "graph") == BuildReport(read=8, added=4, repeated=4)


# -- what cannot be read ------------------------------------------------------------------------


@pytest.fixture
def crash(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets the extractor fail on one article."""
    read_document = extractor.read_document

    def fragile(document: Document, *rest: Any, **options: Any) -> Reading:
        if document.id == "post":
            raise ZeroDivisionError("no workers")
        return read_document(document, *rest, **options)

    monkeypatch.setattr(extractor, "read_document", fragile)


@pytest.mark.usefixtures("crash")
def test_a_document_that_crashes_the_extractor_is_told_and_skipped(news: Path, tmp_path: Path) -> None:
    report = built(news, tmp_path / "graph", on_error=lambda _: None)
    assert (report.read, report.added) == (4, 3)
    (error,) = report.failed
    assert str(error) == f"{news / 'news.jsonl'}:2: post: the extractor failed: ZeroDivisionError: no workers"
    assert "fragile" in error.__notes__[0]
    with open_read(tmp_path / "graph") as store:
        assert store.digests().keys() == {"rail", "bins", "none"}


@pytest.mark.usefixtures("crash")
def test_without_on_error_the_first_failure_is_raised_and_the_good_ones_stay(news: Path, tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="ZeroDivisionError"):
        built(news, tmp_path / "graph")
    with open_read(tmp_path / "graph") as store:
        assert store.digests().keys() == {"rail"}
        assert store.stale


def test_an_article_that_is_too_long_is_told(news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load_extractor(default_domain(), Choice()).nlp, "max_length", 100)
    report = built(news, tmp_path / "graph", on_error=lambda _: None)
    assert report.added == 3
    (error,) = report.failed
    assert str(error).endswith(f"post: {len(ARTICLES['post'])} characters; an article has at most 100")


@pytest.mark.parametrize("text", ["", " \n\n ", "*", "\u200b", "?!"])
def test_a_document_without_words_says_nothing(text: str) -> None:
    document = Document("x", text, text, segments=(Segment(SegmentKind.BODY, 0, len(text)),))
    (reading,) = load_extractor(default_domain(), Choice()).read([document])
    assert isinstance(reading, Reading)
    assert not (reading.events or reading.entities or reading.statements)


def test_where_nothing_can_be_read_no_graph_is_made(tmp_path: Path) -> None:
    report = built([tmp_path / "nowhere"], tmp_path / "graph", on_error=lambda _: None)
    assert report.read == 0
    assert len(report.failed) == 1
    assert not (tmp_path / "graph").exists()


def test_no_workers_are_too_few(news: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="0 workers"):
        built(news, tmp_path / "graph", workers=0)


@pytest.mark.usefixtures("crash")
def test_an_error_that_is_kept_does_not_keep_the_graph_locked(
    news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(stage: str, _: int) -> None:
        if stage == "putting together":
            raise KeyboardInterrupt

    monkeypatch.chdir(tmp_path)
    (news / "empty.txt").touch()
    kept: list[object] = [built(news, Path("graph"), on_error=lambda _: None)]
    for options in ({}, {"on_error": lambda _: None, "progress": stop}):
        with pytest.raises((ReadError, KeyboardInterrupt)) as error:
            built(news, Path("graph"), **options)
        kept.append(error)
    assert built(news, Path("graph"), on_error=lambda _: None).unchanged == 3


# -- languages ----------------------------------------------------------------------------------

GERMAN = (
    "Die Müllwerker der Stadt haben am Montag die Arbeit niedergelegt. Die Gewerkschaft sagte, der Rat habe eine "
    "Abstimmung missachtet, in der 82 Prozent der Mitglieder für einen Ausstand gestimmt hatten."
)


def test_articles_in_languages_that_are_not_read_are_set_aside_and_counted(news: Path, tmp_path: Path) -> None:
    write(news / "others.jsonl", {"a": GERMAN, "b": GERMAN + " Sie gehen am Freitag zurück."})
    write(news / "told.jsonl", {"c": ARTICLES["post"] + " It goes on."}, lang="fr")
    write(news / "english.jsonl", {"d": GERMAN + " Das ist alles."}, lang="en-GB")
    report = built(news, tmp_path / "graph")
    assert (report.read, report.added, report.aside) == (8, 5, (("de", 2), ("fr", 1)))
    assert str(report) == "8 documents read: 5 added, 3 set aside"
    with open_read(tmp_path / "graph") as store:
        assert store.digests().keys() == {*ARTICLES, "d"}


def test_the_column_of_text_can_be_named(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f'key;words\n1;"{ARTICLES["rail"]}"\n', encoding="utf-8")
    with pytest.raises(ReadError, match="name the one with the text by --text-column"):
        built(tmp_path / "a.csv", tmp_path / "graph")
    assert built(tmp_path / "a.csv", tmp_path / "graph", text_column="words").added == 1


# -- the same bytes -----------------------------------------------------------------------------


def test_order_batches_and_earlier_builds_do_not_matter(
    news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built(news, tmp_path / "graph")
    expected = quads(tmp_path / "graph")
    other = tmp_path / "other"
    other.mkdir()
    for number, (name, text) in enumerate(reversed(ARTICLES.items())):
        write(other / f"{number}.jsonl", {name: text})
    monkeypatch.setattr(processes, "BATCH", 1)
    built(other, tmp_path / "again")
    assert quads(tmp_path / "again") == expected
    for file in sorted(other.iterdir(), reverse=True):
        built(file, tmp_path / "piecemeal")
    assert quads(tmp_path / "piecemeal") == expected


def test_removing_leaves_what_would_have_been_built(news: Path, tmp_path: Path) -> None:
    built(news, tmp_path / "graph")
    pipeline.remove(tmp_path / "graph", "post")
    write(news / "news.jsonl", {name: text for name, text in ARTICLES.items() if name != "post"})
    built(news, tmp_path / "without")
    assert quads(tmp_path / "graph") == quads(tmp_path / "without")
    with pytest.raises(UnknownName, match="post"):
        pipeline.remove(tmp_path / "graph", "post")


def test_a_stale_layer_is_computed_at_the_next_build(news: Path, tmp_path: Path) -> None:
    built(news, tmp_path / "graph")
    expected = quads(tmp_path / "graph")
    with create_or_open(tmp_path / "graph", ontology=load()) as store:
        store.remove("post")
        assert store.stale
    write(news / "post.jsonl", {"post": ARTICLES["post"]})
    built(news / "post.jsonl", tmp_path / "graph")
    assert quads(tmp_path / "graph") == expected


@pytest.mark.slow
def test_several_processes_give_the_same_bytes(tmp_path: Path) -> None:
    built(STORIES, tmp_path / "one")
    built(sorted(STORIES.iterdir(), reverse=True), tmp_path / "two", workers=2)
    assert quads(tmp_path / "one") == quads(tmp_path / "two")


@pytest.mark.slow
def test_processes_tell_of_a_document_that_cannot_be_read(tmp_path: Path) -> None:
    documents = [Document(str(n), "A strike.", "A strike.") for n in range(3)]
    documents[1] = Document("1", "x" * 1_000_001, "", origin="long.txt")
    found = list(read_documents(documents, domain=default_domain(), choice=Choice(), workers=2, batch=1))
    assert [type(result) for result in found] == [Reading, ReadError, Reading]
    assert "long.txt: 1: 1,000,001 characters" in str(found[1])


@pytest.mark.slow
def test_processes_that_are_killed_cost_no_document() -> None:
    documents = [Document(str(n), "A strike.", "A strike.") for n in range(40)]
    results = read_documents(documents, domain=default_domain(), choice=Choice(), workers=2, batch=1)
    found = [next(results)]
    killed = [process for process in children_of(os.getpid()) if "reading_process" in command_of(process)]
    for process in killed:
        os.kill(process, signal.SIGKILL)
    found += results
    assert len(killed) == 2
    assert [type(result) for result in found] == [Reading] * len(documents)


def children_of(process: int) -> list[int]:
    tasks = Path(f"/proc/{process}/task").glob("*/children")  # each thread has those that it started
    return [int(child) for task in tasks for child in task.read_text().split()]


def command_of(process: int) -> str:
    return Path(f"/proc/{process}/cmdline").read_text()


# -- every domain -------------------------------------------------------------------------------

SAMPLES = {"industrial-relations": STORIES, "company-deals": ROOT / "tests/data/company-deals/articles.jsonl"}


def test_every_domain_has_a_sample() -> None:
    assert SAMPLES.keys() == set(domains())


@pytest.mark.parametrize("domain", sorted(SAMPLES))
def test_a_domain_goes_all_the_way(domain: str, tmp_path: Path) -> None:
    if not (ontology_root() / domain / "frames.yaml").is_file():
        pytest.skip(f"{domain} HAS NO frames.yaml YET: nothing of it is tested here")
    report = built(SAMPLES[domain], tmp_path / "graph", domain=domain)
    assert report.added == report.read > 0
    with pipeline.open_graph(tmp_path / "graph") as graph:
        assert graph.store.domain == domain
        assert graph.events()
        assert graph.entities()
        assert verify_offsets(graph.store) == []
        assert pipeline.validate_graph(graph) == []
        shown = graph.show(graph.events()[0].iri)
        assert shown.evidence
        page = graph.draw(tmp_path / "graph.html")
        assert page.nodes == len(graph.to_networkx())
    assert built(SAMPLES[domain], tmp_path / "graph").unchanged == report.read  # the domain is the graph's own
