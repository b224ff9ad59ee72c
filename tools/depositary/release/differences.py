"""What differs between two editions of a package, row by row and cell by cell, by declared keys."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from depositary.changes import RENAMED, CellChange, Changes, RowChange, TableChanges
from depositary.release import registry
from depositary.release.edition import CODEBOOK, REGISTRY
from depositary.release.narrowing import apart
from depositary.release.newcomers import Newcomers
from depositary.release.pairing import Kin, pairs, renamed
from depositary.release.structure import metadata_changes, schema_changes
from depositary.tables import from_csv, to_csv

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from depositary.changes import Key
    from depositary.release.edition import Edition
    from depositary.tables import Rows

Cells = dict[str, str]
_FOLLOWING = ("label", "since", "retired")
"""Columns of the registry that follow from the row that an id names."""


def compare(before: Edition | None, after: Edition) -> Changes:
    """What differs between two editions.

    Parameters
    ----------
    before : Edition or None
        None where there was nothing before: then everything was added.
    after : Edition
        The newer one.

    Returns
    -------
    Changes
        Empty for the same edition twice. The versions in which ids were given and withdrawn
        (``records.since``, ``records.retired``) are no difference, nor is what follows from the
        release itself.
    """
    if before is None:
        tables = {name: _all_added(after, name) for name in after.tables}
        return Changes("", after.version, {name: part for name, part in tables.items() if part})
    successors = _successors(before, after)
    tables = {}
    for name in _linked_last(after):
        tables[name] = _Comparison(before, after, name, successors).table()
        if tables[name].moved and len(after.primary_key(name)) == 1:
            successors |= {row.former[0]: row.key[0] for row in tables[name].moved}
    if REGISTRY in after.tables:
        tables[REGISTRY] = _registry_changes(before, after, tables)
    return Changes(
        before.version,
        after.version,
        {name: tables[name] for name in after.tables if tables[name]},
        schema_changes(before, after),
        metadata_changes(before, after),
    )


def inherited_registry(before: Edition | None, after: Edition, changes: Changes) -> Rows:
    """The registry of an edition, with every id that the one before had."""
    return _inherited(before, after, changes.tables)


def _inherited(before: Edition | None, after: Edition, tables: Mapping[str, TableChanges]) -> Rows:
    derived = [name for name in tables if after.identity(name) and after.is_registered(name)]
    moved = {
        row.former[0]: row.key[0]
        for name in derived for row in tables[name].moved
    }  # fmt: skip
    belonging = {
        row.key[0]: next(
            (cell.old for cell in row.cells if (cell.column,) == after.identity(name)[0]), ""
        )
        for name in derived for row in tables[name].removed
    }  # fmt: skip
    was = before.tables.get(REGISTRY) if before else None
    return registry.inherited(was, after.tables[REGISTRY], moved, belonging)


def _successors(before: Edition, after: Edition) -> dict[str, str]:
    """The ids that a curator replaced, and by which."""
    if REGISTRY not in before.tables or REGISTRY not in after.tables:
        return {}
    return registry.successors(before.tables[REGISTRY], after.tables[REGISTRY])


def _linked_last(after: Edition) -> list[str]:
    """The tables but the registry, those that belong to records of the others after them."""
    facts = [name for name in after.tables if name != REGISTRY]
    return sorted(facts, key=lambda name: len(after.identity(name)))


def _all_added(after: Edition, name: str) -> TableChanges:
    rows = after.tables[name]
    return TableChanges(name, 0, len(rows), added=Newcomers(rows, after.primary_key(name)))


def _rows(edition: Edition, name: str) -> dict[Key, Cells]:
    """The rows of a table by primary key, in its order; none where there is no such table."""
    if name not in edition.tables:
        return {}
    key = edition.primary_key(name)
    return {
        tuple(row[column] for column in key): row
        for row in edition.tables[name].mappings()
    }  # fmt: skip


def _filled(cells: Cells, *, is_new: bool) -> tuple[CellChange, ...]:
    return tuple(
        CellChange(column, "", cell) if is_new else CellChange(column, cell, "")
        for column, cell in cells.items()
        if cell
    )


class _Comparison:
    """One table of two editions."""

    def __init__(
        self, before: Edition, after: Edition, name: str, successors: Mapping[str, str]
    ) -> None:
        self.before, self.after, self.name = before, after, name
        self.successors = successors
        self.identity = after.identity(name)
        self.registry: Mapping[str, Cells] = {}
        self.old, self.new = _rows(before, name), _rows(after, name)
        self.roles = {column: after.role(name, column) for column in after.tables[name].columns}
        numeric = ("integer", "number")
        self.numbers = {part["name"] for part in after.schema(name).get("fields", ())
                        if part.get("type") in numeric}  # fmt: skip

    def table(self) -> TableChanges:
        """All differences, in order of the key."""
        removed = {key: row for key, row in self.old.items() if key not in self.new}
        added = {key: row for key, row in self.new.items() if key not in self.old}
        former = self._moved(removed, added)
        changed = (
            RowChange(key, self._cells(self.old[key], row))
            for key, row in self.new.items()
            if key in self.old and self.old[key] != row
        )
        left = {*former.values()}
        gone = {key: row for key, row in removed.items() if key not in left}
        self._look_up(gone)
        return TableChanges(
            self.name,
            self.before.size(self.name),
            self.after.size(self.name),
            _in_order(RowChange(key, _filled(row, is_new=True))
                      for key, row in added.items() if key not in former),
            _in_order(self._removed(key, row) for key, row in gone.items()),
            _in_order(row for row in changed if row.cells),
            _in_order(RowChange(new, self._cells(removed[old], added[new], is_moved=True), old,
                                "value" if self.identity else RENAMED)
                      for new, old in former.items()),
        )  # fmt: skip

    def _moved(self, removed: Mapping[Key, Cells], added: Mapping[Key, Cells]) -> dict[Key, Key]:
        if not removed or not added:
            return {}
        key = self.after.primary_key(self.name)
        if not self.identity:
            lists = (REGISTRY, CODEBOOK)
            return {} if self.name in lists else renamed(removed, added, key)
        is_registered = self.after.is_registered(self.name)
        own = key[0] if len(key) == 1 else ""
        led_on = {old: self._led_on(row) for old, row in removed.items()}
        return pairs(led_on, added, Kin(self.identity, own, is_registered))

    def _led_on(self, row: Cells) -> Cells:
        """A row whose references to records that moved carry their new key."""
        return {
            column: self.successors.get(cell, cell) if self._refers(column) else cell
            for column, cell in row.items()
        }

    def _refers(self, column: str) -> bool:
        return self.roles.get(column) == "reference"

    def _cells(self, old: Cells, new: Cells, *, is_moved: bool = False) -> tuple[CellChange, ...]:
        """The cells that differ, of the columns that both have."""
        own = self.after.primary_key(self.name) if is_moved else ()
        cells = [
            CellChange(column, old[column], cell, self._kind(column, old[column], cell))
            for column, cell in new.items()
            if column in old and old[column] != cell and not (len(own) == 1 and column in own)
        ]
        places = {column for part in self.identity if len(part) > 1 for column in part}
        if all(cell.column in places for cell in cells if cell.kind != "consequence"):
            return tuple(cells)
        return tuple(  # where a quote was mended, its offsets follow from the words
            replace(cell, kind="consequence") if cell.column in places else cell for cell in cells
        )

    def _kind(self, column: str, old: str, new: str) -> str:
        if self._refers(column) and self.successors.get(old) == new:
            return "consequence"
        says_the_same = _says_the_same(old, new, is_number=column in self.numbers)
        return "spelling" if says_the_same else "value"

    def _look_up(self, gone: Mapping[Key, Cells]) -> None:
        """Keep what the registry says of rows that are gone, and of what they belonged to."""
        if gone:
            ids = {key[0] for key in gone}
            if self.identity:
                ids |= {row.get(self.identity[0][0], "") for row in gone.values()}
            self.registry = registry.entries(self.after.tables.get(REGISTRY), ids)

    def _removed(self, key: Key, row: Cells) -> RowChange:
        """A row that is gone, and what became of its key."""
        is_registered = self.after.is_registered(self.name)
        entry = self.registry.get(key[0], {}) if is_registered else {}
        record = self.registry.get(row.get(self.identity[0][0], ""), {}) if self.identity else {}
        if entry.get("retired"):
            kind = "replaced" if entry.get("replaced_by") else "withdrawn"
        elif is_registered:
            kind = "dependent" if record.get("retired") else "lost"
        else:
            kind = "dependent" if self.identity else "deleted"
        return RowChange(key, _filled(row, is_new=False), kind=kind, reason=entry.get("reason", ""))


def _in_order(rows: Iterable[RowChange]) -> tuple[RowChange, ...]:
    return tuple(sorted(rows, key=lambda row: row.key))


def _says_the_same(old: str, new: str, *, is_number: bool) -> bool:
    """Whether two cells say the same in other letters."""
    if is_number:
        try:
            return Decimal(old) == Decimal(new)
        except InvalidOperation:
            return False
    return unicodedata.normalize("NFC", old) == unicodedata.normalize("NFC", new)


# ── the registry ────────────────────────────────────────────────────────────────────────────────
def _registry_changes(
    before: Edition, after: Edition, tables: Mapping[str, TableChanges]
) -> TableChanges:
    """What differs in the registry, as it will be released: stamps read as yes or no."""
    was, now = before.tables.get(REGISTRY), _inherited(before, after, tables)
    sizes = len(was) if was else 0, len(now)
    sides = _read_apart(registry.unstamped(was) if was else None, registry.unstamped(now))
    old, new = (
        replace(edition, tables={} if side is None else {REGISTRY: side}, totals={REGISTRY: size})
        for edition, side, size in zip((before, after), sides, sizes, strict=True)
    )
    found = _Comparison(old, new, REGISTRY, {}).table()
    return replace(
        found,
        added=tuple(replace(row, kind="consequence") for row in found.added),
        removed=tuple(replace(row, kind="lost") for row in found.removed),
        changed=tuple(_following(row) for row in found.changed),
    )


def _read_apart(was: Rows | None, now: Rows) -> tuple[Rows | None, Rows]:
    """Two registries without the rows that stand in both."""
    sides = apart(to_csv(was), to_csv(now)) if was else ()
    if not sides:
        return was, now
    old, new = (from_csv(REGISTRY, content) for content, _ in sides)
    return old, new


def _following(row: RowChange) -> RowChange:
    """A change of a registry entry whose label and withdrawal follow from the row it names."""
    is_withdrawn = any(cell.column == "retired" and cell.new for cell in row.cells)
    return replace(
        row,
        cells=tuple(
            replace(cell, kind="consequence") if is_withdrawn or cell.column in _FOLLOWING else cell
            for cell in row.cells
        ),
    )
