"""Every exception that kg raises on purpose: the whole tree, one line each.

An error says where, what, and what would be right. The command line prints the message as one
line and ends with `exit_code` (1: it failed, 2: it was called wrongly).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from difflib import get_close_matches
from functools import partial

_FEW = 12  # choices that are all named where none is near


class KgError(Exception):
    """Anything a user can cause or mend."""

    exit_code = 1


class UsageError(KgError):
    """The call itself is wrong: an option, a name or a query that cannot be meant."""

    exit_code = 2


class OntologyError(KgError):
    """What stands in `ontology/` contradicts itself. Holds every mistake, each with file and line."""

    def __init__(self, mistakes: Iterable[str]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__("\n".join(self.mistakes))

    def __reduce__(self) -> tuple[type[OntologyError], tuple[tuple[str, ...]]]:
        """Let it pass between processes."""
        return OntologyError, (self.mistakes,)


class ReadError(KgError):
    """A source cannot be read: missing, empty, binary, broken, too large."""


class EndedProcess(ReadError):
    """A document ended the process that read it, each time that it was tried. `digest` is its own."""

    def __init__(self, line: str, *, digest: str) -> None:
        self.digest = digest
        super().__init__(line)

    def __reduce__(self) -> tuple[Callable[..., EndedProcess], tuple[str]]:
        """Let it pass between processes."""
        return partial(EndedProcess, digest=self.digest), (str(self),)


class DocumentConflict(ReadError):
    """Two documents have one identifier and different text."""


class ModelError(KgError):
    """The spaCy model that was asked for is not installed or does not fit."""


class StoreError(KgError):
    """The graph folder is missing, locked, broken, or from another version."""


class QueryError(UsageError):
    """A SPARQL query cannot be parsed or run."""


class UnknownName(UsageError):
    """Nothing in the graph, or in a list of choices, has this name."""

    def __init__(self, what: str, name: str, known: Iterable[str]) -> None:
        self._made_of = (what, name, tuple(known))
        folded: dict[str, list[str]] = {}
        for choice in self._made_of[2]:
            folded.setdefault(choice.casefold(), []).append(choice)
        close = get_close_matches(name.casefold(), list(folded), n=3, cutoff=0.5)
        capital = name[:1].isupper()
        near = [c for one in close for c in sorted(folded[one], key=lambda c: c[:1].isupper() != capital)][:3]
        hint = f" Did you mean {', '.join(near)}?" if near else ""
        if not near and 0 < len(self._made_of[2]) <= _FEW:
            hint = f" There are: {', '.join(sorted(self._made_of[2]))}"
        super().__init__(f"no {what} is called {name!r}.{hint}")

    def __reduce__(self) -> tuple[type[UnknownName], tuple[str, str, tuple[str, ...]]]:
        """Let it pass between processes."""
        return UnknownName, self._made_of


class JudgementError(KgError):
    """A file of people's judgements cannot be read. Holds every mistake, each with file and line."""

    def __init__(self, mistakes: Iterable[str]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__("\n".join(self.mistakes))

    def __reduce__(self) -> tuple[type[JudgementError], tuple[tuple[str, ...]]]:
        """Let it pass between processes."""
        return JudgementError, (self.mistakes,)


class GoldError(KgError):
    """An annotation is not in the form that the scorer reads."""


class RequestRefused(KgError):
    """A server does not answer a request: it is too much, comes too often, takes too long, or may not be made.

    `status` is that of HTTP, `retry_after` the seconds after which asking again makes sense.
    """

    def __init__(self, status: int, line: str, *, retry_after: int | None = None) -> None:
        self.status = status
        self.retry_after = retry_after
        super().__init__(line)

    def __reduce__(self) -> tuple[Callable[..., RequestRefused], tuple[int, str]]:
        """Let it pass between processes."""
        return partial(RequestRefused, retry_after=self.retry_after), (self.status, str(self))


class BackupError(KgError):
    """A backup cannot be read: it is damaged, something else, or from a newer version."""
