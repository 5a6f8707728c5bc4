"""All that was found in one document, before it is put into records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from spacy.tokens import Doc

from kg.extract.affiliations import Affiliations
from kg.extract.coreference import Coreference
from kg.extract.decisions.context import Context
from kg.extract.decisions.sayings import Sayings
from kg.extract.decisions.taking import Decisions
from kg.extract.decisions.ties import Ties
from kg.extract.decisions.trees import Model
from kg.extract.entities import Entities
from kg.extract.events import EventReader
from kg.extract.links import Link, links
from kg.extract.matter import Matter
from kg.extract.merge import Happening, Merger
from kg.extract.names import NamedMentions
from kg.extract.nouns import NounMentions
from kg.extract.offices import OfficeReader
from kg.extract.put_off import put_off
from kg.extract.speech import Run, runs
from kg.extract.triggers import TriggerFinder
from kg.extract.units import UnitReader
from kg.frames import Language


@dataclass(frozen=True, slots=True)
class Facts:
    """What a document is taken to say."""

    happenings: Sequence[Happening]
    links: Sequence[Link]
    runs: Sequence[Run]


class Findings:
    """The entities, mentions of events, offices, units and runs of speech of one document.

    Args:
        doc: a document that went through the whole pipeline.
        language: frames and words of the domain.
        finder: the triggers of the domain's frames.
        published: the day of writing.
        loose: whether mentions by loose triggers are found, too: guesses, which a model has to weigh.
    """

    def __init__(
        self, doc: Doc, language: Language, finder: TriggerFinder, *, published: date | None, loose: bool = False
    ) -> None:
        self.doc = doc
        self.language = language
        self.things = Entities(doc, language)
        NamedMentions(self.things).find()
        nouns = NounMentions(self.things)
        nouns.find()
        self.coreference = Coreference(self.things, nouns)
        near = Affiliations(doc, language, self.coreference)
        self.offices = OfficeReader(doc, language, near).read()
        self.units = list(UnitReader(doc, language, near).read())
        self.matter = Matter(doc, language.lexicon)
        reader = EventReader(doc, language, self.coreference, self.matter)
        self.mentions = reader.read(finder.find(doc, loose=loose))
        self._spent = frozenset(reader.spent)
        self.merger = Merger(language, self.things, published=published)
        self.runs = runs(doc, language, self.coreference)

    def decisions(self) -> Decisions:
        """Return the decisions that a model has to take on this document's events."""
        return Decisions(self.coreference, self.matter, self.merger, self.mentions, self._spent)

    def facts(self, model: Model | None, *, least: float = 0.0) -> Facts:
        """Return the facts of the document: as the model decides, or by the rules alone where there is none.

        Args:
            model: the decisions of the domain.
            least: the probability that every fact must have.
        """
        if model is None:
            events = put_off(self.merger.merge(self.mentions, self.matter.chief()), self.doc, self.language)
            return Facts(
                [h for h in events if h.certainty >= least],
                [x for x in self.links() if x.confidence >= least],
                [r for r in self.runs if r.confidence >= least],
            )
        decisions = self.decisions()
        happenings = decisions.take(model, least=least)
        said = self.sayings(decisions.context).take(model, least=least)
        return Facts(happenings, self.ties(decisions.context, said).take(model, least=least), said)

    def links(self) -> list[Link]:
        """Return the edges that the rules find."""
        return links(self.offices, self.units, [r.speaker for r in self.runs], self.language.ontology)

    def sayings(self, context: Context) -> Sayings:
        """Return the decisions on the runs of speech."""
        return Sayings(context, self.runs, self.mentions, self.offices)

    def ties(self, context: Context, said: Sequence[Run]) -> Ties:
        """Return the decisions on edges, once it is decided what was said."""
        return Ties(context, self.links(), self.offices, said)
