"""What a build did."""

from __future__ import annotations

from dataclasses import dataclass

from kg.errors import KgError


@dataclass(frozen=True, slots=True)
class BuildReport:
    """How many documents a build met, and what became of them.

    `read` counts the documents that the sources gave: those that stood in the graph already (`unchanged`),
    were new (`added`), came from a changed source, or were read by another version before (`replaced`), said
    the same as another of this build (`repeated`), are in a language that the model does not read (`aside`, with
    the number of each), can hold nothing of the domain (`passed_over`), or could not be taken up. `failed` tells of
    these, and of files and records that gave no document. `removed` counts those whose file is gone, where files
    are watched. `judged` counts people's
    judgements that were taken in, `unmatched` those of the graph whose fact or thing is not in it.
    """

    read: int = 0
    unchanged: int = 0
    added: int = 0
    replaced: int = 0
    repeated: int = 0
    passed_over: int = 0
    failed: tuple[KgError, ...] = ()
    judged: int = 0
    unmatched: int = 0
    removed: int = 0
    aside: tuple[tuple[str, int], ...] = ()

    def __str__(self) -> str:
        parts = [f"{number} {name}" for name, number in self._counts() if number]
        documents = "document" if self.read == 1 else "documents"
        judged = f"; {self.judged} judgement{'' if self.judged == 1 else 's'} taken in" if self.judged else ""
        return f"{self.read} {documents} read" + (f": {', '.join(parts)}" if parts else "") + judged

    def _counts(self) -> tuple[tuple[str, int], ...]:
        return (
            ("added", self.added),
            ("replaced", self.replaced),
            ("unchanged", self.unchanged),
            ("repeated", self.repeated),
            ("removed", self.removed),
            ("set aside", sum(number for _, number in self.aside)),
            ("passed over", self.passed_over),
            ("failed", len(self.failed)),
        )
