"""Follows the templates' paths over a dependency parse."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from spacy.tokens import Token

from kg.frames import Path_, Step

_PRONOUNS = frozenset({"who", "which", "that", "whom"})


def follow(token: Token, path: Path_) -> list[Token]:
    """Return the tokens that a path leads to from `token`, with whatever is coordinated with them."""
    reached = [token]
    for step in path:
        reached = [t for r in reached for t in _step(r, step)]
        if not reached:
            return []
    return [c for r in reached for c in with_conjuncts(antecedent(r))]


def _step(token: Token, step: Step) -> Iterable[Token]:
    if not step.up:
        return [
            c
            for c in token.children
            if c.dep_ == step.label and (not step.words or c.lower_ in step.words or c.lemma_ in step.words)
        ]
    if token.dep_ != step.label:
        return []
    if step.words and not _ends(token, step.words):
        return []
    return [token.head]


def _ends(token: Token, words: frozenset[str]) -> bool:
    tags = {"ing": "VBG", "ed": "VBN"}
    return token.lower_ in words or token.tag_ in {tags.get(w) for w in words}


def antecedent(token: Token) -> Token:
    """Return the noun that a relative pronoun stands for; any other token itself."""
    if token.lower_ in _PRONOUNS:
        for up in token.ancestors:
            if up.dep_ == "relcl":
                return up.head
    return token


def with_conjuncts(token: Token) -> list[Token]:
    """Return a token and what is coordinated with it or in apposition to it, from left to right."""
    if token.pos_ in {"VERB", "AUX"}:
        return [token]
    found = [token]
    queue = [token]
    while queue:
        for child in queue.pop().children:
            if child.dep_ in {"conj", "appos"} and child not in found and child.pos_ not in {"VERB", "AUX"}:
                found.append(child)
                queue.append(child)
    return sorted(found, key=lambda t: t.i)


def clause_root(token: Token) -> Token:
    """Return the verb of the smallest full clause that a token stands in."""
    at = token
    while at.head.i != at.i:
        if at.dep_ in {"ccomp", "advcl", "relcl", "parataxis"} or (
            at.dep_ == "conj"
            and at.pos_ in {"VERB", "AUX"}
            and any(c.dep_ in {"nsubj", "nsubjpass"} for c in at.children)
        ):
            return at
        at = at.head
    return at


def distance(a: Token, b: Token, limit: int = 12) -> int:
    """Return the number of edges between two tokens of a sentence, or `limit` where they are further apart."""
    up = {}
    at, steps = a, 0
    while steps < limit:
        i, head = at.i, at.head
        up[i] = steps
        if head.i == i:
            break
        at, steps = head, steps + 1
    at, steps = b, 0
    while steps < limit:
        i, head = at.i, at.head
        if i in up:
            return min(limit, steps + up[i])
        if head.i == i:
            break
        at, steps = head, steps + 1
    return limit


def apart(heads: Sequence[int], a: int, b: int, limit: int) -> int:
    """Return what `distance` does for two tokens by their numbers.

    Args:
        heads: for each token of a document the number of the one that governs it.
        a: one token.
        b: the other one.
        limit: what is returned where they are further apart.
    """
    up = {}
    for steps in range(limit):
        up[a] = steps
        if heads[a] == a:
            break
        a = heads[a]
    for steps in range(limit):
        if b in up:
            return min(limit, steps + up[b])
        if heads[b] == b:
            break
        b = heads[b]
    return limit
