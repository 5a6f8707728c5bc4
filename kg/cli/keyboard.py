"""Single keys from a terminal, without the return key. What is typed ahead is kept."""

from __future__ import annotations

import os
import sys
import termios

ESCAPE = "\x1b"  # what arrows and the like begin with


class Keyboard:
    """The terminal on standard input."""

    def __init__(self) -> None:
        self._ahead = ""

    def key(self) -> str:
        """Return the next key; "" for one that is no character. Ctrl-C comes as a character too.

        Raises:
            EOFError: the terminal is gone.
        """
        if not self._ahead:
            self._ahead = self._read()
        if self._ahead.startswith(ESCAPE):
            self._ahead = ""
        first, self._ahead = self._ahead[:1], self._ahead[1:]
        return first

    def drop(self) -> None:
        """Forget what was typed ahead, before a whole line is asked for."""
        self._ahead = ""

    def _read(self) -> str:
        terminal = sys.stdin.fileno()
        before = termios.tcgetattr(terminal)
        now = termios.tcgetattr(terminal)
        now[3] &= ~(termios.ICANON | termios.ECHO | termios.ISIG)
        try:
            termios.tcsetattr(terminal, termios.TCSANOW, now)
            typed = os.read(terminal, 32)
        except OSError as error:
            raise EOFError from error
        finally:
            termios.tcsetattr(terminal, termios.TCSANOW, before)
        if not typed:
            raise EOFError
        return typed.decode(sys.stdin.encoding, "replace")
