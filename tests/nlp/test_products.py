"""What a model computes for a document is the same, to the bit, whatever is parsed with it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from spacy.tokens import Doc
from threadpoolctl import threadpool_limits

from kg.nlp.products import DocumentOps

TEXTS = (
    "Rail workers at Northern Trains walked out on Friday over pay, their union said. Managers denied it.",
    "Strike.",
    "",
    "Postal workers at Royal Mail began a two-day strike on Tuesday.\n\nThe union said that 5,000 took part. " * 9,
    "Talks resume in Leeds on Monday, a spokesman for the council told reporters after the meeting.",
)


def parsed(nlp: Any, texts: tuple[str, ...], batch: int = 32) -> dict[str, tuple[bytes, bytes]]:
    docs: list[Doc] = list(nlp.pipe([nlp.make_doc(text) for text in texts], batch_size=batch))
    attributes = ["TAG", "DEP", "HEAD", "ENT_TYPE", "SENT_START"]
    return {doc.text: (np.asarray(doc.tensor).tobytes(), doc.to_array(attributes).tobytes()) for doc in docs}


@pytest.fixture(scope="module")
def alone(nlp: Any) -> dict[str, tuple[bytes, bytes]]:
    return {text: found for text in TEXTS for found in parsed(nlp, (text,)).values()}


@pytest.mark.parametrize("texts", [TEXTS, TEXTS[::-1], TEXTS[1:4], (TEXTS[0], TEXTS[3])])
@pytest.mark.parametrize("batch", [1, 2, 32])
def test_documents_are_parsed_together_as_alone(
    nlp: Any, alone: dict[str, tuple[bytes, bytes]], texts: tuple[str, ...], batch: int
) -> None:
    assert parsed(nlp, texts, batch) == {text: alone[text] for text in texts}


@pytest.mark.parametrize("threads", [1, 2, 4])
def test_threads_change_nothing(nlp: Any, alone: dict[str, tuple[bytes, bytes]], threads: int) -> None:
    with threadpool_limits(threads):
        assert parsed(nlp, TEXTS) == alone


def test_products_are_those_of_numpy() -> None:
    chance = np.random.default_rng(1)
    x, y = (chance.standard_normal(shape).astype("float32") for shape in ((12, 5), (5, 4)))
    ops = DocumentOps()
    for lengths in ([], [12], [5, 7], [1, 3], [2, 4]):  # the last two with padding of 2 + 2/3 (none) and of 2
        ops.lengths = lengths
        for left, right, options in ((x, y, {}), (x, y.T.copy(), {"trans2": True}), (x.T.copy(), y, {"trans1": True})):
            assert np.allclose(ops.gemm(left, right, **options), x @ y, atol=1e-5)
        into = np.empty((12, 4), dtype="float32")
        ops.gemm(x, y, out=into)
        assert np.allclose(into, x @ y, atol=1e-5)
    pieces = chance.standard_normal((6, 4, 3)).astype("float32")
    assert (ops.maxout(pieces)[0] == pieces.max(axis=2)).all()
