"""What the words around a mention tell of its status, and what an article as a whole tells of its events."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from kg.extract.decisions.outlook import Outlook, surroundings
from kg.extract.findings import Findings
from kg.extract.triggers import TriggerFinder
from kg.frames import Language


def found(parse: Callable[..., Any], language: Language, text: str) -> Findings:
    doc = parse(text, "2021-03-08")
    return Findings(doc, language, TriggerFinder(language), published=date(2021, 3, 8))


def test_cues_have_a_place_and_a_negation(parse: Callable[..., Any], language: Language) -> None:
    findings = found(parse, language, "The bakers' strike was not postponed. The union may cancel the rally.")
    outlook = Outlook(findings.decisions().context)
    mention = next(m for m in findings.mentions if m.frame.event.endswith("#Strike"))
    row = outlook.row(mention)
    assert row["cue=not.cancelled:after"] and row["cue=not.cancelled:near"]
    assert "cue=cancelled" not in row


def test_an_article_is_known_by_its_mentions_and_parties(parse: Callable[..., Any], language: Language) -> None:
    findings = found(parse, language, "Nurses at Leeds City Council walked out, the union Unison said.")
    decisions = findings.decisions()
    row = surroundings(decisions.context, findings.mentions, {id(m): 0.75 for m in findings.mentions})
    assert row["doc.share"] == 0.75 and row["doc.head"] == 0.75
    assert row["doc.sides"] == 2


def test_an_article_without_mentions_has_a_row(parse: Callable[..., Any], language: Language) -> None:
    decisions = found(parse, language, "The sun shone.").decisions()
    assert surroundings(decisions.context, [], {})["doc.share"] == 0
