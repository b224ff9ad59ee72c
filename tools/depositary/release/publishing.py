"""A release is put where readers find it: whole or not at all, once, and then it never changes.

The order is the promise: a staged folder, synced; one rename that replaces nothing; the archive and
its hash; the index; ``latest.json``. Whatever stops it, running it again finishes it, because all
that comes after the rename is worked out from the release folder alone.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import hashlib
import json
import os
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from depositary import files, releases
from depositary.errors import DataError, Unavailable
from depositary.release import archive, signing
from depositary.release.signatures import INDEX_SIGNATURE
from depositary.release.verification import is_release, verify
from depositary.releases import Index, Release, ReleaseFile

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from typing import Any

    from depositary.release.signing import Signer
    from depositary.release.stores import Address

STAGING = ".staging-"
_AT_FDCWD = -100
_RENAME_NOREPLACE = 1


@dataclass(frozen=True, slots=True)
class Published:
    """What publishing did.

    Parameters
    ----------
    folder : Path or Address
        The release folder.
    is_new : bool
        False where this very release stood there already.
    swept : tuple of str
        Leftovers of an interrupted run that were removed.
    completed : tuple of str
        Versions whose archive or entry in the index was missing, and is there now.
    """

    folder: Path | Address
    is_new: bool
    swept: tuple[str, ...] = ()
    completed: tuple[str, ...] = ()


def publish(
    target: Path,
    version: str,
    content: Mapping[str, bytes],
    release_id: str,
    signer: Signer | None = None,
    packed: bytes = b"",
) -> Published:
    """Put a release into a folder of releases.

    Parameters
    ----------
    target : Path
        The folder of releases; made where it is missing.
    version : str
        Of the release.
    content : mapping of str to bytes
        Its files by path, with the manifests.
    release_id : str
        SHA-256 of its tag manifest.
    signer : Signer or None
        Who signs the index; None where nobody does.
    packed : bytes
        Its archive; packed here where it is empty.

    Raises
    ------
    CallError
        E576 where the index was signed and nobody signs it now.
    DataError
        E507 where what was written cannot be read back, E511 where the index cannot be read.
    Unavailable
        E504 where the version stands there with other content; E105 to E107. The target then
        holds the old state or the new one, whole.
    """
    with files.speaking_of(target), files.locked(target):
        signing.refuse_unsigned(target, signer)
        swept = _sweep(target)
        folder = target / version
        is_new = not os.path.lexists(folder)
        if is_new:
            _stage(target, version, content)
        elif not is_release(folder, release_id):
            raise _taken(folder)
        # Each file of it was read just now, and nobody else writes here.
        made = _complete(target, signer, {version: (release_id, packed)})
        return Published(folder, is_new, swept, made)


def complete(target: Path, signer: Signer | None = None) -> Published | None:
    """Finish what an interrupted run left in a folder of releases; None where nothing was left.

    Raises
    ------
    DataError
        E507 for a version folder that is neither whole nor listed, E511 for a broken index.
    Unavailable
        E105 to E107.
    """
    if not target.is_dir():
        return None
    if not (_leftovers(target) or unlisted(target) or _is_behind(target, signer)):
        with files.speaking_of(target):
            files.sync_folder(target)  # the run that wrote it all may not have come so far
        return None
    with files.speaking_of(target), files.locked(target):
        swept = _sweep(target)
        return Published(target, is_new=False, swept=swept, completed=_complete(target, signer))


def unlisted(target: Path) -> list[str]:
    """The versions that have a folder and no entry in the index, lowest first."""
    index = releases.read_index(target)
    known = {part.version for part in index.releases} if index else set()
    found = [
        path.name for path in target.iterdir()
        if releases.is_version(path.name) and path.is_dir() and path.name not in known
    ]  # fmt: skip
    return sorted(found, key=releases.ordinal)


def _is_behind(target: Path, signer: Signer | None) -> bool:
    """Whether ``latest.json`` or a signature does not follow the index: the run stopped there."""
    index, path = releases.read_index(target), target / releases.LATEST
    if index is None:
        return False
    if signer is not None and not (target / INDEX_SIGNATURE).is_file():
        return True
    return not path.is_file() or path.read_bytes() != releases.latest_text(index)


def _taken(folder: Path) -> Unavailable:
    return Unavailable(
        "E504",
        f"{folder} is there with other content; a version is never given twice.",
        "run make-release again: it compares with that version and takes the next one",
    )


# ── staging ─────────────────────────────────────────────────────────────────────────────────────
def _leftovers(target: Path) -> list[Path]:
    """Staging folders, and files that were being replaced when a run was stopped."""
    replaced = (*target.glob(".*.zip.*.new"), *target.glob(".*.sha256.*.new"),
                *target.glob(".*.json.*.new"), *target.glob(".allowed_signers.*.new"))  # fmt: skip
    return sorted({*target.glob(f"{STAGING}*"), *replaced})


def _sweep(target: Path) -> tuple[str, ...]:
    found = _leftovers(target)
    for path in found:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
    return tuple(path.name for path in found)


def _stage(target: Path, version: str, content: Mapping[str, bytes]) -> None:
    """Write the folder aside, sync it, read it back, and give it its name."""
    staging = target / f"{STAGING}{version}"
    try:
        files.write_folder(staging, content)
        _read_back(staging)
        _rename_once(staging, target / version)
    except BaseException:
        with contextlib.suppress(OSError):
            shutil.rmtree(staging)
        raise
    files.sync_folder(target)


def _read_back(staging: Path) -> None:
    found = verify(staging).findings
    if found:
        raise DataError("E507", f"{staging}: {found[0].message}", "", found)


def _rename_once(old: Path, new: Path) -> None:
    """Rename a folder to a name that nothing has.

    Linux can do both at once (``renameat2``); elsewhere the lock of the target stands for it, as
    plain ``rename`` would replace an empty folder.
    """
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None) if (
        os.name == "posix") else None  # fmt: skip
    if renameat2 is not None:
        paths = os.fsencode(old), os.fsencode(new)
        if renameat2(_AT_FDCWD, paths[0], _AT_FDCWD, paths[1], _RENAME_NOREPLACE) == 0:
            return
        number = ctypes.get_errno()
        if number in (errno.EEXIST, errno.ENOTEMPTY):
            raise _taken(new)
        if number not in (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP):
            raise OSError(number, os.strerror(number), str(new))
    if os.path.lexists(new):
        raise _taken(new)
    old.rename(new)


# ── what follows from the release folders ───────────────────────────────────────────────────────
def _complete(
    target: Path, signer: Signer | None, known: Mapping[str, tuple[str, bytes]] | None = None
) -> tuple[str, ...]:
    """Give every release folder its archive, its hash and its entry in the index.

    Of those that are known to be whole, the release id and the archive are given by version.
    """
    missing = unlisted(target)
    index = releases.read_index(target)
    for version in missing:
        release_id, packed = (known or {}).get(version) or (_id_of_whole(target / version), b"")
        index = _listed(target / version, index, release_id, packed)
    if index is not None:
        signing.write_index(target, index, signer)
    return tuple(missing)


def _id_of_whole(folder: Path) -> str:
    """The release id of a folder that an interrupted run left, if each file of it is right."""
    found = verify(folder)
    if not found.is_whole:
        raise DataError(
            "E507",
            f"{folder}: {found.findings[0].message}",
            "remove the folder: it was never published",
            found.findings,
        )
    return found.release_id


def _listed(folder: Path, index: Index | None, release_id: str, packed: bytes) -> Index:
    """The index with a release, whose archive is then beside it."""
    target = folder.parent
    descriptor = json.loads((folder / "datapackage.json").read_bytes())
    why = json.loads((folder / "changes.json").read_bytes())
    if index is not None and index.name != descriptor["name"]:
        raise DataError(
            "E511",
            f"{target} holds releases of {index.name}, not of {descriptor['name']}.",
            "give --to another folder",
        )
    name = f"{descriptor['name']}-{descriptor['version']}.zip"
    data = _archived(target / name, folder, release_id, packed)
    sha256 = hashlib.sha256(data).hexdigest()
    files.replace(target / f"{name}.sha256", f"{sha256}  {name}\n".encode())
    release = entry(descriptor, why, release_id, ReleaseFile(name, len(data), sha256))
    index = index or Index(descriptor["name"], descriptor["title"])
    return index.with_release(release, descriptor["title"])


def entry(
    descriptor: Mapping[str, Any], why: Mapping[str, Any], release_id: str, file: ReleaseFile
) -> Release:
    """What the index says of a release: by its ``datapackage.json`` and its ``changes.json``."""
    return Release(
        descriptor["version"],
        release_id,
        descriptor["created"][:10],
        why["bump"],
        why["summary"],
        (file,),
    )


def _archived(path: Path, folder: Path, release_id: str, packed: bytes) -> bytes:
    """The archive of a release folder, written unless it is there already.

    One that is there and whole is kept: another version of zlib may pack other bytes.
    """
    if path.is_file():
        with contextlib.suppress(DataError):
            if verify(path).release_id == release_id:
                return files.read_bytes(path, archive.LIMIT_BYTES)
    data = packed or archive.pack(
        {
            part.relative_to(folder).as_posix(): part.read_bytes()
            for part in sorted(folder.rglob("*")) if part.is_file()
        }
    )  # fmt: skip
    files.replace(path, data)
    return data
