"""A folder of files that names and hashes each of them: a BagIt bag that ``sha256sum`` can check.

The BagIt File Packaging Format 1.0 (RFC 8493) has ``manifest-sha256.txt`` for ``data/`` and
``tagmanifest-sha256.txt`` for the rest, both in the form of ``sha256sum``. ``SHA256SUMS`` is ours:
one list of all, for a reader who has only coreutils.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

BAGIT = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
MANIFEST = "manifest-sha256.txt"
TAG_MANIFEST = "tagmanifest-sha256.txt"
SUMS = "SHA256SUMS"
PAYLOAD = "data/"


def bagged(files: Mapping[str, bytes], known: Mapping[str, str] | None = None) -> dict[str, bytes]:
    r"""The files with the manifests of a bag: payload, all that ``sha256sum`` sees, and tags.

    Parameters
    ----------
    files : mapping of str to bytes
        By path.
    known : mapping of str to str, optional
        The SHA-256 of some of them, which are then not hashed again.

    Examples
    --------
    >>> list(bagged({"data/a.csv": b"a\n"}))[:3]
    ['SHA256SUMS', 'bagit.txt', 'data/a.csv']
    """
    whole = {**files, "bagit.txt": BAGIT}
    hashed = {**(known or {})}

    def manifest_of(names: Iterable[str]) -> bytes:
        hashed.update(hashes({name: whole[name] for name in names if name not in hashed}))
        return manifest({name: hashed[name] for name in names})

    whole[MANIFEST] = manifest_of([name for name in whole if name.startswith(PAYLOAD)])
    whole[SUMS] = manifest_of([*whole])
    whole[TAG_MANIFEST] = manifest_of([name for name in whole if not name.startswith(PAYLOAD)])
    return dict(sorted(whole.items(), key=lambda item: item[0].encode()))


def manifest(hashed: Mapping[str, str]) -> bytes:
    """A manifest in the form of ``sha256sum``: hash, two blanks, path; in order of the paths."""
    lines = sorted(hashed.items(), key=lambda item: item[0].encode())
    return "".join(f"{sha256}  {name}\n" for name, sha256 in lines).encode()


def listed(text: bytes) -> dict[str, str]:
    """The SHA-256 of each file by path, from a manifest whose own hash is known to be right.

    Examples
    --------
    >>> listed(manifest({"data/a.csv": "3f2a"}))
    {'data/a.csv': '3f2a'}
    """
    lines = (line.partition("  ") for line in text.decode("utf-8", "replace").splitlines())
    return {path: sha256 for sha256, _, path in lines}


def hashes(files: Mapping[str, bytes]) -> dict[str, str]:
    """The SHA-256 of each file, by path."""
    return {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}


def release_id(files: Mapping[str, bytes]) -> str:
    """What names a release: the SHA-256 of its tag manifest, which covers every other file."""
    return hashlib.sha256(files[TAG_MANIFEST]).hexdigest()
