"""One partition: its articles are read, extractors are asked, proposals and failures are written.

This is all that a worker does. What it writes depends on the partition and on who is asked, and on
nothing else: done twice, or by two workers at once, it is the same.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from importlib import metadata
from typing import TYPE_CHECKING

import orjson

from depositary import files
from depositary.errors import DataError, DepositaryError, Unavailable
from depositary.extraction import run
from depositary.extraction.annotating import named
from depositary.extraction.articles import Article
from depositary.extraction.corpus import readers
from depositary.extraction.corpus.entries import Entry, Failure, failure
from depositary.extraction.corpus.ledger import Counts
from depositary.extraction.corpus.proposals import COLUMNS, Proposals, rows_of
from depositary.extraction.language import is_english
from depositary.extraction.mentions import Reporting
from depositary.spans import Span

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import BinaryIO

    from depositary.extraction.corpus.entries import Fields
    from depositary.extraction.corpus.ledger import Receipt, Shelf
    from depositary.extraction.corpus.partitions import Partition
    from depositary.extraction.corpus.proposals import Row
    from depositary.extraction.mentions import Extractor

_REASON_LENGTH = 300


@dataclass(frozen=True, slots=True)
class Asked:
    """Who is asked, and how articles are read: with a partition's content, all that decides.

    Parameters
    ----------
    extractors : tuple of tuple of str
        Name and version of each.
    fields : Fields
        Where in a record text, id and date are.
    version : str
        Of this program.
    is_any_language : bool
        Whether they are asked about articles that are not in English too.
    """

    extractors: tuple[tuple[str, str], ...]
    fields: Fields
    version: str
    is_any_language: bool


def asked(names: Sequence[str], fields: Fields) -> Asked:
    """The extractors of these names, as they are installed here.

    Parameters
    ----------
    names : sequence of str
        As of ``--extractor``; none are those that need no extra. Who names one knows which
        languages it is made for.
    fields : Fields
        Where in a record text, id and date are.

    Raises
    ------
    CallError
        E701 for a name that no installed package has.
    """
    versions = tuple((each.name, each.version) for each in run.extractors(named(names)))
    return Asked(versions, fields, metadata.version("depositary"), bool(names))


def done(partition: Partition, ask: Asked, shelf: Shelf) -> Receipt:
    """Do a partition, or find that it is done.

    Parameters
    ----------
    partition : Partition
        What to read.
    ask : Asked
        By whom, and how.
    shelf : Shelf
        Where its files are written, each whole or not at all, the receipt last.

    Raises
    ------
    Unavailable
        E105 to E107 where nothing can be written, E718 where the worker lacks an extra or has other
        extractors.
    """
    extractors = _extractors(ask)
    name, key = partition.name, _key(partition, ask)
    kept = shelf.kept(name, key)
    if kept is not None:
        return kept
    with (
        files.speaking_of(shelf.root),
        files.replacing(shelf.failures(name)) as failures,
        files.replacing(shelf.proposals(name)) as file,
    ):
        counts = _extracted(partition, ask, extractors, file, failures)
    return shelf.sign(name, key, counts)


def _key(partition: Partition, ask: Asked) -> str:
    decides = [readers.digest(partition), ask, COLUMNS]
    return hashlib.sha256(orjson.dumps(decides)).hexdigest()


@lru_cache(maxsize=2)
def _extractors(ask: Asked) -> tuple[Extractor, ...]:
    extractors = run.extractors(name for name, _ in ask.extractors)
    here = tuple((each.name, each.version) for each in extractors)
    if here != ask.extractors or metadata.version("depositary") != ask.version:
        raise Unavailable(
            "E718",
            f"This worker has the extractors {_worded(here)}, not {_worded(ask.extractors)}.",
            "install the same packages on every machine of the cluster",
        )
    return extractors


def _worded(versions: Sequence[tuple[str, str]]) -> str:
    return ", ".join(f"{name} {version}" for name, version in versions)


def _extracted(
    partition: Partition,
    ask: Asked,
    extractors: Sequence[Extractor],
    file: BinaryIO,
    failures: BinaryIO,
) -> Counts:
    sources = failed = 0
    with Proposals(file) as proposals:
        for entry in readers.entries(partition, ask.fields):
            found = _rows(entry, ask, extractors) if isinstance(entry, Entry) else entry
            if isinstance(found, Failure):
                failed += 1
                failures.write(_line(found))
            else:
                sources += 1
                proposals.add(found)
        for unread in _unread(partition, extractors):
            failed += 1
            failures.write(_line(unread))
    return Counts(sources, proposals.count, failed)


def _rows(entry: Entry, ask: Asked, extractors: Sequence[Extractor]) -> list[Row] | Failure:
    stopped: DepositaryError = DataError("E704", "The article is not in English.")
    if not ask.is_any_language and not is_english(entry.text):
        return failure(stopped, entry.file, entry.place, entry.source_id)
    try:
        # A byte order mark counts as a character of the text, and is no part of what is read.
        body = Span(1, len(entry.text)) if entry.text.startswith("\ufeff") else None
        mentions = run.annotate(Article(entry.text, entry.published, body), extractors)
        return rows_of(entry, mentions)
    except DepositaryError as error:
        stopped = error
    except Exception as error:  # noqa: BLE001 - a plugin may fail in any way, on this one article
        stopped = DataError("E716", f"An extractor failed: {type(error).__name__}: {error}")
    return failure(stopped, entry.file, entry.place, entry.source_id)


def _unread(partition: Partition, extractors: Sequence[Extractor]) -> list[Failure]:
    """What extractors say that they did not read, in a partition of which the rest was read."""
    if any(isinstance(each, Reporting) for each in extractors):
        # They report of all since they were made: the next partition gets others.
        _extractors.cache_clear()
    names = ", ".join(dict.fromkeys(piece.file.name for piece in partition.slices))
    return [
        Failure(names, "", "", told.code, told.message)
        for told in run.findings(extractors)
        if told.severity == "error"
    ]


def _line(found: Failure) -> bytes:
    # What a plugin says of a failure need not be text that can be written as UTF-8.
    reason = found.reason[:_REASON_LENGTH].encode("utf-8", "backslashreplace").decode()
    told = found._replace(reason=reason)
    return orjson.dumps(told._asdict(), option=orjson.OPT_APPEND_NEWLINE)
