"""Text in which each byte is a character, such as Latin-1, as a stream of UTF-8."""

from __future__ import annotations

import codecs
import io
from functools import lru_cache
from typing import BinaryIO, cast

from depositary.checks.streams import CHUNK_BYTES

_ASCII = bytes(range(128))
_HIGH = bytes(range(128, 256))
_BEGINS = 0xC0
"""The least byte with which a longer character of UTF-8 begins."""
_MOST_BYTES = 3
"""That UTF-8 needs for a character of these encodings."""


@lru_cache(maxsize=8)
def is_by_byte(codec: str) -> bool:
    """Whether text in an encoding can be read as UTF-8, its faults with it.

    Each byte is a character of it, or none; what is none is none in UTF-8 either, wherever it
    stands: a byte that goes on with a character, which no character is there to begin.

    Parameters
    ----------
    codec : str
        Name of the codec, as Python has it.
    """
    try:
        if _ASCII.decode(codec) != _ASCII.decode("ascii"):
            return False
        chars = [bytes([byte]).decode(codec, "surrogateescape") for byte in _HIGH]
    except UnicodeError:
        return False
    bad = [ord(char) - 0xDC00 for char in chars if "\udc80" <= char <= "\udcff"]
    whole = _HIGH.decode(codec, "surrogateescape")
    return whole == "".join(chars) and len(whole) == len(_HIGH) and max(bad, default=0) < _BEGINS


def recoded(source: BinaryIO, codec: str) -> BinaryIO:
    """A file as UTF-8; bytes that are no text stay as they are.

    Parameters
    ----------
    source : binary file
        Open for reading, at its start; is closed with the result.
    codec : str
        Of its text: see :func:`is_by_byte`.
    """
    return cast("BinaryIO", io.BufferedReader(_Recoded(source, codec), CHUNK_BYTES))


class _Recoded(io.RawIOBase):
    def __init__(self, source: BinaryIO, codec: str) -> None:
        self._source, self._decode = source, codecs.lookup(codec).decode

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        # So little is read that it fits in any case: the reader around asks for a chunk or more.
        found = self._source.read(len(buffer) // _MOST_BYTES)
        if not found.isascii():
            found = self._decode(found, "surrogateescape")[0].encode("utf-8", "surrogateescape")
        buffer[: len(found)] = found
        return len(found)

    def close(self) -> None:
        if not self.closed:
            self._source.close()
        super().close()
