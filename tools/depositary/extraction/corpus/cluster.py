"""Partitions on a cluster of machines, or of processes of this one, with Dask (extra ``scale``)."""

from __future__ import annotations

import contextlib
import logging
from itertools import islice
from typing import TYPE_CHECKING, Any

from depositary.errors import Unavailable
from depositary.extraction.corpus.pools import Lost

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from depositary.extraction.corpus.ledger import Receipt
    from depositary.extraction.corpus.partitions import Partition
    from depositary.extraction.corpus.pools import Work

_PATIENCE = "5s"
_AHEAD = 4
"""Tasks that a thread of a worker has been given, so that it need not wait for the next."""
_FEWEST_AHEAD = 64
"""Workers may come while the work goes on."""


@contextlib.contextmanager
def client(scheduler: str | None, processes: int = 0) -> Iterator[Any]:
    """A connection to a cluster.

    Parameters
    ----------
    scheduler : str or None
        Address of one that runs, ``tcp://10.0.0.7:8786``. Its workers see the same files at the
        same paths, and have the same packages.
    processes : int
        Where there is none: how many workers of a cluster that is made on this machine, for as long
        as it is needed; its ports are open to this machine only.

    Raises
    ------
    Unavailable
        E718 where the extra is not installed or nobody answers.
    """
    try:
        from distributed import Client, LocalCluster
    except ImportError as error:
        raise Unavailable(
            "E718", "A cluster needs the extra 'scale'.", "pip install 'depositary[scale]'"
        ) from error
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    with contextlib.ExitStack() as stack:
        address: Any = scheduler
        if scheduler is None:
            address = stack.enter_context(
                LocalCluster(
                    n_workers=processes,
                    threads_per_worker=1,
                    host="127.0.0.1",
                    dashboard_address=None,
                    memory_limit=0,
                    silence_logs=logging.CRITICAL,
                )
            )
        try:
            connected = Client(address, timeout=_PATIENCE, set_as_default=False)
        except (OSError, ValueError) as error:
            words = str(error).splitlines()[0]
            raise Unavailable(
                "E718", f"No scheduler answers at {scheduler}: {words}", "check the address"
            ) from error
        yield stack.enter_context(connected)


def there(partitions: Iterable[Partition], work: Work, connected: Any) -> Iterator[Receipt | Lost]:
    """Receipts of partitions, as they are done by the workers of a cluster.

    Parameters
    ----------
    partitions : iterable of Partition
        Given out in order, some ahead of what is done, never all at once.
    work : callable
        What is done with one; workers import it from their own installation.
    connected : distributed.Client
        To the cluster. What a worker does that dies is given to another; after
        ``distributed.scheduler.allowed-failures`` workers (3, where Dask's configuration says
        nothing else) the partition is given up.
    """
    from distributed import KilledWorker, as_completed

    waiting = iter(partitions)
    ahead = max(_FEWEST_AHEAD, _AHEAD * sum(connected.nthreads().values()))
    at_work: dict[str, Partition] = {}
    done = as_completed(loop=connected.loop)

    def give(partition: Partition) -> None:
        future = connected.submit(work, partition, pure=False)
        at_work[future.key] = partition
        done.add(future)

    for partition in islice(waiting, ahead):
        give(partition)
    for future in done:
        partition = at_work.pop(future.key)
        try:
            receipt = future.result()
        except KilledWorker:
            yield Lost(partition)
        else:
            yield receipt
        if (following := next(waiting, None)) is not None:
            give(following)
