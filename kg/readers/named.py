"""From a name, or the first bytes of what has none, to the reader of its format."""

from __future__ import annotations

import io
from collections.abc import Container, Iterator
from pathlib import PurePath
from typing import Any, BinaryIO, cast

from kg.errors import ReadError
from kg.model import Document
from kg.readers.intake import Intake
from kg.readers.mistake import mistake

HEAD = 4096  # bytes that tell a format
MAGIC = (  # the beginning of formats that are no text
    (b"%PDF", ".pdf"),
    (b"\x1f\x8b", ".gz"),
    (b"PAR1", ".parquet"),
    (b"ARROW1", ".arrow"),
    (b"WARC/", ".warc"),
)
PACKED = b"PK\x03\x04"


def suffix_of(name: str) -> str:
    """Return the ending of a name in lower case, "" if it has none."""
    last = name.rstrip("/").rpartition("/")[2]  # PurePath.suffix takes ten times as long, and folders are large
    at = last.rfind(".")
    return last[at:].lower() if 0 < at < len(last) - 1 else ""


def is_known(name: str, formats: Container[str]) -> bool:
    """Say whether a name has the ending of a format; behind `.gz` must stand another."""
    suffix = suffix_of(name)
    return suffix in formats and (suffix != ".gz" or suffix_of(PurePath(name).stem) in formats)


def read_named(file: BinaryIO, name: str, *, origin: str, intake: Intake) -> Iterator[Document | ReadError]:
    """Yield the documents of a stream and what is wrong with it or with its records; nothing is raised.

    Args:
        file: What is read.
        name: What it is called, whose ending tells the format; one that is unknown is told by how it begins.
        origin: What it is called in messages.
        intake: Limits and options.
    """
    try:
        buffered = _buffered(file)
        suffix = suffix_of(name)
        if suffix not in intake.formats:
            suffix = detect(buffered.peek(HEAD)[:HEAD], named=bool(suffix))
        yield from intake.formats[suffix](cast(BinaryIO, buffered), origin=origin, intake=intake)
    except ReadError as error:
        yield error
    except Exception as error:  # what others wrote brings parsers to raise anything; it must not cost the other sources
        words = " ".join(str(error).split()) or "no reason given"
        yield mistake(origin, f"cannot be read: {type(error).__name__}: {words[:200]}", "check that it is not damaged")


def detect(head: bytes, *, named: bool = False) -> str:
    """Return the ending of the format that begins so.

    Args:
        head: The first bytes.
        named: It has an ending that is unknown, so that text is read as it is, whatever it looks like.
    """
    for magic, suffix in MAGIC:
        if head.startswith(magic):
            return suffix
    if head.startswith(PACKED):
        return ".epub" if b"application/epub+zip" in head else ".docx" if b"[Content_Types].xml" in head else ".zip"
    if head[257:262] == b"ustar":
        return ".tar"
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:200].lower()
    if named or not start:
        return ".txt"
    if start.startswith(b"{"):
        return ".jsonl"
    if start.startswith((b"<!doctype html", b"<html")):
        return ".html"
    return ".xml" if start.startswith((b"<?xml", b"<rss", b"<feed", b"<rdf:rdf")) and b"<html" not in start else ".txt"


def _buffered(file: Any) -> io.BufferedReader:
    return file if isinstance(file, io.BufferedReader) else io.BufferedReader(file)
