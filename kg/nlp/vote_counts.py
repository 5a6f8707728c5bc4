"""What share of the votes a count gives to the proposal: "612 to 88", "nine to one", "four in five", "rejected by 88%".

A share is a figure in per cent with the unit "share"; against a proposal, its complement. The part of those entitled
who voted has the unit "poll". Only sentences that speak of voting are read: elsewhere "by 3 to 1" is a score.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Span

from kg.annotations import Figure

_VOTING = frozenset(
    (
        "vote ballot count margin majority approve ratify reject accept endorse favour favor referendum tally refuse "
        "throw turn bin spurn poll back repudiate carry"
    ).split()
)
_AGAINST = frozenset("reject repudiate spurn refuse bin against rejection".split())
_AGAINST_PHRASES = (
    ("turn", "down"),
    ("vote", "down"),
    ("throw", "out"),
    ("say", "no"),
    ("vote", "no"),
    ("not", "to"),
    ("kick", "out"),
)
_FEWEST = 20  # voters whose count gives a share; committees have fewer
_BETWEEN = re.compile(r"^\s*(?:votes?\s+|members?\s+|workers?\s+)?(?:to|-|–|votes? to|against)\s*$")
_IN_OR_OF = re.compile(r"^\s+(?:in|out of|in every)\s+$")
_FOR = re.compile(r"^\s*(?:\w+\s+){0,6}?(?:for|in favou?r)\b")
_NOT_FOR = re.compile(r"^\s*(?:\w+\s+){0,6}?against\b")
_VOTERS = (  # "of those who took part had"
    r"^(?:\s+of\s+(?:[\w'’-]+\s+){0,5}?[\w'’-]+)?\s+(?:(?:who|had|have|has|also|then)\s+){0,2}"
)
_AGAINST_IT = re.compile(
    _VOTERS + r"(?:(?:vot(?:ed|ing|e)|said|say|saying|were|was|opted)\s+(?:\w+ly\s+)?[\"'“‘]?"
    r"(?:no\b|against|opposed|down|to\s+(?:reject|refuse|spurn|oppose|throw|turn\s+(?:\w+\s+){0,4}?down))"
    r"|against\b(?!\s+\d)|opposed\b|reject(?:ed|ing)?\b|spurn(?:ed|ing)?\b|oppos(?:ed|ing)\b|repudiated\b|turn(?:ed|ing)\s+(?:\w+\s+){0,4}?down\b"
    r"|thr(?:ew|own)\s+(?:\w+\s+){0,4}?out\b)",
    re.IGNORECASE,
)
_AT_THE_POLL = re.compile(
    _VOTERS + r"(?:vot(?:ed|ing)|cast\s+(?:a\s+|their\s+)?(?:vote|ballot)s?|took\s+part|taking\s+part|turned\s+out)"
    r"(?=\s*[,.;:)–]|\s+in\s+the\s+(?:ballot|poll|vote|election)\b|\s*$)",
    re.IGNORECASE,
)
_WHO_VOTED = re.compile(  # "of those who took part in the ballot backed it": no part of those entitled
    r"^(?P<who>\s+of\s+(?:[\w'’-]+\s+){0,9}?(?:who|that)\s+(?:had\s+)?(?:took\s+part|taken\s+part|voted|"
    r"turned\s+out|participated|cast\s+(?:a\s+|their\s+)?(?:vote|ballot)s?)(?:\s+(?:in|on)\s+(?:the|a|its|their)\s+\w+)?)"
    r"(?P<did>\s+(?:\w+ly\s+)?(?:had\s+|have\s+)?(?:back|vot|said|support|were|was|reject|opt|favou?r|cho[os]|want|endors|approv|accept|"
    r"agreed|oppos|turn|thr[eo]w))",
    re.IGNORECASE,
)
_MOVING = frozenset("raise rise increase cut fall drop grow reduce climb jump go lift boost slash lower".split())
_BARS = frozenset({"threshold", "minimum", "quorum", "hurdle", "requirement"})  # figures of which no vote is told
_FRACTION = re.compile(
    r"\b(?:(?P<n>one|two|three|four|five|six|seven|eight|nine)[ -]"
    r"(?P<d>third|quarter|fifth|sixth|seventh|eighth|ninth|tenth)s)\b",
    re.IGNORECASE,
)
_PARTS = "zero one two third quarter fifth sixth seventh eighth ninth tenth".split()
_COUNTS = "zero one two three four five six seven eight nine ten".split()


def with_shares(doc: Doc, figures: Sequence[Figure]) -> Iterator[Figure]:
    """Yield the figures of a document; those that count votes are replaced by the share that they give."""
    text = doc.text
    parts = list(_fractions(doc, text))
    inside = {k for f in parts for k in range(f.start, f.end)}
    figures = [f for f in figures if f.start not in inside]
    i = 0
    while i < len(figures):
        one = figures[i]
        two = figures[i + 1] if i + 1 < len(figures) and figures[i + 1].start - one.end < 12 else None
        if two is not None and (share := _pair(doc, text, one, two)) is not None:
            yield share
            i += 2
            continue
        yield _voted(doc, text, one)
        i += 1
    yield from parts
    yield from _unanimous(doc, text)


def _pair(doc: Doc, text: str, one: Figure, two: Figure) -> Figure | None:
    """Return the share that two numbers give: "612 to 88", "two in three", "213 for, six against"."""
    between = text[_after(doc, one) : doc[two.start].idx]
    ratio = one.value / two.value if two.value else 9e9
    if _IN_OR_OF.match(between) and 0 < ratio < 1 and two.value in {3, 4, 5, 6, 8, 10, 20, 100}:
        return Figure(one.start, two.end, round(100 * ratio, 1), one.bound, "percent")
    if {one.unit, two.unit} - {"", "votes", "percent"} or one.value + two.value <= 0:
        return None
    if not _whole(one) and one.unit != "percent":
        return None
    sentence = doc[one.start].sent
    if one.unit != "percent" and two.value != 1 and one.value + two.value < _FEWEST:
        return None
    share = 100 * one.value / (one.value + two.value)
    if one.unit == "percent":
        share = one.value
        if not 98 <= one.value + two.value <= 102:
            return None
    if _BETWEEN.match(between):
        before = doc[one.start - 1].lower_ if one.start > sentence.start else ""
        if before in {"from", "between"} or not _votes(sentence):
            return None
        rejected = _rejected(sentence, one.start)
        return Figure(one.start, two.end, round(100 - share if rejected else share, 1), "exactly", "share")
    rest = text[_after(doc, two) : sentence.end_char]
    if _FOR.match(between) and _NOT_FOR.match(rest):
        return Figure(one.start, two.end, round(share, 1), "exactly", "share")
    if _NOT_FOR.match(between) and _FOR.match(rest):
        return Figure(one.start, two.end, round(100 - share, 1), "exactly", "share")
    return None


def _after(doc: Doc, figure: Figure) -> int:
    last = doc[figure.end - 1]
    return int(last.idx) + len(last)


def _whole(figure: Figure) -> bool:
    return figure.value == int(figure.value)


def _votes(sentence: Span) -> bool:
    return any(t.lemma_.lower() in _VOTING for t in sentence)


def _rejected(sentence: Span, at: int) -> bool:
    """Tell whether a count of votes turns something down: a word for it beside the count and no other vote between."""
    lemmas = [t.lemma_.lower() for t in sentence]
    here = at - sentence.start
    for k, lemma in enumerate(lemmas):
        if lemma in _AGAINST and abs(k - here) < 16:
            return True
        if any(a == lemma and b in lemmas[k + 1 : k + 5] for a, b in _AGAINST_PHRASES) and abs(k - here) < 16:
            return True
    return False


def _voted(doc: Doc, text: str, figure: Figure) -> Figure:
    """Return what a figure in per cent says of a vote, any other figure as it is.

    "Turned down by 88%" and "88% voted no" leave a share of 12 for the proposal; with "74% of its members voting" the
    figure is the poll.
    """
    if figure.unit != "percent" or figure.value > 100:
        return figure
    sentence = doc[figure.start].sent
    if not _votes(sentence):
        return figure
    rest = text[_after(doc, figure) : sentence.end_char]
    after = list(doc[figure.end : figure.end + 3])
    if any(t.lower_ in _BARS and not any(p.is_punct for p in after[:n]) for n, t in enumerate(after)):
        return Figure(figure.start, figure.end, figure.value, figure.bound, "threshold")
    who = _WHO_VOTED.match(rest)
    rest = rest[who.end("who") :] if who is not None else rest
    before = doc[max(0, figure.start - 1)]
    by = before.lower_ == "by" and before.head.lemma_.lower() not in _MOVING
    if before.lower_ == "by" and not by:
        return figure
    if _rejected(sentence, figure.start) if by else _AGAINST_IT.match(rest):
        return Figure(figure.start, figure.end, round(100 - figure.value, 1), figure.bound, "share")
    if who is None and _AT_THE_POLL.match(rest):
        return Figure(figure.start, figure.end, figure.value, figure.bound, "poll")
    return figure


def _fractions(doc: Doc, text: str) -> Iterator[Figure]:
    for match in _FRACTION.finditer(text):
        span = doc.char_span(*match.span(), alignment_mode="expand")
        part = _PARTS.index(match["d"].lower()) if match["d"].lower() in _PARTS else 0
        count = _COUNTS.index(match["n"].lower())
        if span is not None and count < part:
            yield Figure(span.start, span.end, round(100 * count / part, 1), "about-value", "percent")


def _unanimous(doc: Doc, text: str) -> Iterator[Figure]:
    if "nanimous" not in text:
        return
    for token in doc:
        if token.lower_ in {"unanimous", "unanimously"} and _votes(token.sent):
            yield Figure(token.i, token.i + 1, 100.0, "exactly", "share")
