"""Reading: the bare spaCy pipeline, the whole build, and the stages of a build."""

from __future__ import annotations

import json
from itertools import batched, islice, pairwise
from pathlib import Path
from typing import Any

from bench.clock import Clock, peak_mb

BATCH = 32  # texts that spaCy gets at once, as in kg.pipeline.extractor


def bare(texts: str, model: str, processes: int = 1) -> dict[str, Any]:
    """The same model on the same texts in the same batches; each parsed text is dropped, as a build drops it."""
    read = json.loads(Path(texts).read_text(encoding="utf-8"))
    clock = Clock()
    import spacy

    nlp = spacy.load(model)
    start = clock.lap()
    tokens = sum(len(doc) for doc in nlp.pipe(read, batch_size=BATCH, n_process=processes))
    return {"start": start, "work": clock.lap(), "rss": peak_mb(), "tokens": tokens}


def build(source: str, graph: str, processes: int = 1) -> dict[str, Any]:
    """Everything `kg build` does. What is loaded once counts as `start`; processes that read load it for themselves."""
    clock = Clock()
    import kg
    from kg.ontology import load
    from kg.pipeline.choice import Choice
    from kg.pipeline.extractor import BATCH as OURS
    from kg.pipeline.extractor import load_extractor

    assert OURS == BATCH, "bare and build must get batches of one size"
    if processes == 1:
        load_extractor(load(None).domain, Choice())  # the build finds it loaded
    start = clock.lap()
    with kg.build(source, graph=graph, workers=processes) as built:
        work = clock.lap()
        report = str(built.report)
        quads = len(built.store.raw)
    return {"start": start, "work": work, "rss": peak_mb(), "report": report, "quads": quads}


def growing(source: str, numbers: list[int], folder: str) -> dict[str, Any]:
    """Read and store the articles of a source one after another; return what the first so many took, by number.

    Args:
        source: of as many articles as the last number.
        numbers: of articles, rising.
        folder: for the graph.
    """
    from kg.ontology import load
    from kg.pipeline.choice import Choice
    from kg.pipeline.extractor import load_extractor
    from kg.readers import read_sources
    from kg.store import create_or_open

    ontology = load(None)
    extractor = load_extractor(ontology.domain, Choice())
    extractor.read(list(islice(read_sources([source]), BATCH)))  # what is loaded with the first is not counted
    found, spent = {}, {"reading": 0.0, "storing": 0.0}
    documents = iter(read_sources([source]))
    with create_or_open(folder, ontology=ontology) as store:
        clock = Clock()
        for before, number in pairwise([0, *numbers]):
            for some in batched(islice(documents, number - before), BATCH):
                readings = [reading for reading in extractor.read(some) if not isinstance(reading, Exception)]
                spent["reading"] += clock.lap()["cpu"]
                store.add(readings)
                spent["storing"] += clock.lap()["cpu"]
            store.raw.flush()
            spent["storing"] += clock.lap()["cpu"]
            found[str(number)] = {**spent, "quads": len(store.raw), "rss": peak_mb()}
    return found
