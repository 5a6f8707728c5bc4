"""The commonest prepared queries: kg, pyoxigraph alone, Virtuoso and rdflib, each asked the same."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from bench.child import call
from bench.run import Run
from bench.section import Section, megabytes, seconds, times

NAMES = 4  # by which each query is asked
LIMIT = 1_200.0  # seconds for one engine, loading included
DEADLINE = 30.0  # seconds for a query on Virtuoso
MEMORY, PATIENCE, PATIENT = 8_000, 120.0, 5.0  # of rdflib: megabytes; seconds to load, and for a query
SLOWER, FASTER = 1.10, 3.0  # what the note names: kg against the bare engine, Virtuoso against kg
ASKED = (
    "strikes ballots ballot-results offers demands measures statements speaks-for disputes sentences-of most-struck "
    "articles"
).split()

Answers = dict[str, dict[str, Any]]


def measure(run: Run) -> Section:
    section = Section("Queries")
    least, most = min(run.sizes), max(run.sizes)
    sizes = {number: of_size(run, number) for number in sorted(run.sizes)}
    for number in {least, most}:
        run.nquads(number)
    with ThreadPoolExecutor(2) as both:  # each takes one core
        virtuoso = both.submit(_virtuoso, run, most)
        rdflib = both.submit(lambda: {number: _rdflib(run, number) for number in sorted({least, most})})
        section.figures = {"sizes": sizes, "virtuoso": virtuoso.result(), "rdflib": rdflib.result()}
    section.figures |= {"articles": most, "filled": run.filled(most)}
    section.figures["table"] = _table(section)
    _notes(section)
    return section


def of_size(run: Run, number: int) -> dict[str, Any]:
    """Ask kg and pyoxigraph alone of what so many articles tell, once in a run; return quads, values and answers."""
    if number not in run.asked:
        run.asked[number] = _asked(run, number)
    return run.asked[number]


def _asked(run: Run, number: int) -> dict[str, Any]:
    graph, file = str(run.told(number)), str(run.folder / f"asked-{number}.json")
    made = call("queries.prepare", graph=graph, names=ASKED, number=NAMES, file=file, limit=LIMIT)
    kg = call("queries.ours", graph=graph, file=file, limit=LIMIT)
    bare = call("queries.bare", graph=graph, file=file, limit=LIMIT)
    return {**made, "file": file, "kg": kg, "bare": bare}


def _virtuoso(run: Run, number: int) -> dict[str, Any] | None:
    """Load and ask; None where Virtuoso is not installed."""
    folder, asked = str(run.folder / "virtuoso"), str(run.folder / f"asked-{number}.json")
    loaded = call("virtuoso.load", files=run.nquads(number), folder=folder, limit=2 * LIMIT)
    if loaded is None:
        return None
    return {**call("virtuoso.answers", folder=folder, file=asked, deadline=DEADLINE, limit=LIMIT), "load": loaded}


def _rdflib(run: Run, number: int) -> dict[str, Any]:
    given = {"memory": MEMORY, "patience": PATIENCE, "deadline": PATIENT}
    files, asked = run.nquads(number), str(run.folder / f"asked-{number}.json")
    found: dict[str, Any] = call("queries.rdflib", files=files, file=asked, limit=LIMIT, **given)
    return found


def _table(section: Section) -> Answers:
    """Return what each engine took for each query on the largest graph, and on the least where rdflib answers."""
    most, virtuoso = section.figures["articles"], section.figures["virtuoso"]
    size, least = section.figures["sizes"][most], min(section.figures["sizes"])
    rdflib = section.figures["rdflib"][least].get("answers", {})
    small = section.figures["sizes"][least]
    return {
        name: {
            "kg": size["kg"]["answers"][name],
            "bare": size["bare"]["answers"][name],
            "virtuoso": virtuoso["answers"][name] if virtuoso else {"error": "not installed"},
            "rdflib": rdflib.get(name, {"error": "does not load"}),
            "kg small": small["kg"]["answers"][name],
        }
        for name in ASKED
    }


def _notes(section: Section) -> None:
    figures = section.figures
    most, least = figures["articles"], min(figures["sizes"])
    size, small, virtuoso = figures["sizes"][most], figures["sizes"][least], figures["virtuoso"]
    section.note(
        f"The graph of what {most:,} articles tell ({size['quads']:,} quads, with the sentences). Each query is asked "
        f"with {NAMES} values in turn where it takes one (names of unions, employers and speakers of whom up to 50 "
        "articles tell; sources), three times each, all rows read as JSON; told is the median of their medians. "
        "kg is asked by name, as its users ask it, and finds what is named; the others get the SPARQL that it makes of "
        "it, in which that stands."
    )
    rows = [_row(name, row, small=False) for name, row in figures["table"].items()]
    head = [
        "query",
        "rows",
        "kg",
        "pyoxigraph",
        "kg / pyoxigraph",
        "Virtuoso",
        "Virtuoso / kg",
        "Virtuoso's answers",
    ]
    section.table(head, rows)
    section.note(_slower(figures["table"]))
    section.note(_memory(size, virtuoso))
    section.note(_rdflib_note(figures["rdflib"], {number: one["quads"] for number, one in figures["sizes"].items()}))
    if "answers" in figures["rdflib"][least]:
        section.note(f"The same of {least:,} articles ({small['quads']:,} quads), each once, with rdflib:")
        section.table(
            ["query", "rows", "kg", "rdflib", "rdflib / kg", "rdflib's answers"],
            [_row(name, row, small=True) for name, row in figures["table"].items()],
        )


def _row(name: str, row: Answers, *, small: bool) -> list[str]:
    if small:
        kg, other = row["kg small"], row["rdflib"]
        told = told_of(other, PATIENT)
        return [name, f"{kg['said'][0]['rows']:,}", seconds(kg["seconds"]), told, *_beside(other, kg)]
    kg, bare, other = row["kg"], row["bare"], row["virtuoso"]
    ratio = times(kg["seconds"] / bare["seconds"])
    if same(bare, kg) != "the same":
        ratio += f", {same(bare, kg)}"
    told = told_of(other, DEADLINE) + unordered(other)
    spent = [seconds(one) for one in (kg["seconds"], bare["seconds"])]
    return [name, f"{kg['rows']:,.0f}", *spent, ratio, told, *_beside(other, kg)]


def _beside(other: dict[str, Any], kg: dict[str, Any]) -> tuple[str, str]:
    if other.get("seconds") is None:
        return "–", "–"
    return times(other["seconds"] / kg["seconds"]), same(other, kg)


def told_of(answer: dict[str, Any], deadline: float) -> str:
    """Return the time of an answer, or why there is none."""
    if "error" in answer:
        return "fails" if ":" in answer["error"] else str(answer["error"])
    return f"> {deadline:.0f} s" if answer["seconds"] is None else seconds(answer["seconds"])


def unordered(answer: dict[str, Any]) -> str:
    """Return what to add to the time of an answer that an engine gave only without an order."""
    return " unordered" if answer.get("unordered") and "seconds" in answer else ""


def same(one: dict[str, Any], other: dict[str, Any]) -> str:
    """Tell whether two engines answered the same, of as many values as both were asked with."""
    pairs = list(zip(one["said"], other["said"], strict=False))
    for kind, told in (("ordered", "the same"), ("sorted", "another order"), ("rows", "other cells")):
        if all(a[kind] == b[kind] for a, b in pairs):
            return told
    return "other rows"


def _slower(table: Answers) -> str:
    slower = [
        f"{name} ({seconds(row['kg']['seconds'] - row['bare']['seconds'])} more)"
        for name, row in table.items()
        if row["kg"]["seconds"] > SLOWER * row["bare"]["seconds"]
    ]
    faster, engine = (
        [n for n, row in table.items() if row["virtuoso"].get("seconds") and _ratio(row, which) > FASTER]
        for which in ("kg", "bare")
    )
    failed = sorted({f"{row['virtuoso']['error']}" for row in table.values() if "error" in row["virtuoso"]})
    return (
        f"More than {SLOWER - 1:.0%} slower than pyoxigraph alone: {', '.join(slower) or 'none'}. What kg does more is "
        "to find the things that are named, without which the engine would read all events, to check the query, and "
        f"to keep its answer as `Rows`. Virtuoso is more than {FASTER:.0f} times faster than kg: "
        f"{', '.join(faster) or 'none'}; than pyoxigraph alone, to which the names are told, as they are to it: "
        f"{', '.join(engine) or 'none'}. Where it fails, it says: {'; '.join(failed) or 'nothing'}."
    )


def _ratio(row: Answers, which: str) -> float:
    return float(row[which]["seconds"] / row["virtuoso"]["seconds"])


def _memory(size: dict[str, Any], virtuoso: dict[str, Any] | None) -> str:
    said = f"Peak memory: kg {megabytes(size['kg']['rss'])}, pyoxigraph {megabytes(size['bare']['rss'])}"
    if virtuoso is None:
        return f"{said}. Virtuoso is not installed (`make virtuoso`)."
    load = virtuoso["load"]
    return (
        f"{said}, Virtuoso {megabytes(virtuoso['rss'])}, with buffers of 4 GB. Its bulk load of the N-Quads took "
        f"{seconds(load['wall'])} ({size['quads'] / load['wall']:,.0f} quads/s, {seconds(load['cpu'])} of CPU time, "
        f"{megabytes(load['rss'])}, one loader: two deadlock), beside rdflib's loading on the other core. "
        f"Its database has {megabytes(load['bytes'] / 1e6)}."
    )


def _rdflib_note(found: dict[int, dict[str, Any]], quads: dict[int, int]) -> str:
    parts = []
    for number, one in sorted(found.items()):
        took = f"{one['loaded']:,} quads in {seconds(one['load'])} and {megabytes(one['rss'])}"
        if one["ended"]:
            part = one["loaded"] / quads[number]
            parts.append(
                f"of {number:,} articles it does not load: at the limit of {one['ended']} ({PATIENCE:.0f} s, "
                f"{MEMORY:,} MB) it had {took}, {part:.0%} of all; in step, all would be "
                f"{seconds(one['load'] / part)} and {megabytes(one['rss'] / part)} (reckoned, not measured)"
            )
        else:
            parts.append(f"of {number:,} articles it loads {took}")
    return f"rdflib's memory store: {'; '.join(parts)}."
