"""Takes the decisions of one document: which mentions are of events, which events there are, what fills their roles."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from kg.extract.coreference import Coreference
from kg.extract.decisions.context import Context
from kg.extract.decisions.coordination import Coordination
from kg.extract.decisions.fillers import Candidate, Fillers
from kg.extract.decisions.happenings import Judge
from kg.extract.decisions.outlook import subject, surroundings
from kg.extract.decisions.sameness import Sameness
from kg.extract.decisions.story import Probabilities, Row, Story
from kg.extract.decisions.trees import Model
from kg.extract.events import Found, Mention
from kg.extract.matter import Matter
from kg.extract.merge import Choose, Happening, Merger
from kg.extract.put_off import put_off
from kg.extract.standing import standing
from kg.extract.years import in_its_year

STATUSES = ("occurred", "planned", "possible", "cancelled", "denied")
KINDS = ("entity", "time", "number", "concept", "told")
_NONE_AT_ALL = 0.25  # an article that less probably tells of any event is left without
_ORDERED = frozenset({"number"})  # kinds whose surest filler stands first


class Decisions:
    """The decisions of one document, in the order in which they are taken. Training asks for the same rows.

    Args:
        coreference: the entities of the document, and what stands for them.
        matter: what the article is about.
        merger: gathers mentions to happenings.
        mentions: all candidates for mentions of events, loose ones too.
        spent: the first tokens of days that are told of what is no event.
    """

    def __init__(
        self,
        coreference: Coreference,
        matter: Matter,
        merger: Merger,
        mentions: Sequence[Mention],
        spent: frozenset[int] = frozenset(),
    ) -> None:
        self.matter = matter
        self.merger = merger
        self.mentions = list(mentions)
        self.context = Context(coreference.doc, coreference.language, coreference, spent)
        self.judge = Judge(self.context)
        self.sameness = Sameness(self.context, merger.compatible)
        self.happenings: list[Happening] = []
        self.sure: dict[int, float] = {}
        self.article = 0.5  # the probability that the article tells of any event at all

    def article_row(self) -> Row:
        """Return the features of the whole article."""
        return subject(self.context, self.mentions)

    def weigh(self, model: Model) -> None:
        """Decide how probably the article tells of any event, where the model has learned that."""
        if "article" in model.forests:
            self.article = float(model.forests["article"].probabilities([self.article_row()])[0])

    def mention_rows(self) -> list[Row]:
        """Return the features of every candidate for a mention."""
        return [self.judge.mention(m) for m in self.mentions]

    def gather(self, sure: Sequence[float], least: float, choose: Choose | None = None) -> None:
        """Make happenings of the mentions with at least this probability.

        Args:
            sure: for each candidate the probability that it is a mention.
            least: what it must have.
            choose: finds the happening that a mention is of; None for the rules.
        """
        self.sure = {id(m): p for m, p in zip(self.mentions, sure, strict=True)}
        self.happenings = self.merger.gather([m for m in self.mentions if self.sure[id(m)] >= least], choose)
        self.story = Story(self.context, self.happenings)

    def happening_rows(self) -> list[Row]:
        """Return the features of every happening."""
        whole = surroundings(self.context, self.mentions, self.sure)
        return [
            self.judge.happening(h, [self.sure[id(m)] for m in h.mentions])
            | whole
            | {"doc.article": self.article, "believed": self.merger.believes(h, self.happenings), "twin": self._twin(h)}
            for h in self.happenings
        ]

    def _twin(self, happening: Happening) -> float:
        """Return how nearly a happening was taken for one told of elsewhere: what its most doubtful mention says."""
        known = self.sameness.twins
        return min((known.get(id(m), 0.0) for m in happening.mentions), default=0.0)

    def candidates(self, happenings: Sequence[Happening] | None = None) -> dict[str, list[Candidate]]:
        """Return what may fill the roles of these happenings, or of all, by kind."""
        asked = self.happenings if happenings is None else happenings
        fillers = Fillers(self.story, asked, self.matter, self.complete())
        return {
            "entity": fillers.entities(),
            "time": fillers.times(),
            "number": fillers.numbers(),
            "concept": fillers.concepts(),
            "told": fillers.told(),
        }

    def complete(self) -> dict[int, dict[str, list[Found]]]:
        """Return what the rules would fill from the whole article, without filling it."""
        before = [{r: list(v) for r, v in h.roles.items()} for h in self.happenings]
        self.merger.complete(self.happenings, self.matter.chief())
        after = {id(h): h.roles for h in self.happenings}
        for happening, roles in zip(self.happenings, before, strict=True):
            happening.roles = roles
        return after

    def take(self, model: Model, *, least: float = 0.0) -> list[Happening]:
        """Return the events, with their statuses and roles as the model decides.

        Args:
            model: the decisions of this domain.
            least: a probability that every fact must have, beside the model's own thresholds.
        """
        if not self.mentions:
            return []
        self.weigh(model)
        sure = model.forests["mention"].probabilities(self.mention_rows())
        same = model.forests.get("same")
        choose = self.sameness.chooser(same.probabilities, model.threshold) if same is not None else None
        self.gather([float(p) for p in sure], model.threshold("mention"), choose)
        if not self.happenings:
            return []
        rows = self.happening_rows()
        events = model.forests["event"].probabilities(rows)
        kept = [h for h, p in zip(self.happenings, events, strict=True) if self._keeps(p, model.threshold, least)]
        candidates = self.candidates(kept) if kept else {kind: [] for kind in KINDS}
        return self.settle(
            events,
            model.forests["status"].probabilities(rows),
            {k: (c, model.forests[k].probabilities([x.row for x in c])) for k, c in candidates.items()},
            model.threshold,
            least=least,
        )

    def _keeps(self, p: float, threshold: Callable[[str], float], least: float) -> bool:
        """Tell whether a happening is sure enough to be an event; none is in an article that surely tells of none."""
        return self.article >= _NONE_AT_ALL and p >= max(threshold("event"), least)

    def settle(
        self,
        events: Probabilities,
        statuses: Probabilities,
        fillers: Mapping[str, tuple[Sequence[Candidate], Probabilities]],
        threshold: Callable[[str], float],
        *,
        least: float = 0.0,
    ) -> list[Happening]:
        """Keep the events that are sure enough, and give them their statuses and what fills their roles.

        Args:
            events: for each happening the probability that it is an event of its class.
            statuses: for each happening those of `STATUSES`, of shape (happenings, statuses).
            fillers: by kind the candidates, and for each the probability that it fills its role.
            threshold: from which probability on an event ("event") or the filler of a role (its IRI) is kept; a
                filler's is the probability that its event is one times the probability that it fills the role of one.
                And by what the probability of a status ("status=planned") is multiplied before the greatest is taken.
            least: a probability that every fact must have besides.
        """
        kept: list[Happening] = []
        lifts = np.array([threshold(f"status={name}") for name in STATUSES])
        for happening, p, status in zip(self.happenings, events, statuses, strict=True):
            if self._keeps(p, threshold, least):
                happening.confidence = float(p)
                happening.status = STATUSES[int((status * lifts).argmax())]
                happening.roles = {}
                kept.append(happening)
        chosen = {id(h): h.confidence or 0.0 for h in kept}
        for kind in KINDS:
            candidates, found = fillers[kind]
            if kind == "entity" and chosen:
                found = Coordination(self.context).shared(candidates, found)
            order = sorted(range(len(candidates)), key=lambda n: -found[n] if kind in _ORDERED else n)
            for n in order:
                candidate = candidates[n]
                event = chosen.get(id(candidate.happening), 0.0)
                if event and found[n] * event >= max(threshold(candidate.role), least):
                    candidate.fill()
        term = self.context.language.ontology.term
        times = tuple(term(name) for name in ("date", "startDate", "endDate"))
        for happening in kept:
            in_its_year(happening, self.context.doc, times)
            self._in_order(happening)
            happening.status = self._standing(happening)
        return put_off(kept, self.context.doc, self.context.language)

    def _standing(self, happening: Happening) -> str:
        """Return an event's status, corrected where its own words tell it."""
        english, term = self.context.language.english, self.context.language.ontology.term
        days = [str(d) for name in ("date", "startDate") for d in happening.roles.get(term(name), ())]
        return standing(happening, english, days, self.context.doc._.kg_published)

    def _in_order(self, happening: Happening) -> None:
        """Drop last days that lie before a first day: they were told of something else."""
        term = self.context.language.ontology.term
        first, last = term("startDate"), term("endDate")
        whole = [d for d in map(str, happening.roles.get(first, ())) if d[:1] != "-"]
        if whole and last in happening.roles:
            latest = max(whole)
            happening.roles[last] = [d for d in happening.roles[last] if str(d)[:1] == "-" or str(d) >= latest]
