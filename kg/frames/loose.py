"""Loads the loose triggers of a frame: phrases with alternatives, which stand for very many plain ones.

"cut/shed {posts}"      each part is a word, words of which one stands there, or a list of the file's `words`
"farm_out/sell {work}"  an underscore holds the words of one alternative together
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

from kg.frames.records import Loose, Pattern, phrase
from kg.frames.source import Source, unknown
from kg.frames.yaml_lines import Lined

_KINDS = ("verbs", "nouns", "clauses")
_LIST = re.compile(r"\{(\w+)\}")


class LooseReader:
    """Reads loose triggers.

    Args:
        source: the file.
        words: its lists of words that phrases name in braces.
    """

    def __init__(self, source: Source, words: Lined) -> None:
        self.source = source
        self.lists = {name: [w for _, w in source.words(words, name, "words: ")] for name in words}

    def read(self, frame: str, spec: Lined) -> Loose:
        """Return the loose triggers of a frame."""
        where = f"{frame}: loose: "
        table = self.source.mapping(spec, "loose", f"{frame}: ")
        self.source.keys(table, _KINDS, where)
        found: dict[str, tuple[Pattern, ...]] = {}
        for kind in _KINDS:
            sure = {phrase(w) for w in spec.get(kind) or () if isinstance(w, str)}
            patterns: dict[Pattern, int] = {}
            for line, text in self.source.words(table, kind, where):
                for pattern in self._patterns(text, line, where):
                    if all(len(words) == 1 for words in pattern) and next(product(*pattern)) in sure:
                        self.source.wrong(line, f"{where}{text!r} is a trigger of {frame} already; one is right")
                    elif kind == "clauses" and len(pattern) == 1:
                        self.source.wrong(line, f"{where}{text!r} has no verb; a subject with its verb is right")
                    patterns.setdefault(pattern, line)
            found[kind] = tuple(patterns)
        return Loose(**found)

    def _patterns(self, text: str, line: int, where: str) -> Iterator[Pattern]:
        parts = [list(_parts(self._choices(part, line, where))) for part in text.split()]
        for chosen in product(*parts):
            yield tuple(words for part in chosen for words in part)

    def _choices(self, part: str, line: int, where: str) -> Iterator[tuple[str, ...]]:
        """Yield the phrases of which one may stand at a part."""
        for choice in part.split("/"):
            named = _LIST.fullmatch(choice)
            if named is None:
                yield phrase(choice.replace("_", " "))
            elif named[1] in self.lists:
                yield from map(phrase, self.lists[named[1]])
            else:
                self.source.wrong(line, f"{where}{unknown('list of words', named[1], self.lists)}")


def _parts(choices: Iterator[tuple[str, ...]]) -> Iterator[Pattern]:
    """Yield the single words as one set, and each phrase of more words by itself."""
    several = [*choices]
    single = frozenset(c[0] for c in several if len(c) == 1)
    if single:
        yield (single,)
    for choice in several:
        if len(choice) > 1:
            yield tuple(frozenset({word}) for word in choice)
