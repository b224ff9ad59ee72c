"""Check the table ``evidence`` with polars, alone or through a library that asks it."""

from __future__ import annotations

import sys
from typing import Any

import evidence
import polars as pl

READ = {
    "infer_schema": False,
    "truncate_ragged_lines": True,
    "row_index_name": "row",
    "row_index_offset": 2,
}


def _read() -> pl.DataFrame:
    """The table, with days read: polars 2 casts no text to them. What is no day is empty."""
    days = [name for name, kind, _ in evidence.constraints() if kind == "date"]
    table = pl.read_csv(evidence.PATH, **READ)
    return table.with_columns(pl.col(days).str.to_date("%Y-%m-%d", strict=False))


def _ids(path: str) -> pl.LazyFrame:
    return pl.scan_csv(path, infer_schema=False).select("id")


def _surely_valid(name: str, kind: str, rules: dict[str, Any]) -> pl.Expr:
    cell = pl.col(name)
    found = pl.lit(value=True)
    if "pattern" in rules:
        found &= cell.str.contains(rules["pattern"])
    if "enum" in rules:
        found &= cell.is_in(rules["enum"])
    if "minLength" in rules:
        found &= cell.str.len_chars() >= rules["minLength"]
    if "maxLength" in rules:
        found &= cell.str.len_chars() <= rules["maxLength"]
    if kind == "integer":
        number = cell.str.to_integer(strict=False)
        found &= number.is_between(rules["minimum"], rules["maximum"])
    if kind == "date":
        day = cell.str.to_date("%Y-%m-%d", strict=False)
        least, most = (pl.lit(rules[key]).str.to_date() for key in ("minimum", "maximum"))
        found &= day.is_between(least, most)
    empty = pl.lit(value=not rules.get("required"))
    return pl.when(cell.is_null()).then(empty).otherwise(found.fill_null(value=False))


def _polars() -> list[int]:
    """Expressions and anti-joins, in one lazy query."""
    table = pl.scan_csv(evidence.PATH, **READ)
    valid = pl.all_horizontal(_surely_valid(*each) for each in evidence.constraints())
    bad = [table.filter(~valid | ~pl.col("id").is_first_distinct()).select("row")]
    for column, path in evidence.KEYS:
        given = table.filter(pl.col(column).is_not_null())
        lost = given.join(_ids(path), left_on=column, right_on="id", how="anti")
        bad.append(lost.select("row"))
    return pl.concat(bad).unique().sort("row").collect()["row"].to_list()


def _pandera() -> list[int]:
    import pandera.polars as pa

    links = {column: _ids(path).collect()["id"].to_list() for column, path in evidence.KEYS}
    columns = {}
    for name, kind, rules in evidence.constraints():
        checks = []
        if "pattern" in rules:
            checks.append(pa.Check.str_matches(rules["pattern"]))
        if "enum" in rules:
            checks.append(pa.Check.isin(rules["enum"]))
        if name in links:
            checks.append(pa.Check.isin(links[name]))
        if "minLength" in rules or ("maxLength" in rules and kind == "string"):
            checks.append(pa.Check.str_length(rules.get("minLength"), rules.get("maxLength")))
        if kind == "integer":
            checks.append(pa.Check.in_range(rules["minimum"], rules["maximum"]))
        if kind == "date":
            least, most = (
                pl.Series([rules[key]]).str.to_date().item() for key in ("minimum", "maximum")
            )
            checks.append(pa.Check.in_range(least, most))
        types = {"integer": pl.Int64, "date": pl.Date}
        columns[name] = pa.Column(
            types.get(kind, pl.String),
            checks,
            nullable=not rules.get("required"),
            unique=name == "id",
            coerce=kind == "integer",
        )
    table = _read()
    try:
        pa.DataFrameSchema(columns).validate(table, lazy=True)
    except pa.errors.SchemaErrors as error:
        places = error.failure_cases["index"].drop_nulls().unique()
        return table["row"].gather(places.cast(pl.UInt32)).to_list()
    return []


def _dataframely() -> list[int]:
    import dataframely as dy

    columns: dict[str, Any] = {"row": dy.Any()}
    for name, kind, rules in evidence.constraints():
        nullable = not rules.get("required")
        if kind == "integer":
            columns[name] = dy.Int64(nullable=nullable, min=rules["minimum"], max=rules["maximum"])
        elif kind == "date":
            least, most = (
                pl.Series([rules[key]]).str.to_date().item() for key in ("minimum", "maximum")
            )
            columns[name] = dy.Date(nullable=nullable, min=least, max=most)
        elif "enum" in rules:
            columns[name] = dy.Enum(rules["enum"], nullable=nullable)
        else:
            columns[name] = dy.String(
                nullable=nullable,
                primary_key=name == "id",
                regex=rules.get("pattern"),
                min_length=rules.get("minLength"),
                max_length=rules.get("maxLength"),
            )
    schema = type("Evidence", (dy.Schema,), columns)
    _, failed = schema.filter(_read(), cast=True)
    return failed.invalid()["row"].to_list()


makers = {"polars": _polars, "pandera": _pandera, "dataframely": _dataframely}
evidence.tell(makers[sys.argv[1]]())
