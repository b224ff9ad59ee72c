"""Does each row, taken as a JSON object, keep the JSON Schema of its table?

A Table Schema may carry ``jsonSchema``, a JSON Schema or the path of one in the package, named
after the constraint of a field that says the same of a cell. In the object an empty cell is a
property that is not there; whole numbers, numbers, truth values, arrays and objects are those of
JSON, and every other cell is the text that is written.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from depositary import jsontext
from depositary.checks import breaches, jsonschemas
from depositary.checks.cells import Unreadable
from depositary.checks.clauses import Clause, needs, split
from depositary.checks.ledger import DescriptorLedger, Fault

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence
    from contextlib import ExitStack

    from depositary.checks.batches import Batch
    from depositary.checks.cells import Column
    from depositary.checks.jsonschemas import Breach, JsonSchema
    from depositary.checks.schemas import Schema
    from depositary.checks.stores import Store

PROPERTY = "jsonSchema"
_KIND = "json-schema-error"
_LIMIT_BYTES = 1 << 24
_MOST_CLAUSES = 64  # more would cost a row more than they save
# Types of Table Schema whose values are those of JSON; frictionless writes a year as a number too.
_VALUED = frozenset({"array", "boolean", "geojson", "integer", "number", "object", "year"})

Found = tuple[int, Fault, str]
"""The index of a cell, what is wrong, and the name of its column; empty where none is named."""


@dataclass(slots=True)
class RowSchema:
    """The JSON Schema of the rows of a table.

    Parameters
    ----------
    source : object
        What it says.
    clauses : list
        The schemas that it falls apart into, each with what was made of it.
    """

    source: Any
    clauses: list[tuple[Any, JsonSchema]]

    @property
    def gave_up(self) -> bool:
        """Whether a part of it took too long, so that not all rows were held against it."""
        return any(compiled.gave_up for _, compiled in self.clauses)

    def of(self, columns: Sequence[Column]) -> RowJudge:
        """The schema for rows of these columns, in their order in the table."""
        names = [column.name for column in columns]
        return RowJudge(
            columns,
            [
                _clause(compiled, columns, needs(clause, self.source).among(names))
                for clause, compiled in self.clauses
            ],
        )


@dataclass(slots=True)
class RowJudge:
    """A JSON Schema for rows of known columns.

    Parameters
    ----------
    columns : sequence of Column
        Of the table.
    clauses : list of Clause
        Each looks at some columns, ``valued`` and ``present``, and can be asked alone.
    """

    columns: Sequence[Column]
    clauses: list[Clause[list[Found]]]

    def faults(self, cells: Sequence[Any], values: Sequence[Any]) -> list[Found]:
        """What is wrong with a row.

        Parameters
        ----------
        cells : sequence
            As they are written; there may be too many or too few.
        values : sequence
            Of each column, None for what has none or a wrong one.

        Returns
        -------
        list of Found
            Nothing where a cell is not of its type: that is reported, and what rests on it is not
            known.
        """
        written = [*cells, *[None] * (len(values) - len(cells))]
        if None in values and self._has_wrong_cell(written, values):
            return []
        return [
            _in_row(found, clause, written)
            for clause in self.clauses
            for found in clause.answer(written, values)
        ]

    def doubtful(self, batch: Batch, judged: Container[int]) -> list[int]:
        """The rows of a batch that may break it: those judged by the cell, and what a clause found.

        A clause is asked once for all rows whose cells are the same to it.
        """
        found = {row for row in range(batch.count) if row in judged}
        for clause in self.clauses:
            seen: dict[tuple[Any, ...], list[int]] = {}
            texts = [batch.texts(at) for at in clause.valued]
            for at in clause.present:
                missing = self.columns[at].missing
                texts.append([None if text in missing else "" for text in batch.texts(at)])
            alike = zip(*texts, strict=True) if texts else [()] * batch.count
            for row, cells in enumerate(alike):
                if row not in found:
                    seen.setdefault(cells, []).append(row)
            for rows in seen.values():
                if self._breaks(clause, batch.record(rows[0]).cells):
                    found.update(rows)
        return sorted(found)

    def _breaks(self, clause: Clause[list[Found]], cells: Sequence[Any]) -> bool:
        values = [column.judge(cell)[0] for column, cell in zip(self.columns, cells, strict=True)]
        return bool(clause.answer(cells, values))

    def _has_wrong_cell(self, cells: Sequence[Any], values: Sequence[Any]) -> bool:
        return any(
            value is None and cell is not None and str(cell) not in column.missing
            for column, cell, value in zip(self.columns, cells, values, strict=False)
        )


def _in_row(found: Found, clause: Clause[list[Found]], cells: Sequence[Any]) -> Found:
    """A fault with the value of this row, where the clause did not look at the value."""
    at, fault, name = found
    if at not in clause.present:
        return found
    return at, fault._replace(value="" if cells[at] is None else str(cells[at])), name


def _clause(
    compiled: JsonSchema,
    columns: Sequence[Column],
    needed: tuple[tuple[int, ...], tuple[int, ...]],
) -> Clause[list[Found]]:
    valued, present = needed
    names = [column.name for column in columns]

    def ask(cells: Sequence[Any], values: Sequence[Any]) -> list[Found]:
        if any(isinstance(cells[at], Unreadable) for at in valued):
            return []  # reported already
        row = {
            names[at]: values[at] if columns[at].kind in _VALUED else cells[at]
            for at in (*valued, *present)
            if values[at] is not None
        }
        found = [one for each in compiled.breaches(row) for one in _one_by_one(each)]
        return [_found(each, names, cells, (*valued, *present)) for each in found]

    return Clause(valued, present, ask)


def _one_by_one(breach: Breach) -> list[Breach]:
    """A breach for each column that should be empty."""
    if breach.keyword in ("additionalProperties", "unevaluatedProperties"):
        return [replace(breach, wanted=[name]) for name in breach.wanted]
    return [breach]


def _found(
    breach: Breach, names: Sequence[str], cells: Sequence[Any], needed: Sequence[int]
) -> Found:
    at = breaches.column_of(breach, names)
    if at < 0 and len(needed) == 1:
        at = needed[0]
    cell = "" if at < 0 or cells[at] is None else str(cells[at])
    is_whole_cell = len(breach.at) == 1
    words = breaches.sentence(breach, "the row", cell if is_whole_cell else None)
    fault = Fault("E218", _KIND, words, breaches.hint(breach), cell)
    return (at, fault, names[at]) if at >= 0 else (0, fault, "")


def row_schema(schema: Schema, store: Store, stack: ExitStack) -> RowSchema | None:
    """The JSON Schema that a Table Schema has for its rows; None where it has none that applies.

    Parameters
    ----------
    schema : Schema
        Is told what is wrong with it.
    store : Store
        Where its file may be.
    stack : ExitStack
        Ends what it may start.
    """
    given, ledger, at = schema.value.get(PROPERTY), schema.ledger, (*schema.at, PROPERTY)
    if given is None:
        return None
    if isinstance(given, str):
        document = _document(given, schema, store)
        if document is None:
            return None
        given, at = document.value, ()
        ledger = DescriptorLedger(document.file, document, schema.ledger.findings)
    try:
        return compiled(given, stack)
    except jsonschemas.BadSchemaError as error:
        fault = Fault("E112", "schema-error", str(error), "correct the JSON Schema")
        ledger.add((*at, *error.pointer), fault, schema.resource)
        return None


def compiled(schema: Any, stack: ExitStack, others: Mapping[str, Any] | None = None) -> RowSchema:
    """A JSON Schema ready to be held against rows.

    Parameters
    ----------
    schema, stack, others
        As for :func:`depositary.checks.jsonschemas.compile_schema`.

    Raises
    ------
    BadSchemaError
        As from there.
    """
    whole = jsonschemas.compile_schema(schema, stack, others)
    parts = list(split(schema)) if whole.here else [schema]
    if not 1 < len(parts) <= _MOST_CLAUSES:
        return RowSchema(schema, [(schema, whole)])
    clauses = [(part, jsonschemas.compile_schema(part, stack, others)) for part in parts]
    return RowSchema(schema, clauses)


def _document(path: str, schema: Schema, store: Store) -> jsontext.Document | None:
    source = store.open(path)
    if isinstance(source, Fault):
        schema.ledger.add((*schema.at, PROPERTY), source, schema.resource)
        return None
    with source:
        document, findings = jsontext.parse(source.read(_LIMIT_BYTES), path)
    schema.ledger.findings += findings
    return document
