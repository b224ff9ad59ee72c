"""What does a compressed file hold, as a stream that can neither burst nor fill the memory?"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zipfile
import zlib
from typing import IO, TYPE_CHECKING, BinaryIO, Protocol, cast

from depositary.checks.limits import UNPACKED_LEAST_BYTES, UNPACKED_RATIO, XZ_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable

READING_ERRORS = (OSError, EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, RuntimeError)
"""What reading a damaged or locked archive raises."""

_CHUNK_BYTES = 1 << 17


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
    return cast("BinaryIO", io.BufferedReader(raw, _CHUNK_BYTES))


class _Bounded(io.RawIOBase):
    def __init__(
        self, inner: IO[bytes], packed_bytes: Callable[[], int], beneath: tuple[Closeable, ...]
    ) -> None:
        self._inner, self._packed_bytes, self._beneath = inner, packed_bytes, beneath
        self._given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        chunk = self._inner.read(len(buffer))
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


class _Xz(io.RawIOBase):
    """The content of an xz file; the standard library's own reader takes whatever memory it asks.

    Streams may follow each other, with padding between them (the .xz file format, section 2).
    """

    def __init__(self, packed: BinaryIO) -> None:
        self._packed = packed
        self._reader = self._begun()
        self._waiting = b""

    @staticmethod
    def _begun() -> lzma.LZMADecompressor:
        return lzma.LZMADecompressor(lzma.FORMAT_AUTO, memlimit=XZ_BYTES)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while True:
            if self._reader.eof and not self._goes_on():
                return 0
            if self._reader.needs_input and not self._waiting:
                self._waiting = self._packed.read(_CHUNK_BYTES)
                if not self._waiting:
                    raise EOFError("it ends before its end is marked")
            chunk = self._reader.decompress(self._waiting, len(buffer))
            self._waiting = b""
            if chunk:
                buffer[: len(chunk)] = chunk
                return len(chunk)

    def _goes_on(self) -> bool:
        """Whether another stream follows, which is then begun."""
        rest = (self._reader.unused_data or self._packed.read(_CHUNK_BYTES)).lstrip(b"\0")
        while not rest:
            more = self._packed.read(_CHUNK_BYTES)
            if not more:
                return False
            rest = more.lstrip(b"\0")
        self._reader, self._waiting = self._begun(), rest
        return True


_DECOMPRESSORS: dict[str, Callable[[BinaryIO], IO[bytes]]] = {
    "gz": lambda packed: cast("IO[bytes]", gzip.GzipFile(fileobj=packed)),
    "bz2": bz2.BZ2File,
    "xz": lambda packed: cast("IO[bytes]", io.BufferedReader(_Xz(packed), _CHUNK_BYTES)),
}
