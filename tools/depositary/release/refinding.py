"""Do the quotes of a release stand in my own copy of the sources, where it says they do?"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple

from depositary import files
from depositary.errors import CallError
from depositary.findings import Finding
from depositary.release import editions
from depositary.release.fetching import fetched
from depositary.release.quoting import hidden, is_hidden
from depositary.release.stores import Address

if TYPE_CHECKING:
    from pathlib import Path

_LIMIT_BYTES = 64 << 20


class Refound(NamedTuple):
    """What became of the quotes of a release.

    Parameters
    ----------
    found : int
        Quotes that stand at their place, in words or by their hash.
    findings : tuple of Finding
        E579 for each that does not.
    missing : tuple of str
        Sources of which there is no copy with the bytes that were read.
    unsought : int
        Quotes of those.
    """

    found: int
    findings: tuple[Finding, ...]
    missing: tuple[str, ...]
    unsought: int


def refound(release: Path | Address, folder: Path) -> Refound:
    """Look for every quote of a release in a reader's own copies of its sources.

    Parameters
    ----------
    release : Path or Address
        A release folder or its zip, or the address of one.
    folder : Path
        Holds the copies, in files of whatever name: they are known by their SHA-256.

    Raises
    ------
    CallError
        E103 where there is no such folder, E510 where the release has no tables of evidence.
    """
    if not folder.is_dir():
        raise CallError("E103", f"There is no folder {folder}.", "name the folder of your copies")
    if isinstance(release, Address):
        with fetched(release) as near:
            return refound(near, folder)
    tables = editions.edition_at(release).tables
    if not {"sources", "evidence"} <= set(tables):
        raise CallError("E510", f"{release} has no tables sources and evidence.")
    hashes = {row["source_id"]: row["sha256"] for row in tables["sources"].mappings()}
    texts = _texts(folder, set(hashes.values()))
    found, unsought, faults, missing = 0, 0, [], set()
    for number, row in enumerate(tables["evidence"].mappings(), 2):
        text = texts.get(hashes.get(row["source_id"], ""))
        if text is None:
            missing.add(row["source_id"])
            unsought += 1
        elif _stands(row["quote"], text[int(row["start"]) : int(row["end"])]):
            found += 1
        else:
            faults.append(Finding(
                "data/evidence.csv", number, 0, "E579", "evidence", number, "quote",
                value=row["evidence_id"],
                message=f"The words of {row['evidence_id']} do not stand at {row['start']} to "
                        f"{row['end']} of {row['source_id']}.",
            ))  # fmt: skip
    return Refound(found, tuple(faults), tuple(sorted(missing)), unsought)


def _stands(quote: str, stretch: str) -> bool:
    return bool(stretch) and (hidden(stretch) if is_hidden(quote) else stretch) == quote


def _texts(folder: Path, wanted: set[str]) -> dict[str, str]:
    """The texts of a folder, by their SHA-256, that a release was made from."""
    texts = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.stat().st_size <= _LIMIT_BYTES:
            data = files.read_bytes(path, _LIMIT_BYTES)
            sha256 = hashlib.sha256(data).hexdigest()
            if sha256 in wanted:
                texts[sha256] = data.decode("utf-8")
    return texts
