"""Lists of what there is: articles, courses of events, and the things of a class."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from kg.query.naming import find_class
from kg.serve.pages.paging import pages
from kg.serve.pages.records import Named, Paging, Row
from kg.store import terms as t

if TYPE_CHECKING:
    from kg.serve.pages.room import Room

ROWS = 100


@dataclass(frozen=True, slots=True)
class Listing:
    """A list: its heading, the names of its columns, a part of its rows, and by what it can be narrowed."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    paging: Paging
    choices: tuple[Named, ...] = ()
    chosen: str = ""


def documents(room: Room, *, first: int) -> Listing:
    """Return the articles, those of the latest days first."""
    them = room.articles
    rows = tuple(
        Row(
            Named(d.title, room.href(d.iri)),
            (Named(d.published), Named(d.source), Named(d.identifier)),
        )
        for d in them[first - 1 : first - 1 + ROWS]
    )
    label = room.word(t.DOCUMENTS.value)
    columns = ("title", "published", "source", "identifier")
    return Listing(label.capitalize(), columns, rows, pages(first, ROWS, len(them), _address("/documents")))


def courses(room: Room, *, first: int) -> Listing:
    """Return the courses of events, by first day, then label."""
    outlines = room.courses.outlines
    rows = tuple(
        Row(
            Named(label, room.href(iri)),
            (
                Named(str(begun or "")),
                Named(str(ended or "")),
                Named("", count=len(room.assembled.members(iri))),
            ),
        )
        for iri, label, begun, ended in outlines[first - 1 : first - 1 + ROWS]
    )
    class_ = room.word(room.ontology.term("Course"))
    event = room.word(room.ontology.term("Event"))
    columns = (class_, room.word(t.FIRST_DAY.value), room.word(t.LAST_DAY.value), f"{event}s")
    return Listing(f"{class_.capitalize()}s", columns, rows, pages(first, ROWS, len(outlines), _address("/disputes")))


def things(room: Room, *, class_: str, first: int) -> Listing:
    """Return the things of a class and those below it, those of most articles first.

    Args:
        room: of the graph.
        class_: its label, local name, prefixed name or IRI; of all if empty.
        first: the number of the first row.

    Raises:
        UnknownName: there is no such class.
    """
    wanted = find_class(room.ontology, class_) if class_ else ""
    counts = room.ranking.numbers
    classes = [one for one in counts if not wanted or room.ontology.is_a(one, wanted)]
    total = sum(counts[one] for one in classes)
    them = room.ranking.first(first - 1 + ROWS, classes)
    rows = tuple(
        Row(Named(one.label, room.href(one.iri)), (Named(room.word(one.class_)), Named("", count=-one.behind)))
        for one in them[first - 1 : first - 1 + ROWS]
    )
    choices = tuple(
        Named(room.word(iri), f"/things?{urlencode({'class': room.ontology.shorten(iri)})}", count=counts[iri])
        for iri in sorted(counts, key=lambda iri: (-counts[iri], iri))
    )
    columns = ("name", "class", room.word(t.DOCUMENTS.value))
    more = {"class": class_} if class_ else {}
    return Listing(
        title=room.word(wanted).capitalize() if wanted else "Things",
        columns=columns,
        rows=rows,
        paging=pages(first, ROWS, total, _address("/things", **more)),
        choices=choices,
        chosen=room.word(wanted) if wanted else "",
    )


def _address(path: str, **more: str) -> Callable[[int], str]:
    return lambda first: f"{path}?{urlencode({**more, 'first': first})}"
