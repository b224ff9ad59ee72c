"""What is handed over of a release: its archive, and the few files that people read beside it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from depositary import files, releases
from depositary.errors import CallError, DataError
from depositary.release import archive
from depositary.release.bag import TAG_MANIFEST
from depositary.release.signatures import SIGNATURE
from depositary.release.verification import verify

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

METADATA = ".zenodo.json"
SIDES = (
    "README.md",
    "CHANGELOG.md",
    "LICENSE",
    "CITATION.cff",
    "codebook.html",
    "codebook.md",
    "datapackage.json",
    "changes.json",
    "provenance.json",
    "validation-report.json",
    TAG_MANIFEST,
    SIGNATURE,
)
"""What of a release is shown beside its archive. A repository takes 100 files of a record and shows
them in one list: the tables are in the archive."""
_MOST_BYTES = 10_000_000
"""A side file above that is in the archive only; nobody reads it on a page."""


@dataclass(frozen=True, slots=True)
class Item:
    """One file that is handed over.

    Parameters
    ----------
    name : str
        As it is called there.
    content : Path or bytes
        What it holds, or the file that does.
    size_bytes : int
        Its size.
    md5 : str
        32 hexadecimal digits: what repositories compare by.
    sha256 : str
        64 hexadecimal digits.
    """

    name: str
    content: Path | bytes
    size_bytes: int
    md5: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Parcel:
    """A release that may be handed over: whole, and not yanked.

    Parameters
    ----------
    name, title, version : str
        Of the dataset.
    release_id : str
        SHA-256 of its tag manifest; by it a release is known again, wherever it lies.
    archive : Path
        Its zip.
    items : tuple of Item
        The archive first.
    metadata : mapping
        Its ``.zenodo.json``; empty where it has none.
    siblings : tuple of str
        Release ids of all versions of the dataset that the index beside it lists.
    """

    name: str
    title: str
    version: str
    release_id: str
    archive: Path
    items: tuple[Item, ...]
    metadata: Mapping[str, Any]
    siblings: tuple[str, ...] = ()


def parcel_of(place: Path) -> Parcel:
    """A release, verified, as it is handed over.

    Parameters
    ----------
    place : Path
        Its zip, its folder beside the zip, or a folder of releases (its latest).

    Raises
    ------
    CallError
        E103 where there is nothing.
    DataError
        E507, E508, E511 where it does not verify; E553 where it is yanked or has no archive.
    Unavailable
        E105 to E107.
    """
    packed = _archive_at(place)
    found = verify(packed)
    if not found.is_whole:
        first = found.findings[0]
        raise DataError(first.code, f"{packed}: {first.message}", first.hint, found.findings)
    if found.listed == "yanked":
        raise DataError("E553", f"{found.name} {found.version} is yanked.",
                        "deposit the version that took its place")  # fmt: skip
    data = files.read_bytes(packed, archive.LIMIT_BYTES)
    content = archive.unpack(data, packed.name)
    index = releases.read_index(packed.absolute().parent)
    siblings = tuple(part.release_id for part in index.releases) if index else ()
    descriptor = json.loads(content["datapackage.json"])
    return Parcel(
        found.name, str(descriptor.get("title", found.name)), found.version, found.release_id,
        packed, (_item(packed.name, packed, data), *_sides(packed, found.version, content)),
        json.loads(content.get(METADATA, b"{}")), siblings,
    )  # fmt: skip


def _archive_at(place: Path) -> Path:
    """The zip of a release that is named by its zip, its folder or the folder of releases."""
    if not place.exists():
        raise CallError("E103", f"There is no {place}.", "check the path")
    if place.is_file():
        return place
    if (place / TAG_MANIFEST).is_file():
        descriptor = json.loads(files.read_bytes(place / "datapackage.json"))
        packed = place.absolute().parent / f"{descriptor['name']}-{descriptor['version']}.zip"
    else:
        index = releases.read_index(place)
        if index is None or index.latest is None:
            raise DataError("E553", f"{place} holds no release that stands.",
                            "name a release folder or its zip")  # fmt: skip
        packed = place / f"{index.name}-{index.latest.version}.zip"
    if not packed.is_file():
        raise DataError("E553", f"{place} has no archive: there is no {packed}.", "make-release")
    return packed


def _sides(packed: Path, version: str, content: Mapping[str, bytes]) -> Iterator[Item]:
    noted = packed.with_name(f"{packed.name}.sha256")
    if noted.is_file():
        yield _item(noted.name, noted, files.read_bytes(noted, _MOST_BYTES))
    for name in SIDES:
        data = content.get(name)
        if data is None and name == SIGNATURE:
            data = _signature(packed.with_name(version) / name)
        if data is not None and len(data) <= _MOST_BYTES:
            yield _item(name, data, data)


def _signature(path: Path) -> bytes | None:
    """A signature that was made after the release was packed lies in its folder alone."""
    return files.read_bytes(path, _MOST_BYTES) if path.is_file() else None


def _item(name: str, content: Path | bytes, data: bytes) -> Item:
    md5 = hashlib.md5(data, usedforsecurity=False).hexdigest()
    return Item(name, content, len(data), md5, hashlib.sha256(data).hexdigest())
