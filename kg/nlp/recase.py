"""Headlines in capitals, or with Every Word Capitalised, brought to the case of running text.

A parser and a name finder that have learned from running text misread such lines. Each word of the
line takes the case in which the rest of the article has it. Lengths stay, so offsets stay.
"""

from __future__ import annotations

import re
from collections import Counter

_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_SHOUTED = 0.6  # share of capitalised words from which a line counts as a headline in capitals


def is_shouted(line: str) -> bool:
    """Tell whether a line is all capitals or capitalises most of its words."""
    words = [w for w in _WORD.findall(line) if len(w) > 3]
    return len(words) >= 3 and sum(w[0].isupper() for w in words) / len(words) > _SHOUTED


def recase(line: str, rest: str) -> str:
    """Return `line` in the case of `rest`, the running text of the same article; same length."""
    if not is_shouted(line):
        return line
    seen: dict[str, Counter[str]] = {}
    for match in _WORD.finditer(rest):
        word = match.group()
        start = match.start()
        after_stop = start < 2 or rest[start - 2] in '.!?\n"' or rest[start - 1] in '\n"'
        if after_stop and word[0].isupper():
            continue
        seen.setdefault(word.casefold(), Counter())[word] += 1
    upper = line.isupper() or sum(w.isupper() for w in _WORD.findall(line)) > 3

    def choose(match: re.Match[str]) -> str:
        word = match.group()
        forms = seen.get(word.casefold())
        if forms:
            best = max(sorted(forms), key=lambda f: forms[f])
            return best if len(best) == len(word) else word
        if match.start() == 0:
            return word[0].upper() + word[1:].lower() if upper else word
        return (word.lower() if upper else word[0].lower() + word[1:]) if word.isupper() == upper else word

    cased = _WORD.sub(choose, line)
    return cased if len(cased) == len(line) else line
