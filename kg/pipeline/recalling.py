"""Passes by the files that are as they were when a build read them, and whose documents need nothing now."""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import kg
from kg.errors import ReadError
from kg.identity import document_digest
from kg.model import Document
from kg.readers import Fetcher, find_sources, read_file, read_sources
from kg.readers.identity import STDIN, WEB
from kg.store import GraphStore
from kg.store.aside import read_aside
from kg.store.files_read import FilesRead, Held, State

if TYPE_CHECKING:
    from kg.pipeline.run import Run

Source = str | Path

PACKAGES = (
    *("charset-normalizer", "feedparser", "lxml", "py3langid", "pyarrow", "pypdf", "python-docx", "pyyaml"),
    *("spacy", "trafilatura", "warcio"),
)


def recall_version(text_column: str | None, language: str) -> str:
    """Return what tells what files hold: kg, what it reads with, the column that holds the text, the language read."""
    return f"kg {kg.__version__}; {_read_with()}; column {text_column!a}; language {language}"


def _read_with() -> str:
    """Return the versions of Python and of the packages that read files and tell languages."""
    versions = [f"python {platform.python_version()}"]
    for package in PACKAGES:
        with suppress(PackageNotFoundError):
            versions.append(f"{package} {version(package)}")
    return ", ".join(versions)


def documents_of(
    sources: Sequence[Source], run: Run, *, text_column: str | None, fetcher: Fetcher | None
) -> Iterator[Document]:
    """Return the documents of sources, but for those of files that `run.recall` passes by; files are found at once.

    Args:
        sources: as for `read_sources`.
        run: is told of what cannot be read, and counts what is passed by.
        text_column: the column of tables, or field of records, that holds the text.
        fetcher: fetches pages of the web.
    """
    pages = [source for source in sources if str(source).startswith(WEB)]
    files = [source for source in sources if not str(source).startswith(WEB)]
    found = find_sources(files, on_error=run.fail)
    return chain(
        chain.from_iterable(_of_file(path, run, text_column) for path in found),
        read_sources(pages, on_error=run.fail, text_column=text_column, fetcher=fetcher),
    )


def _of_file(path: Path, run: Run, text_column: str | None) -> Iterator[Document]:
    if str(path) == STDIN or (before := State.of(path)) is None:
        return read_file(path, on_error=run.fail, text_column=text_column)
    if run.recall is not None and run.recall.passed(path, before) is not None:
        return iter(())
    wrong: list[ReadError] = []

    def fail(error: ReadError) -> None:
        wrong.append(error)
        run.fail(error)

    documents = read_file(path, on_error=fail, text_column=text_column)
    return noting(path, before, documents, run, right=lambda: not wrong)


def noting(
    path: Path, before: State, documents: Iterable[Document], run: Run, *, right: Callable[[], bool]
) -> Iterator[Document]:
    """Yield the documents of a file, and let `run.recall` keep which they are.

    Args:
        path: the file.
        before: how it was before it was read.
        documents: what is read in it.
        run: the run that reads it.
        right: tells, when all is read, whether nothing was wrong; otherwise nothing is kept.
    """
    held: list[Held] = []
    for document in documents:
        held.append(Held(document.id, document_digest(document), document.origin.removeprefix(str(path))))
        yield document
    if run.recall is not None and right():  # there is one as soon as the graph is there
        run.recall.keep(path, before, held)


class Recall:
    """Knows what files held.

    Args:
        files: what earlier builds read in them.
        store: the graph that these documents go into.
        version: core:version of documents that are read now.
        run: counts what is passed by.
    """

    def __init__(self, files: FilesRead, store: GraphStore, version: str, run: Run) -> None:
        self._files = files
        self._store = store
        self._version = version
        self._run = run
        self._aside = read_aside(store.path, version)  # of which every build tells

    def passed(self, path: Path, now: State) -> list[str] | None:
        """Pass by a file if reading it would change nothing and tell nothing, and count its documents.

        Args:
            path: the file.
            now: how it is.

        Returns:
            The identifiers of its documents; None if it must be read.
        """
        held = self._files.held(path, now)
        if held is None or len({one.identifier for one in held}) < len(held):
            return None
        earlier = self._run.seen
        counts = []
        for one in held:
            before = earlier.get(one.identifier)
            if before is not None and before[0] != one.digest:
                return None
            count = self._repeated if before is not None else self._count_of(one)
            if count is None:
                return None
            counts.append(count)
        for one, count in zip(held, counts, strict=True):
            self._run.read += 1
            earlier.setdefault(one.identifier, (one.digest, f"{path}{one.place}"))
            count()
        return [one.identifier for one in held]

    def keep(self, path: Path, before: State, held: Iterable[Held]) -> None:
        """Keep what a file held; `before` is how it was before it was read."""
        self._files.note(path, before, held)

    def _count_of(self, one: Held) -> Callable[[], None] | None:
        """Return what counts a document that needs nothing; None for one that may need something."""
        sieve, languages = self._run.sieve, self._run.languages
        if self._store.holds(one.identifier, one.digest, self._version):
            return self._unchanged
        if one.digest in self._aside:
            return None
        if sieve is not None:
            return sieve.skip if sieve.knows(one.identifier, one.digest) else None
        language = self._files.language(one.digest)
        return None if language is None or languages is None else partial(languages.count, language)

    def _repeated(self) -> None:
        self._run.repeated += 1

    def _unchanged(self) -> None:
        self._run.unchanged += 1
