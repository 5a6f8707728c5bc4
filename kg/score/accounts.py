"""Compares what was put together of several articles with the annotation of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping
from itertools import combinations

from kg.score.accounts_report import AccountsReport
from kg.score.assembled import Assembled, ToldClaim, ToldStep
from kg.score.clusters import Agreement, b_cubed, ceaf_e, muc, settled
from kg.score.crossdoc import Claim, Contradiction, CrossGold, Mention
from kg.score.same_mentions import Aligned
from kg.score.tally import Tally

EVENT_MEASURES: Mapping[str, Callable[[Mapping[Mention, str], Mapping[Mention, Hashable]], Agreement]] = {
    "MUC": muc,
    "B-cubed": b_cubed,
    "CEAF-e": ceaf_e,
}


def score_accounts(gold: CrossGold, found: Assembled, aligned: Iterable[Aligned]) -> AccountsReport:
    """Compare the assembled layer with the annotation of what several articles say.

    Entities are scored by B-cubed, happenings by MUC, B-cubed and CEAF-e, both over the articles that follow one
    another, and by B-cubed over all (where most stand alone, so that the figure is high for whatever joins nothing);
    disputes by B-cubed over the mentions of their events; copies and contradictions are counted. Only annotated
    mentions count. One that was not read is in
    no cluster: it is missed. An event that was read and is part of no happening (no dispute) is one of its own. What
    is optional in the annotation of its article and was not read does not count.

    Args:
        gold: the annotation.
        found: the assembled layer of the graph.
        aligned: for each article, which mention that was read is which annotated one.
    """
    entity_of: dict[Mention, Mention] = {}
    event_of: dict[Mention, Mention] = {}
    for article in aligned:
        entity_of.update(article.entities)
        event_of.update(article.events)
    entities = {ours: found.entities.get(theirs, theirs) for ours, theirs in entity_of.items()}
    happenings = {ours: found.happenings.get(theirs, theirs) for ours, theirs in event_of.items()}
    disputes = {ours: found.disputes.get(theirs, theirs) for ours, theirs in event_of.items()}
    gold_entities = settled(_counted(gold, gold.entities, entities), entities, gold.open_entities)
    gold_events = settled(_counted(gold, gold.events, happenings), happenings, gold.open_events)
    gold_disputes = _counted(gold, gold.disputes, disputes)
    sought = _Claims(gold, found.claims, entities, happenings, event_of)
    told_entities, told_events = _in(gold.stories, gold_entities), _in(gold.stories, gold_events)
    return AccountsReport(
        articles=len(gold.articles),
        entities=b_cubed(told_entities, entities),
        events={name: measure(told_events, happenings) for name, measure in EVENT_MEASURES.items()},
        all_entities=b_cubed(gold_entities, entities),
        all_events=b_cubed(gold_events, happenings),
        disputes=b_cubed(gold_disputes, disputes),
        copies=_copies(gold, found.copies),
        contradictions=sought.contradictions(),
        claims=sought.values(),
        speakers=sought.values(speakers=True),
        steps=_steps(gold, found.steps, disputes),
        namesakes=_namesakes(gold, entities),
        read=_there(told_entities, entities),
        told=_there(told_events, happenings),
        errors=(
            *_errors("entity", gold_entities, entities),
            *_errors("event", gold_events, happenings),
            *_errors("dispute", gold_disputes, disputes),
        ),
    )


def _in(articles: Collection[str], clusters: Mapping[Mention, str]) -> dict[Mention, str]:
    return {mention: name for mention, name in clusters.items() if mention[0] in articles}


def _counted(gold: CrossGold, clusters: Mapping[Mention, str], found: Mapping[Mention, Hashable]) -> dict[Mention, str]:
    return {mention: name for mention, name in clusters.items() if mention in found or mention not in gold.optional}


def _there(gold: Mapping[Mention, str], found: Mapping[Mention, Hashable]) -> Tally:
    there = len(gold.keys() & found.keys())
    return Tally(tp=there, fn=len(gold) - there)


def _copies(gold: CrossGold, found: Iterable[tuple[str, str]]) -> Tally:
    """Count pairs of copies of articles that were looked at."""
    pairs = {pair for pair in found if set(pair) <= gold.articles}
    return Tally(len(pairs & gold.copies), len(gold.copies - pairs), len(pairs - gold.copies))


def _namesakes(gold: CrossGold, found: Mapping[Mention, Hashable]) -> Tally:
    """Count the pairs of namesakes that are kept apart."""
    held: dict[str, set[Hashable]] = {}
    for mention, name in gold.entities.items():
        if mention in found:
            held.setdefault(name, set()).add(found[mention])
    apart = [
        not (held.get(a, set()) & held.get(b, set())) for group in gold.namesakes for a, b in combinations(group, 2)
    ]
    return Tally(tp=sum(apart), fn=len(apart) - sum(apart))


def _steps(gold: CrossGold, steps: Iterable[ToldStep], found: Mapping[Mention, Hashable]) -> Tally:
    """Count the steps that are told, with their day, of the dispute that has most of the events of theirs."""
    held: dict[str, Counter[Hashable]] = {}
    for mention, name in gold.disputes.items():
        if mention in found:
            held.setdefault(name, Counter())[found[mention]] += 1
    same = {name: max(counts, key=lambda iri: (counts[iri], str(iri))) for name, counts in held.items()}
    told: dict[tuple[Hashable, str], set[str]] = {}
    for step in steps:
        told.setdefault((step.dispute, step.kind), set()).add(step.date)
    hits = [
        any(
            date.startswith(right) for date in told.get((same.get(step.dispute), step.kind), ()) for right in step.dates
        )
        for step in gold.steps
    ]
    return Tally(tp=sum(hits), fn=len(hits) - sum(hits))


class _Claims:
    """Looks for the annotated contradictions among the claims that were found."""

    def __init__(
        self,
        gold: CrossGold,
        claims: Iterable[ToldClaim],
        entities: Mapping[Mention, Hashable],
        happenings: Mapping[Mention, Hashable],
        event_of: Mapping[Mention, Mention],
    ) -> None:
        self.gold = gold
        self.entities = entities
        self.mentions: dict[str, list[Mention]] = {}
        for mention, name in gold.events.items():
            self.mentions.setdefault(name, []).append(mention)
        self.happenings = happenings
        self.read = {theirs: ours for ours, theirs in event_of.items()}
        self.claims: dict[tuple[Mention | None, str], list[ToldClaim]] = {}
        for claim in claims:
            self.claims.setdefault((self.read.get(claim.report), claim.role), []).append(claim)

    def contradictions(self) -> Tally:
        """Count those of which at least two values are told of one happening."""
        hits = [any(len(values) > 1 for values in self._values(told).values()) for told in self.gold.contradictions]
        return Tally(tp=sum(hits), fn=len(hits) - sum(hits))

    def values(self, *, speakers: bool = False) -> Tally:
        """Count the annotated values that are told by a report of the event in their article, with their speakers."""
        hits = [
            any(not speakers or self._same_speaker(claim, said) for said in self._said(told, claim))
            for told in self.gold.contradictions
            for claim in told.claims
        ]
        return Tally(tp=sum(hits), fn=len(hits) - sum(hits))

    def _values(self, told: Contradiction) -> dict[str, set[str | float]]:
        """Return the annotated values that were found, by happening."""
        found: dict[str, set[str | float]] = {}
        for claim in told.claims:
            for said in self._said(told, claim):
                found.setdefault(said.happening, set()).add(claim.value)
        return found

    def _said(self, told: Contradiction, claim: Claim) -> Iterator[ToldClaim]:
        """Yield the claims that tell an annotated value by a report in its article."""
        for mention in self.mentions.get(told.event, ()):
            if mention[0] == claim.article:
                yield from (c for c in self.claims.get((mention, told.role), ()) if _same_value(claim.value, c.value))

    def _same_speaker(self, claim: Claim, said: ToldClaim) -> bool:
        if claim.speaker is None:
            return said.speaker is None
        return said.speaker is not None and self.entities.get(claim.speaker) == said.speaker


def _same_value(gold: str | float, found: str) -> bool:
    if isinstance(gold, str):
        return gold == found
    try:
        return float(found) == float(gold)
    except ValueError:
        return False


def _errors(
    kind: str, gold: Mapping[Mention, str], found: Mapping[Mention, Hashable]
) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield what was wrongly joined and what was left apart: kind, name, and mentions or names."""
    joined: dict[Hashable, set[str]] = {}
    parts: dict[str, dict[Hashable, list[Mention]]] = {}
    for mention, name in gold.items():
        if mention in found:
            joined.setdefault(found[mention], set()).add(name)
            parts.setdefault(name, {}).setdefault(found[mention], []).append(mention)
    for names in sorted(sorted(names) for names in joined.values() if len(names) > 1):
        yield f"{kind} joined", names[0], tuple(names[1:])
    for name, clusters in sorted(parts.items()):
        if len(clusters) > 1:
            told = sorted(", ".join(" ".join(m) for m in sorted(mentions)) for mentions in clusters.values())
            yield f"{kind} split", name, tuple(told)
