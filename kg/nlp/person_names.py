"""Tells people's names from those of organisations, by their bounds and by the words beside them."""

from __future__ import annotations

from collections.abc import Container

from spacy.tokens import Doc

from kg.nlp.known_names import is_capital

_HONORIFICS = frozenset("mr mrs ms miss dr sir lord lady engr chief comrade cllr gov".split())
_MOST = 4  # words of a person's name
_SURNAMES = frozenset(
    {"mills", "steel", "gold", "power", "rail", "press", "bank", "marine", "care", "waters", "post", "glass", "cotton"}
)


def ends_person(doc: Doc, end: int, heads: Container[str], common: Container[str]) -> bool:
    """Tell whether a person's name ends before a token: "Karl Brandt" or "Mr Ray" of "Karl Brandt of Holt Foods".

    Args:
        doc: a tokenised document.
        end: the token after the last word of the name.
        heads: words that end names of organisations.
        common: words that are common nouns.
    """
    first = end
    while first > 0 and is_capital(doc[first - 1]) and doc[first - 1].text not in heads:
        first -= 1
    words, before = doc[first:end], doc[first - 1] if first else None
    if before is not None and len(words) == 1 and before.lower_.rstrip(".") in _HONORIFICS:
        return True
    if before is not None and (is_capital(before) or before.lower_ in {"the", "and", "&", "'s", "’s"}):
        return False
    while len(words) > 2 and words[0].lower_ in common:
        words = words[1:]  # "Analyst Karl Brandt of Holt Bank"
    return 2 <= len(words) <= _MOST and all(t.lower_ not in common for t in words)


def is_person(doc: Doc, start: int, end: int, offices: Container[str]) -> bool:
    """Tell whether a name with an organisation's word is somebody's: "Mr David Steel", "Al Mills, secretary of"."""
    if start and doc[start - 1].lower_.rstrip(".") in _HONORIFICS:
        return True
    titled = doc[start].text.endswith(".") and doc[start].lower_.rstrip(".") in _HONORIFICS
    if titled and doc[end - 1].lower_ in _SURNAMES:
        return True  # "Gov. Janine Mills"
    after = [t.lower_ for t in doc[end : end + 4]]
    if end - start != 2 or doc[end - 1].lower_ not in _SURNAMES:
        return False
    if start and doc[start - 1].text.islower() and doc[start - 1].lower_ in offices:
        return True  # "regional officer Ann Mills"
    if after[:1] != [","]:
        return False
    return any(word in offices for word in after[1:])
