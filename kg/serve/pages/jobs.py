"""Jobs: from an opened graph and an address to a page, or to the same as RDF."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from pyoxigraph import NamedNode

from kg.errors import RequestRefused
from kg.identity import identifier_of, ontology_graph
from kg.serve.jobs import Answer, Headers
from kg.serve.pages import listing
from kg.serve.pages.addresses import ANY, iris_of, is_iri, path_of
from kg.serve.pages.articles import Article
from kg.serve.pages.citing import cite, cite_article
from kg.serve.pages.courses import Course
from kg.serve.pages.events import Event
from kg.serve.pages.maps import outlines
from kg.serve.pages.marking import shown
from kg.serve.pages.nearest import nearest
from kg.serve.pages.negotiation import HTML, MEDIA_TYPES, negotiate
from kg.serve.pages.nodes import node_page
from kg.serve.pages.records import Citation, Form, Named
from kg.serve.pages.rendering import environment as templates
from kg.serve.pages.rendering import render
from kg.serve.pages.room import Room, room_of
from kg.serve.pages.terms import TERMS, term_page
from kg.serve.pages.things import Thing
from kg.serve.pages.triples import serialised, triples_in, triples_of

if TYPE_CHECKING:
    from kg.pipeline.graph import Graph


VARY: Headers = (("vary", "Accept"),)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a request asks for: an IRI, and the form that its address names, if any."""

    iri: str
    form: str | None


def thing(
    graph: Graph,
    *,
    raw_path: bytes = b"",
    iri: str = "",
    form: str | None = None,
    accept: str = "",
    only: str = "",
    first: int = 1,
) -> Answer:
    """Answer with the page of a thing, event, course, article or other node, or with what is said of it as RDF.

    Args:
        graph: open for reading.
        raw_path: the path as it was sent, percent-encoded; its end may name a form.
        iri: what is meant, instead of a path.
        form: one of `MEDIA_TYPES`, which goes before what is accepted.
        accept: the header of the request.
        only: the one part of the page of a thing that is shown.
        first: the number of its first row.

    Raises:
        RequestRefused: 406 where the client takes none of the forms, 404 where there is no such form.
    """
    room = room_of(graph)
    asked = [Wanted(iri, form)] if iri else list(_meant(room, raw_path, form))
    found = next((wanted for wanted in asked if is_iri(wanted.iri) and there(room, wanted.iri)), None)
    shape = _shape((found or asked[-1] if asked else Wanted("", form)).form, accept)
    if found is None:
        return _missing(room, asked[-1].iri if asked else "", shape)
    forms = tuple(_forms(room, found.iri))
    headers = _headers(forms, negotiated=found.form is None)
    if shape == HTML:
        body = _page(room, found.iri, forms, only=only, first=first)
    else:
        body = serialised(room, triples_of(room, found.iri), shape)
    return Answer(body, MEDIA_TYPES[shape], headers=headers)


def documents(graph: Graph, *, first: int = 1) -> Answer:
    """Answer with the list of articles."""
    room = room_of(graph)
    return _list(room, listing.documents(room, first=first))


def courses(graph: Graph, *, first: int = 1) -> Answer:
    """Answer with the list of courses of events."""
    room = room_of(graph)
    return _list(room, listing.courses(room, first=first))


def things(graph: Graph, *, class_: str = "", first: int = 1) -> Answer:
    """Answer with the list of things, or of those of a class.

    Raises:
        UnknownName: there is no such class.
    """
    room = room_of(graph)
    return _list(room, listing.things(room, class_=class_, first=first))


def terms(graph: Graph, *, form: str | None = None, accept: str = "") -> Answer:
    """Answer with the terms of the ontology, each with an anchor that is the end of its IRI.

    Raises:
        RequestRefused: 406 where the client takes none of the forms, 404 where there is no such form.
    """
    room = room_of(graph)
    shape = _shape(form, accept)
    path = f"/{TERMS}"
    forms = tuple(Form(name, kind.partition(";")[0], f"{path}.{name}") for name, kind in MEDIA_TYPES.items())
    if shape == HTML:
        page = term_page(room)
        body = render("terms.html", page=page, title=room.title, forms=forms, here=path, citation=None, **_site(room))
    else:
        body = serialised(room, triples_in(room, ontology_graph(room.base)), shape)
    return Answer(body, MEDIA_TYPES[shape], headers=_headers(forms, negotiated=form is None))


def prepare(graph: Graph) -> Answer:
    """Read what every page needs, so that the first one is as quick as the others."""
    room = room_of(graph)
    environment = templates()
    for name in environment.list_templates():
        environment.get_template(name)
    ready = room.version, room.countries, room.country_names, outlines()
    return Answer(f"{ready[0]} {len(ready)}\n".encode(), "text/plain; charset=utf-8")


# -- what is meant ------------------------------------------------------------------------------


def _meant(room: Room, raw_path: bytes, form: str | None) -> Iterator[Wanted]:
    """Yield what a path may mean: what has the very name, then what has it without the suffix of a form."""
    stem, _, suffix = raw_path.rpartition(b".")
    name = suffix.decode("latin-1")
    for iri in iris_of(raw_path, room.base):
        yield Wanted(iri, form)
    if stem and name in MEDIA_TYPES:
        for iri in iris_of(stem, room.base):
            yield Wanted(iri, name)


def there(room: Room, iri: str) -> bool:
    """Tell whether the graph says anything of a node."""
    return any(True for _ in room.store.raw.quads_for_pattern(NamedNode(iri), None, None))


def _shape(form: str | None, accept: str) -> str:
    """Return the form that is sent: the one that is named, else the one that is liked best."""
    shape = form or negotiate(accept)
    if shape is None:
        raise RequestRefused(406, f"there is {', '.join(MEDIA_TYPES.values())}; accept one of them")
    if shape not in MEDIA_TYPES:
        raise RequestRefused(404, f"no form is called {shape!r}; there are: {', '.join(MEDIA_TYPES)}")
    return shape


def _forms(room: Room, iri: str) -> Iterator[Form]:
    path = path_of(iri, room.base) or ANY
    for name, media_type in MEDIA_TYPES.items():
        if "#" in iri or path.startswith(ANY):  # the path of a node of an article is that of the article
            href = f"{ANY}{quote(iri, safe='')}&form={name}"
        else:
            href = f"{path}?form={name}" if there(room, f"{iri}.{name}") else f"{path}.{name}"
        yield Form(name, media_type.partition(";")[0], href)


def _headers(forms: tuple[Form, ...], *, negotiated: bool) -> Headers:
    links = ", ".join(f'<{form.href}>; rel="alternate"; type="{form.media_type}"' for form in forms)
    return (*(VARY if negotiated else ()), ("link", links))


# -- pages --------------------------------------------------------------------------------------


def _page(room: Room, iri: str, forms: tuple[Form, ...], *, only: str, first: int) -> bytes:
    catalogue = room.catalogue
    thing_, event, course = catalogue.entity(iri), catalogue.event(iri), catalogue.course(iri)
    if thing_ is not None:
        shown = Thing(room, thing_).page(only=only, first=first)
        return _render(room, "thing.html", iri, thing_.label, shown, forms)
    if event is not None:
        return _render(room, "event.html", iri, event.label, Event(room, event).page(), forms)
    if course is not None:
        return _render(room, "course.html", iri, course.label, Course(room, course).page(), forms)
    if iri.startswith(f"{room.base}document/") and room.store.raw.contains_named_graph(NamedNode(iri)):
        article = Article(room, catalogue.page(iri)).page()
        title = article.document.title or identifier_of(room.base, iri)
        citation = cite_article(room, iri, article.document)
        return _render(room, "article.html", iri, title, article, forms, citation=citation)
    node = node_page(room, iri)
    assert node is not None
    return _render(room, "node.html", iri, node.label, node, forms)


def _render(
    room: Room,
    template: str,
    iri: str,
    title: str,
    page: object,
    forms: tuple[Form, ...],
    *,
    citation: Citation | None = None,
) -> bytes:
    return render(
        template,
        page=page,
        kind=_kind(room, page),
        explorer=_explorer(room, iri),
        title=title,
        forms=forms,
        here=room.href(iri) or "",
        citation=citation or cite(room, iri, title),
        **_site(room),
    )


def _kind(room: Room, page: object) -> Named | None:
    """Return the class of what a page is of, with what that means."""
    record = getattr(page, "record", None)
    return Named(record.class_label, room.href(record.class_)) if record is not None else None


def _explorer(room: Room, iri: str) -> str:
    """Return the address at which the explorer shows what a node takes part in."""
    name = iri.removeprefix(room.base)
    return f"/#{urlencode({'about': name, 'sel': name})}"


def _list(room: Room, page: listing.Listing) -> Answer:
    body = render("list.html", page=page, title=page.title, forms=(), here="", citation=None, **_site(room))
    return Answer(body, MEDIA_TYPES[HTML])


def _missing(room: Room, iri: str, form: str) -> Answer:
    near, name = nearest(room, iri), iri.removeprefix(room.base)
    if form != HTML:
        hint = f" Did you mean {', '.join(named.href or named.text for named in near)}?" if near else ""
        line = f"nothing is called {shown(name)!r}.{hint}\n"
        return Answer(line.encode(errors="replace"), "text/plain; charset=utf-8", 404, VARY)
    body = render(
        "missing.html", name=name, near=near, title="Not found", forms=(), here="", citation=None, **_site(room)
    )
    return Answer(body, MEDIA_TYPES[HTML], 404, VARY)


def _site(room: Room) -> dict[str, str]:
    return {
        "site": room.title.partition(":")[0],
        "courses": room.word(room.ontology.term("Course")) if room.ontology.course_parties else "",
        "version": room.version,
        "until": room.until,
    }
