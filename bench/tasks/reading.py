"""Reading: the bare spaCy pipeline, the whole build, and the stages of a build."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bench.clock import Clock, peak_mb

BATCH = 32  # texts that spaCy gets at once, as in kg.pipeline.extractor


def bare(texts: str, model: str) -> dict[str, Any]:
    """The same model on the same texts in the same batches; each parsed text is dropped, as a build drops it."""
    read = json.loads(Path(texts).read_text(encoding="utf-8"))
    clock = Clock()
    import spacy

    nlp = spacy.load(model)
    start = clock.lap()
    tokens = sum(len(doc) for doc in nlp.pipe(read, batch_size=BATCH))
    return {"start": start, "work": clock.lap(), "rss": peak_mb(), "tokens": tokens}


def build(source: str, graph: str) -> dict[str, Any]:
    """Everything `kg build` does, in one process. What is loaded once counts as `start`."""
    clock = Clock()
    import kg
    from kg.ontology import load
    from kg.pipeline.choice import Choice
    from kg.pipeline.extractor import BATCH as OURS
    from kg.pipeline.extractor import load_extractor

    assert OURS == BATCH, "bare and build must get batches of one size"
    load_extractor(load(None).domain, Choice())  # the build finds it loaded
    start = clock.lap()
    with kg.build(source, graph=graph) as built:
        work = clock.lap()
        report = str(built.report)
        quads = len(built.store.raw)
    return {"start": start, "work": work, "rss": peak_mb(), "report": report, "quads": quads}
