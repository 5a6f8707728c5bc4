"""From names to things: which things of several documents are one."""

from kg.resolve.resolution import Resolved, Resolver

__all__ = ["Resolved", "Resolver"]
