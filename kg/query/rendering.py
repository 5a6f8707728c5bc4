"""Descriptions and evidence as plain text and HTML. Whatever comes from the graph is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from kg.query.records import Description, EntityRecord, EventRecord, EvidenceRow, Link, Part, Said
from kg.query.terms import display

Fact = Link | Part | Said


def sections(what: Description) -> Iterator[tuple[str, list[tuple[str, tuple[EvidenceRow, ...]]]]]:
    """Yield the headings of a description with their facts, each with its evidence."""
    parts: tuple[tuple[str, Iterable[Fact]], ...] = (
        ("Offices", what.offices),
        ("Relations", (*what.outgoing, *what.incoming)),
        ("Events", what.events),
        ("Statements", what.statements),
    )
    if isinstance(what.thing, EventRecord):
        yield "Roles", [(_filled(role, what.thing), ()) for role in dict.fromkeys(f.role for f in what.thing.roles)]
        if what.thing.part_of is not None:
            yield what.thing.part_of.class_label.capitalize(), [(what.thing.part_of.label, ())]
    for heading, facts in parts:
        found = [(line(fact), fact.evidence) for fact in facts]
        if found:
            yield heading, found
    if what.evidence:
        yield "Read from", [("", (row,)) for row in what.evidence]


def line(fact: Fact) -> str:
    """Return a fact as one line."""
    if isinstance(fact, Link):
        return f"{fact.subject} – {fact.title or fact.predicate_label} – {fact.object}"
    if isinstance(fact, Part):
        day = f", {fact.event.date}" if fact.event.date else ""
        return f"{fact.event.label} ({fact.event.status}{day}), as {', '.join(fact.roles)}"
    about = f", about {fact.about}" if fact.about else ""
    return f"{fact.speaker} {fact.stance}{about}: {fact.text}"


def _filled(role: str, event: EventRecord) -> str:
    fillers = event.fillers(role)
    said = "; ".join(f"{f.qualifier} {f.label}" if f.qualifier else f.label for f in fillers)
    return f"{fillers[0].role_label}: {said}"


def head(thing: EntityRecord | EventRecord) -> tuple[str, str]:
    """Return the name of a thing, and a line on what it is."""
    if isinstance(thing, EventRecord):
        return thing.label, f"{thing.class_label}, {thing.status}; {thing.title or thing.document}"
    also = f"; also: {', '.join(thing.names[1:])}" if thing.names[1:] else ""
    plural = "" if thing.documents == 1 else "s"
    return thing.label, f"{thing.class_label}; in {thing.documents} document{plural}{also}"


def as_text(what: Description) -> str:
    """Return a description as plain text."""
    name, kind = head(what.thing)
    lines = [display(name), f"  {display(kind)}"]
    if what.others:
        lines.append(f"  the name may also mean: {display(', '.join(what.others))}")
    for heading, facts in sections(what):
        lines.append(f"{heading}")
        for fact, evidence in facts:
            lines += [f"  {display(fact)}"] if fact else []
            lines += [f"    “{display(row.sentence)}” ({display(row.where)})" for row in evidence]
    return "\n".join(lines)


def as_html(what: Description) -> str:
    """Return a description as HTML."""
    name, kind = head(what.thing)
    pieces = [f"<h3>{_safe(name)}</h3><p>{_safe(kind)}</p>"]
    if what.others:
        pieces.append(f"<p>The name may also mean: {_safe(', '.join(what.others))}</p>")
    for heading, facts in sections(what):
        items = "".join(f"<li>{_safe(fact)}{_quotes(evidence)}</li>" for fact, evidence in facts)
        pieces.append(f"<h4>{heading}</h4><ul>{items}</ul>")
    return f"<div>{''.join(pieces)}</div>"


def evidence_table(rows: Iterable[EvidenceRow]) -> str:
    """Return pieces of evidence as an HTML table."""
    body = "".join(
        f"<tr><td>{_safe(r.sentence)}</td><td>{_safe(r.title or r.document)}</td><td>{_safe(r.published or '')}</td>"
        f"<td>{_safe(r.rule)}</td><td>{r.confidence:g}</td></tr>"
        for r in rows
    )
    titles = "".join(f"<th>{title}</th>" for title in ("sentence", "document", "published", "rule", "confidence"))
    return f"<table><thead><tr>{titles}</tr></thead><tbody>{body}</tbody></table>"


def _quotes(evidence: Iterable[EvidenceRow]) -> str:
    return "".join(f"<blockquote>{_safe(r.sentence)} <small>{_safe(r.where)}</small></blockquote>" for r in evidence)


def _safe(value: object) -> str:
    return escape(display(str(value)))
