"""Every id ever given stays in the registry: carried on, stamped, and led to its successor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depositary.tables import Rows

if TYPE_CHECKING:
    from collections.abc import Mapping

Cells = dict[str, str]
ID = "record_id"
CORRECTED = "Its id follows from its content, which was corrected."


def entries(registry: Rows | None) -> dict[str, Cells]:
    """The rows of a registry by id; nothing where there is no registry."""
    return {row[ID]: row for row in registry.mappings()} if registry else {}


def inherited(
    before: Rows | None, after: Rows, moved: Mapping[str, str], belonging: Mapping[str, str]
) -> Rows:
    """The registry of a package, with the ids that the release before had and it has not.

    Parameters
    ----------
    before : Rows or None
        The registry of the release before.
    after : Rows
        The registry as the readings make it.
    moved : mapping of str to str
        Derived ids of the release before, and the id that the same row has now.
    belonging : mapping of str to str
        Derived ids that are gone without a successor, and the record that the row belonged to.

    Returns
    -------
    Rows
        In order of the id. What was retired once stays so; a link whose content was corrected,
        or whose record was withdrawn, is retired without a curator having to say it again.
        Any other id that is gone stays gone: that is for a person to explain.
    """
    now = entries(after)
    for record_id, row in entries(before).items():
        if record_id in now:
            continue
        successor, record = moved.get(record_id, ""), belonging.get(record_id, "")
        if row.get("retired"):
            now[record_id] = row
        elif successor:
            now[record_id] = _tombstone(row, successor, CORRECTED)
        elif now.get(record, {}).get("retired"):
            now[record_id] = _tombstone(row, "", f"Withdrawn with {record}.")
    return _table(after, now)


def stamped(before: Rows | None, after: Rows, version: str) -> Rows:
    """The registry with the versions in which each id was given and withdrawn.

    Parameters
    ----------
    before : Rows or None
        The registry of the release before; what it says of an id stays.
    after : Rows
        The registry of the release, with what it inherits.
    version : str
        Of the release.
    """
    was = entries(before)
    now = entries(after)
    for record_id, row in now.items():
        former = was.get(record_id, {})
        row["since"] = former.get("since") or version
        if row.get("retired"):
            row["retired"] = former.get("retired") or version
    return _table(after, now)


def _tombstone(row: Cells, successor: str, reason: str) -> Cells:
    return {**row, "retired": "withdrawn", "replaced_by": successor, "reason": reason}


def _table(like: Rows, rows: Mapping[str, Cells]) -> Rows:
    cells = (tuple(rows[key].get(name, "") for name in like.columns) for key in sorted(rows))
    return Rows(like.name, like.columns, tuple(cells))
