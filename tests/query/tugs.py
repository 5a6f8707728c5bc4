"""One dispute in three articles, as it was read from them, and a graph of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from kg.model import Concept, Document, Entity, Event, Evidence, Filler, Mark, Reading, Ref, Statement, Value
from kg.ontology import Ontology, load
from kg.pipeline.assembling import assemble
from kg.store import create_or_open

IR, XSD = "https://w3id.org/industrial-relations/ontology#", "http://www.w3.org/2001/XMLSchema#"
FIRST = (
    "Tug crews at Harbour Towage will strike on 27 August. Some 400 crews will walk out, said Ann Lee of the Tug "
    "Crews' Union. Harbour Towage said that 250 would. =We want 8 per cent & no less, said Ann Lee."
)
SECOND = "About 300 tug crews struck at Harbour Towage in Ayr from Saturday 25 August to Tuesday 28 August."
THIRD = (
    "The Tug Crews' Union and Harbour Towage settled on 5 September. An offer of 4.5 per cent was backed by 88.5 "
    "per cent on a turnout of 61 per cent."
)
ENTITIES = (
    Entity("ann-lee", f"{IR}Person", ("Ann Lee",), "person/ann-lee--tugs"),
    Entity("ayr", f"{IR}Place", ("Ayr",), "place/ayr"),
    Entity("towage", f"{IR}Company", ("Harbour Towage",), "company/harbour-towage"),
    Entity("tugs", f"{IR}TradeUnion", ("Tug Crews' Union", "Tug crews", "tug crews"), "trade-union/tug-crews-union"),
)
PARTIES: dict[str, tuple[Filler, ...]] = {"actor": (Ref("tugs"),), "target": (Ref("towage"),)}


def evidence(text: str, words: str, **marked: str) -> Evidence:
    """Return a sentence as evidence, in which some words fill roles."""
    start = text.index(words)
    marks = [Mark("", start, start + 3)]
    for role, part in marked.items():
        at = text.index(part, start)
        marks.append(Mark(f"{IR}{role}", at, at + len(part)))
    return Evidence(start, start + len(words), words, "frames/strike#active", 0.9, tuple(marks))


def event(key: str, kind: str, status: str, roles: dict[str, tuple[Filler, ...]], *pieces: Evidence) -> Event:
    filled = tuple((f"{IR}{role}", fillers) for role, fillers in sorted({**PARTIES, **roles}.items()))
    return Event(key, f"{IR}{kind}", f"{IR}{status}", filled, pieces)


def number(lexical: str, kind: str = "integer") -> Value:
    return Value(lexical, f"{XSD}{kind}", f"{IR}exactly")


def day(lexical: str) -> Value:
    return Value(lexical, f"{XSD}date")


def said(key: str, stance: str, text: str, words: str, speaker: str, about: str) -> Statement:
    return Statement(key, speaker, f"{IR}{stance}", words, (evidence(text, words),), about)


def readings() -> list[Reading]:
    claim, denial = FIRST.split(". ")[1:3]
    wish = FIRST.split(". ")[3]
    called = event(
        "e1",
        "Strike",
        "planned",
        {
            "workersInvolved": (number("250"), number("400")),
            "date": (day("2018-08-27"),),
            "reason": (Concept(f"{IR}pay"),),
        },
        evidence(FIRST, FIRST.split(". ")[0], actor="Tug crews", target="Harbour Towage", date="27 August"),
        evidence(FIRST, claim, workersInvolved="400"),
        evidence(FIRST, denial, workersInvolved="250"),
    )
    struck = event(
        "e1",
        "Strike",
        "occurred",
        {
            "workersInvolved": (number("300"),),
            "startDate": (day("2018-08-25"),),
            "endDate": (day("2018-08-28"),),
            "place": (Ref("ayr"),),
        },
        evidence(SECOND, SECOND, workersInvolved="300", place="Ayr", startDate="25 August", endDate="28 August"),
    )
    settled, offered = THIRD.split(". ")[0], THIRD.split(". ")[1]
    ballot: dict[str, tuple[Filler, ...]] = {
        "percentInFavour": (number("88.5", "decimal"),),
        "turnout": (number("61", "decimal"),),
        "outcome": (Concept(f"{IR}inFavour"),),
    }
    third = (
        event(
            "e1", "Agreement", "occurred", {"date": (day("2018-09-05"),)}, evidence(THIRD, settled, date="5 September")
        ),
        event(
            "e2",
            "Offer",
            "occurred",
            {"actor": (Ref("towage"),), "target": (Ref("tugs"),), "percentOffered": (number("4.5", "decimal"),)},
            evidence(THIRD, offered, percentOffered="4.5"),
        ),
        event("e3", "Ballot", "occurred", ballot, evidence(THIRD, offered, percentInFavour="88.5", turnout="61")),
    )
    return [
        reading(
            "first",
            FIRST,
            "=Strike called",
            "The Gazette",
            date(2018, 8, 20),
            (called,),
            (
                said("s1", "claims", FIRST, claim, "ann-lee", "e1"),
                said("s2", "claims", FIRST, denial, "towage", "e1"),
                said("s3", "demands", FIRST, wish, "ann-lee", "e1"),
            ),
        ),
        reading("second", SECOND, "Tugs <idle>", "The Herald", date(2018, 8, 29), (struck,), ()),
        reading("third", THIRD, "Tug strike ends", "The Gazette", date(2018, 9, 6), third, ()),
    ]


def reading(
    name: str,
    text: str,
    title: str,
    source: str,
    published: date,
    events: tuple[Event, ...],
    statements: tuple[Statement, ...],
) -> Reading:
    document = Document(
        id=name, text=text, original=text, title=title, source=source, published=published, extra=(("sector", "ports"),)
    )
    return Reading(document, ENTITIES, events, (), statements, reader="kg 0, m 1")


def build(folder: Path, *, ontology: Ontology | None = None) -> Path:
    """Make the graph."""
    with create_or_open(folder, ontology=ontology or load()) as store:
        store.replace_ontology()
        store.add(readings())
        assemble(store)
    return folder
