"""Finds the names of the gazetteers in a document that is not parsed yet."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Token

from kg.frames import Gazetteer

Found = tuple[int, int, str, str | None, str]  # first token, end, class, identity, where it is from

_FUNCTION = frozenset(
    (
        "the a an this that these those when while but and as if in on at for of to from by with after before "
        "since said says both one two three some many mr mrs ms dr sir he she they it we i you its their his "
        "her our now yet so then"
    ).split()
)
# what a name does at the beginning of a sentence, where a common noun would have an article
_ACTING = frozenset(
    (
        "said says warned claimed claims called insisted argued announced confirmed accused balloted suspended "
        "rejected accepted represents welcomed condemned urged"
    ).split()
)
_HELPING = frozenset({"has", "had", "have", "will", "would"})
_ACTS = _ACTING | frozenset(
    "told given served agreed voted written ended launched threatened ballot strike hold".split()
)
_DOTTED = re.compile(r"^(?:[A-Z]\.){3,}$")
_ONE_OF = frozenset({"a", "an", "his", "her"})  # "an L.L.B. degree"
_LONGEST_TITLE = 5  # tokens: "assistant general secretary", "vice-president"
_MORE = frozenset({"general", "allied", "industrial", "commercial", "other"})  # what a union takes in besides
_STOPS = frozenset({".", "!", "?", ":", ";", '"', "“", "‘", "'", "(", "-", "–", "—", "•", "*"})
_BESIDE_PLACE = frozenset({"in", "at", "near", "from", "to", "around", "outside", "across", "between", "of"})


def opens(token: Token) -> bool:
    """Tell whether a word may be capitalised only because something begins with it; before sentences are known."""
    before = token.nbor(-1) if token.i else None
    return before is None or before.is_space or before.text in _STOPS


def is_capital(token: Token) -> bool:
    """Tell whether a token can be part of a proper name."""
    return token.text[:1].isupper() and token.lower_ not in _FUNCTION


class KnownNames:
    """The names of the gazetteers, with what tells an ambiguous one.

    Args:
        nlp: the pipeline whose tokenizer splits the names.
        gazetteer: the names of the domain.
        openers: common nouns that are capitalised only because they begin a sentence.
        members: classes of organisations whose names may be ordinary words: in running text, a capital tells them.
        heads: the last words of what a class is told by: a known name before one is part of a longer name.
        offices: titles that are held in such organisations.
    """

    def __init__(
        self,
        nlp: Language,
        gazetteer: Gazetteer,
        *,
        openers: frozenset[str],
        members: frozenset[str],
        heads: frozenset[str],
        offices: frozenset[str],
    ) -> None:
        self.gazetteer = gazetteer
        self._openers = openers
        self._members = members
        self._heads = heads
        self._offices = offices
        self._exact = PhraseMatcher(nlp.vocab, attr="ORTH")
        self._lower = PhraseMatcher(nlp.vocab, attr="LOWER")
        self._entries: dict[int, tuple[str, bool]] = {}
        self._initials: dict[str, tuple[str, str | None]] = {}
        for index, (alias, iri, cautious) in enumerate(gazetteer.aliases()):
            key = f"{index}"
            pattern = nlp.make_doc(alias)
            matcher = self._lower if len(pattern) >= 3 else self._exact
            matcher.add(key, [pattern])
            self._entries[nlp.vocab.strings[key]] = (iri, cautious)
            if alias.isupper() and alias.isalpha():
                entry = gazetteer.entries[iri]
                self._initials.setdefault(alias, (entry.type, None if cautious else entry.identity))

    def find(self, doc: Doc, written: set[str]) -> Iterator[Found]:
        """Yield the names of a document.

        Args:
            doc: tokenised.
            written: the words that it has in lower case.
        """
        hits = [(*self._entries[key], start, end) for m in (self._exact, self._lower) for key, start, end in m(doc)]
        sure = {iri for iri, cautious, _, _ in hits if not cautious}
        beside = {i for _, cautious, start, end in hits if not cautious for i in (start, end - 1)}
        place = self.gazetteer.place_types
        people = {
            doc[s].text
            for iri, _, s, e in hits
            if self.gazetteer.entries[iri].type in place and self._is_surname(doc, s, e, written)
        } - {doc[s].text for _, _, s, _ in hits if s and doc[s - 1].lower_ == "in"}
        for iri, cautious, start, end in hits:
            entry = self.gazetteer.entries[iri]
            if not is_capital(doc[start]) and end - start < 3:
                continue
            if self._inside_longer(doc, start, end) or (end - start == 1 and doc[start].text in people):
                continue
            if cautious and iri not in sure and not self._in_context(doc, start, end, entry.type, beside):
                continue
            yield start, end, entry.type, entry.identity, "gazetteer"

    def dotted(self, doc: Doc, unknown: str) -> Iterator[Found]:
        """Yield abbreviations with points, "the N.U.R.", known or not; no initials of people ("J.P.R. Cole").

        Args:
            doc: tokenised.
            unknown: the class of what the gazetteers do not know.
        """
        for token in doc:
            if not _DOTTED.match(token.text):
                continue
            following = doc[token.i + 1] if token.i + 1 < len(doc) else None
            letters = token.text.replace(".", "")
            if letters in self._initials:
                yield token.i, token.i + 1, *self._initials[letters], "gazetteer"
            elif token.i > 1 and doc[token.i - 1].text == "," and self._ends_name(doc[token.i - 2]):
                continue  # an honour or a seat behind a name: "Mr Raman, M.L.A., president of the union"
            elif (following is None or not is_capital(following)) and doc[token.i - 1].lower_ not in _ONE_OF:
                yield token.i, token.i + 1, unknown, None, "pattern"

    @staticmethod
    def _ends_name(word: Token) -> bool:
        """Tell whether a word can be the last of a person's name, and is no abbreviation of a list of them."""
        return is_capital(word) and "." not in word.text

    def _inside_longer(self, doc: Doc, start: int, end: int) -> bool:
        """A known name inside a longer one is not that name.

        Such are "Bank of Ireland Workers' Union" and "the Municipal and General Workers' Union".
        """
        nxt = doc[end] if end < len(doc) else None
        if nxt is not None and is_capital(nxt) and nxt.text in self._heads:
            return True
        if self._ends_longer(doc, start, end):
            return True
        if start < 3 or end - start < 2 or not is_capital(doc[start - 2]):
            return False
        joint, first = doc[start - 1].text, doc[start]
        if joint in {"and", "&"} and first.lower_ in _MORE and first.text.istitle():
            return is_capital(doc[start - 3]) or doc[start - 3].lower_ == "the"  # "Orlan Oil and General Workers Union"
        the = joint in {"and", "&", ","} and doc[start - 3].lower_ == "the"
        return the and doc[start - 2].text not in self._heads

    def _ends_longer(self, doc: Doc, start: int, end: int) -> bool:
        """Tell whether a name of common nouns alone is the end of one: "Allied Workers Union", not "Workers Union"."""
        words = [t.lower_ for t in doc[start:end] if t.is_alpha]
        before = doc[start - 1] if start else None
        if before is None or not is_capital(before) or not before.text.istitle():
            return False
        if before.text in self._heads and start > 1 and is_capital(doc[start - 2]):
            return False  # another name ends before it
        people = before.lower_ in self._openers and before.lower_.endswith("s")  # no "Factory Workers Union"
        opener = opens(before) and (before.is_stop or people)
        return not opener and end - start > 1 and all(w in self._openers for w in words)

    def _is_surname(self, doc: Doc, start: int, end: int, written: set[str]) -> bool:
        """Tell whether a place's name is the end of a person's: "Grant Tacoma"; the recogniser has the last word."""
        before = doc[start - 1] if start and end - start == 1 else None
        if before is None or not before.is_alpha or not before.text.istitle() or not is_capital(before):
            return False
        if opens(before) and (before.is_stop or before.lower_ in self._openers or before.lower_ in written):
            return False
        return not (end < len(doc) and is_capital(doc[end]))

    def _in_context(self, doc: Doc, start: int, end: int, type_: str, beside: set[int]) -> bool:
        """Tell whether an ambiguous name stands as one of its class does; `beside` are the ends of sure names."""
        before = doc[start - 1].lower_ if start else ""
        after = doc[end].lower_ if end < len(doc) else ""
        if type_ in self.gazetteer.place_types:
            return before in _BESIDE_PLACE
        if (before == "and" and start - 2 in beside) or (after == "and" and {end + 1, end + 2} & beside):
            return True  # "talks between the RMT and Avanti"
        if type_ in self._members and (
            self._is_running(doc, start, end) or self._acts(doc, start, end) or self._has_officer(doc, end)
        ):
            return True
        cues = self.gazetteer.cues.get(type_)
        pair = doc[max(0, start - 2) : start].text.lower()  # "members of"
        return cues is not None and (after in cues.after or before in cues.before or pair in cues.before)

    def _acts(self, doc: Doc, start: int, end: int) -> bool:
        """Tell whether a single word opens a sentence as only a name does: "Unite said", not "The prospect is"."""
        if end - start > 1 or not opens(doc[start]):
            return False
        does = [t.lower_ for t in doc[end : end + 2]]
        return does[:1] != [] and (does[0] in _ACTING or (does[0] in _HELPING and does[-1] in _ACTS))

    def _has_officer(self, doc: Doc, end: int) -> bool:
        """Tell whether the title of one of its officers stands behind a name: "Unite's regional officer"."""
        first = end + (end < len(doc) and doc[end].text in {"'s", "’s"})
        return any(doc[first : first + n].text.casefold() in self._offices for n in range(1, _LONGEST_TITLE + 1))

    def _is_running(self, doc: Doc, start: int, end: int) -> bool:
        """Tell whether an ordinary word has a capital though neither a sentence nor a title asks for one."""
        word = doc[start]
        if end - start > 1 or not word.text.istitle() or opens(word) or end >= len(doc):
            return False
        before, after = doc[start - 1], doc[end]
        if before.text[:1].isupper() or after.text[:1].isupper() or before.lower_ in {"a", "an", "the"}:
            return False
        return before.text != "," or after.is_alpha  # "Workers of the world, Unite!"
