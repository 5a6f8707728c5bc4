from __future__ import annotations

import json
import multiprocessing
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.errors import StoreError, UnknownName
from kg.model import Reading
from kg.ontology import Ontology, load
from kg.store import GraphStore, create_or_open, open_read

Build = Callable[..., GraphStore]
Make = Callable[..., Reading]


def refusal(action: Callable[[], object], error: type[Exception] = StoreError) -> str:
    with pytest.raises(error) as caught:
        action()
    return str(caught.value)


def test_a_missing_and_an_empty_folder_are_made_a_graph(tmp_path: Path, industrial: Ontology) -> None:
    (tmp_path / "empty").mkdir()
    for path in (tmp_path / "empty", tmp_path / "deep" / "new"):
        create_or_open(path, ontology=industrial).close()
        with open_read(path) as store:
            assert store.documents() == []
            assert not store.stale
            assert store.domain == "industrial-relations"


def test_nothing_is_overwritten(tmp_path: Path, industrial: Ontology) -> None:
    (tmp_path / "thesis.tex").write_text("x", encoding="utf-8")
    assert "holds 'thesis.tex' and no graph" in refusal(lambda: create_or_open(tmp_path, ontology=industrial))
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.tex"]
    assert "is a file" in refusal(lambda: create_or_open(tmp_path / "thesis.tex", ontology=industrial))


def test_reading_needs_a_graph(tmp_path: Path) -> None:
    assert "no such folder; kg build makes one" in refusal(lambda: open_read(tmp_path / "no"))
    assert "no graph here; kg build makes one" in refusal(lambda: open_read(tmp_path))
    (tmp_path / "file").touch()
    assert "no graph here" in refusal(lambda: open_read(tmp_path / "file"))


def test_a_build_killed_at_its_very_start_can_begin_again(tmp_path: Path, industrial: Ontology) -> None:
    (tmp_path / "lock").touch()
    (tmp_path / "kg.json.new").write_text("{", encoding="utf-8")
    create_or_open(tmp_path, ontology=industrial).close()
    other = tmp_path / "other"
    other.mkdir()
    (other / "kg.json").write_bytes((tmp_path / "kg.json").read_bytes())
    assert "stopped before it wrote anything" in refusal(lambda: open_read(other))
    create_or_open(other, ontology=industrial).close()
    open_read(other).close()


@pytest.mark.parametrize(
    ("manifest", "message"),
    [
        ("{", "kg.json: broken"),
        ("[]", "kg.json: broken"),
        ("", "kg.json: broken"),
        ('{"format": 1, "domain": "industrial-relations"}', "'ontology' is missing"),
        ('{"format": 99}', "format 99, this kg reads format 1"),
    ],
)
def test_a_manifest_that_is_not_ours(tmp_path: Path, industrial: Ontology, manifest: str, message: str) -> None:
    (tmp_path / "kg.json").write_text(manifest, encoding="utf-8")
    assert message in refusal(lambda: open_read(tmp_path))
    assert message in refusal(lambda: create_or_open(tmp_path, ontology=industrial))


def test_broken_quads_are_told(tmp_path: Path, industrial: Ontology) -> None:
    create_or_open(tmp_path, ontology=industrial).close()
    (tmp_path / "store" / "CURRENT").write_text("nonsense\n", encoding="utf-8")
    assert "cannot be opened" in refusal(lambda: open_read(tmp_path))
    assert "cannot be opened" in refusal(lambda: create_or_open(tmp_path, ontology=industrial))
    assert "is writing" not in refusal(lambda: create_or_open(tmp_path, ontology=industrial))  # the lock is free again


def test_another_domain_is_refused(tmp_path: Path, industrial: Ontology, bare: Ontology) -> None:
    create_or_open(tmp_path, ontology=bare).close()
    assert "was built with the domain 'bare'" in refusal(lambda: create_or_open(tmp_path, ontology=industrial))
    refusal(lambda: open_read(tmp_path), UnknownName)
    with open_read(tmp_path, ontology=bare) as store:
        assert store.domain == "bare"


def test_one_writer(tmp_path: Path, industrial: Ontology) -> None:
    with create_or_open(tmp_path, ontology=industrial):
        message = refusal(lambda: create_or_open(tmp_path, ontology=industrial))
        assert f"process {os.getpid()} is writing to this graph" in message
        context = multiprocessing.get_context("spawn")
        with context.Pool(1) as pool:
            assert pool.apply(_message, (tmp_path,)) == message
    create_or_open(tmp_path, ontology=industrial).close()


def _message(path: Path) -> str:
    try:
        create_or_open(path, ontology=load("industrial-relations"))
    except StoreError as error:
        return str(error)
    return ""


def test_readers_do_not_lock_and_do_not_write(build: Build, industrial: Ontology, full_reading: Make) -> None:
    reading = full_reading(industrial)
    build(industrial, reading).close()
    path = build(industrial, name="graph").path
    with open_read(path) as one, open_read(path) as two:
        assert len(one.raw) == len(two.raw) > 100
        for write in (
            lambda: one.add([reading]),
            lambda: one.remove("a"),
            lambda: one.revise([], whole=False, keep=lambda: None),
            one.replace_ontology,
        ):
            assert "open for reading only" in refusal(write)


def test_a_closed_graph_says_so(build: Build, industrial: Ontology) -> None:
    store = build(industrial)
    store.close()
    store.close()
    assert "closed" in refusal(lambda: store.raw)


def test_manifest_says_with_what_it_was_built(build: Build, industrial: Ontology) -> None:
    store = build(industrial)
    said = json.loads((store.path / "kg.json").read_text(encoding="utf-8"))
    assert said == {"format": 1, "domain": "industrial-relations", "ontology": industrial.version, "kg": said["kg"]}
