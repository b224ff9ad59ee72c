"""Articles that are one JSON object a line each."""

from __future__ import annotations

import gzip
import hashlib
from functools import cache, partial
from typing import TYPE_CHECKING, BinaryIO

import orjson

from depositary.errors import DataError
from depositary.extraction.corpus.entries import entry_of, failure
from depositary.texts import LIMIT_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from depositary.extraction.corpus.entries import Entry, Failure, Fields, Place
    from depositary.extraction.corpus.partitions import Slice

# JSON writes a character in up to six bytes (RFC 8259 section 7), or twelve for two UTF-16 units.
_MOST_BYTES = 6 * LIMIT_BYTES
_CHUNK_BYTES = 1 << 20
_BOM = b"\xef\xbb\xbf"


def digest(piece: Slice) -> str:
    """What tells whether the lines of a slice changed."""
    found = hashlib.sha256()
    with piece.file.path.open("rb") as file:
        for _, line in _lines(file, piece.start, piece.stop):
            found.update(line or b"\n")
    return found.hexdigest()


def entries(piece: Slice, fields: Fields) -> Iterator[Entry | Failure]:
    """Articles of the lines that begin in a slice; blank lines are passed over.

    E711 for a line that is not a JSON object, E714 for one that is too long.
    """
    path, is_packed = piece.file.path, piece.file.is_packed
    first: list[int] = []
    before = cache(lambda: _line_ends(path, first[0]))
    with gzip.open(path) if is_packed else path.open("rb") as file:
        lines = _lines(file, piece.start, None if is_packed else piece.stop)
        for number, (at, line) in enumerate(lines, 1):
            first = first or [at]
            place = partial(_place, number, before)
            found = _read(line, fields, piece.file.name, place)
            if found is not None:
                yield found


def _place(number: int, before: Callable[[], int]) -> str:
    return f"line {number + before()}"


def _read(line: bytes | None, fields: Fields, name: str, place: Place) -> Entry | Failure | None:
    if line is None:
        reason = f"The line has more than {_MOST_BYTES:,} bytes."
        return failure(DataError("E714", reason), name, place)
    if not line.strip():
        return None
    try:
        record = orjson.loads(line.removeprefix(_BOM))
    except orjson.JSONDecodeError as error:
        return failure(DataError("E711", f"The line is not JSON: {error}."), name, place)
    if not isinstance(record, dict):
        reason = f"The line holds {type(record).__name__}, not a JSON object."
        return failure(DataError("E711", reason), name, place)
    return entry_of(record, fields, name, place)


def _lines(
    file: BinaryIO | gzip.GzipFile, start: int, stop: int | None
) -> Iterator[tuple[int, bytes | None]]:
    """Where each line begins, and its bytes; None for those of a line that is too long."""
    at = start
    if start:
        # The line that holds the byte before belongs to who reads that byte.
        file.seek(start - 1)
        at = start - 1 + _rest_of_line(file)
    while stop is None or at < stop:
        line = file.readline(_MOST_BYTES)
        if not line:
            return
        if len(line) == _MOST_BYTES and not line.endswith(b"\n"):
            yield at, None
            at += len(line) + _rest_of_line(file)
        else:
            yield at, line
            at += len(line)


def _rest_of_line(file: BinaryIO | gzip.GzipFile) -> int:
    """Pass over what is left of a line, and say how many bytes that were."""
    passed = 0
    while piece := file.readline(_CHUNK_BYTES):
        passed += len(piece)
        if piece.endswith(b"\n"):
            break
    return passed


def _line_ends(path: Path, stop: int) -> int:
    """How many lines end before a byte of a file."""
    found = 0
    with path.open("rb") as file:
        while stop > 0 and (chunk := file.read(min(_CHUNK_BYTES, stop))):
            found += chunk.count(b"\n")
            stop -= len(chunk)
    return found
