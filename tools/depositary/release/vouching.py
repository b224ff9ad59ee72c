"""What vouches for a release besides its hashes: signatures, and bundles of Sigstore."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from typing import TYPE_CHECKING, Any, NamedTuple

from depositary import files
from depositary.codes import CODES
from depositary.errors import DataError, Unavailable
from depositary.findings import Finding
from depositary.release.bag import TAG_MANIFEST
from depositary.release.signatures import (
    INDEX_NAMESPACE,
    INDEX_SIGNATURE,
    RELEASE_NAMESPACE,
    SIGNATURE,
    judged,
)
from depositary.releases import INDEX

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from depositary.release.signatures import Signature, Trust

BUNDLE = f"{TAG_MANIFEST}.sigstore.json"
"""In no manifest, as the signature; as ``sigstore sign`` names it."""
_MEDIA_TYPE = "application/vnd.dev.sigstore.bundle"
_LIMIT_BYTES = 1 << 20


class Vouched(NamedTuple):
    """What a release is vouched for by.

    Parameters
    ----------
    signature : Signature
        Of its tag manifest.
    index_signature : Signature or None
        Of the index beside it; None where there is no index.
    findings : tuple of Finding
        E573, E574 and E575: a false signature is worse than none.
    unchecked : tuple of str
        What could not be checked here, and what would: sentences.
    """

    signature: Signature
    index_signature: Signature | None
    findings: tuple[Finding, ...]
    unchecked: tuple[str, ...]


def vouched(texts: Mapping[str, bytes], place: Path, data: bytes | None, trust: Trust) -> Vouched:
    """What vouches for a release.

    Parameters
    ----------
    texts : mapping of str to bytes
        Its tag manifest and, where they are in it, the signature and the bundle of that.
    place : Path
        The folder or archive; beside it lie the index and the names of those who may sign.
    data : bytes or None
        All of the archive; None for a folder.
    trust : Trust
        Whom the reader trusts.
    """
    beside = place.absolute().parent
    signature = judged(texts[TAG_MANIFEST], texts.get(SIGNATURE), RELEASE_NAMESPACE, trust, beside)
    index_signature = _of_index(beside, trust)
    found = [
        *_false(place.name, SIGNATURE, signature),
        *_false("", INDEX_SIGNATURE, index_signature),
    ]
    unchecked = [] if signature.state != "unchecked" else [signature.words]
    signed = [(BUNDLE, texts[TAG_MANIFEST], texts.get(BUNDLE))]
    if data is not None:
        name = f"{place.name}.sigstore.json"
        signed.append((name, data, _read(beside / name)))
    for name, message, bundle in signed:
        if bundle is None:
            continue
        if fault := _fault_of(bundle, message):
            found.append(_finding(place.name, name, "E573", f"{name} {fault}."))
        else:
            unchecked.append(f"The Sigstore bundle {name} is of these bytes; who made it was not "
                             "checked, which needs sigstore.")  # fmt: skip
    return Vouched(signature, index_signature, tuple(found), tuple(unchecked))


def accept(signature: Signature, what: str, trust: Trust) -> None:
    """Stop where a reader must not take something, by its signature and by whom they trust.

    Parameters
    ----------
    signature : Signature
        As it was judged with that trust.
    what : str
        What is signed, for the message.
    trust : Trust
        Whom the reader trusts; a reader who names nobody takes what is not signed, and what a
        stranger signed, but nothing that is signed falsely.

    Raises
    ------
    DataError
        E571 to E575.
    Unavailable
        E578 where the reader asks, and there is no ``ssh-keygen``.
    """
    if not signature.is_false and (signature.state == "trusted" or not trust.asks):
        return
    kind = Unavailable if signature.state == "unchecked" else DataError
    raise kind(signature.code, f"{what}: {signature.words}", CODES[signature.code].mend)


def _of_index(folder: Path, trust: Trust) -> Signature | None:
    index = _read(folder / INDEX)
    if index is None:
        return None
    return judged(index, _read(folder / INDEX_SIGNATURE), INDEX_NAMESPACE, trust, folder)


def _false(name: str, path: str, signature: Signature | None) -> Iterator[Finding]:
    if signature is not None and signature.is_false:
        yield _finding(name, path, signature.code, f"{path}: {signature.words}")


def _finding(name: str, path: str, code: str, message: str) -> Finding:
    return Finding(
        f"{name}/{path}".lstrip("/"), 0, 0, code, kind="release", value=path, message=message,
        hint="do not use this copy; ask its publisher",
    )  # fmt: skip


def _read(path: Path) -> bytes | None:
    return files.read_bytes(path, _LIMIT_BYTES) if path.is_file() else None


def _fault_of(bundle: bytes, message: bytes) -> str:
    """Why a Sigstore bundle is not of these bytes, by what it says itself; empty where it is.

    Notes
    -----
    Sigstore bundle format 0.3, ``messageSignature.messageDigest``: SHA2_256 in Base64.
    """
    try:
        value: Any = json.loads(bundle)
        is_bundle = value["mediaType"].startswith(_MEDIA_TYPE)
        digest = base64.b64decode(value["messageSignature"]["messageDigest"]["digest"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, binascii.Error):
        return "is not a Sigstore bundle"
    if not is_bundle:
        return "is not a Sigstore bundle"
    return "" if digest == hashlib.sha256(message).digest() else "is of something else"
