"""Web pages as they were saved: trafilatura finds the article in them, offline.

References:
    Barbaresi, A. (2021), Trafilatura: A Web Scraping Library and Command-Line Tool for Text Discovery and
    Extraction. ACL-IJCNLP 2021, System Demonstrations, pp. 122-131.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.model import Document
from kg.readers.decode import decode
from kg.readers.identity import stem
from kg.readers.mistake import mistake
from kg.readers.quiet import quiet
from kg.readers.record import make_document

CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
MOST_TAGS = 50_000
HEAD = 4096  # bytes in which a page names its encoding
# the day of first publication, from what the page declares and not from a year somewhere in it
DATE_SEARCH = {"original_date": True, "extensive_search": False, "outputformat": "%Y-%m-%d"}


def read(data: bytes, *, origin: str) -> Iterator[Document]:
    """Yield the article of a web page. `original` is the article's text, without markup; comments are left out.

    Raises:
        ReadError: the file is binary, blank, in an encoding that cannot be told, or holds no article.
    """
    from trafilatura import bare_extraction  # half a second, spared to those who read no HTML

    declared = CHARSET.search(data, 0, HEAD)
    page = decode(data, origin=origin, declared=declared.group(1).decode("ascii") if declared else None)
    if not page.strip():
        raise mistake(origin, "empty: there is no text", "give the page of an article")
    quiet("trafilatura")
    quiet("htmldate")
    if page.count("<") > MOST_TAGS:  # the search for the article takes time by the square of these
        raise mistake(origin, f"more than {MOST_TAGS:,} tags", "give the page of one article, or its text as .txt")
    found = bare_extraction(page, with_metadata=True, include_comments=False, date_extraction_params=DATE_SEARCH)
    if found is None or isinstance(found, dict) or not (found.text or "").strip():
        raise mistake(origin, "no article in this page", "give the page of one article, or its text as .txt")
    fields = {"title": found.title, "date": found.date, "source": found.sitename, "url": found.url}
    yield make_document(found.text or "", origin=origin, fields=fields, given_id=stem(origin))
