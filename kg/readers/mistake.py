"""What a reader says when it cannot read: one line, `where: what is wrong; what would be right`."""

from __future__ import annotations

import re

from kg.errors import ReadError

LONGEST_QUOTE = 60
LONGEST = 280  # characters of where, and of what is wrong and what would be right
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]+")


def one_line(text: str) -> str:
    """Return `text` without control characters, line breaks or what cannot be encoded."""
    line = UNPRINTABLE.sub(" ", text.encode("utf-8", "replace").decode("utf-8")).strip()
    return line if line.isprintable() else "".join(sign if sign.isprintable() else " " for sign in line)


def quoted(value: object) -> str:
    """Return a value as it is quoted in a message, cut when it is long."""
    text = one_line(str(value))
    return f"'{text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1] + '…'}'"


def mistake(where: str, wrong: str, right: str) -> ReadError:
    """Return the error for `where`, a file or a line of one ("news.jsonl:17")."""
    return ReadError(f"{_short(one_line(where))}: {_short(one_line(f'{wrong}; {right}'))}")


def _short(text: str) -> str:
    """Return a line, its middle taken out if it is as long as only what others wrote can make it."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST // 2]} … {text[-LONGEST // 2 :]}"
