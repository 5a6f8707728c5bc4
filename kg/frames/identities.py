"""What a thing is called in all documents, by its name: from a gazetteer, or made from class and name.

It is the last part of the thing's IRI, and only a first word on who is who: what documents say besides can tell
things of one name apart, and things of two names to be one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg.frames.records import Entry, Gazetteer
from kg.identity import slug
from kg.ontology import CORE, Ontology

_LEADING = re.compile(r"^(?:the|a|an|The|A|An)\s+")
_KINDS = ("Organization", "Person", "Group", "Place")


def bare_name(text: str) -> str:
    """Return a name without the article before it, the marks around it, and a possessive."""
    clean = _LEADING.sub("", text.replace("\n", " ").strip(" ,.;:'\"-"))
    return re.sub(r"['’]s$", "", clean)


def identity_of(ontology: Ontology, type_: str, label: str, *, organization: str | None = None) -> str | None:
    """Return what a thing that no gazetteer knows is called in all documents; None where its name does not tell.

    Args:
        ontology: the domain.
        type_: the thing's class.
        label: its fullest name.
        organization: the name of that in which a person holds an office, or for which an unnamed speaker speaks.

    Examples:
        >>> person = graph.ontology.term("Person")
        >>> identity_of(graph.ontology, person, "Ann Lee", organization="Dockers' Union")
        'person/ann-lee--dockers-union'
        >>> identity_of(graph.ontology, person, "Lee")
    """
    named = f"{slug(ontology.label(type_))}/{slug(label)}"
    if type_ == ontology.term("Spokesperson"):
        return named if organization is not None and not label.islower() else None
    if type_ == ontology.term("Person"):
        if len(label.split()) < 2:
            return None
        return named + (f"--{slug(organization)}" if organization is not None else "")
    return None if type_ == ontology.term("Group") or label.islower() else named


class KnownNames:
    """Finds names in a gazetteer that stand by themselves, without a text around them."""

    def __init__(self, gazetteer: Gazetteer, ontology: Ontology) -> None:
        self._ontology = ontology
        self._entries: dict[str, list[tuple[Entry, bool]]] = {}
        for alias, identity, cautious in gazetteer.aliases():
            self._entries.setdefault(alias, []).append((gazetteer.entries[identity], cautious))

    def identity(self, type_: str, names: Iterable[str]) -> str | None:
        """Return the identity of the entry that has one of these names, in their order; None where there is none.

        A name that counts only with context is taken where the class agrees and no other entry has it.
        """
        for name in names:
            held = self._entries.get(name, [])
            fits = [entry for entry, cautious in held if (entry.type == type_ if cautious else self._kin(entry, type_))]
            if len({entry.identity for entry in fits}) == 1:
                return fits[0].identity
        return None

    def _kin(self, entry: Entry, type_: str) -> bool:
        """Tell whether both are organisations, or people, or groups, or places."""
        return all(
            self._ontology.is_a(entry.type, str(CORE[kind])) == self._ontology.is_a(type_, str(CORE[kind]))
            for kind in _KINDS
        )
