"""Documents that ended the process that read them, kept beside the quads: no later build tries them again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from kg.store.graph import GraphStore

FILE = "aside.json"


def read_aside(folder: Path, version: str) -> dict[str, str]:
    """Return why documents were set aside, by their digest; only what reads now counts.

    Nothing stands here alone: where the file is missing, broken or of another version, each is tried again.

    Args:
        folder: the graph's.
        version: core:version of documents that are read now.
    """
    try:
        said = json.loads((folder / FILE).read_text(encoding="utf-8"))
        found = said["aside"] if said["version"] == version else {}
        return {str(digest): str(reason) for digest, reason in found.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def keep_aside(store: GraphStore, version: str, aside: Mapping[str, str]) -> None:
    """Keep why documents were set aside, beside those that were before.

    Raises:
        StoreError: the graph is open for reading only, or the disk fails.
    """
    before = read_aside(store.path, version)
    kept = dict(sorted((before | dict(aside)).items()))
    if kept != before:
        content = json.dumps({"version": version, "aside": kept}, ensure_ascii=False, indent=1)
        store.replace_beside(FILE, f"{content}\n".encode())
