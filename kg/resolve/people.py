"""People, workforces and speakers without a name: what their names tell beside those around them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from kg.resolve.cases import Case, Kind
from kg.resolve.clusters import Doubt, Joining, Reason
from kg.resolve.things import COPY

SAME_OFFICE = Reason(0.97, "the same full name and the same organisation")
SAME_STORY = Reason(0.93, "the same full name beside the same parties")
SAME_COUNTRY = Reason(0.8, "the same full name in the same country, and no other organisation")
SURNAME = Reason(0.85, "the surname of one person of the same organisation")
SURNAME_STORY = Reason(0.75, "the surname of one person beside the same parties")
NAMESAKE = Reason(0.4, "the same full name beside other organisations")
ONE_OF = Reason(0.6, "the surname of several people there")
SAME_WORK = Reason(0.85, "the same work for the same employer or in the same union")

_SHORTEST = 4  # letters of a word that tells what work people do


def keys(case: Case) -> Iterator[str]:
    """Yield what two cases must share one of, to be looked at together."""
    if case.kind is Kind.PERSON:
        for name in case.short:
            yield f"who {name}"
        for name in case.full:
            yield f"who {name.rsplit(' ', 1)[-1]}"
    elif case.kind is Kind.GROUP:
        for word in work(case):
            for party in case.own or case.around:
                yield f"work {word} {party}"
    yield f"twin {case.twin} {case.mention.label.casefold()}"


def work(case: Case) -> set[str]:
    """Return the words that tell what work people do: the nouns in the plural."""
    words = {word for name in case.mention.names for word in name.casefold().replace("-", " ").split()}
    return {word.strip(",.'’").rstrip("s") for word in words if len(word) >= _SHORTEST and word.endswith(("s", "men"))}


def join(joining: Joining) -> Iterator[Doubt]:
    """Join cases that have to do with each other; yield what stays in doubt."""
    joining.join_by(lambda case: [(case.kind, case.twin, case.mention.label.casefold())], COPY)
    joining.join_by(
        lambda case: (
            [(word, at) for word in work(case) for at in case.own or case.around] if case.kind is Kind.GROUP else []
        ),
        SAME_WORK,
        told_apart=True,
    )
    people = [case for case in joining.cases.values() if case.kind is Kind.PERSON]
    named = [case for case in people if case.full]
    joining.join_by(lambda case: [(name, at) for name in _person(case) for at in case.own], SAME_OFFICE)
    joining.join_by(lambda case: [(name, at) for name in _person(case) for at in case.around], SAME_STORY)
    yield from _same_name(joining, named)
    yield from _surnames(joining, people)


def _person(case: Case) -> frozenset[str]:
    return case.full if case.kind is Kind.PERSON else frozenset()


def _same_name(joining: Joining, named: list[Case]) -> Iterator[Doubt]:
    """Join people of one name in one country of whom at most one is said to belong somewhere."""
    holders: dict[str, dict[str, Case]] = defaultdict(dict)
    for case in named:
        for name in case.full:
            holders[name].setdefault(joining.top(case.node), case)
    for _, found in sorted(holders.items()):
        for country in sorted({case.country for case in found.values()}):
            there = [case for _, case in sorted(found.items()) if case.country == country]
            placed = [case for case in there if _own(joining, case)]
            loose = [case for case in there if not _own(joining, case)]
            joining.join_all([case.node for case in loose], SAME_COUNTRY)
            if len(placed) == 1 and loose:
                joining.join(placed[0].node, loose[0].node, SAME_COUNTRY)
        first = min(found)
        for top in sorted({joining.top(node) for node in found} - {joining.top(first)}):
            yield Doubt(min(joining.members(top)), min(joining.members(first)), NAMESAKE)


def _own(joining: Joining, case: Case) -> bool:
    return any(joining.cases[node].own for node in joining.members(case.node))


def _surnames(joining: Joining, people: list[Case]) -> Iterator[Doubt]:
    """Join those who are called by a surname alone with the one person of that name near them."""
    bearers: dict[tuple[str, str], list[str]] = defaultdict(list)
    for case in people:
        if case.full:
            for name in case.short:
                for at in case.own | case.around:
                    bearers[name, at].append(case.node)
    bare = [case.node for case in people if not case.full]

    def own(case: Case) -> list[str]:
        return [node for name in case.short for at in case.own for node in bearers.get((name, at), ())]

    def around(case: Case) -> list[str]:
        return [node for name in case.short for at in case.around for node in bearers.get((name, at), ())]

    yield from joining.attach(bare, own, SURNAME, ONE_OF)
    yield from joining.attach(bare, around, SURNAME_STORY, ONE_OF)
