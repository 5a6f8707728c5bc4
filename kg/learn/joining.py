"""Which mentions are of one happening, as the annotation has it: what the decision on that is learned from."""

from __future__ import annotations

from collections.abc import Sequence

from kg.extract.decisions.story import Row
from kg.extract.decisions.taking import Decisions
from kg.extract.events import Mention
from kg.extract.merge import Happening
from kg.learn.labels import Label, Labels


def joining(decisions: Decisions, labels: Labels, mentions: Sequence[Mention]) -> tuple[list[Row], list[Label]]:
    """Return each mention beside every happening of its class that is told of before it, and whether it is of it.

    The happenings are those of the annotation; mentions of which it does not tell go where the rules put them, and
    have no label.

    Args:
        decisions: of one article.
        labels: the annotation of the same one.
        mentions: those that are to be gathered, in the order of the text.
    """
    rows: list[Row] = []
    told: list[Label] = []
    shown = {id(m): labels.told(m) for m in mentions}

    def event(happening: Happening) -> int | None:
        return next((n for m in happening.mentions if (n := shown[id(m)]) is not None), None)

    def choose(same: Sequence[Happening], mention: Mention) -> Happening | None:
        own, theirs = shown[id(mention)], [event(h) for h in same]
        rows.extend(decisions.sameness.rows(same, mention))
        told.extend(None if own is None or n is None else n == own for n in theirs)
        if own is None:
            return decisions.merger.fitting(same, mention)
        if own in theirs:
            return same[theirs.index(own)]
        return decisions.merger.fitting([h for h, n in zip(same, theirs, strict=True) if n is None], mention)

    decisions.merger.gather(mentions, choose)
    return rows, told
