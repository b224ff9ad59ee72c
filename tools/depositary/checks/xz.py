"""What does an xz file hold, read within a bounded memory?"""

from __future__ import annotations

import io
import lzma
from typing import BinaryIO

from depositary.checks.limits import XZ_BYTES
from depositary.checks.streams import CHUNK_BYTES


class XzStream(io.RawIOBase):
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
        """It can be read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill a buffer, or a part of it; how much of it was filled."""
        while True:
            if self._reader.eof and not self._goes_on():
                return 0
            if self._reader.needs_input and not self._waiting:
                self._waiting = self._packed.read(CHUNK_BYTES)
                if not self._waiting:
                    raise EOFError("it ends before its end is marked")
            chunk = self._reader.decompress(self._waiting, len(buffer))
            self._waiting = b""
            if chunk:
                buffer[: len(chunk)] = chunk
                return len(chunk)

    def _goes_on(self) -> bool:
        """Whether another stream follows, which is then begun."""
        rest = (self._reader.unused_data or self._packed.read(CHUNK_BYTES)).lstrip(b"\0")
        while not rest:
            more = self._packed.read(CHUNK_BYTES)
            if not more:
                return False
            rest = more.lstrip(b"\0")
        self._reader, self._waiting = self._begun(), rest
        return True
