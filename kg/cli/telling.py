"""What went wrong, as lines on standard error and an exit code."""

from __future__ import annotations

import os
import re
import sys
import traceback

from kg.errors import KgError

INTERRUPTED, NO_READER = 130, 141  # as shells count signals: 128 + SIGINT, 128 + SIGPIPE
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")

_MOST = 30  # mistakes of one kind of file that are told at once


def say(text: str) -> None:
    """Write a line to standard error; more lines only where the text has them."""
    for line in text.splitlines() or [""]:
        sys.stderr.write(f"kg: {CONTROL.sub(' ', line).strip()}\n")
    sys.stderr.flush()


def say_error(error: KgError, *, debug: bool) -> None:
    """Write what an error says; where it comes from only when debugging."""
    if debug:
        traceback.print_exception(error)
    say(str(error))


def tell(error: BaseException, *, debug: bool) -> int:
    """Write what ended the command, and return its exit code."""
    from typer.exceptions import Abort, Exit, TyperException

    if isinstance(error, Exit):
        return error.exit_code
    if isinstance(error, KeyboardInterrupt | Abort):
        return INTERRUPTED
    if isinstance(error, BrokenPipeError):
        _drop_output()
        return NO_READER
    if isinstance(error, SystemExit):
        raise error
    if debug:
        traceback.print_exception(error)
    if isinstance(error, KgError):
        lines = str(error).split("\n")
        more = [f"and {len(lines) - _MOST:,} more"] if len(lines) > _MOST else []
        say("\n".join([*lines[:_MOST], *more]))
        return error.exit_code
    if isinstance(error, TyperException):
        say(" ".join(error.format_message().split()))
        return error.exit_code
    if isinstance(error, OSError):
        _drop_output()
        say(f"cannot write: {error.strerror or error}")
        return 1
    if "orruption" in str(error):
        say(f"the graph's store is damaged ({' '.join(str(error).split())}); delete its folder and build again")
        return 1
    hint = "" if debug else "; --debug shows where, and is worth a report"
    say(f"unexpected {type(error).__name__}: {' '.join(str(error).split())}{hint}")
    return 1


def _drop_output() -> None:
    """Let the interpreter flush what nobody reads into nothing, in silence."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError:
        return  # standard output is none that the system knows: there is nothing to flush
