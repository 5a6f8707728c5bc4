"""A made-up older format is brought to this one's; a newer one is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.model import Reading
from kg.ontology import Ontology
from kg.store import GraphStore, create_or_open, domain_of, migrating, open_read, open_write
from kg.store.migrating import steps_from

Build = Callable[..., GraphStore]
Make = Callable[..., Reading]


def say_format(folder: Path, version: object) -> None:
    path = folder / "kg.json"
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | {"format": version}), encoding="utf-8")


def format_of(folder: Path) -> object:
    return json.loads((folder / "kg.json").read_text(encoding="utf-8"))["format"]


@pytest.fixture
def old(build: Build, industrial: Ontology, full_reading: Make) -> Path:
    """A graph of the made-up format -1, which had its judgements in another file."""
    store = build(industrial, full_reading(industrial))
    store.close()
    (store.path / "opinions.txt").write_text("", encoding="utf-8")
    say_format(store.path, -1)
    return store.path


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Two made-up steps, from -1 to 0 and from 0 to 1; the list tells which were taken."""
    taken: list[int] = []

    def rename(folder: Path) -> None:
        taken.append(-1)
        if (folder / "opinions.txt").exists():
            (folder / "opinions.txt").rename(folder / "judgements.jsonl")

    monkeypatch.setattr(migrating, "STEPS", {-1: rename, 0: lambda _: taken.append(0)})
    return taken


def test_an_older_graph_is_brought_up_to_date_after_that_was_said(
    old: Path, steps: list[int], industrial: Ontology
) -> None:
    told: list[str] = []
    with create_or_open(old, ontology=industrial, tell=lambda text: told.append(f"{text} {steps}")) as store:
        assert store.stale
        assert len(store.documents()) == 1
    assert told == [f"{old}: format -1 is brought to format 1 []"]
    assert steps == [-1, 0]
    assert format_of(old) == 1
    assert (old / "judgements.jsonl").exists()
    create_or_open(old, ontology=industrial, tell=told.append).close()
    assert len(told) == 1


def test_who_is_told_nothing_is_warned(old: Path, steps: list[int]) -> None:
    with pytest.warns(UserWarning, match="is brought to format 1"):
        open_write(old).close()
    assert steps == [-1, 0]


def test_a_migration_that_was_stopped_goes_on_from_the_last_step(
    old: Path, industrial: Ontology, monkeypatch: pytest.MonkeyPatch, steps: list[int]
) -> None:
    def killed(_: Path) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setitem(migrating.STEPS, 0, killed)  # type: ignore[misc]
        with pytest.raises(KeyboardInterrupt):
            create_or_open(old, ontology=industrial, tell=lambda _: None)
    assert format_of(old) == 0
    create_or_open(old, ontology=industrial, tell=lambda _: None).close()
    assert steps == [-1, 0]


@pytest.mark.usefixtures("steps")
def test_an_older_graph_is_not_read_and_its_domain_is_known(old: Path) -> None:
    with pytest.raises(StoreError, match=r"format -1, older than the format 1 .*kg check --mend brings it up to date"):
        open_read(old)
    assert domain_of(old) == "industrial-relations"


def test_without_a_step_nothing_is_touched(old: Path, industrial: Ontology) -> None:
    with pytest.raises(StoreError, match="format -1, this kg reads format 1 and none so old"):
        create_or_open(old, ontology=industrial)
    assert format_of(old) == -1


@pytest.mark.parametrize(
    ("version", "message"),
    [(2, "format 2, this kg reads format 1; a newer kg wrote it"), ("1", "'1' is no format"), (True, "is no format")],
)
def test_formats_that_cannot_be_read(version: object, message: str) -> None:
    with pytest.raises(StoreError, match=message):
        steps_from(version, Path("kg.json"))


def test_every_format_has_its_step() -> None:
    assert sorted(migrating.STEPS) == list(range(migrating.FORMAT - len(migrating.STEPS), migrating.FORMAT))
