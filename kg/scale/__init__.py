"""Extraction on many processes and many machines: partitions of documents to shards of sorted N-Quads.

`extract` is the pure function that every engine runs: `Processes` here, `kg.scale.dask` and `kg.scale.spark` on a
cluster.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.scale.extraction import extract as extract
    from kg.scale.folders import extract_sources as extract_sources
    from kg.scale.folders import load_folders as load_folders
    from kg.scale.workers import Processes as Processes

_HOME = {"Processes": "workers", "extract": "extraction", "extract_sources": "folders", "load_folders": "folders"}

__all__ = ["Processes", "extract", "extract_sources", "load_folders"]


def __getattr__(name: str) -> Any:  # so that each is loaded when it is asked for
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
