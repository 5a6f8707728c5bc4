"""How long commands take from the first to the last moment of their process."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from bench.child import ChildFailed, environment
from bench.machine import ROOT
from bench.run import Run
from bench.section import Section, seconds, times

RUNS = 7
LIMIT = 60.0  # seconds for one start


def measure(run: Run) -> Section:
    section = Section("Starts")
    graph, command = str(run.built()), Path(sys.executable).with_name("kg")
    kg = [str(command)] if command.exists() else [sys.executable, "-m", "kg"]
    commands = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "kg --help": [*kg, "--help"],
        "kg query strikes": [*kg, "query", "strikes", "--graph", graph],
        "kg info": [*kg, "info", "--graph", graph],
    }
    found: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(RUNS):
        for name, words in commands.items():
            found[name].append(_wall(words))
    python = median(found["python -c pass"])
    section.note(f"Wall time of whole processes, {RUNS} runs of each in turn, on the graph of the articles.")
    rows = [[n, seconds(median(s)), seconds(min(s)), times(median(s) / python)] for n, s in found.items()]
    section.table(["command", "median", "best", "median / python"], rows)
    section.figures = found
    return section


def _wall(command: list[str]) -> float:
    began = time.perf_counter()
    done = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, timeout=LIMIT, check=False)
    spent = time.perf_counter() - began
    if done.returncode:
        raise ChildFailed(f"{' '.join(command)}: {done.stderr.decode(errors='replace').strip()[-500:]}")
    return spent
