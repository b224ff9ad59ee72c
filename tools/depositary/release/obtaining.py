"""A release from wherever it is listed: chosen, fetched, verified, and kept for the next time.

What an address listed is remembered. An index that later lists less, or another release under a
version, is refused: whoever serves it wants readers to go back (The Update Framework, section
1.5.2, "rollback attacks").
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from depositary import files, releases
from depositary.errors import CallError, DataError, Unavailable
from depositary.findings import Finding
from depositary.release import addresses, archive, ranges
from depositary.release.fetching import fetched
from depositary.release.shelf import descriptor_of
from depositary.release.stores import Address, place_of
from depositary.release.verification import is_release, verify
from depositary.releases import INDEX, LATEST

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from depositary.release.shelf import Shelf
    from depositary.release.verification import Verification
    from depositary.releases import Index, Release

_INDEX_BYTES = 64 << 20


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
        What its reader should know: E562 that it was yanked, E580 that nobody could be asked.
    shelf : Shelf or None
        What it was kept in; None where it was there already, as a folder.
    """

    folder: Path
    release_id: str
    caveats: tuple[Finding, ...] = ()
    shelf: Shelf | None = None


def obtained(address: str | Path, version: str, shelf: Shelf) -> Obtained:
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

    Raises
    ------
    CallError
        E103 or E510 where there is no release, E560 where no version is the one that is wanted,
        E561 where that is none.
    DataError
        E507 and E508 where a release is not whole, E511 for a broken index, E563 for an archive
        that is not the one that is listed, E564 for an index that goes back on what it listed.
    Unavailable
        E531, E541, E542 where the address does not answer; E105 to E107.
    """
    place = place_of(str(address))
    if place.name in (INDEX, LATEST):
        place = place.parent
    if isinstance(place, Path) and not place.exists():
        raise CallError("E103", f"There is no {place}.", "check the path")
    if place.name.endswith(".zip"):
        return _of_archive(place, version, shelf)
    index, caveats = _index_of(place, shelf)
    if index is not None:
        return _of_index(place, index, version, shelf, caveats)
    return _of_folder(place, version, shelf)


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
    if not copy.exists():
        with files.speaking_of(into):
            into.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=into, prefix=".new-") as staged:
                shutil.copytree(release.folder, Path(staged) / copy.name)
                (Path(staged) / copy.name).rename(copy)
    if not is_release(copy, release.release_id):
        raise CallError("E582", f"{copy} is there, and is not that release.",
                        "give --to another folder, or move it away")  # fmt: skip
    return copy


# ── what an address lists ───────────────────────────────────────────────────────────────────────
def _index_of(place: Path | Address, shelf: Shelf) -> tuple[Index | None, tuple[Finding, ...]]:
    """The index at a place, held against what it was; the one remembered where none answers."""
    if isinstance(place, Path):
        return releases.read_index(place), ()
    note = shelf.note_of(str(place))
    before = releases.parse_index(files.read_bytes(note), str(note)) if note.is_file() else None
    try:
        data = addresses.content_of((place / INDEX).text, _INDEX_BYTES)
    except Unavailable as error:
        if before is None:
            raise
        return before, (_caveat("E580", place, f"{error.message} What it listed before is used."),)
    if data is None:
        if before is not None:
            raise _gone_back(place, note, f"has no {INDEX} any more")
        return None, ()
    index = releases.parse_index(data, str(place / INDEX))
    if before is not None and (broken := _taken_back(before, index)):
        raise _gone_back(place, note, broken)
    with files.speaking_of(note):
        files.replace(note, data)
    return index, ()


def _taken_back(before: Index, now: Index) -> str:
    """What an index said and does not say any more; empty where it keeps its word."""
    if before.name != now.name:
        return f"listed {before.name}, and lists {now.name} now"
    for release in before.releases:
        found = now.find(release.version)
        if found is None:
            return f"listed {release.version}, and does not any more"
        if found.release_id != release.release_id:
            return f"lists another release as {release.version} than it did"
    return ""


def _gone_back(place: Address, note: Path, what: str) -> DataError:
    return DataError("E564", f"{place} {what}.",
                     f"ask its publisher; to believe it nevertheless, remove {note}")  # fmt: skip


def _caveat(code: str, place: Path | Address, message: str) -> Finding:
    return Finding(str(place), 0, 0, code, kind="release", message=message, severity="warning")


def _of_index(
    place: Path | Address, index: Index, version: str, shelf: Shelf, caveats: tuple[Finding, ...]
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
        caveats = (*caveats, _caveat("E562", place, f"{release.version} was yanked{reason}"))
    return _listed_as(release, place, index.name, shelf, caveats)


def _listed_as(
    release: Release, place: Path | Address, name: str, shelf: Shelf, caveats: tuple[Finding, ...]
) -> Obtained:
    """A release that an index lists: where it lies, or from the shelf, or fetched."""
    is_here = isinstance(place, Path) and (place / release.version).is_dir()
    if isinstance(place, Path) and is_here:
        folder = place / release.version
        _whole(verify(folder, release.release_id))
    else:
        folder = shelf.find(release.release_id) or _downloaded(place, release, shelf)
    descriptor = descriptor_of(folder, release.release_id)
    if (descriptor.get("name"), descriptor.get("version")) != (name, release.version):
        raise DataError("E563", f"What {place} lists as {name} {release.version} is"
                        f" {descriptor.get('name')} {descriptor.get('version')}.",
                        "ask its publisher")  # fmt: skip
    return Obtained(folder, release.release_id, caveats, None if is_here else shelf)


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
def _of_archive(place: Path | Address, version: str, shelf: Shelf) -> Obtained:
    with _near(place) as path:
        found = _wanted(place, version, verify(path))
        folder = shelf.find(found.release_id)
        if folder is None:
            data = files.read_bytes(path, archive.LIMIT_BYTES)
            folder = shelf.place(found.release_id, archive.unpack(data, path.name))
    return Obtained(folder, found.release_id, _state(place, found), shelf)


def _of_folder(place: Path | Address, version: str, shelf: Shelf) -> Obtained:
    if isinstance(place, Path):
        found = _wanted(place, version, verify(place))
        return Obtained(place, found.release_id, _state(place, found))
    with fetched(place) as path:
        found = _wanted(place, version, verify(path))
        content = {
            part.relative_to(path).as_posix(): part.read_bytes()
            for part in path.rglob("*") if part.is_file()
        }  # fmt: skip
        folder = shelf.place(found.release_id, content)
    return Obtained(folder, found.release_id, _state(place, found), shelf)


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
    return (_caveat("E562", place, f"{found.version} was yanked, as the index beside it says."),)


def _whole(found: Verification) -> Verification:
    if found.findings:
        first = found.findings[0]
        raise DataError(first.code, f"{found.path}: {first.message}", first.hint, found.findings)
    return found
