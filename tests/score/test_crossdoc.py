"""What several articles say together: the annotation, and how the assembled layer is compared with it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kg.errors import GoldError
from kg.score import load_crossdoc, raw_annotations, score_accounts
from kg.score.accounts_report import AccountsReport
from kg.score.assembled import Assembled, ToldClaim, ToldStep
from kg.score.crossdoc import CrossGold, Mention
from kg.score.same_mentions import Aligned

SEEDS = Path(__file__).resolve().parents[2] / "seeds"


def article(*, entities: tuple[str, ...], events: dict[str, bool]) -> dict[str, Any]:
    """Make an annotation: its entities, and its events with whether they are optional."""
    return {
        "entities": {key: {"names": [key]} for key in entities},
        "events": [{"id": key, "actor": [*entities], "optional": ["*"] * left} for key, left in events.items()],
        "relations": [],
        "statements": [],
    }


ANNOTATIONS = {
    "a": article(entities=("union", "port"), events={"e1": False, "e2": False}),
    "b": article(entities=("union", "port"), events={"e1": False, "e2": True}),
    "c": article(entities=("union",), events={"e1": False}),
}
CROSSDOC: dict[str, Any] = {
    "entities": {"du": [["a", "union"], ["b", "union"]], "dau": [["c", "union"]]},
    "events": {"strike": [["a", "e1"], ["b", "e1"]], "talks": [["a", "e2"]], "offer": [["b", "e2"]]},
    "disputes": {
        "selby": {"events": ["strike", "talks"], "course": [{"article": "a", "status": "announced", "date": "2019-03"}]}
    },
    "steps": {"announced": "notice"},
    "copies": [["a", "b"]],
    "contradictions": [
        {
            "event": "strike",
            "role": "workersInvolved",
            "claims": [
                {"value": 850, "speaker": ["a", "union"], "article": "a"},
                {"value": 310, "speaker": None, "article": "b"},
            ],
        }
    ],
    "namesakes": [["du", "dau"]],
}


def load(tmp_path: Path, **changed: Any) -> CrossGold:
    path = tmp_path / "gold-crossdoc.json"
    path.write_text(json.dumps(CROSSDOC | changed), encoding="utf-8")
    return load_crossdoc(path, ANNOTATIONS)


def read_as_annotated() -> Aligned:
    keys = {(n, e["id"]): (n, e["id"]) for n, doc in ANNOTATIONS.items() for e in doc["events"]}
    return Aligned({(n, k): (n, k) for n, doc in ANNOTATIONS.items() for k in doc["entities"]}, keys)


def assembled(**changed: Any) -> Assembled:
    """Return an assembled layer without a mistake, with these parts changed."""
    whole: dict[str, Any] = {
        "entities": {("a", "union"): "DU", ("b", "union"): "DU", ("c", "union"): "DAU"},
        "happenings": {("a", "e1"): "H1", ("b", "e1"): "H1", ("a", "e2"): "H2", ("b", "e2"): "H3"},
        "disputes": {("a", "e1"): "D", ("b", "e1"): "D", ("a", "e2"): "D"},
        "copies": frozenset({("a", "b")}),
        "claims": (
            ToldClaim("H1", "workersInvolved", "850", "DU", ("a", "e1")),
            ToldClaim("H1", "workersInvolved", "310", None, ("b", "e1")),
        ),
        "steps": (ToldStep("D", "notice", "2019-03-19"),),
    }
    return Assembled(**whole | changed)


def compare(tmp_path: Path, *, gold: dict[str, Any] | None = None, **changed: Any) -> AccountsReport:
    return score_accounts(load(tmp_path, **gold or {}), assembled(**changed), [read_as_annotated()])


# -- the annotation -----------------------------------------------------------------------------


def test_every_reference_in_seeds_exists() -> None:
    gold = load_crossdoc(SEEDS / "gold-crossdoc.json", raw_annotations(SEEDS))
    assert len(gold.articles) >= 28
    assert {("i09", "i10"), ("i20", "i21")} <= gold.copies


def test_a_mention_that_stands_nowhere_is_a_thing_of_its_own_in_a_complete_article(tmp_path: Path) -> None:
    assert ("a", "port") not in load(tmp_path).entities
    gold = load(tmp_path, complete=["a"])
    assert gold.entities[("a", "port")] != gold.entities[("a", "union")]
    assert ("b", "port") not in gold.entities


def test_every_mistake_is_told_at_once(tmp_path: Path) -> None:
    wrong = {
        "entities": {"du": [["a", "unoin"], ["b", "union"]], "dau": [["b", "union"]]},
        "disputes": {"selby": {"events": ["strikes"], "course": [{"article": "z"}]}},
        "copies": [["a", "y"]],
        "namesakes": [["du", "x"]],
        "complete": ["w"],
    }
    with pytest.raises(GoldError) as caught:
        load(tmp_path, **wrong)
    told = str(caught.value)
    for words in (
        "du: a unoin is not annotated",
        "dau: b union is also du",
        "selby: there is no event strikes",
        "selby: z is not annotated",
        "copies: y is not annotated",
        "namesakes: there is no x",
        "complete: w is not annotated",
    ):
        assert words in told
    assert all(line.startswith("gold-crossdoc.json: ") for line in told.splitlines())


# -- the comparison -----------------------------------------------------------------------------


def test_without_a_mistake_every_figure_is_1(tmp_path: Path) -> None:
    report = compare(tmp_path)
    assert set(report.figures().values()) == {1.0}
    assert report.errors == ()


@pytest.mark.parametrize(
    ("changed", "fell"),
    [
        ({"entities": {("a", "union"): "DU", ("b", "union"): "X", ("c", "union"): "DAU"}}, "entities, B-cubed"),
        ({"happenings": {("a", "e1"): "H1", ("b", "e1"): "H4"}}, "events, CoNLL"),
        ({"disputes": {("a", "e1"): "D", ("b", "e1"): "D"}}, "disputes, B-cubed"),
        ({"copies": frozenset()}, "copies"),
        ({"copies": frozenset({("a", "b"), ("a", "c")})}, "copies"),
        ({"claims": ()}, "contradictions"),
        ({"steps": (ToldStep("D", "notice", "2019-04-01"),)}, "steps of disputes"),
        ({"steps": (ToldStep("other", "notice", "2019-03-19"),)}, "steps of disputes"),
        ({"entities": {("a", "union"): "DU", ("b", "union"): "DU", ("c", "union"): "DU"}}, "namesakes apart"),
    ],
)
def test_a_mistake_lowers_its_figure(tmp_path: Path, changed: dict[str, Any], fell: str) -> None:
    assert compare(tmp_path, **changed).figures()[fell] < 1


def test_a_value_told_by_somebody_else_is_found_and_its_speaker_is_not(tmp_path: Path) -> None:
    claims = (ToldClaim("H1", "workersInvolved", "850", "DAU", ("a", "e1")),)
    report = compare(tmp_path, claims=claims)
    assert (report.contradictions.tp, report.claims.tp, report.speakers.tp) == (0, 1, 0)


def test_values_of_two_happenings_contradict_nothing(tmp_path: Path) -> None:
    one, two = assembled().claims
    report = compare(tmp_path, claims=(one, ToldClaim("H9", two.role, two.value, None, two.report)))
    assert (report.contradictions.tp, report.claims.tp) == (0, 2)


def test_what_is_unsure_counts_neither_way(tmp_path: Path) -> None:
    unsure = {"unsure": {"entities": [["du", "dau"]], "events": [["strike", "talks"]]}, "namesakes": []}
    joined = {
        "entities": dict.fromkeys([("a", "union"), ("b", "union"), ("c", "union")], "DU"),
        "happenings": {("a", "e1"): "H1", ("b", "e1"): "H1", ("a", "e2"): "H1", ("b", "e2"): "H3"},
    }
    for changed in ({}, joined):
        assert compare(tmp_path, gold=unsure, **changed).figures()["entities, B-cubed"] == 1
        assert compare(tmp_path, gold=unsure, **changed).conll == 1
    parts = {"parts": {"events": {"talks": "strike"}, "entities": {}}}
    assert compare(tmp_path, gold=parts, happenings=joined["happenings"]).conll == 1


def test_what_was_not_read_is_missed_unless_it_is_optional(tmp_path: Path) -> None:
    def without(*missing: Mention) -> AccountsReport:
        whole = read_as_annotated()
        events = {ours: theirs for ours, theirs in whole.events.items() if ours not in missing}
        return score_accounts(load(tmp_path), assembled(), [Aligned(whole.entities, events)])

    assert without(("b", "e2")).conll == 1
    assert without(("b", "e1")).conll < 1
    assert without(("b", "e1")).events["B-cubed"].precision == 1


def test_articles_that_follow_no_other_count_apart(tmp_path: Path) -> None:
    gold = {"complete": ["a", "b", "c"]}  # c has no event in common with another
    report = compare(tmp_path, gold=gold)
    assert {report.entities.f1, report.conll, report.all_entities.f1, report.all_events.f1} == {1.0}
    assert (report.entities.gold, report.all_entities.gold) == (4, 5)
    entities = {**assembled().entities, ("c", "union"): "DU"}
    joined = compare(tmp_path, gold=gold, entities=entities)
    assert joined.entities.f1 == 1
    assert joined.all_entities.f1 < 1


def test_errors_name_what_was_joined_and_what_was_split(tmp_path: Path) -> None:
    entities = {("a", "union"): "DU", ("b", "union"): "X", ("c", "union"): "X"}
    assert list(compare(tmp_path, entities=entities).lines()) == [
        "entity joined: dau | du",
        "entity split: du | a union | b union",
    ]
