"""Which part of which file does one task read? A corpus, cut into partitions of about one size."""

from __future__ import annotations

import glob
import hashlib
import json
import re
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from depositary.errors import CallError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Form = Literal["lines", "parquet", "warc", "text"]

FORMS: dict[str, Form] = {
    ".jsonl": "lines",
    ".ndjson": "lines",
    ".parquet": "parquet",
    ".warc": "warc",
    ".wet": "warc",
    ".txt": "text",
    ".html": "text",
    ".htm": "text",
}
"""How a file is read, by its suffix; all but Parquet may be compressed, with ``.gz`` after it."""
SIZE_BYTES = 4_000_000
"""Of a partition, by default: some seconds of work, so that little is lost with a worker."""
MOST_FILES = 2_000
"""In a partition: small files take longer to open than to read."""

_PACKED = ".gz"
_ALTERNATIVES = re.compile(r"(.*\.)(\w+(?:\.\w+)*(?:\|\w+(?:\.\w+)*)+)")


class File(NamedTuple):
    """A file of a corpus: its name below the folder of the corpus, with ``/``, and its path."""

    name: str
    path: Path
    form: Form
    size_bytes: int

    @property
    def is_packed(self) -> bool:
        """Whether it is compressed as a whole, and hence read from its beginning."""
        return self.name.endswith(_PACKED)


@dataclass(frozen=True, slots=True)
class Slice:
    """A part of a file.

    Parameters
    ----------
    file : File
        Of which.
    start, stop : int
        Half-open: bytes of lines that are not compressed (a line belongs to where it begins), rows
        of Parquet. Files of other kinds are read whole.
    """

    file: File
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class Partition:
    """What one task reads, in order."""

    slices: tuple[Slice, ...]

    @property
    def name(self) -> str:
        """A name that stays while the corpus around it changes: a digest of what is read."""
        read = [[each.file.name, each.start, each.stop] for each in self.slices]
        return hashlib.sha256(json.dumps(read).encode()).hexdigest()[:20]


def files_of(pattern: str) -> list[File]:
    """Files of a corpus that can be read, by their names.

    Parameters
    ----------
    pattern : str
        A file, a folder (then all below it), or a pattern as of a shell: ``news/**/*.jsonl``, where
        ``**`` is any depth of folders and ``*.jsonl|parquet`` either suffix.

    Raises
    ------
    CallError
        E710 where there is none.
    """
    base, tails = _split(pattern)
    try:
        paths = {path for tail in tails for path in base.glob(tail)}
    except ValueError:  # not a pattern, such as a***
        paths = set()
    found = [_file(path.relative_to(base).as_posix(), path) for path in paths]
    files = sorted(file for file in found if file is not None)
    if not files:
        raise CallError(
            "E710",
            f"No file of {pattern} can be read as articles.",
            f"name files that end in {', '.join(FORMS)}, or these with {_PACKED}",
        )
    return files


def _split(pattern: str) -> tuple[Path, list[str]]:
    """The folder of a pattern, and the patterns below it."""
    path = Path(pattern)
    if path.is_dir():
        return path, ["**/*"]
    if path.is_file():
        return path.parent, [glob.escape(path.name)]
    parts = path.parts
    fixed = next((at for at, part in enumerate(parts) if glob.has_magic(part)), len(parts) - 1)
    tail = "/".join(parts[fixed:])
    either = _ALTERNATIVES.fullmatch(tail)
    tails = [either[1] + suffix for suffix in either[2].split("|")] if either else [tail]
    return Path(*parts[:fixed]), tails


def _file(name: str, path: Path) -> File | None:
    if name.startswith(".") or "/." in name:
        return None
    form = FORMS.get(Path(name.removesuffix(_PACKED)).suffix)
    try:
        status = path.stat()
    except OSError:  # a link that leads nowhere
        return None
    # A FIFO would wait for a writer, a device for ever.
    if form is None or not stat.S_ISREG(status.st_mode):
        return None
    # Names of files need not be UTF-8.
    told = name.encode("utf-8", "backslashreplace").decode()
    return File(told, path.resolve(), form, status.st_size)


def partitions_of(files: Iterable[File], size_bytes: int = SIZE_BYTES) -> Iterator[Partition]:
    """A corpus in partitions: large files in several, small ones together.

    Parameters
    ----------
    files : iterable of File
        In the order in which they are read.
    size_bytes : int
        Of files, read by one partition. What is compressed is not cut.
    """
    small: list[Slice] = []
    together = 0
    for file in files:
        slices = _slices(file, size_bytes)
        is_small = len(slices) == 1
        is_full = together + file.size_bytes > size_bytes or len(small) == MOST_FILES
        if small and (is_full or not is_small):
            yield Partition(tuple(small))
            small, together = [], 0
        if is_small:
            small += slices
            together += file.size_bytes
        else:
            yield from (Partition((each,)) for each in slices)
    if small:
        yield Partition(tuple(small))


def _slices(file: File, size_bytes: int) -> list[Slice]:
    many = -(-file.size_bytes // size_bytes)
    end = file.size_bytes
    if file.form == "parquet":
        from depositary.extraction.corpus.tabular import rows_in

        end = rows_in(file.path)
        many = min(many, end)
    elif file.form != "lines" or file.is_packed:
        many = 1
    cuts = [end * at // many for at in range(many)] if many > 1 else [0]
    return [Slice(file, start, stop) for start, stop in zip(cuts, [*cuts[1:], end], strict=True)]
