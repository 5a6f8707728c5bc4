"""Decides who speaks for whom, and in which organisation somebody holds an office."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.extract.decisions.context import Context
from kg.extract.decisions.story import FAR, NO_PATH, Probabilities, Row
from kg.extract.decisions.trees import Model
from kg.extract.entities import Entity
from kg.extract.links import Link
from kg.extract.speech import Run
from kg.extract.spokespeople import Office
from kg.ontology import MEMBERSHIP

TIES = ("office", "speaks", "unit")
_COMPARED = ("tokens", "share", "apart", "ruled")


@dataclass(eq=False, slots=True)
class Tie:
    """An edge that may be one, with the features by which it is decided."""

    link: Link
    row: Row


class Ties:
    """The candidates for edges of one document: each person with each organisation, each part with each whole.

    Args:
        context: where each entity is spoken of.
        ruled: the edges that the rules found.
        offices: who holds which.
        said: the runs of speech.
    """

    def __init__(self, context: Context, ruled: Sequence[Link], offices: Sequence[Office], said: Sequence[Run]) -> None:
        self.context = context
        self.doc = context.doc
        self.ruled = ruled
        self._between: dict[tuple[int, int], list[Link]] = {}
        for link in ruled:
            self._between.setdefault((id(link.subject), id(link.object)), []).append(link)
        self._from = Counter(id(x.subject) for x in ruled)
        self._to = Counter(id(x.object) for x in ruled)
        self._weights = {id(e): context.weight(e) for e in context.entities.all}
        self.offices = offices
        self.spoken = {id(r.speaker): sum(x.speaker is r.speaker for x in said) for r in said}
        self.ontology = context.language.ontology
        term = self.ontology.term
        self.people = {term("Person"), term("Spokesperson")}
        top = self.ontology.expand("core:Organization")
        self.organizations = [
            e for e in context.entities.all if e.type in self.ontology.classes and self.ontology.is_a(e.type, top)
        ]
        self.predicates = {"office": MEMBERSHIP, "speaks": term("speaksFor"), "unit": term("unitOf")}

    def candidates(self) -> dict[str, list[Tie]]:
        """Return what may be an edge, by kind."""
        return {"office": self._offices(), "speaks": self._speaking(), "unit": self._units()}

    def _offices(self) -> list[Tie]:
        posts = dict.fromkeys((id(o.person), o.title) for o in self.offices if o.title)
        found: list[Tie] = []
        for key in posts:
            told = [o for o in self.offices if (id(o.person), o.title) == key]
            found += self._group("office", told[0].person, told[0].title, told[0].start, told[0].end)
        return found

    def _speaking(self) -> list[Tie]:
        holders = {id(o.person): o for o in reversed(self.offices)}
        found: list[Tie] = []
        for person in self.context.entities.all:
            if person.type not in self.people or (id(person) not in self.spoken and id(person) not in holders):
                continue
            if not person.spans or (id(person) not in self.spoken and person.type != self.ontology.term("Person")):
                continue
            office = holders.get(id(person))
            start, end = (office.start, office.end) if office is not None else person.spans[0]
            found += self._group("speaks", person, None, start, end)
        return found

    def _units(self) -> list[Tie]:
        units = self.context.language.lexicon.units
        found: list[Tie] = []
        for part in self.organizations:
            ruled = any(x.subject is part for x in self.ruled if x.predicate == self.predicates["unit"])
            if part.spans and (part.type in units or ruled):
                found += self._group("unit", part, None, *part.spans[0])
        return found

    def _group(self, kind: str, subject: Entity, title: str | None, start: int, end: int) -> list[Tie]:
        predicate = self.predicates[kind]
        group = []
        for whole in self.organizations:
            if whole is subject:
                continue
            own = self._between.get((id(subject), id(whole)), ())
            told = next((x for x in own if x.predicate == predicate and x.title == title), None)
            link = told or Link(subject, predicate, whole, title, start, max(end, start + 1), kind, 0.0)
            row = self._row(kind, subject, whole, title, start, own)
            row["ruled"] = told is not None
            row["ruled.other"] = self._from[id(subject)] - len(own)
            group.append(Tie(link, row))
        for name in _COMPARED:
            values = [t.row[name] for t in group]
            least, most = min(values, default=0.0), max(values, default=0.0)
            over, under = f"{name}.over", f"{name}.under"
            for tie, value in zip(group, values, strict=True):
                tie.row[over] = value - least
                tie.row[under] = most - value
        return group

    def _row(
        self, kind: str, subject: Entity, whole: Entity, title: str | None, start: int, own: Sequence[Link]
    ) -> Row:
        context, presence = self.context, self.context.presence
        theirs = presence[id(whole)]
        places = (*theirs.named, *theirs.meant)
        row: Row = {
            f"subject={subject.type}": 1,
            f"whole={whole.type}": 1,
            "whole.known": whole.known,
            "whole.identity": whole.identity is not None,
            "whole.mentions": len(theirs.named),
            "share": self._weights[id(whole)],
            "side": context.side(whole),
            "spoken": self.spoken.get(id(subject), 0),
            "edges": len(own),
            "others": self._to[id(whole)] - len(own),
            "of": subject.of is whole,
            "headline": 0 in theirs.sentences,
            "shared": len(theirs.sentences & presence[id(subject)].sentences),
            "contained": whole.label.casefold() in subject.label.casefold(),
        }
        if title:
            offices = context.language.lexicon.offices
            expected = offices.get(title) or offices.get(title.split()[-1], "")
            row[f"expected={expected}"] = 1
            row["expected.same"] = expected == whole.type
            row["expected.side"] = any({expected, whole.type} <= side for side in context.sides)
            row[f"title={title.split()[-1].lower()}"] = 1
            row["title.names"] = any(n.casefold() in title.casefold() for n in whole.names)
        row["tokens"], row["apart"] = 300, FAR
        if not places:
            return row
        here = context.sentence[start]
        _, _, _, near = min((abs(context.sentence[i] - here), abs(i - start), n, i) for n, i in enumerate(places))
        row["apart"] = min(FAR, abs(context.sentence[near] - here))
        row["tokens"] = min(300, abs(near - start))
        row["before"] = near < start
        row["meant"] = near in theirs.meant
        low, high = sorted((near, start))
        between = {id(e) for i in range(low + 1, high) if (e := context.entities.at.get(i)) is not None}
        row["between"] = len(between - {id(whole), id(subject)})
        if row["apart"] == 0:
            row["path"] = context.distance(near, start, NO_PATH)
            row[f"case={context.case(near)}"] = 1
            if near and high - low < FAR:
                row[f"lead={context.lowers[near - 1]}"] = 1
                row[f"next={context.lowers[min(near + 1, len(self.doc) - 1)]}"] = 1
        return row

    def take(self, model: Model, *, least: float = 0.0) -> list[Link]:
        """Return the edges as the model decides."""
        if any(kind not in model.forests for kind in TIES):
            return list(self.ruled)
        found = self.candidates()
        sure = {k: model.forests[k].probabilities([t.row for t in ties]) for k, ties in found.items()}
        return self.settle(found, sure, {k: max(model.threshold(k), least) for k in TIES})

    def settle(
        self, found: Mapping[str, Sequence[Tie]], sure: Mapping[str, Probabilities], thresholds: Mapping[str, float]
    ) -> list[Link]:
        """Return the edges that are sure enough."""
        kept: list[Link] = []
        for kind, ties in found.items():
            for tie, p in zip(ties, sure[kind], strict=True):
                x = tie.link
                if p >= thresholds[kind]:
                    kept.append(Link(x.subject, x.predicate, x.object, x.title, x.start, x.end, x.rule, float(p)))
        return kept
