"""YAML whose mappings and lists know on which lines their parts stand."""

from __future__ import annotations

from typing import Any

import yaml

try:
    from yaml import CSafeLoader as _SafeLoader
except ImportError:  # PyYAML was built without libyaml
    from yaml import SafeLoader as _SafeLoader  # type: ignore[assignment]


class Lined(dict[str, Any]):
    """A YAML mapping that knows on which line each of its keys stands."""

    lines: dict[str, int]

    @classmethod
    def empty(cls) -> Lined:
        """Return a mapping without keys."""
        made = cls()
        made.lines = {}
        return made


class LinedList(list[Any]):
    """A YAML list that knows on which line each of its items stands."""

    lines: list[int]


class _LinedLoader(_SafeLoader):
    """A safe loader that makes `Lined` and `LinedList`, and collects the keys that stand twice."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.repeated: list[tuple[int, str, int]] = []


def _mapping(loader: _LinedLoader, node: yaml.MappingNode) -> Lined:
    first: dict[str, int] = {}
    for key_node, _ in node.value:
        line = key_node.start_mark.line + 1
        earlier = first.setdefault(str(key_node.value), line)
        if earlier != line:
            loader.repeated.append((line, str(key_node.value), earlier))
    loader.flatten_mapping(node)
    made = Lined.empty()
    for key_node, value_node in node.value:
        key = str(loader.construct_object(key_node, deep=True))
        made[key] = loader.construct_object(value_node, deep=True)
        made.lines[key] = key_node.start_mark.line + 1
    return made


def _sequence(loader: _LinedLoader, node: yaml.SequenceNode) -> LinedList:
    made = LinedList(loader.construct_object(item, deep=True) for item in node.value)
    made.lines = [item.start_mark.line + 1 for item in node.value]
    return made


_LinedLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)
_LinedLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_SEQUENCE_TAG, _sequence)


def parse(text: str) -> tuple[Any, list[tuple[int, str, int]]]:
    """Read YAML.

    Returns:
        What it holds, and each key that stands twice: its line, the key, the line on which it stood before.

    Raises:
        yaml.YAMLError: it is none.
    """
    loader = _LinedLoader(text)
    try:
        return loader.get_single_data(), loader.repeated
    finally:
        loader.dispose()
