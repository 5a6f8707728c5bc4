"""News that has the words of disputes and tells of none: takeovers, football, markets, wars."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.model import Document, Reading
from kg.ontology import load
from kg.pipeline.choice import Choice
from kg.pipeline.extractor import Extractor
from kg.readers import read_sources
from kg.readers.record import make_document

UNSEEN = Path(__file__).parents[1] / "bench" / "streams" / "other-unseen.jsonl"  # nothing was learned from these
ARTICLES = {
    "takeover": (
        "Marlow Chemicals said on Tuesday it had agreed to buy its rival Denholm for £340m. Talks between the two "
        "boards began in May, and an improved offer was made last week after the first was turned down. Shareholders "
        "will vote on the deal in October. “This is an agreement that suits both companies,” the chief executive, "
        "Ruth Elland, said. Shares in Denholm rose 11 per cent. The combined group will employ 4,200 people at nine "
        "sites."
    ),
    "football": (
        "Two late strikes from Owen Talbot gave Ashcombe Town a 3-1 win over Netherby on Saturday. The striker had "
        "been left out for a fortnight after a row with the manager, who walked out of a press conference last month. "
        "Ashcombe had rejected an offer of £2m for him in the summer. Netherby, who lost their captain to injury "
        "before half-time, are now without a win in nine games and have called a meeting of supporters for Thursday."
    ),
    "market": (
        "The council of Penmorrow will vote next month on plans to close the indoor market and build flats on the "
        "site. Traders marched to the town hall on Friday with a petition of 6,000 names. The leader of the council, "
        "Joan Trewin, said no decision had been taken and that talks with a developer were going on. Residents have "
        "threatened to take the council to court. A public meeting is planned for 14 June."
    ),
    "war": (
        "The government of Castria and the rebels who hold the north signed a ceasefire agreement on Sunday after "
        "eleven days of negotiations in Geneva. Air strikes on the port were suspended on Thursday. The foreign "
        "minister said both sides had accepted an offer of mediation, and that elections would be held within a year. "
        "A turnout of 60 per cent would be needed for the result to stand."
    ),
}


@pytest.fixture(scope="module")
def readings() -> dict[str, Reading]:
    documents = [
        make_document(text, origin="news", fields={"id": name, "date": "2023-03-06"}) for name, text in ARTICLES.items()
    ]
    read = Extractor(load(), choice=Choice()).read(documents)
    return {r.document.id: r for r in read if isinstance(r, Reading)}


@pytest.mark.parametrize("name", ARTICLES)
def test_an_article_without_a_dispute_tells_of_no_event(readings: dict[str, Reading], name: str) -> None:
    assert [event.type for event in readings[name].events] == []


@pytest.mark.slow
def test_a_stream_of_other_news_tells_of_hardly_any_event() -> None:
    documents = [d for d in read_sources([UNSEEN]) if isinstance(d, Document)]
    read = [r for r in Extractor(load(), choice=Choice()).read(documents) if isinstance(r, Reading)]
    assert len(read) == len(documents) > 100
    assert sum(len(r.events) for r in read) <= len(read) / 10
