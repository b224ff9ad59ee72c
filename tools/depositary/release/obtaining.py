"""A release from wherever it is listed: chosen, fetched, verified, and kept for the next time."""

from __future__ import annotations

import hashlib
import shutil
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from depositary import files
from depositary.errors import CallError, DataError
from depositary.release import addresses, archive, ranges
from depositary.release.fetching import fetched
from depositary.release.listing import Reader, caveat, index_of
from depositary.release.shelf import descriptor_of, signature_of
from depositary.release.signatures import ANYONE, UNSIGNED
from depositary.release.stores import Address, place_of
from depositary.release.verification import is_release, verify
from depositary.release.vouching import accept
from depositary.releases import INDEX, LATEST

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from depositary.findings import Finding
    from depositary.release.shelf import Shelf
    from depositary.release.signatures import Signature, Trust
    from depositary.release.verification import Verification
    from depositary.releases import Index, Release


@dataclass(frozen=True, slots=True)
class Obtained:
    """A release that lies on this machine.

    Parameters
    ----------
    folder : Path
        Of its files.
    release_id : str
        SHA-256 of its tag manifest; vouches for all of them.
    caveats : tuple of Finding
        What its reader should know: E562 that it was yanked, E580 that nobody could be asked, E583
        that it is signed and nobody was named who may sign.
    shelf : Shelf or None
        What it was kept in; None where it was there already, as a folder.
    signature : Signature
        Who vouches for it, and what that is worth to this reader.
    """

    folder: Path
    release_id: str
    caveats: tuple[Finding, ...] = ()
    shelf: Shelf | None = None
    signature: Signature = UNSIGNED


def obtained(address: str | Path, version: str, shelf: Shelf, trust: Trust = ANYONE) -> Obtained:
    """The release that an address and a version lead to.

    Parameters
    ----------
    address : str or Path
        An ``index.json`` or the folder that it stands in, a release folder, or its zip: paths, or
        addresses of the web or of a store.
    version : str
        As :func:`ranges.chosen` takes it.
    shelf : Shelf
        Where releases that are fetched are kept.
    trust : Trust
        Who may have signed it.

    Raises
    ------
    CallError
        E103 or E510 where there is no release, E560 where no version is the one that is wanted,
        E561 where that is none; E103, E104 or E108 for the file of those who may sign.
    DataError
        E507 and E508 where a release is not whole, E511 for a broken index, E563 for an archive
        that is not the one that is listed, E564 for an index that goes back on what it listed;
        E571 to E575 for a signature that this reader does not accept.
    Unavailable
        E531, E541, E542 where the address does not answer; E105 to E107; E578.
    """
    found = _found(address, version, Reader(shelf, trust))
    place = place_of(str(address))
    accept(found.signature, str(place), trust)
    if trust.asks or found.signature.state == "unsigned":
        return found
    words = f"{place} is signed with the key {found.signature.key}; you named nobody who may sign."
    return replace(found, caveats=(*found.caveats, caveat("E583", place, words)))


def _found(address: str | Path, version: str, reader: Reader) -> Obtained:
    place = place_of(str(address))
    if place.name in (INDEX, LATEST):
        place = place.parent
    if isinstance(place, Path) and not place.exists():
        raise CallError("E103", f"There is no {place}.", "check the path")
    if place.name.endswith(".zip"):
        return _of_archive(place, version, reader)
    index, caveats = index_of(place, reader)
    if index is not None:
        return _of_index(place, index, version, reader, caveats)
    return _of_folder(place, version, reader)


def delivered(release: Obtained, into: Path | None) -> Path:
    """A release of which every file was hashed: a copy in a folder, or where it is kept.

    Parameters
    ----------
    release : Obtained
        Its copy is placed under its name and version.
    into : Path or None
        The folder; None for none.

    Raises
    ------
    CallError
        E582 where something else stands there.
    DataError
        E507 where the release is not whole; from the shelf it is then taken away.
    Unavailable
        E105 to E107; nothing has the name then.
    """
    found = verify(release.folder, release.release_id)
    if found.findings and release.shelf is not None:
        release.shelf.remove(release.release_id)
    _whole(found)
    if into is None:
        return release.folder
    copy = into / f"{found.name}-{found.version}"
    with files.held(into):
        if not copy.exists():
            _copy(release.folder, copy)
        files.sync_folder(into)  # a run that was killed may have named it, and not come so far
    if not is_release(copy, release.release_id):
        raise CallError("E582", f"{copy} is there, and is not that release.",
                        "give --to another folder, or move it away")  # fmt: skip
    return copy


def _copy(folder: Path, copy: Path) -> None:
    staged = copy.with_name(f".{copy.name}.new")
    shutil.rmtree(staged, ignore_errors=True)  # of a process that was killed: we hold the folder
    content = {path.relative_to(folder).as_posix(): path.read_bytes()
               for path in folder.rglob("*") if path.is_file()}  # fmt: skip
    try:
        files.write_folder(staged, content)
        staged.rename(copy)
    except BaseException:
        shutil.rmtree(staged, ignore_errors=True)
        raise


# ── what an index lists ─────────────────────────────────────────────────────────────────────────
def _of_index(
    place: Path | Address, index: Index, version: str, reader: Reader, caveats: tuple[Finding, ...]
) -> Obtained:
    release = ranges.chosen(index, version)
    if release is None:
        listed = ", ".join(
            part.version + (" (yanked)" if part.state == "yanked" else "")
            for part in index.releases
        )
        raise CallError("E560", f"{place} lists no version that is {version}.",
                        f"it lists: {listed or 'none'}")  # fmt: skip
    if release.state == "yanked":
        reason = f": {release.reason}" if release.reason else "."
        caveats = (*caveats, caveat("E562", place, f"{release.version} was yanked{reason}"))
    return _listed_as(release, place, index.name, reader, caveats)


def _listed_as(
    release: Release,
    place: Path | Address,
    name: str,
    reader: Reader,
    caveats: tuple[Finding, ...],
) -> Obtained:
    """A release that an index lists: where it lies, or from the shelf, or fetched."""
    is_here = isinstance(place, Path) and (place / release.version).is_dir()
    if isinstance(place, Path) and is_here:
        folder = place / release.version
        signature = _whole(verify(folder, release.release_id, reader.trust)).signature
    else:
        folder, signature = _kept(place, release, reader)
    descriptor = descriptor_of(folder, release.release_id)
    if (descriptor.get("name"), descriptor.get("version")) != (name, release.version):
        raise DataError("E563", f"What {place} lists as {name} {release.version} is"
                        f" {descriptor.get('name')} {descriptor.get('version')}.",
                        "ask its publisher")  # fmt: skip
    return Obtained(
        folder, release.release_id, caveats, None if is_here else reader.shelf, signature
    )


def _kept(place: Path | Address, release: Release, reader: Reader) -> tuple[Path, Signature]:
    """The copy of the shelf; fetched anew where its signature does not do: there may be another."""
    folder = reader.shelf.find(release.release_id)
    if folder is not None:
        signature = signature_of(folder, reader.trust)
        if signature.state == "trusted" or not (reader.trust.asks or signature.is_false):
            return folder, signature
    folder = _downloaded(place, release, reader.shelf)
    return folder, signature_of(folder, reader.trust)


def _downloaded(place: Path | Address, release: Release, shelf: Shelf) -> Path:
    """The release of an archive that is byte by byte the one that is listed."""
    file = next((part for part in release.files if part.name.endswith(".zip")), None)
    if file is None:
        raise DataError("E563", f"{place} lists no archive of {release.version}.",
                        "ask its publisher")  # fmt: skip
    at = place / file.name
    if isinstance(at, Path):
        data = files.read_bytes(at, archive.LIMIT_BYTES)
    else:
        data = addresses.content_of(at.text, archive.LIMIT_BYTES) or b""
    if hashlib.sha256(data).hexdigest() != file.sha256:
        raise DataError("E563", f"{at} is not the archive that the index lists:"
                        f" {len(data):,} bytes of {file.bytes:,}.",
                        "try again later, then ask its publisher")  # fmt: skip
    return shelf.place(release.release_id, archive.unpack(data, file.name))


# ── one release ─────────────────────────────────────────────────────────────────────────────────
def _of_archive(place: Path | Address, version: str, reader: Reader) -> Obtained:
    with _near(place) as path:
        found = _wanted(place, version, verify(path, "", reader.trust))
        folder = reader.shelf.find(found.release_id)
        if folder is None:
            data = files.read_bytes(path, archive.LIMIT_BYTES)
            folder = reader.shelf.place(found.release_id, archive.unpack(data, path.name))
    return _as_found(folder, place, found, reader.shelf)


def _of_folder(place: Path | Address, version: str, reader: Reader) -> Obtained:
    if isinstance(place, Path):
        found = _wanted(place, version, verify(place, "", reader.trust))
        return _as_found(place, place, found, None)
    with fetched(place) as path:
        found = _wanted(place, version, verify(path, "", reader.trust))
        content = {
            part.relative_to(path).as_posix(): part.read_bytes()
            for part in path.rglob("*") if part.is_file()
        }  # fmt: skip
        folder = reader.shelf.place(found.release_id, content)
    return _as_found(folder, place, found, reader.shelf)


def _as_found(
    folder: Path, place: Path | Address, found: Verification, shelf: Shelf | None
) -> Obtained:
    return Obtained(folder, found.release_id, _state(place, found), shelf, found.signature)


def _near(place: Path | Address) -> AbstractContextManager[Path]:
    return fetched(place) if isinstance(place, Address) else nullcontext(place)


def _wanted(place: Path | Address, version: str, found: Verification) -> Verification:
    if not ranges.is_met(_whole(found).version, version):
        raise CallError("E560", f"{place} is {found.version}, and not {version}.",
                        "name the index.json of its publisher")  # fmt: skip
    return found


def _state(place: Path | Address, found: Verification) -> tuple[Finding, ...]:
    if found.listed != "yanked":
        return ()
    return (caveat("E562", place, f"{found.version} was yanked, as the index beside it says."),)


def _whole(found: Verification) -> Verification:
    if found.findings:
        first = found.findings[0]
        raise DataError(first.code, f"{found.path}: {first.message}", first.hint, found.findings)
    return found
