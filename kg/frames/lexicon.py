"""Loads `lexicon.yaml`: how a domain calls its things, what ends their names, which offices people hold."""

from __future__ import annotations

from collections.abc import Mapping

from kg.frames.records import Cues, Lexicon, Matter, phrase
from kg.frames.source import Source
from kg.frames.yaml_lines import Lined

_KEYS = (
    "nouns",
    "modifiers",
    "name_heads",
    "openings",
    "employing",
    "closing",
    "firms",
    "institutions",
    "workplaces",
    "offices",
    "seats",
    "posts",
    "ranks",
    "speaks",
    "hearers",
    "joining",
    "breaking",
    "strangers",
    "onlookers",
    "counsel",
    "parts",
    "reasons",
    "matter",
    "cues",
    "units",
    "counted",
    "parties",
)


class LexiconFile:
    """The parts of a `lexicon.yaml`.

    Args:
        source: the file.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self.raw = source.yaml()
        source.keys(self.raw, _KEYS, "")

    def lexicon(self) -> Lexicon:
        """Return the domain's words."""
        nouns = self.source.mapping(self.raw, "nouns")
        types: dict[str, str] = {}
        for curie in nouns:
            types[curie] = self.source.type(curie, nouns.lines[curie], "nouns: ") or curie
            self.source.keys(self.source.mapping(nouns, curie, "nouns: "), ("generic", "named"), f"nouns: {curie}: ")
        return Lexicon(
            generic=self._nouns(nouns, "generic", types),
            named=self._nouns(nouns, "named", types),
            modifiers=self._set("modifiers"),
            openings=self._by_word("openings", self.source.terms.classes, "class"),
            employing=self._by_word("employing", self.source.terms.classes, "class"),
            closing=self._set("closing"),
            firms=frozenset(self._types(self.raw, "firms")),
            institutions=self._set("institutions"),
            workplaces=self._set("workplaces"),
            units=frozenset(self._types(self.raw, "units")),
            counted=self._set("counted"),
            offices=self._by_word("offices", self.source.terms.classes, "class"),
            seats=self._seats(),
            posts=self._set("posts"),
            ranks=self._set("ranks"),
            speaks=self._set("speaks"),
            hearers=self._set("hearers"),
            joining=self._set("joining"),
            breaking=self._set("breaking"),
            strangers=self._set("strangers"),
            onlookers=self._set("onlookers"),
            counsel=self._set("counsel"),
            parts=self._set("parts"),
            matter=self._matter(),
            reasons={phrase(w): c for w, c in self._by_word("reasons", self.source.terms.concepts, "concept").items()},
        )

    def heads(self) -> dict[str, tuple[str, ...]]:
        """Return the words that end the names of each class."""
        found: dict[str, tuple[str, ...]] = {}
        for word, type_ in self._by_word("name_heads", self.source.terms.classes, "class").items():
            found[type_] = (*found.get(type_, ()), word)
        return found

    def cues(self) -> dict[str, Cues]:
        """Return the words beside unknown names that tell their class."""
        found = {}
        table = self.source.mapping(self.raw, "cues")
        for curie in table:
            type_ = self.source.type(curie, table.lines[curie], "cues: ")
            words, where = self.source.mapping(table, curie, "cues: "), f"cues: {curie}: "
            self.source.keys(words, ("after", "before", "verbs"), where)
            after, before, verbs = (
                frozenset(w for _, w in self.source.words(words, key, where)) for key in ("after", "before", "verbs")
            )
            if type_ is not None:
                found[type_] = Cues(after, before, verbs)
        return found

    def parties(self) -> dict[str, frozenset[str]]:
        """Return the classes of each party to what the domain tells of."""
        table = self.source.mapping(self.raw, "parties")
        found = {}
        for name in table:
            types = self._types(table, name, where="parties: ")
            for type_ in types:
                if type_ not in self.source.terms.agents:
                    known = ", ".join(self.source.terms.short(self.source.terms.agents))
                    curie = self.source.terms.ontology.shorten(type_)
                    self.source.wrong(table.lines[name], f"parties: {name}: {curie} is no agent. Agents: {known}")
            found[name] = frozenset(types)
        return found

    def _seats(self) -> dict[str, tuple[str, ...]]:
        """Return the words in the names of organisations in which an office is held, by office."""
        table = self.source.mapping(self.raw, "seats")
        return {office: tuple(w for _, w in self.source.words(table, office, "seats: ")) for office in table}

    def _matter(self) -> Matter:
        """Return the words that govern what an article is about."""
        words = self.source.mapping(self.raw, "matter")
        self.source.keys(words, ("for", "object", "beside", "idioms"), "matter: ")
        under, object_, beside = (
            frozenset(w for _, w in self.source.words(words, key, "matter: ")) for key in ("for", "object", "beside")
        )
        idioms = frozenset(phrase(w) for _, w in self.source.words(words, "idioms", "matter: "))
        return Matter(under, object_, beside, idioms)

    # -- parts ------------------------------------------------------------------------------

    def _set(self, key: str) -> frozenset[str]:
        return frozenset(word for _, word in self.source.words(self.raw, key))

    def _types(self, parent: Lined, key: str, *, where: str = "") -> list[str]:
        words = self.source.words(parent, key, where)
        types = (self.source.type(curie, line, f"{where}{key}: ") for line, curie in words)
        return [t for t in types if t is not None]

    def _nouns(self, nouns: Lined, key: str, types: Mapping[str, str]) -> dict[str, str]:
        """Return the class of each generic (or named) noun; a noun under two classes is a mistake."""
        found: dict[str, tuple[str, str]] = {}
        for curie, type_ in types.items():
            self._take(self.source.mapping(nouns, curie), key, f"nouns: {curie}: ", curie, type_, found)
        return {word: type_ for word, (_, type_) in found.items()}

    def _by_word(self, key: str, among: frozenset[str], what: str) -> dict[str, str]:
        """Read a table of lists under terms, the other way round; a word under two terms is a mistake."""
        table = self.source.mapping(self.raw, key)
        found: dict[str, tuple[str, str]] = {}
        for curie in table:
            iri = self.source.term(curie, table.lines[curie], among=among, what=what, where=f"{key}: ")
            self._take(table, curie, f"{key}: ", curie, iri or curie, found)
        return {word: iri for word, (_, iri) in found.items()}

    def _take(
        self, parent: Lined, key: str, where: str, curie: str, iri: str, found: dict[str, tuple[str, str]]
    ) -> None:
        for line, word in self.source.words(parent, key, where):
            known, _ = found.setdefault(word, (curie, iri))
            if known != curie:
                self.source.wrong(line, f"{where}{word!r} stands under {known} and {curie}; one is right")
