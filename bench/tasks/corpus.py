"""The articles that are read."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from itertools import count, islice
from pathlib import Path
from typing import Any


def prepare(seeds: str, folder: str, number: int | None) -> dict[str, Any]:
    """Choose articles, evenly spread; write those, and the texts that kg gives to spaCy, into the folder."""
    from kg.extract.passages import passages
    from kg.nlp import DEFAULT_MODEL, model_path
    from kg.nlp.recase import recase
    from kg.readers import read_sources

    found = list(read_sources([seeds]))
    chosen = found if number is None else [found[i * len(found) // number] for i in range(min(number, len(found)))]
    source = seeds
    if len(chosen) < len(found):
        source = str(Path(folder, "articles.jsonl"))
        _write(source, chosen)
        chosen = list(read_sources([source]))
    texts = [passages(document, recase).text for document in chosen]
    path = Path(folder, "texts.json")
    path.write_text(json.dumps(texts), encoding="utf-8")
    return {
        "source": source,
        "texts": str(path),
        "model": str(model_path(DEFAULT_MODEL)),
        "articles": len(texts),
        "words": sum(len(text.split()) for text in texts),
        "characters": sum(map(len, texts)),
    }


def grow(source: str, outlines: str, number: int, file: str) -> None:
    """Write so many articles into a file: those of the source, again and again with other names in their texts.

    Args:
        source: of articles.
        outlines: file of what they say, one a line (`assembling.prepare`).
        number: how many.
        file: JSON Lines.
    """
    from bench.facts import many_texts
    from kg.ontology import load
    from kg.outlines import load as outline
    from kg.readers import read_sources

    given = [outline(line) for line in Path(outlines).read_text(encoding="utf-8").splitlines()]
    found = list(read_sources([source]))
    texts = many_texts([document.text for document in found], given, number, base=load().base)
    copies = (
        replace(document, id=f"{document.id}-{round_}", original=text, title=None)
        for round_ in count()
        for document, text in zip(found, islice(texts, len(found)), strict=False)
    )
    _write(file, islice(copies, number))


def _write(path: str, documents: Iterable[Any]) -> None:
    with Path(path).open("w", encoding="utf-8") as file:
        for document in documents:
            record = {
                "id": document.id,
                "title": document.title,
                "date": document.published.isoformat() if document.published else None,
                "source": document.source,
                "text": document.original,
            }
            file.write(json.dumps(record) + "\n")
