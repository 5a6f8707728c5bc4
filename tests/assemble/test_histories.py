"""Whatever was added, changed, removed, judged and taken back: the account is that of what is left, to the byte."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.assemble import outline_of
from kg.frames import countries_of, load_language
from kg.identity import document_iri, node_iri, slug
from kg.model import Concept, Filler, Ref, Value
from kg.ontology import MEMBERSHIP, load
from kg.outlines import Mention, Outline, Report, Tie, Told
from kg.readers import read_sources
from kg.score import gold_readings

from .accounts import Kept, Pair, at_once, judged

ONTOLOGY = load("industrial-relations")
ROOT = Path(__file__).resolve().parents[2]
IR = ONTOLOGY.prefixes["ir"]
XSD = "http://www.w3.org/2001/XMLSchema#"
COUNTRIES = {"pcs": "GB", "nz-pcs": "NZ", "acas": "GB", "cgt": "FR"}

UNIONS = [
    "Dockers' Union|DU",
    "Deckhands Union|DU",
    "Dockers Union",
    "DU",
    "the union",
    "PCS=pcs",
    "PCS=nz-pcs",
    "CGT=cgt",
]
FIRMS = ["Port of Selby|Selby", "Selby", "Port of Hull", "the company", "Selby Port Ltd|Selby", "Acas=acas"]
PEOPLE = ["Ann Lee", "Lee", "Ann Lee|Lee", "Tom Lee", "Tom Reid", "Reid"]
GROUPS = ["dockers", "Dockers", "crane drivers and dockers", "Selby dockers"]
KINDS = ["Strike", "Ballot", "Talks", "Offer"]
STATUSES = ["planned", "occurred", "cancelled", "denied", "possible"]
PLACES = ["Selby", "Hull", "Lyon"]


@cache
def article(number: int, variant: int) -> Outline:
    """Return a made-up article. Some variants of two articles are copies; some have no date."""
    random = Random(f"{number} {variant}")
    mentions = _mentions(random)
    iri = document_iri(ONTOLOGY.base, f"d{number}")
    words = Random(variant % 3).sample(range(2**32), 60) if variant % 4 == 0 else random.sample(range(2**32), 60)
    countries = random.choice([(), (("GB", 2),), (("NZ", 1),), (("FR", 2), ("GB", 2))])
    return Outline(
        iri,
        f"d{number}",
        random.choice([None, *(date(2024, month, 3) for month in (1, 1, 2, 7))]),
        "The Paper",
        tuple(sorted(words)),
        countries,
        tuple(mentions),
        tuple(_report(random, n, mentions) for n in range(random.randrange(4))),
        tuple(_ties(random, mentions)),
    )


def _mentions(random: Random) -> list[Mention]:
    found: dict[str, Mention] = {}
    for names, kind in (
        (UNIONS, "TradeUnion"),
        (FIRMS, "Company"),
        (PEOPLE, "Person"),
        (GROUPS, "Workforce"),
        (PLACES, "Place"),
    ):
        for said in random.sample(names, random.randrange(3)):
            called, _, known = said.partition("=")
            label, *others = called.split("|")
            key = slug(f"{label} {len(found)}")
            named = label[0].isupper() and kind != "Workforce"
            identity = known or (f"{slug(kind)}/{slug(label)}" if named else None)
            found[key] = Mention(key, f"{IR}{kind}", (label, *others), identity)
    return list(found.values())


def _report(random: Random, number: int, mentions: Sequence[Mention]) -> Report:
    keys = [mention.key for mention in mentions]
    roles: dict[str, tuple[Filler, ...]] = {}
    for role in ("actor", "target", "place"):
        if picked := random.sample(keys, min(len(keys), random.randrange(3))):
            roles[ONTOLOGY.term(role)] = tuple(Ref(key) for key in sorted(picked))
    if random.random() < 0.5:
        roles[ONTOLOGY.term("date")] = (Value(f"2024-0{random.randrange(1, 4)}-05", f"{XSD}date"),)
    status = ONTOLOGY.term(random.choice(STATUSES))
    told = [Told(ONTOLOGY.term("status"), Concept(status), random.choice([None, *keys]))]
    if random.random() < 0.5:
        value = Value(str(random.choice([90, 200])), f"{XSD}integer")
        roles[f"{IR}workersInvolved"] = (value,)
        told.append(Told(f"{IR}workersInvolved", value, random.choice([None, *keys])))
    kind = f"{IR}{random.choice(KINDS)}"
    confidence, accepted = random.choice([0.5, 0.9]), random.random() < 0.1
    return Report(f"e{number}", kind, status, tuple(sorted(roles.items())), confidence, tuple(told), accepted)


def _ties(random: Random, mentions: Sequence[Mention]) -> list[Tie]:
    people = [m.key for m in mentions if m.type == f"{IR}Person"]
    others = [m.key for m in mentions if m.type != f"{IR}Person"]
    found = []
    for person in people if others else []:
        if random.random() < 0.6:
            title = random.choice([None, "General Secretary", "general secretary"])
            predicate = MEMBERSHIP if title else ONTOLOGY.term("speaksFor")
            found.append(Tie(person, predicate, random.choice(others), 0.8, title))
    return found


# -- histories --------------------------------------------------------------------------------------


@dataclass(slots=True)
class History:
    """What stands in a graph, and what people judged, after some steps."""

    articles: dict[str, Outline] = field(default_factory=dict)
    same: set[Pair] = field(default_factory=set)
    different: set[Pair] = field(default_factory=set)
    unsure: set[Pair] = field(default_factory=set)

    def nodes(self) -> list[str]:
        return [node_iri(one.iri, "entity", m.key) for one in self.articles.values() for m in one.mentions]

    def judge(self, random: Random) -> None:
        """Judge a pair, or take a judgement back."""
        verdicts = random.choice([self.same, self.different, self.unsure])
        if verdicts and random.random() < 0.4:
            verdicts.remove(random.choice(sorted(verdicts)))
        elif len(nodes := sorted(self.nodes())) > 1:
            left, right = sorted(random.sample(nodes, 2))
            for said in (self.same, self.different, self.unsure):
                said -= {pair for pair in said if pair[:2] == (left, right)}
            verdicts.add((left, right, random.choice(["ann", "tom"])))


def live(
    steps: Sequence[tuple[str, int, int]], articles: Sequence[Sequence[Outline]], countries: dict[str, str]
) -> None:
    """Go through a history, and compare what it leaves with what is built without it."""
    history = History()
    with Kept(ONTOLOGY, countries) as kept:
        for do, number, variant in steps:
            variants = articles[number % len(articles)]
            outline = variants[variant % len(variants)]
            if do == "put":
                history.articles[outline.iri] = outline
                kept.put(outline)
            elif do == "remove" and history.articles.pop(outline.iri, None):
                kept.remove(outline.iri)
            elif do == "judge":
                history.judge(Random(f"{number} {variant}"))
            elif do == "build":
                kept.build(judged(history.same, history.different, history.unsure))
        said = judged(history.same, history.different, history.unsure)
        kept.build(said)
        assert kept.lines() == at_once(history.articles.values(), ONTOLOGY, countries, said)


def steps(most: int) -> st.SearchStrategy[list[tuple[str, int, int]]]:
    do = st.sampled_from(["put", "put", "put", "remove", "judge", "judge", "build", "build"])
    return st.lists(st.tuples(do, st.integers(0, 400), st.integers(0, 40)), min_size=3, max_size=most)


def made_up() -> list[list[Outline]]:
    return [[article(number, variant) for variant in range(12)] for number in range(7)]


@cache
def annotated() -> list[list[Outline]]:
    """Return the outlines of the annotated articles of seeds/, each as it is and with its first event left out."""
    language = load_language(ONTOLOGY)
    countries = countries_of(ONTOLOGY)
    documents = list(read_sources([str(ROOT / "seeds")]))
    found = [outline_of(one, ONTOLOGY, countries) for one in gold_readings(documents, ROOT / "seeds", language)]
    return [[one, one, replace(one, reports=one.reports[1:])] for one in found]


QUICK = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
MANY = settings(max_examples=500, deadline=None, suppress_health_check=list(HealthCheck))


@QUICK
@given(steps(20))
def test_what_is_left_is_what_would_have_been_built_without_the_rest(history: list[tuple[str, int, int]]) -> None:
    live(history, made_up(), COUNTRIES)


@pytest.mark.slow
@MANY
@given(steps(25))
def test_five_hundred_histories_leave_nothing_behind(history: list[tuple[str, int, int]]) -> None:
    live(history, made_up(), COUNTRIES)


@pytest.mark.slow
@settings(MANY, max_examples=50)
@given(st.data())
def test_histories_of_the_articles_of_seeds_leave_nothing_behind(data: st.DataObject) -> None:
    articles = annotated()
    begin = data.draw(st.integers(0, len(articles) - 40))
    live(data.draw(steps(60)), articles[begin : begin + 40], dict(countries_of(ONTOLOGY)))


def test_who_comes_to_be_a_party_by_another_class_moves_the_events_of_other_articles() -> None:
    """The last article makes "Dockers' Union" a union; until then it was on neither side of anything."""
    puts = [("put", 225, 7), ("put", 31, 10), ("put", 352, 31), ("build", 0, 0), ("put", 258, 39)]
    judgements = [("judge", 354, 11), ("judge", 87, 19), ("judge", 57, 9), ("judge", 321, 14)]
    live([*puts[:1], *judgements[:1], puts[1], *judgements[1:], *puts[2:]], made_up(), COUNTRIES)


def test_an_event_that_another_article_puts_out_of_its_dispute_is_in_none() -> None:
    """It is written again although it has no dispute now by which it could be found."""
    live([("put", 0, 11), ("put", 192, 0), ("build", 0, 0), ("put", 34, 18)], made_up(), COUNTRIES)


def test_all_taken_out_again_leaves_nothing() -> None:
    with Kept(ONTOLOGY, COUNTRIES) as kept:
        for number in range(5):
            kept.put(article(number, 1))
        kept.build()
        assert kept.lines()
        for number in range(5):
            kept.remove(article(number, 1).iri)
        kept.build()
        assert kept.lines() == ""


def test_the_account_does_not_depend_on_the_seed_of_hashes() -> None:
    """Python gives texts other hashes in each process: nothing may follow from the order of a set."""
    ask = (
        "from hashlib import sha256; from tests.assemble.test_histories import *; "
        "told = at_once([article(number, number + 2) for number in range(7)], ONTOLOGY, COUNTRIES); "
        "print(sha256(told.encode()).hexdigest())"
    )
    told = set()
    for seed in ("1", "2", "3"):
        env = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        done = subprocess.run([sys.executable, "-c", ask], env=env, capture_output=True, text=True, check=True)
        told.add(done.stdout)
    assert len(told) == 1
