"""What stands before and behind people's names besides their offices: "Dr", "Archbishop", "K.C.", "RN"."""

from __future__ import annotations

import re

TITLES = frozenset(
    (
        "mr mrs ms miss dr sir dame lord lady prof professor cllr councillor rev ms. mr. mrs. dr. sen. rep. "
        "gov. judge justice engr hon alh hajia mallam alhaji alhaja comrade shri smt messrs ald datuk dato tan "
        "archbishop bishop monsignor rabbi"
    ).split()
)
_HONOURS = "RN|LPN|MP|MEP|MSP|MLA|TD|[QK]\\.?C\\.?|SAN|JP|MD|PhD|[OMCKD]BE|KCMG|FRS|Esq|Jr|Sr"
HONOURS = re.compile(_HONOURS)  # and seats, degrees, callings
LETTERS = re.compile(rf"(?:[A-Z]\.){{2,}}[A-Z]?|{_HONOURS}")  # those, and any that have points
