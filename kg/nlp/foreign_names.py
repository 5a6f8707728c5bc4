"""Names in other languages, and where they end: "Sindicato de Obreros del Valle", "Serikat Buruh Selatan".

In English copy such a name begins with a word that tells its class and goes on over particles, with nouns and
adjectives in lower case, which no English name has: "Fédération des tisserands".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from spacy.tokens import Doc, Token

from kg.nlp.known_names import is_capital

_PARTICLES = frozenset(
    (
        "de del des du do dos da das di della delle degli dei der den dem des für voor van von la las los le les el "
        "y e et und och og en em em na no nas nos al alla pour para per"
    ).split()
)
_JOINED = ("d'", "d’", "l'", "l’", "dell'", "dell’")
_FAR = 9  # tokens of the rest of a name
_NEAR = 2  # tokens from the first word to the first particle: "Syndicat national des ..."


def foreign_names(doc: Doc, openings: Mapping[str, str]) -> Iterator[tuple[int, int, str]]:
    """Yield the names that begin with a word of another language: first token, end, class.

    Args:
        doc: a tokenised document.
        openings: such words, each with the class that it tells.
    """
    for token in doc:
        type_ = openings.get(token.text)
        if type_ is None:
            continue
        end = foreign_end(doc, token.i + 1)
        while end < len(doc) and is_capital(doc[end]):
            end += 1
        if end > token.i + 1:
            yield token.i, end, type_


def foreign_end(doc: Doc, end: int) -> int:
    """Return where a name goes on to of which `end` is the token after its first word; `end`, if it does not."""
    first = next((i for i in range(end, min(end + _NEAR, len(doc))) if _is_particle(doc[i])), None)
    if first is None or any(t.is_punct or t.is_space for t in doc[end:first]):
        return end
    right, i = end, end
    while i < min(end + _FAR, len(doc)):
        token = doc[i]
        before = doc[i - 1]
        nxt = doc[i + 1] if i + 1 < len(doc) else None
        if is_capital(token) or token.lower_.startswith(_JOINED) or (before.text in _PARTICLES and token.is_alpha):
            right = i + 1
        elif not (
            _is_particle(token) or (token.is_alpha and nxt is not None and _is_particle(nxt) and not token.is_stop)
        ):
            break
        i += 1
    return right


def _is_particle(token: Token) -> bool:
    return token.text in _PARTICLES or token.text.startswith(_JOINED)
