"""Is every table of a package in due form, and do they fit together?"""

from __future__ import annotations

from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING

from depositary.checks import schemas
from depositary.checks.exact import Outcome, Table, check_table
from depositary.checks.keys import Keys
from depositary.checks.ledger import Fault, TableLedger
from depositary.checks.ordering import targets_first
from depositary.checks.timings import lap, turn_to
from depositary.checks.words import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from contextlib import ExitStack
    from typing import Any

    from depositary.checks.cells import Column
    from depositary.checks.keys import ForeignKey, Target
    from depositary.checks.ledger import DescriptorLedger
    from depositary.checks.remembered import Known, Memory
    from depositary.checks.resources import Resource
    from depositary.checks.rowschemas import RowSchema
    from depositary.checks.stores import Store

_ROWS = "jsonSchema"
_LARGE_BYTES = 8 << 20


class Check:
    """A check of the tables of a package.

    Parameters
    ----------
    store : Store
        Where the files are.
    ledger : DescriptorLedger
        Of the descriptor.
    stack : ExitStack
        Ends what patterns and schemas may have started.
    version : int
        Of the standard.
    memory : Memory, optional
        Of earlier checks.
    """

    __slots__ = (
        "foreign",
        "ledger",
        "memory",
        "outcomes",
        "row_schemas",
        "schemas",
        "stack",
        "store",
        "tables",
        "targets",
        "version",
    )

    def __init__(
        self,
        store: Store,
        ledger: DescriptorLedger,
        stack: ExitStack,
        version: int,
        memory: Memory | None,
    ) -> None:
        self.store = store
        self.ledger = ledger
        self.stack = stack
        self.version = version
        self.memory = memory
        self.schemas: dict[str, schemas.Schema] = {}
        self.row_schemas: dict[str, RowSchema | None] = {}
        self.targets: dict[tuple[str, tuple[str, ...]], Target] = {}
        self.foreign: dict[str, list[ForeignKey]] = {}
        self.tables: dict[str, TableLedger] = {}
        self.outcomes: dict[str, Outcome] = {}

    def run(self, found: Sequence[Resource]) -> None:
        """Check tables: those that others refer to first."""
        for each in found:
            schemas.read_columns(each.schema, self.stack, self.version)
            self.schemas[each.name] = each.schema
            self.row_schemas[each.name] = self._row_schema(each.schema)
        for each in found:
            schemas.examine_keys(each.schema)
            self.foreign[each.name] = schemas.foreign_keys(each.schema, self.schemas, self.targets)
        tables = [each for each in found if each.sheet]
        readable = {each.name for each in tables}
        for target in self.targets.values():
            target.is_known = target.resource in readable
        ledgers = {each.name: TableLedger(each.name, _file(each, self.ledger)) for each in tables}
        self.tables = ledgers
        lap("descriptor")
        ordered = targets_first(tables, self.foreign)
        keys = self._digests(ordered)
        known = self._recalled(ordered, keys)
        if sum(each.size_bytes for each in ordered if each.name not in known) > _LARGE_BYTES:
            import pyarrow.csv  # noqa: F401 - blocks that find it are read with it, small ones too

            lap("libraries")
        for each in ordered:
            if each.name in known:
                self._adopt(each, known[each.name])
            else:
                turn_to(each.name)
                self._check_table(each)
                lap("reading")
        for name, outcome in self.outcomes.items():
            if name not in known:
                turn_to(name)
                outcome.keys.settle(ledgers[name])
                lap("keys")
        turn_to("")
        if keys.keys() - known.keys():
            self._remember([each for each in ordered if each.name not in known], ordered, keys)
            lap("memory")

    def _digests(self, ordered: Sequence[Resource]) -> dict[str, str]:
        if self.memory is None:
            return {}
        from depositary.checks.digests import Tables, digests

        return digests(
            Tables(ordered, self.row_schemas, self.foreign, self.targets, self.version, self.store)
        )

    def _recalled(self, ordered: Sequence[Resource], keys: Mapping[str, str]) -> dict[str, Known]:
        """What is known of tables, but for those whose keys are needed."""
        if self.memory is None:
            return {}
        recalled = {name: self.memory.recall(key) for name, key in keys.items()}
        known = {name: found for name, found in recalled.items() if found is not None}
        unread = [each.name for each in ordered if each.name not in known]
        while unread:
            needed = {key.target.resource for key in self.foreign[unread.pop()]} & known.keys()
            for name in needed:
                del known[name]
            unread += needed
        self.memory.asked += len(ordered)
        self.memory.recalled += len(known)
        lap("memory")
        return known

    def _adopt(self, each: Resource, known: Known) -> None:
        """Take what is known of a table for what was found in it."""
        ledger = self.tables[each.name]
        ledger.findings, ledger.unlisted = known.findings, known.unlisted
        outcome = Outcome(known.rows, known.cells, known.fields, Keys({}, (), (), ()))
        self.outcomes[each.name] = outcome
        self._compare_counts(each, outcome)

    def _remember(
        self, read: Iterable[Resource], ordered: Sequence[Resource], keys: Mapping[str, str]
    ) -> None:
        """Keep what was found, unless a file changed meanwhile or there was no time for a part."""
        from depositary.checks.apart import has_spent
        from depositary.checks.remembered import Known

        if self.memory is None or has_spent(self.stack):
            return  # how much time is left for a table depends on the others
        still = self._digests(ordered)
        found = {}
        for each in read:
            outcome, ledger = self.outcomes[each.name], self.tables[each.name]
            key = keys.get(each.name)
            if key is not None and still.get(each.name) == key and not self._gave_up(each):
                counts = (ledger.unlisted, outcome.rows, outcome.cells, outcome.fields)
                found[key] = Known(ledger.findings, *counts)
        self.memory.keep(found)

    def _gave_up(self, each: Resource) -> bool:
        rows = self.row_schemas[each.name]
        is_cut = self.tables[each.name].is_cut
        return (
            is_cut
            or (rows is not None and rows.gave_up)
            or any(demand.gave_up for column in each.schema.columns for demand in column.limited)
        )

    def _row_schema(self, of: schemas.Schema) -> RowSchema | None:
        if of.value.get(_ROWS) is None:
            return None
        from depositary.checks.rowschemas import row_schema

        return row_schema(of, self.store, self.stack)

    def _check_table(self, each: Resource) -> None:
        ledger = self.tables[each.name]
        feeds = [target for (name, _), target in self.targets.items() if name == each.name]
        try:
            outcome = self._read(each, feeds, ledger, marks=False)
        except UnicodeDecodeError:
            ledger.clear()  # from the beginning, and past what is no text
            outcome = self._read(each, feeds, ledger, marks=True)
        for target in feeds:
            target.is_complete = True
        self.outcomes[each.name] = outcome
        self._compare_counts(each, outcome)
        self._report_slow(each)

    def _read(
        self, each: Resource, feeds: Sequence[Target], ledger: TableLedger, *, marks: bool
    ) -> Outcome:
        if each.sheet is None:
            raise TypeError(each.name)
        dialect = each.sheet.dialect
        make_keys = partial(
            _keys,
            each.schema.value,
            self.foreign[each.name],
            feeds,
            ignores_case=dialect.ignores_case,
        )
        if dialect.null is not None:
            for column in each.schema.columns:
                column.missing |= {dialect.null}
        rows = self.row_schemas[each.name]
        table = Table(each.schema.value, each.schema.columns, dialect, make_keys, rows)
        with closing(each.sheet.source(self.store, ledger, marks=marks)) as source:
            return check_table(table, source, ledger)

    def _compare_counts(self, each: Resource, outcome: Outcome) -> None:
        for name, count in (("rows", outcome.rows), ("fields", outcome.fields)):
            wanted = each.value.get(name)
            is_cut = self.tables[each.name].is_cut
            if isinstance(wanted, int) and wanted not in (0, count) and not is_cut:
                words = f"The table has {count} {name}; the descriptor says {wanted}."
                kind = f"{name.removesuffix('s')}-count"
                fault = Fault("E120", kind, words, "build the package again", str(wanted))
                self.ledger.add((*each.at, name), fault, each.name)

    def _report_slow(self, each: Resource) -> None:
        """Report the patterns and JSON Schemas that took too long."""
        for at, column in enumerate(each.schema.columns):
            for slow in {demand.constraint for demand in column.limited if demand.gave_up}:
                words = f"The {slow} of {shown(column.name)} takes too long on some cells, which "
                words += "are not checked against it."
                place = ("fields", at, "constraints", slow)
                each.schema.report(place, words, _SLOW_HINTS[slow], column.name)
        rows = self.row_schemas[each.name]
        if rows is not None and rows.gave_up:
            words = (
                "The JSON Schema of the rows takes too long, so that not all are held against it."
            )
            each.schema.report((_ROWS,), words, _SLOW_HINTS[_ROWS])


_SLOW_HINTS = {
    "pattern": "write it without nested repeats, look-around and back-references",
    _ROWS: "write it with fewer choices, references and patterns in one another",
}


def _keys(
    schema: Mapping[str, Any],
    foreign: Sequence[ForeignKey],
    feeds: Sequence[Target],
    columns: Sequence[Column],
    *,
    ignores_case: bool,
) -> Keys:
    return Keys(schema, columns, foreign, feeds, ignores_case=ignores_case)


def _file(each: Resource, ledger: DescriptorLedger) -> str:
    """The file of a table, as findings show it: the descriptor itself for inline data."""
    return each.paths[0] if each.paths else ledger.file
