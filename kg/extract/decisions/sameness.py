"""The features by which it is decided whether a mention tells of a happening that was told of before, or of another."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from spacy.tokens import Token

from kg.extract.decisions.context import Context
from kg.extract.decisions.story import Probabilities, Row
from kg.extract.entities import Entity
from kg.extract.events import Found, Mention, Number
from kg.extract.merge import Choose, Happening, fits
from kg.extract.paths import clause_root

_FAR = 12  # sentences
_CONTENT = frozenset({"NOUN", "PROPN", "VERB", "NUM", "ADJ"})
_RARE = 2  # a word in so few sentences is one that singles something out
_TELLING = frozenset({"det", "poss", "amod", "nummod", "compound", "prep"})
_RECENT = 3
# words by which a mention is of one more of a kind: "a second strike", "will strike again"
_ANEW = frozenset("another second third fourth fifth further fresh new more additional again anew".split())
_AHEAD = frozenset({"planned", "possible"})
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(eq=False, slots=True)
class _View:
    """What a mention shows of itself when it is compared with others."""

    sentence: int
    words: frozenset[str]  # of its sentence, what singles it out
    names: frozenset[int]  # entities of its sentence
    own: dict[str, float]  # features that are the same whatever it is compared with


class Sameness:
    """Gives the features of pairs of a happening and a mention of one class, in one document.

    Args:
        context: where each entity is spoken of.
        compatible: tells whether by the rules a mention can be of a happening.
    """

    def __init__(self, context: Context, compatible: Callable[[Happening, Mention], bool]) -> None:
        self.context = context
        self.compatible = compatible
        self.doc = context.doc
        ontology = context.language.ontology
        self.kinds = {r.iri: r.kind for r in ontology.roles.values()}
        self.names = {r.iri: r.iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1] for r in ontology.roles.values()}
        self.group = ontology.term("Group")
        self.quoted = {i for s in self.doc._.kg_speech for i in range(s.start, s.end)}
        self.twins: dict[int, float] = {}  # for each mention compared, how probable its likeliest happening was
        self._views: dict[int, _View] = {}
        self._words: list[frozenset[str]] = []
        seen: dict[str, int] = {}
        for sentence in self.doc.sents:
            words = {context.lemmas[t.i] for t in sentence if t.pos_ in _CONTENT and not t.is_stop}
            self._words.append(frozenset(words))
            for word in words:
                seen[word] = seen.get(word, 0) + 1
        self._rare = {w for w, n in seen.items() if n <= _RARE + 1}

    def chooser(self, model: Callable[[Sequence[Row]], Probabilities], threshold: Callable[[str], float]) -> Choose:
        """Return what finds the happening that a mention is of, or None where it is of a new one.

        Args:
            model: gives the probabilities of rows.
            threshold: what the likeliest must have: "same", or "same.apart" where the rules hold the two apart.
        """
        least, apart = threshold("same"), threshold("same.apart")

        def choose(same: Sequence[Happening], mention: Mention) -> Happening | None:
            rows = self.rows(same, mention)
            sure = model(rows)
            self.twins[id(mention)] = float(max(sure))
            open_ = [
                n
                for n, happening in enumerate(same)
                if sure[n] >= (least if self.compatible(happening, mention) else apart)
                and not self._is_past(happening, mention)
                and not self._goes_ahead(happening, mention)
                and not _contradicts(rows[n])
            ]
            best = max(open_, key=lambda n: sure[n], default=None)
            return same[best] if best is not None else None

        return choose

    def rows(self, same: Sequence[Happening], mention: Mention) -> list[Row]:
        """Return for each happening what joins a mention to it, and what keeps the two apart."""
        ours = self._view(mention)
        gaps = [min(abs(self._view(m).sentence - ours.sentence) for m in h.mentions) for h in same]
        order = sorted(range(len(same)), key=lambda n: (gaps[n], -n))
        rows = []
        for n, happening in enumerate(same):
            row = self._pair(happening, mention, ours)
            row["gap"] = min(_FAR, gaps[n])
            row["recent"] = min(_RECENT, order.index(n))
            row["first"] = n == 0
            row["only"] = len(same) == 1
            rows.append(row)
        for name in ("words", "rare", "names", "agree"):
            most = sorted(row[name] for row in rows)
            for row in rows:
                best = most[-2] if row[name] == most[-1] and len(most) > 1 else most[-1]
                row[f"{name}.lead"] = row[name] - best if len(rows) > 1 else 0
        return rows

    def _is_past(self, happening: Happening, mention: Mention) -> bool:
        """Tell whether one of the two was over before the other.

        A mention may be of one more that is to come ("walked out on Friday and will strike again"), or of one that was
        before ("will strike on Monday. It follows a one-day strike").
        """
        ahead = mention.status in _AHEAD and happening.status == "occurred"
        if ahead and bool(self._view(mention).own["anew"]):
            return True
        return happening.status in _AHEAD and mention.indefinite and _is_followed(mention.trigger.head)

    def _goes_ahead(self, happening: Happening, mention: Mention) -> bool:
        """Tell whether one is called off and the other goes ahead, by words of the text, and they differ otherwise."""
        statuses = {happening.status, mention.status}
        said = mention.said and any(m.said and m.status == happening.status for m in happening.mentions)
        return said and statuses == {"cancelled", "planned"} and not self.compatible(happening, mention)

    # -- a mention by itself --------------------------------------------------------------------

    def _view(self, mention: Mention) -> _View:
        view = self._views.get(id(mention))
        if view is None:
            view = self._views[id(mention)] = self._look(mention)
        return view

    def _look(self, mention: Mention) -> _View:
        head, trigger = mention.trigger.head, mention.trigger
        sentence = self.context.sentence[head.i]
        root = clause_root(head)
        own: dict[str, float] = {
            f"frame={mention.frame.name}": 1,
            f"tag={head.tag_}": 1,
            f"clause={root.tag_}": 1,
            "definite": mention.definite,
            "indefinite": mention.indefinite,
            "plural": head.tag_ in {"NNS", "NNPS"},
            "verbal": trigger.verbal,
            "weak": trigger.weak,
            "loose": trigger.loose,
            "said": mention.said,
            "spoken": head.i in self.quoted,
        }
        for child in head.children:
            if child.dep_ in _TELLING and child.i not in self.context.entities.at:
                own[f"child={child.lemma_.lower()}"] = 1
        for child in root.children:
            if child.dep_ in {"aux", "neg", "mark"}:
                own[f"aux={child.lemma_.lower()}"] = 1
        own["anew"] = _is_anew(head, root)
        names = {id(e) for t in head.sent if (e := self.context.entities.at.get(t.i)) is not None}
        words = self._words[sentence] - set(self.context.lemmas[trigger.start : trigger.end])
        return _View(sentence, words, frozenset(names), own)

    # -- the two beside each other --------------------------------------------------------------

    def _pair(self, happening: Happening, mention: Mention, ours: _View) -> Row:
        views = [self._view(m) for m in happening.mentions]
        lemma = mention.trigger.head.lemma_
        row: Row = dict(ours.own)
        row |= {
            f"status={happening.status}>{mention.status}": 1,
            "status.same": happening.status == mention.status,
            "lemma": any(m.trigger.head.lemma_ == lemma for m in happening.mentions),
            "headline": any(v.sentence == 0 for v in views),
            "theirs.weak": happening.weak,
            "theirs.indefinite": any(m.indefinite for m in happening.mentions),
            "theirs.spoken": all(m.trigger.head.i in self.quoted for m in happening.mentions),
            "words": max(len(v.words & ours.words) for v in views),
            "rare": max(len(v.words & ours.words & self._rare) for v in views),
            "names": max(len(v.names & ours.names) for v in views),
            "sentence": any(v.sentence == ours.sentence for v in views),
            "agree": 0,
            "clash": 0,
        }
        for role in {*happening.roles, *mention.roles}:
            kind, name = self.kinds[role], self.names[role]
            if kind == "date":
                continue
            a, b = happening.roles.get(role, []), mention.roles.get(role, [])
            self._fillers(name, a, b, row)
        self._days(happening, mention, row)
        return row

    def _fillers(self, name: str, theirs: Sequence[Found], ours: Sequence[Found], row: Row) -> None:
        """Compare what fills one role: parties by name, and workforces apart from them."""
        for part, keep in ((name, False), (f"{name}.group", True)):
            a = {_key(f) for f in theirs if (isinstance(f, Entity) and f.type == self.group) is keep}
            b = {_key(f) for f in ours if (isinstance(f, Entity) and f.type == self.group) is keep}
            if a and b:
                shared = len(a & b)
                row[f"{part}.shared"] = shared
                row[f"{part}.clash"] = not shared
                row["agree"] += bool(shared)
                row["clash"] += not shared
            elif b:
                row[f"{part}.ours"] = 1
            elif a:
                row[f"{part}.theirs"] = 1

    def _days(self, happening: Happening, mention: Mention, row: Row) -> None:
        a = sorted({str(v) for r, vs in happening.roles.items() if self.kinds[r] == "date" for v in vs})
        b = sorted({str(v) for r, vs in mention.roles.items() if self.kinds[r] == "date" for v in vs})
        published = self.doc._.kg_published
        if published is not None:
            today = published.isoformat()
            for side, days in (("theirs", a), ("ours", b)):
                full = [d for d in days if d[:1] != "-"]
                if full:
                    row[f"{side}.past"] = all(d < today[: len(d)] for d in full)
                    row[f"{side}.years"] = min(3, int(today[:4]) - max(int(d[:4]) for d in full))
        if not a or not b:
            row["days.ours"], row["days.theirs"] = bool(b), bool(a)
            return
        shared = len(set(a) & set(b))
        fit = shared or any(fits(x, y) for x in a for y in b) or _within(a, b) or _within(b, a)
        row |= {"days.shared": shared, "days.fit": fit, "days.clash": not fit}
        row["agree"] += bool(fit)
        row["clash"] += not fit
        gap = _gap(a, b)
        if gap is not None:
            row["days.gap"] = gap
            row["days.both"] = 1


def _contradicts(row: Row) -> bool:
    """Tell whether two things that are told of both or more differ, and none is the same: days, parties, numbers."""
    return row["clash"] > 1 and not row["agree"]


def _is_followed(noun: Token) -> bool:
    """Tell whether a noun is what something came after: "it follows a strike", "comes after a walkout"."""
    if noun.dep_ == "dobj" and noun.head.lemma_.lower() == "follow":
        return True
    after = noun.dep_ == "pobj" and noun.head.lower_ in {"after", "on"}
    return after and noun.head.head.lemma_.lower() in {"come", "follow"}


def _is_anew(head: Token, root: Token) -> bool:
    """Tell whether a word says that there was one before."""
    return any(c.lower_ in _ANEW for at in {head, root} for c in at.children)


def _key(found: Found) -> object:
    if isinstance(found, Number):
        return found.value
    return id(found) if isinstance(found, Entity) else found


def _within(days: Sequence[str], others: Sequence[str]) -> bool:
    """Tell whether a day lies inside the span of others."""
    whole = [d for d in others if _DAY.fullmatch(d)]
    return len(whole) > 1 and any(whole[0] <= d <= whole[-1] for d in days)


def _gap(a: Sequence[str], b: Sequence[str]) -> int | None:
    """Return how many days lie between the nearest of two sets of days, a hundred at most."""
    ours, theirs = ([date.fromisoformat(d).toordinal() for d in days if _DAY.fullmatch(d)] for days in (a, b))
    return min((min(100, abs(x - y)) for x in ours for y in theirs), default=None)
