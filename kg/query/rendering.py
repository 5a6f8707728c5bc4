"""Descriptions and evidence as plain text and HTML. Whatever comes from the graph is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import NamedTuple

from kg.query.records import (
    ClaimRecord,
    CourseRecord,
    Description,
    EntityRecord,
    EventRecord,
    EvidenceRow,
    Identification,
    Link,
    Part,
    Prominence,
    Record,
    ReportRecord,
    Said,
    StateRecord,
    StepRecord,
)
from kg.query.rows import align
from kg.query.terms import display

Fact = Link | Part | Said | StateRecord | StepRecord
FEW = 6  # documents that are named of those whose mentions were taken for one for the same reason
CLAIMS = ("of", "value", "who says it", "for whom", "article")


class Section(NamedTuple):
    """A heading with its facts, each with its evidence; or with a table."""

    heading: str
    facts: list[tuple[str, tuple[EvidenceRow, ...]]]
    columns: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()


def sections(what: Description) -> Iterator[Section]:
    """Yield what a description tells, under headings."""
    if isinstance(what.thing, EventRecord | ReportRecord):
        roles = dict.fromkeys(f.role for f in what.thing.roles)
        yield Section("Roles", [(_filled(role, what.thing), ()) for role in roles])
    if isinstance(what.thing, EventRecord) and what.thing.part_of is not None:
        yield Section(what.thing.part_of.class_label.capitalize(), [(what.thing.part_of.label, ())])
    yield from _told("Steps", what.steps)
    yield from _told("Status", what.states)
    if what.claims:
        yield Section("Told in different ways", [], CLAIMS, [_claim(claim) for claim in what.claims])
    yield from _told("Offices", what.offices)
    yield from _told("Relations", (*what.outgoing, *what.incoming))
    yield from _told("Events", what.events)
    yield from _told("Statements", what.statements)
    if what.identity:
        yield Section("One and the same", [(line, ()) for line in _identity(what.thing, what.identity)])
    if isinstance(what.thing, EventRecord):
        yield Section("Reports", [(_report(report), ()) for report in what.thing.reports])
    if what.evidence:
        yield Section("Read from", [("", (row,)) for row in what.evidence])


def _told(heading: str, facts: Iterable[Fact]) -> Iterator[Section]:
    found = [(line(fact), fact.evidence) for fact in facts]
    if found:
        yield Section(heading, found)


def line(fact: Fact) -> str:
    """Return a fact as one line."""
    match fact:
        case Link():
            said = f"{fact.subject} – {fact.title or fact.predicate_label} – {fact.object}"
            return f"{said} ({_rests(fact)})" if fact.documents else said
        case Part():
            roles = f", as {', '.join(fact.roles)}" if fact.roles else ""
            day = f", {fact.event.date}" if fact.event.date else ""
            return f"{fact.event.label} ({fact.event.status}{day}; {_rests(fact.event)}){roles}"
        case StateRecord():
            return f"{fact.on.isoformat()}: {fact.status}{_by(fact.reports)}"
        case StepRecord():
            return f"{fact.on.isoformat()}: {fact.kind} – {fact.event} ({fact.status}; {_many(fact.sources, 'source')})"
    about = f", about {fact.about}" if fact.about else ""
    return f"{fact.speaker} {fact.stance}{about}: {fact.text}"


def _rests(what: Link | EventRecord) -> str:
    """Return how far something is to be believed, and by how many."""
    return f"belief {what.belief:.2f}, {_many(what.sources, 'source')}"


def _many(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def _by(reports: Sequence[str]) -> str:
    return f" ({'; '.join(reports)})" if reports else ""


def _claim(claim: ClaimRecord) -> list[str]:
    return [claim.role_label, claim.value, claim.speaker or "", claim.organization or "", claim.where]


def _report(report: ReportRecord) -> str:
    copy = f", a copy of {report.copy_of}" if report.copy_of else ""
    return f"{report.document}: {report.status} ({report.where}{copy})"


def _identity(thing: Record, links: Iterable[Identification]) -> Iterator[str]:
    """Yield why mentions are one, those of one name, judgement and reason together."""
    alike: dict[tuple[str, ...], list[Identification]] = {}
    for link in links:
        other = "" if link.entity_iri == thing.iri else f" as {link.entity}"
        alike.setdefault((link.name, link.judgement + other, link.why, link.author), []).append(link)
    for (name, judgement, why, author), found in alike.items():
        documents = list(dict.fromkeys(link.document for link in found))
        more = f" and {len(documents) - FEW:,} more" if len(documents) > FEW else ""
        scores = sorted({f"{link.score:.2f}" for link in found})
        score = "–".join(dict.fromkeys((scores[0], scores[-1])))
        yield f"“{name}” in {', '.join(documents[:FEW])}{more}: {judgement}, {score} ({why}; {author})"


def _filled(role: str, event: EventRecord | ReportRecord) -> str:
    fillers = event.fillers(role)
    said = "; ".join(f"{f.qualifier} {f.label}" if f.qualifier else f.label for f in fillers)
    return f"{fillers[0].role_label}: {said}"


def head(thing: Record) -> tuple[str, str]:
    """Return the name of a thing, and a line on what it is."""
    match thing:
        case EventRecord():
            told = f"{_many(thing.documents, 'document')}, {_many(thing.sources, 'independent source')}"
            return thing.label, f"{thing.class_label}, {thing.status}; belief {thing.belief:.2f}; in {told}"
        case ReportRecord():
            return thing.label, f"{thing.class_label}, {thing.status}; as {thing.where} tells it"
        case CourseRecord():
            days = " to ".join(dict.fromkeys(day for day in (thing.first_day, thing.last_day) if day))
            return thing.label, f"{thing.class_label}; {days}" if days else thing.class_label
        case EntityRecord():
            also = f"; also: {', '.join(thing.names[1:])}" if thing.names[1:] else ""
            return thing.label, f"{thing.class_label}; in {_many(thing.documents, 'document')}{also}"


def place(found: Prominence) -> str:
    """Return how a thing stands in the whole, as one line."""
    said = f"{_many(found.degree, 'edge')}"
    if found.centrality is None or found.rank is None or found.linked is None or found.linked == 1:
        return said
    said += f"; centrality {found.centrality:.2f}, number {found.rank:,} of {found.linked:,} linked"
    return f"{said}; community of {found.community} ({found.size:,})"


def as_text(what: Description) -> str:
    """Return a description as plain text."""
    name, kind = head(what.thing)
    lines = [display(name), f"  {display(kind)}"]
    if what.prominence is not None:
        lines.append(f"  {display(place(what.prominence))}")
    if what.others:
        lines.append(f"  the name may also mean: {display(', '.join(what.others))}")
    for section in sections(what):
        lines.append(section.heading)
        if section.columns:
            table = align(section.columns, [[display(cell) for cell in row] for row in section.rows])
            lines += [f"  {row}" for row in table.split("\n")]
        for fact, evidence in section.facts:
            lines += [f"  {display(fact)}"] if fact else []
            lines += [f"    “{display(row.sentence)}” ({display(row.where)})" for row in evidence]
    return "\n".join(lines)


def as_html(what: Description) -> str:
    """Return a description as HTML."""
    name, kind = head(what.thing)
    pieces = [f"<h3>{_safe(name)}</h3><p>{_safe(kind)}</p>"]
    if what.prominence is not None:
        pieces.append(f"<p>{_safe(place(what.prominence))}</p>")
    if what.others:
        pieces.append(f"<p>The name may also mean: {_safe(', '.join(what.others))}</p>")
    for section in sections(what):
        items = "".join(f"<li>{_safe(fact)}{_quotes(evidence)}</li>" for fact, evidence in section.facts)
        body = _table(section.columns, section.rows) if section.columns else f"<ul>{items}</ul>"
        pieces.append(f"<h4>{_safe(section.heading)}</h4>{body}")
    return f"<div>{''.join(pieces)}</div>"


def evidence_table(rows: Iterable[EvidenceRow]) -> str:
    """Return pieces of evidence as an HTML table."""
    columns = ("sentence", "document", "published", "rule", "confidence")
    cells = [(r.sentence, r.title or r.document, str(r.published or ""), r.rule, f"{r.confidence:g}") for r in rows]
    return _table(columns, cells)


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    titles = "".join(f"<th>{_safe(title)}</th>" for title in columns)
    body = "".join(f"<tr>{''.join(f'<td>{_safe(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><thead><tr>{titles}</tr></thead><tbody>{body}</tbody></table>"


def _quotes(evidence: Iterable[EvidenceRow]) -> str:
    return "".join(f"<blockquote>{_safe(r.sentence)} <small>{_safe(r.where)}</small></blockquote>" for r in evidence)


def _safe(value: object) -> str:
    return escape(display(str(value)))
