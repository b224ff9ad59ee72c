"""Read the articles of a partition, whatever its files are."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from functools import lru_cache
from typing import TYPE_CHECKING

from depositary import files, texts
from depositary.errors import DataError, DepositaryError
from depositary.extraction.corpus import lines, tabular, webarchives
from depositary.extraction.corpus.entries import Entry, bounded, checked, day, failure, nowhere

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from depositary.extraction.corpus.entries import Failure, Fields
    from depositary.extraction.corpus.partitions import Partition, Slice


def digest(partition: Partition) -> str:
    """What tells whether the articles of a partition changed; the same bytes, the same digest."""
    found = hashlib.sha256()
    for piece in partition.slices:
        try:
            of_slice = _digest(piece)
        except OSError as error:
            of_slice = str(error.errno)
        found.update(f"{of_slice}\n".encode())
    return found.hexdigest()


def _digest(piece: Slice) -> str:
    if piece.file.form == "lines" and not piece.file.is_packed:
        return lines.digest(piece)
    status = piece.file.path.stat()
    return _file_digest(piece.file.path, status.st_size, status.st_mtime_ns)


@lru_cache(maxsize=16)
def _file_digest(path: Path, size_bytes: int, modified_ns: int) -> str:  # noqa: ARG001 - the key
    """Of a file as it is now: one of many row groups is read by many tasks of one process."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def entries(partition: Partition, fields: Fields) -> Iterator[Entry | Failure]:
    """Every article of a partition, in order; where a file breaks off, the next is read.

    E103 to E107 for a file that cannot be opened, E715 for one that is damaged; see the readers of
    each form for what is wrong with an article.

    Raises
    ------
    Unavailable
        E107, E718 where an extra is not installed.
    """
    for piece in partition.slices:
        try:
            with files.speaking_of(piece.file.path):
                yield from _of_slice(piece, fields)
        except DepositaryError as error:
            if not isinstance(error.__cause__, OSError):
                raise
            yield failure(error, piece.file.name)


def _of_slice(piece: Slice, fields: Fields) -> Iterator[Entry | Failure]:
    read = {
        "lines": lines.entries,
        "parquet": tabular.entries,
        "warc": webarchives.entries,
        "text": _text,
    }[piece.file.form]
    try:
        yield from read(piece, fields)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        yield failure(DataError("E715", f"The file breaks off: {error}."), piece.file.name)


def _text(piece: Slice, fields: Fields) -> Iterator[Entry | Failure]:
    """The article that a file is, called by its name; a web page may say when it appeared."""
    name, path = piece.file.name, piece.file.path
    try:
        with gzip.open(path) if piece.file.is_packed else path.open("rb") as file:
            data = bounded(file)
        plain_name = name.removesuffix(".gz")
        if texts.is_page(data, plain_name):
            page = texts.of_page(data, name)
            text, published = page.text, day(page.about.get("date"))
        else:
            text, published = texts.plain(data, name), None
        yield Entry(name, nowhere, name, checked(text, fields.text), published)
    except DataError as error:
        yield failure(error, name, nowhere, name)
