"""Partitions on the cores of this machine; a worker that dies takes no partition with it."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator
    from concurrent.futures import Future
    from multiprocessing.connection import Connection

    from depositary.extraction.corpus.ledger import Receipt
    from depositary.extraction.corpus.partitions import Partition

    Work = Callable[[Partition], Receipt]

ATTEMPTS = 3
"""So often a partition is given to a worker, while workers die of it."""
_AHEAD = 2


class Lost(NamedTuple):
    """A partition of which worker after worker died."""

    partition: Partition


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def here(partitions: Iterable[Partition], work: Work, workers: int) -> Iterator[Receipt | Lost]:
    """Receipts of partitions, as they are done by processes of this machine.

    Parameters
    ----------
    partitions : iterable of Partition
        Given out in order, each once.
    work : callable
        What is done with one, in another process: it has to be the function of a module.
    workers : int
        How many processes; one means this process itself.

    Notes
    -----
    Which of the partitions at work a worker died of is not known. So each of them is tried again
    with a worker of its own: an innocent one is done, and only the guilty one is given up.
    """
    if workers == 1:
        yield from map(work, partitions)
        return
    waiting = iter(partitions)
    suspects = yield from _pooled(waiting, work, workers)
    while suspects:
        for suspect in suspects:
            for _ in range(1, ATTEMPTS):
                if not (yield from _pooled(iter([suspect]), work, 1)):
                    break
            else:
                yield Lost(suspect)
        suspects = yield from _pooled(waiting, work, workers)


def _pooled(
    waiting: Iterator[Partition], work: Work, workers: int
) -> Generator[Receipt, None, list[Partition]]:
    """Receipts until no partition waits or a worker dies; returns those that were then at work."""
    # Workers leave when the other end closes: because of what follows, or because we were killed.
    lifeline, held = multiprocessing.Pipe(duplex=False)
    pool = ProcessPoolExecutor(
        workers, multiprocessing.get_context("spawn"), initializer=_begin, initargs=(lifeline,)
    )
    try:
        return (yield from _rounds(pool, waiting, work, workers * _AHEAD))
    except BaseException:
        held.close()  # what is begun is not wanted any more
        raise
    finally:
        pool.shutdown(cancel_futures=True)
        held.close()
        lifeline.close()


def _rounds(
    pool: ProcessPoolExecutor, waiting: Iterator[Partition], work: Work, most: int
) -> Generator[Receipt, None, list[Partition]]:
    running: dict[Future[Receipt], Partition] = {}
    suspects: list[Partition] = []
    while True:
        while not suspects and len(running) < most:
            partition = next(waiting, None)
            if partition is None:
                break
            try:
                running[pool.submit(work, partition)] = partition
            except BrokenProcessPool:
                suspects.append(partition)
        if not running:
            return suspects
        for future in wait(running, return_when=FIRST_COMPLETED).done:
            partition = running.pop(future)
            try:
                receipt = future.result()
            except BrokenProcessPool:
                suspects.append(partition)
            else:
                yield receipt


def _begin(lifeline: Connection) -> None:
    """What a worker does first: leave interruptions to who gave the work, and leave with them."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_with, args=(lifeline,), daemon=True).start()


def _leave_with(lifeline: Connection) -> None:
    with contextlib.suppress(EOFError, OSError):
        lifeline.recv_bytes()
    os._exit(1)
