"""Who says a piece of speech: a name, what stands for one, or people whom only a common noun calls."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc, Token

from kg.annotations import Speech
from kg.extract.coreference import Coreference
from kg.extract.entities import Entity
from kg.extract.nouns import names_people
from kg.frames import Language

_PERSONAL = frozenset({"he", "she"})
_PLURAL_TAGS = frozenset({"NNS", "NNPS"})
_LEFT = frozenset({"compound", "amod", "nmod", "nummod"})
_BY_ITSELF = frozenset({"object", "wants", "infinitive"})  # forms whose subject may be a thing as well
_MEMORY = 60  # tokens after a piece of speech in which "he added" means the same speaker
_LONG = 6  # tokens of a quotation that is speech though nothing says so


class Speakers:
    """Finds the speaker of each piece of speech of a document.

    Args:
        doc: a document that went through the whole pipeline.
        language: the domain's words.
        coreference: the entities of the same document, and what stands for them.
    """

    def __init__(self, doc: Doc, language: Language, coreference: Coreference) -> None:
        self.doc = doc
        self.language = language
        self.coreference = coreference
        self.at = coreference.entities.at
        self.term = language.ontology.term
        self.people = {self.term("Person"), self.term("Spokesperson")}
        self.organizations = {t for side in language.parties.values() for t in side}
        self.sides = self.organizations | self.people
        self._office_words = {office.split()[-1] for office in language.lexicon.offices}
        self._called: dict[str, Entity] = {}  # people whom only a common noun calls
        self._first_names: dict[str, str] | None = None
        self._quoted: set[int] = set()  # tokens inside quotations, in which others are spoken of
        self._last: tuple[int, Entity] | None = None  # the speaker before, and where his words end

    def of(self, speeches: Sequence[Speech]) -> list[Entity | None]:
        """Return the speaker of each piece of speech, which stand in the order of the text."""
        found: list[Entity | None] = []
        self._quoted = {i for s in speeches if s.quoted for i in range(s.start, s.end)}
        for speech in speeches:
            entity = self._resolved(speech) if speech.speaker >= 0 else None
            found.append(entity)
            if entity is not None:
                self._last = (max(speech.end, speech.verb), entity)
        for i, speech in enumerate(speeches):
            if found[i] is None and speech.form == "loose":
                found[i] = self._beside(speeches, found, i)
        return found

    # -- a speaker that is named or called ----------------------------------------------------

    def _resolved(self, speech: Speech) -> Entity | None:
        token = self._before_code(self.doc[speech.speaker])
        if token.pos_ == "PRON" and token.i not in self.at:
            return self._pronoun(token)
        entity = self.at.get(token.i) or self._titled(token) or self._next_to(speech)
        if entity is not None:
            return self._agent(entity, token)
        if token.lemma_.lower() in self.language.english.documents:
            return self._owner(token) or self._issuer(token)
        entity = self._holder(token) or self.coreference.refers(token)
        if entity is not None and self._fits(entity, token):
            return self._agent(entity, token)
        return self._of_side(token) or self._by_word(token) or self._by_noun(token, speech)

    def _agent(self, entity: Entity, token: Token) -> Entity | None:
        """Return an entity as one who can speak; a place that speaks is who sits there, or has its name."""
        if entity.type == self.term("Spokesperson"):
            return self._spokesperson(entity, token)
        if entity.type == self.term("Group") and any(c.dep_ == "poss" for c in token.children):
            return self._new(self._text(token), entity.type, token)
        if entity.type in self.sides:
            self._full_name(entity)
            return entity
        if entity.type == self.term("Group") or not entity.named or token.pos_ != "PROPN":
            return None
        meant = self._after_dateline(token)
        if meant is not None:
            return meant
        type_ = self.term("Organization")
        name = entity.label
        if name not in self._called:
            self._called[name] = Entity(type_, names=entity.names.copy(), spans=list(entity.spans), first=entity.first)
            self._full_name(self._called[name])
        return self._called[name]

    def _next_to(self, speech: Speech) -> Entity | None:
        """Return the person whose name stands right beside the verb of saying, whatever the parser made of it."""
        verb = speech.verb
        if verb < 2:
            return None
        before = verb - 2 if self.doc[verb - 1].text == "," else verb - 1
        for i in (before, verb + 1) if speech.speaker > verb else (before,):
            entity = self.at.get(i)
            inside = self.doc[i].dep_ in {"compound", "poss", "nmod", "pobj"}
            if entity is not None and entity.type == self.term("Person") and not inside:
                return entity
        return None

    def _holder(self, token: Token) -> Entity | None:
        """Return the one who holds the office by which somebody is called: "its chief executive"."""
        words = self._text(token).casefold().split()
        offices = self.language.lexicon.offices
        if not any(" ".join(words[k:]) in offices for k in range(len(words))):
            return None
        held = [p for p, titles in self.coreference.entities.titles.items() if words[-1] in titles]
        before = [p for p in held if p.first < token.i]
        return max(before or held, key=lambda p: p.first, default=None)

    def _fits(self, entity: Entity, token: Token) -> bool:
        """Tell whether a noun with its own modifiers ("the labour department") can mean an entity of another class."""
        type_ = self.language.lexicon.generic.get(token.lemma_.lower())
        modified = any(c.dep_ in {"compound", "amod", "nmod"} for c in token.children)
        apposed = any(c.dep_ == "appos" and self.at.get(c.i) is entity for c in token.children)
        return type_ is None or not modified or entity.type == type_ or token.i in self.at or apposed

    def _after_dateline(self, token: Token) -> Entity | None:
        """Return who is named after "Cardiff -", which the parser takes for the subject."""
        if token.i + 2 >= len(self.doc) or self.doc[token.i + 1].text not in {"-", "–", "—", ":"}:
            return None
        near = (self.at.get(t.i) for t in self.doc[token.i + 2 : token.i + 12])
        return next((e for e in near if e is not None and e.type in self.sides), None)

    def _full_name(self, entity: Entity) -> None:
        """Give one who is known by a surname only the name that stands before it somewhere: "Ann Lee"."""
        name = entity.label
        if " " in name or not entity.named or entity.type not in {self.term("Person"), self.term("Organization")}:
            return
        if self._first_names is None:
            self._first_names = {}
            for token in self.doc[1:]:
                before = self.doc[token.i - 1]
                if token.pos_ == before.pos_ == "PROPN" and before.text.istitle() and before.ent_type_ == "PERSON":
                    self._first_names.setdefault(token.text, before.text)
        first = self._first_names.get(name)
        if first is not None:
            entity.names[f"{first} {name}"] += 1

    def _titled(self, token: Token) -> Entity | None:
        """Return the person whose name stands right after a title: "justice minister Lord Ash"."""
        for i in range(token.i + 1, min(token.i + 4, len(self.doc))):
            entity = self.at.get(i)
            if entity is not None:
                return entity if entity.type == self.term("Person") else None
            if self.doc[i].pos_ != "PROPN":
                return None
        return None

    def _spokesperson(self, entity: Entity, token: Token) -> Entity:
        """Add the words by which a spokesperson is called here ("bank officials"), or tell him from another."""
        text = self._text(token)
        whole = self._text(token, whole=True)
        if " " in whole:
            entity.names[whole] += 1
        if " " not in text:
            return entity
        owner = next((e for c in token.children if c.dep_ in {"compound", "poss"} and (e := self.at.get(c.i))), None)
        if owner is not None and entity.of is not None and owner is not entity.of and owner.type in self.organizations:
            return self._new(text, entity.type, token)
        entity.names[text] += 1
        return entity

    def _pronoun(self, token: Token) -> Entity | None:
        """Return whom a pronoun means: who spoke just before, unless another was named since."""
        word = token.lower_
        meant = self.coreference.refers(token)
        if self._last is not None and token.i - self._last[0] <= _MEMORY:
            end, last = self._last
            fits = last.type in self.people if word in _PERSONAL else last.type in self.organizations
            if word == "they":
                fits = fits or last.type == self.term("Spokesperson")
            others = [
                t
                for t in self.doc[end : token.i]
                if t.dep_ == "nsubj"
                and t.i not in self._quoted
                and (e := self.at.get(t.i)) is not None
                and e is not last
                and e.type in self._like(word)
            ]
            if fits and not others:
                return last
        if meant is None and word in _PERSONAL and self._last is not None and token.i - self._last[0] <= _MEMORY:
            return self._last[1]
        return meant if meant is not None and meant.type in self.sides else None

    def _like(self, word: str) -> set[str]:
        return self.people if word in _PERSONAL else self.organizations

    def _owner(self, token: Token) -> Entity | None:
        """Return whose letter, statement or figures it is: "the firm's memo", "a letter from the union"."""
        for child in token.children:
            if child.dep_ in {"poss", "compound"}:
                entity = self._pronoun(child) if child.pos_ == "PRON" else self.coreference.refers(child)
                entity = entity or (self._of_side(child) if child.dep_ == "compound" else None)  # "a union statement"
                if entity is not None and entity.type in self.sides:
                    return entity
        issued = [c for c in token.children if c.dep_ == "acl"]  # "a statement issued by the union"
        for child in (*token.children, *(g for c in issued for g in c.children)):
            if child.dep_ in {"prep", "agent"} and child.lower_ in {"from", "by", "of"}:
                for grand in child.children:
                    entity = self.coreference.refers(grand)
                    if grand.dep_ == "pobj" and entity is not None and entity.type in self.sides:
                        return entity
        return None

    def _issuer(self, token: Token) -> Entity | None:
        """Return whose "the statement" is, of which nothing is said: of the one who spoke last."""
        definite = any(c.dep_ == "det" and c.lower_ in {"the", "this"} for c in token.children)
        bare = not any(c.dep_ in _LEFT or c.dep_ in {"poss", "prep", "acl"} for c in token.children)
        return self._last[1] if definite and bare and self._last is not None else None

    def _of_side(self, token: Token) -> Entity | None:
        """Return the chief of a class that a bare common noun calls: "management said"."""
        type_ = self.language.lexicon.generic.get(token.lemma_.lower())
        modified = any(c.dep_ in _LEFT or c.dep_ == "poss" for c in token.children)
        if type_ is None or type_ not in self.organizations or modified or type_ == self.term("Group"):
            return None
        if token.tag_ in _PLURAL_TAGS:
            return None
        before = [e for e in self.coreference.entities.all if e.type == type_ and e.named and e.first < token.i]
        return self.coreference.nearest(before, token) if before else None

    def _before_code(self, token: Token) -> Token:
        """Return the name before a share's code in angle brackets: "Saltee Line <SLT.L>"."""
        for i in range(token.i, max(0, token.i - 4), -1):
            if self.doc[i].text.startswith("<"):
                return self.doc[i - 1]
        return token

    def _by_word(self, token: Token) -> Entity | None:
        """Return the organisation whose name holds a noun: "the front", of a United Front of Carters."""
        definite = any(c.dep_ == "det" and c.lower_ == "the" for c in token.children)
        if not definite or any(c.dep_ in _LEFT for c in token.children):
            return None
        word = token.lower_
        held = [
            e for e in self.coreference.entities.all if e.type in self.organizations and e.named and e.first < token.i
        ]
        held = [e for e in held if any(word in n.casefold().split() for n in e.names)]
        return self.coreference.nearest(held, token) if held else None

    def _by_noun(self, token: Token, speech: Speech) -> Entity | None:
        """Return people whom the article calls by a common noun only: "a Geneva trader", "union leaders"."""
        lexicon = self.language.lexicon
        lemma = token.lemma_.lower()
        several = lexicon.generic.get(token.lower_)  # "company executives", and no public "executive"
        type_ = several if several in self.people else lexicon.generic.get(lemma) or lexicon.named.get(lemma)
        if token.pos_ not in {"NOUN", "PROPN"} or (type_ is not None and type_ not in self.sides):
            return None
        person = token.pos_ == "PROPN" or names_people(token) or type_ in self.sides or lemma in self._office_words
        owned = any(c.dep_ == "poss" for c in token.children)
        if speech.form in _BY_ITSELF and not person and not owned:
            return None
        if type_ is None:
            type_ = self.term("Spokesperson")
        return self._new(self._text(token), type_, token)

    def _new(self, text: str, type_: str, token: Token) -> Entity:
        key = text.casefold()
        if key not in self._called:
            entity = Entity(type_, first=token.i, named=False)
            entity.names[text] += 1
            self._called[key] = entity
        entity = self._called[key]
        entity.names[self._text(token, whole=True)] += 1
        entity.spans.append((token.i, token.i + 1))
        return entity

    def _text(self, token: Token, *, whole: bool = False) -> str:
        """Return the words by which a noun calls somebody; the `whole`, with "of ..." and "close to ..."."""
        if token.pos_ == "PROPN":
            left = self._capitals(token)
        else:
            own = (c.left_edge.i for c in token.children if c.i < token.i and c.dep_ in _LEFT | {"poss"})
            left = min(own, default=token.i)
        while left < token.i and (self.doc[left].pos_ == "DET" or self.doc[left].is_punct):
            left += 1
        right = token.i + 1
        if whole:
            edge = token.right_edge.i + 1
            while (
                right < min(edge, token.i + 9)
                and self.doc[right].text not in {",", "(", ":", ";"}
                and not (self.doc[right].dep_ == "relcl" or self.doc[right].lower_ in {"who", "which", "that"})
            ):
                right += 1
        return self.doc[left:right].text.replace("\n", " ").strip()

    def _capitals(self, token: Token) -> int:
        """Return the first token of the run of capitalised words that ends at a name."""
        left = i = token.i
        while i > 0 and self.doc[i - 1].sent.start == token.sent.start:
            i -= 1
            if self.doc[i].text[:1].isupper() and self.doc[i].pos_ != "DET":
                left = i
            elif self.doc[i].dep_ != "case" and self.doc[i].text not in {"-", "&", "'", "of"}:
                break
        return left

    # -- a quotation that nothing introduces -----------------------------------------------------

    def _beside(self, speeches: Sequence[Speech], found: Sequence[Entity | None], i: int) -> Entity | None:
        """Return the speaker of a quotation without a verb of saying: that of the speech beside it."""
        speech = speeches[i]
        if speech.end - speech.start < _LONG:
            return None
        introduced = self._introduced(speech)
        if introduced is not None:
            return introduced
        before = found[i - 1] if i > 0 and self._near(speeches[i - 1], speech) else None
        after = found[i + 1] if i + 1 < len(speeches) else None
        if after is not None and (not speeches[i + 1].quoted or self._apart(speech, speeches[i + 1])):
            after = None
        if after is not None and not (before is not None and not self._apart(speeches[i - 1], speech)):
            return after
        return before

    def _introduced(self, speech: Speech) -> Entity | None:
        """Return whom the words before a colon are about."""
        before = self.doc[max(0, speech.start - 25) : speech.start]
        colon = next((t for t in reversed(list(before[-3:])) if t.text == ":"), None)
        if colon is None:
            return None
        words = [t for t in before if t.sent.start == colon.sent.start and t.i < colon.i]
        near = [self.at.get(t.i) for t in reversed(words)]
        named = next((e for e in near if e is not None and e.type in self.sides), None)
        meant = (self.coreference.refers(t) for t in reversed(words) if t.pos_ == "NOUN")
        return named or next((e for e in meant if e is not None and e.type in self.sides), None)

    def _apart(self, a: Speech, b: Speech) -> bool:
        return any("\n" in t.text for t in self.doc[a.end : b.start])

    def _near(self, a: Speech, b: Speech) -> bool:
        """Tell whether nothing but white space and the frame of the first speech stands between two pieces."""
        start = self.doc[a.end - 1].sent.end
        return not [t for t in self.doc[start : b.start] if t.is_alpha][3:]
