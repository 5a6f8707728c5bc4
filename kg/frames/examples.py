"""Loads the examples of a frame: sentences that it must read, with what they give, and others that it must not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kg.frames.records import Example
from kg.frames.source import Source, choices
from kg.frames.yaml_lines import Lined
from kg.ontology import Role


def load_examples(
    source: Source, frame: str, spec: Lined, line: int, allowed: Mapping[str, Role]
) -> tuple[Example, ...]:
    """Return the examples of a frame, of which there must be some of both kinds.

    Args:
        source: the file.
        frame: the frame's name.
        spec: the frame.
        line: where it stands.
        allowed: the roles of its event class.
    """
    found = tuple(_examples(source, frame, spec, allowed))
    for read, key in ((True, "read"), (False, "not")):
        if not any(e.read is read for e in found):
            what = "that it must read" if read else "that it must not read"
            source.wrong(
                spec.lines.get("examples", line),
                f"{frame}: no example with `{key}`; at least one sentence {what} is right",
            )
    return found


def _examples(source: Source, frame: str, spec: Lined, allowed: Mapping[str, Role]) -> Iterator[Example]:
    where = f"{frame}: examples: "
    for line, example in source.items(spec, "examples", f"{frame}: "):
        if not isinstance(example, Lined):
            source.wrong(line, f"{where}{example!r}; a mapping with `read` or `not` is right")
            continue
        source.keys(example, ("read", "not", "gives"), where)
        kinds = [k for k in ("read", "not") if isinstance(example.get(k), str) and example[k].strip()]
        if len(kinds) != 1:
            source.wrong(line, f"{where}an example has a sentence under `read` or under `not`, one of them")
            continue
        if kinds == ["not"] and "gives" in example:
            source.wrong(
                example.lines["gives"], f"{where}gives stands beside `not`; what must not be read gives nothing"
            )
        gives = tuple(_gives(source, where, source.mapping(example, "gives", where), allowed))
        yield Example(example[kinds[0]], gives, kinds[0] == "read", example.lines[kinds[0]])


def _gives(source: Source, where: str, gives: Lined, allowed: Mapping[str, Role]) -> Iterator[tuple[str, str]]:
    terms = source.terms
    status = terms.ontology.term("status")
    statuses = frozenset(map(terms.ontology.term, terms.statuses))
    for curie, value in gives.items():
        line = gives.lines[curie]
        iri = source.expand(curie, line, where)
        if iri is None:
            continue
        if iri != status and iri not in allowed:
            source.wrong(line, f"{where}gives: {choices(curie, terms.short([*allowed, status]), 'role')}")
            continue
        if iri == status or allowed[iri].kind == "concept":
            among = statuses if iri == status else terms.concepts_of(allowed[iri])
            source.term(value, line, among=among, what=f"concept of {curie}", where=f"{where}gives: ")
        yield iri, str(value)
