"""What does an address list, and does it keep its word?

What an address listed is remembered. An index that later lists less, or another release under a
version, is refused: whoever serves it wants readers to go back (The Update Framework, section
1.5.2, "rollback attacks").
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from depositary import files, releases
from depositary.errors import DataError, Unavailable
from depositary.findings import Finding
from depositary.release import addresses
from depositary.release.signatures import INDEX_NAMESPACE, INDEX_SIGNATURE, judged
from depositary.release.vouching import accept
from depositary.releases import INDEX

if TYPE_CHECKING:
    from depositary.release.shelf import Shelf
    from depositary.release.signatures import Signature, Trust
    from depositary.release.stores import Address
    from depositary.releases import Index

_INDEX_BYTES = 64 << 20


class Reader(NamedTuple):
    """Where one reader keeps what they fetched, and whom they trust to sign."""

    shelf: Shelf
    trust: Trust


def index_of(place: Path | Address, reader: Reader) -> tuple[Index | None, tuple[Finding, ...]]:
    """The index at a place, held against what it was; the one remembered where none answers.

    Returns
    -------
    Index or None
        None where there is none, and never was.
    tuple of Finding
        E580 where nobody could be asked.

    Raises
    ------
    DataError
        E511 for a broken one, E564 for one that goes back on what it listed, E572 to E575 for one
        that is signed, and by nobody whom the reader trusts.
    Unavailable
        E531, E541, E542; E578.
    """
    if isinstance(place, Path):
        data = _index_text(place, reader)
        return (None if data is None else releases.parse_index(data, str(place / INDEX))), ()
    note = reader.shelf.note_of(str(place))
    before = releases.parse_index(files.read_bytes(note), str(note)) if note.is_file() else None
    try:
        data = _index_text(place, reader)
    except Unavailable as error:
        if before is None:
            raise
        return before, (caveat("E580", place, f"{error.message} What it listed before is used."),)
    if data is None:
        if before is not None:
            raise _gone_back(place, note, f"has no {INDEX} any more")
        return None, ()
    index = releases.parse_index(data, str(place / INDEX))
    if before is not None and (broken := _taken_back(before, index)):
        raise _gone_back(place, note, broken)
    with files.speaking_of(note):
        files.replace(note, data)
    return index, ()


def _index_text(place: Path | Address, reader: Reader) -> bytes | None:
    """The index at a place, which the reader's signers signed where it is signed; None without one.

    It is read once more where its signature is false: it may have been replaced between the two.
    """
    data, signature = _judged_index(place, reader)
    if signature is not None and signature.is_false:
        data, signature = _judged_index(place, reader)
    if signature is not None:
        accept(signature, str(place / INDEX), reader.trust)
    return data


def _judged_index(place: Path | Address, reader: Reader) -> tuple[bytes | None, Signature | None]:
    data = _content(place / INDEX)
    seal = _content(place / INDEX_SIGNATURE) if reader.trust.asks and data else None
    if data is None or seal is None:
        return data, None
    beside = place if isinstance(place, Path) else reader.shelf.folder
    return data, judged(data, seal, INDEX_NAMESPACE, reader.trust, beside)


def _content(file: Path | Address) -> bytes | None:
    if isinstance(file, Path):
        return files.read_bytes(file, _INDEX_BYTES) if file.is_file() else None
    if file.name == INDEX:
        return addresses.content_of(file.text, _INDEX_BYTES)
    return addresses.content_beside(file, _INDEX_BYTES)


def _taken_back(before: Index, now: Index) -> str:
    """What an index said and does not say any more; empty where it keeps its word."""
    if before.name != now.name:
        return f"listed {before.name}, and lists {now.name} now"
    for release in before.releases:
        found = now.find(release.version)
        if found is None:
            return f"listed {release.version}, and does not any more"
        if found.release_id != release.release_id:
            return f"lists another release as {release.version} than it did"
    return ""


def _gone_back(place: Address, note: Path, what: str) -> DataError:
    return DataError("E564", f"{place} {what}.",
                     f"ask its publisher; to believe it nevertheless, remove {note}")  # fmt: skip


def caveat(code: str, place: Path | Address, message: str) -> Finding:
    """What a reader of a release should know, though it is given to them."""
    return Finding(str(place), 0, 0, code, kind="release", message=message, severity="warning")
