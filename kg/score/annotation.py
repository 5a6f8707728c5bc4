"""One annotated article, from JSON to facts. Every mistake in it is collected, none ends the reading."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from kg.errors import UnknownName
from kg.ontology import MEMBERSHIP, local_name
from kg.score.facts import EventFacts, Filler, GoldDoc, Names, RelationFact, StatementFact
from kg.score.sameness import names_of
from kg.score.terms import RoleFact, Terms

ALL = "*"  # what an event has among its optional facts that is optional as a whole
PARTS = {"entities": dict, "events": list, "relations": list, "statements": list}


class AnnotationReader:
    """Turns the JSON of one article into a `GoldDoc`; `mistakes` says what is wrong with it."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        self.mistakes: list[str] = []
        self._names: dict[str, Names] = {}
        self._raw_names: dict[str, tuple[str, ...]] = {}

    def read(self, raw: Any) -> tuple[str, GoldDoc]:
        """Return the article's identifier and its facts; what is wrong is left out of them."""
        if not isinstance(raw, dict):
            self.mistakes.append("is no JSON object; an annotation has doc, entities, events, relations, statements")
            return "", GoldDoc()
        parts = {name: self._part(raw, name) for name in PARTS}
        identifier = raw.get("doc")
        if not isinstance(identifier, str) or not identifier:
            self.mistakes.append('"doc" is missing; it holds the article\'s identifier')
            identifier = ""
        for key, entity in parts["entities"].items():
            self._entity(key, entity)
        doc = GoldDoc(
            events=[self._event(e, n) for n, e in self._objects("event", parts["events"])],
            statements=[self._statement(s, n) for n, s in self._objects("statement", parts["statements"])],
        )
        for n, relation in self._objects("relation", parts["relations"]):
            doc.relations.append(self._relation(relation, n, parts))
        return identifier, doc

    # -- the parts --------------------------------------------------------------------------

    def _entity(self, key: str, entity: Any) -> None:
        where = f"entity {key}"
        names = entity.get("names") if isinstance(entity, dict) else None
        if not isinstance(names, list) or not names or not all(isinstance(n, str) for n in names):
            self.mistakes.append(f'{where}: "names" must be a list of at least one name')
            names = [key]
        elif "type" in entity:
            self._term(where, "class", entity["type"], self.terms.ontology.classes)
        self._raw_names[key] = tuple(names)
        self._names[key] = names_of(names)

    def _event(self, event: dict[str, Any], where: str) -> EventFacts:
        where = f"event {event.get('id', where)}"
        optional = event.get("optional") or []
        evidence = event.get("evidence") or []
        if not isinstance(evidence, list) or not all(isinstance(x, str) for x in evidence):
            self.mistakes.append(f'{where}: "evidence" must be a list of pieces of the text')
            evidence = []
        self._known_keys(where, event)
        status = event.get("status")
        statuses = self.terms.allowed(self.terms.ontology.term("status"))
        return EventFacts(
            type=self._term(where, "event type", event.get("type"), self.terms.event_classes),
            status=self._term(where, "status", status, statuses) if status else None,
            fillers={fact.name: self._fillers(where, fact, event) for fact in self.terms.role_facts},
            optional=frozenset(map(str, optional) if isinstance(optional, list) else ["*"]),
            evidence=tuple(evidence),
        )

    def _relation(self, relation: dict[str, Any], where: str, parts: Mapping[str, Any]) -> RelationFact:
        title = relation.get("role")
        if title is not None and not isinstance(title, str):
            self.mistakes.append(f'{where}: "role" must be the title as printed, not {title!r}')
            title = None
        predicate = self._term(where, "relation", relation.get("p"), self.terms.relations)
        if predicate == local_name(MEMBERSHIP) and not title:
            self.mistakes.append(f'{where}: an office held needs its title as "role"')
        return RelationFact(
            subject=self._thing(where, relation.get("s")),
            predicate=predicate,
            object=self._thing(where, relation.get("o")),
            title=title,
            optional=bool(relation.get("optional")),
            sentence=self._naming(str(relation.get("s")), parts),
        )

    def _statement(self, statement: dict[str, Any], where: str) -> StatementFact:
        text = statement.get("text")
        if not isinstance(text, str):
            self.mistakes.append(f'{where}: "text" must hold the words that were said')
            text = ""
        stances = self.terms.allowed(self.terms.ontology.term("stance"))
        return StatementFact(
            speaker=self._thing(where, statement.get("speaker")),
            stance=self._term(where, "stance", statement.get("stance"), stances),
            text=text,
            optional=bool(statement.get("optional")),
        )

    # -- fillers ----------------------------------------------------------------------------

    def _fillers(self, where: str, fact: RoleFact, event: Mapping[str, Any]) -> tuple[Filler, ...]:
        found: list[Filler] = []
        for role in fact.roles:
            for value in listed(event.get(role.name)):
                if fact.kind == "entity":
                    found.append(self._thing(f"{where}: {role.name}", value))
                elif fact.kind == "number":
                    found.append(self._number(f"{where}: {role.name}", value))
                elif fact.kind == "concept":
                    found.append(self._term(where, role.name, value, self.terms.allowed(role.iri)))
                else:
                    found.append(str(value))
        return tuple(sorted(set(map(str, found)))) if fact.kind == "date" else tuple(found)

    def _number(self, where: str, value: Any) -> float:
        number = value.get("value") if isinstance(value, dict) else value
        if isinstance(number, int | float) and not isinstance(number, bool):
            return float(number)
        self.mistakes.append(f"{where}: {number!r} is no number")
        return float("nan")

    def _thing(self, where: str, key: Any) -> Names:
        if isinstance(key, str) and key in self._names:
            return self._names[key]
        self.mistakes.append(f"{where}: no entity has the key {key!r}.{self._hint(str(key), self._names)}")
        return frozenset()

    def _term(self, where: str, what: str, curie: Any, allowed: Iterable[str]) -> str:
        """Return a term's local name when it is one of those allowed here."""
        allowed = frozenset(allowed)
        try:
            iri = self.terms.ontology.expand(str(curie))
        except UnknownName:
            iri = str(curie)
        if iri not in allowed:
            hint = self._hint(str(curie), map(self.terms.ontology.shorten, allowed))
            self.mistakes.append(f"{where}: {curie} is no {what}.{hint}")
        return local_name(iri)

    # -- checks -----------------------------------------------------------------------------

    def _part(self, raw: Mapping[str, Any], name: str) -> Any:
        if isinstance(raw.get(name), PARTS[name]):
            return raw[name]
        form = "an object" if PARTS[name] is dict else "a list"
        self.mistakes.append(f'"{name}" is missing or not {form}')
        return PARTS[name]()

    def _objects(self, what: str, items: list[Any]) -> list[tuple[str, dict[str, Any]]]:
        good = [(f"{what} {n}", item) for n, item in enumerate(items, start=1) if isinstance(item, dict)]
        if len(good) < len(items):
            self.mistakes.append(f"{len(items) - len(good)} of the {what}s are no JSON objects")
        return good

    def _known_keys(self, where: str, event: Mapping[str, Any]) -> None:
        roles = {name for fact in self.terms.role_facts for name in fact.role_names}
        known = roles | {"id", "type", "status", "optional", "evidence", "trigger"}
        self.mistakes += [f"{where}: {k} is no role.{self._hint(k, known)}" for k in event if k not in known]

    def _naming(self, key: str, parts: Mapping[str, Any]) -> str:
        """Return annotated words that name a thing, or that it said: where its relations may be read."""
        statements = [s for s in parts["statements"] if isinstance(s, dict) and isinstance(s.get("text"), str)]
        events = [e for e in parts["events"] if isinstance(e, dict)]
        pieces = [str(x) for e in events for x in listed(e.get("evidence"))] + [s["text"] for s in statements]
        named = (p for p in pieces if any(name in p for name in self._raw_names.get(key, ())))
        said = (s["text"] for s in statements if s.get("speaker") == key)
        return next(named, "") or next(said, "")

    @staticmethod
    def _hint(name: str, known: Iterable[str]) -> str:
        near = get_close_matches(name, sorted(known), n=1, cutoff=0.5)
        return f" Did you mean {near[0]}?" if near else ""


def listed(value: Any) -> list[Any]:
    """Return a value that may stand alone, in a list, or not at all, as a list."""
    if value is None or value == "":
        return []
    return value if isinstance(value, list) else [value]


def event_key(event: Mapping[str, Any], number: int) -> str:
    """Return what an annotated event is called in its article; without an "id", its place among the events from 1."""
    return str(event.get("id") or f"event-{number}")


def is_optional(fact: Mapping[str, Any]) -> bool:
    """Tell whether an annotated event, relation or statement is optional as a whole."""
    optional = fact.get("optional")
    return optional is True or (isinstance(optional, list) and ALL in optional)
