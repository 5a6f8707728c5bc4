"""What `KnowledgeGraph` returns: frozen records of plain Python values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


def where(name: str, day: date | None) -> str:
    """Return a document, and its day where that is known."""
    return f"{name}, {day.isoformat()}" if day else name


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
    """What events of the same parties are parts of: in industrial relations, a dispute. Days are ISO 8601."""

    iri: str
    label: str
    class_: str
    class_label: str
    first_day: str | None = None
    last_day: str | None = None


@dataclass(frozen=True, slots=True)
class ReportRecord:
    """One happening as one document tells it: `document` is its identifier, `copy_of` that of which it is a copy."""

    iri: str
    label: str
    class_: str
    class_label: str
    status: str
    days: tuple[str, ...]
    roles: tuple[Filler, ...]
    document: str
    title: str | None = None
    source: str | None = None
    published: date | None = None
    copy_of: str | None = None
    event: str | None = None  # the IRI of the event of all documents

    @property
    def date(self) -> str | None:
        """The first day named."""
        return self.days[0] if self.days else None

    @property
    def where(self) -> str:
        """The document, and its day where that is known."""
        return where(self.title or self.document, self.published)

    def fillers(self, role: str) -> tuple[Filler, ...]:
        """Return what fills the role with this label or IRI."""
        return tuple(f for f in self.roles if role in (f.role, f.role_label))


@dataclass(frozen=True, slots=True)
class EventRecord:
    """One happening as all documents tell it. `days` are ISO 8601; a day may lack its year ("--01-29").

    `status` is how it stands at last. `belief`, from 0 to 1, is how far it is to be believed; `documents` is
    in how many documents it stands, `sources` how many of these are independent (copies of one text are one);
    `reports` is what each document says, by day and identifier. `part_of` is None where it cannot be told.
    """

    iri: str
    label: str
    class_: str
    class_label: str
    status: str
    days: tuple[str, ...]
    roles: tuple[Filler, ...]
    belief: float
    documents: int
    sources: int
    reports: tuple[ReportRecord, ...] = ()
    part_of: CourseRecord | None = None

    @property
    def date(self) -> str | None:
        """The first day named."""
        return self.days[0] if self.days else None

    def fillers(self, role: str) -> tuple[Filler, ...]:
        """Return what fills the role with this label or IRI."""
        return tuple(f for f in self.roles if role in (f.role, f.role_label))


Record = EntityRecord | EventRecord | CourseRecord | ReportRecord
"""What a name may mean."""


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
        return where(self.title or self.document, self.published)


@dataclass(frozen=True, slots=True)
class Link:
    """A relation between two things, or an office (`title` is set) that `subject` holds in `object`.

    `belief`, `documents` and `sources` are as those of an event.
    """

    subject: str
    predicate: str
    predicate_label: str
    object: str
    other: str  # the IRI of the one that is not described
    title: str | None = None
    evidence: tuple[EvidenceRow, ...] = ()
    belief: float = 0.0
    documents: int = 0
    sources: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """An event, and the roles (their labels) that a thing has in it; none where it is part of a course."""

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
class Identification:
    """Why a mention is, is not or may be the thing `entity` (its label).

    `name` is what it is called in its document; `judgement` the label of a concept; `score` the probability;
    `author` "kg", or who judged.
    """

    mention: str
    name: str
    document: str
    entity: str
    entity_iri: str
    judgement: str
    score: float
    why: str
    author: str
    doubtful: bool = False  # whether it is neither surely the thing nor surely another


@dataclass(frozen=True, slots=True)
class Prominence:
    """How a thing stands in the whole: `degree` is how many edges it has.

    `centrality` is its PageRank among the `linked` things and events that one comes to from it over however many
    steps, as a multiple of their mean, and `rank` its place by that. `community` is the label of the most central
    of those with which it has most to do, `size` how many they are. None where they are too many to look at.
    """

    degree: int
    centrality: float | None = None
    rank: int | None = None
    linked: int | None = None
    community: str | None = None
    size: int | None = None


@dataclass(frozen=True, slots=True)
class StateRecord:
    """A status that an event had from a day on, and the reports that say so."""

    on: date
    status: str
    reports: tuple[str, ...]  # as titles and days
    evidence: tuple[EvidenceRow, ...] = ()


@dataclass(frozen=True, slots=True)
class ClaimRecord:
    """One of several values that are told of a role of an event: who says it, for whom, where and when.

    `speaker` is None where the article itself says so.
    """

    role: str
    role_label: str
    value: str
    speaker: str | None
    organization: str | None
    document: str
    title: str | None
    on: date | None
    report: str
    evidence: tuple[EvidenceRow, ...] = ()

    @property
    def where(self) -> str:
        """The article, and its day where that is known."""
        return where(self.title or self.document, self.on)


@dataclass(frozen=True, slots=True)
class StepRecord:
    """A step of a course: what step, on which day, by which event, and the status that this had then."""

    on: date
    kind: str
    event: str
    event_iri: str
    status: str
    sources: int
    evidence: tuple[EvidenceRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Description:
    """All that the graph says of one thing, event, course or report, each fact with its evidence."""

    thing: Record
    prominence: Prominence | None = None
    offices: tuple[Link, ...] = ()
    outgoing: tuple[Link, ...] = ()
    incoming: tuple[Link, ...] = ()
    states: tuple[StateRecord, ...] = ()
    claims: tuple[ClaimRecord, ...] = ()
    steps: tuple[StepRecord, ...] = ()
    events: tuple[Part, ...] = ()
    statements: tuple[Said, ...] = ()
    identity: tuple[Identification, ...] = ()
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
