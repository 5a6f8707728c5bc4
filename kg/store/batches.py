"""Writes that happen whole or not at all."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import NamedTuple, Protocol

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, Triple, parse

from kg.quad_source import QuadSource

BULK = 5_000  # quads from which new files are faster than a transaction
ONE_STEP = 50_000  # quads that one transaction changes without taking too much memory
FIRST_STEP = 250_000  # quads that are put into an empty graph at once, to begin with
LAST_STEP = 1_000_000  # and in the end: the store merges the files of each step, so that few large steps cost less
WAITING = 1  # steps that wait to be stored

Pattern = tuple[NamedNode | None, NamedNode | None, NamedNode | None]


Note = Callable[[Iterable[Triple], Iterable[Triple]], object]


class Change(NamedTuple):
    """The triples that a graph loses and gains."""

    gone: list[Triple]
    new: set[Triple]


def insert(raw: Store, quads: Iterable[Quad], *, size: int) -> None:
    """Add quads, all or none of them. `size` is how many they are, at least about."""
    if size < BULK:
        raw.extend(quads)
    else:
        raw.bulk_extend(quads)


def replace_graph(raw: Store, graph: NamedNode, quads: Iterable[Quad]) -> None:
    """Make `quads` the whole of a graph, in one transaction."""
    raw.update(f"DROP SILENT GRAPH {graph} ; INSERT DATA {{ {_block(graph, (q.triple for q in quads))} }}")


def difference(raw: QuadSource, graph: NamedNode, wanted: Iterable[Quad]) -> Change:
    """Return what must change so that `wanted` is the whole of a graph."""
    new = {quad.triple for quad in wanted}
    gone: list[Triple] = []
    for quad in raw.quads_for_pattern(None, None, None, graph):
        if quad.triple in new:
            new.remove(quad.triple)
        else:
            gone.append(quad.triple)
    return Change(gone, new)


def apply(raw: Store, graph: NamedNode, change: Change) -> None:
    """Change a graph.

    At once where it only gains or where no more than `ONE_STEP` triples change; in steps otherwise,
    because a transaction of a million quads takes more than a gigabyte.
    """
    gone, new = change
    if gone and len(gone) + len(new) <= ONE_STEP:
        _update(raw, graph, gone, new)
        return
    for start in range(0, len(gone), ONE_STEP):
        _update(raw, graph, gone[start : start + ONE_STEP], ())
    if new:
        quads = (Quad(triple.subject, triple.predicate, triple.object, graph) for triple in new)
        insert(raw, quads, size=len(new))


def _update(raw: Store, graph: NamedNode, gone: Collection[Triple], new: Collection[Triple]) -> None:
    steps = [f"{word} DATA {{ {_block(graph, part)} }}" for word, part in (("DELETE", gone), ("INSERT", new)) if part]
    raw.update(" ; ".join(steps))


def _block(graph: NamedNode, triples: Iterable[Triple]) -> str:
    body = " .\n".join(map(str, triples))
    return f"GRAPH {graph} {{ {body} }}"


class Part(Protocol):
    """Triples that are to stand in a graph, and instead of what; see `kg.assemble.writing.Part`."""

    @property
    def patterns(self) -> Iterable[Pattern]:
        """What is replaced: the triples that fit."""

    @property
    def nodes(self) -> Iterable[Pattern]:
        """What is replaced: all triples of the subjects of those that fit."""

    @property
    def lines(self) -> Sequence[str]:
        """What is to stand there, as N-Triples."""


def revise(
    raw: Store,
    graph: NamedNode,
    parts: Iterable[Part],
    *,
    whole: bool,
    note: Note = lambda gone, new: None,
) -> None:
    """Put the triples of parts into a graph instead of those that they replace. Only what differs is written.

    Args:
        raw: the quads.
        graph: the graph.
        parts: in whatever order; nothing that one puts there is replaced by another.
        whole: whether the graph is empty, so that nothing is replaced.
        note: is told which triples the graph loses and gains, unless it is whole.
    """
    if whole:
        _fill(raw, graph, parts)
        return
    gone: set[Triple] = set()
    new: set[Triple] = set()
    for part in parts:
        wanted = set(_triples(_text(part.lines)))
        there = set(_standing(raw, graph, part))
        gone |= there - wanted
        new |= wanted - there
        if len(gone) + len(new) > ONE_STEP:
            note(gone - new, new - gone)
            apply(raw, graph, Change(list(gone - new), new))
            gone, new = set(), set()
    note(gone - new, new - gone)
    apply(raw, graph, Change(list(gone - new), new))


def _fill(raw: Store, graph: NamedNode, parts: Iterable[Part]) -> None:
    """Put the triples of parts into an empty graph. Lines are stored while the next are made."""
    waiting: deque[Future[None]] = deque()
    texts: list[bytes] = []
    number = stored = 0
    with ThreadPoolExecutor(max_workers=1) as storing:
        for part in parts:
            texts.append(_text(part.lines))
            number += len(part.lines)
            if number >= min(max(FIRST_STEP, stored), LAST_STEP):
                waiting.append(storing.submit(_load, raw, graph, b"".join(texts)))
                stored += number
                texts, number = [], 0
            while len(waiting) > WAITING:
                waiting.popleft().result()
        for step in waiting:
            step.result()
    if number < BULK:
        raw.extend(Quad(t.subject, t.predicate, t.object, graph) for t in _triples(b"".join(texts)))
    else:
        _load(raw, graph, b"".join(texts))


def _text(lines: Sequence[str]) -> bytes:
    return "".join([f"{line}\n" for line in lines]).encode()


def _load(raw: Store, graph: NamedNode, text: bytes) -> None:
    raw.bulk_load(text, RdfFormat.N_TRIPLES, to_graph=graph, lenient=True)


def _triples(text: bytes) -> Iterator[Triple]:
    return (quad.triple for quad in parse(text, RdfFormat.N_TRIPLES, lenient=True))


def _standing(raw: Store, graph: NamedNode, part: Part) -> Iterator[Triple]:
    for subject, predicate, value in part.patterns:
        for quad in raw.quads_for_pattern(subject, predicate, value, graph):
            yield quad.triple
    for subject, predicate, value in part.nodes:
        for quad in raw.quads_for_pattern(subject, predicate, value, graph):
            for other in raw.quads_for_pattern(quad.subject, None, None, graph):
                yield other.triple
