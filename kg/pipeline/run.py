"""What becomes of the documents of one build, counted as they pass."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from kg.errors import DocumentConflict, EndedProcess, KgError, ReadError
from kg.identity import document_digest
from kg.model import Document, Reading
from kg.pipeline.languages import Languages, by_number
from kg.pipeline.prefilter import Prefilter
from kg.pipeline.recalling import Recall
from kg.pipeline.report import BuildReport
from kg.store import GraphStore
from kg.store.aside import FILE as ASIDE
from kg.store.aside import read_aside

Progress = Callable[[str, int], None]


def _without_frames(error: KgError) -> KgError:
    """Return an error that does not keep what was at work when it was raised; see `_letting_go`."""
    link: BaseException | None = error
    while link is not None:
        link.__traceback__ = None
        link = link.__cause__ or link.__context__
    return error


class Run:
    """Counts what becomes of the documents of one build."""

    def __init__(self, on_error: Callable[[KgError], None] | None, progress: Progress | None) -> None:
        self.on_error = on_error
        self.progress: Progress = progress or (lambda _stage, _number: None)
        self.failed: list[KgError] = []
        self.read = self.unchanged = self.added = self.replaced = self.repeated = 0
        self.judged = self.unmatched = self.removed = 0
        self.ended: dict[str, str] = {}  # digests of documents that ended the process that read them, and how
        self.languages: Languages | None = None
        self.others: Counter[str] = Counter()  # documents in languages that are not read, set aside by shards
        self.sieve: Prefilter | None = None
        self.recall: Recall | None = None
        self.seen: dict[str, tuple[str, str]] = {}  # digest and origin of the first document of each identifier

    def report(self) -> BuildReport:
        """Return what was counted."""
        return BuildReport(
            self.read,
            self.unchanged,
            self.added,
            self.replaced,
            self.repeated,
            passed_over=self.sieve.count if self.sieve else 0,
            failed=tuple(self.failed),
            judged=self.judged,
            unmatched=self.unmatched,
            removed=self.removed,
            aside=by_number(self.others + Counter(dict(self.languages.aside if self.languages else ()))),
        )

    def fail(self, error: KgError) -> None:
        """Tell of something that is left out.

        Raises:
            KgError: the error itself, where nobody is to be told.
        """
        if self.on_error is None:
            raise error
        self.on_error(error)
        self.failed.append(_without_frames(error))

    def documents(self, documents: Iterable[Document]) -> Iterator[Document]:
        """Yield the documents of the sources, of those with one identifier the first."""
        for document in documents:
            self.read += 1
            digest = document_digest(document)
            if document.id not in self.seen:
                self.seen[document.id] = digest, document.origin
                yield document
            elif self.seen[document.id][0] == digest:
                self.repeated += 1
            else:
                first = self.seen[document.id][1]
                wrong = f"the identifier {document.id!r} is that of {first}, which says something else"
                self.fail(DocumentConflict(f"{document.origin}: {wrong}; give it one of its own"))

    def needed(self, documents: Iterable[Document], store: GraphStore, version: str) -> Iterator[Document]:
        """Yield the documents that are not stored, or from another text or version, but for those set aside before."""
        aside = read_aside(store.path, version)
        for document in documents:
            digest = document_digest(document)
            if store.holds(document.id, digest, version):
                self.unchanged += 1
            elif digest in aside:
                again = f"delete {store.path / ASIDE} to try again"
                self.fail(EndedProcess(f"{aside[digest]} in an earlier build; {again}", digest=digest))
            else:
                yield document

    def readings(self, results: Iterable[Reading | ReadError], store: GraphStore) -> Iterator[Reading]:
        """Yield what was read."""
        for result in results:
            if isinstance(result, ReadError):
                if isinstance(result, EndedProcess):
                    self.ended[result.digest] = str(result)
                self.fail(result)
                continue
            if store.digest(result.document.id):
                self.replaced += 1
            else:
                self.added += 1
            self.progress("reading", self.read)
            yield result
