"""The lines of files that findings point at, read as a stream: no file is held in memory."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections import defaultdict
from typing import TYPE_CHECKING, BinaryIO

from depositary.checks.archives import ARCHIVE_ERRORS, member
from depositary.checks.ledger import Fault
from depositary.checks.stores import FolderStore, unpacked
from depositary.checks.streams import READING_ERRORS, TooLargeError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from depositary.checks.report.outcome import Report
    from depositary.findings import Finding

_CHUNK_BYTES = 1 << 20
_LINE_BYTES = 1 << 16
_TOTAL_BYTES = 1 << 25
_END = re.compile(rb"\r\n|\r|\n")
_PACKED = ("gz", "bz2", "xz", "zip")

Lines = dict[tuple[str, int], str]
"""Lines without their ends, by file (as findings name it) and number from 1."""


def excerpts(report: Report, findings: Iterable[Finding]) -> Lines:
    """The lines that findings point at, as far as their files can be read.

    Parameters
    ----------
    report : Report
        Says where the files are.
    findings : iterable of Finding
        Those that are shown.

    Returns
    -------
    dict
        A line of more than 64 KiB is cut there, and after 32 MiB no more lines are kept; a file is
        read once, up to the last line that is needed.
    """
    wanted: dict[str, set[int]] = defaultdict(set)
    for finding in findings:
        if finding.line:
            wanted[finding.file].add(finding.line)
    kept: Lines = {}
    room = _TOTAL_BYTES
    for file, numbers in wanted.items():
        for number, line in _lines_of(report, file, numbers):
            room -= len(line)
            if room < 0:
                return kept
            kept[file, number] = line
    return kept


def _lines_of(report: Report, file: str, numbers: set[int]) -> Iterator[tuple[int, str]]:
    source = _opened(report, file)
    if source is None:
        return
    try:
        with source:
            for number, line in _picked(source, numbers).items():
                if b"\0" not in line:  # of another encoding, most likely
                    yield number, line.decode("utf-8", "replace")
    except (*READING_ERRORS, TooLargeError):
        return


def _opened(report: Report, file: str) -> BinaryIO | None:
    """A file of the package, by the same door that the check takes: nothing leads outside."""
    found: BinaryIO | Fault
    if report.archive is None:
        found = FolderStore(report.root, {}).open(file)
    else:
        try:
            archive = zipfile.ZipFile(report.archive)
        except ARCHIVE_ERRORS:
            return None
        names = [name for name in archive.namelist() if f"/{name}".endswith(f"/{file}")]
        if not names:
            archive.close()
            return None
        found = member(archive, min(names, key=len), archive)
    ending = posixpath.splitext(file)[1].removeprefix(".")
    if ending in _PACKED and not isinstance(found, Fault):
        found = unpacked(found, ending, file, "")
    return None if isinstance(found, Fault) else found


def _picked(
    source: BinaryIO, numbers: set[int], chunk_bytes: int = _CHUNK_BYTES
) -> dict[int, bytes]:
    """The lines with these numbers; a carriage return alone ends a line too."""
    kept: dict[int, bytes] = {}
    left = sorted(numbers, reverse=True)
    first = 1  # the number of the line that a chunk begins in
    for chunk in _chunks(source, chunk_bytes):
        last = first + chunk.count(b"\n") + chunk.count(b"\r") - chunk.count(b"\r\n")
        parts = _END.split(chunk) if left[-1] <= last else []
        while left and left[-1] <= last:
            number = left[-1]
            kept[number] = (kept.get(number, b"") + parts[number - first])[:_LINE_BYTES]
            if number == last:  # it may go on in the next chunk
                break
            left.pop()
        if not left:
            break
        first = last
    if 1 in kept:
        kept[1] = kept[1].removeprefix(b"\xef\xbb\xbf")
    return kept


def _chunks(source: BinaryIO, size: int) -> Iterator[bytes]:
    """The content in parts, none of which ends in the middle of a line end."""
    held = b""
    while piece := source.read(size):
        whole = held + piece
        held = b"\r" if whole.endswith(b"\r") else b""
        yield whole[: len(whole) - len(held)]
    yield held
