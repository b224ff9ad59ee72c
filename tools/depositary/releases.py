"""Which versions were published? The index of releases, as values, strictly read."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from depositary import files, jsontext
from depositary.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

INDEX = "index.json"
LATEST = "latest.json"
_VERSION = re.compile(
    r"(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})(?:-(alpha|beta|rc)\.([1-9][0-9]{0,8}))?\Z"
)
STAGES = ("alpha", "beta", "rc")
"""What a pre-release may be, from the first to the last before the version itself."""
_RELEASE_KEYS = ("version", "release_id", "date", "bump", "summary", "files", "state")
_FILE_KEYS = ("name", "bytes", "sha256")
_STATES = ("published", "yanked")


@dataclass(frozen=True, slots=True)
class ReleaseFile:
    """One file that a reader downloads, beside the index.

    Parameters
    ----------
    name : str
        Of the file.
    bytes : int
        Its size.
    sha256 : str
        64 hexadecimal digits.
    """

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Release:
    """One published version.

    Parameters
    ----------
    version : str
        ``1.0.1``.
    release_id : str
        SHA-256 of its tag manifest: names every byte of every file of it.
    date : str
        ISO day.
    bump : {"first", "major", "minor", "patch"}
        How it was reached.
    summary : str
        Why, in a sentence.
    files : tuple of ReleaseFile
        What can be downloaded.
    state : {"published", "yanked"}
        A yanked release stays where it is and is not recommended any more.
    reason : str
        Why it was yanked; else empty.
    """

    version: str
    release_id: str
    date: str
    bump: str
    summary: str
    files: tuple[ReleaseFile, ...]
    state: str = "published"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Index:
    """Every version of one dataset, newest first.

    Parameters
    ----------
    name, title : str
        Of the dataset.
    releases : tuple of Release
        In falling order of version.
    """

    name: str
    title: str
    releases: tuple[Release, ...] = ()

    @property
    def latest(self) -> Release | None:
        """The highest version that is neither yanked nor a pre-release."""
        standing = (part for part in self.releases if part.state == "published")
        return next((part for part in standing if is_final(part.version)), None)

    def find(self, version: str) -> Release | None:
        """The release of a version."""
        return next((part for part in self.releases if part.version == version), None)

    def with_release(self, release: Release, title: str) -> Index:
        """The index with one release more; what it said of that version before is replaced."""
        others = [part for part in self.releases if part.version != release.version]
        ordered = sorted([*others, release], key=lambda part: ordinal(part.version), reverse=True)
        return replace(self, title=title, releases=tuple(ordered))


def ordinal(version: str) -> tuple[int, int, int, int, int]:
    """A version as numbers that compare: three of the version, its stage, and the try of it.

    Raises
    ------
    ValueError
        Where it is not three numbers without leading zeros, and perhaps ``-rc.1``.

    Examples
    --------
    >>> ordinal("1.10.0") > ordinal("1.9.3")
    True
    >>> ordinal("1.1.0") > ordinal("1.1.0-rc.2") > ordinal("1.1.0-beta.3")
    True
    """
    found = _VERSION.match(version)
    if found is None:
        message = f"{version!r} is not a version such as 1.0.0"
        raise ValueError(message)
    major, minor, patch, stage, number = found.groups()
    rank = STAGES.index(stage) if stage else len(STAGES)
    return int(major), int(minor), int(patch), rank, int(number or 0)


def is_version(text: str) -> bool:
    """Whether a text is a version such as ``1.0.0`` or ``1.1.0-rc.1``."""
    return _VERSION.match(text) is not None


def is_final(version: str) -> bool:
    """Whether a version is more than a try: ``1.1.0``, not ``1.1.0-rc.1``."""
    return is_version(version) and "-" not in version


def read_index(folder: Path) -> Index | None:
    """The index of a folder of releases; None where it has none.

    Raises
    ------
    DataError
        E511 where it is not an index, with the place.
    """
    path = folder / INDEX
    return parse_index(files.read_bytes(path), str(path)) if path.is_file() else None


def parse_index(data: bytes, file: str) -> Index:
    """The index that a text holds.

    Raises
    ------
    DataError
        E511.
    """
    document, findings = jsontext.parse(data, file)
    if document is None or findings:
        found = findings[0]
        raise _unreadable(f"{file}:{found.line}:{found.column}: {found.message}")
    try:
        return _index(document.value)
    except (KeyError, TypeError, ValueError) as error:
        raise _unreadable(f"{file}: {error}.") from error


def index_text(index: Index) -> bytes:
    """The text of an index: canonical JSON."""
    latest = index.latest
    return jsontext.canonical(
        {
            "name": index.name,
            "title": index.title,
            "latest": latest.version if latest else None,
            "releases": [_ordered(asdict(part)) for part in index.releases],
        }
    )


def latest_text(index: Index) -> bytes:
    """The text of ``latest.json``: the version to take, and where it stands beside that file."""
    latest = index.latest
    value = None if latest is None else {
        "name": index.name,
        "version": latest.version,
        "release_id": latest.release_id,
        "url": f"{latest.version}/datapackage.json",
    }  # fmt: skip
    return jsontext.canonical(value)


def _unreadable(message: str) -> DataError:
    return DataError("E511", message, "restore it, or publish into an empty folder")


def _index(value: Any) -> Index:
    _must(isinstance(value, dict), "it is not an object")
    _must(set(value) == {"name", "title", "latest", "releases"},
          "its keys are not name, title, latest, releases")  # fmt: skip
    _must(isinstance(value["releases"], list), '"releases" is not a list')
    releases = tuple(_release(part) for part in value["releases"])
    index = Index(_text(value, "name"), _text(value, "title"), releases)
    versions = [ordinal(part.version) for part in releases]
    _must(versions == sorted(set(versions), reverse=True), "versions are not in falling order")
    latest = index.latest.version if index.latest else None
    _must(value["latest"] == latest, f'"latest" is not {latest}')
    return index


def _release(value: Any) -> Release:
    _must(isinstance(value, dict) and set(value) - {"reason"} == set(_RELEASE_KEYS),
          f"a release has not the keys {', '.join(_RELEASE_KEYS)}")  # fmt: skip
    _must(isinstance(value["files"], list), '"files" is not a list')
    texts = {key: _text(value, key) for key in _RELEASE_KEYS if key != "files"}
    _must(is_version(texts["version"]), f"{texts['version']!r} is not a version")
    _must(texts["state"] in _STATES, f"{texts['state']!r} is not a state of a release")
    _must(_is_hash(texts["release_id"]), f"{texts['release_id']!r} is not a release id")
    reason = _text(value, "reason") if "reason" in value else ""
    _must(not reason or texts["state"] == "yanked", "a release that is not yanked has a reason")
    return Release(**texts, reason=reason, files=tuple(_file(part) for part in value["files"]))


def _file(value: Any) -> ReleaseFile:
    _must(isinstance(value, dict) and set(value) == set(_FILE_KEYS),
          f"a file has not the keys {', '.join(_FILE_KEYS)}")  # fmt: skip
    name, sha256, size = _text(value, "name"), _text(value, "sha256"), value["bytes"]
    _must(is_plain_name(name), f"{name!r} is not the name of a file beside the index")
    _must(type(size) is int and size >= 0, f"{size!r} is not a size")
    _must(_is_hash(sha256), f"{sha256!r} is not a SHA-256")
    return ReleaseFile(name, size, sha256)


def is_plain_name(name: str) -> bool:
    """Whether a text is the name of a file in a folder, and leads nowhere else."""
    return bool(re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,200}", name))


def _is_hash(text: str) -> bool:
    return bool(re.fullmatch(r"[0-9a-f]{64}", text))


def _text(value: Mapping[str, Any], key: str) -> str:
    text = value[key]
    _must(isinstance(text, str), f'"{key}" is not a text')
    return str(text)


def _must(holds: bool, message: str) -> None:  # noqa: FBT001 - reads as a sentence
    if not holds:
        raise ValueError(message)


def _ordered(value: dict[str, Any]) -> dict[str, Any]:
    value["files"] = list(value["files"])
    keys = (*_RELEASE_KEYS, "reason") if value["reason"] else _RELEASE_KEYS
    return {key: value[key] for key in keys}
