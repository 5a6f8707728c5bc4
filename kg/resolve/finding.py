"""From a fact to its words and back: what a judgement was made on is found again in another reading.

Keys change when a document is read by a newer extractor; what was said does not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from kg.model import Concept, Entity, Event, Evidence, Filler, Reading, Ref, Relation, Statement, Value
from kg.resolve.records import Fact, Given, Named, Plain, Term, Words

APOSTROPHES = str.maketrans("‘’ʼ", "'''")
EXACT, PART = 2, 1
NOT = (0, 0, 0)
ALSO = 4  # other words that name an event


def folded(text: str) -> str:
    """Return a text without what makes no other text of it: case, white space, how apostrophes look."""
    return " ".join(text.translate(APOSTROPHES).split()).casefold()


def shared(a: Iterable[str], b: Iterable[str]) -> int:
    """Return how many names two things share."""
    return len({*map(folded, a)} & {*map(folded, b)})


# -- from a reading to what is kept ---------------------------------------------------------------


def event_fact(reading: Reading, event: Event) -> Fact:
    """Return an event as it is found again: by the first words that name it, and by some of the others."""
    named = [Words(piece.exact, words, start) for piece in event.evidence for words, start in triggers(piece)]
    first, *others = named or [Words(piece.exact, start=piece.start) for piece in event.evidence] or [Words("")]
    also = tuple(others[:ALSO])
    return Fact(reading.document.id, "event", event.type, first.sentence, first.words, first.start, also=also)


def relation_fact(reading: Reading, relation: Relation) -> Fact:
    """Return a relation or an office as it is found again."""
    names = {entity.key: entity.names for entity in reading.entities}
    piece = next(iter(relation.evidence), None)
    return Fact(
        reading.document.id,
        "relation" if relation.title is None else "office",
        relation.predicate,
        piece.exact if piece else "",
        start=piece.start if piece else None,
        subject=names.get(relation.subject, (relation.subject,)),
        object=names.get(relation.object, (relation.object,)),
        title=relation.title,
    )


def statement_fact(reading: Reading, statement: Statement) -> Fact:
    """Return a statement as it is found again."""
    names = {entity.key: entity.names for entity in reading.entities}
    start = min((piece.start for piece in statement.evidence), default=None)
    speaker = names.get(statement.speaker, (statement.speaker,))
    return Fact(reading.document.id, "statement", statement.stance, statement.text, start=start, subject=speaker)


def given(filler: Filler, entities: Iterable[Entity]) -> Given:
    """Return what fills a role as it is found again."""
    match filler:
        case Ref(key):
            entity = next((e for e in entities if e.key == key), None)
            return Named(entity.names, entity.type, entity.identity) if entity else Named((key,))
        case Concept(iri):
            return Term(iri)
        case Value(lexical, datatype, qualifier):
            return Plain(lexical, datatype, qualifier)


def triggers(piece: Evidence) -> list[tuple[str, int]]:
    """Return the words that name an event in a piece of evidence, each with its place in the text."""
    return [
        (piece.exact[mark.start - piece.start : mark.end - piece.start], mark.start)
        for mark in piece.marks
        if not mark.role
    ]


# -- and back -----------------------------------------------------------------------------------


def find_event(fact: Fact, reading: Reading, types: Collection[str]) -> Event | None:
    """Return the event of one of these classes that is named by the words of a fact, in their sentence.

    Where the first words are not read any more, it is the one that most of the others name, and at least half of those
    that are read.
    """
    events = [event for event in reading.events if event.type in types]
    first = _named(Words(fact.sentence, fact.words, fact.start), events)
    if first is not None:
        return first
    votes = Counter(event.key for words in fact.also if (event := _named(words, events)))
    most = max(votes.values(), default=0)
    best = [event for event in events if votes[event.key] == most > 0 and 2 * most >= votes.total()]
    return best[0] if best else None


def _named(words: Words, events: Iterable[Event]) -> Event | None:
    """Return the event that some words name."""
    best: tuple[tuple[int, int, int], Event] | None = None
    for event in events:
        fits = max((_fit(words, piece) for piece in event.evidence), default=NOT)
        if fits != NOT and (best is None or fits > best[0]):
            best = fits, event
    return best[1] if best else None


def _fit(kept: Words, piece: Evidence) -> tuple[int, int, int]:
    """Return how well a piece of evidence is what was kept; `NOT` where it is not."""
    sentence = _likeness(kept.sentence, piece.exact)
    if not sentence:
        return NOT
    if not kept.words:
        return sentence, EXACT, _nearness(kept.start, piece.start)
    named = [(_likeness(kept.words, words), _nearness(kept.start, start)) for words, start in triggers(piece)]
    words, near = max(named, default=(0, 0))
    return (sentence, words, near) if words else NOT


def _likeness(kept: str, read: str) -> int:
    kept, read = folded(kept), folded(read)
    if kept == read:
        return EXACT
    return PART if kept and read and (kept in read or read in kept) else 0


def _nearness(kept: int | None, start: int) -> int:
    return -abs(kept - start) if kept is not None else 0


def find_relation(fact: Fact, reading: Reading) -> Relation | None:
    """Return the relation, or the office with the same title, between things that are called the same."""
    names = {entity.key: entity.names for entity in reading.entities}
    ranked = []
    for n, relation in enumerate(reading.relations):
        subject = shared(fact.subject, names.get(relation.subject, ()))
        target = shared(fact.object, names.get(relation.object, ()))
        same = relation.predicate == fact.type and folded(relation.title or "") == folded(fact.title or "")
        if same and (relation.title is None) == (fact.title is None) and subject and target:
            read = max((_likeness(fact.sentence, piece.exact) for piece in relation.evidence), default=0)
            ranked.append((subject + target, read, -n))
    return reading.relations[-max(ranked)[2]] if ranked else None


def find_statement(fact: Fact, reading: Reading) -> Statement | None:
    """Return what the same speaker said in the same words, with the same stance."""
    names = {entity.key: entity.names for entity in reading.entities}
    ranked = []
    for n, statement in enumerate(reading.statements):
        speaker = shared(fact.subject, names.get(statement.speaker, ()))
        words = _likeness(fact.sentence, statement.text)
        if statement.stance == fact.type and speaker and words:
            start = min((piece.start for piece in statement.evidence), default=0)
            ranked.append((words, speaker, _nearness(fact.start, start), -n))
    return reading.statements[-max(ranked)[3]] if ranked else None


def find_filler(value: Given, fillers: Sequence[Filler], entities: Iterable[Entity]) -> Filler | None:
    """Return the one of some fillers that a value means."""
    if isinstance(value, Named):
        keys = {filler.key for filler in fillers if isinstance(filler, Ref)}
        found = find_entity(value.names, value.type, [e for e in entities if e.key in keys])
        return Ref(found.key) if found else None
    return next((filler for filler in fillers if _means(value, filler)), None)


def _means(value: Given, filler: Filler) -> bool:
    if isinstance(value, Term):
        return filler == Concept(value.iri)
    if not (isinstance(value, Plain) and isinstance(filler, Value)):
        return False
    return value.lexical == filler.lexical or _number(value.lexical) == _number(filler.lexical) is not None


def _number(lexical: str) -> float | None:
    try:
        return float(lexical)
    except ValueError:
        return None


def find_entity(
    names: Sequence[str], type_: str | None, entities: Iterable[Entity], *, key: str | None = None
) -> Entity | None:
    """Return the entity of one document that is called so; None where there is none, or two are as likely.

    Args:
        names: what it was called; the first counts most.
        type_: its class then, which tells those apart that share as many names.
        entities: those of the document.
        key: its key then, which counts as long as they still share a name.
    """
    ranked: dict[tuple[bool, int, bool, bool], list[Entity]] = {}
    for entity in entities:
        number = shared(names, entity.names)
        if number:
            alike = bool(names) and folded(names[0]) == folded(entity.label)
            ranked.setdefault((entity.key == key, number, entity.type == type_, alike), []).append(entity)
    best = ranked[max(ranked)] if ranked else []
    return best[0] if len(best) == 1 else None
