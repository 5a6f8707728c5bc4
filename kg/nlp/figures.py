"""Numbers in words and digits, with what they count and how exact they are.

Words that only bound a number count as one: "tens of thousands" is at least 20,000, "hundreds" at least 200.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from spacy.tokens import Doc, Token

from kg.annotations import Figure
from kg.nlp.number_words import TENS, UNITS, read_words
from kg.nlp.vote_counts import with_shares

_SCALES = {
    "hundred": 1e2,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "mln": 1e6,
    "bln": 1e9,
    "lakh": 1e5,
    "crore": 1e7,
    "dozen": 12.0,
    "m": 1e6,
    "k": 1e3,
    "bn": 1e9,
}
_PLURALS = {"dozens": 24.0, "scores": 40.0, "hundreds": 200.0, "thousands": 2e3, "millions": 2e6, "tens": 20.0}
_PLURAL_SCALES = {"hundreds": 1e2, "thousands": 1e3, "millions": 1e6}
_PHRASES = (  # before a scale: "half a million", "several hundred"
    (("a", "quarter", "of", "a"), 0.25, "exactly"),
    (("a", "couple", "of"), 2.0, "about-value"),
    (("half", "a"), 0.5, "exactly"),
    (("a", "few"), 2.0, "atLeast"),
    (("a", "good"), 1.0, "atLeast"),
    (("several",), 2.0, "atLeast"),
    (("many",), 2.0, "atLeast"),
    (("a",), 1.0, "exactly"),
)
_STARTS = frozenset({*UNITS, *TENS, *_PLURALS, *(words[0] for words, _, _ in _PHRASES), "an"})
_BEGINS = re.compile(r"[£$€]?\d|(?:" + "|".join(TENS) + ")-", re.IGNORECASE)
_LONGEST_WORDS = 10  # tokens of a number in words
_POINT = re.compile(r"^\d{1,3}\.\d{3}$")
_PERCENT = frozenset({"%", "percent", "pct", "pc", "percentage", "p.c."})
_CURRENCY = frozenset(["£", "$", "€", "¥", "₹", "us$", "a$", "c$", "nz$", "rs", "rs.", "sh", "kr", "r"])
_MONEY_AFTER = frozenset(
    (
        "pounds dollars euros cents pence pesos rupees taka rand naira francs marks lire shillings cedis yen "
        "won kroner baht p pound dollar euro cent rupee peso kronor crowns guilders escudos drachmas guineas "
        "intis stg sterling dlr dlrs peseta pesetas ringgit rupiah kwacha shilling dirhams riyals yuan "
        "drs bolivars lira liras ruble rubles rouble roubles zloty zlotys forint forints"
    ).split()
)
_SPENDING = frozenset({"cost", "spend", "earn", "save", "invest", "lose", "worth"})
_DURATION = frozenset(
    (
        "day days hour hours week weeks month months year years minute minutes night nights o'clock am pm "
        "a.m. p.m. miles mile tonnes tons kilometres km metres"
    ).split()
)
_LONGEST = 20  # characters of a number in digits; a longer run of digits counts nothing
_COMMAS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_POINTS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?")
_DIGITS = re.compile(r"\d+(?:[.,]\d+)?")


def digits_value(text: str) -> float | None:
    """Read a number in digits; a comma or point before three digits parts thousands."""
    if len(text) > _LONGEST:
        return None
    if _COMMAS.fullmatch(text):
        return float(text.replace(",", ""))
    if _POINTS.fullmatch(text):
        return float(text.replace(".", "").replace(",", "."))
    return float(text.replace(",", ".")) if _DIGITS.fullmatch(text) else None


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
        doc._.kg_figures = tuple(with_shares(doc, list(self._find(doc))))
        return doc

    def _find(self, doc: Doc) -> Iterator[Figure]:
        i = 0
        named = {i for name in doc._.kg_names for i in range(name.start, name.end)}  # "Locals 7 and 12"
        starts = [t.i for t in doc if t.i not in named and (t.lower_ in _STARTS or _BEGINS.match(t.text))]
        for at in starts:
            if at < i:
                continue
            i = at
            read = self._number(doc, i)
            if read is None:
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
            counted = self._counted(doc, i, end)
            if unit == "" and (counted < 0 or doc[counted].lower_ in _DURATION) and _spent(doc[i:end].root):
                unit, counted = "money", -1
            yield Figure(start, end, value, bound, unit, counted)
            i = max(end, i + 1)

    def _number(self, doc: Doc, i: int) -> tuple[float, int, str] | None:
        """Read the number that begins at token `i`: value, end, bound."""
        words = [t.lower_ for t in doc[i : i + _LONGEST_WORDS]]
        if words[0] in {"a", "an"} and words[1:2] == ["hundred"]:
            read = read_words(["one", *words[1:]], 0)
            return (read[0], i + read[1], "exactly") if read else None
        for phrase, value, bound in _PHRASES:
            n = len(phrase)
            if tuple(words[:n]) == phrase and len(words) > n and words[n] in _SCALES and len(words[n]) > 2:
                return value * _SCALES[words[n]], i + n + 1, bound
        if words[0] in _PLURALS and doc[i].pos_ in {"NOUN", "NUM", "PROPN", "VERB", "ADJ"}:
            if len(words) > 2 and words[1] == "of" and words[2] in _PLURAL_SCALES:
                return _PLURALS[words[0]] * _PLURAL_SCALES[words[2]], i + 3, "atLeast"
            return None if words[0] == "tens" else (_PLURALS[words[0]], i + 1, "atLeast")
        return self._plain(doc, i, words)

    def _plain(self, doc: Doc, i: int, words: list[str]) -> tuple[float, int, str] | None:
        text = doc[i].text
        read = read_words(words, 0)
        if read:
            value, end = read[0], i + read[1]
            if words[read[1] : read[1] + 3] == ["and", "a", "half"]:
                value, end = value + 0.5, end + 3
            return self._scaled(doc, value, end)
        point = _POINT.match(text)
        if point and (self._unit(doc, i, i + 1)[0] in {"percent", "money"} or words[1:2] in (["million"], ["billion"])):
            return self._scaled(doc, float(text), i + 1)
        parted = self._parted(doc, i)
        if parted:
            return parted
        glued = re.match(r"^[£$€]?(\d[\d,.]*)(m|bn|k|pc|pct|p|%)?$", text, re.IGNORECASE)
        number = digits_value(text)
        if number is None and glued:
            number = digits_value(glued.group(1).rstrip(".,"))
            suffix = (glued.group(2) or "").lower()
            if number is not None:
                return number * _SCALES.get(suffix, 1.0), i + 1, "exactly"
        return None if number is None else self._scaled(doc, number, i + 1)

    def _parted(self, doc: Doc, i: int) -> tuple[float, int, str] | None:
        """Read thousands parted by spaces, "90 000"."""
        if not re.fullmatch(r"\d{1,3}", doc[i].text) or doc[i].text.startswith("0"):
            return None
        digits, end = doc[i].text, i + 1
        while end < len(doc) and doc[end - 1].whitespace_ and re.fullmatch(r"\d{3}", doc[end].text):
            digits, end = digits + doc[end].text, end + 1
        return (float(digits), end, "exactly") if end > i + 1 else None

    def _scaled(self, doc: Doc, value: float, end: int) -> tuple[float, int, str]:
        """Multiply by the scales that follow: "1.4 million", "10 lakh", "11 m" only where nothing parts them."""
        while end < len(doc):
            word = doc[end].lower_.rstrip(".")
            if word not in _SCALES or (len(word) < 3 and doc[end - 1].whitespace_):
                break
            value, end = value * _SCALES[word], end + 1
        return value, end, "exactly"

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
        if doc[end - 1].lower_.endswith("p") and doc[end - 1].text[0].isdigit():
            return "money", end
        # "430 day labourers"
        labour = len(after) > 1 and doc[end].tag_ == "NN" and doc[end + 1].tag_ == "NNS" and end - start == 1
        if (after[0] in _DURATION and not labour) or (after[0] == "-" and after[1:2] and after[1] in _DURATION):
            return "duration", end
        if after[0] in {"vote", "votes"}:
            return "votes", end
        return "", end

    def _counted(self, doc: Doc, start: int, end: int) -> int:
        """Return the token of the noun that is counted: by the parse, else the next noun."""
        for token in doc[start:end]:
            if token.dep_ in {"nummod", "quantmod", "compound", "amod"} and not start <= token.head.i < end:
                head: Token = token.head
                while head.dep_ in {"compound", "nmod"} and head.head.i > head.i:  # "1,150 smelter workers"
                    head = head.head
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


def _spent(number: Token) -> bool:
    """Tell whether a number without a noun is money: "it cost millions", "losing 40,000 a day"."""
    return number.dep_ in {"dobj", "attr", "npadvmod"} and number.head.lemma_.lower() in _SPENDING
