"""Every id ever given stays in the registry: carried on, stamped, and led to its successor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from depositary.tables import Rows, rendered

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    import pyarrow as pa

Cells = dict[str, str]
ID = "record_id"
STAMPS = ("since", "retired")
"""The columns that hold versions."""
CORRECTED = "Its id follows from its content, which was corrected."


def entries(registry: Rows | None, wanted: Collection[str] | None = None) -> dict[str, Cells]:
    """The rows of a registry by id; nothing where there is no registry.

    Parameters
    ----------
    registry : Rows or None
        Of a package.
    wanted : collection of str, optional
        The ids of those rows that are asked for; all where it is None.
    """
    if registry is None:
        return {}
    rows = registry if wanted is None else registry.having(ID, wanted)
    return {row[ID]: row for row in rows.mappings()}


def successors(before: Rows, after: Rows) -> dict[str, str]:
    """The ids of a registry that a later one names a successor of, and which."""
    if "replaced_by" not in after.columns:
        return {}
    from pyarrow import compute

    cells = after.arrow().select([ID, "replaced_by"])
    replaced = cells.filter(compute.not_equal(cells.column("replaced_by"), ""))
    known = compute.is_in(replaced.column(ID), before.arrow().column(ID))
    return dict(zip(*replaced.filter(known).to_pydict().values(), strict=True))


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
    gone = _missing(before, after) if before else set()
    if not gone:
        return after
    retired = {row[ID] for row in after.mappings() if row.get("retired")}
    buried: dict[str, Cells] = {}
    for record_id, row in entries(before, gone).items():
        successor, record = moved.get(record_id, ""), belonging.get(record_id, "")
        if row.get("retired"):
            buried[record_id] = row
        elif successor:
            buried[record_id] = _tombstone(row, successor, CORRECTED)
        elif record in retired:
            buried[record_id] = _tombstone(row, "", f"Withdrawn with {record}.")
        if record_id in buried:
            retired.add(record_id)
    return _joined(after, buried.values())


def _missing(before: Rows, after: Rows) -> set[str]:
    """The ids of a registry that a later one has not."""
    from pyarrow import compute

    ids = before.arrow().column(ID)
    is_here = compute.is_in(ids, after.arrow().column(ID))
    return set(ids.filter(compute.invert(is_here)).to_pylist())


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
    from pyarrow import compute

    cells = after.arrow()
    at = compute.index_in(cells.column(ID), before.arrow().column(ID)) if before else None
    for name in STAMPS:
        if name not in after.columns:
            continue
        stamp = version
        if before and name in before.columns:
            former = compute.fill_null(before.arrow().column(name).take(at), "")
            stamp = compute.if_else(compute.equal(former, ""), version, former)
        if name == "retired":
            stamp = compute.if_else(compute.equal(cells.column(name), ""), "", stamp)
        cells = _with(cells, name, stamp)
    return rendered(after.name, cells)


def unstamped(registry: Rows) -> Rows:
    """The registry without the versions of its stamps: withdrawn or not is all that is left."""
    from pyarrow import compute

    cells = registry.arrow()
    for name, words in zip(STAMPS, ("", "withdrawn"), strict=True):
        if name in registry.columns:
            is_blank = compute.equal(cells.column(name), "")
            cells = _with(cells, name, compute.if_else(is_blank, "", words))
    return rendered(registry.name, cells)


def _tombstone(row: Cells, successor: str, reason: str) -> Cells:
    return {**row, "retired": "withdrawn", "replaced_by": successor, "reason": reason}


def _joined(after: Rows, buried: Iterable[Cells]) -> Rows:
    import pyarrow as pa

    more = tuple(tuple(row.get(name, "") for name in after.columns) for row in buried)
    parts = (after.arrow(), Rows(after.name, after.columns, more).arrow())
    return rendered(after.name, pa.concat_tables(parts).sort_by(ID))


def _with(cells: pa.Table, name: str, column: Any) -> pa.Table:
    """A table with another column; where it is a text, that in every row."""
    import pyarrow as pa

    if not isinstance(column, pa.ChunkedArray):
        text = column if isinstance(column, str) else column.as_py()
        column = pa.array([text]).take(pa.array([0] * len(cells), pa.int32()))
    return cells.set_column(cells.column_names.index(name), name, column)
