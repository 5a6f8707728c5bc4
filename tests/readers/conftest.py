"""Samples of every format, made in code: one article each, or one of several that say the same."""

from __future__ import annotations

import csv
import gzip
import io
import json
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Sequence
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import docx
import pyarrow as arrow
import pyarrow.parquet as parquet
import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from kg.errors import ReadError
from kg.model import Document
from kg.readers import FORMATS, Intake, Limits
from kg.readers.named import read_named

TITLE = "Ferry crews vote to strike over rosters"
PARAGRAPHS = (
    "Crews on the ferries to Larkness have voted to strike over new rosters that would cut their rest.",
    "Ailsa Rennick, who speaks for the Seafarers' Guild, said that 82 per cent of those who took part had backed it.",
    "The company said it was disappointed, and that talks would go on next week with the help of a mediator.",
)
ROW = {"id": "f1", "title": TITLE, "date": "2021-06-04", "source": "Larkness Courier", "url": "https://a.example/1"}
PAGE = f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1>" + "".join(f"<p>{p}</p>" for p in PARAGRAPHS)


@pytest.fixture(scope="session")
def make() -> Callable[[str], bytes]:
    """Return a function from the ending of a format to a file of it."""
    return sample


@pytest.fixture(scope="session")
def take() -> Callable[..., list[Document | ReadError]]:
    """Return a function from bytes and a name to what is read from them."""

    def taken(data: Any, name: str, *, limits: Limits | None = None, **more: Any) -> list[Document | ReadError]:
        stream = io.BytesIO(data) if isinstance(data, bytes) else data
        intake = Intake(FORMATS, limits=limits or Limits(), **more)
        return list(read_named(stream, name, origin=name, intake=intake))

    return taken


def sample(suffix: str) -> bytes:
    """Return a file of a format, with the ending of its name."""
    if suffix in MAKERS:
        return MAKERS[suffix]()
    data = Path(__file__).parent / "data"
    same = [suffix, *(other for other, reader in FORMATS.items() if reader is FORMATS[suffix])]
    found = next((path for other in same if (path := data / f"article{other}").is_file()), None)
    made = next((MAKERS[other] for other in same if other in MAKERS), None)
    assert found or made, f"put a file article{suffix} into {data}, or a function that makes one into {__file__}"
    return found.read_bytes() if found else made() if made else b""


# -- PDF ----------------------------------------------------------------------------------------

Line = tuple[float, float, float, str]  # x, y, size of the font, words


def make_pdf(pages: Sequence[Sequence[Line]]) -> bytes:
    """Return a PDF with these lines on its pages, which are 600 by 800 points."""
    contents = []
    for lines in pages:
        shown = []
        for x, y, size, words in lines:
            escaped = words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
            shown.append(f"BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm ({escaped}) Tj ET")
        contents.append(zlib.compress("\n".join(shown).encode("cp1252")))
    return pdf_of(contents)


def pdf_of(contents: Sequence[bytes], *, count: int | None = None) -> bytes:
    """Return a PDF of pages with these compressed contents, which says that it has `count` pages."""
    numbers = [4 + 2 * i for i in range(len(contents))]
    kids = " ".join(f"{n} 0 R" for n in numbers)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count or len(contents)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding /WinAnsiEncoding >>",
    ]
    for number, content in zip(numbers, contents, strict=True):
        resources = "/Resources << /Font << /F1 3 0 R >> >>"
        page = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] {resources} /Contents {number + 1} 0 R >>"
        stream = f"<< /Length {len(content)} /Filter /FlateDecode >>\nstream\n".encode()
        objects += [page.encode(), stream + content + b"\nendstream"]
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    trailer = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    return bytes(out) + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}".encode()


def wrapped(text: str, width: int) -> list[str]:
    """Return the lines of a text that is this many letters wide."""
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) >= width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _pdf() -> bytes:
    lines: list[Line] = [(50, 700, 20, TITLE)]
    y = 660.0
    for paragraph in PARAGRAPHS:
        for words in wrapped(paragraph, 80):
            lines.append((50, y, 10, words))
            y -= 12
        y -= 10
    return make_pdf([lines])


# -- the others ---------------------------------------------------------------------------------


def _docx() -> bytes:
    document = docx.Document()
    document.core_properties.title = ""
    document.core_properties.author = ""
    for words in (TITLE, *PARAGRAPHS):
        document.add_paragraph(words)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def make_epub(chapters: Sequence[str]) -> bytes:
    """Return a book of these chapters, each the inside of a body."""
    items = "".join(
        f'<item id="c{i}" href="c%20{i}.xhtml" media-type="application/xhtml+xml"/>' for i in range(len(chapters))
    )
    spine = "".join(f'<itemref idref="c{i}"/>' for i in range(len(chapters)))
    told = "<dc:title>The Larkness Courier</dc:title><dc:date>2021-06-04</dc:date>"
    files = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="OPS/book.opf"/></rootfiles></container>',
        "OPS/book.opf": '<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf"><metadata '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/">{told}</metadata><manifest>{items}</manifest>'
        f"<spine>{spine}</spine></package>",
    }
    page = '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><body>{}</body></html>'
    files |= {f"OPS/c {i}.xhtml": page.format(chapter) for i, chapter in enumerate(chapters)}
    return make_zip({name: text.encode() for name, text in files.items()})


def _epub() -> bytes:
    article = f"<h1>{TITLE}</h1>" + "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
    return make_epub(["<h1>The Larkness Courier</h1>", article])


def _eml() -> bytes:
    message = EmailMessage()
    message["From"] = "Larkness Courier <news@a.example>"
    message["Subject"] = TITLE
    message["Date"] = "Fri, 04 Jun 2021 10:00:00 +0000"
    message["Message-ID"] = "<f1@a.example>"
    message.set_content("\n\n".join(PARAGRAPHS))
    message.add_alternative(PAGE, subtype="html")
    return message.as_bytes()


def _rss() -> bytes:
    told = "<link>https://a.example/1</link><guid>f1</guid><pubDate>Fri, 04 Jun 2021 10:00:00 GMT</pubDate>"
    text = "".join(f"&lt;p>{p}&lt;/p>" for p in PARAGRAPHS)
    item = f"<item><title>{TITLE}</title>{told}<description>{text}</description></item>"
    channel = f"<channel><title>Larkness Courier</title>{item}</channel>"
    return f'<?xml version="1.0"?><rss version="2.0">{channel}</rss>'.encode()


def _atom() -> bytes:
    told = '<id>tag:a.example,2021:f1</id><link href="https://a.example/1"/><published>2021-06-04T10:00:00Z</published>'
    text = "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
    content = f'<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{text}</div></content>'
    entry = f"<entry><title>{TITLE}</title>{told}{content}</entry>"
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Larkness Courier</title>{entry}</feed>'.encode()


def _csv(delimiter: str = ",") -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(["ID", "Headline", "Published", "Newspaper", "Link", "Body"])
    writer.writerow([*ROW.values(), "\n".join(PARAGRAPHS)])
    return out.getvalue().encode()


def _parquet() -> bytes:
    out = io.BytesIO()
    parquet.write_table(arrow.Table.from_pylist([{**ROW, "text": "\n".join(PARAGRAPHS)}]), out)
    return out.getvalue()


def _arrow() -> bytes:
    table = arrow.Table.from_pylist([{**ROW, "text": "\n".join(PARAGRAPHS)}])
    out = io.BytesIO()
    with arrow.ipc.new_stream(out, table.schema) as writer:
        writer.write_table(table)
    return out.getvalue()


def make_warc(pages: Sequence[tuple[str, str, bytes]], *, packed: bool = False) -> bytes:
    """Return a web archive of pages: status, kind of content, content."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)
    for number, (status, kind, content) in enumerate(pages, start=1):
        headers = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
        named = {"WARC-Record-ID": f"<urn:uuid:{number}>", "WARC-Date": "2021-06-05T10:00:00Z"}
        record = writer.create_warc_record(
            f"https://www.a.example/{number}",
            "response",
            io.BytesIO(content),
            http_headers=headers,
            warc_headers_dict=named,
        )
        writer.write_record(record)
    return out.getvalue()


def _warc() -> bytes:
    pages = [("404 Not Found", "text/html", PAGE.encode()), ("200 OK", "image/png", b"\x89PNG")]
    return make_warc([*pages, ("200 OK", "text/html; charset=utf-8", PAGE.encode())])


def _wet() -> bytes:
    out = io.BytesIO()
    named = {"WARC-Record-ID": "<urn:uuid:1>", "WARC-Date": "2021-06-05T10:00:00Z"}
    writer = WARCWriter(out, gzip=False)
    text = "\n".join((TITLE, *PARAGRAPHS)).encode()
    writer.write_record(
        writer.create_warc_record(
            "https://www.a.example/1",
            "conversion",
            io.BytesIO(text),
            warc_content_type="text/plain",
            warc_headers_dict=named,
        )
    )
    return out.getvalue()


def make_zip(files: dict[str, bytes]) -> bytes:
    """Return an archive of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data, zipfile.ZIP_STORED if name == "mimetype" else None)
    return out.getvalue()


def make_tar(files: dict[str, bytes]) -> bytes:
    """Return a tar archive of these files."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return out.getvalue()


def _text() -> bytes:
    return "\n\n".join((TITLE, *PARAGRAPHS)).encode()


MAKERS: dict[str, Callable[[], bytes]] = {
    ".pdf": _pdf,
    ".docx": _docx,
    ".epub": _epub,
    ".eml": _eml,
    ".rss": _rss,
    ".atom": _atom,
    ".csv": _csv,
    ".tsv": lambda: _csv("\t"),
    ".parquet": _parquet,
    ".arrow": _arrow,
    ".warc": _warc,
    ".wet": _wet,
    ".zip": lambda: make_zip({"news/a.txt": _text()}),
    ".tar": lambda: make_tar({"news/a.txt": _text()}),
    ".tgz": lambda: gzip.compress(make_tar({"news/a.txt": _text()}), mtime=0),
    ".gz": lambda: gzip.compress(json.dumps({**ROW, "text": "\n".join(PARAGRAPHS)}).encode(), mtime=0),
}


@pytest.fixture(scope="session")
def pack() -> Callable[[str, bytes, str], bytes]:
    """Return a function that packs a file: `gz`, `zip`, `tgz`, or one `in` another."""

    def packed(name: str, data: bytes, how: str) -> bytes:
        for kind in how.split(" in "):
            if kind == "gz":
                name, data = f"{name}.gz", gzip.compress(data, mtime=0)
            elif kind == "zip":
                name, data = "inner.zip", make_zip({name: data})
            else:
                name, data = "inner.tgz", gzip.compress(make_tar({name: data}), mtime=0)
        return data

    return packed


@pytest.fixture(scope="session")
def pdf() -> Callable[..., bytes]:
    """Return a function that makes a PDF of compressed contents of pages."""
    return pdf_of


@pytest.fixture(scope="session")
def printed() -> Callable[[Sequence[Sequence[Line]]], bytes]:
    """Return a function that makes a PDF of lines with their places and sizes, page by page."""
    return make_pdf


@pytest.fixture(scope="session")
def book() -> Callable[[Sequence[str]], bytes]:
    """Return a function that makes an EPUB of chapters."""
    return make_epub


@pytest.fixture(scope="session")
def crawl() -> Callable[..., bytes]:
    """Return a function that makes a web archive of pages: status, kind of content, content."""
    return make_warc
