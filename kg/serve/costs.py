"""What queries cost: those known to take long leave a place to the others."""

from __future__ import annotations

import re
from collections import OrderedDict
from hashlib import sha256

DEAR = 2.0  # seconds
MOST = 2_000  # kinds of queries that are remembered
_VALUES = re.compile(r"<[^<>\s]*>|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|\b\d+\b")


class Costs:
    """How long queries took, by their form: what they name does not count."""

    def __init__(self) -> None:
        self._seconds: OrderedDict[bytes, float] = OrderedDict()

    def of(self, form: bytes) -> float | None:
        """Return the seconds that queries of a form took of late, None where there was none."""
        return self._seconds.get(form)

    def dear(self, form: bytes) -> bool:
        """Tell whether queries of a form are known to take long."""
        return self._seconds.get(form, 0.0) > DEAR

    def note(self, form: bytes, seconds: float) -> None:
        """Remember how long a query of a form took; what it took last counts half."""
        before = self._seconds.pop(form, seconds)
        self._seconds[form] = (before + seconds) / 2
        if len(self._seconds) > MOST:
            self._seconds.popitem(last=False)


def form_of(text: str) -> bytes:
    """Return what two queries have in common that differ in names, numbers and text alone.

    Examples:
        >>> form_of('SELECT * { <a:b> ?p "x" }') == form_of("SELECT *  { <c:d> ?p 'y' }")
        True
    """
    plain = " ".join(_VALUES.sub("#", text).split())
    return sha256(re.sub(r"#(?: #)+", "#", plain).encode()).digest()
