"""Reads a folder of annotations."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from kg.errors import GoldError
from kg.ontology import Ontology
from kg.score.annotation import AnnotationReader
from kg.score.facts import GoldDoc
from kg.score.terms import Terms


def load_gold(folder: Path, ontology: Ontology) -> dict[str, GoldDoc]:
    """Read the annotations of a folder: one JSON file for each article, in `folder` or in `folder/gold`.

    Args:
        folder: where the files are.
        ontology: the domain in whose terms they are written.

    Returns:
        The facts by the article's identifier, in the order of the file names.

    Raises:
        GoldError: there is no annotation, or some are wrong. The message has a line for each mistake.
    """
    paths = annotation_files(folder)
    terms = Terms(ontology)
    docs: dict[str, GoldDoc] = {}
    origin: dict[str, str] = {}
    mistakes: list[str] = []
    for path in paths:
        identifier, doc, wrong = _read(path, terms)
        if identifier in origin:
            wrong.append(f"{path.name}: {origin[identifier]} annotates {identifier!r} already")
        mistakes += wrong
        if identifier:
            docs[identifier] = doc
            origin[identifier] = path.name
    if mistakes:
        raise GoldError("\n".join(mistakes))
    return docs


def annotation_files(folder: Path) -> list[Path]:
    """Return the files of annotations in `folder/gold` or `folder`, sorted.

    Raises:
        GoldError: there is none.
    """
    folder = folder / "gold" if (folder / "gold").is_dir() else folder
    paths = sorted(folder.glob("*.json"))
    if not paths:
        raise GoldError(f"{folder}: no annotations here; expected one .json file for each article")
    return paths


def raw_annotations(folder: Path) -> dict[str, dict[str, Any]]:
    """Return the annotations of a folder as JSON has them, by identifier; `load_gold` tells what is wrong with them.

    Raises:
        GoldError: there is none.
    """
    found = (json.loads(path.read_text(encoding="utf-8")) for path in annotation_files(folder))
    return {annotation["doc"]: annotation for annotation in found}


def _read(path: Path, terms: Terms) -> tuple[str, GoldDoc, list[str]]:
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        return "", GoldDoc(), [f"{path.name}:{error.lineno}: not JSON: {error.msg} (column {error.colno})"]
    except (OSError, UnicodeDecodeError) as error:
        return "", GoldDoc(), [f"{path.name}: cannot be read as UTF-8 text: {error}"]
    reader = AnnotationReader(terms)
    identifier, doc = reader.read(raw)
    return identifier, doc, [f"{path.name}: {m}" for m in reader.mistakes]
