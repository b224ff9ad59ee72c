"""What does a compressed file hold, as a stream that can neither burst nor fill the memory?"""

from __future__ import annotations

import io
import os
from typing import IO, TYPE_CHECKING, BinaryIO, Protocol, cast

from depositary.checks.limits import UNPACKED_LEAST_BYTES, UNPACKED_RATIO

if TYPE_CHECKING:
    from collections.abc import Callable

READING_ERRORS = (OSError, EOFError, RuntimeError)
"""What reading a damaged or locked file raises, through the streams that are made here."""

CHUNK_BYTES = 1 << 17


class DamagedError(OSError):
    """A compressed file that cannot be unpacked."""


class TooLargeError(Exception):
    """An archive that unpacks to more than a table would."""


class Closeable(Protocol):
    """Whatever is to be closed."""

    def close(self) -> None:
        """Let go of it."""


def most_unpacked(packed_bytes: int) -> int:
    """How many bytes a compressed file of a size may unpack to."""
    return max(UNPACKED_LEAST_BYTES, UNPACKED_RATIO * packed_bytes)


def decompressed(packed: BinaryIO, compression: str) -> BinaryIO | None:
    """The content of a compressed file; None where there is no reader for the compression.

    Parameters
    ----------
    packed : binary file
        Open for reading, at its start; is closed with the result.
    compression : str
        ``"gz"``, ``"bz2"`` or ``"xz"``.

    Returns
    -------
    binary file
        Reading it raises :class:`TooLargeError` where it bursts, else one of
        :data:`READING_ERRORS`.
    """
    maker = _DECOMPRESSORS.get(compression)
    if maker is None:
        return None
    return bounded(maker(packed), packed.tell, packed)


def bounded(inner: IO[bytes], packed_bytes: Callable[[], int], *beneath: Closeable) -> BinaryIO:
    """A stream that stops when it gives far more than was read for it."""
    raw = _Bounded(inner, packed_bytes, beneath)
    return cast("BinaryIO", io.BufferedReader(raw, CHUNK_BYTES))


def _damage() -> tuple[type[Exception], ...]:
    """What those raise who read compressed files; imported only where one of them failed."""
    import lzma
    import zipfile
    import zlib

    return zlib.error, lzma.LZMAError, zipfile.BadZipFile


class _Bounded(io.RawIOBase):
    def __init__(
        self, inner: IO[bytes], packed_bytes: Callable[[], int], beneath: tuple[Closeable, ...]
    ) -> None:
        self._inner, self._packed_bytes, self._beneath = inner, packed_bytes, beneath
        self._given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        try:
            chunk = self._inner.read(len(buffer))
        except _damage() as error:
            raise DamagedError(str(error)) from error
        self._given += len(chunk)
        if self._given > most_unpacked(self._packed_bytes()):
            raise TooLargeError
        buffer[: len(chunk)] = chunk
        return len(chunk)

    def close(self) -> None:
        if not self.closed:
            for each in (self._inner, *self._beneath):
                each.close()
        super().close()


def _gz(packed: BinaryIO) -> IO[bytes]:
    import gzip

    return cast("IO[bytes]", gzip.GzipFile(fileobj=packed))


def _bz2(packed: BinaryIO) -> IO[bytes]:
    import bz2

    return bz2.BZ2File(packed)


def _xz(packed: BinaryIO) -> IO[bytes]:
    from depositary.checks.xz import XzStream

    return cast("IO[bytes]", io.BufferedReader(XzStream(packed), CHUNK_BYTES))


_DECOMPRESSORS: dict[str, Callable[[BinaryIO], IO[bytes]]] = {"gz": _gz, "bz2": _bz2, "xz": _xz}


def size_bytes(source: BinaryIO) -> int:
    """How much a file on disk holds; 0 for a member of an archive."""
    try:
        return os.fstat(source.fileno()).st_size
    except OSError:
        return 0
