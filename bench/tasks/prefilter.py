"""The prefilter: a stream in which one article in twenty is relevant, with it and without, and what is lost."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.clock import Clock

STREAMS = Path(__file__).resolve().parents[1] / "streams"
LEARNED, UNSEEN = STREAMS / "other-learned.jsonl", STREAMS / "other-unseen.jsonl"
ONE_IN = 20
COPIES = 3  # of each article on other matters, so that the stream holds enough of those that are relevant


def stream(seeds: str, folder: str) -> dict[str, Any]:
    """Write the stream: annotated articles with events, evenly spread over seeds/, and unseen ones on other matters."""
    from kg.readers import read_sources

    other = list(read_sources([str(UNSEEN)]))
    relevant = [d for d in read_sources([seeds]) if _events(seeds, d.id)]
    number = COPIES * len(other) // (ONE_IN - 1)
    chosen = [relevant[i * len(relevant) // number] for i in range(number)]
    path = Path(folder, "stream.jsonl")
    records = [(d.id, d) for d in chosen] + [(f"{d.id}-{n}", d) for n in range(COPIES) for d in other]
    with path.open("w", encoding="utf-8") as file:
        for name, d in records[: ONE_IN * number]:
            told = {"id": name, "title": d.title, "date": d.published.isoformat() if d.published else None}
            file.write(json.dumps({**told, "text": d.original}) + "\n")
    words = [len(d.text.split()) for d in chosen]
    texts = Path(folder, "stream-texts.json")
    texts.write_text(json.dumps([d.text for _, d in records[: ONE_IN * number]]), encoding="utf-8")
    return {"source": str(path), "texts": str(texts), "relevant": number, "words_relevant": sum(words)}


def decide(source: str) -> dict[str, Any]:
    """The decision alone."""
    from kg.ontology import load
    from kg.pipeline.prefilter import load_relevance
    from kg.readers import read_sources

    texts = [d.text for d in read_sources([source])]
    clock = Clock()
    relevance = load_relevance(load(None))
    start = clock.lap()
    rounds = []
    for _ in range(3):
        passed = sum(map(relevance, texts))
        rounds.append(clock.lap()["cpu"])
    return {"start": start, "rounds": rounds, "words": sum(len(t.split()) for t in texts), "passed": passed}


def read(source: str, graph: str) -> dict[str, Any]:
    """Parsing and extraction, and the whole build, of everything and of what the prefilter lets through, in turn."""
    import kg
    from kg.ontology import load
    from kg.pipeline.choice import Choice
    from kg.pipeline.extractor import BATCH, load_extractor
    from kg.pipeline.prefilter import load_relevance
    from kg.readers import read_sources

    ontology = load(None)
    extractor, relevance = load_extractor(ontology.domain, Choice()), load_relevance(ontology)
    documents = list(read_sources([source]))

    def extracted(some: Sequence[Any]) -> None:
        for at in range(0, len(some), BATCH):
            extractor.read(some[at : at + BATCH])

    extracted(list(read_sources([str(LEARNED)])))  # what is remembered of words helps both alike, as in a long build
    clock, found = Clock(), dict[str, Any]()
    extracted([d for d in documents if relevance(d.text)])
    found["extract with"] = clock.lap()
    extracted(documents)
    found["extract without"] = clock.lap()
    for name, prefilter in (("with", True), ("without", False)):
        clock.lap()
        with kg.build(source, graph=f"{graph}-{name}", workers=1, prefilter=prefilter) as built:
            found[f"build {name}"] = clock.lap()
            found[f"report {name}"] = str(built.report)
    return found


def kept(seeds: str) -> dict[str, Any]:
    """What is lost of seeds/ by weights that did not see the articles: annotated facts, and facts that kg reads."""
    from kg.learn.relevance import learn_relevance
    from kg.ontology import load
    from kg.pipeline.choice import Choice
    from kg.pipeline.extractor import BATCH, load_extractor
    from kg.pipeline.prefilter import load_relevance
    from kg.readers import read_sources

    documents = list(read_sources([seeds]))
    sieve = learn_relevance(documents, Path(seeds), read_sources([str(LEARNED)]))
    extractor = load_extractor(load(None).domain, Choice())
    told: dict[str, int] = {}
    other: dict[str, int] = {}
    unseen = list(read_sources([str(UNSEEN)]))
    for into, some in ((told, documents), (other, unseen)):
        for at in range(0, len(some), BATCH):
            for document, reading in zip(some[at : at + BATCH], extractor.read(some[at : at + BATCH]), strict=True):
                into[document.id] = len(reading.events) + len(reading.relations) + len(reading.statements)
    relevance = load_relevance(load(None))
    relevant = {d.id: told[d.id] for d in documents if _events(seeds, d.id)}
    return {
        "gold": sieve.kept,
        "lost": list(sieve.lost),
        "passed_learned": sieve.passed,
        "read": 1 - sum(relevant[d] for d in sieve.lost) / sum(relevant.values()),
        "articles": len(relevant),
        "near": sum(relevance(d.text) for d in documents if d.id not in relevant),
        "near_all": len(documents) - len(relevant),
        "unseen": len(unseen),
        "passed": [d.id for d in unseen if relevance(d.text)],
        "facts_other": sum(other.values()),
    }


def _events(seeds: str, identifier: str) -> int:
    return len(json.loads(Path(seeds, "gold", f"{identifier}.json").read_text(encoding="utf-8"))["events"])
