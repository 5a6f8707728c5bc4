"""What a sentence holds about whether something is so, and what an article is about as a whole: features of events."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from math import log, sqrt

from spacy.tokens import Span, Token

from kg.extract.decisions.context import Context
from kg.extract.decisions.story import Row
from kg.extract.events import Mention
from kg.extract.paths import clause_root
from kg.frames import English

_NEAR = 6  # words
_TELLING = frozenset({"NOUN", "VERB", "ADJ", "ADV"})  # no names: whom an article tells of says nothing about others
_PARTICLES = frozenset({"prt", "prep", "advmod"})
_PERFECT = frozenset({"VBN", "VBD"})
_SURE = 0.5
_SHORTEST = 3  # letters of a word

Cue = tuple[int, str]  # where it stands, and the status that it tells of, with "not" before it where it is negated


class Outlook:
    """Finds the words that tell a status in the sentences of one document, wherever they stand.

    Args:
        context: where each entity is spoken of.
    """

    def __init__(self, context: Context) -> None:
        self.english = context.language.english
        self.published = context.doc._.kg_published
        roles = context.language.ontology.roles
        self.dates = frozenset(iri for iri, role in roles.items() if role.kind == "date")
        self.sentences = list(context.doc.sents)
        self.number = context.sentence
        self._cues: dict[int, list[Cue]] = {}
        self._parties: dict[int, set[int]] = {}
        self._figures: dict[int, Counter[str]] = {}
        for i, entity in context.entities.at.items():
            side = context.side(entity)
            if side >= 0:
                self._parties.setdefault(self.number[i], set()).add(side)
        for figure in context.doc._.kg_figures:
            self._figures.setdefault(self.number[figure.start], Counter())[figure.unit or "number"] += 1

    def row(self, mention: Mention) -> Row:
        """Return what the words around a mention in its sentence tell."""
        head = mention.trigger.head
        at = self.number[head.i]
        row: Row = {}
        for i, status in self.cues(at):
            if mention.trigger.start <= i < mention.trigger.end:
                continue
            row[f"cue={status}"] = 1
            row[f"cue={status}:{'after' if i > head.i else 'before'}"] = 1
            if abs(i - head.i) <= _NEAR:
                row[f"cue={status}:near"] = 1
        row |= _time(clause_root(head))
        row |= {f"unit={unit}": n for unit, n in self._figures.get(at, Counter()).items()}
        row |= {f"party={side}": 1 for side in self._parties.get(at, ())}
        row["parties"] = len(self._parties.get(at, ()))
        days = [str(d) for r, ds in mention.roles.items() if r in self.dates for d in ds]
        if self.published is not None and days:
            today = self.published.isoformat()
            row["day.future"] = any(d > today for d in days if d[:1] != "-")
            row["day.past"] = any(d < today[: len(d)] for d in days if d[:1] != "-")
        return row

    def cues(self, sentence: int) -> list[Cue]:
        """Return the words of a sentence that tell a status."""
        found = self._cues.get(sentence)
        if found is None:
            found = self._cues[sentence] = _cues(self.sentences[sentence], self.english)
        return found


def _cues(sentence: Span, english: English) -> list[Cue]:
    found: list[Cue] = []
    for token in sentence:
        if token.lower_ in english.condition and token.dep_ in {"mark", "advmod"}:
            found.append((token.i, "condition"))
            continue
        status = _told(token, english)
        if status is not None:
            negated = any(c.dep_ == "neg" for c in token.children)
            found.append((token.i, f"not.{status}" if negated else status))
    return found


def _told(token: Token, english: English) -> str | None:
    if token.pos_ not in {"VERB", "NOUN", "ADJ", "AUX"}:
        return None
    lemma = token.lemma_.lower()
    for child in token.children:
        if child.dep_ in _PARTICLES and (lemma, child.lower_) in english.over:
            return english.over[lemma, child.lower_]
    return english.over.get((lemma,)) or english.predicate.get((lemma,)) or english.beside.get(token.lower_)


def _time(root: Token) -> Row:
    """Return the time of a clause: a past before the past is one that something came after."""
    words = {c.lower_ for c in root.children if c.dep_ in {"aux", "auxpass"}}
    row: Row = {f"time={root.tag_}{'+' if words else ''}": 1}
    if "had" in words and root.tag_ in _PERFECT:
        row["time=before"] = 1
    if root.lemma_ == "be" and root.lower_ in {"was", "were", "been"}:
        row["time=was"] = 1
    return row


def subject(context: Context, mentions: Sequence[Mention]) -> Row:
    """Return what an article is about: its words but for names, its triggers, and who is named in it.

    Args:
        context: where each entity is spoken of.
        mentions: all candidates of the article.
    """
    triggers = Counter(f"trigger={m.frame.name}{'?' if m.trigger.weak or m.trigger.loose else ''}" for m in mentions)
    told = {name: float(n) for name, n in triggers.items()}
    return _words(context) | told | _parties(context) | {"doc.sentences": context.count, "doc.words": len(context.doc)}


def _words(context: Context) -> Row:
    """Return the words of an article but for names, each by how often it stands there: together of length 1."""
    counts = Counter(
        lemma
        for token, lemma in zip(context.doc, context.lemmas, strict=True)
        if token.pos_ in _TELLING and token.is_alpha and len(lemma) >= _SHORTEST
    )
    weights = {lemma: 1 + log(count) for lemma, count in counts.items()}
    norm = sqrt(sum(weight**2 for weight in weights.values())) or 1.0
    return {f"word={lemma}": round(weight / norm, 4) for lemma, weight in weights.items()}


def surroundings(context: Context, mentions: Sequence[Mention], sure: Mapping[int, float]) -> Row:
    """Return what is true of an article as a whole, which tells whether it has a subject of the domain at all.

    Args:
        context: where each entity is spoken of.
        mentions: all candidates of the article.
        sure: for each of them, by its `id`, the probability that it is one.
    """
    chances = [sure[id(m)] for m in mentions]
    row: Row = {
        "doc.sentences": context.count,
        "doc.mentions": len(mentions),
        "doc.sure": sum(chances),
        "doc.share": sum(chances) / max(1, len(chances)),
        "doc.many": sum(p >= _SURE for p in chances),
        "doc.strong": sum(p for m, p in zip(mentions, chances, strict=True) if not m.trigger.weak),
        "doc.dense": sum(chances) / max(1, context.count),
        "doc.head": max(
            (p for m, p in zip(mentions, chances, strict=True) if context.sentence[m.trigger.head.i] <= 1), default=0.0
        ),
    }
    for mention, p in zip(mentions, chances, strict=True):
        name = f"doc.frame={mention.frame.name}"
        row[name] = max(row.get(name, 0.0), p)
    return row | _parties(context)


def _parties(context: Context) -> Row:
    """Return of which sides and classes those are that an article names."""
    held = Counter[str]()
    for entity in context.entities.all:
        side = context.side(entity)
        if side >= 0 and entity.named:
            held[f"doc.side={side}"] += len(entity.spans)
            held[f"doc.type={entity.type}"] += 1
            held["doc.known"] += entity.known
    return {name: float(n) for name, n in held.items()} | {"doc.sides": sum(k[:8] == "doc.side" for k in held)}
