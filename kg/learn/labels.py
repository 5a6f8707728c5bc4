"""What the annotation says of each candidate: True, False, or None where it leaves the question open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kg.extract.decisions.fillers import Candidate
from kg.extract.entities import Entity
from kg.extract.events import Found, Mention, Number
from kg.extract.links import Link
from kg.extract.merge import Happening
from kg.extract.speech import Run
from kg.learn.examples import Example
from kg.ontology import local_name
from kg.score.alignment import align
from kg.score.annotation import ALL
from kg.score.facts import EventFacts, Filler, RelationFact, StatementFact
from kg.score.matching import best_pairing
from kg.score.relations import same_relation
from kg.score.sameness import names_of, same_name, shared_runs
from kg.score.statements import gain
from kg.score.terms import RoleFact, Terms

Label = bool | None


class Labels:
    """Compares the candidates of one article with its annotation.

    Args:
        example: the article.
        terms: the kinds of facts of its domain.
    """

    def __init__(self, example: Example, terms: Terms) -> None:
        self.example = example
        self.terms = terms
        self.gold = example.gold.events
        self._of_role = {role.iri: fact for fact in terms.role_facts for role in fact.roles}
        self._spans = [list(self._located(event)) for event in self.gold]

    def _located(self, event: EventFacts) -> list[tuple[int, int]]:
        """Return where an event's evidence stands in the text that was parsed."""
        text, found = self.example.doc.text, []
        for piece in event.evidence:
            start = text.find(piece)
            if start >= 0:
                found.append((start, start + len(piece)))
        return found

    def article(self, mentions: Sequence[Mention]) -> Label:
        """Tell whether any of the mentions is one of an annotated event: whether the article tells of any."""
        labels = [self.mention(mention) for mention in mentions]
        return True if True in labels else None if None in labels and self.gold else False

    def mention(self, mention: Mention) -> Label:
        """Tell whether a mention is one of an annotated event of its class."""
        kind = local_name(mention.frame.event)
        same = [n for n, event in enumerate(self.gold) if event.type == kind]
        if not same:
            return False
        inside = [n for n in same if self._shows(n, mention)]
        if inside:
            return None if all(ALL in self.gold[n].optional for n in inside) else True
        return False if mention.trigger.weak or mention.trigger.loose else None

    def shown(self, mention: Mention) -> int | None:
        """Return the position of the annotated event whose evidence a mention stands in, if it is one alone."""
        kind = local_name(mention.frame.event)
        inside = [n for n, event in enumerate(self.gold) if event.type == kind and self._shows(n, mention)]
        return inside[0] if len(inside) == 1 else None

    def told(self, mention: Mention) -> int | None:
        """Return the position of the annotated event that a mention is of, where the annotation leaves no doubt.

        Evidence is some sentences of an event and seldom all: a sure trigger in another sentence is of the event, too,
        where the article has one of the class alone.
        """
        shown = self.shown(mention)
        if shown is not None or self.mention(mention) is not None:
            return shown
        kind = local_name(mention.frame.event)
        same = [n for n, event in enumerate(self.gold) if event.type == kind]
        return same[0] if len(same) == 1 else None

    def _shows(self, n: int, mention: Mention) -> bool:
        at = mention.trigger.head.idx
        if self._spans[n]:
            return any(a <= at < b for a, b in self._spans[n])
        return bool(shared_runs(self.gold[n].evidence, [mention.trigger.head.sent.text]))

    # -- happenings -----------------------------------------------------------------------------

    def aligned(
        self, happenings: Sequence[Happening], roles: Mapping[int, Mapping[str, list[Found]]]
    ) -> list[int | None]:
        """Return for each happening the position of the annotated event that it is, or None.

        Args:
            happenings: the candidates for events.
            roles: what the rules fill, by the happening's `id`.
        """
        facts = [self._facts(h, roles[id(h)]) for h in happenings]
        own = {j: i for i, j in align(self.gold, facts, self.terms)}
        return [own.get(j) for j in range(len(happenings))]

    def _facts(self, happening: Happening, roles: Mapping[str, list[Found]]) -> EventFacts:
        fillers: dict[str, list[Filler]] = {fact.name: [] for fact in self.terms.role_facts}
        for role, found in roles.items():
            fact = self._of_role[role]
            fillers[fact.name] += [self._filler(f, fact) for f in found]
        return EventFacts(
            local_name(happening.frame.event),
            happening.status,
            {name: tuple(sorted(set(map(str, v))) if name == "date" else v) for name, v in fillers.items()},
            evidence=tuple(m.trigger.head.sent.text for m in happening.mentions),
        )

    @staticmethod
    def _filler(found: Found, fact: RoleFact) -> Filler:
        if isinstance(found, Entity):
            return names_of(found.names)
        if isinstance(found, Number):
            return found.value
        return local_name(found) if fact.kind == "concept" else found

    def event(self, happening: Happening, own: int | None) -> Label:
        """Tell whether a happening is an annotated event of its class."""
        if own is None:
            hidden = self.example.excerpt and any(self.mention(m) is not False for m in happening.mentions)
            return None if hidden else False  # what tells which event it is may stand elsewhere in the article
        return None if ALL in self.gold[own].optional else self.gold[own].type == local_name(happening.frame.event)

    def status(self, own: int | None) -> str | None:
        """Return the status that the annotation gives to the event that a happening is."""
        if own is None or self.gold[own].optional & {ALL, "status"}:
            return None
        return self.gold[own].status

    def filler(self, candidate: Candidate, own: int | None) -> Label:
        """Tell whether a candidate fills its role in the annotated event."""
        if own is None:
            return None
        event, fact = self.gold[own], self._of_role[candidate.role]
        if event.optional & {ALL, fact.name, *fact.role_names}:
            return None
        found = [self._filler(filler, fact) for _, filler in candidate.found]
        return any(fact.same(g, f) for g in event.of(fact.name) for f in found)

    # -- statements and edges -------------------------------------------------------------------

    def sayings(self, runs: Sequence[Run]) -> tuple[list[Label], list[str | None]]:
        """Return for each run whether it is an annotated statement of its speaker, and the annotated stance."""
        if self.example.calm:
            return [None] * len(runs), [None] * len(runs)
        gold, doc = self.example.gold.statements, self.example.doc
        found = [
            StatementFact(names_of(r.speaker.names), None, " ".join(doc[a:b].text for a, b in r.pieces)) for r in runs
        ]
        own = {j: gold[i] for i, j in best_pairing([[gain(g, f) for f in found] for g in gold])}
        right: list[Label] = []
        for j, statement in enumerate(found):
            twin = own.get(j)
            known = twin is not None and same_name(twin.speaker, statement.speaker)
            hidden = self.example.excerpt and not known  # who "the union" is may stand elsewhere in the article
            right.append(None if twin is not None and (twin.optional or hidden) else known)
        return right, [own[j].stance if j in own else None for j in range(len(found))]

    def tie(self, link: Link) -> Label:
        """Tell whether an edge is annotated."""
        if self.example.calm:
            return None
        fact = RelationFact(
            names_of(link.subject.names), local_name(link.predicate), names_of(link.object.names), link.title
        )
        hits = [g for g in self.example.gold.relations if same_relation(g, fact)]
        if hits and all(g.optional for g in hits):
            return None
        return bool(hits)
