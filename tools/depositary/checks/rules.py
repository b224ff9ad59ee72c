"""Do the tables agree with each other? Every rule of the law, asked of them in SQL."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from depositary.checks.beside import tables_beside
from depositary.checks.limits import (
    RULE_ANSWERS,
    RULES_BYTES_A_SECOND,
    RULES_MEMORY,
    RULES_S,
)
from depositary.database import cell_value, connect
from depositary.findings import Finding
from depositary.schema import Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import duckdb

    from depositary.schema import Law, Table, View
    from depositary.sources import SourceText
    from depositary.tables import Rows

_ANSWER = ("table", "id", "column", "value", "message")
_ANSWER_CHARS = 1000


@dataclass(slots=True)
class Allowance:
    """What all rules together may take; the rules of one's own project are trusted with more.

    Parameters
    ----------
    seconds : float
        Of them all.
    answers : int
        Rows that they answer with.
    memory : str
        Of the database, as DuckDB writes it.
    """

    seconds: float = 600.0
    answers: int = 100_000
    memory: str = "2GB"
    began_s: float = field(default_factory=time.monotonic)

    @property
    def left_s(self) -> float:
        """Seconds that are left."""
        return self.seconds - (time.monotonic() - self.began_s)


def strangers_allowance(size_bytes: int) -> Allowance:
    """What the rules that a package brings along may take, by the size of its tables in bytes."""
    return Allowance(RULES_S + size_bytes / RULES_BYTES_A_SECOND, RULE_ANSWERS, RULES_MEMORY)


def run_rules(
    law: Law,
    tables: Mapping[str, Rows],
    texts: Mapping[str, SourceText] | None = None,
    previous: Rows | None = None,
    allowance: Allowance | None = None,
) -> tuple[list[Finding], tuple[str, ...]]:
    """What the rules of the law find in the tables.

    Parameters
    ----------
    law : Law
        Its rules, each one SELECT.
    tables : mapping of str to Rows
        Of the register.
    texts : mapping of str to SourceText, optional
        The articles at hand; without any, rules that need ``texts`` are not asked.
    previous : Rows, optional
        The registry of the release before; without it, rules that need it are not asked.
    allowance : Allowance, optional
        What they may take together; by default that of one's own project.

    Returns
    -------
    tuple
        Findings in order of their place, which is the row of the table (the header is row 1); and
        the codes of the rules that were not asked, because what they need is not at hand. A rule
        that is not one SELECT is E604, one that cannot be run or takes too much E608. A cell that
        is not of its type is the type check's finding, and no rule's.
    """
    at_hand = {"texts": bool(texts), "previous": previous is not None}
    asked = [rule for rule in law.rules if all(at_hand.get(need, False) for need in rule.needs)]
    skipped = tuple(rule.code for rule in law.rules if rule not in asked)
    if not asked:
        return [], skipped
    beside = tables_beside(law, tables, (texts or {}).values(), previous)
    answers: list[tuple[Rule, tuple[Any, ...]]] = []
    findings: list[Finding] = []
    allowed = allowance or Allowance()
    connection = connect(law, tables, beside, allowed.memory)
    try:
        for view in law.views:
            findings += _opened(connection, view)
        for rule in asked:
            rows, fault = _asked(connection, rule, allowed)
            answers += [(rule, row) for row in rows]
            findings += [fault] if fault else []
    finally:
        connection.close()
    rows_of = _row_numbers(law, tables, {str(row[0]) for _, row in answers})
    worded = (_finding(rule, row, law, tables, rows_of) for rule, row in answers)
    return sorted([*findings, *(found for found in worded if found is not None)]), skipped


def _asked(
    connection: duckdb.DuckDBPyConnection, rule: Rule, allowed: Allowance
) -> tuple[list[tuple[Any, ...]], Finding | None]:
    """The answer to one rule, or why there is none."""
    import duckdb

    try:
        statements = connection.extract_statements(rule.sql)
    except duckdb.Error as error:
        return [], _failure(rule, "E608", f"The database does not understand it: {_line(error)}.")
    if [statement.type for statement in statements] != [duckdb.StatementType.SELECT]:
        return [], _failure(rule, "E604", "The rule is not exactly one SELECT.")
    if allowed.left_s <= 0:
        return [], _failure(rule, "E608", "It was not asked: those before it took all the time.")
    timer = threading.Timer(allowed.left_s, connection.interrupt)
    # A SELECT may hold an INSERT in a WITH: what it changed is taken back, none of it is kept.
    connection.begin()
    timer.start()
    try:
        return _answer(connection, rule, allowed)
    except duckdb.InterruptException:
        words = f"The rules took more than {allowed.seconds:g} s, and this one was stopped."
        return [], _failure(rule, "E608", words)
    except duckdb.Error as error:
        return [], _failure(rule, "E608", f"The database refused it: {_line(error)}.")
    finally:
        timer.cancel()
        timer.join()
        connection.rollback()


def _answer(
    connection: duckdb.DuckDBPyConnection, rule: Rule, allowed: Allowance
) -> tuple[list[tuple[Any, ...]], Finding | None]:
    columns = tuple(connection.execute(f"DESCRIBE {rule.sql}").fetchall())
    if tuple(column[0] for column in columns) != _ANSWER:
        return [], _failure(rule, "E608", f"It should return {', '.join(_ANSWER)}.")
    parts = ", ".join(f'left(CAST("{name}" AS VARCHAR), {_ANSWER_CHARS})' for name in _ANSWER)
    inner = rule.sql.rstrip().rstrip(";")
    # The answer comes as a stream. LIMIT would bound it too, but over a large table and a
    # MATERIALIZED part DuckDB 2.0.0 then waits for ever, doing nothing.
    rows = connection.execute(f"SELECT {parts} FROM (\n{inner}\n)").fetchmany(  # noqa: S608 - one SELECT
        allowed.answers + 1
    )
    if len(rows) <= allowed.answers:
        allowed.answers -= len(rows)
        return rows, None
    found, allowed.answers = rows[: allowed.answers], 0
    words = f"It has more than {len(found)} answers; the rest is not listed."
    return found, _failure(rule, "E608", words)


def _opened(connection: duckdb.DuckDBPyConnection, view: View) -> list[Finding]:
    """Put a view within reach of the rules; what is wrong with it, where it cannot be."""
    import duckdb

    try:
        statements = connection.extract_statements(view.sql)
        if [statement.type for statement in statements] != [duckdb.StatementType.SELECT]:
            return [_failure(view, "E604", "The view is not exactly one SELECT.")]
        connection.execute(f'CREATE TEMP VIEW "{view.name}" AS {view.sql}')
    except duckdb.Error as error:
        return [_failure(view, "E608", f"The database refused it: {_line(error)}.")]
    return []


def _line(error: Exception) -> str:
    return str(error).partition("\n")[0].rstrip(" .")


def _failure(asked: Rule | View, code: str, message: str) -> Finding:
    name = asked.code if isinstance(asked, Rule) else asked.name
    return Finding(
        asked.file, 0, 0, code, kind="law", value=name,
        message=f"{name}: {message}", hint="correct the SELECT",
    )  # fmt: skip


def _row_numbers(
    law: Law, tables: Mapping[str, Rows], named: Iterable[str]
) -> dict[str, dict[str, int]]:
    """For each table that was named, the row number of each primary key."""
    numbers: dict[str, dict[str, int]] = defaultdict(dict)
    for name in named:
        if name not in tables or name not in law.tables:
            continue
        rows = tables[name]
        key = [rows.columns.index(c) for c in law.tables[name].primary_key if c in rows.columns]
        for index, row in enumerate(rows.rows):
            numbers[name].setdefault("/".join(row[at] for at in key), index + 2)
    return numbers


def _finding(
    rule: Rule,
    answer: Sequence[Any],
    law: Law,
    tables: Mapping[str, Rows],
    rows_of: Mapping[str, Mapping[str, int]],
) -> Finding | None:
    """One row of an answer as a finding; None where its cell is not of its type anyway."""
    name, key, column, value, message = ("" if part is None else str(part) for part in answer)
    number = rows_of.get(name, {}).get(key, 0)
    cell = _cell(tables[name], number, column) if number else ""
    if cell and _is_of_no_type(law.tables[name], column, cell):
        return None
    return Finding(
        f"data/{name}.csv",
        number,
        0,
        rule.code,
        resource=name,
        row=number,
        field=column,
        kind="rule",
        value=value or cell,
        message=message or f"{rule.title}.",
        hint=rule.mend,
        severity=rule.severity,
    )


def _cell(rows: Rows, number: int, column: str) -> str:
    return rows.rows[number - 2][rows.columns.index(column)] if column in rows.columns else ""


def _is_of_no_type(table: Table, column: str, cell: str) -> bool:
    return column in table.column_names and cell_value(cell, table.column(column)) is None
