"""Parquet, and the Arrow files in which Hugging Face's `datasets` keeps a data set on disk: an article a row."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from kg.errors import ReadError
from kg.model import Document
from kg.readers.fields import make_row, name_columns
from kg.readers.intake import Intake, whole
from kg.readers.mistake import mistake

ROWS = 64  # that are held at a time
ARROW_FILE = b"ARROW1"  # how Arrow begins where it is no stream


def read_parquet(file: BinaryIO, *, origin: str, intake: Intake) -> Iterator[Document | ReadError]:
    """Yield an article, or what is wrong with it, for each row of a Parquet file.

    Raises:
        ReadError: pyarrow is not installed, the file is damaged, or it has no column of text.
    """
    _pyarrow(origin)
    import pyarrow.parquet as parquet

    if not file.seekable():
        file = io.BytesIO(whole(file, origin=origin, most=intake.limits.whole))
    table = parquet.ParquetFile(file, pre_buffer=False)
    names = name_columns(table.schema_arrow.names, text_column=intake.text_column, origin=origin)
    yield from _rows(table.iter_batches(batch_size=ROWS), names, origin)


def read_arrow(file: BinaryIO, *, origin: str, intake: Intake) -> Iterator[Document | ReadError]:
    """Yield an article, or what is wrong with it, for each row of an Arrow stream or file.

    Raises:
        ReadError: pyarrow is not installed, the file is damaged, or it has no column of text.
    """
    arrow = _pyarrow(origin)
    import pyarrow.ipc as ipc

    if isinstance(file, io.BufferedReader) and file.peek(len(ARROW_FILE)).startswith(ARROW_FILE):
        if not file.seekable():
            file = io.BytesIO(whole(file, origin=origin, most=intake.limits.whole))
        opened: Any = ipc.open_file(file)
        batches = (opened.get_batch(i) for i in range(opened.num_record_batches))
    else:
        opened = ipc.open_stream(arrow.PythonFile(file, mode="r"))
        batches = iter(opened)
    names = name_columns(opened.schema.names, text_column=intake.text_column, origin=origin)
    yield from _rows(_checked(batches), names, origin)


def _checked(batches: Iterable[Any]) -> Iterator[Any]:
    """Yield few rows at a time. Offsets in what others wrote may lead anywhere in memory, until they are checked."""
    for batch in batches:
        batch.validate(full=True)
        yield from (batch.slice(at, ROWS) for at in range(0, batch.num_rows, ROWS))


def _rows(batches: Iterable[Any], names: dict[str, str], origin: str) -> Iterator[Document | ReadError]:
    number = 0
    for batch in batches:
        for row in batch.to_pylist():
            number += 1
            where = f"{origin}:{number}"
            try:
                cells = {names[column]: cell for column, cell in row.items() if cell is not None and column in names}
                yield make_row(cells, origin=where)
            except ReadError as error:
                yield error
    if number == 0:
        raise mistake(origin, "no row in this table", "give one that holds articles")


def _pyarrow(origin: str) -> Any:
    try:
        import pyarrow
    except ImportError as error:
        raise mistake(origin, "reading it needs pyarrow", "pip install 'kg[parquet]'") from error
    return pyarrow
