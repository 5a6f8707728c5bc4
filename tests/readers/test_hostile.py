"""What is damaged, or made to do harm: a clear line each, little memory, and the other documents are read."""

from __future__ import annotations

import gzip
import io
import json
import stat
import tarfile
import tracemalloc
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter

from kg.errors import ReadError
from kg.model import Document
from kg.readers import Limits, read_sources
from kg.readers.html import MOST_TAGS

WORDS = b"The crews stopped work on Monday over new rosters, their union said."
SMALL = Limits(whole=10_000, unpacked=100_000, ratio=20)


def texts(found: Sequence[Document | ReadError]) -> list[str]:
    return [one.text for one in found if isinstance(one, Document)]


def told(found: Sequence[Document | ReadError]) -> list[str]:
    lines = [str(one) for one in found if isinstance(one, ReadError)]
    assert all(line.isprintable() and len(line) < 400 for line in lines)
    return lines


def records(number: int) -> bytes:
    return b"".join(json.dumps({"id": str(i), "text": WORDS.decode()}).encode() + b"\n" for i in range(number))


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


# -- what is cut off or damaged -----------------------------------------------------------------


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.zip"])
def test_what_came_before_the_end_of_a_cut_archive_is_read(name: str, take: Any) -> None:
    lines = b"".join(
        json.dumps({"id": str(i), "text": f"{WORDS.decode()} {hash_of(i)}"}).encode() + b"\n" for i in range(5_000)
    )
    packed = gzip.compress(lines)[: len(gzip.compress(lines)) // 2]
    found = take(packed if name.endswith("gz") else zipped({"x.jsonl.gz": packed}), name)
    assert 1_000 < len(texts(found)) < 5_000
    assert [one.id for one in found[:3]] == ["0", "1", "2"]
    (line,) = told(found)
    assert "cut off: the compressed data ends in the middle; fetch or copy it again" in line


def hash_of(number: int) -> str:
    return f"{zlib.crc32(str(number).encode()):x}"


def test_a_cut_zip_is_told(take: Any, make: Any) -> None:
    (line,) = told(take(make(".zip")[:-10], "a.zip"))
    assert line.startswith("a.zip: no ZIP archive, or a damaged one: File is not a zip file; fetch or copy it again")


def test_a_damaged_member_costs_no_other(take: Any) -> None:
    data = bytearray(zipped({"a.txt": WORDS, "b.txt": WORDS * 2, "c.txt": WORDS}))
    at = data.index(b"b.txt") + len(b"b.txt")
    data[at : at + 6] = b"\xff" * 6
    found = take(bytes(data), "news.zip")
    assert len(texts(found)) == 2
    assert told(found)[0].startswith("news.zip//b.txt: damaged:")


def test_a_cut_tar_gives_what_came_before(take: Any, make: Any) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name in "abc":
            member = tarfile.TarInfo(f"{name}.txt")
            member.size = len(WORDS * 100)
            archive.addfile(member, io.BytesIO(WORDS * 100))
    found = take(out.getvalue()[:12_000], "a.tar")
    assert len(texts(found)) == 1
    assert told(found)


# -- bombs --------------------------------------------------------------------------------------


def test_a_zip_bomb_is_told_and_the_others_are_read(take: Any) -> None:
    bomb = zipped({"a.txt": WORDS, "b.txt": b"x" * 1_000_000, "c.jsonl": b"\n" * 1_000_000, "d.txt": WORDS})
    found = take(bomb, "a.zip", limits=SMALL)
    assert texts(found) == [WORDS.decode()]
    assert "a.zip//b.txt: larger than 10,000 bytes" in told(found)[0]
    assert "which no text of its size does" in told(found)[1]
    assert told(found)[2] == "a.zip: 1 members behind this are not read; unpack it yourself"


def test_a_gzip_bomb_is_told(take: Any) -> None:
    (line,) = told(take(gzip.compress(b'{"text": "' + b"\n" * 1_000_000), "a.jsonl.gz", limits=SMALL)[1:])
    assert "which no text of its size does" in line


def test_bombs_in_archives_are_counted_together(take: Any) -> None:
    inner = zipped({f"{i}.jsonl": b"\n" * 60_000 for i in range(10)})
    found = take(zipped({f"{i}.zip": inner for i in range(10)}), "a.zip", limits=SMALL)
    assert len(found) < 10
    assert "which no text of its size does" in told(found)[-3]
    assert "members behind this are not read" in told(found)[-1]


def test_archives_in_archives_end(take: Any) -> None:
    data = WORDS
    name = "a.txt"
    for _ in range(5):
        data, name = zipped({name: data, "b.txt": WORDS}), "a.zip"
    found = take(data, "a.zip")
    assert texts(found) == [WORDS.decode()] * 3
    assert told(found) == ["a.zip//a.zip//a.zip//a.zip: archives in archives, more than 3 deep; unpack the outer ones"]


def test_compressed_over_and_over(take: Any) -> None:
    assert told(take(gzip.compress(gzip.compress(WORDS)), "a.txt.gz.gz")) == [
        "a.txt.gz.gz: compressed twice over; unpack it once"
    ]
    assert told(take(gzip.compress(gzip.compress(WORDS)), "a.txt.gz"))


def test_a_table_of_members_that_is_too_long(take: Any) -> None:
    data = zipped({f"{i}.txt": WORDS for i in range(100)})
    (line,) = told(take(data, "a.zip", limits=Limits(directory=1_000)))
    assert line == "a.zip: lists more members than can be held in memory; split it into several archives"


def test_a_name_in_a_tar_that_takes_up_all_memory(take: Any) -> None:
    member = tarfile.TarInfo("././@LongLink")
    member.type = tarfile.GNUTYPE_LONGNAME
    member.size = 2_000_000_000
    (line,) = told(take(member.tobuf(tarfile.GNU_FORMAT) + b"x" * 10_000, "a.tar"))
    assert "a name of 2,000,000,000 bytes" in line


@pytest.mark.parametrize("suffix", [".docx", ".epub"])
def test_books_and_documents_that_are_bombs(suffix: str, make: Any, take: Any) -> None:
    out = io.BytesIO(make(suffix))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/x.xml", b" " * 5_000_000)
        archive.writestr("OPS/c 2.xhtml", b" " * 5_000_000)
    data = out.getvalue()
    if suffix == ".epub":
        data = zipped({"META-INF/container.xml": b" " * 5_000_000})
    (line,) = told(take(data, f"a{suffix}", limits=Limits(unpacked=1_000_000, ratio=20)))
    assert "unpacks to more than" in line


# -- path tricks --------------------------------------------------------------------------------

TRICKS = ["../../a.txt", "/etc/a.txt", "..\\..\\a.txt", "C:\\a.txt", "news/../../a.txt"]


@pytest.mark.parametrize("trick", TRICKS)
@pytest.mark.parametrize("kind", [".zip", ".tar"])
def test_names_that_lead_out_of_the_archive(
    trick: str, kind: str, take: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    if kind == ".zip":
        info = zipfile.ZipInfo("x")
        info.filename = trick
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr(info, WORDS)
            archive.writestr("good.txt", WORDS)
    else:
        out = io.BytesIO()
        with tarfile.open(fileobj=out, mode="w") as tar:
            for name in (trick, "good.txt"):
                member = tarfile.TarInfo(name)
                member.size = len(WORDS)
                tar.addfile(member, io.BytesIO(WORDS))
    found = take(out.getvalue(), f"a{kind}")
    assert texts(found) == [WORDS.decode()]
    (line,) = told(found)
    assert "leads out of the archive; give it a name below the archive" in line
    assert not list(tmp_path.iterdir())


def test_links_in_archives_lead_nowhere(take: Any) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE):
            member = tarfile.TarInfo(f"{kind.decode()}.txt")
            member.type, member.linkname = kind, "/etc/hostname"
            tar.addfile(member)
    assert [line.split(": ")[1] for line in told(take(out.getvalue(), "a.tar"))] == [
        "a link or a device, not a file; put the file itself into the archive"
    ] * 4
    info = zipfile.ZipInfo("link.txt")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(info, b"/etc/hostname")
    assert told(take(out.getvalue(), "a.zip")) == [
        "a.zip//link.txt: a link, not a file; put the file itself into the archive"
    ]


def test_hidden_files_and_those_about_the_folder_are_left_out(take: Any) -> None:
    files = {"README.md": WORDS, ".x.txt": WORDS, "__MACOSX/._a.txt": WORDS, "a.png": b"", "a.txt": WORDS}
    assert len(take(zipped(files), "a.zip")) == 1
    assert told(take(zipped({"a.png": b"", "b": b""}), "a.zip")) == [
        "a.zip: no file to read in this archive (it holds .png, b); give an archive of articles"
    ]


# -- PDF ----------------------------------------------------------------------------------------


def test_a_page_that_unpacks_to_too_much_costs_no_other(pdf: Any, take: Any) -> None:
    good = b"BT /F1 10 Tf 1 0 0 1 50 700 Tm (" + WORDS + b") Tj ET"
    found = take(
        pdf([zlib.compress(good), zlib.compress(b" " * 3_000_000)]), "a.pdf", limits=Limits(page_bytes=1_000_000)
    )
    assert texts(found) == [WORDS.decode()]
    assert told(found)[0].startswith("a.pdf:2: the page unpacks to more than 1,000,000 bytes; ")


def test_a_bomb_beyond_all_limits(pdf: Any, take: Any) -> None:
    found = take(pdf([zlib.compress(b" " * 100_000_000)]), "a.pdf")
    assert not texts(found)
    assert len(told(found)) in {1, 2}


def test_pages_without_end(pdf: Any, take: Any) -> None:
    page = zlib.compress(b"BT /F1 10 Tf (x) Tj ET")
    (line,) = told(take(pdf([page] * 12), "a.pdf", limits=Limits(pages=10)))
    assert line == "a.pdf: 12 pages; no more than 10 are read; split it into several files"
    assert take(pdf([page], count=1_000_000_000), "a.pdf")


def test_a_tree_of_pages_that_bites_its_tail(pdf: Any, take: Any) -> None:
    data = pdf([zlib.compress(b"BT ET")]).replace(b"/Kids [4 0 R]", b"/Kids [2 0 R]")
    assert told(take(data, "a.pdf"))


@pytest.mark.parametrize("password", ["", "secret"])
def test_encrypted(password: str, pdf: Any, take: Any) -> None:
    good = zlib.compress(b"BT /F1 10 Tf 1 0 0 1 50 700 Tm (" + WORDS + b") Tj ET")
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf([good]))))
    writer.encrypt(password, "owner", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    found = take(out.getvalue(), "a.pdf")
    if password:
        assert told(found) == ["a.pdf: encrypted: it needs a password; save it without a password"]
    else:
        assert texts(found) == [WORDS.decode()]


def test_pictures_of_pages(pdf: Any, take: Any) -> None:
    assert told(take(pdf([zlib.compress(b"q Q")]), "a.pdf")) == [
        "a.pdf: no text in this PDF: it may hold pictures of pages; run OCR on it first"
    ]


# -- lines and words without end ----------------------------------------------------------------


@pytest.mark.parametrize("suffix", [".jsonl", ".csv"])
def test_a_line_that_is_too_long_costs_no_other(suffix: str, take: Any) -> None:
    long = b"x" * 50_000
    lines = {
        ".jsonl": [records(1), b'{"text": "' + long + b'"}\n', records(2)],
        ".csv": [b"id,text\n", b"0," + WORDS.replace(b",", b"") + b"\n", b"1," + long + b"\n", b"2,Crews went back.\n"],
    }[suffix]
    found = take(b"".join(lines), f"a{suffix}", limits=SMALL)
    assert len(texts(found)) == (3 if suffix == ".jsonl" else 2)
    assert told(found) == [
        f"a{suffix}:{2 if suffix == '.jsonl' else 3}: a line of more than 10,000 bytes; "
        "break it into lines, one record each"
    ]


class Endless(io.RawIOBase):
    """A stream of two good records with a line of this many bytes between them."""

    def __init__(self, length: int) -> None:
        self.parts = [records(1), length, b"\n" + records(1).replace(b'"0"', b'"1"')]

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self.parts:
            return 0
        first = self.parts[0]
        if isinstance(first, int):
            number = min(first, len(buffer))
            buffer[:number] = b"x" * number
            self.parts[0] = first - number
            if first == number:
                del self.parts[0]
            return number
        buffer[: len(first)] = first
        del self.parts[0]
        return len(first)


@pytest.mark.slow
def test_a_line_of_two_gigabytes_takes_little_memory(take: Any) -> None:
    tracemalloc.start()
    try:
        found = take(io.BufferedReader(Endless(2_000_000_000), 1 << 20), "a.jsonl")
        assert tracemalloc.get_traced_memory()[1] < 4 * Limits().whole
    finally:
        tracemalloc.stop()
    assert [one.id for one in found if isinstance(one, Document)] == ["0", "1"]
    assert told(found) == ["a.jsonl:2: a line of more than 50,000,000 bytes; break it into lines, one record each"]


@pytest.mark.parametrize("suffix", [".txt", ".md", ".html", ".eml"])
def test_a_word_of_a_million_letters(suffix: str, take: Any) -> None:
    start = {".html": b"<html><body><article><p>", ".eml": b"From: a@a.example\n\n"}.get(suffix, b"")
    found = take(start + WORDS * 10 + b" " + b"x" * 1_000_000 + b" " + WORDS, f"a{suffix}")
    assert len(found) == 1


def test_a_letter_with_a_hundred_thousand_accents(take: Any) -> None:
    (found,) = take(WORDS + b" a" + "\u0316\u0300".encode() * 100_000 + b" end", "a.txt")
    assert found.text.endswith(" end")


@pytest.mark.parametrize("sign", ['"', "(", "-", ". .", "\u201c", "…"])
def test_signs_without_end_are_left_out(sign: str, take: Any) -> None:
    (found,) = take(f"{WORDS.decode()} {sign * 100_000} They went back.".encode(), "a.txt")
    if " " not in sign:
        assert len(found.text) < 200
    start = found.text.index("They went back.")
    begin, end = found.original_span(start, start + 15)
    assert found.original[begin:end] == "They went back."


def test_marks_that_turn_the_direction_are_in_no_name(take: Any) -> None:
    turned = {"id": "a\u202eb", "title": "Off\u202e kram", "source": "\u2066Post\u2069", "text": "Crews\u202e stopped."}
    (found,) = take(json.dumps(turned).encode(), "a.jsonl")
    assert (found.id, found.title, found.source, found.text) == ("ab", "Off kram", "Post", "Crews stopped.")
    assert found.original == "Crews\u202e stopped."


def test_null_bytes(take: Any) -> None:
    null = json.dumps({"id": "n", "title": "Off\0", "text": "Crews\0 stopped."}).encode()
    found = take(records(20) + b"{\0}\n" + null, "a.jsonl")
    assert (len(texts(found)), texts(found)[-1]) == (21, "Crews stopped.")
    assert found[-1].title == "Off"
    assert told(found)[0].startswith("a.jsonl:21: this is binary: byte 1 is NUL;")


# -- markup -------------------------------------------------------------------------------------


@pytest.mark.parametrize("depth", [200, 100_000])
@pytest.mark.parametrize("tag", [b"div", b"b", b"blockquote", b"table><tr><td"])
def test_deep_nesting(depth: int, tag: bytes, take: Any) -> None:
    page = b"<html><body>" + b"<" + tag + b">"
    found = take(page + (b"<" + tag + b">") * min(depth, 20_000) + b"<p>" + WORDS * 5 + b"</p>", "a.html")
    assert len(found) == 1
    mail = b"From: a@a.example\nContent-Type: text/html\n\n" + (b"<" + tag + b">") * depth + WORDS
    assert len(take(mail, "a.eml")) == 1


def test_more_tags_than_anybody_writes(take: Any) -> None:
    (line,) = told(take(b"<html><body>" + b"<p>x</p>" * MOST_TAGS, "a.html"))
    assert line == "a.html: more than 50,000 tags; give the page of one article, or its text as .txt"


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(12)
)


def test_entities_that_grow_or_reach_out(take: Any, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("a secret", encoding="utf-8")
    for doctype, entity in ((f"{LAUGHS}]>", "m"), (f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]>', "e")):
        item = f"<item><title>T &{entity};</title><description>&{entity}; {WORDS.decode()}</description></item>"
        feed = f'<?xml version="1.0"?>{doctype}<rss version="2.0"><channel>{item}</channel></rss>'
        found = take(feed.encode(), "a.rss")
        assert found
        assert not any("secret" in text or len(text) > 1_000 for text in texts(found))
        book = zipped(
            {"META-INF/container.xml": f'{doctype}<x>&{entity};<rootfile full-path="&{entity};"/></x>'.encode()}
        )
        assert told(take(book, "a.epub"))


def test_a_document_with_entities(make: Any, take: Any) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(make(".docx"))) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/document.xml":
                data = data.replace(b"<w:document", f"{LAUGHS}]><w:document".encode(), 1).replace(b"Crews", b"&m;", 1)
            new.writestr(name, data)
    assert all(len(text) < 1_000 for text in texts(take(out.getvalue(), "a.docx")))


def test_an_offset_that_leads_out_of_an_arrow_file(make: Any, take: Any) -> None:
    (article,) = take(make(".arrow"), "a.arrow")
    data = make(".arrow")
    length = len(article.original.encode()).to_bytes(4, "little")
    assert length in data
    assert told(take(data.replace(length, b"\xff\xff\xff\x7f"), "a.arrow"))  # once it ended the process


@pytest.mark.parametrize("table", [b"id,text\n", b"id,text", b"id,text\n\n"])
def test_a_table_without_rows(table: bytes, take: Any) -> None:
    found = take(table, "a.csv")
    assert not texts(found)


# -- together -----------------------------------------------------------------------------------


def test_the_rest_of_a_folder_is_read(tmp_path: Path, make: Any) -> None:
    bad = {
        "a.pdf": b"%PDF-1.7 no",
        "b.docx": b"PK\x03\x04",
        "c.epub": b"",
        "d.gz": b"\x1f\x8b\x08",
        "d.txt.gz": b"\x1f\x8b",
    }
    bad |= {"e.warc": b"WARC/1.0\r\n", "f.xml": b"<a/>", "g.csv": b"a,b\n1,2\n", "h.parquet": b"PAR1", "i.zip": b"PK"}
    for name, data in bad.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "z.pdf").write_bytes(make(".pdf"))
    (tmp_path / "z.txt").write_bytes(WORDS)
    heard: list[ReadError] = []
    assert len(list(read_sources([tmp_path], on_error=heard.append))) == 2
    assert sorted(Path(str(one).split(": ")[0]).name for one in heard) == sorted(bad.keys() - {"d.gz"})
