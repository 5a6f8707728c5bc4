"""Organisations, places and sites: what their names tell, and the country in which they stand.

One name in one country is one thing; a name of a class that belongs to one country, in two, is two. A short name
("CCWU", "Tasman") joins the one thing that bears it there; where two do, nothing is joined.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator

from kg.resolve.cases import Case
from kg.resolve.clusters import Doubt, Joining, Reason

KNOWN = Reason(0.99, "a name that the gazetteer knows")
COPY = Reason(0.98, "the same name in a copy of the article")
SAME_PLACE = Reason(0.97, "the same full name in the same country")
SAME_NAME = Reason(0.9, "the same full name")
SAME_COMPANY = Reason(0.85, "the same full name beside other names of the same articles")
ANYWHERE = Reason(0.8, "the same full name in another country")
INITIALS = Reason(0.85, "nearly the same name and the same short name")
SHORT = Reason(0.85, "a short name that one thing bears there")
ONE_OF = Reason(0.6, "a short name that several things bear there")
TWO_COUNTRIES = Reason(0.2, "the same name in another country")

_FEW = 2  # words of a name that may be another's in another country
_ALIKE = 0.6  # of the words of two names with one abbreviation


def keys(case: Case) -> Iterator[str]:
    """Yield what two cases must share one of, to be looked at together."""
    kind = {"place": "where", "site": "at"}.get(case.kind, "what")
    if case.mention.identity and "--" not in case.mention.identity:
        yield f"id {case.mention.identity}"
    for name in (*case.full, *case.short):
        yield f"{kind} {name}"


def join(joining: Joining) -> Iterator[Doubt]:
    """Join cases that have to do with each other by their names; yield what stays in doubt."""
    joining.join_by(lambda case: [case.known] if case.known else [], KNOWN)
    joining.join_by(lambda case: [(case.twin, case.mention.label)], COPY)
    for cases in _by(joining, lambda case: case.full).values():
        yield from _same_name(joining, cases)
    alone = [case for case in joining.cases.values() if not case.full]
    for cases in _by(joining, lambda case: case.short, alone).values():
        yield from _same_name(joining, cases, solo=True)
    _alike(joining)
    yield from _short(joining)


def _by(
    joining: Joining, names: Callable[[Case], Iterable[str]], cases: Iterable[Case] | None = None
) -> dict[str, list[Case]]:
    """Return the cases that share a name, by it."""
    found: dict[str, list[Case]] = defaultdict(list)
    for case in joining.cases.values() if cases is None else cases:
        for name in names(case):
            found[name].append(case)
    return dict(sorted(found.items()))


def _same_name(joining: Joining, cases: list[Case], *, solo: bool = False) -> Iterator[Doubt]:
    """Join the cases of one name, country by country; `solo` says that the name is a short one."""
    places: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        places[case.country].append(case)
    if not solo and any(case.national for case in cases):
        for country, there in sorted(places.items()):
            if _is_vague(there[0], country):
                places[country] = _in_company(joining, there)
    homes = [there for country, there in sorted(places.items()) if country and there]
    for there in homes:
        _together(joining, there, SAME_PLACE)
    yield from _abroad(joining, homes, solo=solo)
    nowhere = places.get("", [])
    if len(homes) < 2:
        _together(joining, nowhere, SAME_NAME)
    if not nowhere or not homes:
        return
    if len({joining.top(there[0].node) for there in homes}) == 1:
        joining.join(nowhere[0].node, homes[0][0].node, SAME_NAME)
        return
    told = Counter(case.document for case in nowhere)
    for case in nowhere:
        yield from _by_company(joining, case, homes if told[case.document] == 1 else [], homes)


def _is_vague(case: Case, country: str) -> bool:
    """Tell whether a name tells only beside others: "Local 61", "Labour Ministry" where no country is known."""
    names = case.full or case.short
    return not case.known and any(
        any(c.isdigit() for c in name) or (not country and len(name.split()) <= _FEW) for name in names
    )


def _in_company(joining: Joining, cases: list[Case]) -> list[Case]:
    """Join those of cases with one vague name in whose articles other names are the same; return one of each thing."""
    found: list[Case] = []
    for case in cases:
        own = case.full | case.short
        near = next((other for other in found if (case.beside & other.beside) - own), None)
        if near is None:
            found.append(case)
        else:
            joining.join(near.node, case.node, SAME_COMPANY)
    return found[:1] if len(found) == 1 else []


def _abroad(joining: Joining, homes: list[list[Case]], *, solo: bool) -> Iterator[Doubt]:
    """Join the cases of one name in several countries where their class belongs to none."""
    if not any(case.national for there in homes for case in there):
        for there in homes[1:]:
            joining.join(homes[0][0].node, there[0].node, ANYWHERE)
    elif not solo:
        for there in homes[1:]:
            if not _same_known(homes[0][0], there[0]):
                yield Doubt(there[0].node, homes[0][0].node, TWO_COUNTRIES)


def _by_company(joining: Joining, case: Case, near: list[list[Case]], homes: list[list[Case]]) -> Iterator[Doubt]:
    """Join a case of no known country with those of the country in whose articles most of the same names stand."""
    own = case.full | case.short
    shared = [len(case.beside & frozenset().union(*(there.beside for there in home)) - own) for home in near]
    best = max(shared, default=0)
    if best and shared.count(best) == 1:
        joining.join(homes[shared.index(best)][0].node, case.node, SAME_COMPANY)
        return
    for home in homes:
        yield Doubt(case.node, home[0].node, Reason(ONE_OF.score / len(homes), ONE_OF.words))


def _same_known(left: Case, right: Case) -> bool:
    return bool(left.known) and left.known == right.known


def _together(joining: Joining, cases: list[Case], reason: Reason) -> None:
    """Join cases of one name, but for those that a gazetteer tells apart."""
    apart: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        apart[case.known].append(case)
    named = [group for known, group in sorted(apart.items()) if known]
    for group in [*named, apart.get("", [])]:
        joining.join_all([case.node for case in group], reason)
    if len(named) == 1 and apart.get(""):
        joining.join(named[0][0].node, apart[""][0].node, reason)


def _alike(joining: Joining) -> None:
    """Join things of one country that share a short name and most words of their names."""
    for cases in _by(joining, lambda case: [f"{name} {case.country}" for name in case.short if case.full]).values():
        heads = {joining.top(case.node): case for case in reversed(cases)}
        tops = sorted(heads)
        for i, left in enumerate(tops):
            for right in tops[i + 1 :]:
                a, b = heads[left], heads[right]
                if not (a.known and b.known) and _overlap(a, b) >= _ALIKE:
                    joining.join(a.node, b.node, INITIALS)


def _overlap(left: Case, right: Case) -> float:
    """Return the largest share of words that two names of two things have in common."""
    return max(
        len(set(a.split()) & set(b.split())) / len(set(a.split()) | set(b.split()))
        for a in left.full
        for b in right.full
    )


def _short(joining: Joining) -> Iterator[Doubt]:
    """Join things with nothing but a short name with the one that bears it in the same country."""
    bearers: dict[str, list[Case]] = defaultdict(list)
    for case in joining.cases.values():
        if case.full:
            for name in {*case.short, *(word for full in case.full for word in _beginnings(full))}:
                bearers[name].append(case)

    def candidates(case: Case) -> list[str]:
        return [
            bearer.node
            for name in sorted(case.short)
            for bearer in bearers.get(name, ())
            if not (case.country and bearer.country) or case.country == bearer.country
        ]

    short = [case.node for case in joining.cases.values() if not case.full and case.short]
    yield from joining.attach(short, candidates, SHORT, ONE_OF)


def _beginnings(name: str) -> list[str]:
    """Return the initials of a name of several words, with and without its small words."""
    words = name.split()
    return ["".join(word[0] for word in words), "".join(word[0] for word in words if len(word) > 3)]
