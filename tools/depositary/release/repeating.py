"""Do a curator's own words repeat those of a source whose words are not published?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from depositary.findings import Finding
from depositary.release.quoting import QUOTE, hides, withholds
from depositary.sources import read_sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from depositary.project import Project
    from depositary.release.edition import Edition
    from depositary.schema import Column, Law, Table

_RUN = 8
"""Words in a row: fewer are those of a name, or of chance."""
_WORD = re.compile(r"\w+")
_SOURCES = "sources"
_OWN = "note"
"""The one column of a source in which a curator writes; the others say how it calls itself."""


class _Cell(NamedTuple):
    table: str
    column: str
    row: int
    words: list[str]


def repeated(where: Project, law: Law, edition: Edition) -> tuple[Finding, ...]:
    """E596 for each column in which cells repeat eight words in a row of a source, or more.

    Parameters
    ----------
    where : Project
        With the sources in custody.
    law : Law
        ``quotes`` in its ``dataset.json`` says of which sources words are not published. Columns
        of codes, dates, keys and quotes are not searched.
    edition : Edition
        What is to be released.

    Notes
    -----
    Words are compared without case and punctuation. What has the same meaning in other words is
    not found.
    """
    if not withholds(law.dataset):
        return ()
    cells = list(_written(law, edition))
    runs: dict[tuple[str, ...], set[int]] = {}
    for at, cell in enumerate(cells):
        for run in _runs(cell.words):
            runs.setdefault(run, set()).add(at)
    found: dict[int, tuple[str, ...]] = {}
    is_closed = hides(law.dataset)
    for source_id, source in read_sources(where, law)[0].items() if runs else ():
        if source.text is None or not is_closed(source_id):
            continue
        for run in _runs(_words(source.text.text)):
            for at in runs.get(run, ()):
                found.setdefault(at, run)
    return tuple(_told([cells[at] for at in sorted(found)], [found[at] for at in sorted(found)]))


def _written(law: Law, edition: Edition) -> Iterator[_Cell]:
    """Yield the cells that are long enough, in columns where curators write what they think."""
    for name, table in law.tables.items():
        rows = edition.tables.get(name)
        if rows is None:
            continue
        for column in table.columns:
            if column.name not in rows.columns or not _is_free(table, column):
                continue
            for at, text in enumerate(rows.column(column.name), 2):
                words = _words(text)
                if len(words) >= _RUN:
                    yield _Cell(name, column.name, at, words)


def _is_free(table: Table, column: Column) -> bool:
    keys = {*table.primary_key, *(part for key in table.foreign_keys for part in key.columns)}
    is_text = column.type == "string" and not (
        column.format or column.pattern or column.vocabulary or column.verbatim
    )
    is_own = table.name != _SOURCES or column.name == _OWN
    return is_text and is_own and column.name not in {*keys, QUOTE}


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _runs(words: list[str]) -> Iterator[tuple[str, ...]]:
    return zip(*(words[at:] for at in range(_RUN)), strict=False)


def _told(cells: list[_Cell], runs: list[tuple[str, ...]]) -> Iterator[Finding]:
    places: dict[tuple[str, str], list[tuple[_Cell, tuple[str, ...]]]] = {}
    for cell, run in zip(cells, runs, strict=True):
        places.setdefault((cell.table, cell.column), []).append((cell, run))
    for (table, column), those in places.items():
        first, run = those[0]
        count = f"{len(those):,} row{'' if len(those) == 1 else 's'}"
        yield Finding(
            f"data/{table}.csv", 0, 0, "E596", table, first.row, column, kind="release",
            severity="warning",
            message=f"{table}.{column} repeats words of a source that are not published, in"
                    f" {count}, first in row {first.row:,}: “{' '.join(run)}”.",
            hint="say it in your own words, unless it is a name",
        )  # fmt: skip
