"""The file of people's judgements: JSON Lines, one judgement a line, in a fixed order of keys.

A line's identifier comes from all else that it says, so that the union of two files is a file, as git makes it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from kg.errors import JudgementError
from kg.identity import short_hash
from kg.ontology import Ontology
from kg.resolve.line_parts import LineReader
from kg.resolve.records import Fact, Given, Judgement, Named, Plain, Term, Thing

Shorten = Callable[[str], str]
_CONFLICT = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")


def identified(judgement: Judgement, ontology: Ontology) -> Judgement:
    """Return a judgement with the identifier that its content gives it."""
    return _identified(judgement, ontology.shorten)


def _identified(judgement: Judgement, shorten: Shorten) -> Judgement:
    content = json.dumps(_content(judgement, shorten), sort_keys=True, ensure_ascii=True)
    return replace(judgement, id=short_hash(content))


def write_line(judgement: Judgement, ontology: Ontology) -> str:
    """Return a judgement as one line, without its end."""
    return json.dumps({"id": judgement.id, **_content(judgement, ontology.shorten)}, ensure_ascii=False)


def read_lines(text: str, ontology: Ontology, *, name: str) -> list[Judgement]:
    """Return the judgements of a file, in its order; one that stands twice comes twice.

    Args:
        text: what the file holds.
        ontology: the domain in whose terms it is written.
        name: how it is called in messages.

    Raises:
        JudgementError: something is wrong. The message has every mistake with its line, and what would be right.
    """
    found: list[Judgement] = []
    mistakes: list[str] = []
    reader, shorten = LineReader(ontology), cache(ontology.shorten)
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            reader.wrong.clear()
            judgement = _read_line(line, reader, shorten)
            mistakes += [f"{name}:{number}: {what}" for what in reader.wrong]
            if judgement is not None and not reader.wrong:
                found.append(judgement)
    if mistakes:
        raise JudgementError(mistakes)
    return found


def _read_line(line: str, reader: LineReader, shorten: Shorten) -> Judgement | None:
    wrong = reader.wrong
    if line.startswith(_CONFLICT):
        wrong.append("a mark of git's; keep the lines of both sides and delete this one")
        return None
    try:
        raw = json.loads(line)
    except (ValueError, RecursionError) as error:
        what = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
        wrong.append(f"not JSON: {what}; write one judgement a line, as kg judge --export does")
        return None
    judgement = reader.judgement(raw)
    if judgement is None or wrong:
        return None
    made = _identified(judgement, shorten)
    if raw.get("id") not in (None, made.id):
        wrong.append(
            f"id {raw['id']!r} is not that of what the line says, which is {made.id!r}; "
            "a judgement is not edited but withdrawn and made anew: put back what it said, or leave the id out"
        )
    return made


def _content(judgement: Judgement, shorten: Shorten) -> dict[str, Any]:
    """Return what a line says beside its identifier, in the order of the file."""
    parts: dict[str, Any] = {
        "author": judgement.author,
        "time": judgement.time,
        "verdict": judgement.verdict.value,
        "judgement": judgement.withdraws,
        **dict(zip(_sides(judgement), (_thing(t, shorten) for t in judgement.things), strict=True)),
        "fact": _fact(judgement.fact, shorten) if judgement.fact else None,
        "role": shorten(judgement.role) if judgement.role else None,
        **_values(judgement, shorten),
        "with": [{"role": shorten(f.role), "value": _given(f.value, shorten)} for f in judgement.beside],
        "note": judgement.note,
    }
    return _full(parts)


def _sides(judgement: Judgement) -> tuple[str, ...]:
    return ("a", "b") if len(judgement.things) > 1 else ("thing",) * len(judgement.things)


def _values(judgement: Judgement, shorten: Shorten) -> dict[str, Any]:
    old, new = (_given(v, shorten) if v else None for v in (judgement.value, judgement.new))
    return {"from": old, "to": new} if judgement.verdict == "correct" else {"value": old}


def _thing(thing: Thing, shorten: Shorten) -> dict[str, Any]:
    mentions: dict[str, list[str]] = {}
    for document, key in sorted(thing.mentions):
        mentions.setdefault(document, []).append(key)
    said = {"entity": thing.iri, "class": shorten(thing.type), "names": list(thing.names)}
    return _full({**said, "mentions": mentions})


def _fact(fact: Fact, shorten: Shorten) -> dict[str, Any]:
    return _full(
        {
            "document": fact.document,
            "kind": fact.kind,
            "class": shorten(fact.type),
            "subject": list(fact.subject),
            "object": list(fact.object),
            "title": fact.title,
            "sentence": fact.sentence,
            "words": fact.words,
            "start": fact.start,
            "also": [_full({"sentence": w.sentence, "words": w.words, "start": w.start}) for w in fact.also],
        }
    )


def _given(value: Given, shorten: Shorten) -> dict[str, Any]:
    match value:
        case Named(names, type_, identity):
            return _full({"names": list(names), "class": shorten(type_) if type_ else None, "identity": identity})
        case Term(iri):
            return {"concept": shorten(iri)}
        case Plain(lexical, datatype, qualifier):
            said = {"literal": lexical, "type": shorten(datatype)}
            return _full({**said, "qualifier": shorten(qualifier) if qualifier else None})


def _full(parts: Mapping[str, Any]) -> dict[str, Any]:
    """Return what says something."""
    return {name: part for name, part in parts.items() if part not in (None, "", [], {})}


def union(first: Iterable[Judgement], second: Iterable[Judgement]) -> list[Judgement]:
    """Return the judgements of both, each once, those of the first in front."""
    return list({judgement.id: judgement for judgement in (*first, *second)}.values())
