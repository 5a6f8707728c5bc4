"""From the format of an older kg to this one's, step by step.

Whoever changes what a graph's folder holds, or how, raises `FORMAT` and adds a step that starts from the format
before. A step may be stopped at any moment and is then taken again, so it must not mind what it did before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from kg.errors import StoreError

Step = Callable[[Path], None]  # is given the graph's folder, which nobody else writes to

FORMAT = 1
STEPS: Mapping[int, Step] = MappingProxyType({})  # by the format that they start from


def steps_from(version: object, where: Path) -> list[tuple[int, Step]]:
    """Return the steps from a format to this one's, each with the format that it leads to.

    Args:
        version: what `kg.json` says.
        where: the file, for messages.

    Raises:
        StoreError: the format is newer, or so old that no step starts from it, or none at all.
    """
    known = f"this kg reads format {FORMAT}"
    if not isinstance(version, int) or isinstance(version, bool):
        raise StoreError(f"{where}: broken; {version!r} is no format, {known}")
    if version > FORMAT:
        raise StoreError(f"{where}: format {version}, {known}; a newer kg wrote it: use that one, or another folder")
    numbers = range(version, FORMAT)
    if any(number not in STEPS for number in numbers):
        raise StoreError(f"{where}: format {version}, {known} and none so old; build the graph again in another folder")
    return [(number + 1, STEPS[number]) for number in numbers]
