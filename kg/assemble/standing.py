"""Standing: what all reports of one happening come to, who said what of it, and how far it is to be believed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from kg.assemble.belief import Witness, belief
from kg.identity import node_iri
from kg.model import Concept, Ref, Value
from kg.ontology import MEMBERSHIP, Ontology
from kg.outlines import Outline, Report


@dataclass(frozen=True, slots=True)
class Source:
    """One report of a happening: its document, the article of which that is a copy, and the things of it by key.

    `named` are those of the things of which a name tells who they are.
    """

    outline: Outline
    report: Report
    twin: str
    entities: Mapping[str, str]
    named: frozenset[str]

    @property
    def node(self) -> str:
        """The IRI of the report."""
        return node_iri(self.outline.iri, "event", self.report.key)


def named_in(outline: Outline, entities: Mapping[str, str]) -> frozenset[str]:
    """Return those of the things of a document of which a name tells who they are; `entities` are its things by key."""
    mentions = outline.mentions
    return frozenset([entities[m.key] for m in mentions if m.identity is not None and m.key in entities])


def _commonest(types: Sequence[str]) -> str:
    if len(types) == 1:
        return types[0]
    counts = Counter(types)
    return min(counts, key=lambda iri: (-counts[iri], iri))


class State(NamedTuple):
    """A status that a happening had from a day on, and the reports that say so."""

    on: date
    status: str
    reports: tuple[str, ...]


class Claim(NamedTuple):
    """A value of a happening, as somebody gives it.

    `speaker` and `organization` are things, "" where the article itself tells.
    """

    role: str
    value: Concept | Value
    speaker: str
    organization: str
    report: str
    on: date | None


@dataclass(frozen=True, slots=True)
class Standing:
    """A happening as all its reports tell it.

    `things`, `concepts` and `values` fill its roles; of a role that holds one thing, what most of its independent
    sources say. `named` are the parties by names that tell who they are.
    """

    type: str
    status: str
    things: tuple[tuple[str, str], ...]
    concepts: tuple[tuple[str, str], ...]
    values: tuple[tuple[str, Value], ...]
    states: tuple[State, ...]
    claims: tuple[Claim, ...]
    belief: float
    documents: int
    sources: int
    named: frozenset[str]


class Standings:
    """Makes out how happenings of a domain stand."""

    def __init__(self, ontology: Ontology) -> None:
        self._ontology = ontology
        self._status = ontology.term("status")
        self._denied = ontology.term("denied")
        self._speaks = (ontology.term("speaksFor"), MEMBERSHIP)
        self._stages = ontology.stages

    def standing(self, sources: Iterable[Source]) -> Standing:
        """Return what reports of one happening come to, whatever their order."""
        them = sorted(sources, key=lambda source: (source.outline.published or date.max, source.node))
        states = self._states(them)
        things, concepts, values = self._roles(them)
        return Standing(
            type=_commonest([source.report.type for source in them]),
            status=states[-1].status if states else self._most([s.report.status for s in them]),
            things=things,
            concepts=concepts,
            values=values,
            states=states,
            claims=self._claims(them),
            belief=belief([self._witness(source) for source in them]),
            documents=len({source.outline.iri for source in them}),
            sources=len({source.twin for source in them}),
            named=frozenset().union(*(source.named for source in them)),
        )

    def _witness(self, source: Source) -> Witness:
        report = source.report
        return Witness(source.twin, report.confidence, accepted=report.accepted, denies=report.status == self._denied)

    def _most(self, statuses: Sequence[str]) -> str:
        if len(statuses) == 1:
            return statuses[0]
        counts = Counter(statuses)
        return min(counts, key=lambda iri: (-counts[iri], -self._stages.get(iri, 0), iri))

    def _states(self, sources: Sequence[Source]) -> tuple[State, ...]:
        """Return how the status went on: what was told on a day holds from it, unless it was further on before."""
        days: dict[date, list[Source]] = defaultdict(list)
        for source in sources:
            if source.outline.published is not None:
                days[source.outline.published].append(source)
        found: list[State] = []
        for day, told in sorted(days.items()):
            status = self._most([source.report.status for source in told])
            stage = self._stages.get(status, 0)
            if not found or (status != found[-1].status and stage >= self._stages.get(found[-1].status, 0)):
                reports = tuple(sorted(s.node for s in told if s.report.status == status))
                found.append(State(day, status, reports))
        return tuple(found)

    def _roles(
        self, sources: Sequence[Source]
    ) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...], tuple[tuple[str, Value], ...]]:
        things: set[tuple[str, str]] = set()
        told: dict[tuple[str, Concept | Value], set[str]] = defaultdict(set)
        for source in sources:
            for role, fillers in source.report.roles:
                for filler in fillers:
                    if isinstance(filler, Ref):
                        if filler.key in source.entities:
                            things.add((role, source.entities[filler.key]))
                    else:
                        told[role, filler].add(source.twin)
        kept = [pair for pair in told if self._holds(pair, told)]
        concepts = {(role, value.iri) for role, value in kept if isinstance(value, Concept)}
        values = {(role, value) for role, value in kept if isinstance(value, Value)}
        return tuple(sorted(things)), tuple(sorted(concepts)), tuple(sorted(values, key=repr))

    def _holds(self, pair: tuple[str, Concept | Value], told: Mapping[tuple[str, Concept | Value], set[str]]) -> bool:
        role = self._ontology.roles.get(pair[0])
        if role is None or not role.functional:
            return True
        rivals = [other for other in told if other[0] == pair[0]]
        return pair == min(rivals, key=lambda other: (-len(told[other]), repr(other)))

    def _claims(self, sources: Sequence[Source]) -> tuple[Claim, ...]:
        """Return the values of those roles of which different ones are told, each with who gives it."""
        found: dict[str, set[Claim]] = defaultdict(set)
        for source in sources:
            for told in source.report.told:
                speaker = source.entities.get(told.speaker, "") if told.speaker else ""
                organization = self._organization(source, told.speaker) if told.speaker else ""
                found[told.role].add(
                    Claim(told.role, told.value, speaker, organization, source.node, source.outline.published)
                )
        return tuple(
            sorted(
                (claim for claims in found.values() if self._differ(claims) for claim in claims),
                key=lambda claim: (claim.role, repr(claim.value), claim.speaker, claim.report),
            )
        )

    def _differ(self, claims: Iterable[Claim]) -> bool:
        """Tell whether values contradict each other: two numbers, or that something is so and that it is denied."""
        values = {claim.value.lexical if isinstance(claim.value, Value) else claim.value.iri for claim in claims}
        if any(isinstance(claim.value, Concept) for claim in claims):
            return self._denied in values and len(values) > 1
        return len(values) > 1

    def _organization(self, source: Source, speaker: str) -> str:
        ties = [tie for tie in source.outline.ties if tie.subject == speaker and tie.predicate in self._speaks]
        ties.sort(key=lambda tie: (self._speaks.index(tie.predicate), -tie.confidence, tie.object))
        return next((source.entities[tie.object] for tie in ties if tie.object in source.entities), "")
