"""What the prefilter saves on a stream of mixed news, and what it costs in facts."""

from __future__ import annotations

from bench.child import call
from bench.machine import ROOT
from bench.run import Run
from bench.section import Section, rate, seconds, times

AIM_SPEED, AIM_KEPT = 12.0, 0.995
LIMIT = 900.0


def measure(run: Run) -> Section:
    section = Section("Prefilter")
    seeds = str(ROOT / "seeds")
    stream = call("prefilter.stream", seeds=seeds, folder=str(run.folder))
    decided = call("prefilter.decide", source=stream["source"])
    found = call("prefilter.read", limit=LIMIT, source=stream["source"], graph=str(run.folder / "stream"))
    bare = call("reading.bare", texts=stream["texts"], model=run.corpus["model"])
    kept = call("prefilter.kept", limit=LIMIT, seeds=seeds)
    section.figures = {"stream": stream, "decided": decided, "read": found, "kept": kept, "bare": bare}
    _speed(section)
    _kept(section)
    return section


def _speed(section: Section) -> None:
    stream, decided, found = (section.figures[name] for name in ("stream", "decided", "read"))
    articles, words = 20 * stream["relevant"], decided["words"]
    section.note(
        f"A stream of {articles} articles, {words:,} words: {stream['relevant']} with events from seeds/ "
        f"({stream['words_relevant']:,} words), the others on other matters, from bench/streams/, not learned from. "
        f"{decided['passed']} are let through. CPU time in one process that had all loaded; start is not counted."
    )
    rows = []
    for name, title in (("extract", "parsing and extraction"), ("build", "the whole build")):
        without, with_ = found[f"{name} without"]["cpu"], found[f"{name} with"]["cpu"]
        section.figures[f"ratio {name}"] = without / with_
        rows.append([title, seconds(without), seconds(with_), times(without / with_)])
    section.table(["", "everything", "with --prefilter", "throughput"], rows)
    bare, ours = section.figures["bare"]["work"]["wall"], found["build with"]["wall"]
    speeds = {
        f"{unit} per second, mixed stream": {"bare": number / bare, "build": number / ours}
        for unit, number in (("words", words), ("documents", articles))
    }
    section.figures["speeds"] = speeds
    section.note("The bare pipeline on all texts of the stream, by the clock, and the whole build with --prefilter:")
    head = ["", "bare spaCy", "kg build --prefilter", "build / bare"]
    rows = [[n, rate(s["bare"]), rate(s["build"]), times(s["build"] / s["bare"])] for n, s in speeds.items()]
    section.table(head, rows)
    best = min(decided["rounds"])
    share = stream["words_relevant"] / words
    section.note(
        f"The decision alone: {words / best:,.0f} words per CPU second (best of 3), {seconds(best)} for the stream. "
        f"Its words and weights load in {seconds(decided['start']['cpu'])}. The relevant hold {share:.1%} of the "
        f"words, so that a filter which made no mistake and took no time would give about {times(1 / share)}; "
        f"the aim is {times(AIM_SPEED)}."
    )


def _kept(section: Section) -> None:
    kept = section.figures["kept"]
    section.table(
        ["", "share", "aim"],
        [
            ["annotated facts kept, by weights of other folds", f"{kept['gold']:.2%}", f"{AIM_KEPT:.1%}"],
            ["facts that kg reads, kept by the same", f"{kept['read']:.2%}", f"{AIM_KEPT:.1%}"],
            ["articles on other matters let through, unseen", f"{len(kept['passed']) / kept['unseen']:.1%}", ""],
            ["the same, learned from, by weights of other folds", f"{kept['passed_learned']:.1%}", ""],
            ["articles of seeds/ without an event let through", f"{kept['near'] / kept['near_all']:.1%}", ""],
        ],
    )
    section.note(
        f"Facts are events, offices and statements, of the {kept['articles']} articles of seeds/ that have an event. "
        f"Lost are {', '.join(kept['lost']) or 'none'}. Unseen and let through: {', '.join(kept['passed']) or 'none'}. "
        f"In the {kept['unseen']} unseen articles on other matters kg, made to read them, finds {kept['facts_other']} "
        f"facts; they are not counted here."
    )
