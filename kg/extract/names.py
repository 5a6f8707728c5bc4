"""Mentions by proper names: those found before parsing, those of the model's entity recogniser, and speakers.

The class of a name that nothing tells is taken from the words in it and beside it.
"""

from __future__ import annotations

import re
from itertools import pairwise

from spacy.tokens import Span, Token

from kg.extract.classes import Classes
from kg.extract.entities import Entities, Entity
from kg.extract.honorifics import HONOURS, LETTERS, TITLES
from kg.extract.office_names import is_office, is_post, past_office
from kg.extract.unrecognised import Unrecognised
from kg.frames.states import is_state

_PARTICLES = frozenset("de da dos del di du la le van der den ter ten von bin bint ibn al el ap ni dan".split())
_LONGEST = 5  # tokens of a person's name
_IN = frozenset({"in", "near", "outside", "around"})
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
        lexicon = self.language.lexicon
        self._nouns = frozenset().union(lexicon.workplaces, lexicon.generic, lexicon.named)
        self._offices = {w for w in self.language.lexicon.offices if " " not in w}
        self._posts = self._offices | lexicon.speaks | {w.split()[-1] for w in lexicon.offices}
        self._events = {w for f in self.language.frames for p in (*f.nouns, *f.verbs) for w in p}

    def find(self) -> None:
        """Fill the registry."""
        self._names()
        self._titled()
        self._before_offices()
        self._recognised()
        Unrecognised(self.entities, self._is_noun, self._is_event).find()
        self._speaking()
        Classes(self.entities).settle()

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
            if core is None:
                continue
            if self._first_name(span) if core == "Person" else self._begins_with_place(span):
                self.entities.release(span.start)
                if core == "Organization" and self._heads(span):
                    core, span = "Person", span[1:]
            elif core == "Person" and self._surname(span):
                self.entities.release(span.end - 1)
            if core == "Organization" and self._ends_with_place(span):
                self.entities.release(span.end - 1)
            if not any(i in self.entities.at for i in range(span.start, span.end)):
                self._take(core, self._clean(span))

    def _take(self, core: str, span: Span) -> None:
        """Take a name of the recogniser for a thing, or several; its bounds and class as what stands there tells."""
        if core == "Organization" and (parts := self._parts(span)):
            for part in parts:
                self.entities.add(self.term(core), part.start, part.end, part.text)
            return
        if core == "Person":
            span = past_office(span, self.language.lexicon)
            span = self._with_second_name(span if len(span) > 1 else self._with_first_name(span))
        elif core == "Place" and (longer := self._with_noun(span)) is not span:
            core, span = "Organization", longer
        elif core == "Site" and self._acts(span):
            core = "Organization"
        if not any(t.text[:1].isupper() for t in span) or self._is_common(span):
            return
        text = span.text
        if self._behind_name(core, span):
            return  # "Sir Ian Cole, K.C.B., chairman of the board"
        if core == "Person":
            text = self._person(span)
            if not text or not text[0].isupper() or (len(span) == 1 and span.text.isupper() and len(text) > 2):
                core, text = "Organization", span.text
        if core == "Organization" and not re.search(r"[A-Z]", text):
            return
        entity = self.entities.add(self.term(core), span.start, span.end, text)
        entity.labels[self.term(core)] += 1
        if core != "Person":
            self._alias(entity, span.end)

    def _behind_name(self, core: str, span: Span) -> bool:
        """Tell whether letters stand behind a name and a comma or in brackets; no abbreviation, as in lists of them."""
        at = span.start - 1
        if at < 1 or self.doc[at].text not in {",", "("} or "." in self.doc[at - 1].text:
            return False
        letters = HONOURS if core == "Place" else LETTERS  # "in Washington, D.C., miners struck"
        return letters.fullmatch(span.text) is not None

    def _acts(self, span: Span) -> bool:
        """Tell whether a site that no noun makes one does something: "Midland Generation refused to talk"."""
        sites = self.language.lexicon.workplaces
        return span.root.dep_ == "nsubj" and not any(t.lower_ in sites for t in span)

    def _is_common(self, span: Span) -> bool:
        """Tell whether a name is a common noun, an event, an office, or the state of the town before it."""
        words = [t.text for t in self.doc[max(0, span.start - 2) : span.end]]
        state = len(span) == 1 and is_state(words, self.language.english.states)
        return (
            state
            or span.text.casefold() in self.language.english.feasts
            or (len(span) == 1 and (self._is_noun(span[0]) or self._tells_trade(span[0])))
            or self._is_event(span)
            or is_office(span, self.language.lexicon)
        )

    def _tells_trade(self, token: Token) -> bool:
        """Tell whether the first word of a sentence is a common noun before another: "Laundry workers"."""
        heads = self.language.gazetteer.heads.values()
        follows = token.dep_ in {"compound", "amod", "nmod"} and token.head.i == token.i + 1 and token.head.is_lower
        return bool(token.is_sent_start) and follows and any(token.text in words for words in heads)

    def _first_name(self, span: Span) -> bool:
        """Tell whether somebody's first name is a known place's: "Sydney Cole", and no "in Sydney Cole"."""
        before = self.doc[span.start - 1].lower_ if span.start else ""
        return len(span) > 1 and before not in {*_IN, "at", "of", "from"} and self._begins_with_place(span)

    def _surname(self, span: Span) -> bool:
        """Tell whether somebody's surname is a known body's name: "Al Unite" behind an office."""
        body = self.entities.at.get(span.end - 1)
        alone = body is not None and (span.end - 1, span.end) in body.spans and span.end - 1 == span.start + 1
        before = self.doc[span.start - 1].lower_ if span.start else ""
        return alone and before in self._posts and span[-1].text.istitle()

    def _heads(self, span: Span) -> bool:
        """Tell whether a name is a place with the one who heads it: "mayor of Leeds Ann Lee"."""
        before = self.doc[max(0, span.start - 2) : span.start].text.casefold().split()
        return len(span) > 2 and before[1:] == ["of"] and before[0] in self.language.lexicon.seats

    def _begins_with_place(self, span: Span) -> bool:
        """Tell whether a name begins with a known place's, and goes on with other names: "Ohio Ventures"."""
        first, rest = self.entities.at.get(span.start), self.doc[span.start + 1 : span.end]
        return (
            first is not None
            and first.type in self.language.gazetteer.place_types
            and bool(rest)
            and all(
                t.pos_ == "PROPN" and t.text.istitle() and t.i not in self.entities.at and not self._is_noun(t)
                for t in rest
            )
        )

    def _ends_with_place(self, span: Span) -> bool:
        """Tell whether a company's name ends with a known place's: "Siemar India", no "Leeds, India"."""
        last, rest = self.entities.at.get(span.end - 1), self.doc[span.start : span.end - 1]
        return (
            last is not None
            and last.type in self.language.gazetteer.place_types
            and bool(rest)
            and all(t.pos_ == "PROPN" and t.i not in self.entities.at and not self._is_noun(t) for t in rest)
        )

    def _is_event(self, span: Span) -> bool:
        """A capitalised word for an event, as headlines have it, is no name either."""
        return all(t.lower_ in self._events or t.lemma_.lower() in self._events for t in span)

    def _is_noun(self, token: Token) -> bool:
        """A capitalised common noun of the field is no name."""
        lemma = token.lower_
        return lemma in self._nouns or lemma.removesuffix("s") in self._nouns

    def _clean(self, span: Span) -> Span:
        start, end = span.start, span.end
        breaks = [t.i for t in span if t.is_space or t.text in {"(", ")", '"', "/"} or self._is_dash(t)]
        if breaks:
            end = breaks[0] if breaks[0] > start else start
        while start < end and (self.doc[start].lower_ in {"the", "a", "an", "'s", "and"} or self.doc[start].is_punct):
            start += 1
        if end - start > 2 and self.doc[start].like_num and not self.doc[start].text.isalpha():
            start += 1  # "750 Teamsters Local 890 members"
        while start < end and (self.doc[end - 1].lower_ in {"'s", "and", "'"} or self.doc[end - 1].is_punct):
            end -= 1
        return self.doc[start:end]

    def _is_dash(self, token: Token) -> bool:
        """Tell whether a mark stands between two things, and not within a name: "GENOA - Crane drivers"."""
        return token.text in {"-", "--", "–", "—"} and bool(token.whitespace_)

    def _person(self, span: Span) -> str:
        words = [t.text for t in span]
        while words and words[0].lower() in TITLES:
            words.pop(0)
        text = " ".join(words).replace(" - ", "-").replace(" '", "'")
        return re.sub(r"\bO ?(['’]) ", r"O\1", text)

    def _titled(self) -> None:
        """Find people by the title or the office before their names: "Mr Cole", "Provost Helena Marsh"."""
        for token in self.doc[:-1]:
            if not token.text[:1].isupper():
                continue
            lower = token.lower_
            if lower not in self._offices and lower.rstrip(".") not in TITLES:
                continue
            start = token.i + 1 + (self.doc[token.i + 1].text in {".", "General"} and token.i + 2 < len(self.doc))
            end = start
            while end < len(self.doc) and self._goes_on(start, end):
                end += 1
            first = self.doc[start]
            if (
                end > start
                and self._person(self.doc[start:end])
                and first.lower_ not in self._offices
                and not is_post(f"{lower} {first.lower_}", self.language.lexicon)
                and not self._is_noun(first)
                and first.i not in self.entities.at
            ):
                person = self.entities.add(self.term("Person"), start, end, self._person(self.doc[start:end]))
                person.titled = True

    def _goes_on(self, start: int, i: int) -> bool:
        """Tell whether a person's name that begins at `start` holds token `i`."""
        token = self.doc[i]
        if i in self.entities.at or token.is_space or i - start >= _LONGEST:
            return False
        if token.text[:1].isupper():
            return token.pos_ == "PROPN" and (i == start or not token.is_sent_start)
        nxt = self.doc[i + 1 : i + 2].text
        if token.lower_ in _PARTICLES:  # "van der Merwe"
            return nxt[:1].isupper() or (nxt.lower() in _PARTICLES and self.doc[i + 2 : i + 3].text[:1].isupper())
        if token.text in {"'", "’"} and self.doc[i - 1].text == "O":
            return nxt[:1].isupper()  # "O' Brien"
        initial = token.text == "." and len(self.doc[i - 1]) == 1
        return i > start and nxt[:1].isupper() and (token.text == "-" or initial)

    def _with_noun(self, span: Span) -> Span:
        """Give a place's name the rest of what it begins, which the recogniser left out: "Ohio Ventures"."""
        end = span.end
        while (
            end < len(self.doc)
            and self.doc[end - 1].dep_ == "compound"
            and self.doc[end - 1].head.i >= end
            and self.doc[end].pos_ == "PROPN"
            and self.doc[end].text.istitle()
            and not self.doc[end].ent_type_
            and end not in self.entities.at
            and not self._is_noun(self.doc[end])
            and not self._is_event(self.doc[end : end + 1])
            and self.doc[end].lower_ not in self._offices
            and self.doc[end].lower_.rstrip(".") not in TITLES
        ):
            end += 1
        whole = self.doc[end - 1].dep_ != "compound" or self.doc[end - 1].head.i < end
        return self.doc[span.start : end] if end > span.end and whole else span

    def _with_first_name(self, span: Span) -> Span:
        """Give a surname the first name that the recogniser left out, as with "Grant Cole"."""
        before = self.doc[span.start - 1] if span.start else None
        if (
            before is not None
            and before.pos_ == "PROPN"
            and before.text.istitle()
            and before.dep_ == "compound"
            and before.i not in self.entities.at
            and not self._is_noun(before)
            and before.lower_ not in self._offices
            and before.lower_.rstrip(".") not in TITLES
        ):
            return self.doc[before.i : span.end]
        return span

    def _with_second_name(self, span: Span) -> Span:
        """Give a surname the part that the recogniser left out, as with "Ann Grant-Cole"."""
        end = span.end
        if self.doc[end - 1].text == "O" and self.doc[end : end + 1].text in {"'", "’"}:
            end = min(end + 2, len(self.doc))  # "Dara O' Shea"
        while (
            end + 1 < len(self.doc)
            and self.doc[end].text == "-"
            and not self.doc[end].whitespace_
            and not self.doc[end - 1].whitespace_
            and self.doc[end + 1].text.istitle()
            and end + 1 not in self.entities.at
        ):
            end += 2
        return self.doc[span.start : end]

    def _parts(self, span: Span) -> list[Span]:
        """Return the single names of a list that the recogniser took for one: "Thisted, Vejen and Aars"."""
        owned = [t.i for t in span[1:-1] if t.lower_ in {"'s", "’s"}]
        if len(owned) == 1 and span.end - owned[0] > 2:  # "SIPTA's Carmel Keane"
            return [self.doc[span.start : owned[0]], self.doc[owned[0] + 1 : span.end]]
        cuts = [t.i for t in span if t.text in {",", "and"}]
        if not any(self.doc[i].text == "," for i in cuts) or "&" in span.text:
            return []
        edges = [span.start - 1, *cuts, span.end]
        parts = [self.doc[a + 1 : b] for a, b in pairwise(edges) if b > a + 1]
        return parts if all(p[0].text[:1].isupper() for p in parts) else []

    def _before_offices(self) -> None:
        """Find organisations by the office after their names: "Transrail spokesperson Mike Asefo"."""
        for token in self.doc[1:-1]:
            if not (token.lower_ in self._posts and token.text.islower() and token.nbor(1).pos_ == "PROPN"):
                continue
            end = token.i
            while end > 0 and self.doc[end - 1].text.islower() and self.doc[end - 1].dep_ in {"amod", "compound"}:
                end -= 1  # "PLAF deputy general secretary"
            start = end
            while start > 0 and self._can_name(self.doc[start - 1]):
                start -= 1
            phrase = self.doc[start : token.i + 1].text.lower()
            if is_post(phrase, self.language.lexicon):
                continue  # "Health secretary Tom Lee"
            if start < end and not (self.doc[start].is_sent_start and self.doc[start].is_stop):
                self.entities.add(self.term("Organization"), start, end, self.doc[start:end].text)

    def _can_name(self, token: Token) -> bool:
        """Tell whether a capitalised word that stands for nothing yet can be part of an organisation's name."""
        return (
            token.pos_ == "PROPN"
            and token.text[:1].isupper()
            and token.i not in self.entities.at
            and (token.ent_type_ in {"", "ORG", "PERSON", "PRODUCT"} or (token.is_upper and len(token) > 2))
            and not self._is_noun(token)
            and token.lower_ not in self._posts
            and token.lower_.rstrip(".") not in TITLES
        )

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
            words = [t.text for t in self.doc[start : token.i + 1] if t.lower_ not in TITLES]
            if words:
                self.entities.add(self.term("Person"), start, token.i + 1, " ".join(words))
