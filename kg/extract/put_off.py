"""Happenings that are moved to another day: "postponed Friday's strike until 20 March", "put it back to August 4".

The one that was to be is called off and the one on the new day is planned. Where the text does not tell the old day,
there is only the one that is planned.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from kg.annotations import TimeExpression
from kg.extract.events import Found, Mention
from kg.extract.merge import Happening
from kg.frames import Language

_TO = frozenset({"to", "until", "till"})
_FOR = frozenset({"for", "on"})  # only after verbs that leave no doubt
_SURE = frozenset({"reschedule"})
_FAR = 4  # edges from a day to the verb that moves something to it
_HELD = frozenset({"dobj", "nsubjpass"})
_OPEN = frozenset({"may", "might", "could", "would", "should", "can", "'d"})
_TIMES = ("date", "startDate", "endDate")


@dataclass(frozen=True, slots=True)
class _Move:
    """A verb that moves something, the new days (of a span the first and the last), and the old day."""

    verb: Token
    days: tuple[str, ...]
    span: bool
    before: str | None
    own: frozenset[str]  # days on which it was moved: "on Monday the union postponed ..."


def put_off(happenings: Sequence[Happening], doc: Doc, language: Language) -> list[Happening]:
    """Return the happenings of a document, those that are moved to another day parted into the two.

    Args:
        happenings: with statuses and roles.
        doc: the parsed document.
        language: the domain's words.
    """
    moves = list(_moves(doc, language))
    if not moves:
        return list(happenings)
    roles = dict(zip(_TIMES, map(language.ontology.term, _TIMES), strict=True))
    found: list[Happening] = []
    for happening in happenings:
        move = next((m for m in moves if _moves_it(m, happening)), None)
        found += [happening] if move is None else _parted(happening, move, roles)
    return found


def _parted(happening: Happening, move: _Move, roles: Mapping[str, str]) -> list[Happening]:
    """Return what was to be, as called off, and what is to be."""
    date, start, end = (roles[name] for name in _TIMES)
    anew = {*move.days, *move.own}
    told: dict[str, list[Found]] = {
        r: [d for d in happening.roles.get(r, ()) if str(d) not in anew] for r in roles.values()
    }
    if move.before:
        told = {date: [move.before]}
    days: dict[str, list[Found]] = {date: list(move.days)}
    if move.span:
        days = {start: [move.days[0]], end: [move.days[-1]]}
    elif not move.before and happening.roles.get(start) and not happening.roles.get(date):
        days = {start: [move.days[0]]}
    rest = {r: list(v) for r, v in happening.roles.items() if r not in roles.values()}
    later = replace(happening, status="planned", roles=rest | days, mentions=list(happening.mentions))
    if not any(told.values()):
        return [later]
    happening.status, happening.roles = "cancelled", rest | {r: v for r, v in told.items() if v}
    return [happening, later]


def _moves(doc: Doc, language: Language) -> Iterator[_Move]:
    """Yield what is moved to a day that does not lie before the day of writing."""
    published = doc._.kg_published
    today = published.isoformat() if published is not None else ""
    for when in doc._.kg_dates:
        verb = _mover(doc, when, language.english.moving)
        if verb is None or when.values[-1] < today[: len(when.values[-1])]:
            continue
        span, days = when.kind == "span", when.values
        fromto = span and "from" in {t.lower_ for t in doc[max(0, when.start - 1) : when.start + 1]}
        own = frozenset(v for t in doc._.kg_dates if t is not when and _hangs_on(doc, t, verb) for v in t.values)
        yield _Move(verb, days[-1:], False, days[0], own) if fromto else _Move(verb, days, span, None, own)


def _hangs_on(doc: Doc, when: TimeExpression, verb: Token) -> bool:
    """Tell whether a day is that of a verb itself: "on Monday the union postponed"."""
    at = doc[when.start : when.end].root
    at = at.head if at.dep_ == "pobj" and at.head.lower_ == "on" else at
    return at.head.i == verb.i and at.dep_ in {"prep", "npadvmod"}


def _mover(doc: Doc, when: TimeExpression, moving: frozenset[tuple[str, ...]]) -> Token | None:
    """Return the verb that moves something to a day: over "to" or "until", whatever noun that was attached to."""
    at = doc[when.start : when.end].root
    plain = {t.lower_ for t in doc[max(0, when.start - 1) : when.start]}
    words = {t.lower_ for t in doc[when.start : when.end]} | plain
    words |= {at.head.lower_} if at.dep_ == "pobj" else set()
    for _ in range(_FAR):
        if at.head.i == at.i:
            return None
        at = at.head
        if _lemmas(at) & moving:
            sure = bool(words & _TO) or (bool(plain & _FOR) and at.lemma_ in _SURE)
            return at if sure and not any(c.dep_ == "neg" or c.lower_ in _OPEN for c in at.children) else None
        if at.pos_ in {"VERB", "AUX"}:
            return None
    return None


def _lemmas(verb: Token) -> set[tuple[str, ...]]:
    lemma = verb.lemma_.lower()
    return {(lemma,), *((lemma, c.lower_) for c in verb.children if c.dep_ in {"prt", "advmod"})}


def _moves_it(move: _Move, happening: Happening) -> bool:
    """Tell whether a happening is moved, and is none that took place and is told of apart from that, too."""
    moved = [_is_moved(m, move.verb) for m in happening.mentions]
    return any(moved) and not happening.weak and (happening.status != "occurred" or all(moved))


def _is_moved(mention: Mention, verb: Token) -> bool:
    """Tell whether a mention is of what a verb moves, or of what the pronoun that it moves stands for."""
    trigger = mention.trigger.head
    at = trigger.head if trigger.dep_ == "compound" and trigger.head.i > trigger.i else trigger
    if at.dep_ in _HELD and at.head.i == verb.i:
        return True
    held = [c for c in verb.children if c.dep_ in _HELD]
    near = trigger.sent == verb.sent and trigger.i < verb.i and mention.status != "occurred"
    return near and any(c.lower_ == "it" for c in held)
