"""Makes what many articles say from what some say: the same stories with other names, other days and other figures.

One round goes over all given outlines. In a round a name becomes the same other name wherever it stands, so that
articles which told of one thing, or of one event, still do; in the next round it becomes another one. One in four of
the things that a gazetteer knows, and half of its places, keep their names: these stand in articles of all rounds, as
the large unions of a country do. Everything follows from the number of the round and the words, so that the same
articles come out each time; they are made one at a time.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from hashlib import blake2b

from kg.identity import document_iri, slug
from kg.model import Concept, Filler, Ref, Value
from kg.outlines import Mention, Outline, Report, Told

COMMON = 4  # names in which a word stands that says what something is, not which: "Union", "Council"
KEPT_PLACES, KEPT = 2, 4  # of what a gazetteer knows, one in so many keeps its name
FIRST, LAST = 400, 20_000  # made-up first names and surnames
SPREAD, APART = 7_300, 53  # days over which the rounds lie, and between one and the next
FINE = (1 << 20) - 1  # the lower bits of a hash, which are mixed; the upper keep the order

_WORD = re.compile(r"\w[\w.]*")
_ONSETS = "b br c ch d dr f fr g gl gr h k l m n p pr r s sh st t tr v w".split()
_VOWELS = "a e i o u ai ea oo ei".split()
_ENDS = "den ford ley ton wick mere by stow rin lan dale sett combe nor vik mar".split()


@lru_cache(maxsize=1 << 16)
def _number(*parts: object) -> int:
    text = "\0".join(map(str, parts))
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest())


def word(number: int) -> str:
    """Return a made-up name by its number."""
    parts = []
    for _ in range(2):
        number, onset = divmod(number, len(_ONSETS))
        number, vowel = divmod(number, len(_VOWELS))
        parts.append(_ONSETS[onset] + _VOWELS[vowel])
    return ("".join(parts) + _ENDS[number % len(_ENDS)]).capitalize()


def _letters(number: int, length: int) -> str:
    return "".join(chr(ord("A") + number // 26**i % 26) for i in range(length))


def many(outlines: Sequence[Outline], number: int, *, base: str) -> Iterator[Outline]:
    """Yield so many outlines, made from the given ones.

    Args:
        outlines: what real articles say.
        number: how many to make; the first are those of the first round.
        base: the ontology's, with which IRIs begin.
    """
    naming = _Naming(outlines)
    round_ = 0
    while number > 0:
        renamed = _Round(naming, round_, base)
        for outline in outlines[:number]:
            yield renamed.outline(outline)
        number -= len(outlines)
        round_ += 1


def many_texts(texts: Sequence[str], outlines: Sequence[Outline], number: int, *, base: str) -> Iterator[str]:
    """Yield so many texts, made from the given ones: in each round the words of names become the same others.

    Args:
        texts: of articles; days and figures stay in them.
        outlines: what the articles say, of which only the names matter here.
        number: how many to make.
        base: the ontology's, with which IRIs begin.
    """
    naming = _Naming(outlines)
    for first in range(0, number, len(texts)):
        renamed = _Round(naming, first // len(texts), base)
        yield from map(renamed.text, texts[: number - first])


class _Naming:
    """What is known of the names of all given outlines."""

    def __init__(self, outlines: Iterable[Outline]) -> None:
        holders: dict[str, set[str]] = defaultdict(set)
        self.known: dict[str, tuple[bool, frozenset[str]]] = {}
        self.persons: dict[str, bool] = {}  # a word of a person's name: is it the last?
        for outline in outlines:
            for mention in outline.mentions:
                words = {w for name in mention.names for w in _WORD.findall(name)}
                for one in words:
                    holders[one].add(mention.label)
                if mention.type.endswith("Person"):
                    self.persons.update({one: mention.label.endswith(one) for one in words})
                if _in_gazetteer(mention):
                    place, before = self.known.get(mention.identity or "", (False, frozenset()))
                    self.known[mention.identity or ""] = (place or mention.type.endswith("Place"), before | words)
        self.common = {one for one, labels in holders.items() if len(labels) >= COMMON and not one.isupper()}
        self.words = holders.keys()


def _in_gazetteer(mention: Mention) -> bool:
    return bool(mention.identity) and "/" not in (mention.identity or "")


class _Round:
    """The names, days and figures of one round."""

    def __init__(self, naming: _Naming, number: int, base: str) -> None:
        self._naming = naming
        self._number = number
        self._base = base
        self._shift = timedelta(days=number * APART % SPREAD - SPREAD // 2)
        self._kept = {
            identity
            for identity, (place, _) in naming.known.items()
            if _number(number, identity) % (KEPT_PLACES if place else KEPT) == 0
        }
        frozen = {one for identity in self._kept for one in naming.known[identity][1]}
        self._fixed = frozen | naming.common

    def outline(self, outline: Outline) -> Outline:
        """Return the outline of an article of this round."""
        identifier = f"{outline.identifier}-{self._number}"
        return replace(
            outline,
            iri=document_iri(self._base, identifier),
            identifier=identifier,
            published=self._day(outline.published) if outline.published else None,
            sketch=tuple(sorted({(h & ~FINE) | (_number(self._number, h) & FINE) for h in outline.sketch})),
            mentions=tuple(map(self._mention, outline.mentions)),
            reports=tuple(map(self._report, outline.reports)),
        )

    # -- names ------------------------------------------------------------------------------

    def _mention(self, mention: Mention) -> Mention:
        if mention.identity in self._kept:
            return mention
        person = mention.type.endswith("Person")
        label, *others = (self._name(name, person) for name in mention.names)
        identity = mention.identity
        if identity is not None:
            kind = identity.partition("/")[0] if "/" in identity else slug(mention.type.rpartition("#")[2])
            _, divided, beside = identity.partition("--")
            identity = f"{kind}/{slug(label)}" + (f"--{slug(word(_number(self._number, beside)))}" if divided else "")
        return replace(mention, names=(label, *sorted({*others} - {label})), identity=identity)

    def _name(self, name: str, person: bool) -> str:
        words = _WORD.findall(name)
        if not person and not any(one[0].isupper() and one not in self._fixed for one in words):
            own = f"{word(_number(self._number, name))} " if any(one[0].isupper() for one in words) else ""
            return own + name
        last = words[-1] if words else ""
        return _WORD.sub(lambda found: self._word(found[0], person, found[0] == last), name)

    def text(self, text: str) -> str:
        """Return a text with the names of this round."""
        return _WORD.sub(lambda found: self._written(found[0]), text)

    def _written(self, one: str) -> str:
        name = one if one in self._naming.words else one.rstrip(".")  # a sentence may end with it
        if name not in self._naming.words:
            return one
        last = self._naming.persons.get(name)
        return self._word(name, last is not None, bool(last)) + one[len(name) :]

    def _word(self, one: str, person: bool, last: bool) -> str:
        if not one[0].isupper() or (one in self._fixed and not person):
            return one
        number = _number(self._number, one)
        if person:
            return word(_number("last", number % LAST)) if last else word(_number("first", number % FIRST))
        return _letters(number, len(one)) if one.isupper() and len(one) > 1 else word(number)

    # -- days and figures -------------------------------------------------------------------

    def _report(self, report: Report) -> Report:
        return replace(
            report,
            roles=tuple((role, tuple(map(self._filler, fillers))) for role, fillers in report.roles),
            told=tuple(Told(told.role, self._value(told.value), told.speaker) for told in report.told),
        )

    def _filler(self, filler: Filler) -> Filler:
        return filler if isinstance(filler, Ref) else self._value(filler)

    def _value(self, value: Concept | Value) -> Concept | Value:
        if isinstance(value, Concept):
            return value
        match value.datatype.rpartition("#")[2]:
            case "date":
                lexical = self._day(date.fromisoformat(value.lexical)).isoformat()
            case "gYearMonth":
                lexical = self._day(date.fromisoformat(f"{value.lexical}-15")).isoformat()[:7]
            case "gYear":
                lexical = self._day(date.fromisoformat(f"{value.lexical}-07-01")).isoformat()[:4]
            case "integer":
                lexical = str(round(int(value.lexical) * self._stretch(value.lexical)))
            case "decimal":
                lexical = f"{float(value.lexical) * self._stretch(value.lexical):.1f}".removesuffix(".0")
            case _:
                return value
        return replace(value, lexical=lexical)

    def _day(self, day: date) -> date:
        return day + self._shift

    def _stretch(self, lexical: str) -> float:
        """Return by how much a figure is less in this round, or as much."""
        return 1 - _number(self._number, lexical) % 9 / 100
