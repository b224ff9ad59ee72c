"""Do the parts of the law fit each other? Keys, places in readings, prefixes, rule codes."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from depositary.findings import Finding
from depositary.schema.wording import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from depositary.jsontext import Document, Pointer
    from depositary.schema.values import Law, Table


def findings_of(law: Law, documents: Mapping[str, Document]) -> list[Finding]:
    """Every reference inside the law that points nowhere (E603), or is given twice (E602)."""
    findings = [
        _at(documents[table.name], pointer, "E603", value, message, hint)
        for table in law.tables.values()
        for pointer, value, message, hint in (*_own(table), *_outward(table, law))
    ]
    prefixes = Counter(table.prefix for table in law.tables.values() if table.prefix)
    findings += [
        _at(documents[table.name], ("x-prefix",), "E602", table.prefix,
            f"The prefix {table.prefix} belongs to two tables.", "choose another")
        for table in law.tables.values()
        if prefixes[table.prefix] > 1
    ]  # fmt: skip
    codes = Counter(rule.code for rule in law.rules)
    findings += [
        Finding(rule.file, 1, 1, "E602", kind="law", value=rule.code,
                message=f"The code {rule.code} belongs to two rules.", hint="choose another")
        for rule in law.rules
        if codes[rule.code] > 1
    ]  # fmt: skip
    return findings


_Fault = tuple["Pointer", str, str, str]


def _own(table: Table) -> Iterator[_Fault]:
    """Columns that the table names and does not have."""
    groups: list[tuple[Pointer, Iterable[str]]] = [
        (("required",), table.schema["required"]),
        (("x-primary-key",), table.primary_key),
        (("x-id",), table.id_columns),
        (("x-label",), table.label),
        *((("x-unique", at), group) for at, group in enumerate(table.unique)),
        *((("x-foreign-keys", at, "columns"), key.columns)
          for at, key in enumerate(table.foreign_keys)),
        *((("x-nested-in", at), [*filter(None, (place.parent, place.short)), *place.fixed])
          for at, place in enumerate(table.nested_in)),
    ]  # fmt: skip
    for pointer, names in groups:
        for name in names:
            if name not in table.column_names:
                yield (
                    pointer,
                    name,
                    f"Table {table.name} has no column {name}.",
                    did_you_mean(name, table.column_names),
                )


def _outward(table: Table, law: Law) -> Iterator[_Fault]:
    """Tables and columns elsewhere that the table names and that do not exist."""
    for at, key in enumerate(table.foreign_keys):
        target = law.tables.get(key.table)
        pointer = ("x-foreign-keys", at, "table")
        if target is None:
            yield (
                pointer,
                key.table,
                f"There is no table {key.table}.",
                did_you_mean(key.table, law.tables),
            )
            continue
        for name in key.references:
            if name not in target.column_names:
                yield (
                    ("x-foreign-keys", at, "references"),
                    name,
                    f"Table {key.table} has no column {name}.",
                    did_you_mean(name, target.column_names),
                )
    for at, place in enumerate(table.nested_in):
        if place.table and place.table not in law.tables:
            yield (
                ("x-nested-in", at, "table"),
                place.table,
                f"There is no table {place.table}.",
                did_you_mean(place.table, law.tables),
            )


def _at(
    document: Document, pointer: Pointer, code: str, value: str, message: str, hint: str
) -> Finding:
    line, column = document.place(pointer)
    return Finding(
        document.file, line, column, code, field=str(pointer[0]), kind="law",
        value=value, message=message, hint=hint,
    )  # fmt: skip
