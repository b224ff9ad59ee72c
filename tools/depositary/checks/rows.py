"""Does each row keep the conditions of its table: what one cell says of another?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from depositary.database import cell_value
from depositary.findings import Finding
from depositary.schema.wording import validator_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from jsonschema import ValidationError
    from jsonschema.protocols import Validator

    from depositary.schema import Law, Table
    from depositary.tables import Rows

# Keywords whose answer depends on the columns that they name, and on no other.
_NAMING = frozenset(
    {"properties", "required", "allOf", "anyOf", "oneOf", "not", "if", "then", "else"}
)
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
    return sorted(
        finding
        for name, table in law.tables.items()
        if name in tables
        for law_clause in table.clauses
        if "x-rule" in law_clause
        for finding in _Clause.of(table, law_clause).findings_in(tables[name])
    )


@dataclass(frozen=True, slots=True)
class _Clause:
    """One condition, and the columns whose cells decide it.

    Rows of a million have few different answers: what a clause only asks to be there or not to be
    there counts as one value, so that each combination is put to the validator once.
    """

    table: Table
    law: Mapping[str, Any]
    validator: Validator
    valued: tuple[str, ...]
    present: tuple[str, ...]

    @classmethod
    def of(cls, table: Table, law: Mapping[str, Any]) -> _Clause:
        valued, present = _columns_of(law)
        if valued is None:
            valued, present = set(table.column_names), set()
        columns = table.column_names
        schema = {key: part for key, part in law.items() if key not in _WORDS}
        return cls(
            table,
            law,
            validator_of(schema),
            tuple(name for name in columns if name in valued),
            tuple(name for name in columns if name in present - valued),
        )

    def findings_in(self, rows: Rows) -> Iterator[Finding]:
        answers: dict[tuple[object, ...], str | None] = {}
        at = {name: index for index, name in enumerate(rows.columns)}
        valued = [at.get(name, -1) for name in self.valued]
        present = [at.get(name, -1) for name in self.present]
        for number, row in enumerate(rows.rows, start=2):
            cells = ("", *row)  # a column that the table lacks is empty
            key = (*(cells[i + 1] for i in valued), *(bool(cells[i + 1]) for i in present))
            if key not in answers:
                answers[key] = self._fault(dict(zip(rows.columns, row, strict=True)))
            column = answers[key]
            if column is not None:
                yield self._finding(rows, number, column)

    def _fault(self, cells: Mapping[str, str]) -> str | None:
        """The column at fault (empty where none can be named); None where the row is fine."""
        named = (*self.valued, *self.present)
        row = {}
        for name in named:
            if cells.get(name):
                row[name] = cell_value(cells[name], self.table.column(name))
        error = next(iter(sorted(self.validator.iter_errors(row), key=_depth)), None)
        if error is None:
            return None
        for name in self.valued:
            # A cell that is wrong in itself is reported already; what rests on it is not known.
            if name in row and not _is_fine(row[name], self.table.column(name).schema):
                return None
        return _column_at_fault(error, self.law, row)

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


def _columns_of(schema: Any) -> tuple[set[str] | None, set[str]]:
    """Columns whose value a schema asks for, and those that it only wants there, or not there.

    The first is None where it uses a keyword that could ask for anything.
    """
    valued: set[str] = set()
    present: set[str] = set()
    if not isinstance(schema, dict):
        return valued, present
    if set(schema) - _NAMING - _WORDS:
        return None, present
    for name, part in schema.get("properties", {}).items():
        # "false" forbids a column whatever its value.
        (present if part is False else valued).add(name)
    present.update(schema.get("required", ()))
    parts = [schema[key] for key in ("not", "if", "then", "else") if key in schema]
    parts += [part for key in ("allOf", "anyOf", "oneOf") for part in schema.get(key, ())]
    for part in parts:
        inner_valued, inner_present = _columns_of(part)
        if inner_valued is None:
            return None, present
        valued |= inner_valued
        present |= inner_present
    return valued, present


def _is_fine(value: Any, schema: Mapping[str, Any]) -> bool:
    return value is not None and validator_of(dict(schema)).is_valid(value)


def _depth(error: ValidationError) -> tuple[int, str]:
    return len(error.absolute_path), str(error.validator)


def _column_at_fault(
    error: ValidationError, clause: Mapping[str, Any], row: Mapping[str, Any]
) -> str:
    """The column that is required, forbidden or wrong; empty where the clause names none."""
    if error.absolute_path:
        return str(error.absolute_path[0])
    wanted: Any = error.validator_value
    if error.validator == "required":
        return next((str(name) for name in wanted if name not in row), "")
    if error.validator == "not":
        asked = wanted if isinstance(wanted, dict) else {}
    else:
        # A column forbidden by "false": the validator does not say which.
        forbidden = [*_forbidden(clause.get("then")), *_forbidden(clause.get("else"))]
        asked = {"required": [name for name in forbidden if name in row]}
        if not asked["required"] and isinstance(clause.get("if"), dict):
            asked = clause["if"]
    required = asked.get("required", ())
    return str(required[-1]) if required and error.validator in ("not", None) else ""


def _forbidden(schema: Any) -> list[str]:
    properties = schema.get("properties", {}) if isinstance(schema, dict) else {}
    return [name for name, part in properties.items() if part is False]
