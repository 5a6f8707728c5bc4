"""Virtuoso, as Debian has it: loads N-Quads in bulk, and answers the queries over HTTP."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from bench.machine import ROOT
from bench.tasks import asking
from bench.tasks.serving import JSON, free_port

BUFFERS = 500_000  # of 8 kB: 4 GB
ROWS = 10_000_000  # of an answer; Debian's 10,000 would cut some off
STARTING = 300.0  # seconds
RUNS = 3
_ORDER = re.compile(r"\nORDER BY [^{}]*\Z")  # the last, not that of a sub-select


@dataclass(frozen=True, slots=True)
class Server:
    """A running Virtuoso: its process, and its ports of 127.0.0.1."""

    pid: int
    http: int
    sql: int

    def run(self, *statements: str) -> str:
        """Run SQL; return what isql says."""
        command = ["isql-vt", f"127.0.0.1:{self.sql}", "dba", "dba", "BANNER=OFF", "VERBOSE=OFF"]
        text = ";\n".join((*statements, ""))
        return subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout

    def cpu(self) -> float:
        """Return the CPU seconds of the process."""
        fields = Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def peak_mb(self) -> float:
        """Return the most memory that the process held, in megabytes."""
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii")
        found = re.search(r"VmHWM:\s+(\d+)", status)
        return int(found[1]) * 1024 / 1e6 if found else 0.0


def load(files: list[str], folder: str) -> dict[str, Any] | None:
    """Load N-Quads by Virtuoso's own bulk loader, a checkpoint after it; None where there is no Virtuoso.

    One loader: two at once deadlock on N-Quads, and leave files half loaded.
    """
    if shutil.which("virtuoso-t") is None or shutil.which("isql-vt") is None:
        return None
    Path(folder).mkdir(parents=True)
    for file in files:
        Path(folder, Path(file).name).symlink_to(file)  # it loads from folders that it was told of
    with _running(folder) as server:
        began, before = time.perf_counter(), server.cpu()
        server.run(f"ld_dir('{folder}', '*.nq.gz', 'http://localhost/')", "rdf_loader_run()", "checkpoint")
        spent = {"wall": time.perf_counter() - began, "cpu": server.cpu() - before, "rss": server.peak_mb()}
        said = server.run("SELECT ll_file, ll_error FROM DB.DBA.load_list WHERE ll_error IS NOT NULL")
        if str(folder) in said:
            raise RuntimeError(f"Virtuoso did not load all: {said.strip()[-300:]}")
    return {**spent, "bytes": Path(folder, "virtuoso.db").stat().st_size}


def answers(folder: str, file: str, deadline: float) -> dict[str, Any]:
    """Ask the queries of a file; a query that Virtuoso does not answer has an `error`, or no seconds."""
    import httpx

    asked = json.loads(Path(file).read_text(encoding="utf-8"))
    with _running(folder, seconds=int(deadline)) as server, httpx.Client(timeout=10 * deadline) as http:
        url = f"http://127.0.0.1:{server.http}/sparql"
        found = {name: _answered(http, url, [text for _, text in some], deadline) for name, some in asked.items()}
        return {"answers": found, "rss": server.peak_mb()}


class _Failed(Exception):
    """Virtuoso gave no answer."""


def _answered(http: Any, url: str, texts: list[str], deadline: float) -> dict[str, Any]:
    """Ask a query; where Virtuoso does not take its order, which SPARQL 1.1 allows, ask without."""
    try:
        return asking.timed([partial(_ask, http, url, text) for text in texts], RUNS, deadline / 2)
    except _Failed as error:
        unordered = [_ORDER.sub("\n", text) for text in texts]
        if "SP031" in str(error) and unordered != texts:
            return {**_answered(http, url, unordered, deadline), "unordered": True}
        return {"error": str(error)}
    except TimeoutError:
        return {"seconds": None}


def _ask(http: Any, url: str, text: str) -> bytes:
    answer = http.post(url, data={"query": text}, headers={"Accept": JSON})
    said = answer.headers.get("x-sql-state", "") + (answer.text[:500] if answer.status_code != 200 else "")
    if "S1TAT" in said or "SR171" in said:
        raise TimeoutError
    if answer.status_code != 200:
        said = re.search(r"Error (\w+): ([^\n]*)", answer.text)
        raise _Failed(f"{said[1]}: {said[2]}"[:120] if said else f"answers {answer.status_code}")
    content: bytes = answer.content
    return content


@contextmanager
def _running(folder: str, seconds: int = 60) -> Iterator[Server]:
    import httpx

    http, sql = free_port(), free_port()
    settings = {"BUFFERS": BUFFERS, "ROWS": ROWS, "ESTIMATE": 0, "LIMIT": seconds}
    process = subprocess.Popen(
        ["sh", str(ROOT / ".ci" / "virtuoso-server"), folder, str(http), str(sql)],
        env={**os.environ, **{name: str(value) for name, value in settings.items()}},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        end = time.monotonic() + STARTING
        while not _answers(httpx, f"http://127.0.0.1:{http}/sparql"):
            if process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"Virtuoso did not start; see {folder}/virtuoso.log")
            time.sleep(0.2)
        yield Server(process.pid, http, sql)
    finally:
        process.send_signal(signal.SIGTERM)  # it writes a checkpoint, and ends
        try:
            process.wait(120)
        except subprocess.TimeoutExpired:
            process.kill()


def _answers(httpx: Any, url: str) -> bool:
    try:
        return bool(httpx.get(url, params={"query": "ASK {}"}, timeout=5).status_code == 200)
    except httpx.HTTPError:
        return False
