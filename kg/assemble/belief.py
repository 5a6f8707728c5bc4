"""Belief: how far something is to be believed, by who tells it.

It is a pure function: nothing is read again where it changes.

Each witness is an article; copies of one text are one witness, the surest of them. Its confidence is the calibrated
probability that the reading is right. Witnesses are taken for independent, and none for infallible:

    for(w)    = 1 - product over the witnesses that tell it of (1 - RELIABLE x confidence)
    against   = the same over the witnesses that deny it
    belief    = for x (1 - against / 2)

A fact that a person confirmed has belief 1. This is the noisy-or of INDRA's belief model (Gyori et al., From word
models to executable models of signaling networks using automated assembly, 2017) with one kind of error for all
sources.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

RELIABLE = 0.98  # of a reading that is surely right, the share of which the article is right


class Witness(NamedTuple):
    """An article that tells something. `origin` is the same for copies of one text."""

    origin: str
    confidence: float
    accepted: bool = False
    denies: bool = False


def belief(witnesses: Iterable[Witness]) -> float:
    """Return a number from 0 to 1, rounded to four places.

    See above. Where all deny it, it is the denial that is told.
    """
    them = list(witnesses)
    if any(witness.accepted for witness in them):
        return 1.0
    telling = [witness for witness in them if not witness.denies]
    denying = [witness for witness in them if witness.denies]
    if not telling:
        telling, denying = denying, []
    return round(_some(telling) * (1 - _some(denying) / 2), 4)


def _some(witnesses: Iterable[Witness]) -> float:
    surest: dict[str, float] = {}
    for witness in witnesses:
        surest[witness.origin] = max(surest.get(witness.origin, 0.0), witness.confidence)
    none = 1.0
    for confidence in sorted(surest.values()):
        none *= 1 - RELIABLE * confidence
    return 1 - none
