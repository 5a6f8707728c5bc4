"""The documents that a prefilter passed over, by the hash of their content, kept beside the quads between builds."""

from __future__ import annotations

from pathlib import Path

from kg.store.side_file import SideFile

FILE = "passed.sqlite"
_SCHEMA = ("CREATE TABLE IF NOT EXISTS passed (digest TEXT PRIMARY KEY) WITHOUT ROWID",)


class PassedOver(SideFile):
    """Documents that need no deciding again; a context manager.

    Args:
        folder: the graph's.
        version: of what decides; where it is another, all is decided again.

    Raises:
        StoreError: the file cannot be written.
    """

    def __init__(self, folder: Path, version: str) -> None:
        super().__init__(folder / FILE, version, _SCHEMA)

    def __contains__(self, digest: str) -> bool:
        return bool(self.rows("SELECT 1 FROM passed WHERE digest = ?", (digest,)))

    def add(self, digest: str) -> None:
        """Remember a document."""
        self.change("INSERT OR IGNORE INTO passed VALUES (?)", [(digest,)])
