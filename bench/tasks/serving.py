"""Asks a running server with many clients at once."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle, islice
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryFile
from threading import Barrier, Lock, Thread
from typing import Any

STARTING = 120.0  # seconds
JSON = "application/sparql-results+json"


def texts(graph: str, asked: list[str], names: int) -> dict[str, Any]:
    """Return the SPARQL of prepared queries, each with so many names where it takes one.

    Also the rows of each in the mean, and the most CPU time, in seconds, that it takes alone.
    """
    import kg
    from bench.tasks.asking import asked as made

    found: dict[str, list[str]] = {}
    alone: dict[str, float] = {}
    rows: dict[str, int] = {}
    with kg.open(graph) as opened:
        for name, some in made(opened, asked, names).items():
            found[name] = [text for _, text in some]
            spent, answered = [], []
            for text in found[name]:
                began = time.process_time()  # others may use the machine, too
                answered.append(len(opened.query(text)))  # type: ignore[arg-type]
                spent.append(time.process_time() - began)
            rows[name] = sum(answered) // len(answered)
            alone[name] = max(spent)
        return {"asked": found, "alone": alone, "rows": rows, "quads": len(opened.store.raw)}


def ours(graph: str, **load: Any) -> dict[str, Any]:
    """Ask `kg serve`."""
    with _serving([sys.executable, "-m", "kg", "serve", "--graph", graph, "--port", "0"]) as (pid, url):
        return _load(pid, f"{url}sparql", **load)


def oxigraph(graph: str, **load: Any) -> dict[str, Any]:
    """Ask the oxigraph server on the same files."""
    program = shutil.which("oxigraph", path=sysconfig.get_path("scripts")) or "oxigraph"
    port = str(free_port())
    command = [program, "serve-read-only", "--location", f"{graph}/store", "--bind", f"127.0.0.1:{port}"]
    with _serving([*command, "--union-default-graph"]) as (pid, url):
        return _load(pid, f"{url}query", **load)


def free_port() -> int:
    """Return a port of 127.0.0.1 on which nobody listens."""
    from socket import socket

    with socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def _serving(command: list[str]) -> Iterator[tuple[int, str]]:
    with TemporaryFile() as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            end = time.monotonic() + STARTING
            while not (found := re.search(rb"https?://[^\s/]+", _said(log))) and time.monotonic() < end:
                if process.poll() is not None:
                    raise RuntimeError(_said(log).decode())
                time.sleep(0.1)
            assert found, _said(log)
            yield process.pid, f"{found[0].decode()}/"
        finally:
            process.terminate()
            process.wait(30)


def _said(log: Any) -> bytes:
    log.seek(0)
    return bytes(log.read())


def _load(
    pid: int, endpoint: str, *, clients: int, span: float, texts: dict[str, list[str]], anew: bool = False
) -> dict[str, Any]:
    """Ask with so many clients for so many seconds; return latencies by query in seconds, errors, and memory in MB.

    `anew` gives each text a comment of its own, so that nothing is asked twice.
    """
    spent: dict[str, list[float]] = {name: [] for name in texts}
    errors: list[str] = []
    lock, ready = Lock(), Barrier(clients + 1)
    end = [0.0]

    def client(number: int) -> None:
        import httpx

        transport = httpx.HTTPTransport(local_address=f"127.0.0.{number + 2}")
        with httpx.Client(transport=transport, timeout=120, headers={"Accept": JSON}) as http:
            ready.wait()
            for turn, name in enumerate(islice(cycle(texts), number % max(1, len(texts)), None), number):
                began = time.perf_counter()
                if began >= end[0]:
                    return
                text = texts[name][turn // len(texts) % len(texts[name])]
                told = _ask(http, endpoint, f"{text}\n# {number} {turn}" if anew else text)
                with lock:
                    if told:
                        errors.append(f"{name}: {told}")
                    else:
                        spent[name].append(time.perf_counter() - began)

    threads = [Thread(target=client, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    before = _memory(pid)
    end[0] = time.perf_counter() + span
    ready.wait()
    for thread in threads:
        thread.join()
    answers = {name: _quantiles(values) for name, values in spent.items()}
    return {
        "answers": answers,
        "number": sum(map(len, spent.values())),
        "errors": len(errors),
        "told": sorted(set(errors))[:10],
        "before": before,
        "after": _memory(pid),
    }


def _ask(http: Any, endpoint: str, text: str) -> str:
    """Return what went wrong, "" where nothing did."""
    import httpx

    try:
        answer = http.post(endpoint, data={"query": text})
    except httpx.HTTPError as error:
        return repr(error)
    return "" if answer.status_code == 200 else f"{answer.status_code} {answer.text[:100]}"


def _quantiles(values: list[float]) -> dict[str, float]:
    if len(values) < 2:
        return {}
    cuts = quantiles(values, n=100, method="inclusive")
    return {"p50": cuts[49], "p95": cuts[94], "number": len(values)}


def _memory(pid: int) -> float:
    """Return the proportional memory of a process and those it has started, in MB."""
    total, waiting = 0.0, [pid]
    while waiting:
        one = waiting.pop()
        try:
            rollup = Path(f"/proc/{one}/smaps_rollup").read_text(encoding="ascii")
        except OSError:
            continue
        total += sum(int(kb) for kb in re.findall(r"^Pss: +(\d+)", rollup, re.MULTILINE)) / 1024
        waiting += _children(one)
    return total


def _children(pid: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += [int(one) for one in task.read_text(encoding="ascii").split()]
        except OSError:
            continue
    return found
