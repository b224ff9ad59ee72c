"""What has a reader fetched before? Releases by their id, and what each address listed when asked.

A release is placed whole or not at all, by one rename; who comes second finds it there. The id
names every byte, so that a copy is checked against it alone, wherever it came from.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from depositary import files, jsontext
from depositary.errors import DataError
from depositary.release.bag import MANIFEST, TAG_MANIFEST, listed
from depositary.release.signatures import ANYONE, RELEASE_NAMESPACE, SIGNATURE, judged
from depositary.release.verification import verify
from depositary.release.vouching import accept

if TYPE_CHECKING:
    from collections.abc import Mapping

    from depositary.release.signatures import Signature, Trust

DESCRIPTOR = "datapackage.json"
_NEW = ".new-"
_RELEASES = "releases"
_INDEXES = "indexes"


@dataclass(frozen=True, slots=True)
class Shelf:
    """A folder of one reader, which several processes may use at once.

    Parameters
    ----------
    folder : Path
        Made where it is missing; whatever is in it may be removed.
    """

    folder: Path

    def find(self, release_id: str) -> Path | None:
        """The folder of a release that was placed here and is there still; None without one.

        That its files are those of the release is looked up when they are read, one by one: see
        :func:`hashes_of`.
        """
        folder = self.folder / _RELEASES / release_id
        try:
            is_complete = all((folder / name).is_file() for name in hashes_of(folder, release_id))
        except DataError:
            return None
        return folder if is_complete else None

    def place(self, release_id: str, content: Mapping[str, bytes]) -> Path:
        """The folder of a release, which is written where it is not there.

        A copy that is there may have come unsigned, or signed by somebody else: it gets the
        signature that came now.

        Parameters
        ----------
        release_id : str
            SHA-256 of its tag manifest.
        content : mapping of str to bytes
            Its files by path.

        Raises
        ------
        DataError
            E507 and E508 where they are not those of that release, E573 to E575 where their
            signature is false.
        Unavailable
            E105 to E107; nothing is there then under its id.
        """
        room = self.folder / _RELEASES
        with files.speaking_of(room), files.locked(room):
            for left in room.glob(f"{_NEW}*"):  # of a process that was killed: we hold the lock
                shutil.rmtree(left)
            folder = room / release_id
            if self.find(release_id) is not None:
                _seal(folder, content)
            else:
                shutil.rmtree(folder, ignore_errors=True)
                staged = Path(tempfile.mkdtemp(dir=room, prefix=_NEW))
                staged.chmod(
                    0o755
                )  # a temporary folder is for one user; the shelf's own mode decides
                files.write_folder(staged, content)
                _read_back(staged, release_id)
                staged.rename(folder)
                files.sync_folder(room)
        return folder

    def remove(self, release_id: str) -> None:
        """Take a damaged release away, so that it is fetched anew."""
        room = self.folder / _RELEASES
        with files.speaking_of(room), files.locked(room):
            shutil.rmtree(room / release_id, ignore_errors=True)

    def note_of(self, address: str) -> Path:
        """The file in which the index stands that was last read at an address."""
        name = hashlib.sha256(address.encode()).hexdigest()
        return self.folder / _INDEXES / f"{name}.json"


def hashes_of(folder: Path, release_id: str) -> dict[str, str]:
    """The SHA-256 of every file of a release by its path, as its release id vouches for them.

    Parameters
    ----------
    folder : Path
        Of the release.
    release_id : str
        SHA-256 of its tag manifest, which has that of the manifest, which has those of the tables.

    Raises
    ------
    DataError
        E507 where a manifest is missing, or is not the one that was published.
    """
    tags = _listed(folder, TAG_MANIFEST, release_id)
    return {**_listed(folder, MANIFEST, tags.get(MANIFEST, "")), **tags}


def signature_of(folder: Path, trust: Trust) -> Signature:
    """What the signature of a release that is kept here is worth to a reader.

    Raises
    ------
    CallError
        E103, E104 or E108 where the reader's own file of signers cannot be read.
    """
    seal = folder / SIGNATURE
    signature = files.read_bytes(seal) if seal.is_file() else None
    manifest = files.read_bytes(folder / TAG_MANIFEST)
    return judged(manifest, signature, RELEASE_NAMESPACE, trust, folder)


def read(folder: Path, name: str, sha256: str) -> bytes:
    """A file of a release, if it is the one that was published.

    Raises
    ------
    DataError
        E507 where it is missing or another.
    """
    path = folder / name
    data = files.read_bytes(path) if path.is_file() else b""
    if hashlib.sha256(data).hexdigest() != sha256:
        raise DataError("E507", f"{path} is not the file that was published.",
                        "fetch the release again; do not use this copy")  # fmt: skip
    return data


def descriptor_of(folder: Path, release_id: str) -> dict[str, Any]:
    """The ``datapackage.json`` of a release.

    Raises
    ------
    DataError
        E507 where it is not the one that was published, E101 where it is no JSON object.
    """
    sha256 = hashes_of(folder, release_id).get(DESCRIPTOR, "")
    document, findings = jsontext.parse(read(folder, DESCRIPTOR, sha256), DESCRIPTOR)
    if document is None or not isinstance(document.value, dict):
        raise DataError("E101", f"{folder} has no readable descriptor.", "", findings)
    return document.value


def _seal(folder: Path, content: Mapping[str, bytes]) -> None:
    seal = content.get(SIGNATURE)
    if seal is None:
        return
    manifest = files.read_bytes(folder / TAG_MANIFEST)
    accept(judged(manifest, seal, RELEASE_NAMESPACE, ANYONE, folder), str(folder), ANYONE)
    files.replace(folder / SIGNATURE, seal)


def _read_back(staged: Path, release_id: str) -> None:
    found = verify(staged, release_id).findings
    if found:
        shutil.rmtree(staged)
        raise DataError(found[0].code, found[0].message, found[0].hint, found)


def _listed(folder: Path, manifest: str, sha256: str) -> dict[str, str]:
    return listed(read(folder, manifest, sha256))
