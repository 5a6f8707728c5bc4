"""From what a person writes to the value of a role: a thing, a concept, a number, a day."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rdflib import RDFS, SKOS, URIRef
from rdflib.namespace import XSD

from kg.errors import UnknownName, UsageError
from kg.identity import document_iri, node_iri, slug
from kg.model import Concept, Entity, Filler, Ref
from kg.ontology import NUMERIC, Ontology
from kg.pipeline.subjects import Subject, Subjects
from kg.query.naming import find_class
from kg.query.parameters import concept_names
from kg.resolve.finding import find_filler, folded, given
from kg.resolve.records import CLASS, LABEL, Given, Named, Plain, Term

DAYS = (
    (re.compile(r"\d{4}-\d\d-\d\d"), XSD.date),
    (re.compile(r"--\d\d-\d\d"), XSD.gMonthDay),
    (re.compile(r"--\d\d"), XSD.gMonth),
    (re.compile(r"\d{4}-\d\d"), XSD.gYearMonth),
    (re.compile(r"\d{4}"), XSD.gYear),
)
NUMBER = re.compile(r"(?P<bound>\D*?)\s*(?P<number>-?\d[\d,]*(?:\.\d+)?)")


def find_role(ontology: Ontology, name: str) -> str:
    """Return the role that has a name; "class" and "label" are what an event or a thing is and is called.

    Raises:
        UnknownName: there is no such role.
    """
    names = {"class": CLASS, "label": LABEL, "status": ontology.term("status")}
    for iri, role in ontology.roles.items():
        for given_ in (iri, ontology.shorten(iri), role.name, role.label):
            names.setdefault(given_.casefold(), iri)
    if name.casefold() not in names:
        raise UnknownName("role", name, (n for n in names if "/" not in n and ":" not in n))
    return names[name.casefold()]


class Values:
    """Reads the values of roles.

    Args:
        subjects: of the graph.
        made: the class of a thing that nothing in the graph is called like.
    """

    def __init__(self, subjects: Subjects, *, made: str | None = None) -> None:
        self.subjects = subjects
        self.ontology = subjects.ontology
        self.made = find_class(self.ontology, made) if made is not None else None

    def read(self, role: str, text: str, subject: Subject | None) -> Given:
        """Return the value that a text is in a role.

        Args:
            role: its IRI.
            text: what a person wrote.
            subject: the event whose role it is; None for the class or label of a thing.

        Raises:
            UnknownName: it names nothing.
            UsageError: it is no value of the role.
        """
        text = " ".join(text.encode("utf-8", "replace").decode().split())
        if role == CLASS:
            return Term(find_class(self.ontology, text))
        if role == LABEL:
            return Plain(text, str(XSD.string))
        kind = self.ontology.roles[role].kind if role in self.ontology.roles else "concept"
        if kind == "entity" and subject is not None:
            return self._thing(text, subject)
        if kind == "concept":
            return Term(self._concept(role, text))
        if kind == "number":
            return self._number(role, text)
        if kind == "date":
            return self._day(text)
        return Plain(text, str(XSD.string))

    def there(self, role: str, text: str, subject: Subject) -> Given:
        """Return the one of the fillers of a role that a text means.

        Raises:
            UsageError: none of them.
        """
        fillers = self.fillers(role, subject)
        entities = subject.reading.entities
        found = next((f for f in fillers if isinstance(f, Ref) and text in self._called(f, subject)), None)
        filler = found or find_filler(self.read(role, text, subject), fillers, entities)
        if filler is None:
            raise UsageError(f"{text!r} is not among the {self.ontology.label(role)}s: {self.shown(role, subject)}")
        return given(filler, entities)

    def fillers(self, role: str, subject: Subject) -> Sequence[Filler]:
        """Return what fills a role of an event; its status and class are roles too."""
        event = subject.event
        assert event is not None
        single = {self.ontology.term("status"): event.status, CLASS: event.type}
        return (Concept(single[role]),) if role in single else event.fillers(role)

    def shown(self, role: str, subject: Subject) -> str:
        """Return what fills a role, as one line."""
        values = [given(filler, subject.reading.entities) for filler in self.fillers(role, subject)]
        return "; ".join(value_text(value, self.ontology) for value in values) or "there is none"

    def _called(self, filler: Ref, subject: Subject) -> set[str]:
        """Return the IRIs by which a filler may be named, and its key."""
        document = document_iri(self.ontology.base, subject.reading.document.id)
        mention = node_iri(document, "entity", filler.key)
        return {filler.key, mention, f"{subject.reading.document.id}#entity-{filler.key}"}

    def _thing(self, text: str, subject: Subject) -> Named:
        """Return a thing of the document, else one of the graph, else a new one."""
        entities = subject.reading.entities
        own = [e for e in entities if text in self._called(Ref(e.key), subject)]
        own = own or [e for e in entities if folded(text) in map(folded, e.names)]
        if own:
            return Named(own[0].names, own[0].type, own[0].identity)
        try:
            thing = self.subjects.thing(text)
        except UnknownName:
            if self.made is None:
                raise
            identity = None if text.islower() else f"{slug(self.ontology.label(self.made))}/{slug(text)}"
            return Named((text,), self.made, identity)
        return Named(thing.names, thing.type, self._identity(thing.mentions))

    def _identity(self, mentions: Sequence[tuple[str, str]]) -> str | None:
        for document, key in mentions:
            page = self.subjects.store.page(document)
            entity: Entity | None = next((e for e in page.entities(evidence=False) if e.key == key), None)
            if entity is not None and entity.identity is not None:
                return entity.identity
        return None

    def _concept(self, role: str, text: str) -> str:
        schemes = sorted(map(str, self.ontology.graph.objects(URIRef(role), RDFS.range)))
        names: dict[str, str] = {}
        for scheme in schemes:
            names |= concept_names(self.ontology, scheme)
        found = names.get(text.casefold()) or next((iri for iri in names.values() if iri == text), None)
        if found is None:
            raise UnknownName(self.ontology.label(role), text, names)
        return found

    def _number(self, role: str, text: str) -> Plain:
        match = NUMBER.fullmatch(text)
        if match is None:
            raise UsageError(f"{text!r} is no number; write digits, such as 1200, or a bound before them")
        number, bound = match["number"].replace(",", ""), match["bound"].strip()
        ranges = {URIRef(r) for r in self.ontology.roles[role].ranges} & NUMERIC
        whole = ranges == {XSD.integer}
        if whole and "." in number:
            raise UsageError(f"{text!r}: {self.ontology.label(role)} is a whole number")
        qualifier = self._qualifier(bound) if bound else None
        return Plain(number, str(XSD.integer if whole else XSD.decimal), qualifier)

    def _qualifier(self, bound: str) -> str:
        concept = URIRef(self.ontology.term("exactly"))
        scheme = next((str(s) for s in self.ontology.graph.objects(concept, SKOS.inScheme)), None)
        names = concept_names(self.ontology, scheme)
        if bound.casefold() not in names:
            raise UnknownName("bound of a number", bound, names)
        return names[bound.casefold()]

    def _day(self, text: str) -> Plain:
        datatype = next((datatype for pattern, datatype in DAYS if pattern.fullmatch(text)), None)
        if datatype is None:
            raise UsageError(f"{text!r} is no day; write year-month-day, such as 2022-12-19, or --12-19 without a year")
        return Plain(text, str(datatype))


def value_text(value: Given, ontology: Ontology) -> str:
    """Return a value as people read it."""
    match value:
        case Named(names):
            return names[0]
        case Term(iri):
            return ontology.label(iri)
        case Plain(lexical, _, qualifier):
            return f"{ontology.label(qualifier)} {lexical}" if qualifier else lexical
