"""Loads everything that says how language tells of a domain, and checks it against each other."""

from __future__ import annotations

from functools import lru_cache

from kg.errors import OntologyError
from kg.frames.english import load_english
from kg.frames.frame_file import FrameFile
from kg.frames.gazetteer import load_entries
from kg.frames.lexicon import LexiconFile
from kg.frames.records import Gazetteer, Language
from kg.frames.source import Source, Terms
from kg.frames.table import FILE, table_file
from kg.frames.templates import load_slots
from kg.ontology import Ontology, mistakes


@lru_cache(maxsize=8)
def load_language(ontology: Ontology) -> Language:
    """Load and check everything that says how language tells of a domain, the ontology with it; once a process.

    Raises:
        OntologyError: with every mistake in the data, each as `file:line: where: what; what would be right`.
    """
    told = mistakes(ontology)
    found: list[tuple[str, int, str]] = []
    terms = Terms(ontology)
    slots = load_slots(Source(ontology.root / "templates.yaml", terms, found))
    english = load_english(Source(ontology.root / "english.yaml", terms, found))
    words = LexiconFile(Source(ontology.folder / "lexicon.yaml", terms, found))
    lexicon, parties = words.lexicon(), words.parties()
    names = [Source(path, terms, found) for path in sorted((ontology.folder / "names").glob("*.csv"))]
    gazetteer = Gazetteer(load_entries(names), words.heads(), words.cues(), frozenset(ontology.below("Place")))
    frames = FrameFile(Source(ontology.folder / "frames.yaml", terms, found), slots).load()
    if (ontology.folder / FILE).is_file():
        table_file(ontology.folder / FILE, terms, found)
    told += [f"{name}:{line}: {text}" for name, line, text in dict.fromkeys(sorted(found))]
    if told:
        raise OntologyError(told)
    return Language(ontology, slots, frames, gazetteer, lexicon, english, parties)
