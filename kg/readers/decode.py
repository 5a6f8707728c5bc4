"""Bytes to text: UTF-8, UTF-16 with its mark, or windows-1252 where that is beyond doubt."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from kg.readers.mistake import mistake

FORMATS_HINT = "give text, or name the file by its format"
MAGIC = (  # how files begin that are often taken for text
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "Rich Text"),
    (b"\x1f\x8b", "compressed (gzip)"),
    (b"BZh", "compressed (bzip2)"),
    (b"\xfd7zXZ", "compressed (xz)"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"\x28\xb5\x2f\xfd", "compressed (zstd)"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"SQLite format 3", "a database"),
    (b"\x7fELF", "a program"),
)
MARKED = (  # longest first: the mark of UTF-32 begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
MARKS = tuple(mark for mark, _ in MARKED)
UTF8_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
SIGN_IN_WORD = re.compile(r"[^\W\d_][^\x00-\x7f\w’‘\u00ad“”–—…·][^\W\d_]|[A-Za-z][\xb2\xb3\xb9\xbc-\xbe][a-z]")
SAMPLE_LINES = 200
LONGEST_LINE = 2_000  # bytes of one that are looked at
MOST_CHAOS = 0.05  # of charset_normalizer: 0 is clean text
LEAST_COHERENCE = 0.4  # of charset_normalizer: 1 is letters as frequent as in a known language


def check_binary(data: bytes, *, origin: str) -> None:
    """Raise if these bytes are no text.

    Raises:
        ReadError: they begin as a known binary format does, or hold NUL bytes.
    """
    for magic, what in MAGIC:
        if data.startswith(magic):
            raise mistake(origin, f"this is {what}, not text", FORMATS_HINT)
    if data.startswith(MARKS):
        return
    if (nul := data.find(0)) >= 0:
        raise mistake(origin, f"this is binary: byte {nul} is NUL", f"{FORMATS_HINT}, as UTF-8")


def decode(data: bytes, *, origin: str, declared: str | None = None, offset: int = 0) -> str:
    r"""Return the text of `data`, without its byte order mark and with its line ends as they are.

    Args:
        data: A whole file, or a line of one.
        origin: What to name in an error.
        declared: The encoding that the content itself names, tried after UTF-8.
        offset: Where in its file `data` begins, for the byte named in an error.

    Raises:
        ReadError: the bytes are binary, or in an encoding that cannot be told.
    """
    check_binary(data, origin=origin)
    marked = next((name for mark, name in MARKED if offset == 0 and data.startswith(mark)), None)
    body = data if marked else data.removeprefix(codecs.BOM_UTF8)
    try:
        return body.decode(marked or "utf-8")
    except UnicodeDecodeError as error:
        at = error.start + len(data) - len(body)
        shown = f"byte 0x{data[at]:02x} at offset {offset + at}"
    if marked:
        raise mistake(origin, f"not {marked.upper()} although it begins so: {shown}", "save it as UTF-8")
    text = _declared(data, declared) or _western(data)
    if not text:
        raise mistake(origin, f"not UTF-8: {shown}", "save it as UTF-8")
    return text


def _declared(data: bytes, declared: str | None) -> str | None:
    """Return the text in the encoding that the content names, or None if that is none or wrong."""
    try:
        codec = codecs.lookup(declared or "").name
        return data.decode("cp1252" if codec in {"iso8859-1", "ascii"} else codec)  # as the WHATWG says browsers do
    except (LookupError, UnicodeError):
        return None


def _western(data: bytes) -> str | None:
    """Return the text read as windows-1252 if nothing speaks against it, else None.

    A broken UTF-8 file would pass for windows-1252 too, so one valid sequence of UTF-8 is reason enough to refuse.
    """
    if UTF8_SEQUENCE.search(data):
        return None
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return None
    if SIGN_IN_WORD.search(text):
        return None
    telling = [line[:LONGEST_LINE] for line in data.splitlines() if not line.isascii()][:SAMPLE_LINES]
    best = from_bytes(b"\n".join(telling), cp_isolation=["cp1252"]).best()
    confident = best is not None and best.chaos <= MOST_CHAOS and best.coherence >= LEAST_COHERENCE
    return text if confident else None
