"""The features by which it is decided whether a mention or a happening is an event, and with which status."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from spacy.tokens import Token

from kg.extract.decisions.context import Context, case
from kg.extract.decisions.outlook import Outlook
from kg.extract.decisions.story import FAR, Row
from kg.extract.entities import Entity
from kg.extract.events import Mention
from kg.extract.merge import Happening
from kg.extract.negation import none_of_it
from kg.extract.paths import clause_root

_VERBAL = frozenset({"VERB", "AUX"})
_STATUSES = ("occurred", "planned", "possible", "cancelled", "denied")
_MODIFIERS = frozenset("aux auxpass neg det amod compound mark prt nummod prep poss".split())
_PARTIES = frozenset("nsubj nsubjpass dobj agent".split())
_CLAUSAL = frozenset("aux neg mark auxpass".split())
_BESIDE = 3  # words beside a trigger that are looked at
_ABOVE = 4  # governing words
_MENTIONS = 6  # of a happening: the later ones repeat
_DOUBTED = 0.5  # of the surest mention's probability: what is less sure is mostly no mention, and tells nothing


class Judge:
    """Gives the features of the mentions of events of one document, and of the happenings they are gathered to.

    Args:
        context: where each entity is spoken of.
    """

    def __init__(self, context: Context) -> None:
        self.context = context
        self.doc = context.doc
        self.english = context.language.english
        speech = self.doc._.kg_speech
        self.spoken = {i for s in speech for i in range(s.start, s.end)}
        self.quoted = {i for s in speech if s.quoted for i in range(s.start, s.end)}
        self.outlook = Outlook(context)
        self._rows: dict[int, Row] = {}

    def mention(self, mention: Mention) -> Row:
        """Return what a trigger, its modifiers and the words that govern it say."""
        row = self._rows.get(id(mention))
        if row is None:
            row = self._rows[id(mention)] = self._mention(mention)
        return row

    def _mention(self, mention: Mention) -> Row:
        head, trigger = mention.trigger.head, mention.trigger
        sentence = self.context.sentence[head.i]
        row: Row = {
            f"frame={mention.frame.name}": 1,
            f"trigger={head.lemma_.lower()}": 1,
            f"tag={head.tag_}": 1,
            f"case={case(head)}": 1,
            f"rule={mention.status}{'' if mention.said else '?'}": 1,
            "quoted": head.i in self.quoted,
            "spoken": head.i in self.spoken,
            "capital": head.text[:1].isupper() and not head.is_sent_start,
            "sentence": min(FAR, sentence),
            "headline": sentence == 0,
            "definite": mention.definite,
            "indefinite": mention.indefinite,
            "plural": head.tag_ in {"NNS", "NNPS"},
            "weak": trigger.weak,
            "loose": trigger.loose,
            "words": trigger.end - trigger.start,
            "filled": sum(1 for v in mention.roles.values() if v),
            "none": none_of_it(head),
        }
        for role, _, slot in mention.slots:
            row[f"has={role}:{slot}"] = 1
        self._below(head, row)
        self._above(head, row)
        for i in range(max(0, trigger.start - _BESIDE), min(len(self.doc), trigger.end + _BESIDE)):
            if not trigger.start <= i < trigger.end:
                row[f"{'left' if i < trigger.start else 'right'}={self.context.lemmas[i]}"] = 1
        return row

    def _below(self, head: Token, row: Row) -> None:
        for child in head.children:
            if child.dep_ in _MODIFIERS:
                row[f"child={child.dep_}:{child.lemma_.lower()}"] = 1
            elif child.dep_ in _PARTIES:
                entity = self.context.entities.at.get(child.i)
                row[f"child={child.dep_}"] = 1
                row[f"child={child.dep_}:{entity.type if entity is not None else child.tag_}"] = 1

    def _above(self, head: Token, row: Row) -> None:
        root = clause_root(head)
        row[f"clause.tag={root.tag_}"] = 1
        for child in root.children:
            if child.dep_ in _CLAUSAL:
                row[f"clause={child.dep_}:{child.lemma_.lower()}"] = 1
            elif child.dep_ == "advcl" and any(
                c.lower_ in self.english.condition for c in child.children if c.dep_ == "mark"
            ):
                row["conditional"] = 1
        at = head
        for n in range(_ABOVE):
            if at.head.i == at.i or (n and at.dep_ in {"conj", "advcl"} and at.pos_ in _VERBAL):
                return
            below, at = at, at.head
            lemma = at.lemma_.lower()
            row[f"above{min(n, 1)}={lemma}"] = 1
            row[f"edge={below.dep_}"] = 1
            said = self.english.over.get((lemma,))
            if said is not None:
                row[f"over={said}"] = 1
            if at.pos_ in _VERBAL:
                row[f"above.tag={at.tag_}"] = 1
            for child in at.children:
                if child.dep_ in _CLAUSAL and child.i != below.i:
                    row[f"above={child.dep_}:{child.lemma_.lower()}"] = 1

    def happening(self, happening: Happening, sure: Sequence[float]) -> Row:
        """Return the features of a happening: of its mentions together, of the first, the last and the surest one.

        Args:
            happening: the one in question.
            sure: for each of its mentions the probability that it is one.
        """
        mentions = happening.mentions
        first = mentions[0]
        told = [m for m, p in zip(mentions, sure, strict=True) if p >= _DOUBTED * max(sure)]
        row: Row = {f"frame={first.frame.name}": 1, f"first.rule={first.status}{'' if first.said else '?'}": 1}
        for mention in told[:_MENTIONS]:
            for name, value in self.mention(mention).items():
                row[f"+.{name}"] = max(row.get(f"+.{name}", 0), value)
        for mention in told[:_MENTIONS]:
            for name, value in self.outlook.row(mention).items():
                row[f"+.{name}"] = max(row.get(f"+.{name}", 0), value)
        best = max(zip(sure, mentions, strict=True), key=lambda x: x[0])[1]
        row |= {f"best.{name}": value for name, value in self.outlook.row(best).items()}
        row[f"best.rule={best.status}{'' if best.said else '?'}"] = 1
        row[f"last.rule={told[-1].status}{'' if told[-1].said else '?'}"] = 1
        said = Counter(m.status for m in told if m.said)
        row |= {f"said={status}": said[status] for status in _STATUSES}
        row |= {
            f"status={happening.status}": 1,
            "mentions": len(mentions),
            "unsaid": sum(not m.said for m in mentions),
            "none": sum(self.mention(m)["none"] for m in told) / len(told),
            "none.best": self.mention(best)["none"],
            "verbal": sum(m.trigger.verbal for m in mentions),
            "strong": sum(not m.trigger.weak for m in mentions),
            "roles": sum(bool(v) for v in happening.roles.values()),
            "sure.best": max(sure),
            "sure.mean": sum(sure) / len(sure),
            "sure.sum": sum(sure),
        }
        for role, fillers in happening.roles.items():
            row[f"role={role}"] = len(fillers)
            row |= {f"role={role}:{f.type}": 1 for f in fillers if isinstance(f, Entity)}
        return row | self._days(happening)

    def _days(self, happening: Happening) -> Row:
        """Return how an event's days lie beside the day of writing."""
        roles = self.context.language.ontology.roles
        days = [str(v) for r, vs in happening.roles.items() if roles[r].kind == "date" for v in vs]
        published = self.doc._.kg_published
        row: Row = {"days": len(days), "days.vague": sum(len(d) < len("2023-02-01") for d in days)}
        if published is not None:
            today = published.isoformat()
            full = [d for d in days if d[:1] != "-"]
            row["days.future"] = sum(d > today for d in full)
            row["days.past"] = sum(d < today[: len(d)] for d in full)
            row["days.today"] = sum(d == today for d in full)
            row["days.year"] = sum(d[:4] < today[:4] for d in full)
        return row
