"""Numbers in words and digits, with what they count and how exact they are.

Words that only bound a number count as one: "tens of thousands" is at least 20,000, "hundreds" at least 200.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from spacy.tokens import Doc, Token

from kg.annotations import Figure

_UNITS = {
    w: float(i)
    for i, w in enumerate(
        (
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
            "sixteen seventeen eighteen nineteen"
        ).split()
    )
}
_TENS = {
    w: 10.0 * i
    for i, w in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2)
}
_SCALES = {
    "hundred": 1e2,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "lakh": 1e5,
    "crore": 1e7,
    "dozen": 12.0,
    "m": 1e6,
    "k": 1e3,
    "bn": 1e9,
}
_PLURALS = {"dozens": 24.0, "scores": 40.0, "hundreds": 200.0, "thousands": 2e3, "millions": 2e6, "tens": 20.0}
_PERCENT = frozenset({"%", "percent", "pct", "pc", "percentage", "p.c."})
_CURRENCY = frozenset(["£", "$", "€", "¥", "₹", "us$", "a$", "c$", "nz$", "rs", "rs.", "sh", "kr", "r"])
_MONEY_AFTER = frozenset(
    (
        "pounds dollars euros cents pence pesos rupees taka rand naira francs marks lire shillings cedis yen "
        "won kroner baht p pound dollar euro cent rupee peso kronor crowns guilders escudos drachmas guineas "
        "intis"
    ).split()
)
_DURATION = frozenset(
    (
        "day days hour hours week weeks month months year years minute minutes night nights o'clock am pm "
        "a.m. p.m. miles mile tonnes tons kilometres km metres"
    ).split()
)
_LONGEST = 20  # characters of a number in digits; a longer run of digits counts nothing
_DIGITS = re.compile(r"^\d{1,3}(?:[,.]\d{3})+(?:\.\d+)?$|^\d+(?:[.,]\d+)?$")


def digits_value(text: str) -> float | None:
    """Read a number in digits; a comma or point before three digits parts thousands."""
    if len(text) > _LONGEST or not _DIGITS.match(text):
        return None
    if re.match(r"^\d{1,3}(,\d{3})+(\.\d+)?$", text):
        return float(text.replace(",", ""))
    if re.match(r"^\d{1,3}(\.\d{3})+$", text) and not text.startswith("0"):
        return float(text.replace(".", ""))
    return float(text.replace(",", "."))


def _word_value(word: str) -> float | None:
    lower = word.lower()
    if lower in _UNITS:
        return _UNITS[lower]
    if lower in _TENS:
        return _TENS[lower]
    tens, dash, unit = lower.partition("-")
    if dash and tens in _TENS and unit in _UNITS:
        return _TENS[tens] + _UNITS[unit]
    return None


class FigureFinder:
    """The component `kg_figures`: sets `doc._.kg_figures`.

    Args:
        bounds: phrases before a number and the core concept of what they say.
    """

    def __init__(self, *, bounds: Mapping[tuple[str, ...], str]) -> None:
        self._bounds: dict[str, list[tuple[tuple[str, ...], str]]] = {}  # by their last word, the longest first
        for words, bound in sorted(bounds.items(), key=lambda x: -len(x[0])):
            self._bounds.setdefault(words[-1], []).append((words, bound))

    def __call__(self, doc: Doc) -> Doc:
        """Find the numbers of a parsed document."""
        doc._.kg_figures = tuple(self._find(doc))
        return doc

    def _find(self, doc: Doc) -> Iterator[Figure]:
        i = 0
        while i < len(doc):
            read = self._number(doc, i)
            if read is None:
                i += 1
                continue
            value, end, bound = read
            start, before = self._before(doc, i)
            bound = before or bound
            if (
                end < len(doc)
                and doc[end].text == "-"
                and end + 1 < len(doc)
                and doc[end + 1].lower_ in {"odd", "plus"}
            ):
                end, bound = end + 2, "about-value" if doc[end + 1].lower_ == "odd" else "atLeast"
            unit, end = self._unit(doc, i, end)
            if unit == "" and end + 1 < len(doc) and doc[end].lower_ == "or" and doc[end + 1].lower_ in {"so", "more"}:
                bound = "about-value" if doc[end + 1].lower_ == "so" else "atLeast"
            yield Figure(start, end, value, bound, unit, self._counted(doc, i, end))
            i = max(end, i + 1)

    def _number(self, doc: Doc, i: int) -> tuple[float, int, str] | None:
        """Read the number that begins at token `i`: value, end, bound."""
        word = doc[i].lower_
        if word == "half" and i + 2 < len(doc) and doc[i + 1].lower_ == "a" and doc[i + 2].lower_ in _SCALES:
            return _SCALES[doc[i + 2].lower_] / 2, i + 3, "exactly"
        if word in _PLURALS and doc[i].pos_ in {"NOUN", "NUM", "PROPN", "VERB"}:
            value, end = _PLURALS[word], i + 1
            if (
                end + 1 < len(doc)
                and doc[end].lower_ == "of"
                and doc[end + 1].lower_ in {"thousands", "millions", "hundreds"}
            ):
                scale = {"hundreds": 1e2, "thousands": 1e3, "millions": 1e6}[doc[end + 1].lower_]
                return value * scale, end + 2, "atLeast"
            return None if word in {"tens"} else (value, end, "atLeast")
        if word in {"several", "many"} and i + 1 < len(doc) and doc[i + 1].lower_ in {"hundred", "thousand"}:
            return 2 * _SCALES[doc[i + 1].lower_], i + 2, "atLeast"
        if word == "a" and i + 1 < len(doc) and doc[i + 1].lower_ in {"hundred", "thousand", "million", "dozen"}:
            return _SCALES[doc[i + 1].lower_], i + 2, "exactly"
        return self._plain(doc, i)

    def _plain(self, doc: Doc, i: int) -> tuple[float, int, str] | None:
        text = doc[i].text
        glued = re.match(r"^[£$€]?(\d[\d,.]*)(m|bn|k|pc|pct|p|%)?$", text, re.IGNORECASE)
        value = digits_value(text)
        if value is None and glued:
            value = digits_value(glued.group(1).rstrip(".,"))
            suffix = (glued.group(2) or "").lower()
            if value is not None:
                return value * _SCALES.get(suffix, 1.0), i + 1, "exactly"
        if value is None:
            value = _word_value(text)
        if value is None:
            return None
        end = i + 1
        if end + 1 < len(doc) and text.lower() in _TENS and doc[end].text == "-" and doc[end + 1].lower_ in _UNITS:
            value, end = value + _UNITS[doc[end + 1].lower_], end + 2
        total = value
        while end < len(doc):
            word = doc[end].lower_.rstrip(".")
            if word in _SCALES and (len(word) > 2 or not doc[end - 1].whitespace_):
                whole, group = (
                    divmod(total, 1000.0) if text.isalpha() and total > 1000 and _SCALES[word] == 100 else (0.0, total)
                )
                total, end = whole * 1000.0 + group * _SCALES[word], end + 1
            elif (
                word == "and"
                and end + 1 < len(doc)
                and total >= 100
                and (_word_value(doc[end + 1].text) or 0)
                and text.isalpha()
            ):
                total, end = total + (_word_value(doc[end + 1].text) or 0), end + 2
            elif text.isalpha() and total >= 100 and _word_value(doc[end].text):
                total, end = total + (_word_value(doc[end].text) or 0), end + 1
            else:
                break
        return total, end, "exactly"

    def _before(self, doc: Doc, i: int) -> tuple[int, str | None]:
        """Find a bounding phrase that ends before token `i`; a currency sign may stand between."""
        at = i - 1 if i and doc[i - 1].lower_ in _CURRENCY else i
        for words, bound in self._bounds.get(doc[at - 1].lower_, ()) if at else ():
            first = at - len(words)
            if first >= 0 and tuple(t.lower_ for t in doc[first:at]) == words:
                return first, bound
        return i, None

    def _unit(self, doc: Doc, start: int, end: int) -> tuple[str, int]:
        before = doc[start - 1].lower_ if start else ""
        if before in _CURRENCY or doc[start].text[:1] in "£$€":
            return "money", end
        after = [t.lower_ for t in doc[end : end + 3]]
        if not after:
            return "", end
        if after[0] in _PERCENT or (
            doc[end - 1].lower_.endswith(("%", "pc", "pct")) and doc[end - 1].text[0].isdigit()
        ):
            return "percent", end + (after[0] in _PERCENT)
        if after[:2] == ["per", "cent"]:
            return "percent", end + 2
        if after[0] in _MONEY_AFTER:
            return "money", end + 1
        if after[0] in _DURATION or (after[0] == "-" and len(after) > 1 and after[1] in _DURATION):
            return "duration", end
        if after[0] in {"vote", "votes"}:
            return "votes", end
        return "", end

    def _counted(self, doc: Doc, start: int, end: int) -> int:
        """Return the token of the noun that is counted: by the parse, else the next noun."""
        for token in doc[start:end]:
            if token.dep_ in {"nummod", "quantmod", "compound", "amod"} and not start <= token.head.i < end:
                head: Token = token.head
                if head.pos_ in {"NOUN", "PROPN"}:
                    return int(head.i)
        if end < len(doc) and doc[end].lower_ == "of":
            for child in doc[end].children:
                if child.dep_ == "pobj":
                    return int(child.i)
        for token in doc[end : end + 4]:
            if token.pos_ in {"NOUN", "PROPN"} and token.lower_ not in _SCALES:
                return int(token.i)
            if token.pos_ not in {"ADJ", "NOUN", "PROPN", "PUNCT", "DET"}:
                break
        return -1
