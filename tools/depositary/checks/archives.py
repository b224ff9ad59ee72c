"""Is this zip archive what it seems, and which file of it is meant?

A zip archive can show different files to different readers: names twice, bytes before its first
member or after its directory, members that lie over one another (D. Fifield, "A better zip bomb",
WOOT 2019). Such an archive is refused as a whole, from its directory, before any member is read.
"""

from __future__ import annotations

import lzma
import os
import posixpath
import stat
import unicodedata
import zipfile
import zlib
from typing import IO, TYPE_CHECKING, BinaryIO

from depositary.checks.ledger import Fault
from depositary.checks.limits import MEMBERS
from depositary.checks.streams import READING_ERRORS, bounded, most_unpacked
from depositary.checks.words import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from depositary.checks.streams import Closeable

ARCHIVE_ERRORS = (*READING_ERRORS, zlib.error, lzma.LZMAError, zipfile.BadZipFile)
"""What reading a damaged or locked zip archive raises."""

_KIND = "compression-error"
_MARK = b"PK\x03\x04"
_AGAIN = "pack it again"
# APPNOTE.TXT of PKWARE, 4.3.7 and 4.3.16: a member's header and the end of the directory.
_HEADER_BYTES = 30
_END_BYTES = 22


def looks_like_zip(path: Path) -> bool:
    """Whether a file is a zip archive, or begins as one that is cut short."""
    with path.open("rb") as handle:
        return handle.read(len(_MARK)) == _MARK or zipfile.is_zipfile(handle)


def opened(source: IO[bytes] | Path, name: str) -> zipfile.ZipFile | Fault:
    """A zip archive, or why it is none.

    Parameters
    ----------
    source : binary file or Path
        Where it is.
    name : str
        Its path, for the words of a fault.
    """
    try:
        return zipfile.ZipFile(source)
    except (*ARCHIVE_ERRORS, ValueError) as error:
        words = f"{shown(name)} is no whole zip archive: {error}."
        return Fault("E114", _KIND, words, "download or pack it again", name)


def faults(archive: zipfile.ZipFile) -> Iterator[Fault]:
    """Yield what is wrong with an archive as a whole; after the first, it is not to be read."""
    entries = archive.infolist()
    if len(entries) > MEMBERS:
        words = f"The archive holds {len(entries)} files; {MEMBERS} is the most."
        yield Fault("E108", _KIND, words, "pack fewer files")
        return
    yield from _twins(entries)
    words = _misplaced(archive, entries)
    if words:
        yield Fault("E114", _KIND, words, _AGAIN)


def _twins(entries: Sequence[zipfile.ZipInfo]) -> Iterator[Fault]:
    """Members that have one name, or would where names are folded, as on Windows and macOS."""
    seen: dict[str, str] = {}
    for entry in entries:
        name = entry.filename
        key = unicodedata.normalize("NFC", posixpath.normpath(name)).casefold()
        if key in seen:
            words = f"The archive holds two files named {shown(name)}."
            if seen[key] != name:
                words = f"The names {shown(seen[key])} and {shown(name)} are one on many systems."
            yield Fault("E114", _KIND, words, "remove or rename one", name)
        seen.setdefault(key, name)


def _misplaced(archive: zipfile.ZipFile, entries: Sequence[zipfile.ZipInfo]) -> str:
    """What is wrong with where the members lie; empty where nothing is."""
    handle = archive.fp
    size = handle.seek(0, os.SEEK_END) if handle else 0
    if handle and _end_of(handle, size, archive) != size:
        return "Something follows the end of the archive."
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.header_offset < end:
            return f"The file {shown(entry.filename)} lies over another of the archive."
        if end == 0 and entry.header_offset:
            return "Something stands before the first file of the archive."
        end = entry.header_offset + _HEADER_BYTES + len(entry.orig_filename) + entry.compress_size
    if end > archive.start_dir:
        return "The last file of the archive lies over its directory."
    return ""


def _end_of(handle: IO[bytes], size: int, archive: zipfile.ZipFile) -> int:
    """Where an archive ends, by its own account: its comment is the last of it."""
    last = _END_BYTES + len(archive.comment)
    handle.seek(max(size - last, 0))
    return size if handle.read(4) == b"PK\x05\x06" else 0


def member(archive: zipfile.ZipFile, name: str, *beneath: Closeable) -> BinaryIO | Fault:
    """A file of an archive, open for reading, or why not; ``beneath`` is closed with it."""
    entry = archive.getinfo(name)
    if entry.is_dir() or not _is_regular(entry):
        return Fault("E104", "scheme-error", f"{shown(name)} is not a plain file.", "", name)
    if entry.file_size > most_unpacked(entry.compress_size):
        words = f"{shown(name)} unpacks to {entry.file_size} bytes from {entry.compress_size}, far "
        words += "more than a table would; it is not read."
        return Fault("E108", _KIND, words, "split the file", name)
    try:
        inner = archive.open(entry)
    except (*ARCHIVE_ERRORS, ValueError) as error:
        words = f"{shown(name)} cannot be unpacked: {error}."
        return Fault("E114", _KIND, words, _AGAIN, name)
    return bounded(inner, lambda: entry.compress_size, *beneath)


def content(archive: zipfile.ZipFile, name: str, limit_bytes: int) -> bytes | Fault:
    """All of a file of an archive, or why it cannot be had; no more than a limit of bytes."""
    source = member(archive, name)
    if isinstance(source, Fault):
        return source
    try:
        with source:
            found = source.read(limit_bytes + 1)
    except ARCHIVE_ERRORS as error:
        words = f"{shown(name)} cannot be unpacked: {error}."
        return Fault("E114", _KIND, words, "download or pack it again", name)
    if len(found) > limit_bytes:
        words = f"{shown(name)} has more than {limit_bytes} bytes."
        return Fault("E108", _KIND, words, "check that it is what you meant", name)
    return found


def _is_regular(entry: zipfile.ZipInfo) -> bool:
    kind = stat.S_IFMT(entry.external_attr >> 16)
    return kind in (0, stat.S_IFREG)
