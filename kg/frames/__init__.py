"""How language says it: templates, frames, lexicon and gazetteers of a domain, loaded and checked once.

Every mistake in the data is told together with its file and line (`OntologyError`).
"""

from __future__ import annotations

from kg.frames.gazetteer import countries_of
from kg.frames.identities import KnownNames, bare_name, identity_of
from kg.frames.language import load_language
from kg.frames.records import (
    NUMBER,
    PSEUDO_SLOTS,
    UNITS,
    Cues,
    English,
    Entry,
    Example,
    Frame,
    Gazetteer,
    Language,
    Lexicon,
    Loose,
    Path_,
    Pattern,
    RoleRule,
    Step,
    phrase,
)
from kg.frames.table import Column, load_table
from kg.frames.yaml_lines import Lined

__all__ = [
    "NUMBER",
    "PSEUDO_SLOTS",
    "UNITS",
    "Column",
    "Cues",
    "English",
    "Entry",
    "Example",
    "Frame",
    "Gazetteer",
    "KnownNames",
    "Language",
    "Lexicon",
    "Lined",
    "Loose",
    "Path_",
    "Pattern",
    "RoleRule",
    "Step",
    "bare_name",
    "countries_of",
    "identity_of",
    "load_language",
    "load_table",
    "phrase",
]
