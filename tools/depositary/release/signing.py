"""A release is signed: the manifest that its id is the hash of, and the index that lists it.

``SHA256SUMS`` needs no signature of its own: the tag manifest covers it, and it covers every file.
The release id is the same with and without, so that signing changes nothing that is cited.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from depositary import files, releases
from depositary.errors import CallError, Unavailable
from depositary.release.bag import TAG_MANIFEST
from depositary.release.signatures import (
    ALLOWED,
    INDEX_NAMESPACE,
    INDEX_SIGNATURE,
    PROGRAM,
    RELEASE_NAMESPACE,
    SIGNATURE,
    read_seal,
    run_program,
)
from depositary.releases import INDEX, LATEST

if TYPE_CHECKING:
    from collections.abc import Mapping

    from depositary.releases import Index
    from depositary.schema import Law

_NAME = re.compile(r"[^\s,*?!\"#]+")
"""No pattern and no list, as ``allowed_signers`` would read it."""
_NAMESPACES = f"{RELEASE_NAMESPACE},{INDEX_NAMESPACE}"


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs, and with which key.

    Parameters
    ----------
    name : str
        As readers know them: an e-mail address, or the name of the dataset.
    key : Path or None
        A private key, or a public one whose private key an agent holds; None for the agent's
        key ``public``.
    public : str
        The only key that may sign, by its type and its bytes; empty for any.
    """

    name: str
    key: Path | None = None
    public: str = ""

    def sign(self, data: bytes, namespace: str) -> bytes:
        """The signature of some bytes, in the armour of SSH.

        Raises
        ------
        CallError
            E577 where it is not the key of the dataset.
        Unavailable
            E570 where ``ssh-keygen`` is missing, or cannot use the key.
        """
        if shutil.which(PROGRAM) is None:
            raise Unavailable(
                "E570",
                f"Nothing can be signed: {PROGRAM} is not installed.",
                "install OpenSSH (on Debian: apt install openssh-client)",
            )
        with tempfile.TemporaryDirectory(prefix="depositary-") as folder:
            key = self.key or _written(Path(folder) / "key.pub", self.public)
            made = run_program(
                [PROGRAM, "-Y", "sign", "-q", "-n", namespace, "-f", os.fspath(key)], data
            )
        if made.returncode or (seal := read_seal(made.stdout)) is None:
            words = made.stderr.decode("utf-8", "replace").strip().splitlines() or ["no signature"]
            raise Unavailable(
                "E570",
                f"{self.key or 'The agent'} does not sign: {words[-1]}",
                "name a key with --sign, or add it to the agent: ssh-add KEY",
            )
        if self.public and seal.public != self.public:
            raise CallError(
                "E577",
                f"{self.key} has the key {seal.fingerprint}, which is not the one that signs here.",
                'sign with the key of "signing" in schema/dataset.json, or change it there first',
            )
        return made.stdout

    def allowed(self, known: bytes, signature: bytes) -> bytes:
        """Who may sign: what was known, and one line more where the key is new."""
        seal = read_seal(signature)
        if seal is None or any(seal.public in line for line in known.decode().splitlines()):
            return known
        gap = b"" if known.endswith(b"\n") or not known else b"\n"
        return known + gap + f'{self.name} namespaces="{_NAMESPACES}" {seal.public}\n'.encode()


def _written(path: Path, public: str) -> Path:
    path.write_text(f"{public}\n", encoding="ascii")
    return path


def signer_of(law: Law, key: str) -> Signer | None:
    """Who signs the releases of a dataset; None where nobody does.

    Parameters
    ----------
    law : Law
        ``signing`` in its ``dataset.json`` names signer and public key; a release is then never
        unsigned.
    key : str
        Path of the key that a person gave; empty for none.
    """
    path = Path(key).expanduser() if key else None
    stated = law.dataset.get("signing")
    if stated:
        return Signer(stated["signer"], path, stated["key"])
    if path is None:
        return None
    addresses = (part.get("email", "") for part in law.dataset["contributors"])
    return Signer(next(filter(_NAME.fullmatch, addresses), law.dataset["name"]), path)


def signed(content: Mapping[str, bytes], signer: Signer | None) -> dict[str, bytes]:
    """The files of a release, with the signature of its tag manifest where somebody signs."""
    if signer is None:
        return dict(content)
    seal = {SIGNATURE: signer.sign(content[TAG_MANIFEST], RELEASE_NAMESPACE)}
    return dict(sorted({**content, **seal}.items(), key=lambda item: item[0].encode()))


def write_index(target: Path, index: Index, signer: Signer | None) -> None:
    """Replace the index of a folder of releases, its signature, and ``latest.json``.

    While it is replaced there is no signature: a reader sees an index that is not signed, never
    one whose signature is false.

    Raises
    ------
    CallError
        E576 where the index is signed and nobody signs the next one; E577.
    Unavailable
        E570; E105 to E107.
    """
    text, seal = releases.index_text(index), target / INDEX_SIGNATURE
    is_new = not (target / INDEX).is_file() or (target / INDEX).read_bytes() != text
    if is_new:
        refuse_unsigned(target, signer)
    if signer is not None and (is_new or not seal.is_file()):
        signature = signer.sign(text, INDEX_NAMESPACE)
        allowed = target / ALLOWED
        known = files.read_bytes(allowed) if allowed.is_file() else b""
        files.replace(allowed, signer.allowed(known, signature))
        if is_new and seal.is_file():
            seal.unlink()
            files.sync_folder(target)
        files.replace(target / INDEX, text)
        files.replace(seal, signature)
    else:
        files.replace(target / INDEX, text)
    files.replace(target / LATEST, releases.latest_text(index))


def refuse_unsigned(target: Path, signer: Signer | None) -> None:
    """Stop where readers have been given signatures and would be given none.

    Raises
    ------
    CallError
        E576.
    """
    if signer is None and (target / INDEX_SIGNATURE).is_file():
        raise CallError("E576", f"The index of {target} is signed; it would not be any more.",
                        "give --sign KEY, or set DEPOSITARY_SIGN")  # fmt: skip
