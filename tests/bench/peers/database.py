"""Check the table ``evidence`` with one query of DuckDB, and what its reader rejects."""

from __future__ import annotations

from typing import Any

import duckdb
import evidence


def _condition(name: str, kind: str, rules: dict[str, Any]) -> str:
    """SQL that is true where a cell breaks a rule."""
    broken = []
    name = f'"{name}"'
    if "pattern" in rules:
        broken.append(f"NOT regexp_matches({name}, '{rules['pattern']}')")
    if "enum" in rules:
        broken.append(f"{name} NOT IN ({', '.join(map(repr, rules['enum']))})")
    if "minLength" in rules:
        broken.append(f"length({name}) < {rules['minLength']}")
    if "maxLength" in rules:
        broken.append(f"length({name}) > {rules['maxLength']}")
    if kind == "integer":
        number = f"TRY_CAST({name} AS BIGINT)"
        broken.append(f"coalesce({number} < {rules['minimum']}, true)")
        broken.append(f"{number} > {rules['maximum']}")
    if kind == "date":
        day = f"TRY_CAST({name} AS DATE)"
        broken.append(f"coalesce({day} < DATE '{rules['minimum']}', true)")
        broken.append(f"{day} > DATE '{rules['maximum']}'")
    is_empty = "true" if rules.get("required") else "false"
    return f"CASE WHEN {name} IS NULL THEN {is_empty} ELSE {' OR '.join(broken) or 'false'} END"


def _main() -> list[str]:
    database = duckdb.connect()
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in evidence.NAMES)
    reader = (
        f"read_csv('{evidence.PATH}', header=true, delim=',', quote='\"', escape='\"', "
        f"columns={{{columns}}}, auto_detect=false, store_rejects=true)"
    )
    bad = " OR ".join(f"({_condition(*each)})" for each in evidence.constraints())
    lost = " OR ".join(
        f'("{column}" IS NOT NULL AND "{column}" NOT IN '
        f"(SELECT id FROM read_csv('{path}', all_varchar=true)))"
        for column, path in evidence.KEYS
    )
    database.execute(f"CREATE TEMP TABLE one AS FROM {reader}")
    # By id: a number of a row cannot be had where lines are rejected and blank rows vanish.
    named = database.execute(f"SELECT '=' || coalesce(id, '') FROM one WHERE {bad} OR {lost}")
    found = [row[0] for row in named.fetchall()]
    twice = "SELECT '=' || id FROM one WHERE id IS NOT NULL GROUP BY id HAVING count(*) > 1"
    found += [row[0] for row in database.execute(twice).fetchall()]
    rejected = database.execute("SELECT DISTINCT line FROM reject_errors")
    return [*found, *(str(row[0]) for row in rejected.fetchall())]


evidence.tell(_main())
