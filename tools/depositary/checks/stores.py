"""Which bytes does a path of a package name, and may they be read?

A package is hostile until it is checked: a path leads to a plain file inside of the package or to
nothing. No link leads out, no address is fetched, no pipe is waited for, no archive unpacks to
more than its size allows.
"""

from __future__ import annotations

import io
import os
import posixpath
import re
import stat
from typing import TYPE_CHECKING, BinaryIO, Protocol

from depositary.checks.ledger import Fault
from depositary.checks.streams import decompressed
from depositary.checks.words import did_you_mean, shown

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Mapping
    from pathlib import Path

_ADDRESS = re.compile(r"(?!file:)[A-Za-z][A-Za-z0-9+.-]*://|//")
_DRIVE = re.compile(r"[A-Za-z]:")
_VARIABLE = re.compile(r"\$\{?\w|%\w+%")
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")
_PATH_CHARS = 4096


class Store(Protocol):
    """A place that holds the files of a package."""

    def open(self, path: str) -> BinaryIO | Fault:
        """The file that a path names, open for reading, or why not."""


def path_fault(path: str) -> Fault | None:
    """What is wrong with a path before it is looked up, if anything.

    Examples
    --------
    >>> path_fault("data/actors.csv") is None
    True
    >>> path_fault("../secret.csv").code, path_fault("https://example.org/a.csv").code
    ('E109', 'E121')
    """
    if _ADDRESS.match(path):
        return Fault(
            "E121",
            "resource-error",
            f"The path {shown(path)} is an address, and a check fetches nothing.",
            "download the file beside the descriptor and name it there",
            path,
        )
    parts = path.replace("\\", "/").split("/")
    unsafe = (
        not path
        or len(path) > _PATH_CHARS
        or "\0" in path
        or _HALF_CHARACTER.search(path)
        or "\\" in path
        or parts[0] == ""
        or parts[0].startswith(("~", "file:"))
        or ".." in parts
        or _DRIVE.match(path)
        or _VARIABLE.search(path)
    )
    return _outside(path) if unsafe else None


def _outside(path: str) -> Fault:
    return Fault(
        "E109",
        "resource-error",
        f"The path {shown(path)} leads out of the package.",
        "move the file into the package and name it there",
        path,
    )


class FolderStore:
    """The files beside and below a descriptor.

    Parameters
    ----------
    base : Path
        The descriptor's folder.
    contents : mapping of str to bytes
        What is read in place of a file, by its path as the descriptor names it.
    """

    def __init__(self, base: Path, contents: Mapping[str, bytes]) -> None:
        self._root = os.path.realpath(base)
        self._contents = contents

    def open(self, path: str) -> BinaryIO | Fault:
        """The file that a path names, open for reading, or why not."""
        if path in self._contents:
            return io.BytesIO(self._contents[path])
        return path_fault(path) or self._looked_up(path)

    def _looked_up(self, path: str) -> BinaryIO | Fault:
        real = os.path.realpath(os.path.join(self._root, path))  # noqa: PTH118 - realpath wants text
        if os.path.commonpath([real, self._root]) != self._root:
            return _outside(path)
        try:
            return self._opened(path, real)
        except FileNotFoundError:
            return self._missing(path)
        except (IsADirectoryError, NotADirectoryError):
            return _no_plain_file(path)
        except OSError as error:
            code = "E105" if isinstance(error, PermissionError) else "E107"
            words = f"{shown(path)} cannot be read: {error.strerror or error}."
            return Fault(code, "scheme-error", words, "", path)

    def _opened(self, path: str, real: str) -> BinaryIO | Fault:
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0)
        descriptor = os.open(real, flags | getattr(os, "O_BINARY", 0))
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            return _no_plain_file(path)
        return os.fdopen(descriptor, "rb")

    def _missing(self, path: str) -> Fault:
        folder = os.path.join(self._root, posixpath.dirname(path))  # noqa: PTH118 - as above
        try:
            inside = os.path.commonpath([os.path.realpath(folder), self._root]) == self._root
            names = sorted(os.listdir(folder))[:1000] if inside else []  # noqa: PTH208 - as above
        except OSError:
            names = []
        near = did_you_mean(posixpath.basename(path), names)
        words = f"There is no file {shown(path)}."
        return Fault("E103", "scheme-error", words, near or "check the path", path)


def _no_plain_file(path: str) -> Fault:
    words = f"{shown(path)} is not a plain file."
    return Fault("E104", "scheme-error", words, "name a plain file", path)


class ArchiveStore:
    """The files of a package that is a zip archive.

    Parameters
    ----------
    archive : ZipFile
        Open for reading.
    folder : str
        The folder of the descriptor in it, ``""`` for the root.
    contents : mapping of str to bytes
        As for :class:`FolderStore`.
    """

    def __init__(
        self, archive: zipfile.ZipFile, folder: str, contents: Mapping[str, bytes]
    ) -> None:
        self._archive, self._folder, self._contents = archive, folder, contents
        self._names = {posixpath.normpath(name): name for name in archive.namelist()}

    def open(self, path: str) -> BinaryIO | Fault:
        """The file that a path names, open for reading, or why not."""
        if path in self._contents:
            return io.BytesIO(self._contents[path])
        if fault := path_fault(path):
            return fault
        name = self._names.get(posixpath.normpath(posixpath.join(self._folder, path)))
        if name is None:
            near = did_you_mean(path, list(self._names)[:1000]) or "check the path"
            words = f"There is no file {shown(path)} in the archive."
            return Fault("E103", "scheme-error", words, near, path)
        from depositary.checks.archives import member

        return member(self._archive, name)


def unpacked(packed: BinaryIO, compression: str, path: str, inner: str) -> BinaryIO | Fault:
    """What a compressed file holds, to be read as a stream.

    Parameters
    ----------
    packed : binary file
        Open for reading, at its start.
    compression : str
        ``""``, ``"gz"``, ``"zip"``, ``"bz2"`` or ``"xz"``.
    path : str
        Of the file, for the words of a fault.
    inner : str
        The file of a zip archive that is meant; the first where empty.

    Returns
    -------
    binary file or Fault
        Closing it closes the compressed file too.
    """
    if not compression:
        return packed
    found: BinaryIO | Fault
    if compression == "zip":
        found = _from_zip(packed, path, inner)
    elif stream := decompressed(packed, compression):
        found = stream
    else:
        words = f"There is no reader for the compression {shown(compression)}."
        hint = "compress it as gz or zip"
        found = Fault("E110", "compression-error", words, hint, compression)
    if isinstance(found, Fault):
        packed.close()
    return found


def _from_zip(packed: BinaryIO, path: str, inner: str) -> BinaryIO | Fault:
    from depositary.checks import archives

    archive = archives.opened(packed, path)
    if isinstance(archive, Fault):
        return archive
    names = archive.namelist()
    name = inner or (names[0] if names else "")
    if name not in names:
        words = f"The archive {shown(path)} holds no file {shown(name)}."
        return Fault("E103", "compression-error", words, did_you_mean(name, names[:1000]), path)
    fault = next(archives.faults(archive), None) or next(filter(None, map(path_fault, names)), None)
    return fault or archives.member(archive, name, archive, packed)
