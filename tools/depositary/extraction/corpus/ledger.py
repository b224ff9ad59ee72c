"""What is done: a receipt beside each partition's proposals, and at the end a manifest of all."""

from __future__ import annotations

import contextlib
import hashlib
import shutil
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from depositary import files
from depositary.errors import CallError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from depositary.extraction.corpus.partitions import Partition

MANIFEST = "manifest.json"
FAILURES = "failures.jsonl"
PROPOSALS = "proposals"
RECEIPTS = "receipts"
_OURS = frozenset({MANIFEST, FAILURES, PROPOSALS, RECEIPTS, ".lock"})


class Counts(NamedTuple):
    """How many articles were read, what was proposed for them, and how much failed."""

    sources: int
    mentions: int
    failures: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """That a partition is done, whole.

    Parameters
    ----------
    partition : str
        Its name.
    key : str
        A digest of what was read and who was asked: another key, and it is done anew.
    sha256, failures_sha256 : str
        Of the Parquet file, and of the lines that say what failed.
    sources, mentions, failures : int
        How many articles were read, what was proposed for them, and how much failed.
    is_kept : bool
        Whether it was there already; not written.
    """

    partition: str
    key: str
    sha256: str
    failures_sha256: str
    sources: int
    mentions: int
    failures: int
    is_kept: bool = False


@dataclass(frozen=True, slots=True)
class Shelf:
    """The folder into which a corpus is extracted.

    Parameters
    ----------
    root : Path
        Where ``manifest.json``, ``failures.jsonl`` and the folders of partitions are.
    """

    root: Path

    def proposals(self, name: str) -> Path:
        """The Parquet file of a partition."""
        return self.root / PROPOSALS / f"{name}.parquet"

    def failures(self, name: str) -> Path:
        """What failed in a partition, one JSON object a line."""
        return self.root / RECEIPTS / f"{name}.failures.jsonl"

    def receipt(self, name: str) -> Path:
        """The receipt of a partition, which is written last."""
        return self.root / RECEIPTS / f"{name}.json"

    def kept(self, name: str, key: str) -> Receipt | None:
        """The receipt of a partition that need not be done again.

        Parameters
        ----------
        name, key : str
            As in the receipt. What is there by another key does not count, and neither does what
            was damaged since.
        """
        try:
            receipt = Receipt(**orjson.loads(self.receipt(name).read_bytes()), is_kept=True)
            is_whole = (
                receipt.key == key
                and receipt.sha256 == _sha256(self.proposals(name))
                and receipt.failures_sha256 == _sha256(self.failures(name))
            )
        except (OSError, ValueError, TypeError):  # not there, not JSON, not a receipt
            return None
        return receipt if is_whole else None

    def sign(self, name: str, key: str, counts: Counts) -> Receipt:
        """Write the receipt of a partition whose files are on the disk."""
        digests = _sha256(self.proposals(name)), _sha256(self.failures(name))
        receipt = Receipt(name, key, *digests, *counts)
        written = asdict(receipt)
        del written["is_kept"]
        files.replace(self.receipt(name), _json(written))
        return receipt


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _json(value: object) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


@contextlib.contextmanager
def opened(root: Path, corpus: str) -> Iterator[Shelf]:
    """The folder for one run at a time, swept of what a killed one left.

    Parameters
    ----------
    root : Path
        Made where it is missing.
    corpus : str
        The pattern; a folder holds the proposals of one.

    Raises
    ------
    CallError
        E717 where the folder holds something else.
    """
    with files.speaking_of(root):
        there = {path.name for path in root.iterdir()} if root.is_dir() else set()
    known = _corpus_of(root / MANIFEST) if MANIFEST in there else None
    if (MANIFEST in there and known != corpus) or there - _OURS:
        what = f"the proposals of {known}" if known else "something else"
        raise CallError("E717", f"{root} holds {what}.", "name another folder with --to")
    with files.locked(root):
        files.replace(root / MANIFEST, _json({"corpus": corpus, "is_complete": False}))
        for folder in (root / PROPOSALS, root / RECEIPTS):
            folder.mkdir(exist_ok=True)
            for path in folder.glob(".*.new"):
                path.unlink(missing_ok=True)
        yield Shelf(root)


def _corpus_of(manifest: Path) -> str | None:
    try:
        return str(orjson.loads(files.read_bytes(manifest))["corpus"])
    except (ValueError, KeyError, TypeError):
        return None


def close(
    shelf: Shelf,
    partitions: Iterable[Partition],
    receipts: dict[str, Receipt],
    about: dict[str, Any],
) -> None:
    """Write what is true of the whole run, and remove partitions of which the corpus has no more.

    Parameters
    ----------
    shelf : Shelf
        Where.
    partitions : iterable of Partition
        All of the corpus, in order.
    receipts : dict of str to Receipt
        Of all of them, by name.
    about : dict
        What else the manifest says.
    """
    ordered = [(each, receipts[each.name]) for each in partitions]
    with files.speaking_of(shelf.root):
        for path in (*(shelf.root / PROPOSALS).iterdir(), *(shelf.root / RECEIPTS).iterdir()):
            if path.name.partition(".")[0] not in receipts:
                path.unlink()
        with files.replacing(shelf.root / FAILURES) as file:
            for _, receipt in ordered:
                if receipt.failures:
                    with shelf.failures(receipt.partition).open("rb") as part:
                        shutil.copyfileobj(part, file)
    totals = {
        name: sum(getattr(receipt, name) for _, receipt in ordered)
        for name in ("sources", "mentions", "failures")
    }
    manifest = about | totals | {
        "partitions": [
            {
                "file": f"{PROPOSALS}/{receipt.partition}.parquet",
                "sha256": receipt.sha256,
                "sources": receipt.sources,
                "mentions": receipt.mentions,
                "failures": receipt.failures,
                "read": [
                    {"file": piece.file.name, "start": piece.start, "stop": piece.stop}
                    for piece in partition.slices
                ],
            }
            for partition, receipt in ordered
        ]
    }  # fmt: skip
    files.replace(shelf.root / MANIFEST, _json(manifest))
