"""Learned decisions as arrays: what is stored is what was trained, and what is broken is told."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest

from kg.errors import ModelError
from kg.extract.decisions.trees import Forest, Model, load_model


def stump() -> Forest:
    """One tree: 2 where "a" is above 0.5, else -1."""
    return Forest(
        columns={"a": 0},
        classes=1,
        roots=np.array([0], np.int32),
        feature=np.array([0, 0, 0], np.int32),
        threshold=np.array([0.5, 0.0, 0.0]),
        child=np.array([1, 2, 1, 1, 2, 2], np.int32),
        value=np.array([0.0, -1.0, 2.0]),
        weights=np.zeros(0),
        bias=np.zeros(0),
        depth=1,
    )


def stored(model: Model, path: Path) -> Path:
    with path.open("wb") as file:
        model.write(file)
    return path


def test_a_row_goes_down_its_branch() -> None:
    scores = stump().scores([{"a": 1.0}, {"a": 0.5}, {}, {"unknown": 9.0}])
    assert scores[:, 0].tolist() == [2.0, -1.0, -1.0, -1.0]


def test_probabilities_follow_the_scores() -> None:
    high, low = stump().probabilities([{"a": 1.0}, {}])
    assert high == pytest.approx(1 / (1 + np.exp(-2)))
    assert low == pytest.approx(1 / (1 + np.exp(1)))
    assert stump().probabilities([]).shape == (0,)


def test_a_model_is_read_as_it_was_written(tmp_path: Path) -> None:
    model = Model({"event": stump()}, {"domain": "d", "thresholds": {"event": 0.4}})
    read = load_model(stored(model, tmp_path / "m.npz"))
    rows = [{"a": 1.0}, {"a": 0.2}]
    assert read.forests["event"].probabilities(rows).tolist() == stump().probabilities(rows).tolist()
    assert read.threshold("event") == 0.4
    assert read.threshold("unheard of") == 0.5


def test_equal_models_are_equal_files() -> None:
    files = [io.BytesIO(), io.BytesIO()]
    for file in files:
        Model({"event": stump()}, {"thresholds": {}}).write(file)
    assert files[0].getvalue() == files[1].getvalue()


@pytest.mark.parametrize("content", [b"", b"no model at all", b"PK\x03\x04 cut off"])
def test_what_is_no_model_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "m.npz"
    path.write_bytes(content)
    with pytest.raises(ModelError, match=r"m\.npz: no model of kg"):
        load_model(path)


def test_a_pickle_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "m.npz"
    np.savez(path, meta=np.array([{"format": 1}], dtype=object))
    with pytest.raises(ModelError, match="no model of kg"):
        load_model(path)


def test_a_model_of_another_format_is_told(tmp_path: Path) -> None:
    path = tmp_path / "m.npz"
    np.savez(path, meta=np.frombuffer(b'{"format": 99}', dtype=np.uint8))
    with pytest.raises(ModelError, match="format 99; this version reads format 1"):
        load_model(path)
