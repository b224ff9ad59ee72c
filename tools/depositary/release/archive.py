"""A release as one zip: the same bytes for the same files, and read without trusting it.

The layout is written here byte by byte (PKWARE APPNOTE 6.3.10, sections 4.3.7, 4.3.12, 4.3.16), so
that it depends on no version of a library; only the compressed streams depend on zlib.
"""

from __future__ import annotations

import io
import os
import stat
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from depositary.errors import CallError, DataError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from concurrent.futures import ThreadPoolExecutor

Look = TypeVar("Look")

LIMIT_BYTES = 2 << 30
"""Uncompressed size above which an archive is refused before it fills the memory."""
_MOST_FILES = 10_000
_PIECE_BYTES = 1 << 16
"""Of a packed stream, which becomes a thousand times as much at the very most."""
_DEFLATE = 8
_LEVEL = 4
"""Of ten: half again as fast as the usual sixth, for a fourteenth more bytes (`make bench`)."""
_VERSION = 20
_UNIX = 3 << 8 | _VERSION
_UTF8 = 0x800
_DAY = 1 << 5 | 1
"""1980-01-01, 00:00: the first moment that the format knows."""
_MODE = (stat.S_IFREG | 0o644) << 16
_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_FAULTS = (
    zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError,
    OverflowError, struct.error, OSError,
)  # fmt: skip
"""What the standard library raises for a broken archive."""


@dataclass(frozen=True, slots=True)
class _Member:
    name: bytes
    crc: int
    size: int
    packed: bytes


def pack(files: Mapping[str, bytes]) -> bytes:
    """The zip of some files.

    Parameters
    ----------
    files : mapping of str to bytes
        By path, ``/`` between parts.

    Returns
    -------
    bytes
        Names in order of their bytes, 1980-01-01, mode 0644, deflate, no extra fields.

    Raises
    ------
    CallError
        E108 where it would be larger than the format without extensions can say (4 GiB).
    """
    if sum(map(len, files.values())) > LIMIT_BYTES or len(files) > _MOST_FILES:
        raise CallError(
            "E108", f"The release is larger than an archive may be ({LIMIT_BYTES} bytes)."
        )
    # The largest first, so that no core waits for another at the end.
    largest_first = sorted(files.items(), key=lambda item: -len(item[1]))
    with workers() as threads:
        members = threads.map(_packed, largest_first)
        return _laid_out(sorted(members, key=lambda member: member.name))


def workers() -> ThreadPoolExecutor:
    """A thread a core: zlib and hashlib let others work meanwhile."""
    from concurrent.futures import ThreadPoolExecutor

    return ThreadPoolExecutor(os.cpu_count())


def _packed(item: tuple[str, bytes]) -> _Member:
    name, data = item
    compressor = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = compressor.compress(data) + compressor.flush()
    return _Member(name.encode(), zlib.crc32(data), len(data), packed)


def _laid_out(members: Iterable[_Member]) -> bytes:
    """The archive that holds some members, every byte outside their streams decided here."""
    body: list[bytes] = []
    directory, count, at = bytearray(), 0, 0
    for count, member in enumerate(members, 1):  # noqa: B007 - the count is used after the loop
        flags = 0 if member.name.isascii() else _UTF8
        common = (_VERSION, flags, _DEFLATE, 0, _DAY, member.crc, len(member.packed), member.size)
        directory += _CENTRAL.pack(
            b"PK\1\2", _UNIX, *common, len(member.name), 0, 0, 0, 0, _MODE, at
        )
        directory += member.name
        head = _LOCAL.pack(b"PK\3\4", *common, len(member.name), 0) + member.name
        body += (head, member.packed)
        at += len(head) + len(member.packed)
    end = _END.pack(b"PK\5\6", 0, 0, count, count, len(directory), at, 0)
    return b"".join((*body, directory, end))


def unpack(data: bytes, name: str) -> dict[str, bytes]:
    """The files of an archive that :func:`pack` wrote.

    Parameters
    ----------
    data : bytes
        All of the archive.
    name : str
        What it is called in an error.

    Returns
    -------
    dict of str to bytes
        By path.

    Raises
    ------
    DataError
        E508 where it is no zip; E507 where a member cannot be read, leads out of the archive, is
        there twice, or where any byte of the archive is not as it was written: then somebody
        packed it again, or changed it.
    """
    return opened(data, name, lambda _, pieces: b"".join(pieces))


def opened(data: bytes, name: str, look: Callable[[str, Iterator[bytes]], Look]) -> dict[str, Look]:
    """What is found in each file of an archive, of which only pieces are in memory.

    Parameters
    ----------
    data : bytes
        All of the archive.
    name : str
        What it is called in an error.
    look : callable
        Given the path of each file and its content, piece by piece; called on several threads.

    Raises
    ------
    DataError
        See :func:`unpack`.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
    except _FAULTS as error:
        raise DataError("E508", f"{name} is not a zip that can be read: {error}.") from error
    if sum(info.file_size for info in infos) > LIMIT_BYTES or len(infos) > _MOST_FILES:
        raise DataError("E508", f"{name} holds more than a release may hold.")
    paths: dict[str, bytes] = {}
    for info in infos:
        paths[_safe_path(info.filename, paths, name)] = b""

    largest_first = sorted(range(len(infos)), key=lambda at: -infos[at].file_size)
    with workers() as threads:
        looked = threads.map(lambda at: _member(data, infos[at], name, look), largest_first)
        members = dict(zip(largest_first, looked, strict=True))
    if _laid_out(members[at][0] for at in range(len(infos))) != data:
        raise DataError(
            "E507",
            f"{name} is not the archive that was published: it was changed, or packed again.",
            "download it again",
        )
    return {path: members[at][1] for at, path in enumerate(paths)}


def _safe_path(path: str, known: Mapping[str, bytes], name: str) -> str:
    parts = path.split("/")
    if path in known:
        raise DataError("E507", f"{name} holds {path!r} twice.")
    if (
        not path.isprintable()
        or "\\" in path
        or ":" in path
        or not {"", ".", ".."}.isdisjoint(parts)
    ):
        raise DataError("E507", f"{name} holds {path!r}, which is no path of a release.")
    return path


def _member(
    data: bytes, info: zipfile.ZipInfo, name: str, look: Callable[[str, Iterator[bytes]], Look]
) -> tuple[_Member, Look]:
    """One member, and what is found in its content."""
    crc = size = 0

    def pieces(packed: memoryview) -> Iterator[bytes]:
        nonlocal crc, size
        for piece in _unpacked(packed, info.file_size):
            crc, size = zlib.crc32(piece, crc), size + len(piece)
            yield piece

    at = info.header_offset
    try:
        header = _LOCAL.unpack_from(data, at)
        start = at + _LOCAL.size + header[9] + header[10]
        packed = data[start : start + info.compress_size]
        found = look(info.filename, pieces(memoryview(packed)))
    except _FAULTS as error:
        raise DataError("E507", f"{name}: {info.filename!r} cannot be read: {error}.") from error
    if (size, crc) != (info.file_size, info.CRC):
        raise DataError("E507", f"{name}: {info.filename!r} is not what the archive says it is.")
    return _Member(info.filename.encode(), info.CRC, info.file_size, packed), found


def _unpacked(packed: memoryview, most: int) -> Iterator[bytes]:
    """Yield a stream piece by piece, and not much more of it than it is said to hold."""
    engine = zlib.decompressobj(-zlib.MAX_WBITS)
    for at in range(0, len(packed), _PIECE_BYTES):
        piece = engine.decompress(packed[at : at + _PIECE_BYTES])
        yield piece
        most -= len(piece)
        if most < 0:
            break
    if not engine.eof:
        raise zlib.error("its stream does not end where it should")
