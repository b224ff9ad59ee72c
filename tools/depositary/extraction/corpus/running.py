"""Extract a corpus: plan, hand out, count, and close the ledger."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from depositary.extraction.corpus import cluster, ledger, pools
from depositary.extraction.corpus.partitions import SIZE_BYTES, files_of, partitions_of
from depositary.extraction.corpus.work import done

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from pathlib import Path

    from depositary.extraction.corpus.ledger import Receipt
    from depositary.extraction.corpus.partitions import Partition
    from depositary.extraction.corpus.pools import Lost, Work
    from depositary.extraction.corpus.work import Asked


class Workers(NamedTuple):
    """Who does the work.

    Parameters
    ----------
    processes : int
        Of this machine.
    scheduler : str or None
        Address of the scheduler of a Dask cluster; its workers then do all.
    is_cluster : bool
        Whether the processes of this machine form a Dask cluster.
    """

    processes: int
    scheduler: str | None = None
    is_cluster: bool = False


@dataclass(slots=True)
class Tally:
    """How far a run is; counts of articles are of partitions that are done.

    Parameters
    ----------
    partitions : int
        How many there are.
    size_bytes : int
        Of all files.
    done, kept : int
        Partitions that are done, and those of them that were before.
    sources, mentions, failures : int
        Articles that were read, proposals, and what failed.
    lost : list of Partition
        Given up.
    """

    partitions: int
    size_bytes: int
    done: int = 0
    kept: int = 0
    sources: int = 0
    mentions: int = 0
    failures: int = 0
    lost: list[Partition] = field(default_factory=list)

    def count(self, receipt: Receipt) -> None:
        """Add a partition that is done."""
        self.done += 1
        self.kept += receipt.is_kept
        self.sources += receipt.sources
        self.mentions += receipt.mentions
        self.failures += receipt.failures


def extracted(
    corpus: str, to: Path, ask: Asked, workers: Workers, size_bytes: int = SIZE_BYTES
) -> Iterator[tuple[Tally, Receipt | Lost | None]]:
    """Extract all articles of a corpus; what was done before and did not change is kept.

    Parameters
    ----------
    corpus : str
        Pattern of files.
    to : Path
        Folder for ``proposals/*.parquet``, ``failures.jsonl`` and ``manifest.json``.
    ask : Asked
        Who is asked.
    workers : Workers
        Who does it; what is written does not depend on them.
    size_bytes : int
        Of files, that a partition reads.

    Yields
    ------
    tuple
        How far the work is, and what came last: first nothing, when the plan is made.

    Raises
    ------
    CallError
        E710 for a corpus without files, E717 where the folder holds something else.
    Unavailable
        E105 to E107, E718.
    """
    files = files_of(corpus)
    partitions = list(partitions_of(files, size_bytes))
    tally = Tally(len(partitions), sum(file.size_bytes for file in files))
    receipts: dict[str, Receipt] = {}
    with ledger.opened(to, corpus) as shelf:
        yield tally, None
        work = partial(done, ask=ask, shelf=shelf)
        with contextlib.closing(_at_work(partitions, work, workers)) as news:
            for each in news:
                if isinstance(each, pools.Lost):
                    tally.lost.append(each.partition)
                else:
                    receipts[each.partition] = each
                    tally.count(each)
                yield tally, each
        if not tally.lost:
            ledger.close(shelf, partitions, receipts, _about(corpus, ask))


def _at_work(
    partitions: list[Partition], work: Work, workers: Workers
) -> Generator[Receipt | Lost, None, None]:
    if workers.scheduler is None and not workers.is_cluster:
        yield from pools.here(partitions, work, min(workers.processes, len(partitions)))
        return
    with cluster.client(workers.scheduler, workers.processes) as connected:
        yield from cluster.there(partitions, work, connected)


def _about(corpus: str, ask: Asked) -> dict[str, object]:
    return {
        "corpus": corpus,
        "is_complete": True,
        "depositary": ask.version,
        "extractors": dict(ask.extractors),
        "fields": {"text": ask.fields.text, "id": ask.fields.id, "date": ask.fields.date},
    }
