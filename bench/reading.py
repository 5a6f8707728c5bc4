"""Words per second of the whole build beside the bare spaCy pipeline on the same texts, and where the time goes."""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from bench.child import call
from bench.run import Run
from bench.section import Section, megabytes, rate, seconds, share, times

TOP = 15
PROCESSES = 2
EXTRACTION = ("extraction", "passages and case of headlines")  # stages
AIM = 1.35  # of the CPU time of the bare pipeline
KINDS = ("start", "work")


def measure(run: Run) -> Section:
    section = Section("Reading")
    corpus = run.corpus
    found: dict[str, list[dict[str, Any]]] = {"bare": [], "build": []}
    several: dict[str, list[dict[str, Any]]] = {"bare": [], "build": []}
    for _ in range(run.rounds):  # in turn, so that a slow minute of the machine meets both
        for processes, into in ((1, found), (PROCESSES, several)):
            given = {"processes": processes}
            into["bare"].append(call("reading.bare", texts=corpus["texts"], model=corpus["model"], **given))
            graph = run.graph if processes == 1 else run.folder / "graph-processes"
            shutil.rmtree(graph, ignore_errors=True)
            into["build"].append(call("reading.build", source=corpus["source"], graph=str(graph), **given))
    section.figures = {"corpus": corpus, "rounds": found, "several": several}
    _totals(section, run, {name: _best(rounds) for name, rounds in found.items()})
    _speeds(section, {"one process": found, "two processes": several})
    stages = call("stages.timed", source=corpus["source"], graph=str(run.folder / "timed"))
    section.figures["stages"] = stages
    _stages(section, stages, section.figures["best"]["bare"]["work cpu"])
    _functions(section, stages["functions"])
    return section


def _best(rounds: list[dict[str, Any]]) -> dict[str, float]:
    """The least of each figure over the rounds: what else runs on the machine only adds."""
    best = {f"{kind} {unit}": min(r[kind][unit] for r in rounds) for kind in KINDS for unit in ("cpu", "wall")}
    return {**best, "rss": min(r["rss"] for r in rounds)}


def _totals(section: Section, run: Run, best: dict[str, dict[str, float]]) -> None:
    words, bare, build = run.corpus["words"], best["bare"], best["build"]
    section.note(
        f"{run.corpus['articles']} articles, {words:,} words, each engine in one process of its own; the best of "
        f"{run.rounds} rounds, in turn. The bare pipeline is `spacy.load(model)` and `nlp.pipe` in the same batches "
        f"over the very texts that kg gives to spaCy; the build also reads files, extracts, stores and assembles."
    )
    for each in (bare, build):
        each["whole cpu"] = each["start cpu"] + each["work cpu"]
        each["words/cpu s"], each["words/s"] = words / each["work cpu"], words / each["work wall"]
    shown: tuple[tuple[str, str, Callable[[float], str]], ...] = (
        ("words per CPU second", "words/cpu s", "{:,.0f}".format),
        ("words per second", "words/s", "{:,.0f}".format),
        ("CPU time", "work cpu", seconds),
        ("CPU time to load code, model and data", "start cpu", seconds),
        ("both", "whole cpu", seconds),
        ("peak memory", "rss", megabytes),
    )
    rows = [[title, form(bare[key]), form(build[key]), times(build[key] / bare[key])] for title, key, form in shown]
    section.table(["", "bare spaCy", "kg build", "build / bare"], rows)
    pairs = zip(*section.figures["rounds"].values(), strict=True)
    ratios = [theirs["work"]["cpu"] / own["work"]["cpu"] for own, theirs in pairs]
    section.note(f"CPU time, build / bare, round by round: {', '.join(map(times, ratios))}.")
    section.figures |= {"best": best, "ratio_cpu": build["work cpu"] / bare["work cpu"], "ratios_cpu": ratios}


def _speeds(section: Section, rounds: dict[str, dict[str, list[dict[str, Any]]]]) -> None:
    """Tell words and documents per second by the clock, in one process and in several."""
    corpus, rows = section.figures["corpus"], []
    speeds: dict[str, dict[str, float]] = {}
    for unit, number in (("words", corpus["words"]), ("documents", corpus["articles"])):
        for title, found in rounds.items():
            bare, build = (number / min(one["work"]["wall"] for one in found[name]) for name in ("bare", "build"))
            speeds[f"{unit} per second, {title}"] = {"bare": bare, "build": build}
            rows.append([f"{unit} per second, {title}", rate(bare), rate(build), times(build / bare)])
    section.note(
        f"By the clock, in one process and in {PROCESSES} (`n_process={PROCESSES}`, whose processes find the model "
        f"loaded; `--workers {PROCESSES}`, whose processes load it, which counts):"
    )
    section.table(["", "bare spaCy", "kg build", "build / bare"], rows)
    section.figures["speeds"] = speeds


def _stages(section: Section, found: dict[str, Any], bare: float) -> None:
    ours, total = set(found["ours"]), found["all"]
    model = {"tokenizer", *found["components"]} - ours
    spacy = sum(spent for name, spent in found["stages"].items() if name in model)
    rows = [
        [f"{name} (spaCy)" if name in model else name, seconds(spent), share(spent, total), times(spent / spacy)]
        for name, spent in sorted(found["stages"].items(), key=lambda item: -item[1])
    ]
    rows.append(["spaCy's own together", seconds(spacy), share(spacy, total), times(1.0)])
    rows.append(["kg's own together", seconds(total - spacy), share(total - spacy, total), times(total / spacy - 1)])
    section.note("Stages of one more build, with a timer around each (spaCy batches as in `nlp.pipe`):")
    section.table(["stage", "CPU time", "of the build", "of spaCy's own"], rows)
    read = sum(spent for name, spent in found["stages"].items() if name in {*model, *ours, *EXTRACTION})
    section.note(
        f"Extraction with the whole pipeline, without reading files and storing: {seconds(read)}, {times(read / bare)} "
        f"the bare pipeline (aim {AIM:.2f}×)."
    )


def _functions(section: Section, found: list[tuple[str, str, float]]) -> None:
    total = sum(spent for *_, spent in found)
    ours = [(file, name, spent) for file, name, spent in found if file and not file.startswith("pipeline/")]
    files = defaultdict[str, float](float)
    for file, _, spent in ours:
        files[file] += spent
    head = ["", "CPU time", "of the build"]
    section.note("kg's own in the same build, sampled; what is called outside kg counts for the caller. By file:")
    slowest = sorted(files.items(), key=lambda item: -item[1])[:TOP]
    section.table(head, [[f"kg/{file}", seconds(s), share(s, total)] for file, s in slowest])
    section.note("By function:")
    section.table(head, [[f"kg/{file} {name}", seconds(s), share(s, total)] for file, name, s in ours[:TOP]])
