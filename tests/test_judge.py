"""`kg judge` and the judgements of a graph: kept, merged, applied by every build, and taken back without a trace."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

import kg
from kg import pipeline
from kg.cli import main
from kg.errors import JudgementError, UsageError
from kg.model import Reading
from kg.pipeline.judgements import FILE, next_time, read_judgements, who
from kg.resolve import Judgement, Verdict
from kg.store import GraphStore, open_read

SEEDS = Path(__file__).resolve().parents[1] / "seeds" / "stories"
STRIKE = "story-fylde#event-strike-1"
PCS, DWP = "Public and Commercial Services Union", "Department for Work and Pensions"
EDGE = f'ASK {{ ?u ir:strikes ?d . ?u rdfs:label "{PCS}" . ?d rdfs:label "{DWP}" }}'


class Done(NamedTuple):
    code: int
    out: str
    err: str


Run = Callable[..., Done]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    graph = tmp_path_factory.mktemp("judged") / "graph"
    pipeline.build(SEEDS, graph=graph)
    return graph


@pytest.fixture
def run(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> Run:
    """Run a command beside a copy of the graph; as N. N., a second after the one before."""
    shutil.copytree(built, tmp_path / "graph")
    shutil.copytree(SEEDS, tmp_path / "seeds")
    monkeypatch.chdir(tmp_path)
    seconds = iter(range(60))

    def run(*arguments: str, author: str | None = "N. N.") -> Done:
        more: tuple[str, ...] = ()
        if arguments[:1] == ("judge",) and not arguments[1].startswith("--") and author:
            more = ("--author", author, "--time", f"2026-01-01T00:00:{next(seconds):02}Z")
        code = main([*arguments, *more])
        out, err = capsysbinary.readouterr()
        return Done(code, out.decode(), err.decode())

    return run


def lines() -> list[dict[str, object]]:
    return [json.loads(line) for line in Path("graph", FILE).read_text(encoding="utf-8").splitlines()]


def ask(query: str) -> bool:
    with kg.open("graph") as graph:
        return graph.ask(query)


def exported(graph: str = "graph") -> bytes:
    with open_read(graph) as store:
        return "\n".join(store.quads_sorted()).encode()


def judged(identifier: str) -> Reading:
    with open_read("graph") as store:
        return read_judgements(store).apply(store.page(identifier).reading())


# -- judging ------------------------------------------------------------------------------------


def test_a_rejected_fact_is_gone_from_what_is_put_together(run: Run) -> None:
    before = exported()
    done = run("judge", "reject", "John Mooney", "--role", "speaks for", "--value", "PCS")
    assert (done.code, done.out) == (0, "")
    assert "reject: John Mooney – speaks for – Public and Commercial Services" in done.err
    edge = f'ASK {{ ?j ir:speaksFor ?u . ?j core:documents 1 ; rdfs:label "John Mooney" . ?u rdfs:label "{PCS}" }}'
    assert not ask(edge)
    read_layer = [line for line in before.splitlines() if b"graph/assembled>" not in line]
    assert [line for line in exported().splitlines() if b"graph/assembled>" not in line] == read_layer


def test_a_withdrawn_judgement_leaves_the_graph_as_it_was(run: Run) -> None:
    before = exported()
    with kg.open("graph") as graph:
        strikes = [report.iri for event in graph.events("strike") for report in event.reports]
    assert len(strikes) > 3
    for strike in strikes:
        assert run("judge", "reject", strike).code == 0
    assert exported() != before
    assert not ask(EDGE)
    for line in lines():
        done = run("judge", "withdraw", str(line["id"])[:8])
        assert done.code == 0
        assert f"withdraw: {line['id']} (reject: strike in " in done.err
    assert exported() == before


def test_an_event_is_accepted_with_all_it_says(run: Run) -> None:
    assert run("judge", "accept", STRIKE, "--note", "seen").code == 0
    (line,) = lines()
    assert [line[name] for name in ("author", "time", "verdict", "note")] == [
        "N. N.",
        "2026-01-01T00:00:00Z",
        "accept",
        "seen",
    ]
    roles = {filling["role"] for filling in line["with"]}  # type: ignore[attr-defined]
    assert {"ir:status", "ir:actor"} <= roles


def test_corrections(run: Run) -> None:
    (event,) = (e for e in judged("story-wrexham").events if e.key == "strike-1")
    assert (
        run("judge", "correct", "story-wrexham#event-strike-1", "--role", "status", "--value", "called off").code == 0
    )
    done = run("judge", "correct", "story-wrexham#event-strike-1", "--role", "target", "--value", "PCS")
    assert (done.code, "several fill target: Department for" in done.err) == (2, True)
    done = run(
        "judge", "correct", "story-wrexham#event-strike-1", "--role", "target", "--old", "DHSC", "--value", "X Ltd"
    )
    assert (done.code, "nothing" in done.err or "called 'X Ltd'" in done.err) == (2, True)
    option = ("--old", "DHSC", "--value", "X Ltd", "--class", "company")
    assert run("judge", "correct", "story-wrexham#event-strike-1", "--role", "target", *option).code == 0
    number = ("--role", "workersInvolved", "--value", "at least 1,000", "--add")
    assert run("judge", "correct", "story-wrexham#event-strike-1", *number).code == 0
    (now,) = (e for e in judged("story-wrexham").events if e.key == event.key)
    assert now.status.endswith("#cancelled")
    assert "x-ltd" in [getattr(filler, "key", "") for _, fillers in now.roles for filler in fillers]
    assert ("1000", "atLeast") in [
        (f.lexical, f.qualifier.rpartition("#")[2])
        for _, fillers in now.roles
        for f in fillers
        if getattr(f, "qualifier", "")
    ]
    assert ask('ASK { ?x a ir:Company ; rdfs:label "X Ltd" ; core:documents 1 }')
    assert ask("ASK { ?dispute a ir:Dispute }")


def test_a_thing_gets_its_right_name_and_class(run: Run) -> None:
    assert run("judge", "correct", "PCS", "--role", "label", "--value", "The PCS").code == 0
    assert run("judge", "correct", "The PCS", "--role", "class", "--value", "union federation").code == 0
    assert ask('ASK { ?x a ir:UnionFederation ; rdfs:label "The PCS" }')
    assert run("show", "The PCS").out.startswith("The PCS\n  union federation")


def test_two_things_are_judged_with_all_their_mentions(run: Run) -> None:
    assert run("judge", "different", "PCS", "DWP").code == 0
    line = lines()[0]
    mentions = line["a"]["mentions"]  # type: ignore[index]
    assert (line["verdict"], sorted(mentions)) == ("different", ["story-ballot", "story-fylde", "story-wrexham"])


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "give a verdict and what it is on, or one of --file, --export and --list"),
        (("same", "PCS"), "same is said of two things, not of 1"),
        (("same", "PCS", "pcs"), "are one thing in the graph"),
        (("sam", "PCS", "DWP"), "no verdict is called 'sam'. Did you mean same"),
        (("reject", "PCS"), "no event is called 'PCS'"),
        (("reject", "stike: PCS"), "no thing or event is called"),
        (("reject", "nowhere#event-strike-1"), "no document is called 'nowhere'"),
        (
            ("reject", "story-fylde#event-strike-9"),
            "Did you mean story-fylde#event-strike-2, story-fylde#event-strike-1",
        ),
        (("reject", STRIKE, "--role", "target"), "--role and --value go together"),
        (("reject", STRIKE, "--role", "targt", "--value", "DWP"), "no role is called 'targt'. Did you mean target"),
        (("reject", STRIKE, "--role", "actor", "--value", "DWP"), "'DWP' is not among the actors: "),
        (("reject", STRIKE, "--role", "status", "--value", "planned"), "say what is right: kg judge correct"),
        (("correct", STRIKE), "correct needs --role and --value"),
        (("correct", STRIKE, "--role", "status", "--value", "planed"), "Did you mean planned"),
        (
            ("correct", STRIKE, "--role", "date", "--value", "Monday", "--add"),
            "'Monday' is no day; write year-month-day",
        ),
        (("correct", STRIKE, "--role", "workersInvolved", "--value", "many", "--add"), "'many' is no number"),
        (("accept", STRIKE, "--add"), "--old, --add, --remove and --class belong to correct"),
        (("withdraw", "0000000000000000"), "no judgement is called '0000000000000000'"),
        (("--file", "nowhere.jsonl"), "nowhere.jsonl: there is no such file"),
        (("--list", "--format", "xml"), "no format is called 'xml'"),
    ],
)
def test_a_wrong_call_is_told_and_nothing_is_judged(run: Run, arguments: tuple[str, ...], told: str) -> None:
    done = run("judge", *(arguments or ("--graph", "graph")))
    assert (done.code, told in done.err) == (2, True), done.err
    assert not Path("graph", FILE).exists()


def test_a_wrong_time_is_told(run: Run) -> None:
    done = run("judge", "reject", STRIKE, "--time", "now", author=None)
    assert (done.code, "write it in UTC to the second" in done.err) == (2, True)


def test_a_name_of_several_events_is_told_with_their_iris(run: Run) -> None:
    done = run("judge", "reject", "strike")
    assert done.code == 2
    assert "events may be called" in done.err
    assert "/event/" in done.err


# -- the list -----------------------------------------------------------------------------------


def test_the_list_tells_which_count(run: Run) -> None:
    assert run("judge", "--list").err == "kg: graph: no judgements yet\n"
    run("judge", "reject", STRIKE)
    run("judge", "accept", "story-ballot#event-strike-1")
    run("judge", "withdraw", str(lines()[0]["id"]))
    run("remove", "story-ballot")
    first, second, third = run("judge", "--list").out.splitlines()
    assert first.startswith(f"{lines()[0]['id']}  2026-01-01T00:00:00Z  N. N.  reject: strike in story-fylde: “")
    assert first.endswith("[withdrawn]")
    assert second.endswith("[unmatched: the document]")
    assert "withdraw: " in third
    states = [row["state"] for row in json.loads(run("judge", "--list", "--format", "json").out)]
    assert states == ["withdrawn", "unmatched", "counts"]


# -- files --------------------------------------------------------------------------------------


def test_a_file_goes_out_and_in(run: Run) -> None:
    run("judge", "reject", STRIKE)
    run("judge", "different", "PCS", "DWP")
    assert run("judge", "--export", "j.jsonl").err == "kg: j.jsonl: 2 judgements\n"
    assert run("judge", "--export", "-").out.encode() == Path("j.jsonl").read_bytes()
    assert run("build", "seeds", "-g", "new", "--judgements", "j.jsonl").err == (
        "kg: new: 3 documents read: 3 added; 2 judgements taken in\n"
    )
    assert exported("new") == exported()
    assert run("build", "seeds", "-g", "new", "--judgements", "j.jsonl").err == (
        "kg: new: 3 documents read: 3 unchanged\n"
    )
    assert run("judge", "--file", "j.jsonl").err == "kg: graph: 2 judgements known already\n"


def test_a_judgement_holds_for_an_article_that_comes_later(run: Run) -> None:
    run("judge", "reject", STRIKE)
    run("judge", "--export", "j.jsonl")
    done = run("build", "seeds/story-ballot.md", "-g", "new", "--judgements", "j.jsonl")
    assert "kg: new: 1 judgement on what is not in the graph; kg judge --list tells which\n" in done.err
    run("build", "seeds", "-g", "new")
    assert exported("new") == exported()


def test_a_mistake_in_a_file_stops_the_build_before_anything_is_read(run: Run) -> None:
    Path("j.jsonl").write_text('{"verdict": "rejct"}\n', encoding="utf-8")
    done = run("build", "seeds", "-g", "new", "--judgements", "j.jsonl")
    assert done.code == 1
    assert "j.jsonl:1: verdict 'rejct' is none" in done.err
    assert not Path("new").exists()


def test_a_mistake_in_the_graphs_own_file_is_told_and_nothing_is_lost(run: Run) -> None:
    run("judge", "reject", STRIKE)
    path = Path("graph", FILE)
    path.write_text(path.read_text(encoding="utf-8") + "<<<<<<< ours\n", encoding="utf-8")
    before = path.read_bytes()
    for command in (("judge", "--list"), ("judge", "accept", STRIKE), ("build", "seeds"), ("judge", "--export", "-")):
        done = run(*command)
        assert (done.code, f"{path}:2: a mark of git's" in done.err) == (1, True)
    assert path.read_bytes() == before


def test_lines_stay_as_they_are(run: Run) -> None:
    run("judge", "reject", STRIKE)
    path = Path("graph", FILE)
    raw = dict(reversed(json.loads(path.read_text(encoding="utf-8")).items()))
    mine = f"\n{json.dumps(raw, indent=None)}"  # another order of keys, an empty line, no end
    path.write_text(mine, encoding="utf-8")
    run("judge", "accept", "story-ballot#event-strike-1")
    assert path.read_text(encoding="utf-8").startswith(f"{mine}\n{{")
    assert len(run("judge", "--list").out.splitlines()) == 2


def test_no_judgement_is_written_while_another_process_writes(run: Run) -> None:
    from kg.store import create_or_open

    with open_read("graph") as store:
        ontology = store.ontology
    with create_or_open("graph", ontology=ontology):
        done = run("judge", "reject", STRIKE)
    assert (done.code, "is writing to this graph" in done.err) == (1, True)
    assert not Path("graph", FILE).exists()


def test_a_killed_judgement_is_made_good_by_the_next_command(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_: GraphStore) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("kg.pipeline.assembling.assemble", fails)
        assert run("judge", "reject", STRIKE).code == 130
    with open_read("graph") as store:
        assert store.stale
    run("build", "seeds")
    assert [line["verdict"] for line in lines()] == ["reject"]
    assert "strike-1" not in [event.key for event in judged("story-fylde").events]


# -- author and time ----------------------------------------------------------------------------


def test_a_judgement_is_later_than_those_before() -> None:
    now = next_time([])
    later = next_time([Judgement("a", now, Verdict.SAME), Judgement("a", "2999-01-01T00:00:00Z", Verdict.SAME)])
    assert now < later < "2999"


def test_who_judges(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    config = tmp_path / "config"
    config.write_text("[user]\n\tname = Ada L.\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))
    assert who() == "Ada L."
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("LOGNAME", "ada")
    assert who() == "ada"
    monkeypatch.setattr("getpass.getuser", lambda: (_ for _ in ()).throw(OSError))
    with pytest.raises(UsageError, match="--author"):
        who()


def test_from_python(tmp_path: Path) -> None:
    path = tmp_path / "j.jsonl"
    path.write_bytes(b"\xff\n")
    with pytest.raises(JudgementError, match=r"j\.jsonl:1: not UTF-8"):
        kg.build(SEEDS, graph=tmp_path / "graph", judgements=path)
