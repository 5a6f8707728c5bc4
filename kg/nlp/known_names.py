"""Finds the names of the gazetteers in a document that is not parsed yet."""

from __future__ import annotations

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
    """

    def __init__(
        self,
        nlp: Language,
        gazetteer: Gazetteer,
        *,
        openers: frozenset[str],
        members: frozenset[str],
        heads: frozenset[str],
    ) -> None:
        self.gazetteer = gazetteer
        self._openers = openers
        self._members = members
        self._heads = heads
        self._exact = PhraseMatcher(nlp.vocab, attr="ORTH")
        self._lower = PhraseMatcher(nlp.vocab, attr="LOWER")
        self._entries: dict[int, tuple[str, bool]] = {}
        for index, (alias, iri, cautious) in enumerate(gazetteer.aliases()):
            key = f"{index}"
            pattern = nlp.make_doc(alias)
            matcher = self._lower if len(pattern) >= 3 else self._exact
            matcher.add(key, [pattern])
            self._entries[nlp.vocab.strings[key]] = (iri, cautious)

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

    def _inside_longer(self, doc: Doc, start: int, end: int) -> bool:
        """A known name inside a longer one is not that name.

        Such are "Bank of Ireland Workers' Union" and "the Municipal and General Workers' Union".
        """
        nxt = doc[end] if end < len(doc) else None
        if nxt is not None and is_capital(nxt) and nxt.text in self._heads:
            return True
        if self._ends_longer(doc, start, end):
            return True
        joined = start > 2 and doc[start - 1].text in {"and", "&", ","} and doc[start - 3].lower_ == "the"
        return joined and end - start > 1 and is_capital(doc[start - 2]) and doc[start - 2].text not in self._heads

    def _ends_longer(self, doc: Doc, start: int, end: int) -> bool:
        """Tell whether a name of common nouns alone is the end of one: "Allied Workers Union", not "Workers Union"."""
        words = [t.lower_ for t in doc[start:end] if t.is_alpha]
        before = doc[start - 1] if start else None
        if before is None or not is_capital(before) or not before.text.istitle() or before.text in self._heads:
            return False
        opener = opens(before) and (before.is_stop or before.lower_ in self._openers)
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
        if type_ in self._members and self._is_running(doc, start, end):
            return True
        cues = self.gazetteer.cues.get(type_)
        pair = doc[max(0, start - 2) : start].text.lower()  # "members of"
        return cues is not None and (after in cues.after or before in cues.before or pair in cues.before)

    def _is_running(self, doc: Doc, start: int, end: int) -> bool:
        """Tell whether an ordinary word has a capital though neither a sentence nor a title asks for one."""
        word = doc[start]
        if end - start > 1 or not word.text.istitle() or opens(word) or end >= len(doc):
            return False
        before, after = doc[start - 1], doc[end]
        if before.text[:1].isupper() or after.text[:1].isupper() or before.lower_ in {"a", "an", "the"}:
            return False
        return before.text != "," or after.is_alpha  # "Workers of the world, Unite!"
