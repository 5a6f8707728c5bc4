"""Where the time of a build goes."""

from __future__ import annotations

import cProfile
import pstats
from functools import reduce
from importlib import import_module
from pathlib import Path
from typing import Any

from bench.clock import Clock
from bench.sampler import Sampler
from bench.stopwatch import Stopwatch, TimedComponent
from bench.tasks.reading import BATCH

FUNCTIONS = (  # module that calls it, its name there, stage
    ("kg.pipeline.extractor", "passages", "passages and case of headlines"),
    ("kg.pipeline.extractor", "read_document", "extraction"),
    ("kg.store.graph", "reading_quads", "quads made"),
    ("kg.store.graph", "insert", "quads stored"),
    ("kg.pipeline.assembling", "Assembling._note", "outlines kept"),
    ("kg.pipeline.assembling", "Assembling.assemble", "assembled layer"),
)
GENERATORS = (("kg.pipeline.recalling", "read_sources", "readers"),)


def _loaded() -> Any:
    from kg.ontology import load
    from kg.pipeline.choice import Choice
    from kg.pipeline.extractor import load_extractor

    return load_extractor(load(None).domain, Choice())


def _build(source: str, graph: str) -> None:
    from kg.pipeline import build

    build(source, graph=graph, workers=1)  # in this process, where it is watched


def timed(source: str, graph: str) -> dict[str, Any]:
    """Return the CPU seconds of a build: of all, by stage, and by function of kg with what it calls outside kg."""
    import kg

    extractor, watch = _loaded(), Stopwatch()
    for functions, wrap in ((FUNCTIONS, watch.function), (GENERATORS, watch.generator)):
        for home, name, stage in functions:
            *path, last = name.split(".")
            owner = reduce(getattr, path, import_module(home))
            setattr(owner, last, wrap(stage, getattr(owner, last)))
    nlp = extractor.nlp
    ours = {name for name in nlp.pipe_names if name.startswith("kg_")}
    nlp._components = [(name, TimedComponent(watch, name, inner, BATCH)) for name, inner in nlp._components]
    nlp.make_doc = watch.function("tokenizer", nlp.make_doc)
    clock = Clock()
    with Sampler(Path(kg.__file__).parent) as sampler, watch.stage("all else"):
        _build(source, graph)
    slowest = sorted(sampler.seconds.items(), key=lambda item: -item[1])
    return {
        "all": clock.lap()["cpu"],
        "stages": watch.seconds,
        "ours": sorted(ours),
        "components": nlp.pipe_names,
        "functions": [(file, function, spent) for (file, function), spent in slowest],
    }


def traced(source: str, graph: str, number: int) -> dict[str, list[tuple[str, int, float, float]]]:
    """Return the functions that cProfile finds slowest: where, calls, own seconds, seconds with what they call."""
    _loaded()
    profile = cProfile.Profile()
    profile.runcall(_build, source, graph)
    stats = pstats.Stats(profile).stats  # type: ignore[attr-defined]
    rows = [(_where(*place), calls, own, total) for place, (calls, _, own, total, _) in stats.items()]
    ours = [row for row in rows if row[0].startswith(("kg/extract/", "kg/nlp/"))]
    return {
        "own": sorted(ours, key=lambda row: -row[2])[:number],
        "cumulative": sorted(ours, key=lambda row: -row[3])[:number],
        "callees": sorted((r for r in rows if r not in ours), key=lambda row: -row[2])[:number],
    }


def _where(file: str, line: int, name: str) -> str:
    parts = Path(file).parts
    short = "/".join(parts[parts.index("kg") :]) if "kg" in parts else "/".join(parts[-2:])
    return f"{short}:{line} {name}"
