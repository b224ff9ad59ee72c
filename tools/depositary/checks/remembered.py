"""What was found in a table, kept until anything that it follows from changes.

A million rows take a second to check, and a tenth of that to be known as those of yesterday. What
is kept is derived and may be deleted at any time. It is never trusted under another digest, and
never read from within the package that it is about: a stranger could have written it.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from typing import TYPE_CHECKING, Any, NamedTuple

from depositary import files
from depositary.errors import DepositaryError
from depositary.findings import Finding

if TYPE_CHECKING:
    from pathlib import Path

MOST_BYTES = 1 << 28
"""All that is kept takes so much of the disk at most; what was not asked for longest goes first."""

_ENTRY_BYTES = 1 << 26  # the most findings that are listed of a table take half of it
_FORM = "depositary findings 1"
_TYPES = [type(each) for each in Finding("", 0, 0, "")]


class Known(NamedTuple):
    """What is known of a table.

    Parameters
    ----------
    findings : list of Finding
        Those of its files.
    unlisted, rows, cells, fields : int
        Findings beyond those that are listed; what the table holds.
    """

    findings: list[Finding]
    unlisted: int
    rows: int
    cells: int
    fields: int


class Memory:
    """What earlier checks found, by the digest of all that it follows from.

    Parameters
    ----------
    folder : Path
        Where it is kept; made when there is something to keep.
    limit_bytes : int
        How much is kept.

    Attributes
    ----------
    asked, recalled : int
        Tables that were asked for, and those of them that were known.
    trouble : str
        A sentence, where something could not be kept.
    """

    def __init__(self, folder: Path, limit_bytes: int = MOST_BYTES) -> None:
        self._folder = folder
        self._limit_bytes = limit_bytes
        self.asked = 0
        self.recalled = 0
        self.trouble = ""

    def recall(self, digest: str) -> Known | None:
        """What is known under a digest; None where nothing is, or it is damaged."""
        path = self._path(digest)
        try:
            content = files.read_bytes(path, _ENTRY_BYTES)
        except DepositaryError:
            return None
        found = _read(content, digest)
        if found is not None:
            with contextlib.suppress(OSError):
                os.utime(path)  # it was asked for
        return found

    def keep(self, found: dict[str, Known]) -> None:
        """Keep what was found, by digest; where that cannot be, it is found again next time."""
        try:
            if found and not self._folder.exists():
                files.replace(self._folder / ".gitignore", b"*\n")
            for digest, known in found.items():
                content = _written(known, digest)
                if len(content) <= _ENTRY_BYTES:
                    files.replace(self._path(digest), content)
        except DepositaryError as error:
            self.trouble = error.message
        if found:
            self._tidy()

    def _path(self, digest: str) -> Path:
        return self._folder / f"{digest}.findings"

    def _tidy(self) -> None:
        """Drop what was not asked for longest, halves that a killed process left among it."""
        entries = []
        for path in self._folder.glob("*.findings*"):  # those that begin with a dot too
            with contextlib.suppress(OSError):
                status = path.stat()
                entries.append((status.st_mtime_ns, status.st_size, path))
        left = sum(size for _, size, _ in entries)
        for _, size, path in sorted(entries):
            if left <= self._limit_bytes:
                break
            with contextlib.suppress(OSError):
                path.unlink()
            left -= size


def _written(known: Known, digest: str) -> bytes:
    # Half a character, as of bytes that are no text, is kept as it is.
    content = json.dumps(known, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return _head(content, digest) + content


def _head(content: bytes, digest: str) -> bytes:
    return f"{_FORM} {digest} {hashlib.sha256(content).hexdigest()}\n".encode()


def _read(whole: bytes, digest: str) -> Known | None:
    head, feed, content = whole.partition(b"\n")
    if head + feed != _head(content, digest):
        return None
    try:
        findings, *counts = json.loads(content.decode("utf-8", "surrogatepass"))
        known = Known([_finding(each) for each in findings], *counts)
    except (TypeError, ValueError, RecursionError):
        return None
    return known if all(type(count) is int for count in counts) else None


def _finding(parts: Any) -> Finding:
    *plain, notes = parts
    found = Finding._make([*plain, tuple((str(label), str(text)) for label, text in notes)])
    if [type(each) for each in found] != _TYPES:
        raise TypeError(parts)
    return found
