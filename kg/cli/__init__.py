"""The command `kg`: arguments in, text out. What it does is done in `kg.pipeline`.

Data goes to standard output; progress, and one line for whatever is wrong, to standard error. Exit codes: 0 it
worked, 1 it failed or something was left out, 2 it was called wrongly, 130 it was interrupted, 141 nobody reads on.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code.

    Args:
        arguments: those after the command's name; of this process when None.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    debug = "--debug" in given  # may stand anywhere
    try:
        with warnings.catch_warnings():
            if not debug:
                warnings.simplefilter("ignore")
            from kg.cli.app import run

            code = run([word for word in given if word != "--debug"] or ["--help"], debug=debug)
            sys.stdout.flush()
            return code
    except BaseException as error:  # of all that a command can end with, one line is told
        from kg.cli.telling import tell

        return tell(error, debug=debug)
