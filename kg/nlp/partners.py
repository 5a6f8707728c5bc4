"""Firms by the names of their partners: "employed by Messrs. Hallam and Pryce", "the mill of Messrs Holt & Co."."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc

from kg.nlp.known_names import is_capital

_MASTERS = frozenset({"messrs", "messrs."})
_RUNNING = frozenset({"employed", "owned", "run", "operated", "engaged", "managed"})  # by them
_INSIDE = frozenset({",", "and", "&"})
_MOST = 10  # tokens of the longest name


def partnerships(doc: Doc) -> Iterator[tuple[int, int]]:
    """Yield the names of firms that are called by "Messrs": first token, end. Speakers so called are people.

    Args:
        doc: a tokenised document.
    """
    for token in doc[1:]:
        before = doc[token.i - 1].lower_
        linked = before in {"at", "of"} or (before == "by" and doc[max(0, token.i - 2)].lower_ in _RUNNING)
        if token.lower_ not in _MASTERS or not linked:
            continue
        start = token.i + 1
        if start < len(doc) and doc[start].text == ".":
            start += 1
        end = at = start
        while at < min(len(doc), start + _MOST):
            word = doc[at]
            if is_capital(word) or (word.text == "." and len(doc[at - 1]) == 1):
                end = at + 1
            elif word.lower_ not in _INSIDE or at + 1 == len(doc) or not is_capital(doc[at + 1]):
                break
            at += 1
        rest = [t.lower_ for t in doc[end : end + 2]]
        if end > start and "of" not in rest:  # "Messrs. Hallam and Pryce, of the Weavers' Union"
            yield start, end
