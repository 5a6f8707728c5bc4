"""The judgements of a graph: the file in its folder, what it takes in, what it gives out, and what comes of it."""

from __future__ import annotations

import getpass
import subprocess
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path

from kg.assemble import Judged as JudgedPairs
from kg.errors import JudgementError, UsageError
from kg.identity import document_iri, node_iri
from kg.model import Entity
from kg.ontology import Ontology
from kg.resolve import Judgement, Judgements, Opinions, Unmatched, Verdict
from kg.resolve.lines import identified, read_lines, write_line
from kg.store import GraphStore, Place, open_read, open_write
from kg.store.readings import Page

FILE = "judgements.jsonl"
Tell = Callable[[str], None]
PAIRS = 10_000  # of mentions, that one judgement is about


# -- the file -----------------------------------------------------------------------------------


def read_judgements(store: GraphStore) -> Judgements:
    """Return the judgements on a graph.

    Raises:
        JudgementError: the file in the graph's folder has mistakes, each with its line.
    """
    text, name = _beside(store)  # most graphs have none, and every build asks
    return Judgements(read_lines(text, store.ontology, name=name) if text else (), store.ontology)


def _beside(store: GraphStore) -> tuple[str, str]:
    """Return the text of a graph's file, and what it is called."""
    name = f"{store.name}/{FILE}"
    try:
        return _decoded(store.read_beside(FILE), name), name
    except OSError as error:
        raise JudgementError([f"{name}: cannot be read: {error.strerror}"]) from error


def judgement_bytes(folder: Path | str) -> bytes:
    """Return the file of a graph's judgements as it is, empty where there is none. A killed writer leaves the old one.

    Raises:
        JudgementError: it cannot be read.
    """
    path = Path(folder) / FILE
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise JudgementError([f"{path}: cannot be read: {error.strerror}"]) from error


def read_file(path: Path | str, ontology: Ontology) -> list[Judgement]:
    """Return the judgements in a file that somebody names.

    Raises:
        UsageError: there is no such file.
        JudgementError: it has mistakes, each with its line.
    """
    if not Path(path).is_file():
        raise UsageError(f"{path}: there is no such file; name one that kg judge --export wrote")
    return read_lines(_text(Path(path)), ontology, name=str(path))


def add_judgements(
    store: GraphStore, lines: Iterable[Judgement], *, known: Judgements | None = None
) -> list[Judgement]:
    """Add to the file what it lacks, and return that. The lines that it has stay as they are, to the byte.

    Args:
        store: open for writing.
        lines: with author, time and identifier.
        known: what the file holds, where it has been read.

    Raises:
        JudgementError: the file has mistakes.
        StoreError: the graph is open for reading only, or the disk fails.
    """
    there = {judgement.id for judgement in (known or read_judgements(store)).all}
    new = [line for line in {line.id: line for line in lines}.values() if line.id not in there]
    if new:
        before = _beside(store)[0]
        before += "" if before.endswith("\n") or not before else "\n"
        after = "".join(f"{write_line(line, store.ontology)}\n" for line in new)
        store.replace_beside(FILE, (before + after).encode("utf-8", "replace"))
    return new


def export_judgements(path: Place) -> bytes:
    """Return the file of a graph's judgements as it is.

    Raises:
        StoreError: there is no graph.
        JudgementError: the file has mistakes.
    """
    with open_read(path) as store:
        read_judgements(store)
        return _beside(store)[0].encode()


def _text(path: Path) -> str:
    try:
        return _decoded(path.read_bytes(), str(path))
    except OSError as error:
        raise JudgementError([f"{path}: cannot be read: {error.strerror}"]) from error


def _decoded(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise JudgementError([f"{name}:{line}: not UTF-8; write it as kg judge --export does"]) from None


# -- judging ------------------------------------------------------------------------------------


def judge(
    path: Place,
    lines: Sequence[Judgement],
    *,
    author: str | None = None,
    time: str | None = None,
    wait: bool = False,
    tell: Tell | None = None,
) -> list[Judgement]:
    """Add judgements to a graph and compute again what follows from them. Return those that are new.

    Args:
        path: the graph's folder.
        lines: what is judged. Those without an author or a time get these:
        author: who judges; `who()` if None.
        time: when, in UTC; now if None, and after every judgement that is there.
        wait: wait until nobody else writes to the graph.
        tell: is told what `create_or_open` tells.

    Raises:
        StoreError: there is no graph, or another process writes to it.
        JudgementError: the file has mistakes.
    """
    added = store_judgements(path, lines, author=author, time=time, wait=wait, tell=tell)
    put_together(path, wait=wait, tell=tell)
    return added


def store_judgements(
    path: Place,
    lines: Sequence[Judgement],
    *,
    author: str | None = None,
    time: str | None = None,
    wait: bool = False,
    tell: Tell | None = None,
) -> list[Judgement]:
    """Add judgements to a graph, which is stale then; see `judge`."""
    with open_write(path, wait=wait, tell=tell) as store:
        known = read_judgements(store)
        return add_judgements(store, signed(known, lines, author=author, time=time), known=known)


def put_together(path: Place, *, wait: bool = False, tell: Tell | None = None) -> None:
    """Compute again what follows from documents and judgements, where something changed.

    Raises:
        StoreError: there is no graph, or another process writes to it.
        JudgementError: the file has mistakes.
    """
    from kg.pipeline.assembling import assemble

    with open_write(path, wait=wait, tell=tell) as store:
        assemble(store)


def signed(
    known: Judgements, lines: Iterable[Judgement], *, author: str | None = None, time: str | None = None
) -> list[Judgement]:
    """Return judgements with author, time and identifier, where they have none; later than those that are known."""
    when = time or next_time(known.all)
    by = author or who()
    named = (replace(line, author=line.author or by, time=line.time or when) for line in lines)
    return [identified(line, known.ontology) for line in named]


def next_time(made: Sequence[Judgement]) -> str:
    """Return the time of a judgement that is made now: later than those before, so that it counts.

    A clock that went wrong for a while does no harm: only the last hour of what was made is looked at.
    """
    now = datetime.now(UTC).replace(microsecond=0)
    last = max((line.time for line in made if line.time <= _stamp(now + timedelta(hours=1))), default="")
    if last >= _stamp(now):
        now = datetime.fromisoformat(last) + timedelta(seconds=1)
    return _stamp(now)


def _stamp(time: datetime) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")


def who() -> str:
    """Return the name of whoever sits here: git's, or that of the login."""
    try:
        command = ("git", "config", "user.name")
        name = subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
    except OSError:
        name = ""
    if not name:
        try:
            name = getpass.getuser()
        except (OSError, KeyError):
            raise UsageError("nobody knows who judges; say it with --author NAME") from None
    return name


# -- what comes of them -------------------------------------------------------------------------


def opinions(store: GraphStore, judgements: Judgements) -> Opinions:
    """Return what people hold of pairs of mentions."""
    return judgements.opinions({d: tuple(_entities(store, d)) for d in sorted(judgements.mentioned)})


def _entities(store: GraphStore, identifier: str) -> Iterator[Entity]:
    return Page(store.raw, store.terms, document_iri(store.ontology.base, identifier)).entities(evidence=False)


def judged_pairs(store: GraphStore, judgements: Judgements) -> JudgedPairs:
    """Return the pairs of mentions that people hold to be of one thing, of two, and open.

    Of several judgements on a pair the latest counts.
    """
    held: dict[tuple[str, str], tuple[Verdict, str]] = {}
    for link in opinions(store, judgements).links:
        left, right = ([_node(store, mention) for mention in side] for side in (link.left, link.right))
        for pair in _pairs(left, right):
            held[min(pair), max(pair)] = link.verdict, link.author

    def of(verdict: Verdict) -> Iterator[tuple[str, str, str]]:
        return ((*pair, author) for pair, (given, author) in held.items() if given == verdict)

    return JudgedPairs(together=of(Verdict.SAME), apart=of(Verdict.DIFFERENT), open_=of(Verdict.UNSURE))


def _node(store: GraphStore, mention: tuple[str, str]) -> str:
    return node_iri(document_iri(store.ontology.base, mention[0]), "entity", mention[1])


def _pairs(left: Sequence[str], right: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield each mention of the one with each of the other; of very many, each with the first of the other."""
    if len(left) * len(right) <= PAIRS:
        yield from product(left, right)
    else:
        yield from ((one, right[0]) for one in left)
        yield from ((left[0], other) for other in right)


def unmatched(store: GraphStore, judgements: Judgements) -> list[Unmatched]:
    """Return the judgements, or parts of them, on what is not in the graph, in their order."""
    present = {d.identifier for d in store.documents()}
    found = list(opinions(store, judgements).unmatched)
    for line in judgements.live:
        named = (
            {line.fact.document} if line.fact else {document for thing in line.things for document, _ in thing.mentions}
        )
        if len(line.things) != 2 and named and not named & present:
            found.append(Unmatched(line, "the document"))
    for identifier in sorted(judgements.documents & present):
        page = store.page(identifier)
        found += judgements.judge(page.reading()).unmatched
    known = {line.id for line in judgements.all}
    found += [
        Unmatched(line, f"the judgement {line.withdraws}")
        for line in judgements.all
        if line.withdraws is not None and line.withdraws not in known
    ]
    return sorted(dict.fromkeys(found), key=lambda lost: (lost.judgement.order, lost.what))
