"""The assembled layer: what all documents say together, computed from what each of them says."""

from kg.assemble.layer import assembled_quads

__all__ = ["assembled_quads"]
