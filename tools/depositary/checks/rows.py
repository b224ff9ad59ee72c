"""Does each row keep the conditions of its table: what one cell says of another?"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from depositary.checks.breaches import unwanted
from depositary.checks.clauses import Clause, needs
from depositary.checks.jsonschemas import BadSchemaError, compile_schema
from depositary.database import cell_value
from depositary.findings import Finding
from depositary.schema.wording import validator_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from depositary.checks.jsonschemas import Breach, JsonSchema
    from depositary.schema import Law, Table
    from depositary.tables import Rows

_WORDS = frozenset({"title", "description", "x-rule", "x-mend"})


def check_rows(law: Law, tables: Mapping[str, Rows]) -> list[Finding]:
    """What is wrong in rows by the conditions (``allOf``) of their tables.

    Parameters
    ----------
    law : Law
        Conditions are the clauses of ``allOf`` with an ``x-rule``.
    tables : mapping of str to Rows
        Of the register.

    Returns
    -------
    list of Finding
        In order of their place, one for each row and condition, with the code that the clause
        names. Cells that are wrong in themselves are not reported again: a condition that rests on
        such a cell is not asked.
    """
    with ExitStack() as stack:
        return sorted(
            finding
            for name, table in law.tables.items()
            if name in tables
            for law_clause in table.clauses
            if "x-rule" in law_clause
            for finding in _findings(law, table, law_clause, tables[name], stack)
        )


def _findings(
    law: Law, table: Table, clause: Mapping[str, Any], rows: Rows, stack: ExitStack
) -> Iterator[Finding]:
    """What one condition finds; a package may carry a law that cannot be asked."""
    file = f"{law.folder.name}/tables/{table.name}.json"
    schema = {key: part for key, part in clause.items() if key not in _WORDS}
    try:
        compiled = compile_schema(schema, stack)
        yield from _Condition(table, clause, compiled, stack).findings_in(rows)
    except BadSchemaError as error:
        words = f"The condition {clause['x-rule']} cannot be asked: {error}"
        yield Finding(file, 0, 0, "E601", kind="law", value=clause["x-rule"], message=words)
        return
    if compiled.gave_up:
        words = f"The condition {clause['x-rule']} takes too long: not all rows were asked."
        yield Finding(file, 0, 0, "E601", kind="law", value=clause["x-rule"], message=words)


@dataclass(frozen=True, slots=True)
class _Condition:
    """One condition of a table of the law."""

    table: Table
    law: Mapping[str, Any]
    schema: JsonSchema
    stack: ExitStack
    cells: dict[str, JsonSchema] = field(default_factory=dict)

    def findings_in(self, rows: Rows) -> Iterator[Finding]:
        valued, present = needs(self.law, self.law).among(rows.columns)

        def ask(_: Sequence[str], values: Sequence[str | None]) -> str | None:
            return self._fault({rows.columns[at]: values[at] for at in (*valued, *present)}, valued)

        clause = Clause(valued, present, ask)
        for number, row in enumerate(rows.rows, start=2):
            column = clause.answer(row, [cell or None for cell in row])
            if column is not None:
                yield self._finding(rows, number, column)

    def _fault(self, cells: Mapping[str, str | None], valued: Sequence[int]) -> str | None:
        """The column at fault (empty where none can be named); None where the row is fine."""
        row = {
            name: cell_value(cell, self.table.column(name)) for name, cell in cells.items() if cell
        }
        breach = min(self.schema.breaches(row), key=_depth, default=None)
        if breach is None:
            return None
        for name in list(cells)[: len(valued)]:
            # A cell that is wrong in itself is reported already; what rests on it is not known.
            if name in row and not self._is_fine(row[name], name):
                return None
        return _column_at_fault(breach, self.law, row)

    def _is_fine(self, value: Any, name: str) -> bool:
        schema = dict(self.table.column(name).schema)
        if name not in self.cells:
            self.cells[name] = compile_schema(schema, self.stack)
        if value is None or not self.cells[name].matches(value):
            return False
        form = {"format": schema["format"]} if "format" in schema else {}
        return validator_of(form).is_valid(str(value))

    def _finding(self, rows: Rows, number: int, column: str) -> Finding:
        cells = dict(zip(rows.columns, rows.rows[number - 2], strict=True))
        value = cells.get(column, "")
        key = "/".join(cells.get(name, "") for name in self.table.primary_key)
        shown = f'"{value}"' if value else "empty"
        return Finding(
            f"data/{rows.name}.csv",
            number,
            0,
            str(self.law["x-rule"]),
            resource=rows.name,
            row=number,
            field=column,
            kind="rule",
            value=value,
            message=f"{self.law['title']}: in {key} {column or 'the row'} is {shown}."
            if column
            else f"{self.law['title']}: {key} does not keep it.",
            hint=str(self.law["x-mend"]),
        )


def _depth(breach: Breach) -> tuple[int, str]:
    return len(breach.at), breach.keyword


def _column_at_fault(breach: Breach, clause: Mapping[str, Any], row: Mapping[str, Any]) -> str:
    """The column that is required, forbidden or wrong; empty where the clause names none."""
    if breach.at:
        return str(breach.at[0])
    if breach.keyword == "falseSchema":
        # A row forbidden by "false": the engine does not say for which column.
        forbidden = [*_forbidden(clause.get("then")), *_forbidden(clause.get("else"))]
        asked = [name for name in forbidden if name in row]
        condition = clause.get("if")
        return str((asked or (_required(condition) or [""]))[-1])
    return (unwanted(breach) or [""])[-1]


def _required(schema: Any) -> list[str]:
    return list(schema.get("required", ())) if isinstance(schema, dict) else []


def _forbidden(schema: Any) -> list[str]:
    properties = schema.get("properties", {}) if isinstance(schema, dict) else {}
    return [name for name, part in properties.items() if part is False]
