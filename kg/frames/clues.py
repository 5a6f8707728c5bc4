"""Finds in raw text, without parsing it, the words and names by which a domain is told: the clues.

All of them stand in the domain's data already: triggers in `frames.yaml`, what calls things and people in
`lexicon.yaml`, known names in `names/`. Clues are counted in groups, for each frame, class and list of words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kg.frames.records import Frame, Language, Pattern, phrase

_WORD = re.compile(r"[^\W_]+")
_GAP = 3  # words that may stand between the parts of a verbal trigger, as in kg.extract.triggers
_FEW = 2  # a name of fewer letters is no clue: "BT" is, "A" is not
_MOST = 1 << 18  # forms that are remembered; then all are forgotten, so that memory does not grow for ever

Lemmas = Callable[[str], Collection[str]]
Text = list["_Form | None"]
Name = tuple[tuple[str, ...], str]  # the words after the first, and the group


@dataclass(frozen=True, slots=True, eq=False)
class _Phrase:
    """A clue: the words after its first, how many others may stand between them, and the group that it counts for."""

    rest: Pattern
    gap: int
    group: str
    name: str  # under which it counts by itself; "" where it is a single word
    blocks: bool = False  # it is none, and what it covers is none of its group either


@dataclass(slots=True)
class _Form:
    """What is known of a form: what it may be a form of, and which clues begin with it."""

    words: frozenset[str] = frozenset()
    told: tuple[str, ...] = ()  # the same, as they are counted
    groups: tuple[str, ...] = ()  # of which it is a clue by itself
    following: Mapping[str, Sequence[_Phrase]] = field(default_factory=dict)  # clues that begin with it, by the second
    reach: int = 0  # how many words further the second of these may stand
    names: Sequence[Name] = ()
    heads: Sequence[Name] = ()


class _Forms(dict[str, _Form | None]):
    """The forms that were met, each looked up once."""

    def __init__(self, look_up: Callable[[str], _Form | None]) -> None:
        super().__init__()
        self._look_up = look_up

    def __missing__(self, form: str) -> _Form | None:
        found = self[form] = self._look_up(form)
        return found


class ClueFinder:
    """Counts the clues of a domain in texts.

    Args:
        language: the domain's.
        lemmas: what a form in lower case may be a form of, itself included.
    """

    def __init__(self, language: Language, lemmas: Lemmas) -> None:
        self._lemmas = lemmas
        self._phrases: dict[str, list[_Phrase]] = {}
        self._names: dict[str, list[Name]] = {}
        self._heads: dict[str, list[Name]] = {}
        for frame in language.frames:
            self._add_frame(frame)
        self._add_lexicon(language)
        self._add_names(language)
        self._words = {w for rows in self._phrases.values() for row in rows for part in row.rest for w in part}
        self._words.update(self._phrases)
        self._forms = _Forms(self._look_up)

    def count(self, text: str) -> tuple[Counter[str], int]:
        """Return how often each clue and each group of clues stands in a text, and how many words the text has.

        Clues that share words count once for their group.
        """
        if len(self._forms) > _MOST:
            self._forms.clear()
        forms = _WORD.findall(text)
        known: Text = list(map(self._forms.__getitem__, forms))
        told: list[str] = []
        ends: dict[str, int] = {}  # of the last clue of each group
        blocked: dict[str, int] = {}
        named = 0
        for i, form in enumerate(known):
            if form is None or i < named:
                continue
            if form.names or form.heads:
                end = _name(forms, i, form, told)
                if end > i:
                    named = end
                    continue
            told += form.told
            if form.following:
                _tell(_found(known, i, form), i, told, ends, blocked)
            for group in form.groups:
                if i >= ends.get(group, 0) and i >= blocked.get(group, 0):
                    told.append(group)
        return Counter(told), len(forms)

    # -- the domain's words -----------------------------------------------------------------

    def _add_frame(self, frame: Frame) -> None:
        for words in frame.blocked:
            for kind in ("sure", "weak", "loose"):
                self._add(tuple(frozenset({w}) for w in words), 0, f"{frame.name} {kind}", blocks=True)
        for phrases, gap in ((frame.verbs, _GAP), (frame.nouns, 0)):
            for words in phrases:
                kind = "weak" if words in frame.weak else "sure"
                self._add(tuple(frozenset({w}) for w in words), gap, f"{frame.name} {kind}")
        for patterns, gap in ((frame.loose.verbs, _GAP), (frame.loose.nouns, 0), (frame.loose.clauses, _GAP)):
            for pattern in patterns:
                self._add(pattern, gap, f"{frame.name} loose")

    def _add_lexicon(self, language: Language) -> None:
        lexicon, short = language.lexicon, language.ontology.shorten
        for kind, nouns in (("noun", lexicon.generic), ("people", lexicon.named), ("office", lexicon.offices)):
            for word, type_ in nouns.items():
                self._add_words(word, f"{short(type_)} {kind}")
        for kind, words in (
            ("workplace", lexicon.workplaces),
            ("counted", lexicon.counted),
            ("spokesperson", lexicon.speaks),
            ("matter", lexicon.matter.under | lexicon.matter.object | lexicon.matter.beside),
        ):
            for word in sorted(words):
                self._add_words(word, kind)
        for reason, concept in lexicon.reasons.items():
            self._add_words(" ".join(reason), f"{short(concept)} reason")

    def _add_words(self, text: str, group: str) -> None:
        self._add(tuple(frozenset({w}) for w in phrase(text)), 0, group)

    def _add(self, pattern: Pattern, gap: int, group: str, *, blocks: bool = False) -> None:
        parts = tuple(_split(pattern))
        if parts:
            name = " ".join(map(min, parts)) if len(parts) > 1 else ""
            row = _Phrase(parts[1:], gap, group, name and f"{group}: {name}", blocks)
            for word in sorted(parts[0]):
                self._phrases.setdefault(word, []).append(row)

    def _add_names(self, language: Language) -> None:
        short, entries = language.ontology.shorten, language.gazetteer.entries
        for alias, identity, cautious in language.gazetteer.aliases():
            first, *rest = _WORD.findall(alias) or [""]
            if not cautious and len(alias) >= _FEW and first[:1].isupper():
                group = f"{short(entries[identity].type)} name"
                self._names.setdefault(first, []).append((tuple(rest), group))
        plain = {head for heads in language.gazetteer.heads.values() for head in heads}
        for type_, heads in language.gazetteer.heads.items():
            for head in heads:
                if head.endswith(" #") and head.split()[-2] in plain:
                    continue  # without its number a name of another class: "Wexlow District Council"
                first, *rest = _WORD.findall(head) or [""]
                self._heads.setdefault(first, []).append((tuple(rest), f"{short(type_)} name"))

    # -- the text ---------------------------------------------------------------------------

    def _look_up(self, form: str) -> _Form | None:
        words = frozenset(self._lemmas(form.lower())) & self._words
        rows = dict.fromkeys(row for word in sorted(words) for row in self._phrases.get(word, ()))
        following: dict[str, list[_Phrase]] = {}
        for row in rows:
            for word in sorted(row.rest[0]) if row.rest else ():
                following.setdefault(word, []).append(row)
        known = _Form(
            words,
            tuple(f"word {word}" for word in sorted(words)),
            tuple(dict.fromkeys(row.group for row in rows if not row.rest and not row.blocks)),
            following,
            max((row.gap + 1 for row in rows if row.rest), default=0),
            _longest(self._names.get(form, ())),
            _longest(self._heads.get(form, ())),
        )
        return known if words or known.names or known.heads else None


def _name(forms: list[str], i: int, form: _Form, told: list[str]) -> int:
    """Tell of the name that begins at a word; return where it ends, or the word itself where there is none."""
    for rest, group in form.names:
        end = i + 1 + len(rest)
        if tuple(forms[i + 1 : end]) == rest:
            told.append(group)
            return end
    if i and forms[i - 1][0].isupper():
        for rest, group in form.heads:
            end = i + 1 + len(rest)
            if tuple(forms[i + 1 : end]) == rest:
                told.append(group)
                return end
    return i


def _tell(
    found: Iterable[tuple[_Phrase, int]], at: int, told: list[str], ends: dict[str, int], blocked: dict[str, int]
) -> None:
    """Tell of the clues of more words that begin at a word, but for those that are blocked."""
    for row, end in found:
        group = row.group
        if at < blocked.get(group, 0):
            continue
        if row.blocks:
            blocked[group] = end
            continue
        told.append(row.name)
        if at >= ends.get(group, 0):
            ends[group] = at + 1 if row.gap else end
            told.append(group)


def _found(known: Text, at: int, first: _Form) -> Collection[tuple[_Phrase, int]]:
    """Return the clues of more words that begin at a word, each with its end: what blocks first, then the longest."""
    found: dict[_Phrase, int] = {}
    following = first.following
    for j, form in enumerate(known[at + 1 : at + 1 + first.reach], at + 1):
        if form is None:
            continue
        for word in form.words:
            for row in following.get(word, ()):
                if row not in found and j - at - 1 <= row.gap:
                    end = _matched(known, j, row)
                    if end:
                        found[row] = end
    if len(found) < 2:
        return found.items()
    return sorted(found.items(), key=lambda each: (not each[0].blocks, -len(each[0].rest), each[0].group, each[0].name))


def _longest(phrases: Iterable[Name]) -> list[Name]:
    return sorted(phrases, key=lambda each: (-len(each[0]), each))


def _split(pattern: Pattern) -> Iterator[frozenset[str]]:
    """Yield the parts of a pattern as the text is split: without what is no word."""
    for words in pattern:
        kept = frozenset(w for w in words if _WORD.fullmatch(w))
        if kept:
            yield kept


def _matched(known: Text, second: int, row: _Phrase) -> int:
    """Return where a clue ends whose second word stands at a place, 0 where it goes on otherwise."""
    i = second
    for wanted in row.rest[1:]:
        for j in range(i + 1, min(len(known), i + 2 + row.gap)):
            form = known[j]
            if form is not None and not wanted.isdisjoint(form.words):
                i = j
                break
        else:
            return 0
    return i + 1
