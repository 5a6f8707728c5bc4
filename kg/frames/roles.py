"""Loads how a frame fills its roles, and checks it against what the ontology says of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from kg.frames.records import PSEUDO_SLOTS, UNITS, RoleRule
from kg.frames.source import Source, choices, unknown
from kg.frames.yaml_lines import Lined
from kg.ontology import Role

_KEYS = ("slots", "fill", "unit", "near", "far", "both")


class RoleReader:
    """Reads the roles of frames.

    Args:
        source: the file.
        slots: the names of the templates' slots.
        groups: names for several classes, as the file gives them.
    """

    def __init__(self, source: Source, slots: Collection[str], groups: Lined) -> None:
        self.source = source
        self.terms = source.terms
        self.slots = frozenset(slots) | PSEUDO_SLOTS
        self.groups = {name: self._group(groups, name) for name in groups}

    def _group(self, groups: Lined, name: str) -> frozenset[str]:
        where = f"groups: {name}: "
        if ":" in name:
            self.source.wrong(groups.lines[name], f"groups: {name}: a colon in a group's name; only terms have one")
        types = (self.source.type(curie, line, where) for line, curie in self.source.words(groups, name, "groups: "))
        return frozenset(t for t in types if t is not None)

    def rules(self, frame: str, spec: Lined, event: str | None, allowed: Mapping[str, Role]) -> Iterator[RoleRule]:
        """Yield the rules of a frame for the roles that its event class has."""
        table = self.source.mapping(spec, "roles", f"{frame}: ")
        for curie in table:
            rule = self.source.mapping(table, curie, f"{frame}: ")
            self.source.keys(rule, _KEYS, f"{frame}: {curie}: ")
            made = self._rule(f"{frame}: ", curie, rule, table.lines[curie], event, allowed)
            if made is not None:
                yield made

    def _rule(
        self, where: str, curie: str, rule: Lined, line: int, event: str | None, allowed: Mapping[str, Role]
    ) -> RoleRule | None:
        iri = self.source.expand(curie, line, where)
        role = allowed.get(iri or "")
        inside = f"{where}{curie}: "
        slots = tuple(self._slots(inside, rule, line))
        fill = self._fill(inside, curie, rule, role)
        near, far = (frozenset(w for _, w in self.source.words(rule, key, inside)) for key in ("near", "far"))
        self._fits_kind(inside, rule, line, role)
        if iri is None:
            return None
        if role is None:
            if event is not None:
                names = self.terms.short(allowed)
                text = f"{curie} is no role of {self.terms.ontology.shorten(event)}"
                self.source.wrong(line, f"{where}{text}. {choices(curie, names, 'role')}")
            return None
        return RoleRule(iri, slots, fill, str(rule.get("unit", "")), near, far, bool(rule.get("both", False)))

    def _slots(self, where: str, rule: Lined, line: int) -> Iterator[str]:
        count = 0
        for at, slot in self.source.words(rule, "slots", where):
            count += 1
            if slot not in self.slots:
                self.source.wrong(at, f"{where}{unknown('slot', slot, self.slots)}")
            yield slot
        if not count:
            self.source.wrong(line, f"{where}no slots; they say where in the sentence the role is filled")

    def _fill(self, where: str, curie: str, rule: Lined, role: Role | None) -> frozenset[str]:
        fill: set[str] = set()
        for line, word in self.source.words(rule, "fill", where):
            if word in self.groups:
                types = self.groups[word]
            elif ":" not in word:
                self.source.wrong(line, f"{where}{unknown('group', word, self.groups)}")
                continue
            else:
                type_ = self.source.type(word, line, where)
                types = frozenset({type_} if type_ else ())
            fill |= types
            if role is not None and role.kind == "entity":
                outside = [t for t in types if not self.terms.ontology.fits(role.iri, t)]
                for name in self.terms.short(outside):
                    ranges = ", ".join(self.terms.short(role.ranges))
                    self.source.wrong(
                        line, f"{where}{name} is outside the range of {curie}: {ranges} and what is below"
                    )
        return frozenset(fill)

    def _fits_kind(self, where: str, rule: Lined, line: int, role: Role | None) -> None:
        """Check that what the rule says can be said of a role of this kind."""
        if "unit" in rule and rule["unit"] not in UNITS:
            self.source.wrong(rule.lines["unit"], f"{where}{unknown('unit', str(rule['unit']), UNITS)}")
        if "both" in rule and not isinstance(rule["both"], bool):
            self.source.wrong(rule.lines["both"], f"{where}both is {rule['both']!r}; true or false is right")
        if role is None:
            return
        if role.kind == "entity" and not rule.get("fill"):
            self.source.wrong(line, f"{where}no fill, so nothing fills it; the classes that may are right")
        for key, kind in (("fill", "entity"), ("unit", "number"), ("near", "number"), ("far", "number")):
            if rule.get(key) and role.kind != kind:
                self.source.wrong(
                    rule.lines[key], f"{where}{key} is for roles filled by a {kind}; this takes a {role.kind}"
                )
