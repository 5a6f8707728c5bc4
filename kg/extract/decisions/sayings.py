"""Decides which runs of speech are statements, and what their speakers do with the words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from kg.extract.decisions.context import Context, case
from kg.extract.decisions.story import FAR, Probabilities, Row
from kg.extract.decisions.trees import Model
from kg.extract.events import Mention
from kg.extract.speech import Run
from kg.extract.spokespeople import Office

STANCES = ("claims", "denies", "demands", "threatens", "announces")
_OPENING = 14  # words of a run that tell what it does
_BEFORE = 4  # words before it


class Sayings:
    """The runs of speech of one document with the features by which they are judged.

    Args:
        context: where each entity is spoken of.
        runs: what the rules found.
        mentions: the mentions of events.
        offices: who holds which.
    """

    def __init__(
        self, context: Context, runs: Sequence[Run], mentions: Sequence[Mention], offices: Sequence[Office]
    ) -> None:
        self.context = context
        self.doc = context.doc
        self.runs = runs
        self.mentions = mentions
        self.holders = {id(o.person) for o in offices}
        self.heads = [m.trigger.head.i for m in mentions]
        self.often = Counter(id(r.speaker) for r in runs)

    def rows(self) -> list[Row]:
        """Return the features of every run."""
        return [self._row(n, run) for n, run in enumerate(self.runs)]

    def _row(self, n: int, run: Run) -> Row:
        doc, context, speaker = self.doc, self.context, run.speaker
        start, end = run.pieces[0][0], run.pieces[-1][1]
        inside = [i for a, b in run.pieces for i in range(a, b)]
        sentence = context.sentence[start]
        row: Row = {
            f"rule={run.stance}": 1,
            f"class={speaker.type}": 1,
            "named": speaker.named,
            "known": speaker.known,
            "holder": id(speaker) in self.holders,
            "of": speaker.of is not None,
            "often": self.often[id(speaker)],
            f"side={context.side(speaker)}": 1,
            "pieces": len(run.pieces),
            "words": len(inside),
            "sentence": min(FAR, sentence),
            "headline": sentence == 0,
            "quotes": sum(
                doc[i].text in {'"', "“", "”"} for i in (max(0, start - 1), start, end - 1, min(end, len(doc) - 1))
            ),
            "verbs": len(run.verbs),
            "same.before": n > 0 and self.runs[n - 1].speaker is speaker,
        }
        for form in run.forms:
            row[f"form={form}"] = 1
        for verb in run.verbs[:3]:
            token = doc[verb]
            row[f"verb={token.lemma_.lower()}"] = 1
            row[f"verb.tag={token.tag_}"] = 1
            row[f"verb.edge={token.dep_}"] = 1
            row["verb.before"] = verb < start
            for child in token.children:
                if child.dep_ in {"aux", "neg", "nsubj", "nsubjpass"}:
                    row[f"verb.{child.dep_}={child.lemma_.lower() if child.dep_ in {'aux', 'neg'} else child.tag_}"] = 1
                if child.dep_ in {"nsubj", "nsubjpass"}:
                    row["verb.subject"] = context.entities.at.get(child.i) is speaker
        for i in inside[:_OPENING]:
            row[f"word={context.lemmas[i]}"] = 1
        for i in inside:
            token = doc[i]
            if token.tag_ == "MD" or token.dep_ == "neg":
                name = f"inside={context.lowers[i]}"
                row[name] = row.get(name, 0) + 1
        for i in range(max(0, start - _BEFORE), start):
            row[f"before={context.lemmas[i]}"] = 1
        row[f"first.case={case(doc[start])}"] = 1
        row[f"first.tag={doc[start].tag_}"] = 1
        places = set(inside)
        for at, mention in zip(self.heads, self.mentions, strict=True):
            if at in places:
                row[f"event={mention.frame.name}"] = 1
                row[f"event={mention.frame.name}:{mention.status}"] = 1
        return row

    def take(self, model: Model, *, least: float = 0.0) -> list[Run]:
        """Return the runs that are statements, with their stances, as the model decides."""
        if "statement" not in model.forests or not self.runs:
            return list(self.runs)
        rows = self.rows()
        return self.settle(
            model.forests["statement"].probabilities(rows),
            model.forests["stance"].probabilities(rows),
            max(model.threshold("statement"), least),
        )

    def settle(self, sure: Probabilities, stances: Probabilities, threshold: float) -> list[Run]:
        """Return the runs that are sure enough, with the likeliest stance of each."""
        return [
            replace(run, stance=STANCES[int(stance.argmax())], confidence=float(p))
            for run, p, stance in zip(self.runs, sure, stances, strict=True)
            if p >= threshold
        ]
