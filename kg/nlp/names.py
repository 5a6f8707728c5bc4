"""Finds proper names before parsing and makes each of them one token.

Three sources, in this order: the gazetteers; capitalised names that end (or, with "of", begin) with a
word that tells their class ("... Union", "Ministry of ..."); and abbreviations that the article
introduces in brackets. One token for a long name keeps the parser from taking it apart.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from spacy.language import Language
from spacy.tokens import Doc, Span, Token
from spacy.util import filter_spans

from kg.annotations import Name
from kg.frames import Gazetteer
from kg.frames.states import is_state
from kg.nlp.abbreviations import abbreviated, bracket_end, spelt_out
from kg.nlp.foreign_names import foreign_end, foreign_names
from kg.nlp.joints import INITIALS, OWNERS, Joints
from kg.nlp.known_names import Found, KnownNames, is_capital, opens
from kg.nlp.listed_names import ListedNames
from kg.nlp.partners import partnerships
from kg.nlp.person_names import is_person
from kg.nlp.plural_units import plural_units

_CALENDAR = frozenset((*calendar.month_name[1:], *calendar.day_name))
_JOINERS = frozenset({"and", "&", "of", "for", "the", "'", "'s", "’s", "’", "in", "-"})
_LEFT_JOINERS = frozenset({"and", "&", "'", "'s", "’s", "’", "of", "for", "-"})
_NUMBER = re.compile(r"^[\d-]*\d(?:-?[A-Z])?$")
_SUFFIX = re.compile(r"^(?:[\d-]*\d|[A-Z])$")


class NameFinder:
    """The component `kg_names`: sets `doc._.kg_names` and merges each name into one token.

    Args:
        nlp: the pipeline whose tokenizer splits the gazetteers' names.
        gazetteer: names and heads of the domain.
        openers: common nouns that are capitalised only because they begin a sentence.
        units: classes of which each is part of a greater one, and which may have a number in their names.
        unknown: the class of organisations of which nothing is known.
        posts: words for members of governments: "Transport Minister" names no company.
        firms: classes of which two stand side by side more often than "and" stands within one's name.
        listed: finds the names of lists, by the noun before them.
        states: abbreviations of parts of countries, which stand behind a town's name and in none.
        openings: words of other languages with which names begin, with the class that they tell: "Sindicato Nacional".
        closing: words with which a name ends, whatever it is joined to: "Allied Steel Union and Corvex Ltd".
        offices: titles that are held in the organisations of `members`.
        followers: nouns before which a lower-case head belongs to a title and to no name.
        members: classes of organisations whose names may be ordinary words: in running text, a capital tells them.
    """

    def __init__(
        self,
        nlp: Language,
        *,
        gazetteer: Gazetteer,
        followers: frozenset[str] = frozenset(),
        units: frozenset[str] = frozenset(),
        members: frozenset[str] = frozenset(),
        openers: frozenset[str] = frozenset(),
        unknown: str = "",
        posts: frozenset[str] = frozenset(),
        closing: frozenset[str] = frozenset(),
        openings: Mapping[str, str] = MappingProxyType({}),
        listed: ListedNames | None = None,
        firms: frozenset[str] = frozenset(),
        states: frozenset[str] = frozenset(),
        offices: frozenset[str] = frozenset(),
    ) -> None:
        self._states = states
        self._listed = listed
        self._closing = closing
        self._openings = openings
        self._unknown = unknown
        self._posts = posts
        self._openers = openers
        self._followers = followers
        self._units = units
        self._members = members
        self.gazetteer = gazetteer
        heads = {t: tuple(w.removesuffix(" #") for w in words) for t, words in gazetteer.heads.items()}
        self._heads = _by_last_word(heads)
        self._joints = Joints(self._heads, closing=closing, firms=firms, followers=followers, common=openers)
        self._known = KnownNames(
            nlp, gazetteer, openers=openers, members=members, heads=frozenset(self._heads), offices=offices
        )
        self._numbered = {
            (w.removesuffix(" #"), t) for t, words in gazetteer.heads.items() for w in words if w.endswith(" #")
        }
        self._firms = sorted(firms)[:1]
        self._unit = next(iter(sorted(units)), "")
        self._unit_nouns = frozenset(w for w in heads.get(self._unit, ()) if " " not in w)
        self._places: set[int] = set()  # of the document at hand: tokens of places' names
        self._written: set[str] = set()  # and words that it has in lower case

    def __call__(self, doc: Doc) -> Doc:
        """Find the names of a tokenised, not yet parsed document."""
        self._written = {t.text for t in doc if t.is_lower}
        found = list(self._known.find(doc, self._written))
        taken = {i for start, end, *_ in found for i in range(start, end)}
        places = self.gazetteer.place_types
        self._places = {i for start, end, type_, *_ in found if type_ in places for i in range(start, end)}
        called = {(start, end): name for start, end, name in plural_units(doc, self._unit_nouns, taken)}
        found += [(start, end, self._unit, None, "pattern") for start, end in called]
        found += self._patterned(doc, taken)
        found += [(s, e, t, None, "pattern") for s, e, t in foreign_names(doc, self._openings)]
        found += [(s, e, t, None, "pattern") for s, e in partnerships(doc) for t in self._firms]
        found += [*self._spelt_out(doc, found), *self._known.dotted(doc, self._unknown)]
        if self._listed is not None:
            found += self._listed.find(doc, found)
        spans = filter_spans([Span(doc, s, e, label=t, kb_id=k or "") for s, e, t, k, _ in found])
        source = {(s, e): src for s, e, _, _, src in found}
        spans = sorted([*spans, *abbreviated(doc, spans)], key=lambda s: s.start)
        marked = [(span, source.get((span.start, span.end), "pattern"), bracket_end(doc, span)) for span in spans]
        inside = {i for span, _, end in marked for i in range(span.end, end)}
        marked = [m for m in marked if m[0].start not in inside]
        whole = [
            (
                doc[s.start].idx,
                doc[end - 1].idx + len(doc[end - 1]),
                called.get((s.start, s.end), s.text),
                s.label_,
                s.kb_id_,
                src,
                doc[s.end : end],
            )
            for s, src, end in marked
        ]
        rows = [
            (a, b, text, label, kb, src, tuple(t.text for t in more[1:-1]))
            for a, b, text, label, kb, src, more in whole
        ]
        with doc.retokenize() as retokenizer:
            for span, _, end in marked:
                if end - span.start > 1:
                    retokenizer.merge(doc[span.start : end])
        doc._.kg_names = tuple(self._named(doc, rows))
        return doc

    def _named(self, doc: Doc, rows: Sequence[tuple[int, int, str, str, str, str, tuple[str, ...]]]) -> Iterator[Name]:
        for start, end, text, label, identity, source, aliases in rows:
            span = doc.char_span(start, end)
            if span is not None:
                yield Name(span.start, span.end, text, label, identity or None, aliases, source)

    # -- patterns ---------------------------------------------------------------------------

    def _patterned(self, doc: Doc, taken: set[int]) -> Iterator[Found]:
        for token in doc:
            if token.text not in self._heads:
                continue
            for words, type_ in self._heads[token.text]:
                first = token.i - len(words) + 1
                if first < 0 or [t.text for t in doc[first : token.i + 1]] != words:
                    continue
                if token.text.islower() and (
                    (token.i + 1 < len(doc) and doc[token.i + 1].lower_ in self._followers)
                    or (first > 0 and doc[first - 1].lower_ in {"'s", "'"})
                ):
                    continue  # "RMT branch secretary", "the RMT's branch"
                nxt = doc[token.i + 1].lower_ if token.i + 1 < len(doc) else ""
                if self._needs_number(doc, token, " ".join(words), type_) or nxt in self._posts:
                    continue  # "District", "Transport Minister"
                if nxt == "of" and opens(doc[first]) and token.lower_ in self._openers and token.text.endswith("s"):
                    continue  # "Workers of Holt Foods", at the beginning of a sentence
                start, end = self._extend(doc, first, token.i + 1, taken, type_)
                if (longer := self._past_head(doc, start, end)) > end:
                    yield start, longer, self._unknown, None, "pattern"
                    break
                if (end - start > len(words) or "'" in words) and not is_person(doc, start, end, self._followers):
                    owned = token.i + 1 < end and doc[token.i + 1].text in OWNERS and type_ not in self._members
                    if not owned or doc[end - 1].text not in self._heads:  # "Bakers' Federation": of its own head
                        yield start, end, self._unknown if owned else type_, None, "pattern"
                    break

    def _past_head(self, doc: Doc, start: int, end: int) -> int:
        """Return where a name ends of which a head is only the middle: "Chamber of Coal Factors", no firm "of Coal"."""
        if not any(t.lower_ == "of" for t in doc[start + 1 : end - 1]) or doc[start].text in self._heads:
            return end
        right = end
        while right < len(doc) and is_capital(doc[right]) and doc[right].lower_ not in self._followers:
            right += 1
        return right

    def _needs_number(self, doc: Doc, token: Token, head: str, type_: str) -> bool:
        """Tell whether a head names such a thing only with a number: "District 12", and no other "District"."""
        after = doc[token.i + 1].text if token.i + 1 < len(doc) else ""
        return (head, type_) in self._numbered and not _NUMBER.match(after)

    def _extend(self, doc: Doc, start: int, end: int, taken: set[int], type_: str) -> tuple[int, int]:
        left = self._leftmost(doc, start, end, taken, type_)
        left = self._past_opener(doc, left, start)
        right = end
        if right < len(doc) and _NUMBER.match(doc[right].text) and type_ in self._units:
            right += 1  # "Local 7"
            if right + 1 < len(doc) and doc[right].text == "-" and _SUFFIX.match(doc[right + 1].text):
                right += 2  # "Local 4-77", "Local 401-B"
        right = self._past_ordinal(doc, self._past_plural(doc, right))
        if doc[end - 1].text.islower() and type_ in self._units:
            right = self._seat(doc, right)
        if left == start or (right < len(doc) and doc[right].lower_ in {"of", "for"}):
            right = foreign_end(doc, right) if left == start else right
            right = self._tail(doc, right, taken)
        return left, right

    def _leftmost(self, doc: Doc, start: int, end: int, taken: set[int], type_: str) -> int:
        """Return where a name begins that has its head at `start:end`."""
        left = start
        i = start - 1
        through = doc[end - 1].text.islower()  # "PCS Fylde Coast branch": the known name is part of it
        while i >= 0 and (through or i not in taken or (i in self._places and left == i + 1)) and not doc[i].is_space:
            token = doc[i]
            if is_state([t.text for t in doc[max(0, i - 2) : i + 1]], self._states):
                break
            if token.lower_ in {"and", "of", "for", "-"} and self._joints.part(doc, i, type_, through=through):
                break
            if (passed := _inside(doc, i, left)) > 0:
                i -= passed
                continue
            if token.text == "," and left == i + 1 and (begin := self._list_begins(doc, i, left, start)) is not None:
                left = begin
                break
            if (
                is_capital(token)
                or token.text == "&"
                or (
                    type_ in self._units
                    and (
                        _NUMBER.match(token.text)
                        or token.text in {"No", "No."}
                        or (token.text == "." and doc[i - 1].text == "No")
                    )
                )
            ):
                left = i
            elif (
                token.lower_ not in _LEFT_JOINERS
                or i == 0
                or (not through and i - 1 in self._places)  # "Spain's General Union", "in Leeds and"
                or not (is_capital(doc[i - 1]) or doc[i - 1].text in {"'", "'s", "’", "’s", "s"})
            ):
                break
            i -= 1
        while left < start and (doc[left].text == "&" or (left + 1 < start and _NUMBER.match(doc[left].text))):
            left += 1  # "750 Teamsters Local 890 members"
        return left

    def _list_begins(self, doc: Doc, comma: int, left: int, start: int) -> int | None:
        """Return where "the Hotel, Restaurant and Catering Union" begins: after the article, if a list goes on."""
        if not any(t.text in {"and", "&"} for t in doc[left:start]):
            return None
        i = comma
        while i > 0 and doc[i].text == "," and is_capital(doc[i - 1]):
            i -= 1
            while i > 0 and is_capital(doc[i - 1]):
                i -= 1
            if i > 0 and doc[i - 1].lower_ == "the":
                return i
            i -= 1
        return None

    def _past_opener(self, doc: Doc, left: int, start: int) -> int:
        """Leave out a common noun at the beginning of a sentence: "Members of Local 7", "Brewer Fenn & Hale Ltd"."""
        if left < start and opens(doc[left]) and doc[left + 1].text not in {"'s", "’s"}:
            common = doc[left].lower_ in self._openers
            written = doc[left].lower_ in self._written and left + 1 < start and is_capital(doc[left + 1])
            if (common or written) and not self._is_trade(doc, left, start):
                left += 1
                while left < start and not is_capital(doc[left]):
                    left += 1
        return left

    def _is_trade(self, doc: Doc, left: int, start: int) -> bool:
        """Tell whether a word stands before a workforce or owners in a name: "Hotel Workers Local 5", no "Striking"."""
        rest = [t.lower_ for t in doc[left + 1 : start] if t.is_alpha]
        first = doc[left].lower_
        if not rest:
            return first.endswith("s") and left + 1 == start  # "Miners Federation"
        return not first.endswith(("ing", "ed", "s")) and all(w in self._openers for w in rest)

    def _past_ordinal(self, doc: Doc, end: int) -> int:
        """Go on over "No. 1": "Miners' Union No. 1"."""
        rest = [t.text for t in doc[end : end + 3]]
        if rest[:1] == ["No."] and len(rest) > 1 and _NUMBER.match(rest[1]):
            return end + 2
        return end + 3 if rest[:2] == ["No", "."] and len(rest) > 2 and _NUMBER.match(rest[2]) else end

    def _seat(self, doc: Doc, end: int) -> int:
        """Go on over the place of a unit: "the PU branch at Saltmoor"."""
        if end + 1 >= len(doc) or doc[end].lower_ != "at" or not is_capital(doc[end + 1]):
            return end
        right = end + 1
        while right < len(doc) and is_capital(doc[right]):
            right += 1
        return right

    def _past_plural(self, doc: Doc, end: int) -> int:
        """Go on after those whom a name tells as owners: "Dockers' Solidarity" is more than "Dockers"."""
        if end + 1 >= len(doc) or not doc[end - 1].text.endswith("s") or doc[end].text not in {"'", "’"}:
            return end
        right = end + 1
        while right < len(doc) and is_capital(doc[right]):
            right += 1
            if doc[right - 1].text in self._heads and doc[right : right + 1].text not in self._heads:
                return right  # "Bakers' Union Ann Bell"
        theirs = right == end + 2 and doc[end - 1].lower_ in self._openers
        return right if theirs else end  # "Dockers' Solidarity", but "Holt Motors' Leeds plant"

    def _tail(self, doc: Doc, end: int, taken: set[int]) -> int:
        """Extend over "of Clerical and Revenue Staff": one preposition, then capitals, joined."""
        if end >= len(doc) or doc[end].lower_ not in {"of", "for"} or doc[end + 1 : end + 2].text in _CALENDAR:
            return end
        right, i = end, end + 1
        while i < len(doc) and not doc[i].is_space:
            token = doc[i]
            nxt = doc[i + 1 : i + 2].text
            short = nxt.isupper() and len(nxt) > INITIALS
            ended = doc[i - 1].text in self._closing and token.text != "&"
            if token.text in {",", "and", "&"} and (i + 1 in taken or short or ended or nxt.lower() == "the"):
                break  # another name begins
            if is_capital(token) and token.lower_ not in _JOINERS:
                right = i + 1
            elif token.text == "-" and not token.whitespace_ and not doc[i - 1].whitespace_:
                pass  # "Union of Non-Teaching Staff"
            elif token.text == "," and self._list_goes_on(doc, i):
                pass
            elif token.lower_ not in {"and", "&", "the", "'", "'s", "of"} or (
                token.lower_ in {"'", "'s"} and right == i and not (i + 1 < len(doc) and is_capital(doc[i + 1]))
            ):
                break
            i += 1
        return right

    def _list_goes_on(self, doc: Doc, comma: int) -> bool:
        window = doc[comma + 1 : comma + 8]
        words = [t.text for t in window]
        return (
            bool(words)
            and is_capital(window[0])
            and any(
                w in {"and", "&"}
                and j + 1 < len(words)
                and words[j + 1][:1].isupper()
                and all(x[:1].isupper() or x == "," for x in words[:j])
                for j, w in enumerate(words)
            )
        )

    def _spelt_out(self, doc: Doc, found: Sequence[Found]) -> Iterator[Found]:
        """Find the names before abbreviations, those that no head tells too; a shorter one gives its class."""
        ending = {end: (start, type_) for start, end, type_, *_ in found}
        for start, end in spelt_out(doc):
            shorter = ending.get(end)
            if shorter is None or start < shorter[0]:
                yield start, end, shorter[1] if shorter else self._unknown, None, "pattern"


def _inside(doc: Doc, i: int, left: int) -> int:
    """Return how many tokens before the beginning of a name are no words but stand within it."""
    token = doc[i]
    if token.text == ")" and left == i + 1 and i > 2 and doc[i - 2].text == "(" and is_capital(doc[i - 3]):
        return 3  # "Holt (Ireland) Ltd"
    close = i > 0 and not (token.whitespace_ or doc[i - 1].whitespace_)
    return 1 if token.text == "/" and close and is_capital(doc[i - 1]) else 0  # "Harbour Towns/XYZ Inc"


def _by_last_word(heads: Mapping[str, Sequence[str]]) -> dict[str, list[tuple[list[str], str]]]:
    table: dict[str, list[tuple[list[str], str]]] = {}
    for type_, words in heads.items():
        for head in words:
            parts = re.findall(r"[\w.-]+|'s|'", head.replace("’", "'"))
            table.setdefault(parts[-1], []).append((parts, type_))
    for rows in table.values():
        rows.sort(key=lambda row: -len(row[0]))
    return table
