"""`kg review` in a terminal, and the annotations that come of it."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import select
import shutil
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple, Self

import pytest
from pyoxigraph import Literal, NamedNode, Quad

import kg
from kg import pipeline
from kg.cli import main
from kg.errors import UsageError
from kg.identity import assembled_graph, document_iri, node_iri
from kg.ontology import CORE, load
from kg.pipeline.annotating import export_annotations
from kg.pipeline.judgements import FILE, store_judgements
from kg.pipeline.reviewing import Review
from kg.pipeline.subjects import Subjects
from kg.pipeline.verdicts import accepted
from kg.resolve import Verdict
from kg.score import load_gold
from kg.store import create_or_open

ROOT = Path(__file__).resolve().parents[1]
SEEDS = ROOT / "seeds" / "stories"
ONTOLOGY = load()
PROMPT = "? help > "
PATIENCE = 60  # seconds


class Done(NamedTuple):
    code: int
    out: str
    err: str


class Terminal:
    """A command in a terminal of its own: what it shows, and keys for it."""

    def __init__(self, *arguments: str) -> None:
        self.shown = ""
        self.fd, end = pty.openpty()
        env = {**os.environ, "TERM": "dumb", "PYTHONPATH": str(ROOT)}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "kg", *arguments],
            stdin=end,
            stdout=end,
            stderr=end,
            env=env,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # so that Ctrl-C reaches it
        )
        os.close(end)

    def read_until(self, text: str) -> str:
        """Return what is shown until a text, without the text."""
        end = time.monotonic() + PATIENCE
        while text not in self.shown:
            ready, _, _ = select.select([self.fd], [], [], max(0.0, end - time.monotonic()))
            assert ready, f"waited for {text!r}; shown: {self.shown}"
            try:
                self.shown += os.read(self.fd, 65536).decode(errors="replace")
            except OSError:
                raise AssertionError(f"ended before {text!r}; shown: {self.shown}") from None
        before, _, self.shown = self.shown.partition(text)
        return " ".join(before.split())

    def send(self, text: str) -> None:
        os.write(self.fd, text.encode())

    def end(self) -> tuple[int, str]:
        """Return the exit code, and what was shown last."""
        while select.select([self.fd], [], [], PATIENCE)[0]:
            try:
                self.shown += os.read(self.fd, 65536).decode(errors="replace")
            except OSError:  # as Linux tells that the other end is closed
                return self.process.wait(PATIENCE), " ".join(self.shown.split())
        raise AssertionError(f"did not end; shown: {self.shown}")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self.fd)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    graph = tmp_path_factory.mktemp("reviewed") / "graph"
    pipeline.build(SEEDS, graph=graph)
    return graph


@pytest.fixture
def graph(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(built, tmp_path / "graph")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "graph"


@pytest.fixture
def run(graph: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> Callable[..., Done]:
    def run(*arguments: str) -> Done:
        code = main(arguments)
        out, err = capsysbinary.readouterr()
        return Done(code, out.decode(), err.decode())

    return run


def lines(graph: Path) -> list[dict[str, object]]:
    path = graph / FILE
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


def belief(shown: str) -> float:
    found = re.search(r"\(confidence [\d.]+; belief ([\d.]+)", shown)
    assert found, shown
    return float(found[1])


# -- facts --------------------------------------------------------------------------------------


def test_a_sitting(graph: Path) -> None:
    """Accept, reject, be unsure, skip, help, end: each stored at once, and told at the end."""
    with Terminal("review", "--author", "Ada L.") as terminal:
        first = terminal.read_until(PROMPT)
        assert "[1 of " in first
        assert re.search(r"“.+” \(.+\)", first)  # a sentence, and where it stands
        terminal.send("a")
        second = terminal.read_until(PROMPT)
        assert belief(first) <= belief(second)
        assert [line["verdict"] for line in lines(graph)] == ["accept"]
        terminal.send("?")
        assert "wrong: it is left out from now on" in terminal.read_until(PROMPT)
        terminal.send("r")
        terminal.read_until(PROMPT)
        terminal.send("x")  # no key that means anything
        terminal.read_until(PROMPT)
        terminal.send("s")
        assert "[4 of " in terminal.read_until(PROMPT)
        terminal.send("u")
        terminal.read_until(PROMPT)
        assert [line["verdict"] for line in lines(graph)] == ["accept", "reject", "unsure"]
        terminal.send("q")
        code, last = terminal.end()
        assert code == 0
        assert "kg: graph: 3 judgements: 1 accept, 1 reject, 1 unsure" in last
        assert {line["author"] for line in lines(graph)} == {"Ada L."}
        assert not (graph / "stale").exists()


def test_what_was_judged_is_not_asked_again(graph: Path) -> None:
    with kg.open(graph) as opened:
        before = Review(opened).facts()
        subjects = Subjects(opened)
        made = [accepted(subjects.fact(node), subjects) for node in before[:4]]
    store_judgements(graph, made, author="a")
    with kg.open(graph) as opened:
        assert Review(opened).facts() == before[4:]


def test_correcting_an_event_and_accepting_the_rest(graph: Path) -> None:
    with Terminal("review", "--kind", "facts", "--about", "story-ballot#event-ballot-1") as terminal:
        shown = terminal.read_until(PROMPT)
        assert re.match(
            r"\[1 of 1\] ballot \(confidence [\d.]+; belief [\d.]+(; told otherwise too)?\) status: occurred actor: ",
            shown,
        )
        assert "Job centre [workers] [vote for] two-day strike over [pay]" in shown  # words marked
        for answers, told in (
            (("status", "cancelld", ""), "Did you mean cancelled"),
            (("reason", "jobs", "+"), "reason: pay; jobs"),
            (("status", "called off", ""), "status: cancelled"),
            (("target", "", "DWP"), "status: cancelled"),
        ):
            terminal.send("c")
            for prompt, answer in zip(
                (r"what (", "what is right", "in place of" if answers[1] else "what is wrong"), answers, strict=True
            ):
                terminal.read_until(prompt)
                terminal.send(answer + "\n")
            assert told in terminal.read_until(PROMPT)
        terminal.send("a")
        code, last = terminal.end()
        assert (code, "4 judgements: 1 accept, 3 correct" in last) == (0, True)
        with kg.open(graph) as opened:
            event = (
                Subjects(opened).fact(node_iri(document_iri(ONTOLOGY.base, "story-ballot"), "event", "ballot-1")).event
            )
        assert event is not None
        assert event.status.endswith("#cancelled")
        assert not event.fillers(ONTOLOGY.term("target"))


def test_interrupted_keeps_what_was_judged(graph: Path) -> None:
    with Terminal("review", "--limit", "5") as terminal:
        assert "[1 of 5]" in terminal.read_until(PROMPT)
        terminal.send("r")
        terminal.read_until(PROMPT)
        terminal.send("\x03")
        code, last = terminal.end()
        assert (code, "kg: graph: 1 judgement: 1 reject" in last) == (0, True)
        assert not (graph / "stale").exists()


def test_a_limit_ends_it(graph: Path) -> None:
    with Terminal("review", "--limit", "1") as terminal:
        terminal.read_until(PROMPT)
        terminal.send("s")
        code, last = terminal.end()
        assert (code, last.endswith("s kg: graph: nothing was judged")) == (0, True)


def test_no_terminal(run: Callable[..., Done]) -> None:
    done = run("review")
    assert (done.code, done.out) == (2, "")
    assert "kg review asks in a terminal, and this is none; a script judges by kg judge accept" in done.err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--kind", "merge"), "no kind is called 'merge'. Did you mean merges"),
        (("--partial",), "--partial and --measure belong to --export"),
    ],
)
def test_a_wrong_call(run: Callable[..., Done], arguments: tuple[str, ...], told: str) -> None:
    done = run("review", *arguments)
    assert (done.code, told in done.err) == (2, True)


# -- merges and contradictions ------------------------------------------------------------------


def quads(*triples: tuple[str, str, str | Literal]) -> Iterator[Quad]:
    name = NamedNode(assembled_graph(ONTOLOGY.base))
    for s, p, o in triples:
        yield Quad(NamedNode(s), NamedNode(p), NamedNode(o) if isinstance(o, str) else o, name)


TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


def link(
    n: int, mention: str, entity: str, judgement: str, score: str, author: str = "kg"
) -> list[tuple[str, str, str | Literal]]:
    iri = f"{ONTOLOGY.base}link/{n}"
    return [
        (iri, TYPE, str(CORE.Link)),
        (iri, str(CORE.mention), mention),
        (iri, str(CORE.entity), entity),
        (iri, str(CORE.judgement), str(CORE[judgement])),
        (iri, str(CORE.score), Literal(score)),
        (iri, str(CORE.why), Literal("same full name")),
        (iri, str(CORE.author), Literal(author)),
    ]


def mention(document: str, key: str) -> str:
    return node_iri(document_iri(ONTOLOGY.base, document), "entity", key)


@pytest.fixture
def linked(graph: Path) -> Path:
    """The graph with more links in doubt than three articles have."""
    union, department, ministry = (f"{ONTOLOGY.base}entity/{name}" for name in ("pcs", "dwp", "home-office"))
    key = "public-and-commercial-services-union"
    with create_or_open(graph, ontology=ONTOLOGY) as store:
        more = quads(
            *link(1, mention("story-ballot", key), ministry, "unsure", "0.8"),
            *link(2, mention("story-fylde", key), union, "same", "0.7"),
            *link(3, mention("story-wrexham", key), union, "same", "0.99"),
            *link(4, mention("story-wrexham", key), department, "unsure", "0.55"),
            *link(5, mention("story-fylde", key), department, "unsure", "0.5", author="Ada L."),
            *link(6, mention("story-ballot", key), department, "unsure", "0.6"),
        )
        store.raw.extend(more)
    return graph


def asked(review: Review) -> list[str]:
    """What is asked of merges: the numbers of the links of the fixture, "of names" for those that the graph had."""
    ends = [iri.rpartition("/")[2] for iri in review.merges()]
    return [
        end if len(end) == 1 else " and ".join(names(review, iri))
        for end, iri in zip(ends, review.merges(), strict=True)
    ]


def names(review: Review, iri: str) -> list[str]:
    merge = review.merge(iri)
    return sorted([merge.mention.names[0], merge.rest.names[0]])


def test_the_most_doubtful_merges_come_first_and_each_two_things_once(linked: Path) -> None:
    """Those of names that differ in nothing but their case come last."""
    with kg.open(linked) as opened:
        review = Review(opened)
        assert asked(review) == ["4", "1", "2", "Civil servants and civil servants"]
        merge = review.merge(review.merges()[0])
        assert (merge.mention.mentions[0][0], merge.verdict, merge.score) == ("story-wrexham", "unsure", 0.55)
        assert sorted(document for document, _ in merge.rest.mentions) == [
            "story-ballot",
            "story-fylde",
            "story-wrexham",
        ]
        assert Review(opened, about="John Mooney").merges() == []


def test_a_merge_that_hardly_needs_a_look_is_asked_when_nothing_else_is_left(linked: Path) -> None:
    with kg.open(linked) as opened:
        review = Review(opened)
        queue = review.questions(("merges", "facts"))
        assert [kind for kind, _ in queue] == [*["merges"] * 3, *["facts"] * len(review.facts()), "merges"]
        assert queue[-1][1] == review.merges()[-1]


def test_facts_that_are_told_otherwise_come_first_then_the_least_believed(graph: Path) -> None:
    with kg.open(graph) as opened:
        review = Review(opened)
        found = [doubt for node in review.facts() if (doubt := review.fact(node))]
        assert {doubt.node.rpartition("/")[2] for doubt in found if doubt.disputed} == {
            "story-ballot#event-strike-1",
            "story-fylde#event-strike-1",
            "story-wrexham#event-strike-1",
        }
        order = [(not doubt.disputed, doubt.belief) for doubt in found]
        assert order == sorted(order)
        told = {doubt.node.rpartition("/")[2]: doubt for doubt in found}
        strike, statement = told["story-ballot#event-strike-1"], told["story-fylde#statement-statement-001"]
        assert strike.confidence < strike.belief <= 1  # three articles tell of it
        assert statement.belief == statement.confidence


def test_the_belief_in_a_relation_is_that_of_all_documents(graph: Path) -> None:
    with kg.open(graph) as opened:
        review = Review(opened)
        edges = [doubt for node in review.facts() if "#edge-" in node and (doubt := review.fact(node))]
        assert edges
        assert all(doubt.belief == pytest.approx(0.98 * doubt.confidence, abs=1e-4) for doubt in edges)


def test_a_merge_is_judged(linked: Path) -> None:
    with Terminal("review", "--kind", "merges", "--limit", "2") as terminal:
        first = terminal.read_until(PROMPT)
        assert "may be one with Department for Work and Pensions" in first
        assert "same full name" in first
        terminal.send("r")
        terminal.read_until(PROMPT)
        terminal.send("a")
        assert terminal.end()[0] == 0
        assert [line["verdict"] for line in lines(linked)] == ["different", "same"]
        assert lines(linked)[0]["a"]["mentions"] == {"story-wrexham": ["public-and-commercial-services-union"]}  # type: ignore[index]


def test_a_merge_that_was_judged_is_not_asked_again(linked: Path) -> None:
    with kg.open(linked) as opened:
        review = Review(opened)
        judged = review.merge(review.merges()[0])
    store_judgements(linked, [judged.judgement(Verdict.DIFFERENT)], author="a")
    with kg.open(linked) as opened:
        assert asked(Review(opened)) == ["1", "2", "Civil servants and civil servants"]


def test_a_merged_event_is_judged_with_each_of_its_reports(run: Callable[..., Done], graph: Path) -> None:
    with kg.open(graph) as opened:
        most = "SELECT ?h (COUNT(?r) AS ?n) WHERE { ?r core:reportOf ?h } GROUP BY ?h ORDER BY DESC(?n) ?h LIMIT 1"
        (row,) = opened.query(most)
        reports = {str(r.r) for r in opened.query(f"SELECT ?r WHERE {{ ?r core:reportOf <{row.h}> }}")}
    assert len(reports) > 1
    assert run("judge", "reject", str(row.h), "--author", "a").code == 0
    told = [line["fact"] for line in lines(graph)]
    assert {document_iri(ONTOLOGY.base, f["document"]) for f in told} == {r.partition("#")[0] for r in reports}
    assert len(told) == len(reports)


# -- annotations --------------------------------------------------------------------------------


def accept_all(graph: Path, document: str, *, but: int = 0) -> int:
    """Accept all facts of a document; return how many."""
    with kg.open(graph) as opened:
        subjects = Subjects(opened)
        nodes = [node for node in Review(opened).facts() if f"/{document}#" in node]
        made = [accepted(subjects.fact(node), subjects) for node in nodes[but:]]
    store_judgements(graph, made, author="a")
    return len(made)


def faults(folder: Path) -> list[str]:
    """What the checker of the samples would tell of annotations: what is named must stand in the article."""
    lines = (folder / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    articles = {article["id"]: article for article in map(json.loads, lines)}
    wrong = []
    for path in (folder / "gold").glob("*.json"):
        gold = json.loads(path.read_text(encoding="utf-8"))
        article = articles[gold["doc"]]
        text = " ".join(article["text"].split())
        quotes = [quote for event in gold["events"] for quote in event["evidence"]]
        quotes += [statement["text"] for statement in gold["statements"]]
        wrong += [quote for quote in quotes if " ".join(quote.split()) not in text]
        wrong += [] if gold["published"] == article["date"] else ["published"]
        for key, entity in gold["entities"].items():
            names = [" ".join(name.split()).casefold() for name in entity["names"]]
            wrong += [] if any(name in text.casefold() for name in names) else [key]
    return wrong


def test_an_article_whose_facts_are_all_judged_becomes_an_annotation(run: Callable[..., Done], graph: Path) -> None:
    accept_all(graph, "story-fylde")
    accept_all(graph, "story-ballot", but=1)
    done = run("review", "--export", "mine")
    assert done.code == 0
    assert re.search(
        r"kg: mine: 1 article: \d+ facts confirmed, 0 corrected, 0 rejected; kg train mine --gold mine", done.err
    )
    assert [path.name for path in Path("mine/gold").iterdir()] == ["story-fylde.json"]
    assert faults(Path("mine")) == []
    gold = load_gold(Path("mine"), ONTOLOGY)
    assert not any(event.optional for event in gold["story-fylde"].events)
    report = json.loads(run("score", "mine", "--json", "-").out)
    assert report["facts"]["ALL"]["f"] == 1.0  # what was accepted is what was read
    assert run("build", "mine", "-g", "again").err.startswith("kg: again: 1 document read: 1 added")


def test_what_was_not_judged_is_optional_in_part_of_an_article(run: Callable[..., Done], graph: Path) -> None:
    run("judge", "accept", "story-ballot#event-strike-1", "--author", "a")
    run("judge", "correct", "story-ballot#event-ballot-1", "--role", "status", "--value", "denied", "--author", "a")
    run("judge", "reject", "story-ballot#event-offer-1", "--author", "a")
    done = run("review", "--export", "mine")
    assert "no article yet of which every fact was accepted, corrected or rejected; --partial" in done.err
    assert not Path("mine").exists()
    done = run("review", "--export", "mine", "--partial")
    assert re.search(r"1 article: \d+ facts confirmed, 1 corrected, 1 rejected", done.err)
    assert faults(Path("mine")) == []
    gold = json.loads(Path("mine/gold/story-ballot.json").read_text(encoding="utf-8"))
    events = {event["id"]: event for event in gold["events"]}
    assert events["strike-1"]["optional"] == []
    assert (events["ballot-1"]["status"], events["ballot-1"]["optional"]) == ("ir:denied", ["*"])
    assert "offer-1" not in events
    assert all(relation["optional"] for relation in gold["relations"])


def test_a_thing_that_the_article_does_not_name_is_left_out_and_told(run: Callable[..., Done], graph: Path) -> None:
    option = ("--role", "target", "--value", "Ministry of Fish", "--class", "public body", "--add", "--author", "a")
    assert run("judge", "correct", "story-ballot#event-strike-1", *option).code == 0
    done = run("review", "--export", "mine", "--partial")
    assert "left out: story-ballot: Ministry of Fish as target: the article does not name it" in done.err
    assert faults(Path("mine")) == []


def test_nothing_is_overwritten(graph: Path, tmp_path: Path) -> None:
    with kg.open(graph) as opened, pytest.raises(UsageError, match="name a new or an empty folder"):
        export_annotations(opened, tmp_path)


@pytest.mark.slow
def test_what_training_gains_is_measured(run: Callable[..., Done], graph: Path, tmp_path: Path) -> None:
    accept_all(graph, "story-fylde")
    others = tmp_path / "others"
    (others / "gold").mkdir(parents=True)
    articles = (ROOT / "seeds/articles.jsonl").read_text(encoding="utf-8").splitlines()[:12]
    (others / "articles.jsonl").write_text("\n".join(articles), encoding="utf-8")
    for article in map(json.loads, articles):
        shutil.copy(ROOT / "seeds/gold" / f"{article['id']}.json", others / "gold")
    done = run("review", "--export", "mine", "--measure", "others")
    assert done.code == 0, done.err
    header, known, new = done.out.splitlines()
    assert header.split()[-2:] == ["without", "with"]
    assert re.fullmatch(r"others \(12\) +0\.\d{4} +0\.\d{4}", known)
    assert re.fullmatch(r"mine \(new\) +[01]\.\d{4}", new)
