"""What is there to say of a dataset? Its index, and its newest release in the release's words."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from depositary import files, jsontext, releases
from depositary.errors import DataError
from depositary.release import addresses, archive
from depositary.release.bag import TAG_MANIFEST, listed
from depositary.release.metadata.facts import Facts
from depositary.release.metadata.validity import faults
from depositary.releases import INDEX

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from depositary.release.stores import Target
    from depositary.releases import Index, Release

    Reader = Callable[[str], "bytes | None"]
    """The bytes of a file of a release by its path; None where it is not there."""

_LIMIT_BYTES = 1 << 26
"""Of an index, and of each file about a release."""
_DESCRIPTOR = "datapackage.json"
_REPORT = "validation-report.json"


@dataclass(frozen=True, slots=True)
class Entry:
    """One dataset of a catalogue.

    Parameters
    ----------
    index : Index
        All its versions.
    at : str
        Where readers find them, as it stands in links; without a slash at its end.
    shown : Release or None
        The newest that is not yanked, a pre-release only where there is no other.
    facts : Facts or None
        What that release says of itself.
    rows : mapping of str to int
        Rows of each table; empty where the release does not say.
    papers : frozenset of str
        The files that stand in the folder of that release; empty where only its archive does.
    """

    index: Index
    at: str
    shown: Release | None = None
    facts: Facts | None = None
    rows: Mapping[str, int] = field(default_factory=dict)
    papers: frozenset[str] = frozenset()

    @property
    def title(self) -> str:
        """As the release says; as the index does where none stands."""
        return str(self.facts.package["title"]) if self.facts else self.index.title

    @property
    def withdrawn(self) -> tuple[Release, ...]:
        """Yanked versions that are newer than what is shown: readers may hold one of them."""
        least = releases.ordinal(self.shown.version) if self.shown else (-1,)
        yanked = (part for part in self.index.releases if part.state == "yanked")
        return tuple(part for part in yanked if releases.ordinal(part.version) > least)


def entry(place: Target, at: str) -> Entry:
    """The entry of the dataset whose releases are in a folder, or at an address.

    Parameters
    ----------
    place : Path or Address
        The folder of releases.
    at : str
        Where readers find it.

    Raises
    ------
    DataError
        E565 where there is no index, E511 where it cannot be read. E568 where a release is listed
        and is not there, E507 where it is another than the listed one, E567 where it does not say
        what a catalogue shows.
    Unavailable
        E531, E541, E542.
    """
    index = _index(place)
    if isinstance(place, Path):
        _refuse_missing(place, index)
    standing = [part for part in index.releases if part.state == "published"]
    shown = index.latest or next(iter(standing), None)
    if shown is None:
        return Entry(index, at)
    read, has_folder = _opened(place, shown)
    tags = _tags(read, place, shown)
    facts = _facts(_proven(read, tags, _DESCRIPTOR, place / shown.version), index, shown, place)
    report = _proven(read, tags, _REPORT, place / shown.version) if _REPORT in tags else None
    papers = frozenset(tags if has_folder else ())
    return Entry(index, at, shown, facts, _rows(report, facts), papers)


def _index(place: Target) -> Index:
    data = _read(place, INDEX)
    if data is None:
        raise DataError("E565", f"{place} holds no {INDEX}.",
                        "name a folder of releases, as make-release made it")  # fmt: skip
    return releases.parse_index(data, str(place / INDEX))


def _read(place: Target, name: str, limit_bytes: int = _LIMIT_BYTES) -> bytes | None:
    if isinstance(place, Path):
        path = place / name
        return files.read_bytes(path, limit_bytes) if path.is_file() else None
    return addresses.content_of((place / name).text, limit_bytes)


def _refuse_missing(folder: Path, index: Index) -> None:
    """Refuse a folder that lacks what its index names; of an address that would be asked later."""
    for release in index.releases:
        for file in release.files:
            path = folder / file.name
            if not path.is_file() or path.stat().st_size != file.bytes:
                raise _missing(f"{path} is not there, or has not {file.bytes:,} bytes.")


def _opened(place: Target, release: Release) -> tuple[Reader, bool]:
    """What reads a release, from its folder or else its archive, and whether there is a folder."""
    folder = place / release.version
    if _read(folder, TAG_MANIFEST) is not None:
        return (lambda name: _read(folder, name)), True
    for file in release.files:
        data = _read(place, file.name, archive.LIMIT_BYTES)
        if data is not None and file.name.endswith(".zip"):
            if hashlib.sha256(data).hexdigest() != file.sha256:
                raise _changed(place / file.name)
            return archive.unpack(data, file.name).get, False
    raise _missing(f"{folder} is not there, and no archive of it.")


def _tags(read: Reader, place: Target, release: Release) -> dict[str, str]:
    """The SHA-256 of each file by path: the release id names this list, and so all of them."""
    data = read(TAG_MANIFEST) or b""
    if hashlib.sha256(data).hexdigest() != release.release_id:
        raise _changed(place / release.version / TAG_MANIFEST)
    return listed(data)


def _proven(read: Reader, tags: Mapping[str, str], name: str, folder: Target) -> Any:
    """A JSON file of a release, after its hash was found to be the one that was published."""
    data = read(name)
    if data is None or hashlib.sha256(data).hexdigest() != tags.get(name):
        raise _changed(folder / name)
    document, findings = jsontext.parse(data, str(folder / name))
    if document is None:
        raise DataError("E567", f"{folder / name}: {findings[0].message}", "", findings)
    return document.value


def _facts(descriptor: Any, index: Index, release: Release, place: Target) -> Facts:
    found = faults(descriptor, "own.json#catalogued") if isinstance(descriptor, dict) else ["-"]
    if not found and (descriptor["name"], descriptor["version"]) != (index.name, release.version):
        found = [f"it is {descriptor['name']} {descriptor['version']}"]
    if found:
        raise DataError("E567", f"{place / release.version / _DESCRIPTOR}: {found[0]}",
                        "release it again with what is missing, and yank this version")  # fmt: skip
    return Facts(descriptor, release.version, str(descriptor["created"])[:10])


def _rows(report: Any, facts: Facts) -> dict[str, int]:
    """Rows by table, as the report of a release counts them; empty where it does not."""
    told = report.get("tables") if isinstance(report, dict) else None
    known = told if isinstance(told, dict) else {}
    names = [str(resource["name"]) for resource in facts.package["resources"]]
    return {name: known[name] for name in names if type(known.get(name)) is int}


def _missing(message: str) -> DataError:
    return DataError("E568", message, "complete the folder: make-release does, or copy it again")


def _changed(place: Target) -> DataError:
    return DataError("E507", f"{place} is not the file that was published.",
                     "restore the release from a copy that verifies")  # fmt: skip
