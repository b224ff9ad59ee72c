"""Who vouches for it? Signatures of SSH keys, read without trust and judged by ``ssh-keygen``.

A signature says for what it was made (its namespace) and by which key; both are read here, byte by
byte (OpenSSH, PROTOCOL.sshsig). Whether it fits the bytes, and who owns the key, says
``ssh-keygen -Y``, which is on every machine that has SSH.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from depositary import files
from depositary.release.bag import TAG_MANIFEST
from depositary.releases import INDEX

if TYPE_CHECKING:
    from collections.abc import Sequence

PROGRAM = "ssh-keygen"
SIGNATURE = f"{TAG_MANIFEST}.sig"
"""In the release, and in no manifest: it signs the one whose hash is the release id."""
INDEX_SIGNATURE = f"{INDEX}.sig"
ALLOWED = "allowed_signers"
"""Beside the index: who may sign, in the form of ``ssh-keygen``."""
REVOKED = "revoked_keys"
"""Beside it, where a key was lost: public keys, one a line, or a list that ``ssh-keygen`` made."""
RELEASE_NAMESPACE = "depositary-release"
INDEX_NAMESPACE = "depositary-index"
_ARMOUR = re.compile(
    rb"\s*-----BEGIN SSH SIGNATURE-----\r?\n([A-Za-z0-9+/=\r\n]+)-----END SSH SIGNATURE-----\s*"
)
_LIMIT_BYTES = 1 << 20
_WAIT_S = 30

State = Literal[
    "trusted", "unsigned", "unknown", "bad", "misused", "revoked", "unchecked"
]  # fmt: skip
_CODES: dict[State, str] = {
    "trusted": "",
    "unsigned": "E571",
    "unknown": "E572",
    "bad": "E573",
    "misused": "E574",
    "revoked": "E575",
    "unchecked": "E578",
}


@dataclass(frozen=True, slots=True)
class Trust:
    """Whom a reader trusts to sign.

    Parameters
    ----------
    allowed_signers : Path or None
        A file of the reader's own that says so; None for the one beside the release, which shows
        who signed and proves as much as the place that both came from.
    signer : str
        The only one who may have signed; empty for any who is named there.
    """

    allowed_signers: Path | None = None
    signer: str = ""

    @property
    def asks(self) -> bool:
        """Whether the reader wants a signature, rather than to know of one."""
        return self.allowed_signers is not None or bool(self.signer)


ANYONE = Trust()
"""Nobody in particular: who signed is told as the files beside a release have it."""


@dataclass(frozen=True, slots=True)
class Signature:
    """What a signature is worth.

    Parameters
    ----------
    state : str
        ``trusted``, ``unsigned``, ``unknown`` (a good signature of a key that nobody names),
        ``bad``, ``misused`` (made for something else), ``revoked``, or ``unchecked`` (there is no
        ``ssh-keygen`` here).
    words : str
        The same in a sentence.
    key : str
        Fingerprint, ``SHA256:…``; empty where none can be read.
    signer : str
        Whom ``named_by`` gives as the owner of the key.
    named_by : str
        The file that says who may sign; empty where there is none.
    """

    state: State
    words: str
    key: str = ""
    signer: str = ""
    named_by: str = ""

    @property
    def code(self) -> str:
        """Its error code; empty where the signature is trusted."""
        return _CODES[self.state]

    @property
    def is_false(self) -> bool:
        """Whether it says of itself what is not so, whoever is trusted."""
        return self.state in ("bad", "misused", "revoked")


UNSIGNED = Signature("unsigned", "It is not signed.")


class Seal(NamedTuple):
    """What an SSH signature says of itself: the public key, and for what it was made."""

    key_type: str
    key: bytes
    namespace: str

    @property
    def fingerprint(self) -> str:
        """As ``ssh-keygen -l`` prints it."""
        digest = base64.b64encode(hashlib.sha256(self.key).digest()).decode()
        return f"SHA256:{digest.rstrip('=')}"

    @property
    def public(self) -> str:
        """The public key as one line: its type and its bytes."""
        return f"{self.key_type} {base64.b64encode(self.key).decode()}"


def read_seal(signature: bytes) -> Seal | None:
    """What an armoured SSH signature says of itself; None where it is none.

    Notes
    -----
    OpenSSH, PROTOCOL.sshsig, sections 2 and 3: magic, version 1, public key, namespace, reserved,
    hash algorithm, signature.
    """
    found = _ARMOUR.fullmatch(signature)
    if found is None:
        return None
    try:
        blob = base64.b64decode(b"".join(found[1].split()), validate=True)
        key, namespace, _, _, _ = _strings(blob.removeprefix(b"SSHSIG\0\0\0\1"), 5)
        (key_type,) = _strings(key, 1)
        seal = Seal(key_type.decode("ascii"), key, namespace.decode("utf-8"))
    except (binascii.Error, ValueError):
        return None
    return seal if blob.startswith(b"SSHSIG\0\0\0\1") else None


def _strings(blob: bytes, count: int) -> list[bytes]:
    """The first strings of a blob, each after its length in four bytes (RFC 4251, section 5)."""
    found, at = [], 0
    for _ in range(count):
        end = at + 4 + int.from_bytes(blob[at : at + 4])
        if at + 4 > len(blob) or end > len(blob):
            message = "the blob is cut short"
            raise ValueError(message)
        found.append(blob[at + 4 : end])
        at = end
    return found


def judged(
    message: bytes, signature: bytes | None, namespace: str, trust: Trust, folder: Path
) -> Signature:
    """What the signature of some bytes is worth.

    Parameters
    ----------
    message : bytes
        What is signed.
    signature : bytes or None
        None where there is none.
    namespace : str
        What it must have been made for.
    trust : Trust
        Whom the reader trusts.
    folder : Path
        Where ``allowed_signers`` and ``revoked_keys`` are looked for unless the reader names one.

    Raises
    ------
    CallError
        E103, E104 or E108 where the reader's own file cannot be read.
    Unavailable
        E105 to E107.
    """
    if signature is None:
        return UNSIGNED
    seal = read_seal(signature)
    if seal is None:
        return Signature("bad", "Its signature is not one of an SSH key.")
    if seal.namespace != namespace:
        return Signature("misused", f"Its signature was made for {seal.namespace!r}, "
                                    f"not for {namespace!r}.", seal.fingerprint)  # fmt: skip
    if shutil.which(PROGRAM) is None:
        return Signature("unchecked", f"Its signature cannot be checked: {PROGRAM} is not "
                                      "installed.", seal.fingerprint)  # fmt: skip
    allowed = trust.allowed_signers or folder / ALLOWED
    with tempfile.TemporaryDirectory(prefix="depositary-") as name:
        desk = _Desk(Path(name), message, namespace)
        desk.lay("signature", signature)
        return _weighed(desk, seal, trust, allowed)


class _Desk(NamedTuple):
    """Where a signature is laid out for ``ssh-keygen``, which reads files."""

    folder: Path
    message: bytes
    namespace: str

    def lay(self, name: str, data: bytes) -> None:
        (self.folder / name).write_bytes(data)

    def asked(self, kind: str, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        whole = [PROGRAM, "-Y", kind, "-n", self.namespace, "-s", "signature", *arguments]
        return run_program(whole, self.message, self.folder)

    def holds(self, kind: str, *arguments: str) -> bool:
        return self.asked(kind, *arguments).returncode == 0


def _weighed(desk: _Desk, seal: Seal, trust: Trust, allowed: Path) -> Signature:
    key = seal.fingerprint
    if not desk.holds("check-novalidate"):
        return Signature("bad", "Its signature does not fit: it was changed after it was signed, "
                                "or the signature is of something else.", key)  # fmt: skip
    revoked = _beside(allowed.parent / REVOKED)
    if revoked is not None:
        desk.lay(REVOKED, revoked)
        desk.lay("anyone", f"* {seal.public}\n".encode())
        if not desk.holds("verify", "-f", "anyone", "-I", "anyone", "-r", REVOKED):
            return Signature("revoked", f"The key of its signature, {key}, is revoked.", key)
    given = _beside(allowed) if trust.allowed_signers is None else _read(allowed)
    if given is None:
        return Signature("unknown", f"It is signed with the key {key}, and nothing here says "
                                    "whose that is.", key)  # fmt: skip
    desk.lay(ALLOWED, given)
    signer = _owner(desk, trust.signer)
    if not signer:
        wanted = f" of {trust.signer}" if trust.signer else ""
        return Signature("unknown", f"It is signed with the key {key}, which {allowed} does not "
                                    f"give as one{wanted} that may sign this.",
                         key, named_by=str(allowed))  # fmt: skip
    return Signature("trusted", f"It is signed by {signer}.", key, signer, str(allowed))


def _owner(desk: _Desk, wanted: str) -> str:
    """The one whom the file on the desk names as owner of the key and lets sign this."""
    if wanted:
        names = [wanted]
    else:
        found = desk.asked("find-principals", "-f", ALLOWED)
        names = found.stdout.decode("utf-8", "replace").splitlines()
    fitting = (name for name in names if desk.holds("verify", "-f", ALLOWED, "-I", name))
    return next(fitting, "")


def _beside(path: Path) -> bytes | None:
    return _read(path) if path.is_file() else None


def _read(path: Path) -> bytes:
    return files.read_bytes(path, _LIMIT_BYTES)


def run_program(
    command: Sequence[str], data: bytes, folder: Path | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run ``ssh-keygen``; one that hangs is one that failed."""
    try:
        return subprocess.run(  # noqa: S603 - a program of the machine; arguments are no shell
            command, input=data, capture_output=True, cwd=folder, check=False, timeout=_WAIT_S
        )
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(command, 255, b"", b"it did not answer")
