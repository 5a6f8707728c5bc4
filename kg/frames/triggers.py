"""Checks the trigger words of frames: none stands twice, and none of the exceptions is idle."""

from __future__ import annotations

from collections.abc import Iterable

from kg.frames.records import phrase
from kg.frames.source import Source
from kg.frames.yaml_lines import Lined

_STEM = 3  # letters that two forms of a word have in common at least
Phrase = tuple[str, ...]


class TriggerCheck:
    """Checks frame after frame of one file.

    Args:
        source: the file.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self._owners: dict[tuple[str, Phrase], tuple[str, int]] = {}

    def check(self, frame: str, spec: Lined, line: int) -> None:
        """Check the triggers of a frame, against each other and against those of the frames before it."""
        where = f"{frame}: "
        verbs = [(at, phrase(w)) for at, w in self.source.words(spec, "verbs", where)]
        nouns = [(at, phrase(w)) for at, w in self.source.words(spec, "nouns", where)]
        if not verbs and not nouns:
            self.source.wrong(line, f"{where}no verbs and no nouns; at least one trigger is right")
        for kind, phrases in (("verb", verbs), ("noun", nouns)):
            for at, words in phrases:
                owner, first = self._owners.setdefault((kind, words), (frame, at))
                if owner != frame:
                    text = f"{' '.join(words)!r} is also a {kind} of {owner} (line {first})"
                    self.source.wrong(at, f"{where}{text}; a trigger stands in one frame")
        triggers = {words for _, words in (*verbs, *nouns)}
        for at, word in self.source.words(spec, "weak", where):
            if phrase(word) not in triggers:
                self.source.wrong(
                    at, f"{where}weak: {word!r} is no verb and no noun of the frame, so it cannot be weak"
                )
        for at, word in self.source.words(spec, "not", where):
            if not _can_block(phrase(word), [w for _, w in verbs], [w for _, w in nouns]):
                text = f"not: {word!r} covers no trigger of the frame, so it never applies"
                self.source.wrong(at, f"{where}{text}; a phrase around one is right, or none")


def _can_block(words: Phrase, verbs: Iterable[Phrase], nouns: Iterable[Phrase]) -> bool:
    """Tell whether a phrase can cover a trigger: the verb of a verbal one, or any word of a nominal one.

    The words of a nominal trigger follow one another, so where both overlap they must agree.
    """
    return any(_alike(w, verb[0]) for verb in verbs for w in words) or any(
        _overlaps(words, noun, shift) for noun in nouns for shift in range(1 - len(words), len(noun))
    )


def _overlaps(words: Phrase, noun: Phrase, shift: int) -> bool:
    return all(_alike(w, noun[i + shift]) for i, w in enumerate(words) if 0 <= i + shift < len(noun))


def _alike(a: str, b: str) -> bool:
    """Tell whether two words may be forms of one: phrases are compared as lemmas and as they stand in the text."""
    return a == b or (a[:_STEM] == b[:_STEM] and len(a) >= _STEM <= len(b))
