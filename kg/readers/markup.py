"""Text of marked-up fragments, and XML that cannot reach out or grow: what e-mails, feeds and books are made of."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree
from lxml.html import HTMLParser, document_fromstring

from kg.readers.decode import decode
from kg.readers.mistake import mistake

BLOCKS = frozenset(
    "address article aside blockquote br dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header "
    "hr li main nav ol p pre section table tbody td tfoot th thead tr ul".split()
)
PARAGRAPHS = frozenset("blockquote h1 h2 h3 h4 h5 h6 p".split())
HEADINGS = ("h1", "h2", "h3")
NO_TEXT = frozenset("script style head title noscript template svg math object iframe".split())
MANY_BREAKS = re.compile(r"\s*\n\s*\n\s*")
BREAK = re.compile(r"[ \t\xa0]*\n[ \t\xa0]*")
SPACES = re.compile(r"\s+")
XML_ENCODING = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.-]+)")
DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
HEAD = 200


def parse_xml(data: bytes, *, origin: str) -> Any:
    """Return the root of an XML document. Entities are left as they are, and nothing outside it is asked for.

    Raises:
        ReadError: it is not well-formed, or nested more deeply than anybody writes.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise mistake(origin, f"no XML, or damaged: {error}", "fetch or make it again") from error


def parse_page(data: bytes | str, *, origin: str) -> Any:
    """Return the root of a page or a fragment of one; None if nothing is in it."""
    if isinstance(data, bytes):
        declared = XML_ENCODING.search(data, 0, HEAD)
        data = decode(data, origin=origin, declared=declared.group(1).decode("ascii") if declared else None)
    page = DECLARATION.sub("", data.replace("\0", ""))  # lxml takes no text that declares an encoding
    if not page.strip():
        return None
    try:
        parser = HTMLParser(huge_tree=False, no_network=True, remove_comments=True, remove_pis=True)
        return document_fromstring(page, parser=parser)
    except (etree.ParserError, ValueError, AssertionError):
        return None


def page_text(root: Any) -> str:
    """Return the text of a page, a blank line between its paragraphs."""
    if root is None:
        return ""
    parts: list[str] = []
    skipped = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        edge = "\n\n" if tag in PARAGRAPHS else "\n" if tag in BLOCKS else ""
        if event == "start":
            skipped += tag in NO_TEXT
            parts.append(edge)
            if not skipped:
                parts.append(SPACES.sub(" ", element.text or ""))
        else:
            skipped -= tag in NO_TEXT
            parts.append(edge)
            if not skipped:
                parts.append(SPACES.sub(" ", element.tail or ""))
    return MANY_BREAKS.sub("\n\n", BREAK.sub("\n", "".join(parts))).strip()


def fragment_text(fragment: str, *, origin: str) -> str:
    """Return the text of a fragment of a page."""
    return page_text(parse_page(fragment, origin=origin))


def heading(root: Any) -> str | None:
    """Return the first heading of a page."""
    for element in root.iter(*HEADINGS) if root is not None else ():
        if words := " ".join("".join(element.itertext()).split()):
            return words
    return None
