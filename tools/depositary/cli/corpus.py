"""``depositary extract --corpus``: options, how far it is, and what came of it."""

from __future__ import annotations

import gc
import json
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from depositary.cli.sizes import Size
from depositary.cli.streams import tell_error
from depositary.errors import CallError
from depositary.safetext import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from depositary.cli.streams import Shared
    from depositary.extraction.corpus.ledger import Receipt
    from depositary.extraction.corpus.partitions import Partition
    from depositary.extraction.corpus.pools import Lost
    from depositary.extraction.corpus.running import Tally, Workers

_FILES_SHOWN = 3
_FAILED, _WORLD_FAILED = 1, 3


class Options(NamedTuple):
    """What one call of the command says of a corpus."""

    pattern: str | None
    to: Path | None
    text_field: str | None
    id_field: str | None
    date_field: str | None
    workers: int | None
    scheduler: str | None
    cluster: int | None
    partition_size: int | None

    @property
    def is_given(self) -> bool:
        """Whether the call is about a corpus at all."""
        return any(each is not None for each in self)


_CORPUS = (
    click.option(
        "--corpus",
        "pattern",
        metavar="PATTERN",
        help="Files or a folder of .jsonl, .parquet, .warc, .txt, .html; also with .gz.",
    ),
    click.option(
        "--to",
        type=click.Path(path_type=Path, file_okay=False),
        metavar="DIR",
        help="Where to write proposals/*.parquet, failures.jsonl, manifest.json.",
    ),
    click.option("--text-field", metavar="NAME", help="Of the text.  [text]"),
    click.option("--id-field", metavar="NAME", help="Of the article's id.  [id]"),
    click.option("--date-field", metavar="NAME", help="Of its date.  [date]"),
    click.option(
        "--workers",
        type=click.IntRange(min=1),
        metavar="N",
        help="Processes of this machine.  [default: one a core]",
    ),
    click.option("--scheduler", metavar="ADDRESS", help="Let the workers of a Dask cluster do it."),
    click.option(
        "--cluster",
        type=click.IntRange(min=1),
        metavar="N",
        help="Make a Dask cluster of N processes on this machine.",
    ),
    click.option(
        "--partition-size",
        type=Size(),
        metavar="SIZE",
        help="Of files that one task reads.  [default: 4MB]",
    ),
)


def of_corpus(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of a corpus, as one value ``corpus``."""

    @wraps(function)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        given = Options(**{name: kwargs.pop(name) for name in Options._fields})
        return function(*args, corpus=given, **kwargs)

    for option in reversed(_CORPUS):
        wrapped = option(wrapped)
    return wrapped


def extract_corpus(
    given: Options, sources: Sequence[str], names: Sequence[str], shared: Shared
) -> int:
    """Extract a corpus, tell how far it is, and give the exit code."""
    if given.pattern is None or given.to is None or sources:
        raise CallError(
            "E904",
            "A corpus is read from files into a folder, sources in custody are not.",
            "give --corpus and --to, and no SOURCE",
        )
    from depositary.extraction.corpus.entries import Fields
    from depositary.extraction.corpus.partitions import SIZE_BYTES
    from depositary.extraction.corpus.running import extracted
    from depositary.extraction.corpus.work import asked

    gc.enable()  # articles without end pass through this process
    named = {"text": given.text_field, "id": given.id_field, "date": given.date_field}
    ask = asked(names, Fields(**{key: name for key, name in named.items() if name}))
    size_bytes = given.partition_size or SIZE_BYTES
    news = extracted(given.pattern, given.to, ask, _workers(given), size_bytes)
    if shared.is_json:
        return _told_as_json(news)
    tally = _told(news, shared)
    _tell_end(tally, given.to, shared)
    return _code(tally)


def _workers(given: Options) -> Workers:
    from depositary.extraction.corpus.pools import cores
    from depositary.extraction.corpus.running import Workers

    if sum(each is not None for each in (given.workers, given.scheduler, given.cluster)) > 1:
        raise CallError(
            "E904", "Work is done by one of these: --workers, --scheduler, --cluster.", "choose one"
        )
    processes = given.cluster or given.workers or cores()
    return Workers(processes, given.scheduler, given.cluster is not None)


def _code(tally: Tally) -> int:
    if tally.lost:
        return _WORLD_FAILED
    return _FAILED if tally.failures else 0


def _told_as_json(news: Iterator[tuple[Tally, Receipt | Lost | None]]) -> int:
    """A line as soon as the plan is made, one a partition, and one at the end."""
    tally, _ = next(news)
    planned = {"event": "planned", "partitions": tally.partitions, "bytes": tally.size_bytes}
    click.echo(json.dumps(planned))
    for _, each in news:
        click.echo(json.dumps(_told_partition(each), ensure_ascii=False))
    counted = ("partitions", "done", "kept", "sources", "mentions", "failures")
    finished = {"event": "finished"} | {name: getattr(tally, name) for name in counted}
    click.echo(json.dumps(finished | {"lost": len(tally.lost)}))
    return _code(tally)


def _told_partition(each: Receipt | Lost | None) -> dict[str, Any]:
    from depositary.extraction.corpus.ledger import Receipt

    if isinstance(each, Receipt):
        counted = {key: getattr(each, key) for key in ("sources", "mentions", "failures")}
        event = "kept" if each.is_kept else "done"
        return {"event": event, "partition": each.partition, **counted}
    assert each is not None  # noqa: S101 - only the plan comes without
    return {"event": "lost", "partition": each.partition.name, "read": _files(each.partition)}


def _files(partition: Partition) -> list[str]:
    return [piece.file.name for piece in partition.slices]


def _told(news: Iterator[tuple[Tally, Receipt | Lost | None]], shared: Shared) -> Tally:
    """The last tally; on the way there, a bar where a person looks."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    console = Console(stderr=True)
    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("partitions · {task.description}"),
        TimeRemainingColumn(),
    )
    is_hidden = shared.is_quiet or not console.is_terminal
    tally, _ = next(news)
    with Progress(*columns, console=console, transient=True, disable=is_hidden) as bar:
        task = bar.add_task("", total=tally.partitions)
        for tally, _ in news:
            words = f"{tally.sources:,} articles, {tally.mentions:,} proposals"
            bar.update(task, completed=tally.done, description=words)
    return tally


def _tell_end(tally: Tally, to: Path, shared: Shared) -> None:
    kept = f", {tally.kept:,} of them kept from before" if tally.kept else ""
    click.echo(
        f"{tally.mentions:,} proposals from {tally.sources:,} articles, "
        f"in {tally.done:,} partitions{kept}"
    )
    for partition in tally.lost:
        names = _files(partition)
        more = f" and {len(names) - _FILES_SHOWN} more" if len(names) > _FILES_SHOWN else ""
        tell_error(
            "E719",
            one_line(f"Worker after worker died of {', '.join(names[:_FILES_SHOWN])}{more}.", 300),
            "look for what is special there; the same command tries it again",
        )
    if tally.lost:
        return
    click.echo(f"wrote {to / 'proposals'}")
    if tally.failures:
        click.echo(f"{tally.failures:,} failed: see {to / 'failures.jsonl'}")
    shared.say(f"next: read {to / 'proposals' / '*.parquet'} as one table")
