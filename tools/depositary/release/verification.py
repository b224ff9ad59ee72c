"""Is this the release that was published? Hash by hash, with the standard library alone."""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from depositary import files
from depositary.errors import CallError, DataError
from depositary.findings import Finding
from depositary.release import archive
from depositary.release.bag import MANIFEST, PAYLOAD, TAG_MANIFEST
from depositary.release.signatures import ANYONE, SIGNATURE, UNSIGNED
from depositary.release.stores import Address, place_of
from depositary.release.vouching import BUNDLE, vouched
from depositary.releases import INDEX, read_index

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from depositary.release.signatures import Signature, Trust
    from depositary.releases import Release

_LINE = re.compile(r"([0-9a-f]{64})  ([^\n]+)\n")
_DESCRIPTOR = "datapackage.json"
_VOUCHING = (SIGNATURE, BUNDLE)
"""What is in no manifest: it says who made the manifest."""
_KEPT = (TAG_MANIFEST, MANIFEST, _DESCRIPTOR, *_VOUCHING)


@dataclass(frozen=True, slots=True)
class Verification:
    """What was found when a release was verified.

    Parameters
    ----------
    path : str
        The folder or archive.
    name, version : str
        As its descriptor says.
    release_id : str
        SHA-256 of the tag manifest.
    files, size_bytes : int
        How many files, and their size uncompressed.
    findings : tuple of Finding
        E507 for each file that differs, is missing, or was added; E511 for an index that cannot
        be read; E573 to E575 for a false signature. Empty where the release is whole.
    listed : str
        What the index beside it says: ``published``, ``yanked``, or empty where there is no
        index or it does not name the version.
    latest : str
        The version that the index recommends, where there is one.
    signature : Signature
        Who vouches for it, and what that is worth.
    index_signature : Signature or None
        The same of the index beside it; None where there is none.
    unchecked : tuple of str
        What could not be checked here, and why: sentences.
    """

    path: str
    name: str
    version: str
    release_id: str
    files: int
    size_bytes: int
    findings: tuple[Finding, ...]
    listed: str = ""
    latest: str = ""
    signature: Signature = UNSIGNED
    index_signature: Signature | None = None
    unchecked: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether every file is the one that was published, and there is no other."""
        return not self.findings


@dataclass(frozen=True, slots=True)
class _Contents:
    """Sizes and hashes of all files by path, and the few whose text matters."""

    hashes: Mapping[str, str]
    size_bytes: int
    texts: Mapping[str, bytes]
    strange: tuple[str, ...] = ()


def verify(path: str | Path | Address, release_id: str = "", trust: Trust = ANYONE) -> Verification:
    """Whether a release is whole and as it was published.

    Parameters
    ----------
    path : str, Path or Address
        A release folder, or its zip, or the address of one.
    release_id : str
        The one that it should have, where it is known from elsewhere.
    trust : Trust
        Who may have signed it.

    Returns
    -------
    Verification
        Sees changed, missing and added files, signatures, and what ``index.json`` beside it says.

    Raises
    ------
    CallError
        E103 where there is nothing; E103, E104 or E108 for the file of those who may sign.
    DataError
        E508 where it is no release, E507 for an archive that was changed.
    Unavailable
        E105 to E107.
    """
    place = place_of(path) if isinstance(path, str) else path
    if isinstance(place, Address):
        from depositary.release.fetching import fetched

        with fetched(place) as near:
            return replace(verify(near, release_id, trust), path=str(place))
    if not place.exists():
        raise CallError("E103", f"There is no {place}.", "check the path")
    if place.is_dir():
        return _examined(place, _of_folder(place), release_id, trust)
    data = files.read_bytes(place, archive.LIMIT_BYTES)
    try:
        contents = _of_archive(data, place.name)
    except DataError as error:
        raise _with_outer_hash(error, place, data) from error
    return _examined(place, contents, release_id, trust, data)


def is_release(folder: Path, release_id: str) -> bool:
    """Whether a folder is the release of an id, whole and with nothing else in it."""
    try:
        return verify(folder, release_id).is_whole
    except DataError:
        return False


def verify_archive(data: bytes, name: str) -> tuple[Finding, ...]:
    """What is wrong in the archive of a release that is still in memory."""
    return tuple(_faults(_of_archive(data, name), name))


def _with_outer_hash(error: DataError, place: Path, data: bytes) -> DataError:
    """The same error, knowing whether these are the bytes that were published."""
    noted = _noted_hash(place)
    if noted and noted != hashlib.sha256(data).hexdigest():
        message = f"{error.message} Its SHA-256 is not the one in {place.name}.sha256."
        return DataError("E507", message, "download the release again")
    return error


def _of_archive(data: bytes, name: str) -> _Contents:
    """What an archive holds; of its files only those are kept whose text matters."""
    found = archive.opened(data, name, _looked_at)
    hashes = {path: sha256 for path, (sha256, _, _) in found.items()}
    texts = {path: text for path, (_, _, text) in found.items() if path in _KEPT}
    return _Contents(hashes, sum(size for _, size, _ in found.values()), texts)


def _looked_at(path: str, pieces: Iterator[bytes]) -> tuple[str, int, bytes]:
    """The hash and size of a file, and its text where that matters."""
    digest, size, kept = hashlib.sha256(), 0, []
    for piece in pieces:
        digest.update(piece)
        size += len(piece)
        if path in _KEPT:
            kept.append(piece)
    return digest.hexdigest(), size, b"".join(kept)


def _of_folder(folder: Path) -> _Contents:
    """What a folder holds; a link, a pipe or a device in it is strange and is not opened."""
    plain: dict[str, Path] = {}
    strange: list[str] = []
    size = 0
    with files.speaking_of(folder):
        for path in _walk(folder):
            name = path.relative_to(folder).as_posix()
            if stat.S_ISREG(path.lstat().st_mode):
                plain[name] = path
                size += path.stat().st_size
            else:
                strange.append(name)
        with archive.workers() as threads:
            hashes = dict(zip(plain, threads.map(_hash_of, plain.values()), strict=True))
    texts = {name: files.read_bytes(folder / name) for name in _KEPT if name in hashes}
    return _Contents(hashes, size, texts, tuple(strange))


def _walk(folder: Path) -> Iterator[Path]:
    """Yield everything below a folder that is not a folder itself, and no folder behind a link."""
    for at, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            yield Path(at, name)
        for name in folders:
            if Path(at, name).is_symlink():
                yield Path(at, name)


def _hash_of(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _examined(
    place: Path, contents: _Contents, release_id: str, trust: Trust, data: bytes | None = None
) -> Verification:
    found = list(_faults(contents, place.name))
    own_id = contents.hashes[TAG_MANIFEST]
    if release_id and release_id.lower() != own_id:
        found.append(_fault(place.name, TAG_MANIFEST,
                            f"The release id is {own_id}, not {release_id}."))  # fmt: skip
    about = _about(contents.texts.get(_DESCRIPTOR, b""))
    listed, latest, more = _beside(place, about, own_id, data)
    who = vouched(contents.texts, place, data, trust)
    return Verification(
        str(place), *about, own_id, len(contents.hashes), contents.size_bytes,
        (*found, *more, *who.findings), listed, latest,
        who.signature, who.index_signature, who.unchecked,
    )  # fmt: skip


def _faults(contents: _Contents, name: str) -> Iterator[Finding]:
    """Yield each file that is not what the manifests say, is missing, or was added."""
    if TAG_MANIFEST not in contents.texts:
        raise DataError("E508", f"{name} has no {TAG_MANIFEST}.",
                        "name a release folder or its zip")  # fmt: skip
    tags = _listed(contents.texts[TAG_MANIFEST], TAG_MANIFEST, name)
    payload = _listed(contents.texts.get(MANIFEST, b""), MANIFEST, name)
    expected = {**tags, **{path: sha256 for path, sha256 in payload.items() if path not in tags}}
    for path, sha256 in sorted(expected.items()):
        if path not in contents.hashes:
            yield _fault(name, path, f"{path} is missing.")
        elif contents.hashes[path] != sha256:
            yield _fault(name, path, f"{path} is not the file that was published.")
    known = {*expected, TAG_MANIFEST, *_VOUCHING}
    for path in sorted({*contents.hashes, *contents.strange} - known):
        yield _fault(name, path, f"{path} was added: it is not part of the release.")
    for path in sorted({*contents.strange} & known):
        yield _fault(name, path, f"{path} is not a plain file.")
    stray = sorted(path for path in payload if not path.startswith(PAYLOAD))
    if MANIFEST not in tags or stray:
        yield _fault(name, MANIFEST, f"{MANIFEST} is not what {TAG_MANIFEST} covers.")


def _listed(text: bytes, manifest: str, name: str) -> dict[str, str]:
    """The hashes of a manifest by path, every line of it understood."""
    try:
        lines = text.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DataError("E508", f"{name}: {manifest} is not UTF-8.") from error
    found = {match[2]: match[1] for match in _LINE.finditer(lines)}
    if "".join(f"{sha256}  {path}\n" for path, sha256 in found.items()) != lines:
        raise DataError("E508", f"{name}: {manifest} is not a list of SHA-256 and paths.")
    return found


def _fault(name: str, path: str, message: str) -> Finding:
    return Finding(
        f"{name}/{path}", 0, 0, "E507", kind="release", value=path, message=message,
        hint="download the release again; do not use this copy",
    )  # fmt: skip


def _about(descriptor: bytes) -> tuple[str, str]:
    """Name and version, as the descriptor says; nothing where it cannot be read."""
    try:
        value: Any = json.loads(descriptor)
        return str(value["name"]), str(value["version"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return "", ""


# ── what stands beside it ───────────────────────────────────────────────────────────────────────
def _beside(
    place: Path, about: tuple[str, str], release_id: str, data: bytes | None
) -> tuple[str, str, list[Finding]]:
    """State, latest version and faults, by the index and the hash file beside a release."""
    found: list[Finding] = []
    sha256 = hashlib.sha256(data).hexdigest() if data is not None else ""
    if sha256 and _noted_hash(place) not in ("", sha256):
        found.append(_fault(place.name, place.name,
                            f"Its SHA-256 is not the one in {place.name}.sha256."))  # fmt: skip
    folder = place.absolute().parent
    try:
        index = read_index(folder)
    except DataError as error:
        finding = Finding(INDEX, 0, 0, error.code, kind="release", message=error.message)
        return "", "", [*found, finding]
    release = index.find(about[1]) if index and index.name == about[0] else None
    if index is None or release is None:
        return "", "", found
    if release.release_id != release_id:
        found.append(_fault(place.name, TAG_MANIFEST,
                            f"The index gives {about[1]} another release id."))  # fmt: skip
    if sha256 and not _is_listed(release, place.name, sha256):
        found.append(_fault(place.name, place.name, "The index gives it another SHA-256."))
    return release.state, index.latest.version if index.latest else "", found


def _is_listed(release: Release, name: str, sha256: str) -> bool:
    """Whether an archive is the one of the index; a renamed copy is judged by its hash alone."""
    named = [part for part in release.files if part.name == name] or list(release.files)
    return any(part.sha256 == sha256 for part in named)


def _noted_hash(place: Path) -> str:
    """The hash in ``<archive>.sha256``; empty where there is none."""
    beside = place.with_name(f"{place.name}.sha256")
    if not beside.is_file():
        return ""
    return files.read_bytes(beside, 4096).decode("ascii", "replace")[:64]
