"""What `KnowledgeGraph` returns: frozen records of plain Python values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class EntityRecord:
    """A thing in all documents. `names[0]` is the label, `documents` in how many documents it stands."""

    iri: str
    label: str
    names: tuple[str, ...]
    class_: str
    class_label: str
    documents: int


@dataclass(frozen=True, slots=True)
class Filler:
    """What fills a role of an event: a thing or concept (`iri` is set), or a number, day or text.

    `qualifier` says how exact a number is.
    """

    role: str
    role_label: str
    label: str
    iri: str | None = None
    qualifier: str | None = None


@dataclass(frozen=True, slots=True)
class CourseRecord:
    """What events of the same parties are parts of: in industrial relations, a dispute."""

    iri: str
    label: str
    class_: str
    class_label: str


@dataclass(frozen=True, slots=True)
class EventRecord:
    """One happening as one document tells it. `days` are ISO 8601; a day may lack its year ("--01-29").

    `part_of` is computed from all documents; None where it cannot be told.
    """

    iri: str
    label: str
    class_: str
    class_label: str
    status: str
    days: tuple[str, ...]
    roles: tuple[Filler, ...]
    document: str
    title: str | None = None
    published: date | None = None
    part_of: CourseRecord | None = None

    @property
    def date(self) -> str | None:
        """The first day named."""
        return self.days[0] if self.days else None

    def fillers(self, role: str) -> tuple[Filler, ...]:
        """Return what fills the role with this label or IRI."""
        return tuple(f for f in self.roles if role in (f.role, f.role_label))


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """Words of a document from which something was read.

    `sentence` is `original[start:end]` of the document's text; `document` is its identifier; `marks` are
    (start, end, role's IRI, or "" for the words that name the event); `node` is what was read.
    """

    sentence: str
    document: str
    title: str | None
    source: str | None
    published: date | None
    start: int
    end: int
    rule: str
    confidence: float
    marks: tuple[tuple[int, int, str], ...] = ()
    node: str = ""

    @property
    def where(self) -> str:
        """The document, and its day where that is known."""
        name = self.title or self.document
        return f"{name}, {self.published.isoformat()}" if self.published else name


@dataclass(frozen=True, slots=True)
class Link:
    """A relation between two things, or an office (`title` is set) that `subject` holds in `object`."""

    subject: str
    predicate: str
    predicate_label: str
    object: str
    other: str  # the IRI of the one that is not described
    title: str | None = None
    evidence: tuple[EvidenceRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """An event and the roles (their labels) that a thing has in it."""

    event: EventRecord
    roles: tuple[str, ...]
    evidence: tuple[EvidenceRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """A statement: the words, what the speaker does with them, and the event they are about."""

    iri: str
    speaker: str
    stance: str
    text: str
    about: str | None
    evidence: tuple[EvidenceRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Description:
    """All that the graph says of one thing or event, each fact with its evidence."""

    thing: EntityRecord | EventRecord
    offices: tuple[Link, ...] = ()
    outgoing: tuple[Link, ...] = ()
    incoming: tuple[Link, ...] = ()
    events: tuple[Part, ...] = ()
    statements: tuple[Said, ...] = ()
    evidence: tuple[EvidenceRow, ...] = ()
    others: tuple[str, ...] = field(default=())  # labels of what else has the name

    def text(self) -> str:
        """Return the description as plain text."""
        from kg.query.rendering import as_text

        return as_text(self)

    def __str__(self) -> str:
        return self.text()

    def _repr_html_(self) -> str:
        from kg.query.rendering import as_html

        return as_html(self)


class EvidenceList(list[EvidenceRow]):
    """Pieces of evidence, by date, document and place in the text; a notebook shows them as a table."""

    def _repr_html_(self) -> str:
        from kg.query.rendering import evidence_table

        return evidence_table(self)
