"""What passes between the stages: frozen records without input or output.

Terms are full IRIs. Offsets count Unicode code points. Those of a `Document` are positions in its
normalised `text`; those of `Evidence` and `Mark` are positions in its `original`, so that
`original[start:end] == exact` holds for every piece of evidence.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from unicodedata import combining


class SegmentKind(StrEnum):
    """The part an article's paragraph plays."""

    HEADLINE = "headline"
    BODY = "body"
    CAPTION = "caption"
    TEASER = "teaser"
    FOOTER = "footer"


@dataclass(frozen=True, slots=True)
class Segment:
    """A paragraph (or less) of the normalised text, `text[start:end]`, and the part it plays."""

    kind: SegmentKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """The way back from normalised to original offsets.

    From `normalised[i]` on, until the next entry, `original = position - normalised[i] + originals[i]`.
    Both are ascending and start with 0. The empty map is the identity.
    """

    normalised: tuple[int, ...] = ()
    originals: tuple[int, ...] = ()

    def back(self, position: int) -> int:
        """Return the offset in the original text of `position` in the normalised text."""
        if not self.normalised:
            return position
        i = bisect_right(self.normalised, position) - 1
        return position - self.normalised[i] + self.originals[i]


@dataclass(frozen=True, slots=True)
class Document:
    """One article.

    `id` is the given identifier or one made from the content. `original` is the text as the source
    gave it (a file's decoded content, a JSON record's `text`, the text of a web page); `text` is the
    same, normalised. `extra` holds the fields of the source that mean nothing to kg.
    """

    id: str
    text: str
    original: str
    offsets: OffsetMap = OffsetMap()
    title: str | None = None
    published: date | None = None
    source: str | None = None
    url: str | None = None
    extra: tuple[tuple[str, str], ...] = ()
    segments: tuple[Segment, ...] = ()
    origin: str = ""  # where it was read from, as the user named it: "news.jsonl:17"

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the offsets in `original` of `text[start:end]` (end is exclusive)."""
        if end <= start:
            return self.offsets.back(start), self.offsets.back(start)
        last = self.offsets.back(end - 1) + 1
        limit = self.offsets.back(end) if end < len(self.text) else len(self.original)
        while last < limit and combining(self.original[last]):
            last += 1  # the accent of a letter that was composed of two characters
        return self.offsets.back(start), last


@dataclass(frozen=True, slots=True)
class Mark:
    """Words inside a piece of evidence: those that name the event (`role` is ""), or that fill a role."""

    role: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words from which something was read: a sentence, or as much of it as was used.

    `rule` names the frame, template or model; `confidence` lies between 0 and 1.
    """

    start: int
    end: int
    exact: str
    rule: str
    confidence: float
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing of one document: an agent or a place.

    `key` is unique in the document, made from the name, and holds only a-z, 0-9 and "-". `identity` is
    what the thing is called in all documents, the last part of its IRI ("pcs" from a gazetteer, or
    "person/john-mooney" made from class and name); None when its name does not tell ("the council").
    """

    key: str
    type: str
    names: tuple[str, ...]  # the first is the label
    identity: str | None = None
    evidence: tuple[Evidence, ...] = ()

    @property
    def label(self) -> str:
        """The name that is shown."""
        return self.names[0]


@dataclass(frozen=True, slots=True)
class Ref:
    """A role filled by an entity of the same document."""

    key: str


@dataclass(frozen=True, slots=True)
class Concept:
    """A role filled by a concept of the ontology."""

    iri: str


@dataclass(frozen=True, slots=True)
class Value:
    """A role filled by a literal. `qualifier` (a concept's IRI) says how exact a number is."""

    lexical: str
    datatype: str
    qualifier: str | None = None


Filler = Ref | Concept | Value


@dataclass(frozen=True, slots=True)
class Event:
    """One happening as one document tells it."""

    key: str
    type: str
    status: str
    roles: tuple[tuple[str, tuple[Filler, ...]], ...]
    evidence: tuple[Evidence, ...]

    def fillers(self, role: str) -> tuple[Filler, ...]:
        """Return what fills the role with this IRI, in the order of the text."""
        return dict(self.roles).get(role, ())


@dataclass(frozen=True, slots=True)
class Relation:
    """An edge between two entities of one document.

    With a `title` it is an office held: a node of class `predicate` (org:Membership) with
    org:member, org:organization and org:role. Without, a plain edge.
    """

    subject: str
    predicate: str
    object: str
    evidence: tuple[Evidence, ...]
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """What one speaker said in one run of speech, quoted or reported."""

    key: str
    speaker: str
    stance: str
    text: str
    evidence: tuple[Evidence, ...]
    about: str | None = None  # an event's key


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read from one document. The parts are sorted by key, so that equal readings are equal."""

    document: Document
    entities: tuple[Entity, ...] = ()
    events: tuple[Event, ...] = ()
    relations: tuple[Relation, ...] = ()
    statements: tuple[Statement, ...] = ()
    reader: str = field(default="")  # extractor and model, with versions
