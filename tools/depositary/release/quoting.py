"""What is published of a source's words: the words, or only where they stand and their hash."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from depositary.codes import CODES
from depositary.tables import Rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from depositary.findings import Finding
    from depositary.release.edition import Edition
    from depositary.schema import Law

QUOTE = "quote"
_EVIDENCE = "evidence"
_HIDDEN = re.compile(r"sha256:[0-9a-f]{64}")
_SHORTEST = 12
"""Words shorter than this stand in a changelog for other reasons too."""


def hidden(words: str) -> str:
    """What stands for words that are not published: the SHA-256 of their UTF-8.

    Examples
    --------
    >>> hidden("will sign")[:15], hidden("")
    ('sha256:1d3f623e', '')
    """
    if not words or is_hidden(words):
        return words
    return f"sha256:{hashlib.sha256(words.encode()).hexdigest()}"


def is_hidden(cell: str) -> bool:
    """Whether a cell holds the hash of words, and not the words."""
    return _HIDDEN.fullmatch(cell) is not None


def hides(dataset: Mapping[str, Any]) -> Callable[[str], bool]:
    """Whether the words of a source, by its id, are not published; of any other, by ``""``."""
    stated = dataset.get("quotes", "text")
    if isinstance(stated, str):
        return lambda _: stated == "offsets"
    default, sources = stated.get("default", "text"), stated.get("sources", {})
    return lambda source: sources.get(source, default) == "offsets"


def withholds(dataset: Mapping[str, Any]) -> bool:
    """Whether the words of any source are not published."""
    stated = dataset.get("quotes", "text")
    if isinstance(stated, str):
        return stated == "offsets"
    return "offsets" in (stated.get("default"), *stated.get("sources", {}).values())


def without_words(edition: Edition, law: Law) -> Edition:
    """The edition as it may be published: hashes in place of the words of some sources.

    Parameters
    ----------
    edition : Edition
        Of the register, or of a release that still has words.
    law : Law
        ``quotes`` in its ``dataset.json`` says of which sources; its tables, which columns are
        copied from a source. A column that an id is made of stays: the id would tell it anyway.
    """
    evidence = edition.tables.get(_EVIDENCE) if withholds(law.dataset) else None
    if evidence is None:
        return edition
    is_closed = hides(law.dataset)
    records, sources = evidence.column("record_id"), evidence.column("source_id")
    closed = {record for record, source in zip(records, sources, strict=True) if is_closed(source)}
    known = set(records)
    tables = dict(edition.tables)
    gone: set[str] = set()
    for name, table in law.tables.items():
        rows = tables.get(name)
        columns = [part.name for part in table.columns
                   if part.verbatim and part.name not in table.id_columns]  # fmt: skip
        if rows is None:
            continue
        if name == _EVIDENCE:
            tables[name] = _closed(rows, {QUOTE}, "source_id", is_closed, gone)
        elif columns:
            tables[name] = _closed(
                rows,
                set(columns),
                table.primary_key[0],
                lambda record: record in closed or (is_closed("") and record not in known),
                gone,
            )
    return replace(edition, tables=tables, changelog=_masked(edition.changelog, gone))


def _closed(
    rows: Rows, columns: set[str], key: str, is_closed: Callable[[str], bool], gone: set[str]
) -> Rows:
    """The rows with hashes in some columns where the cell of ``key`` says so."""
    at, of = [place for place, name in enumerate(rows.columns) if name in columns], rows.columns
    if not at or key not in of:
        return rows
    place = of.index(key)
    made = []
    for row in rows.rows:
        if not is_closed(row[place]):
            made.append(row)
            continue
        cells = list(row)
        for column in at:
            gone.add(cells[column])
            cells[column] = hidden(cells[column])
        made.append(tuple(cells))
    return Rows(rows.name, of, tuple(made))


def _masked(text: str, words: Iterable[str]) -> str:
    """A text in which the words that are not published any more are left out."""
    for part in sorted(words, key=lambda part: (-len(part), part)):
        if len(part) >= _SHORTEST and not is_hidden(part):
            text = text.replace(part, "…")
    return text


def told(findings: Iterable[Finding], law: Law) -> tuple[Finding, ...]:
    """What a check found, in words that repeat no cell where words are not published."""
    if not withholds(law.dataset):
        return tuple(findings)
    titles = {rule.code: rule.title for rule in law.rules}
    return tuple(
        found._replace(message=titles.get(found.code) or CODES[found.code].title, value="")
        if found.resource and (found.code in titles or found.code in CODES)
        else found
        for found in findings
    )
