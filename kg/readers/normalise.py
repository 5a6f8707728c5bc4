"""One spelling for white space, quotation marks and accents, and the way back to what was written.

Only what carries no meaning changes: dashes and the ellipsis stay. Accents written as letter and mark
are composed (NFC) where the way back stays exact; elsewhere the sequence is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from unicodedata import is_normalized, normalize

from kg.model import OffsetMap

SPACES = "\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
LINE_BREAKS = "\r\x0b\x0c\x85\u2028\u2029"
DOUBLE_QUOTES = "“”„‟«»"
SINGLE_QUOTES = "‘’‚‛‹›"
TWIN_LETTERS = {"\u2126": "Ω", "\u212a": "K", "\u212b": "Å"}  # signs whose NFC form is a letter

DROPPED = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # controls that break no line
    "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
)
MARKS = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u3099\u309a\ufe20-\ufe2f"

ONE_FOR_ONE = str.maketrans(
    dict.fromkeys(SPACES, " ")
    | dict.fromkeys(LINE_BREAKS, "\n")
    | dict.fromkeys(DOUBLE_QUOTES, '"')
    | dict.fromkeys(SINGLE_QUOTES, "'")
    | TWIN_LETTERS
)
ORNAMENT = r"[^\w\s]{200,}"  # signs without a word between them, on which a tokenizer takes time by their square
SHORTENED = re.compile(f"\r\n|[{DROPPED}]+|{ORNAMENT}")
SHORTENED_OR_COMPOSED = re.compile(f"\r\n|[{DROPPED}]+|{ORNAMENT}|[^\\W\\d_][{MARKS}]+")

# No script has so many marks on a letter (Unicode Standard Annex 15, stream-safe text); NFC takes time by their square.
PILED_UP = re.compile(f"[{MARKS}]{{31}}")


def normalise(original: str, *, skip: Sequence[tuple[int, int]] = ()) -> tuple[str, OffsetMap]:
    """Return the normalised text and its map back to `original`. Takes time linear in the length.

    Args:
        original: The text as the source gave it.
        skip: Spans of `original` to leave out, ascending and apart.

    Returns:
        `text, offsets`, where for each i in `text`, `original[offsets.back(i)]` is the character that gave
        `text[i]`, or the first of the sequence that did.
    """
    plain = PILED_UP.search(original) is not None or is_normalized("NFC", original)
    pattern = SHORTENED if plain else SHORTENED_OR_COMPOSED
    pieces: list[str] = []
    normalised, originals = [0], [0]
    done = length = 0
    for start, end, replacement in _changes(original, pattern, skip):
        kept = original[done:start]
        pieces += (kept, replacement)
        length += len(kept) + len(replacement)
        rest = max(len(replacement) - 1, 0)  # marks that no letter took up stand last, as in the original
        normalised.append(length - rest)
        originals.append(end - rest)
        done = end
    if not pieces:
        return original.translate(ONE_FOR_ONE), OffsetMap()
    pieces.append(original[done:])
    return "".join(pieces).translate(ONE_FOR_ONE), OffsetMap(tuple(normalised), tuple(originals))


def _changes(
    original: str, pattern: re.Pattern[str], skip: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int, str]]:
    """Yield each span of `original` whose replacement has another length, with the replacement."""
    position = 0
    for start, end in (*skip, (len(original), len(original))):
        for match in pattern.finditer(original, position, start):
            sequence = match.group()
            replacement = "\n" if sequence == "\r\n" else _composed(sequence)
            if len(replacement) != len(sequence):
                yield match.start(), match.end(), replacement
        if end > start:
            yield start, end, ""
        position = end


def _composed(sequence: str) -> str:
    """Return the NFC form of a letter with its marks if the way back stays exact; "" for dropped characters."""
    if not sequence[0].isalpha():
        return ""
    composed = normalize("NFC", sequence)
    left_over = len(composed) - 1
    return composed if composed[1:] == sequence[len(sequence) - left_over :] else sequence
