"""Reports of one sentence are read as well as long articles: with the decisions that come with kg."""

from __future__ import annotations

import pytest

from kg.model import Event, Reading, Ref
from kg.ontology import load, local_name
from kg.pipeline.choice import Choice
from kg.pipeline.extractor import Extractor
from kg.readers.record import make_document

REPORTS: tuple[tuple[str, str, str, str, str], ...] = (  # text, event, status, an actor, a target
    ("Aslef members at Northern Trains will walk out on Friday in a dispute over pay, the union said.",
     "Strike", "planned", "Aslef", "Northern Trains"),
    ("PCS members in the DWP and the DVLA will strike on 1 December.", "Strike", "planned", "PCS", "DVLA"),
    ("Nurses in Limerick are on strike.", "Strike", "occurred", "Nurses", ""),
    ("Refuse collectors in Haifa have ended a five-day strike.", "Strike", "occurred", "Refuse collectors", ""),
    ("Strikes by junior doctors in England have been called off.", "Strike", "cancelled", "junior doctors", ""),
    ("The RMT has suspended next week's strikes on Avanti West Coast.", "Strike", "cancelled", "RMT", ""),
    ("Cleaners at Brenton Foods have voted to strike over sick pay.", "Ballot", "occurred", "Cleaners", ""),
    ("Hundreds of nurses marched through Madrid on Sunday against privatisation.", "Rally", "occurred", "nurses", ""),
    ("Brenton Foods locked out 250 members of the United Steelworkers.", "Lockout", "occurred", "Brenton Foods", ""),
    ("Unison threatened to strike over plans to outsource school meals.", "Strike", "possible", "Unison", ""),
    ("Brenton Foods has offered its drivers a rise of 5 per cent.", "Offer", "occurred", "Brenton Foods", ""),
    ("The health minister urged nurses to call off Friday's strike.", "Strike", "planned", "nurses", ""),
    ("The RMT said on Sunday that it would call off Friday's strike.", "Strike", "cancelled", "RMT", ""),
    ("Unless agreement is reached by Friday, Aslef drivers will strike.", "Agreement", "possible", "Aslef", ""),
    ("The RMT has postponed Friday's strike until 20 March.", "Strike", "planned", "RMT", ""),
    ("Bus drivers in Bilbao struck on Thursday, the LAB, ELA and CCOO unions said.", "Strike", "occurred", "LAB", ""),
    ("Talks between the RMT and Avanti broke down on Monday.", "Negotiation", "occurred", "RMT", ""),
)  # fmt: skip


@pytest.fixture(scope="module")
def readings() -> dict[str, Reading]:
    documents = [
        make_document(text, origin="reports", fields={"id": f"r{n}", "date": "2023-03-06"})
        for n, (text, *_) in enumerate(REPORTS)
    ]
    read = Extractor(load(), choice=Choice()).read(documents)
    return {r.document.text.strip(): r for r in read if isinstance(r, Reading)}


@pytest.mark.parametrize(("text", "kind", "status", "actor", "target"), REPORTS)
def test_one_sentence_tells_what_happens(
    readings: dict[str, Reading], text: str, kind: str, status: str, actor: str, target: str
) -> None:
    reading = readings[text]
    labels = {e.key: e.names for e in reading.entities}

    def names(event: Event, role: str) -> set[str]:
        filled = {local_name(r): fillers for r, fillers in event.roles}.get(role, ())
        return {name.casefold() for f in filled if isinstance(f, Ref) for name in labels[f.key]}

    events = [e for e in reading.events if local_name(e.type) == kind]
    assert status in {local_name(e.status) for e in events}
    assert any(actor.casefold() in names(e, "actor") for e in events)
    assert not target or any(target.casefold() in names(e, "target") for e in events)
