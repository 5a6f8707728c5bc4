"""Keeps what libraries log off standard error, where only what a reader tells has its place."""

from __future__ import annotations

import logging


def quiet(library: str) -> None:
    """Let what a library logs go to nobody, unless the program that uses kg has asked for it."""
    logger = logging.getLogger(library)
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
