"""Names of which a common noun beside their list tells the class: "the shipping lines Arden and Torvik".

The recogniser knows few small firms and mining towns; a plural noun knows what each of them is. "The towns
of Ardley, Fenmoor and Quint" are three places, and "four contractors - Arden, Torvik, Lund and Maxim" four
companies, whether or not anything else tells.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Mapping, Sequence

from spacy.tokens import Doc

from kg.nlp.known_names import Found, is_capital

_MARKS = frozenset({",", ":", "(", "-", "--", "–", "—"})
_SUCH = ({"including"}, {"namely"}, {"notably"}, {"such", "as"}, {"like"})
_DATES = frozenset({*calendar.day_name, *calendar.month_name, *calendar.month_abbr} - {""})
_IN = frozenset({"in", "near", "across", "around", "outside"})
_AND = frozenset({"and", "or", "&"})
_LONGEST = 4  # words of one name in a list
_MOST = 20  # names in a list


class ListedNames:
    """Finds the names of a list behind or before a plural noun for a class, or among places.

    Args:
        organizations: plural nouns with the classes of what they call.
        settlements: nouns for places, as lemmas.
        place: the class of places.
        places: all classes of places.
        posts: last words of offices, and titles: "directors, Chairman Lund and ..." lists no firms.
        sites: nouns for workplaces: "the plants at Widmere, Ashby and Holt".
        sides: classes of which each may be called by the noun for another: "unions" are federations, too.
    """

    def __init__(
        self,
        organizations: Mapping[str, str],
        settlements: frozenset[str],
        place: str,
        places: frozenset[str],
        posts: frozenset[str],
        sites: frozenset[str] = frozenset(),
        sides: Sequence[frozenset[str]] = (),
    ) -> None:
        self._sides = sides
        self._sites = {form for s in sites for form in _plurals(s)}
        self._classes = {**organizations, **{form: place for s in settlements for form in _plurals(s)}}
        self._place = place
        self._places = places
        self._posts = posts

    def find(self, doc: Doc, found: Sequence[Found]) -> Iterator[Found]:
        """Yield the names of a document's lists that are not among those found already."""
        known = {i: type_ for start, end, type_, *_ in found for i in range(start, end)}
        for token in doc:
            type_ = self._class(doc, token.i)
            if type_ is not None:
                yield from self._listed(doc, self._begins(doc, token.i + 1, type_), type_, known)
                yield from self._before(doc, token.i, type_, known)
            elif token.lower_ in {"at", "in"} and token.i and doc[token.i - 1].text in self._sites:
                yield from self._listed(doc, token.i + 1, self._place, known)
            elif token.lower_ in _IN:
                yield from self._beside_places(doc, token.i + 1, known)

    def _class(self, doc: Doc, i: int) -> str | None:
        """Return the class of what a plural noun calls, alone or with the word before it: "shipping lines"."""
        if not doc[i].text.islower():
            return None
        pair = doc[i - 1].lower_ if i else ""
        return self._classes.get(f"{pair} {doc[i].text}") or self._classes.get(doc[i].text)

    def _begins(self, doc: Doc, i: int, type_: str) -> int:
        """Return where the list behind a noun begins."""
        words = [t.lower_ for t in doc[i : i + 4]]
        if words and words[0] in _MARKS:
            i, words = i + 1, words[1:]
        for such in _SUCH:
            if set(words[: len(such)]) == such:
                return i + len(such)
        return i + 1 if type_ == self._place and words[:1] == ["of"] else i

    def _before(self, doc: Doc, noun: int, type_: str, known: Mapping[int, str]) -> Iterator[Found]:
        """Yield the names of a list that ends before a noun: "the LNB, EBA and COS unions"."""
        end = noun if is_capital(doc[noun - 1]) else noun - 1  # "LNB and COS transport unions"
        start = end
        while start > 0 and (self._is_part(doc, start - 1) or doc[start - 1].lower_ in {",", *_AND}):
            start -= 1
        while start < end and not self._is_part(doc, start):
            start += 1
        names = self._names(doc, start)
        short = any(doc[a].is_upper and b == a + 1 for a, b in names)  # no "the Canadian and American unions"
        if short and names[-1][1] == end and start and doc[start - 1].lower_ == "the":
            yield from self._listed(doc, start, type_, known)

    def _listed(self, doc: Doc, start: int, type_: str, known: Mapping[int, str]) -> Iterator[Found]:
        names = self._names(doc, start)
        fits = self._places if type_ == self._place else {type_}.union(*(s for s in self._sides if type_ in s))
        told = [{known[i] for i in range(a, b) if i in known} for a, b in names]
        if len(names) < 2 or any(types - fits for types in told):
            return
        for (a, b), types in zip(names, told, strict=True):
            if not types:
                yield a, b, type_, None, "pattern"

    def _beside_places(self, doc: Doc, start: int, known: Mapping[int, str]) -> Iterator[Found]:
        """Yield the unknown names of a list after "in" of which at least half are known places."""
        names = self._names(doc, start)
        if names and self._goes_on(doc, names[-1][1]):
            names = names[:-1]
        if len(names) < 2:
            return
        places = sum(all(known.get(i) in self._places for i in range(a, b)) for a, b in names)
        open_ = [(a, b) for a, b in names if not any(i in known for i in range(a, b))]
        if places + len(open_) == len(names) and places >= len(open_):
            for a, b in open_:
                yield a, b, self._place, None, "pattern"

    def _goes_on(self, doc: Doc, end: int) -> bool:
        """Tell whether the last name is only the beginning of what is named: "in Leeds and Arden's depot"."""
        nxt = doc[end] if end < len(doc) else None
        return nxt is not None and (nxt.lower_ in {"'s", "’s"} or (nxt.is_alpha and not nxt.is_stop))

    def _names(self, doc: Doc, i: int) -> list[tuple[int, int]]:
        """Return the names of a list that begins here and has its "and"; nothing, if it is none."""
        names: list[tuple[int, int]] = []
        joined = False
        while len(names) < _MOST:
            if i < len(doc) and doc[i].lower_ == "the":
                i += 1
            end = i
            while end < len(doc) and end - i < _LONGEST and self._is_part(doc, end):
                end += 1
            if end == i:
                return []
            names.append((i, end))
            if joined:
                return names
            i = end
            if i + 1 < len(doc) and doc[i].text == "," and doc[i + 1].lower_ in _AND:
                i += 1
            if i >= len(doc) or doc[i].lower_ not in {",", *_AND}:
                return []
            joined = doc[i].lower_ in _AND
            i += 1
        return []

    def _is_part(self, doc: Doc, i: int) -> bool:
        token = doc[i]
        return is_capital(token) and token.text not in _DATES and token.lower_ not in self._posts


def plural_nouns(generic: Mapping[str, str], named: Mapping[str, str], types: frozenset[str]) -> dict[str, str]:
    """Return the plurals of the nouns for organisations: "companies", "shipping lines"; no "miners", who are people."""
    singular = [n for n, t in generic.items() if t in types and not n.endswith("s")]
    return {form: generic[n] for n in singular if n not in named for form in _plurals(n)}


def _plurals(noun: str) -> tuple[str, ...]:
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return (f"{noun[:-1]}ies",)
    return (f"{noun}es",) if noun.endswith(("s", "ch", "sh", "x")) else (f"{noun}s",)
