"""All that was found in one document, before it is put into records."""

from __future__ import annotations

from datetime import date

from spacy.tokens import Doc

from kg.extract.affiliations import Affiliations
from kg.extract.coreference import Coreference
from kg.extract.decisions.taking import Decisions
from kg.extract.decisions.trees import Model
from kg.extract.entities import Entities
from kg.extract.events import EventReader
from kg.extract.matter import Matter
from kg.extract.merge import Happening, Merger
from kg.extract.names import NamedMentions
from kg.extract.nouns import NounMentions
from kg.extract.offices import OfficeReader
from kg.extract.speech import runs
from kg.extract.triggers import TriggerFinder
from kg.extract.units import UnitReader
from kg.frames import Language


class Findings:
    """The entities, mentions of events, offices, units and runs of speech of one document.

    Args:
        doc: a document that went through the whole pipeline.
        language: frames and words of the domain.
        finder: the triggers of the domain's frames.
        published: the day of writing.
    """

    def __init__(self, doc: Doc, language: Language, finder: TriggerFinder, *, published: date | None) -> None:
        self.doc = doc
        self.things = Entities(doc, language)
        NamedMentions(self.things).find()
        nouns = NounMentions(self.things)
        nouns.find()
        self.coreference = Coreference(self.things, nouns)
        near = Affiliations(doc, language, self.coreference)
        self.offices = OfficeReader(doc, language, near).read()
        self.units = list(UnitReader(doc, language, near).read())
        self.matter = Matter(doc, language.lexicon)
        self.mentions = EventReader(doc, language, self.coreference, self.matter).read(finder.find(doc))
        self.merger = Merger(language, self.things, published=published)
        self.runs = runs(doc, language, self.coreference)

    def decisions(self) -> Decisions:
        """Return the decisions that a model has to take on this document."""
        return Decisions(self.coreference, self.matter, self.merger, self.mentions)

    def events(self, model: Model | None, *, least: float = 0.0) -> list[Happening]:
        """Return the document's events: as the model decides, or by the rules alone where there is none.

        Args:
            model: the decisions of the domain.
            least: the probability that every fact of an event must have.
        """
        if model is None:
            return self.merger.merge(self.mentions, self.matter.chief())
        return self.decisions().take(model, least=least)
