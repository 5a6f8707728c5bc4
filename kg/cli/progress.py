"""How far a long command has come: on a terminal, and only after two seconds."""

from __future__ import annotations

import sys
from threading import Lock, Timer
from typing import TYPE_CHECKING, Self

from kg.cli.telling import say_error

if TYPE_CHECKING:
    import rich.progress

    from kg.errors import KgError

PATIENCE = 2.0  # seconds


class Progress:
    """Shows what is being done; a context manager, and called with a stage and a number of documents."""

    def __init__(self, *, debug: bool) -> None:
        self._debug = debug
        self._said = "loading"
        self._bar: rich.progress.Progress | None = None
        self._lock = Lock()
        self._timer = Timer(PATIENCE, self._show)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        if sys.stderr.isatty():
            self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        self._hide()

    def __call__(self, stage: str, number: int) -> None:
        """Tell what is done now and for how many documents it has been."""
        self._said = f"{stage}: {number:,} documents"
        with self._lock:
            if self._bar is not None:
                self._bar.update(self._bar.task_ids[0], description=self._said)

    def tell(self, error: KgError) -> None:
        """Tell of something that was left out."""
        shown = self._bar is not None
        self._hide()
        say_error(error, debug=self._debug)
        if shown:
            self._show()

    def _show(self) -> None:
        from rich.console import Console
        from rich.progress import Progress as Bar
        from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn

        console = Console(stderr=True)
        columns = SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn()
        bar = Bar(*columns, console=console, transient=True)
        bar.add_task(self._said, total=None)
        with self._lock:
            self._bar = bar
            bar.start()

    def _hide(self) -> None:
        with self._lock:
            if self._bar is not None:
                self._bar.stop()
                self._bar = None
