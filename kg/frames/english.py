"""Loads `english.yaml`: what every domain needs to know of the language."""

from __future__ import annotations

from kg.frames.records import English, phrase
from kg.frames.source import Source, unknown
from kg.frames.yaml_lines import Lined

Phrase = tuple[str, ...]
KEYS = (
    "stance",
    "takes",
    "content",
    "documents",
    "hearsay",
    "rejecting",
    "settlements",
    "states",
    "feasts",
    "nations",
    "status",
    "moving",
    "bounds",
)
TAKES = ("object", "infinitive", "quoted", "present", "figure", "names", "bid")


def load_english(source: Source) -> English:
    """Return the words by which English tells of stance, status and exactness.

    A word that stands under two statuses has the first.
    """
    raw = source.yaml()
    source.keys(raw, KEYS, "")
    over: dict[Phrase, str] = {}
    beside: dict[str, str] = {}
    modal: dict[str, str] = {}
    condition: set[str] = set()
    predicate: dict[Phrase, str] = {}
    unless: set[Phrase] = set()
    rumours: set[str] = set()
    for name, words in _under(source, raw, "status", "Status"):
        where = f"status: {name}: "
        source.keys(words, ("over", "beside", "modal", "condition", "predicate", "unless", "rumours"), where)
        for _, word in source.words(words, "over", where, once=False):
            over.setdefault(phrase(word), name)
        for _, word in source.words(words, "beside", where, once=False):
            beside.setdefault(word, name)
        for _, word in source.words(words, "modal", where):
            modal[word] = name
        condition |= {word for _, word in source.words(words, "condition", where)}
        for _, word in source.words(words, "predicate", where, once=False):
            predicate.setdefault(phrase(word), name)
        unless |= {phrase(word) for _, word in source.words(words, "unless", where)}
        rumours |= {word for _, word in source.words(words, "rumours", where)}
    return English(
        stance=_phrases(source, raw, "stance", "Stance"),
        takes=_takes(source, raw),
        content={
            name: frozenset(word for _, word in source.words(source.mapping(raw, "content"), curie, "content: "))
            for name, curie in _named(source, raw, "content", "Stance")
        },
        documents=frozenset(word for _, word in source.words(raw, "documents")),
        hearsay=tuple(phrase(word) for _, word in source.words(raw, "hearsay")),
        rejecting=frozenset(word for _, word in source.words(raw, "rejecting")),
        settlements=frozenset(word for _, word in source.words(raw, "settlements")),
        states=frozenset(word for _, word in source.words(raw, "states")),
        feasts=frozenset(word for _, word in source.words(raw, "feasts")),
        nations=_nations(source, raw),
        over=over,
        beside=beside,
        modal=modal,
        condition=frozenset(condition),
        predicate=predicate,
        unless=frozenset(unless),
        rumours=frozenset(rumours),
        moving=frozenset(phrase(word) for _, word in source.words(raw, "moving")),
        bounds=_phrases(source, raw, "bounds", "Qualifier"),
    )


def _concept(source: Source, curie: str, scheme: str, line: int, where: str) -> str | None:
    """Return the local name of a concept of the core."""
    known = [f"core:{name}" for name in source.terms.core_concepts(scheme)]
    if curie in known:
        return curie.partition(":")[2]
    source.wrong(line, f"{where}: {unknown(scheme.lower(), curie, known)}")
    return None


def _takes(source: Source, raw: Lined) -> dict[str, frozenset[Phrase]]:
    """Return the verbs that take what is said in each way."""
    table = source.mapping(raw, "takes")
    source.keys(table, TAKES, "takes: ")
    return {key: frozenset(phrase(word) for _, word in source.words(table, key, "takes: ")) for key in TAKES}


def _nations(source: Source, raw: Lined) -> dict[str, str]:
    """Return the countries by their names and by what is theirs, in lower case: "chilean" is of Chile."""
    table = source.mapping(raw, "nations")
    found = {name.lower(): name for name in table}
    return found | {word.lower(): name for name in table for _, word in source.words(table, name, "nations: ")}


def _named(source: Source, raw: Lined, key: str, scheme: str) -> list[tuple[str, str]]:
    """Return the concepts under a key, each with its name and as it stands there."""
    table = source.mapping(raw, key)
    named = [(_concept(source, curie, scheme, table.lines[curie], key), curie) for curie in table]
    return [(name, curie) for name, curie in named if name is not None]


def _under(source: Source, raw: Lined, key: str, scheme: str) -> list[tuple[str, Lined]]:
    table = source.mapping(raw, key)
    return [(name, source.mapping(table, curie, f"{key}: ")) for name, curie in _named(source, raw, key, scheme)]


def _phrases(source: Source, raw: Lined, key: str, scheme: str) -> dict[Phrase, str]:
    table = source.mapping(raw, key)
    found: dict[Phrase, str] = {}
    for curie in table:
        name = _concept(source, curie, scheme, table.lines[curie], key)
        for line, word in source.words(table, curie, f"{key}: ", once=False):
            known = found.setdefault(phrase(word), name or "")
            if name is not None and known != name:
                source.wrong(line, f"{key}: {word!r} stands under core:{known} and {curie}; one is right")
    return found
