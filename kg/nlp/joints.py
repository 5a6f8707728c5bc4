"""What joins two names, and what stands within one: "and", "of" and dashes before the head of a name."""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence

from spacy.tokens import Doc

from kg.nlp.known_names import is_capital
from kg.nlp.person_names import ends_person

OWNERS = frozenset({"'", "’", "'s", "’s"})
INITIALS = 2  # letters of an abbreviation that may be part of a company's name: "AT and T"
_DAYS = frozenset(calendar.day_name)


class Joints:
    """Tells where a name begins that has its head further on.

    Args:
        heads: the last words of names with the words before them and the class that they tell.
        closing: words with which a name ends, whatever it is joined to: "Allied Steel Union and Corvex Ltd".
        firms: classes of which two stand side by side more often than "and" stands within one's name.
        followers: last words of offices: "the Managing Director of Holt Foods".
        common: words that are common nouns.
    """

    def __init__(
        self,
        heads: Mapping[str, Sequence[tuple[list[str], str]]],
        *,
        closing: frozenset[str],
        firms: frozenset[str],
        followers: frozenset[str],
        common: frozenset[str],
    ) -> None:
        self._heads = heads
        self._closing = closing
        self._firms = firms
        self._followers = followers
        self._common = common

    def part(self, doc: Doc, i: int, type_: str, *, through: bool) -> bool:
        """Tell whether a joint stands between two names, and not within one."""
        token = doc[i]
        if token.text == "-":
            return bool(token.whitespace_)  # a dash, and no hyphen
        if token.lower_ != "and":  # "Karl Brandt of Holt Foods", "the Managing Director of Holt Foods"
            return not through and (
                doc[i - 1].lower_ in self._followers or ends_person(doc, i, self._heads, self._common)
            )
        if i and doc[i - 1].text in _DAYS:
            return True
        if i < 2:
            return False
        if type_ in self._firms and self._are_two(doc, i):
            return True
        company = doc[i - 2].text == ")" and doc[i - 1].text in self._heads  # "Holt (Pty) Ltd and Selby Foods"
        return company or self._ends(doc, i, type_) or self._is_apart(doc, i)

    def _are_two(self, doc: Doc, joint: int) -> bool:
        """Tell two firms from one: "Holt Coach and Linden Lines", but "Harland and Wolff Ltd"."""
        right = joint + 1
        while right < len(doc) and is_capital(doc[right]) and doc[right].text not in self._heads:
            right += 1
        if right == joint + 1 or doc[right].text in self._closing:
            return False
        return joint > 1 and is_capital(doc[joint - 1]) and is_capital(doc[joint - 2])

    def _ends(self, doc: Doc, end: int, type_: str) -> bool:
        """Tell whether a name of a class ends here; "Workers" may as well go on ("Railway and Harbour Workers' Union").

        So does a name with an owner, of whichever class: "the Employees' Union and Rivermeet Transport".
        """
        told = self._heads.get(doc[end - 1].text, ())
        if doc[end - 1].text.endswith("s") or not told:
            return False
        if is_capital(doc[end - 2]):
            return any(t == type_ for _, t in told) or doc[end - 1].text in self._closing
        return end > 2 and doc[end - 2].text in OWNERS and is_capital(doc[end - 3])

    def _is_apart(self, doc: Doc, joint: int) -> bool:
        """Tell whether what stands before "and" is another name by itself: an abbreviation, a person with an office."""
        before = doc[joint - 1]
        if before.is_upper and len(before) > INITIALS and before.is_alpha:
            return True
        first = joint - 1
        while first > 0 and is_capital(doc[first - 1]):
            first -= 1
        return joint - first > 1 and first > 0 and doc[first - 1].lower_ in self._followers
