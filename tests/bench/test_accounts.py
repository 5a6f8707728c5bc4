"""The figures of putting articles together: nothing fell below what is recorded."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench.accounts import AIMS, ANNOTATED, READ, RECORD
from bench.unseen.record import load

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
def test_articles_are_put_together_no_worse_than_recorded() -> None:
    command = [sys.executable, "-m", "bench.accounts"]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    assert all(name in done.stdout for name in AIMS)


def test_figures_are_recorded_of_annotations_and_of_articles() -> None:
    assert load(RECORD).keys() == {ANNOTATED, READ}
    assert all(name in recorded["figures"] for recorded in load(RECORD).values() for name in AIMS)
