"""Does a release hold as much as its curators expect? Guards of dataset.json, asked before it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from depositary.errors import DataError
from depositary.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from depositary.release.edition import Edition
    from depositary.schema import Law
    from depositary.tables import Rows

_FILE = "schema/dataset.json"


def held(law: Law, before: Edition | None, after: Edition) -> tuple[Finding, ...]:
    """What is to be said of a release that keeps its guards: E515 for each table above its maximum.

    Parameters
    ----------
    law : Law
        With ``guards`` in its dataset, or without.
    before, after : Edition
        The release before, and what is to be released.

    Raises
    ------
    DataError
        E514 with each breach.
    """
    found = [
        finding
        for table, guard in sorted(law.dataset.get("guards", {}).items())
        for finding in _asked(table, guard, before, after)
    ]
    breaches = [finding for finding in found if finding.severity == "error"]
    if breaches:
        more = f" ({len(breaches) - 1} more like it)" if len(breaches) > 1 else ""
        raise DataError("E514", breaches[0].message + more, breaches[0].hint, tuple(breaches))
    return tuple(found)


def _asked(
    table: str, guard: Mapping[str, Any], before: Edition | None, after: Edition
) -> Iterator[Finding]:
    rows = after.tables.get(table)
    if rows is None:
        yield _breach(table, f"A guard names the table {table}, and there is none.")
        return
    count = f"{table} has {len(rows):,} row{'' if len(rows) == 1 else 's'}"
    if len(rows) < guard.get("minimum", 0):
        yield _breach(table, f"{count}, and its guard wants {guard['minimum']:,} at least.")
    if len(rows) > guard.get("maximum", len(rows)):
        yield Finding(_FILE, 0, 0, "E515", table, kind="release", severity="warning",
                      message=f"{count}, and its guard expects {guard['maximum']:,} at most.",
                      hint="look for doubles, or raise the maximum")  # fmt: skip
    if before is not None and table in before.tables and "largestLoss" in guard:
        yield from _lost(table, guard["largestLoss"], before, after)
    for column in guard.get("filled", ()):
        yield from _empty(rows, column)


def _lost(table: str, largest: float, before: Edition, after: Edition) -> Iterator[Finding]:
    """Yield a breach where more of the former keys are gone than may be; new rows do not count."""
    was = _keys(before, table, before.primary_key(table))
    now = _keys(after, table, before.primary_key(table))
    gone = len(was - now)
    if gone > largest * len(was):
        yield _breach(
            table,
            f"{gone:,} of {len(was):,} rows of {table} are gone since {before.name}, and its "
            f"guard allows {largest:.3g} of them.",
        )


def _keys(edition: Edition, table: str, key: tuple[str, ...]) -> set[tuple[str, ...]]:
    rows = edition.tables[table]
    if not set(key) <= set(rows.columns):
        return set()
    return {tuple(row[column] for column in key) for row in rows.mappings()}


def _empty(rows: Rows, column: str) -> Iterator[Finding]:
    if column not in rows.columns:
        yield _breach(rows.name, f"A guard names the column {column} of {rows.name}, "
                                 "and there is none.")  # fmt: skip
        return
    empty = [at for at, row in enumerate(rows.mappings(), 2) if not row[column]]
    if empty:
        yield _breach(
            rows.name,
            f"{rows.name}.{column} is empty in {len(empty):,} of {len(rows):,} rows, first in row "
            f"{empty[0]:,}, and its guard wants it filled.",
            column,
        )


def _breach(table: str, message: str, column: str = "") -> Finding:
    return Finding(_FILE, 0, 0, "E514", table, field=column, kind="release", message=message,
                   hint="restore the rows, or change guards in schema/dataset.json")  # fmt: skip
