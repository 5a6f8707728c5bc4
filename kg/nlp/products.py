"""Products of matrices, which are most of what a spaCy model computes, by numpy's BLAS instead of BLIS.

OpenBLAS, which comes with numpy, multiplies up to three times as fast as the BLIS that spaCy brings. But what it gives
for a row depends, in the last bits, on how many rows stand around it. So the rows of each document are multiplied by
themselves: what comes out for a document is then the same whichever others are parsed with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from threading import RLock
from typing import Any

import numpy as np
from spacy.language import Language as Pipeline
from spacy.tokens import Doc
from thinc.api import Model, NumpyOps
from threadpoolctl import ThreadpoolController

Array = Any  # numpy's, of floats


class DocumentOps(NumpyOps):  # type: ignore[misc]  # it has no types
    """thinc's operations on arrays, for prediction alone: products by document, and maxima without their places."""

    def __init__(self) -> None:
        super().__init__()
        self.lengths: list[int] = []  # tokens of each document that is parsed now; those without any are left out

    def gemm(self, x: Array, y: Array, out: Array | None = None, trans1: bool = False, trans2: bool = False) -> Array:
        """Return the product of two matrices, each transposed where that is asked for."""
        spans = [] if trans1 else list(self._spans(x.shape[0]))
        if not spans:
            return super().gemm(x, y, out=out, trans1=trans1, trans2=trans2)
        right = y.T if trans2 else y
        result = np.empty((x.shape[0], right.shape[1]), dtype=x.dtype) if out is None else out
        for start, end in spans:
            np.matmul(x[start:end], right, out=result[start:end])
        return result

    def maxout(self, X: Array) -> tuple[Array, None]:  # noqa: N803 (thinc's name)
        """Return the largest of the pieces of each neuron; which piece that was is needed in training only."""
        best = X[..., 0]
        for piece in range(1, X.shape[2]):
            best = np.maximum(best, X[..., piece])
        return best, None

    def _spans(self, rows: int) -> Iterator[tuple[int, int]]:
        """Yield the rows of each document in an array of all of them, none if it is no such array.

        Layers that look at neighbours have the same number of empty rows before, between and behind the documents,
        wide enough that no document reaches another; they, too, are multiplied by themselves.
        """
        lengths = self.lengths
        if not lengths:
            return
        padding, rest = divmod(rows - sum(lengths), len(lengths) + 1)
        if rest or padding < 0:
            return
        at = 0
        for length in (*lengths, 0):
            for size in (padding, length):
                if size:
                    yield at, at + size
                    at += size


def multiply_by_document(nlp: Pipeline) -> None:
    """Have all models of a pipeline that was loaded multiply as described above, in one thread."""
    ops = DocumentOps()
    threads, one_by_one = ThreadpoolController(), RLock()

    def telling(predict: Callable[..., Any]) -> Callable[..., Any]:
        def forward(model: Model[Any, Any], docs: Sequence[Doc], is_train: bool) -> Any:
            with one_by_one, threads.limit(limits=1, user_api="blas"):  # two threads of a program may share a pipeline
                ops.lengths = [len(doc) for doc in docs if len(doc)]
                return predict(model, docs, is_train)

        return forward

    for _, component in nlp.pipeline:
        model = getattr(component, "model", None)
        if isinstance(model, Model):
            for node in model.walk():
                node.ops = ops
            model._func = telling(model._func)  # thinc has no other way to know what a model is given
