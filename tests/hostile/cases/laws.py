"""Packages that carry a law whose rules read files, write, fetch, loop, or eat memory."""

import json
import shutil
from functools import partial
from pathlib import Path

from hostile.kit import case, entry

LAW = Path(__file__).parents[3] / "schema"
HEADER = "-- title: A rule\n-- severity: error\n-- why: Because.\n-- mend: mend it\n\n"
RULE = "schemas/rules/R01-evil.sql"


def lawful(at, *rules):
    """A package with empty tables that carries the law of this project, with these rules only."""
    from depositary import schema
    from depositary.descriptor import descriptor
    from depositary.tables import Rows, to_csv

    law = schema.load(LAW)
    tables = {name: Rows(name, table.column_names, ()) for name, table in law.tables.items()}
    for name, rows in tables.items():
        at.write(f"data/{name}.csv", to_csv(rows))
    at.write("datapackage.json", json.dumps(descriptor(law, tables), indent=1))
    shutil.copytree(LAW, at.package / "schemas", ignore=shutil.ignore_patterns("rules"))
    (at.package / "schemas" / "rules").mkdir()
    for number, sql in enumerate(rules, 1):
        at.write(f"schemas/rules/R{number:02}-evil.sql", HEADER + sql)


ANSWER = """SELECT 'actors' AS "table", '' AS id, '' AS "column", '' AS value, {0} AS message"""
SELECTS = {
    "reads_a_table_beside": "(SELECT string_agg(n) FROM read_csv('../secret.csv'))",
    "reads_a_file_as_text": "(SELECT content FROM read_text('../secret.csv'))",
    "reads_a_file_by_name": "(SELECT count(*) FROM '../secret.csv')::VARCHAR",
    "reads_bytes": "(SELECT content::VARCHAR FROM read_blob('/etc/passwd'))",
    "lists_files": "(SELECT string_agg(file) FROM glob('/*'))",
    "reads_the_environment": "getenv('HOME')",
    "reads_the_settings": "(SELECT string_agg(value) FROM duckdb_settings())",
    "fetches": "(SELECT count(*) FROM read_csv('{address}/a.csv'))::VARCHAR",
    "reads_parquet_elsewhere": "(SELECT count(*) FROM read_parquet('s3://bucket/a.parquet'))::VARCHAR",
    "calls_python": "(SELECT count(*) FROM rows)::VARCHAR",
    "eats_memory": "(SELECT list(range)::VARCHAR FROM range(1000000000000))",
    "repeats_a_string": "repeat('x', 4000000000)",
    "crosses_tables": "(SELECT count(*) FROM range(10000000) a, range(10000000) b "
    "WHERE a.range + b.range = -1)::VARCHAR",
    "goes_in_circles": "(WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n FROM t) "
    "SELECT max(n) FROM t)::VARCHAR",
}
STATEMENTS = {
    "attaches": "ATTACH '../secret.db' AS s",
    "copies_out": "COPY (SELECT 1) TO 'out.csv'",
    "installs": "INSTALL httpfs",
    "loads": "LOAD httpfs",
    "sets": "SET enable_external_access = true",
    "asks_a_pragma": "PRAGMA database_list",
    "creates": "CREATE TABLE evil AS SELECT 1",
    "deletes": "DELETE FROM actors",
    "is_several": "SELECT 1; SELECT 2",
    "is_none": "-- nothing",
    "exports": "EXPORT DATABASE 'out'",
}
WRONG = {
    "is_no_sql": "SELEC nonsense FROM",
    "is_of_deep_brackets": "SELECT " + "(" * 50_000 + "1" + ")" * 50_000,
    "is_of_nul": "SELECT 1 \0 FROM actors",
}


def _rule(sql, at):
    lawful(at, sql.replace("{address}", at.address))


for name, expression in SELECTS.items():
    codes = "R01" if name == "reads_the_settings" else "E608"
    entry(f"rule_{name}", partial(_rule, ANSWER.replace("{0}", expression)), codes, "")
for name, statement in STATEMENTS.items():
    entry(f"rule_{name}", partial(_rule, statement), "E604|E608", "")
for name, statement in WRONG.items():
    entry(f"rule_{name}", partial(_rule, statement), "E604|E608|E101", "")

entry(
    "rule_answers_without_end",
    partial(_rule, ANSWER.replace("{0}", "range::VARCHAR") + " FROM range(100000000)"),
    "E608|R01",
    "",
)
entry(
    "rule_that_deletes_within",
    partial(_rule, "WITH gone AS (DELETE FROM actors RETURNING *) " + ANSWER.replace("{0}", "''")),
    "E604|E608|R01",
    "",
)


@case("E608", "")
def rules_that_take_long_by_the_dozen(at):
    lawful(at, *(ANSWER.replace("{0}", SELECTS["goes_in_circles"]) for _ in range(20)))


@case("E101|E602", "")
def law_is_no_json(at):
    lawful(at)
    at.write("schemas/tables/actors.json", "{")


@case("E101|E108|E602", "")
def law_of_deep_json(at):
    lawful(at)
    at.write("schemas/dataset.json", "[" * 100_000)


@case("valid")
def law_that_links_elsewhere(at):
    lawful(at, "SELECT 1")
    (at.package / RULE).unlink()
    (at.package / RULE).symlink_to(at.secret)


@case("E606|E602|E103|E109", "")
def law_that_refers_elsewhere(at):
    lawful(at)
    path = at.package / "schemas" / "tables" / "actors.json"
    path.write_text(path.read_text().replace("../codes/", "../../../", 1))
