"""The notebooks run from top to bottom, and stand in the repository without output."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

FOLDER = Path(__file__).resolve().parents[2] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))


def code(notebook: Any) -> list[Any]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_it_is_kept_without_output(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert not [cell.id for cell in code(notebook) if cell.outputs or cell.execution_count]


def executed(name: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What each cell of a notebook shows, by its code."""
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, sys.path)))
    notebook = nbformat.read(FOLDER / name, as_version=4)
    NotebookClient(
        notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(FOLDER)}}
    ).execute()
    return {cell.source: "".join(map(text, cell.outputs)) for cell in code(notebook)}


@pytest.mark.slow
def test_the_disputes_come_from_articles_to_a_table_and_a_time_line(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = executed("disputes.ipynb", monkeypatch)
    page = "\n".join(shown.values())
    assert "BuildReport(read=7, unchanged=0, added=7" in page
    assert "Freezing Works and Storage Union" in page
    assert "(computed)" in page
    assert "computed=True" in next(out for source, out in shown.items() if "days_lost_highest" in source)
    assert next(out for source, out in shown.items() if "== found.sentence" in source) == "True"
    assert "<svg " in next(out for source, out in shown.items() if source.endswith("\nline"))
    assert "●" in shown["print(line)"]
    assert "['disputes.csv', 'disputes.xlsx']" in page


@pytest.mark.slow
def test_the_tour_shows_what_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = executed("tour.ipynb", monkeypatch)
    page = "\n".join(shown.values())
    assert "BuildReport(read=3, unchanged=0, added=3" in page
    assert "Public and Commercial Services Union" in page
    assert "general secretary" in page
    assert "<iframe srcdoc=" in page
    assert next(out for source, out in shown.items() if "== found.sentence" in source) == "True"


def text(output: Any) -> str:
    data = output.get("data", {})
    return str(output.get("text") or data.get("text/html") or data.get("image/svg+xml") or data.get("text/plain") or "")
