"""What a power cut may leave on a disk: every state that the calls of a run allow.

A file's content is sure when the file was synced; a name in a folder when that folder was. Of
names that are not, any first part may be there, and those of any one folder may be missing; of
content that is not sure none, half or all, and a file that was emptied may be empty. (Pillai et
al., "All File Systems Are Not Created Equal", OSDI 2014, find what trusts more than this.)
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from faulting import spread

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from faulting import Call

NOTED = ("-xx", "-y", "-s", "99999999")
"""Options of ``strace`` with which all that is written stands in its log."""
CALLS = (
    "openat", "write", "pwrite64", "writev", "ftruncate", "fsync", "fdatasync", "mkdir", "mkdirat",
    "rename", "renameat", "renameat2", "unlink", "unlinkat", "rmdir", "link", "linkat", "symlink",
)  # fmt: skip
_KNOWN = {"openat", "write", "ftruncate", "fsync", "fdatasync", "mkdir", "rename", "renameat2",
          "unlink", "unlinkat", "rmdir"}  # fmt: skip
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_PLACE = re.compile(r"<((?:\\x[0-9a-f]{2})*)>")


@dataclass(eq=False)
class _File:
    """A file: what is surely on the disk, and what was done to it since."""

    sure: bytes = b""
    since: list[bytes | int] = field(default_factory=list)

    @property
    def content(self) -> bytes:
        return self.after(len(self.since))

    def after(self, count: int) -> bytes:
        content = self.sure
        for what in self.since[:count]:
            content = content[:what] if isinstance(what, int) else content + what
        return content

    def left(self, how: str) -> bytes:
        """What is left of it, where ``how`` much of what was not synced is."""
        whole = self.content
        if how == "none" or not self.since:
            return self.sure
        if how == "emptied":
            return b"" if 0 in self.since else self.sure
        return whole[: (len(self.sure) + len(whole)) // 2] if how == "half" else whole

    def sync(self) -> None:
        self.sure, self.since = self.content, []


@dataclass(frozen=True, eq=False)
class _Naming:
    """A change of names: what is named from then on, and in which folder that is."""

    folder: str
    name: str
    what: _File | None
    moved_from: str = ""
    is_folder: bool = False


@dataclass(frozen=True)
class State:
    """What a cut at one moment may leave: the files, and what had been told by then."""

    files: Mapping[str, bytes]
    told: str
    at: int


class Disk:
    """A folder on a disk as a run changes it; paths are those in the folder."""

    def __init__(self, root: str, files: Mapping[str, bytes], width: int = 1 << 30) -> None:
        """Begin with files that are surely there; folders end with a slash.

        At each moment ``width`` first parts of the names that are not sure are tried, evenly.
        """
        self._width = width
        self._root = root.rstrip("/") + "/"
        self._names: dict[str, _File | None] = {
            name.rstrip("/"): None if name.endswith("/") else _File(data)
            for name, data in files.items()
        }
        self._sure = dict(self._names)
        self._open: dict[int, str] = {}
        self._files: dict[int, _File] = {}
        self._since: list[_Naming] = []
        self._told = ""

    def states(self, calls: Sequence[Call], *, only_told: bool = False) -> Iterator[State]:
        """Every state that a cut before, between and after these calls may leave.

        With ``only_told`` those in which somebody had been told something.
        """
        if not only_told:
            yield from self._states(0)
        for at, call in enumerate(calls, 1):
            if call.result >= 0 and self._take(call) and (self._told or not only_told):
                yield from self._states(at)

    # ── a call ──────────────────────────────────────────────────────────────────────────────────
    def _take(self, call: Call) -> bool:
        """Do what a call does; whether it changed what a cut may leave."""
        texts = [bytes.fromhex(text.replace("\\x", "")) for text in _TEXT.findall(call.arguments)]
        if call.name in ("write", "ftruncate", "fsync", "fdatasync"):
            return self._to_descriptor(call, texts)
        paths = self._paths(call.arguments, texts)
        if call.name == "openat":
            return self._opened(call, paths[0])
        if paths[0] is None:
            return False
        assert call.name in _KNOWN, f"{call.name} is not understood"
        if call.name.startswith("rename"):
            self._since.append(_Naming(_parent(paths[1]), paths[1], None, paths[0]))
        elif call.name == "mkdir":
            self._since.append(_Naming(_parent(paths[0]), paths[0], None, is_folder=True))
        else:
            self._since.append(_Naming(_parent(paths[0]), paths[0], None))
        _rename(self._names, self._since[-1])
        return True

    def _to_descriptor(self, call: Call, texts: list[bytes]) -> bool:
        number = int(re.match(r"\d+", call.arguments)[0])
        if call.name == "write" and number in (1, 2):
            self._told += texts[0].decode("utf-8", "replace")
            return True
        place = _PLACE.match(call.arguments, len(str(number)))
        if place and not bytes.fromhex(place[1].replace("\\x", "")).startswith(b"/"):
            return False  # a pipe to another program, under the number that a file had
        file, folder = self._files.get(number), self._open.get(number)
        if call.name in ("fsync", "fdatasync"):
            if file is not None:
                file.sync()
            elif folder is not None:
                self._sync(folder)
            return file is not None or folder is not None
        if file is None:
            return False
        file.since.append(
            texts[0][: call.result] if call.name == "write"
            else int(call.arguments.rsplit(",", 1)[1])
        )  # fmt: skip
        return True

    def _opened(self, call: Call, path: str | None) -> bool:
        number = call.result
        self._files.pop(number, None)
        self._open.pop(number, None)
        if path is None:
            return False
        if path == "." or (path in self._names and self._names[path] is None):
            self._open[number] = path
            return False
        is_new = path not in self._names
        if is_new:
            made = _Naming(_parent(path), path, _File())
            self._since.append(made)
            _rename(self._names, made)
        file = self._files[number] = self._names[path]
        is_emptied = "O_TRUNC" in call.arguments and bool(file.content)
        if is_emptied:
            file.since.append(0)
        return is_new or is_emptied

    def _paths(self, arguments: str, texts: list[bytes]) -> list[str | None]:
        """The paths of a call in the folder, None for one that is elsewhere."""
        folders = _PLACE.findall(arguments)
        found: list[str | None] = []
        for at, text in enumerate(texts):
            whole = text.decode()
            if not whole.startswith("/") and folders:
                place = bytes.fromhex(folders[min(at, len(folders) - 1)].replace("\\x", ""))
                whole = f"{place.decode()}/{whole}"
            whole = whole.rstrip("/")
            if whole + "/" == self._root:
                found.append(".")
            else:
                found.append(
                    whole.removeprefix(self._root) if whole.startswith(self._root) else None
                )
        return found

    def _sync(self, folder: str) -> None:
        """Make the names in a folder sure; those in others are as sure as before."""
        kept = []
        for naming in self._since:
            if naming.folder == folder:
                _rename(self._sure, naming)
            else:
                kept.append(naming)
        self._since = kept

    # ── what a cut leaves ───────────────────────────────────────────────────────────────────────
    def _states(self, at: int) -> Iterator[State]:
        for names in self._namings():
            is_sure = all(file is None or not file.since for file in names.values())
            for how in ("all",) if is_sure else ("none", "emptied", "half", "all"):
                left = {
                    name if file is not None else f"{name}/": b""
                    if file is None
                    else file.left(how)
                    for name, file in names.items()
                }
                yield State(left, self._told, at)

    def _namings(self) -> Iterator[dict[str, _File | None]]:
        """What may be named: the first so many names that are not sure, or all but one folder's."""
        for count in spread(range(len(self._since) + 1), self._width):
            yield self._named(self._since[:count])
        folders = {naming.folder for naming in self._since}
        for folder in sorted(folders) if len(folders) > 1 else ():
            yield self._named(naming for naming in self._since if naming.folder != folder)

    def _named(self, namings: Iterable[_Naming]) -> dict[str, _File | None]:
        names = dict(self._sure)
        for naming in namings:
            _rename(names, naming)
        # What lies in a folder that has no name cannot be found.
        return {name: file for name, file in names.items()
                if all(str(parent) in names for parent in PurePosixPath(name).parents
                       if str(parent) != ".")}  # fmt: skip


def _parent(path: str) -> str:
    return str(PurePosixPath(path).parent)


def _rename(names: dict[str, _File | None], naming: _Naming) -> None:
    """Change names as a call did; where what it moves is not there, nothing is moved."""
    old, new = naming.moved_from, naming.name
    if old:
        moved = [name for name in names if name == old or name.startswith(f"{old}/")]
        for name in moved:
            names[new + name.removeprefix(old)] = names.pop(name)
    elif naming.what is not None or naming.is_folder:
        names[new] = naming.what
    else:
        names.pop(new, None)
