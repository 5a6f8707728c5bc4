"""Keeps a graph up to date with folders, as files in them come, change and go."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from watchfiles import watch as changes_in

from kg.errors import KgError, ReadError, UsageError
from kg.model import Document
from kg.ontology import load
from kg.pipeline.building import Reader, domain_or_none, take_in
from kg.pipeline.choice import choose
from kg.pipeline.extractor import load_extractor
from kg.pipeline.recalling import noting
from kg.pipeline.report import BuildReport
from kg.pipeline.run import Run
from kg.readers import read_file
from kg.readers.sources import files_below, is_below
from kg.store import Place, place_of
from kg.store.files_read import State

STEP = 50  # milliseconds without a change after which what changed is read
LONGEST = 1_000  # milliseconds after which it is read even so
TICK = 200  # milliseconds


def watch(
    folders: str | Path | Sequence[str | Path],
    *,
    graph: Place,
    domain: str | None = None,
    workers: int | None = None,
    model: str | Sequence[str] | None = None,
    min_confidence: float = 0.0,
    judgements: Path | str | None = None,
    tell: Callable[[str], None] | None = None,
    on_error: Callable[[KgError], None] | None = None,
    progress: Callable[[str, int], None] | None = None,
) -> Iterator[BuildReport]:
    """Build a graph of folders, then bring it up to date with every change in them, without end.

    A document leaves the graph when no file of the folders holds it any more; one that this never saw there stays.
    The graph is the same to the byte as if it had been built of what the folders hold. Between two changes others may
    write to it; while they do, this waits.

    Args:
        folders: what to watch, with all folders below.
        graph: the graph's folder.
        domain: as for `build`, and so are the others:
        workers: processes that read the documents of the first build.
        model: what reads.
        min_confidence: the probability that every fact must have.
        judgements: a file of people's judgements; taken in once.
        tell: is told for whom this waits.
        on_error: is told of what cannot be read.
        progress: is told what is done.

    Yields:
        What was done, of the first build and of each change.

    Raises:
        UsageError: something that was named is no folder.
        KgError: a folder went away or cannot be watched; and as `build`.
    """
    named = [Path(one) for one in ([folders] if isinstance(folders, str | Path) else folders)]
    for folder in named:
        if not folder.is_dir():
            raise UsageError(f"{folder}: is no folder; only folders can be watched")
    if not named:
        raise UsageError("no folder is named; name what to watch")
    where = place_of(graph)
    if isinstance(where, Path) and any(where.resolve().is_relative_to(folder.resolve()) for folder in named):
        raise UsageError(f"{graph}: lies in a folder that is watched; put the graph beside it")
    reading = Reader(domain, choose(model, least=min_confidence), workers)
    kept = Kept(named)
    begun = False
    for changed in _changes(named):
        run = Run(on_error, progress)
        if not begun:
            kept.begin(run)
            taken = judgements
        elif not kept.look_at(changed, run):
            continue
        else:
            taken, reading = None, Reader(domain, reading.choice, 1)
        take_in(kept.documents(), run, reading, graph, gone=kept.gone, judgements=taken, wait=True, tell=tell)
        kept.done()
        yield run.report()
        if not begun:
            load_extractor(
                load(domain or domain_or_none(graph)).domain, reading.choice
            )  # the first change need not wait
            begun = True


def _changes(folders: Sequence[Path]) -> Iterator[set[Path]]:
    """Yield at once, and then whenever something changed below folders, the paths of that."""
    try:
        found = changes_in(
            *folders, watch_filter=None, step=STEP, debounce=LONGEST, rust_timeout=TICK, yield_on_timeout=True
        )
        for number, changes in enumerate(found):
            if changes or not number:
                yield {Path(path) for _, path in changes}
    except OSError as error:
        raise KgError(f"{folders[0]}: cannot be watched: {error.strerror or error}") from error


class Kept:
    """Which documents the files of folders hold.

    Of files that hold one identifier the first by name counts, as in a build; so whenever one of them changes, all
    of them are looked at again.
    """

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = [(folder, folder.resolve()) for folder in folders]
        self._held: dict[Path, set[str]] = {}  # identifiers by file
        self._files: defaultdict[str, set[Path]] = defaultdict(set)  # files by identifier
        self._read: dict[Path, list[Document]] = {}
        self._waiting: list[Path] = []
        self._gone: set[str] = set()
        self._run: Run

    def begin(self, run: Run) -> None:
        """Look at all files."""
        self._run = run
        self._waiting = sorted({path for folder, _ in self._folders for path in files_below(folder)}, key=Path.as_posix)

    def look_at(self, changed: Iterable[Path], run: Run) -> bool:
        """Look at what changed; return whether anything there is, or was, read.

        Raises:
            KgError: a folder that is watched is not there any more.
        """
        self._run = run
        for folder, _ in self._folders:
            if not folder.is_dir():
                raise KgError(f"{folder}: the folder is gone; the graph keeps what was read in it")
        files = {file for path in changed for file in self._files_at(path)}
        if not files:
            return False
        before = {name for file in files for name in self._held.get(file, ())}
        for file in files:
            self._take(file)
        now = {name for file in files for name in self._held.get(file, ())}
        beside = {file for name in before | now for file in self._files[name]} - files
        for file in beside:
            self._take(file)
        self._waiting = sorted((file for file in files | beside if file in self._read), key=Path.as_posix)
        self._gone |= before
        return True

    def documents(self) -> Iterator[Document]:
        """Yield the documents of the files that are looked at, sorted by file."""
        for file in self._waiting:
            if file in self._read:
                yield from self._read.pop(file)
            else:
                yield from self._documents(file)

    def gone(self) -> set[str]:
        """Return the identifiers that no file holds any more."""
        return {name for name in self._gone if not self._files[name]}

    def done(self) -> None:
        """Note that the graph is up to date."""
        self._gone.clear()
        self._read.clear()

    def _files_at(self, path: Path) -> Iterator[Path]:
        """Yield the files that are or were at a path, or below it."""
        for folder, real in self._folders:
            if path.is_relative_to(real) or path.is_relative_to(folder):
                place = folder / path.relative_to(real if path.is_relative_to(real) else folder)
                if place in self._held or (place != folder and is_below(place, folder)):
                    yield place
                elif place.is_dir() and not any(name.startswith(".") for name in place.relative_to(folder).parts):
                    yield from files_below(place)
                if place != folder and not place.is_file():
                    yield from [file for file in self._held if file.is_relative_to(place)]

    def _take(self, file: Path) -> None:
        if file.is_file():
            self._read[file] = list(self._documents(file))
        else:
            self._hold(file, set())

    def _documents(self, file: Path) -> Iterator[Document]:
        """Yield the documents of a file and note them. Where one of them cannot be read, what was there stays."""
        run, before = self._run, State.of(file)
        known = run.recall.passed(file, before) if run.recall is not None and before is not None else None
        if known is not None:
            self._hold(file, set(known))
            return
        found: set[str] = set()
        errors: list[ReadError] = []
        documents = read_file(file, on_error=errors.append)
        if before is not None:
            documents = noting(file, before, documents, run, right=lambda: not errors)
        for document in documents:
            found.add(document.id)
            yield document
        for error in errors:
            run.fail(error)
        self._hold(file, found | self._held.get(file, set()) if errors else found)

    def _hold(self, file: Path, names: set[str]) -> None:
        for name in self._held.pop(file, set()):
            self._files[name].discard(file)
        if names:
            self._held[file] = names
        for name in names:
            self._files[name].add(file)
