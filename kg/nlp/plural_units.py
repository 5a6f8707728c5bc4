"""Branches that share the plural of their noun: "CUPE Locals 3012 and 3890" are two.

Each is called as it would be alone, "CUPE Local 3012" and "CUPE Local 3890"; the first stands for the words before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set

from spacy.tokens import Doc

from kg.nlp.known_names import is_capital

_NUMBER = re.compile(r"^\d[\d-]*[A-Z]?$")
_MOST = 12  # numbers in a list
_LEFT = 6  # words before the noun that may belong to the name


def plural_units(doc: Doc, nouns: Set[str], taken: Set[int]) -> Iterator[tuple[int, int, str]]:
    """Yield where each branch of such a list stands (start, end), and what it is called.

    Args:
        doc: tokenised.
        nouns: for branches, in the singular: "Local", "Lodge".
        taken: the words that are parts of names already.
    """
    for token in doc:
        noun = token.text.removesuffix("s")
        if noun == token.text or noun.capitalize() not in nouns:
            continue
        numbers = _numbers(doc, token.i + 1)
        if not numbers:
            continue
        left = token.i
        while left > 0 and token.i - left < _LEFT and _belongs(doc, left - 1):
            left -= 1
        whole = doc[left : token.i].text if left < token.i else ""
        if not whole and (noun.islower() or doc[token.i + 1].text == ","):
            continue  # "two locals, 19 and 24, were hurt"
        known = any(i in taken for i in range(left, token.i))  # that name stays, and stands for itself
        for n, at in enumerate(numbers):
            name = f"{whole} {noun.capitalize()} {doc[at].text}".strip()
            yield (left if not n and not known else token.i if not n else at), at + 1, name


def _numbers(doc: Doc, i: int) -> list[int]:
    """Return where the numbers of a list stand: at least two, with "and" before the last."""
    found: list[int] = []
    if i < len(doc) and doc[i].text == ",":
        i += 1
    while i < len(doc) and len(found) < _MOST and _NUMBER.match(doc[i].text):
        found.append(i)
        marks = [t.lower_ for t in doc[i + 1 : i + 3]]
        if marks == [",", "and"]:
            i += 3
        elif marks[:1] in ([","], ["and"], ["&"]):
            i += 2
        else:
            break
    return found if len(found) > 1 and doc[found[-1] - 1].lower_ in {"and", "&"} else []


def _belongs(doc: Doc, i: int) -> bool:
    return is_capital(doc[i]) and not doc[i].is_punct and not (doc[i].is_stop and (not i or doc[i - 1].is_punct))
