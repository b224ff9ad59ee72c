"""A file is replaced whole or not at all, and nothing is "saved" before it is on the disk."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from depositary.errors import CallError, Unavailable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import BinaryIO

try:
    import fcntl
except ImportError:  # pragma: no cover - Windows has no flock; writers there are not serialised
    fcntl = None  # type: ignore[assignment]

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@contextlib.contextmanager
def speaking_of(path: Path) -> Iterator[None]:
    """Turn a failure of the operating system about ``path`` into one clear error.

    Raises
    ------
    CallError
        E103 where the path does not exist, E104 where it is not the kind of file that is needed.
    Unavailable
        E105 for a missing permission, E106 for a full disk, E107 for anything else.
    """
    try:
        yield
    except FileNotFoundError as error:
        raise CallError("E103", f"There is no file {path}.", "check the path") from error
    except (IsADirectoryError, NotADirectoryError, FileExistsError) as error:
        raise CallError("E104", f"{path} is not the kind of file that is needed here.") from error
    except PermissionError as error:
        raise Unavailable("E105", f"No permission for {path}.", "change its mode") from error
    except OSError as error:
        if error.errno in _FULL:
            raise Unavailable("E106", f"No space is left to write {path}.", "free some") from error
        raise Unavailable("E107", f"{path}: {error.strerror or error}.") from error


def read_bytes(path: Path, limit_bytes: int = 1 << 30) -> bytes:
    """Return the content of a regular file.

    Parameters
    ----------
    path : Path
        A file; a FIFO, a device or a folder is refused, so that reading cannot hang.
    limit_bytes : int
        Size above which the file is refused.

    Raises
    ------
    CallError
        E103, E104 or, for a file that is too large, E108.
    Unavailable
        E105 to E107.
    """
    with speaking_of(path), open(path, "rb", opener=_open_without_waiting) as handle:
        status = os.fstat(handle.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise CallError("E104", f"{path} is not a regular file.")
        if status.st_size > limit_bytes:
            raise CallError(
                "E108", f"{path} has {status.st_size} bytes; {limit_bytes} is the most."
            )
        return handle.read()


def _open_without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def replace(path: Path, content: bytes) -> bool:
    """Write a file whole: new file, fsync, rename, fsync of the folder.

    Parameters
    ----------
    path : Path
        What is replaced or made; its folder is made where it is missing.
    content : bytes
        All of the file.

    Returns
    -------
    bool
        Whether the file changed; one that holds these bytes already is not touched.

    Raises
    ------
    Unavailable
        E105 to E107; the old content is then still there, whole.

    Notes
    -----
    Without the two fsyncs a power cut can leave an empty or an old file (Pillai et al., "All File
    Systems Are Not Created Equal", OSDI 2014).
    """
    with speaking_of(path):
        if path.is_file() and path.read_bytes() == content:
            # Who wrote it may have been killed before its name was durable.
            sync_folder(path.parent)
            return False
        with replacing(path) as handle:
            handle.write(content)
    return True


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A file to write to, piece by piece, that takes the place of another when all is written.

    Parameters
    ----------
    path : Path
        What is replaced or made; its folder is made where it is missing.

    Yields
    ------
    file
        A new one. Where an error leaves the block, it is removed and the old one is still there.
    """
    make_folder(path.parent)
    descriptor, temporary = _new_beside(path)
    try:
        with os.fdopen(descriptor, "wb") as handle:
            yield handle
            handle.flush()
            os.fchmod(handle.fileno(), _mode_of(path))
            os.fsync(handle.fileno())
            if os.name == "nt":  # pragma: no cover - Windows renames no file that is open
                handle.close()
            temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def _new_beside(path: Path) -> tuple[int, Path]:
    """A new file beside another, held as long as it is open, so that nobody sweeps it away."""
    import tempfile  # and with it much that a reader does not need

    while True:
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".new")
        if _is_held(descriptor):
            return descriptor, Path(name)
        os.close(descriptor)  # swept away before it was held


def _is_held(descriptor: int) -> bool:
    """Hold a new file, unless somebody else does; whether it is held and has a name still."""
    if fcntl is not None:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return os.fstat(descriptor).st_nlink > 0


def settle(*paths: Path) -> None:
    """Make an end of what writers that were killed left of files, before anything is told of them.

    New content that was never named goes; what was named last is durable then.

    Parameters
    ----------
    *paths : Path
        What they were about to replace. What a writer that is alive holds is left alone.

    Raises
    ------
    Unavailable
        E105 to E107 where a folder cannot be synced.
    """
    for folder in sorted({path.parent for path in paths if path.parent.is_dir()}):
        names = {path.name for path in paths if path.parent == folder}
        for left in folder.glob(".*.new"):
            if left.name[1:].rsplit(".", 2)[0] in names:
                with contextlib.suppress(OSError):
                    _remove_unheld(left)
        with speaking_of(folder):
            sync_folder(folder)


def _remove_unheld(left: Path) -> None:
    descriptor = os.open(left, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
    try:
        if _is_held(descriptor):
            left.unlink()
    finally:
        os.close(descriptor)


def _mode_of(path: Path) -> int:
    """Return the mode of the file that is replaced, or what the umask leaves of 0666."""
    if path.exists():
        return stat.S_IMODE(path.stat().st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def make_folder(folder: Path) -> None:
    """Make a folder where it is missing, and those above it; their names are durable then."""
    missing = [path for path in (folder, *folder.parents) if not path.is_dir()]
    folder.mkdir(parents=True, exist_ok=True)
    for path in missing:
        sync_folder(path.parent)


def write_folder(folder: Path, content: Mapping[str, bytes]) -> None:
    """Write new files below a folder, and make them and every folder between durable.

    Parameters
    ----------
    folder : Path
        Made where it is missing; that it has a name is not made durable here.
    content : mapping of str to bytes
        By path, none of which may be there.
    """
    for name, data in content.items():
        path = folder / name
        with speaking_of(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as handle:
                handle.write(data)
                handle.flush()
                os.fsync(handle.fileno())
    for part in {parent for name in content for parent in PurePosixPath(name).parents}:
        sync_folder(folder / part)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable (a rename is not, until its folder is synced)."""
    if os.name == "nt":  # pragma: no cover - Windows cannot open a folder
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold a folder for one writer at a time; the lock goes with the process, also when killed.

    Raises
    ------
    Unavailable
        E105 to E107 where the lock file cannot be made.
    """
    lock = folder / ".lock"
    with speaking_of(lock):
        make_folder(folder)
        handle = lock.open("wb")
    with handle:
        if fcntl is not None:
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


@contextlib.contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold a folder of somebody else's as :func:`locked` does, without a file in it.

    Raises
    ------
    Unavailable
        E105 to E107 where it cannot be made or opened.
    """
    with speaking_of(folder):
        make_folder(folder)
        if os.name == "nt":  # pragma: no cover - Windows cannot open a folder
            yield
            return
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            if fcntl is not None:
                fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)


def user_cache_folder() -> Path:
    """Where this user's programs keep what they can make or fetch again: by each platform's rule.

    ``%LOCALAPPDATA%`` on Windows, ``~/Library/Caches`` on macOS, else ``$XDG_CACHE_HOME`` or
    ``~/.cache`` (XDG Base Directory Specification 0.8).
    """
    if os.name == "nt":
        given, folder = os.environ.get("LOCALAPPDATA"), "AppData/Local"
    else:
        given = os.environ.get("XDG_CACHE_HOME")
        folder = "Library/Caches" if sys.platform == "darwin" else ".cache"
    place = Path(given) if given and Path(given).is_absolute() else Path.home() / folder
    return place / "depositary"
