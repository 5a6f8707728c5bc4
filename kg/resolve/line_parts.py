"""One line of the file of judgements, from JSON to a record. Every mistake in it is collected."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from difflib import get_close_matches
from functools import cached_property
from typing import Any, cast

from rdflib import SKOS

from kg.errors import UnknownName
from kg.ontology import MEMBERSHIP, Ontology, local_name
from kg.resolve.records import (
    CLASS,
    FACT_KINDS,
    LABEL,
    Fact,
    FactKind,
    Filling,
    Given,
    Judgement,
    Named,
    Plain,
    Term,
    Thing,
    Verdict,
    Words,
)

TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_KEYS = frozenset("id author time verdict judgement a b thing fact role value from to with note".split())
_FACT_KEYS = frozenset("document kind class subject object title sentence words start also".split())
_NEEDS = {"same": "a and b", "different": "a and b", "accept": "fact", "reject": "fact", "withdraw": "judgement"}


def is_time(text: str) -> bool:
    """Tell whether a text is a time in UTC, in whole seconds, as a line has it."""
    try:
        return bool(TIME.fullmatch(text)) and bool(datetime.fromisoformat(text))
    except ValueError:
        return False


class LineReader:
    """Reads lines in the terms of a domain; `wrong` takes what is wrong with one, and what would be right."""

    def __init__(self, ontology: Ontology) -> None:
        self.ontology = ontology
        self.wrong: list[str] = []
        self._terms = frozenset(ontology)
        self._classes = frozenset(ontology.classes)
        self._judged = frozenset([*ontology.roles, ontology.term("status"), CLASS, LABEL])

    def judgement(self, raw: Any) -> Judgement | None:
        """Return what a line says; None, or anything, where something is wrong with it."""
        if not isinstance(raw, dict):
            self.wrong.append("no JSON object; write {...} with author, time, verdict and what is judged")
            return None
        self._known(raw, _KEYS, "key of a judgement")
        author, time = self._text(raw, "author"), self._time(raw)
        verdict = self._choice(raw, "verdict", [v.value for v in Verdict])
        if verdict is None:
            return None
        things = tuple(self._thing(raw[side], side) for side in ("a", "b", "thing") if side in raw)
        fact = self._fact(raw["fact"]) if "fact" in raw else None
        role = self._role(raw["role"]) if "role" in raw else None
        old, new = "from" if verdict == Verdict.CORRECT else "value", "to"
        judgement = Judgement(
            author=author,
            time=time,
            verdict=Verdict(verdict),
            things=things,
            fact=fact,
            role=role,
            value=self._given(raw[old], old) if old in raw else None,
            new=self._given(raw[new], new) if new in raw else None,
            beside=tuple(self._filling(item) for item in self._list(raw, "with")),
            withdraws=self._text(raw, "judgement") if "judgement" in raw else None,
            note=self._text(raw, "note") if "note" in raw else None,
        )
        self._whole(raw, judgement)
        return judgement

    # -- what belongs together --------------------------------------------------------------

    def _whole(self, raw: Mapping[str, Any], judgement: Judgement) -> None:
        """Check that a line has what its verdict needs, and nothing that it cannot have."""
        verdict = judgement.verdict.value
        pair = "a" in raw and "b" in raw
        about = {"a and b": pair, "fact": "fact" in raw, "judgement": "judgement" in raw, "thing": "thing" in raw}
        given = [name for name, there in about.items() if there] + (["a or b"] if ("a" in raw) != ("b" in raw) else [])
        right = _NEEDS.get(verdict, "a and b, or fact" if verdict == Verdict.UNSURE else "fact, or thing")
        if len(given) != 1 or given[0] not in right or given[0] == "a or b":
            has = " and ".join(given) or "none"
            self.wrong.append(f"{verdict} is said of {right}; the line has {has}")
            return
        if verdict == Verdict.CORRECT:
            self._correction(judgement)
        elif (judgement.role is None) != (judgement.value is None):
            self.wrong.append("role and value go together; give both for one filler, none for the whole event")
        elif judgement.role and (judgement.fact is None or judgement.fact.kind != "event"):
            self.wrong.append("only an event has roles; leave role and value out")
        elif verdict == Verdict.REJECT and judgement.role in (self.ontology.term("status"), CLASS):
            self.wrong.append("an event needs a status and a class; correct it, or reject the event")
        if judgement.beside and (verdict != Verdict.ACCEPT or judgement.role is not None):
            self.wrong.append('"with" is for an event that is accepted as a whole')

    def _correction(self, judgement: Judgement) -> None:
        status, role = self.ontology.term("status"), judgement.role
        if role is None:
            self.wrong.append("a correction needs its role; write a role, or the status, rdf:type or rdfs:label")
            return
        if judgement.value is None and judgement.new is None:
            self.wrong.append("a correction needs from (what goes), to (what comes), or both")
        if judgement.things:
            if role not in (CLASS, LABEL):
                self.wrong.append("of a thing rdf:type or rdfs:label is corrected")
        elif judgement.fact is not None and judgement.fact.kind != "event":
            self.wrong.append("only events and things are corrected; reject what is wrong")
        elif role == LABEL:
            self.wrong.append("an event has no label of its own; correct its roles")
        if judgement.new is None and (judgement.things or role in (CLASS, status)):
            self.wrong.append("a class, status or label cannot be taken away; write what is right as to")
        elif judgement.new is not None:
            self._fits(role, judgement.new, thing=bool(judgement.things))

    def _fits(self, role: str, new: Given, *, thing: bool) -> None:
        """Check that a value can be one of a role."""
        if role == CLASS:
            classes = self.ontology.classes if thing else self.ontology.event_classes
            if not isinstance(new, Term) or new.iri not in classes:
                self.wrong.append(f"to: not a class; write {{concept: CLASS}}{self._near(new, classes)}")
            return
        kind = self.ontology.roles[role].kind if role in self.ontology.roles else "concept"
        form = {"entity": Named, "concept": Term}.get(kind, Plain) if role != LABEL else Plain
        names = {Named: "names", Term: "concept", Plain: "literal"}
        if not isinstance(new, form):
            self.wrong.append(f"to: {self.ontology.shorten(role)} takes {names[form]}, not {names[type(new)]}")

    def _near(self, value: Given, classes: Iterable[str]) -> str:
        said = value.iri if isinstance(value, Term) else ""
        return _hint(self.ontology.shorten(said), map(self.ontology.shorten, classes))

    # -- the parts --------------------------------------------------------------------------

    def _thing(self, raw: Any, where: str) -> Thing:
        raw = self._object(raw, where)
        self._known(raw, {"entity", "class", "names", "mentions"}, f"key of {where}")
        mentions = raw.get("mentions")
        if not isinstance(mentions, dict) or not mentions:
            self.wrong.append(f'{where}: mentions are missing; write {{"DOCUMENT": ["KEY"]}}')
            mentions = {}
        return Thing(
            names=self._names(raw, "names", where),
            type=self._class(raw, where),
            mentions=tuple(sorted((d, k) for d in mentions for k in self._names(mentions, d, f"{where}: mentions"))),
            iri=self._text(raw, "entity", where) if "entity" in raw else None,
        )

    def _fact(self, raw: Any) -> Fact:
        raw = self._object(raw, "fact")
        self._known(raw, _FACT_KEYS, "key of fact")
        kind = cast(FactKind, self._choice(raw, "kind", FACT_KINDS, "fact") or "event")
        tied = kind in ("relation", "office")
        first = self._words(raw, "fact")
        return Fact(
            document=self._text(raw, "document", "fact"),
            kind=kind,
            type=self._fact_type(raw, kind),
            sentence=first.sentence,
            words=first.words,
            start=first.start,
            subject=self._names(raw, "subject", "fact") if tied or kind == "statement" else (),
            object=self._names(raw, "object", "fact") if tied else (),
            title=self._text(raw, "title", "fact") if kind == "office" else None,
            also=tuple(self._words(self._object(item, "fact: also"), "fact: also") for item in self._list(raw, "also")),
        )

    def _words(self, raw: Mapping[str, Any], where: str) -> Words:
        start = raw.get("start")
        if start is not None and (not isinstance(start, int) or isinstance(start, bool) or start < 0):
            self.wrong.append(
                f"{where}: start {start!r} is no place in a text; write a number from 0 on, or leave it out"
            )
            start = None
        words = self._text(raw, "words", where) if "words" in raw else ""
        return Words(self._text(raw, "sentence", where), words, start)

    def _fact_type(self, raw: Mapping[str, Any], kind: FactKind) -> str:
        allowed: Collection[str] = self._classes
        if kind == "relation":
            allowed = self._terms
        elif kind == "office":
            allowed = (MEMBERSHIP,)
        elif kind == "statement":
            allowed = self._stances
        return self._term(raw.get("class"), "fact: class", allowed)

    @cached_property
    def _stances(self) -> frozenset[str]:
        claims = self.ontology.term("claims")
        schemes = set(map(str, self.ontology.graph.objects(None, SKOS.inScheme)))
        return frozenset(c for s in schemes if claims in (own := self.ontology.concepts(s)) for c in own)

    def _role(self, raw: Any) -> str:
        return self._term(raw, "role", self._judged)

    def _filling(self, raw: Any) -> Filling:
        raw = self._object(raw, "with")
        return Filling(self._role(raw.get("role")), self._given(raw.get("value"), "with: value"))

    def _given(self, raw: Any, where: str) -> Given:
        raw = self._object(raw, where)
        forms = [form for form in ("names", "concept", "literal") if form in raw]
        if len(forms) != 1:
            self.wrong.append(f"{where}: write one of names, concept and literal")
            return Plain("", "")
        if "names" in raw:
            self._known(raw, {"names", "class", "identity"}, f"key of {where}")
            type_ = self._class(raw, where) if "class" in raw else None
            return Named(self._names(raw, "names", where), type_, raw.get("identity"))
        if "concept" in raw:
            self._known(raw, {"concept"}, f"key of {where}")
            return Term(self._term(raw["concept"], where, self._terms))
        self._known(raw, {"literal", "type", "qualifier"}, f"key of {where}")
        qualifier = self._term(raw["qualifier"], where, self._terms) if "qualifier" in raw else None
        return Plain(self._text(raw, "literal", where), self._expanded(raw.get("type", "xsd:string"), where), qualifier)

    def _class(self, raw: Mapping[str, Any], where: str) -> str:
        return self._term(raw.get("class"), f"{where}: class", self._classes)

    # -- plain values -----------------------------------------------------------------------

    def _expanded(self, curie: Any, where: str) -> str:
        if not isinstance(curie, str) or ":" not in curie:
            self.wrong.append(f"{where}: {curie!r} is no prefixed name or IRI")
            return ""
        try:
            return self.ontology.expand(curie)
        except UnknownName as error:
            if curie.startswith(("http://", "https://")):
                return curie
            self.wrong.append(f"{where}: {error}")
            return ""

    def _term(self, curie: Any, where: str, allowed: Collection[str]) -> str:
        before = len(self.wrong)
        iri = self._expanded(curie, where)
        if len(self.wrong) == before and iri not in allowed:
            known = map(self.ontology.shorten, allowed)
            self.wrong.append(f"{where}: {curie} is none that can stand here.{_hint(str(curie), known)}")
        return iri

    def _text(self, raw: Mapping[str, Any], name: str, where: str = "") -> str:
        value = raw.get(name)
        if isinstance(value, str) and value.strip():
            return value
        at = f"{where}: " if where else ""
        self.wrong.append(f"{at}{name} is missing; write it as a text" if value is None else f"{at}{name} is no text")
        return ""

    def _names(self, raw: Mapping[str, Any], name: str, where: str) -> tuple[str, ...]:
        value = raw.get(name)
        if isinstance(value, list) and value and all(isinstance(v, str) and v.strip() for v in value):
            return tuple(value)
        self.wrong.append(f"{where}: {name} must be a list of at least one text")
        return ()

    def _list(self, raw: Mapping[str, Any], name: str) -> list[Any]:
        value = raw.get(name, [])
        if isinstance(value, list):
            return value
        self.wrong.append(f"{name} must be a list")
        return []

    def _object(self, raw: Any, where: str) -> dict[str, Any]:
        if isinstance(raw, dict):
            return raw
        self.wrong.append(f"{where} must be a JSON object")
        return {}

    def _time(self, raw: Mapping[str, Any]) -> str:
        value = raw.get("time")
        if isinstance(value, str) and is_time(value):
            return value
        self.wrong.append(f"time {value!r} is none; write it in UTC to the second, such as 2026-01-31T16:05:00Z")
        return ""

    def _choice(self, raw: Mapping[str, Any], name: str, choices: Iterable[str], where: str = "") -> str | None:
        value, choices = raw.get(name), list(choices)
        if value in choices:
            return str(value)
        at = f"{where}: " if where else ""
        self.wrong.append(f"{at}{name} {value!r} is none; it is one of {', '.join(choices)}")
        return None

    def _known(self, raw: Mapping[str, Any], known: Iterable[str], what: str) -> None:
        known = frozenset(known)
        self.wrong += [f"{name!r} is no {what}.{_hint(name, known)}" for name in raw if name not in known]


def _hint(name: str, known: Iterable[str]) -> str:
    choices = sorted(known)
    near = get_close_matches(name, choices, n=2, cutoff=0.6) or [
        c for c in choices if local_name(c.replace(":", "/")).casefold() == name.casefold()
    ]
    if near:
        return f" Did you mean {', '.join(near)}?"
    return f" There are: {', '.join(choices)}" if 0 < len(choices) <= 30 else ""
