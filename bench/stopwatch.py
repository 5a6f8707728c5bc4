"""CPU seconds by stage: stages that stand inside each other are told apart."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import batched
from typing import Any


class Stopwatch:
    """Gives each moment to the innermost stage that is running."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._running: list[str] = []
        self._since = time.process_time()

    def _turn(self) -> None:
        now = time.process_time()
        if self._running:
            name = self._running[-1]
            self.seconds[name] = self.seconds.get(name, 0.0) + now - self._since
        self._since = now

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        self._turn()
        self._running.append(name)
        try:
            yield
        finally:
            self._turn()
            self._running.pop()

    def function(self, name: str, inner: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function, timed."""

        def timed(*args: Any, **options: Any) -> Any:
            with self.stage(name):
                return inner(*args, **options)

        return timed

    def generator(self, name: str, inner: Callable[..., Iterable[Any]]) -> Callable[..., Iterator[Any]]:
        """Return the generator, timed while it works and not while its reader does."""

        def timed(*args: Any, **options: Any) -> Iterator[Any]:
            items = iter(inner(*args, **options))
            while True:
                with self.stage(name):
                    try:
                        item = next(items)
                    except StopIteration:
                        return
                yield item

        return timed


class TimedComponent:
    """A component of a spaCy pipeline, timed. Batches are as before; what comes before it is not counted."""

    def __init__(self, watch: Stopwatch, name: str, inner: Any, batch: int) -> None:
        self.watch, self.name, self.inner, self.batch = watch, name, inner, batch

    def __call__(self, doc: Any) -> Any:
        with self.watch.stage(self.name):
            return self.inner(doc)

    def pipe(self, docs: Iterable[Any], **options: Any) -> Iterator[Any]:
        for some in batched(docs, self.batch):
            with self.watch.stage(self.name):
                if hasattr(self.inner, "pipe"):
                    done = list(self.inner.pipe(some, batch_size=self.batch))
                else:
                    done = [self.inner(doc) for doc in some]
            yield from done
