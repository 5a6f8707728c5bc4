"""Word documents (.docx): one is an article."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime
from typing import Any, BinaryIO

from kg.model import Document
from kg.readers.identity import stem
from kg.readers.intake import Budget, Intake, whole
from kg.readers.mistake import mistake
from kg.readers.record import make_document
from kg.readers.watched import BROKEN
from kg.readers.zipped import check_size, open_archive

DAMAGED = (*BROKEN, EOFError, LookupError, SyntaxError, AttributeError, RuntimeError)  # lxml's are syntax errors
RIGHT = "save it as .docx once more, or as text"


def read(file: BinaryIO, *, origin: str, intake: Intake) -> Iterator[Document]:
    """Yield the article. Tables give a line a row; comments, notes, headers and footers are left out.

    Raises:
        ReadError: it is no such document, or damaged, protected, blank, or unpacks to more than it may.
    """
    import docx  # a tenth of a second, spared to those who read none
    from docx.opc.exceptions import OpcError

    data = whole(file, origin=origin, most=intake.limits.whole)
    budget = intake.budget or Budget(lambda: len(data), intake.limits)
    with open_archive(io.BytesIO(data), origin=origin, limits=intake.limits) as archive:
        check_size(archive, origin=origin, budget=budget)
    try:
        document = docx.Document(io.BytesIO(data))
        text = "\n\n".join(_paragraphs(document))
        properties = document.core_properties
        fields: dict[str, object] = {"title": properties.title or None}
        if isinstance(properties.created, datetime):
            fields["created"] = properties.created.date().isoformat()
        if properties.author:
            fields["author"] = properties.author
    except (OpcError, *DAMAGED) as error:
        raise mistake(origin, f"no Word document, or a damaged one: {error}", RIGHT) from error
    yield make_document(text, origin=origin, fields=fields, given_id=stem(origin))


def _paragraphs(document: Any) -> Iterator[str]:
    """Yield the paragraphs, and the rows of tables, that are not blank."""
    from docx.table import Table

    for block in document.iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                cells = (" ".join(cell.text.split()) for cell in row.cells)
                if line := " | ".join(cell for cell in cells if cell):
                    yield line
        elif block.text.strip():
            yield block.text
