"""Mentions by proper names: those found before parsing, those of the model's entity recogniser, and speakers.

The class of a name that nothing tells is taken from the words in it and beside it.
"""

from __future__ import annotations

import re
from collections import Counter

from spacy.tokens import Span, Token

from kg.extract.entities import Entities, Entity

_TITLES = frozenset(
    (
        "mr mrs ms miss dr sir dame lord lady prof professor cllr councillor rev ms. mr. mrs. dr. sen. rep. "
        "gov. judge justice"
    ).split()
)
_NER_TYPES = {"PERSON": "Person", "ORG": "Organization", "GPE": "Place", "LOC": "Place", "FAC": "Site"}


class NamedMentions:
    """Finds what a document mentions by proper names.

    Args:
        entities: the registry to fill.
    """

    def __init__(self, entities: Entities) -> None:
        self.entities = entities
        self.doc = entities.doc
        self.language = entities.language
        self.term = entities.term
        self._events = {w for f in self.language.frames for p in (*f.nouns, *f.verbs) for w in p}

    def find(self) -> None:
        """Fill the registry."""
        self._names()
        self._recognised()
        self._retype()
        self._speaking()

    def _names(self) -> None:
        for name in self.doc._.kg_names:
            entity = self.entities.add(name.type, name.start, name.end, name.text, identity=name.identity, known=True)
            for alias in name.aliases:
                entity.names[alias] += 1

    def _alias(self, entity: Entity, end: int) -> None:
        """Take up an abbreviation in brackets after a name: "Saltee Line (SL)"."""
        doc = self.doc
        if end + 2 < len(doc) and doc[end].text == "(" and doc[end + 2].text == ")" and doc[end + 1].text[:1].isupper():
            entity.names[doc[end + 1].text] += 1
            self.entities.cover(entity, end + 1, end + 2)

    def _recognised(self) -> None:
        for span in self.doc.ents:
            core = _NER_TYPES.get(span.label_)
            if core is None or any(i in self.entities.at for i in range(span.start, span.end)):
                continue
            span = self._clean(span)
            if (len(span) == 1 and self._is_noun(span[0])) or self._is_event(span):
                continue
            if not len(span) or not any(t.text[:1].isupper() for t in span):
                continue
            text = span.text
            if core == "Person":
                text = self._person(span)
                if not text or not text[0].isupper() or (len(span) == 1 and span.text.isupper() and len(text) > 2):
                    core, text = "Organization", span.text
            if core == "Organization" and not re.search(r"[A-Z]", text):
                continue
            entity = self.entities.add(self.term(core), span.start, span.end, text)
            self._alias(entity, span.end)

    def _is_event(self, span: Span) -> bool:
        """A capitalised word for an event, as headlines have it, is no name either."""
        return all(t.lower_ in self._events or t.lemma_.lower() in self._events for t in span)

    def _is_noun(self, token: Token) -> bool:
        """A capitalised common noun of the field is no name."""
        lexicon, lemma = self.language.lexicon, token.lower_
        stems = {lemma, lemma.removesuffix("s")}
        return bool(stems & (lexicon.workplaces | lexicon.generic.keys() | lexicon.named.keys()))

    def _clean(self, span: Span) -> Span:
        start, end = span.start, span.end
        breaks = [t.i for t in span if t.is_space or t.text in {"(", ")", '"', "/"}]
        if breaks:
            end = breaks[0] if breaks[0] > start else start
        while start < end and (self.doc[start].lower_ in {"the", "a", "an", "'s", "and"} or self.doc[start].is_punct):
            start += 1
        while start < end and (self.doc[end - 1].lower_ in {"'s", "and", "'"} or self.doc[end - 1].is_punct):
            end -= 1
        return self.doc[start:end]

    def _person(self, span: Span) -> str:
        words = [t.text for t in span]
        while words and words[0].lower() in _TITLES:
            words.pop(0)
        return " ".join(words).replace(" - ", "-").replace(" '", "'")

    def _retype(self) -> None:
        """Give unknown organisations the class that their names, or the words beside their mentions, speak for."""
        unknown, person = self.term("Organization"), self.term("Person")
        for entity in self.entities.all:
            if entity.type == unknown:
                entity.type = self._by_name(entity) or self._by_cues(entity, 1) or unknown
            elif entity.type == person and not any(" " in n for n in entity.names):
                entity.type = self._by_cues(entity, 3) or person
        self._by_noun(unknown)

    def _by_name(self, entity: Entity) -> str | None:
        """An organisation whose name holds a trade is one of those who work ("... Nurses' League")."""
        group = self.term("Group")
        side = next((s for s in self.language.parties.values() if group in s), frozenset())
        ours = next((t for t in self.language.gazetteer.cues if t in side), None)
        table = self.language.lexicon
        for name in entity.names:
            for word in re.findall(r"[a-z]+", name.lower()):
                for stem in (word, word.removesuffix("s"), re.sub("men$", "man", word)):
                    if group in {table.named.get(stem), table.generic.get(stem)}:
                        return ours
        return None

    def _by_cues(self, entity: Entity, least: int) -> str | None:
        votes: Counter[str] = Counter()
        for start, end in entity.spans:
            after = {t.lower_ for t in self.doc[end : end + 3]}
            before = {t.lower_ for t in self.doc[max(0, start - 3) : start]}
            before.add(self.doc[max(0, start - 2) : start].text.lower())  # "members of"
            head = self.doc[end - 1]
            for type_, cues in self.language.gazetteer.cues.items():
                votes[type_] += 2 * len(after & cues.after) + len(before & cues.before)
                if head.dep_ == "nsubj" and head.head.lemma_.lower() in cues.verbs:
                    votes[type_] += 2
        best = max(sorted(votes), key=lambda t: votes[t], default=None)
        return best if best is not None and votes[best] >= least else None

    def _by_noun(self, unknown: str) -> None:
        """Find what "the union" is in an article that names none: the unknown organisation named most."""
        nouns = {t.lemma_.lower() for t in self.doc if t.pos_ == "NOUN"}
        for type_ in self.language.gazetteer.cues:
            if any(e.type == type_ for e in self.entities.all):
                continue
            called = {n for n, t in self.language.lexicon.generic.items() if t == type_}
            open_ = [e for e in self.entities.all if e.type == unknown and not e.known]
            if called & nouns and open_:
                max(open_, key=lambda e: (len(e.spans), -e.first)).type = type_

    def _speaking(self) -> None:
        """A capitalised word that says something, and is no organisation, is somebody's name."""
        for speech in self.doc._.kg_speech:
            token = self.doc[speech.speaker] if speech.speaker >= 0 else None
            if (
                token is None
                or token.i in self.entities.at
                or token.pos_ != "PROPN"
                or not token.text.istitle()
                or self._is_noun(token)
            ):
                continue
            start = token.i
            while (
                start > 0
                and self.doc[start - 1].dep_ == "compound"
                and self.doc[start - 1].pos_ == "PROPN"
                and start - 1 not in self.entities.at
            ):
                start -= 1
            words = [t.text for t in self.doc[start : token.i + 1] if t.lower_ not in _TITLES]
            if words:
                self.entities.add(self.term("Person"), start, token.i + 1, " ".join(words))
