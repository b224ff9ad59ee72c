"""The table ``evidence`` of the package in this folder, for peers that know no packages.

They check one table, so that foreign keys are what they are told of the other tables.
"""

from __future__ import annotations

import contextlib
import csv
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = json.loads(Path("datapackage.json").read_bytes())
TABLES = {each["name"]: each for each in PACKAGE["resources"]}
TABLE = TABLES["evidence"]
PATH = TABLE["path"]
FIELDS = TABLE["schema"]["fields"]
NAMES = [field["name"] for field in FIELDS]
KEYS = [
    (key["fields"][0], TABLES[key["reference"]["resource"]]["path"])
    for key in TABLE["schema"]["foreignKeys"]
]
"""Columns that refer to the column ``id`` of a file."""


def constraints() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Name, type and constraints of each field."""
    for field in FIELDS:
        yield field["name"], field["type"], field["constraints"]


def json_schema() -> dict[str, Any]:
    """What JSON Schema can say of a row: no keys, and no bounds of dates."""
    properties: dict[str, Any] = {}
    for name, kind, rules in constraints():
        known = {
            key: rules[key]
            for key in ("pattern", "enum", "minLength", "maxLength", "minimum", "maximum")
            if key in rules and kind != "date"
        }
        form = {"format": "date"} if kind == "date" else {}
        properties[name] = {"type": "integer" if kind == "integer" else "string", **form, **known}
    required = [name for name, _, rules in constraints() if rules.get("required")]
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def rows() -> Iterator[tuple[int, dict[str, Any]]]:
    """Each row as an object with its number: whole numbers read, empty cells left out."""
    whole = {name for name, kind, _ in constraints() if kind == "integer"}
    with Path(PATH).open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        next(reader)
        for number, cells in enumerate(reader, 2):
            row: dict[str, Any] = {
                name: cell for name, cell in zip(NAMES, cells, strict=False) if cell
            }
            for name in whole & row.keys():
                # What is no number stays text, which is not of the type: an error of the row.
                with contextlib.suppress(ValueError):
                    row[name] = int(row[name])
            if len(cells) > len(NAMES):
                row["more"] = cells[len(NAMES) :]
            yield number, row


def tell(found: list[int] | list[str]) -> None:
    """Print the rows that are at fault; exit 1 where there are any, as a check does."""
    sys.stdout.write("".join(f"{row}\n" for row in found))
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    # For peers that are not written in Python.
    print(json.dumps(json_schema()))
