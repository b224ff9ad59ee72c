"""Whatever bytes a check is given, it ends soon, in findings or in an error of ours, printable.

``corpus/<door>/`` holds inputs that once broke a promise: each is tried again here. New ones are
looked for by ``make fuzz``, which keeps what it finds there. A file of the corpus is what the door
of its name takes: bytes, the first of which choose schema or dialect where the door needs one.
"""

from __future__ import annotations

import contextlib
import io
import json
import tempfile
import time
import unicodedata
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import pytest

from depositary.checks import blocks, report, run
from depositary.checks.packages import check_descriptor_value
from depositary.errors import DepositaryError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

CORPUS = Path(__file__).parent / "corpus"
LONGEST_S = 5
DRIVING = {"Cc", "Cf", "Cs", "Zl", "Zp"}
"""Categories of characters that a terminal obeys, or that hide others."""
NAMES = "abcd"

KINDS = [
    "string", "integer", "number", "boolean", "date", "time", "datetime", "year", "yearmonth",
    "duration", "geopoint", "geojson", "object", "array", "list", "any", "",
]  # fmt: skip
OPTIONS: list[dict[str, Any]] = [
    {},
    {"format": "any"}, {"format": "%d.%m.%y"}, {"format": "%H%M%p%z"}, {"format": "%"},
    {"format": "email"}, {"format": "uri"}, {"format": "uuid"}, {"format": "binary"},
    {"format": "object"}, {"format": "array"}, {"format": "topojson"},
    {"decimalChar": ",", "groupChar": "."}, {"decimalChar": ""}, {"groupChar": " "},
    {"bareNumber": False}, {"trueValues": ["a", ""], "falseValues": ["b", "a"]},
    {"delimiter": "|", "itemType": "integer"}, {"itemType": "date"},
    {"categories": ["a", "b"]}, {"categories": [{"value": 1, "label": "x"}]},
    {"missingValues": ["-", "a"]}, {"missingValues": [{"value": "a", "label": "none"}]},
    {"format": 7}, {"missingValues": 7}, {"categories": {}},
]  # fmt: skip
CONSTRAINTS: list[dict[str, Any]] = [
    {},
    {"required": True}, {"unique": True}, {"required": True, "unique": True},
    {"minLength": 2}, {"maxLength": 1}, {"minLength": -1}, {"maxLength": "1"},
    {"minimum": 1}, {"maximum": "2"}, {"exclusiveMinimum": "2025-01-01"}, {"minimum": "x"},
    {"exclusiveMaximum": 1e300}, {"minimum": "P1M"}, {"maximum": "12:00:00"}, {"minimum": None},
    {"enum": ["a", "1", "2025-01-01"]}, {"enum": [1, 1.0, None, [], {}]}, {"enum": []},
    {"pattern": r"[a-z]+\d?"}, {"pattern": "(a+)+$"}, {"pattern": "("}, {"pattern": r"(?=a)\1"},
    {"pattern": r"\p{L}\i\c*"}, {"jsonSchema": {"type": "array", "minItems": 1}},
    {"jsonSchema": {"$ref": "#"}}, {"jsonSchema": 7},
]  # fmt: skip
SCHEMAS: list[dict[str, Any]] = [
    {},
    {"primaryKey": ["a"]}, {"primaryKey": ["a", "b"]}, {"primaryKey": "zz"},
    {"uniqueKeys": [["a"], ["a", "b"]]}, {"missingValues": ["", "NA", "-"]}, {"missingValues": []},
    {"foreignKeys": [{"fields": ["a"], "reference": {"resource": "", "fields": ["b"]}}]},
    {"foreignKeys": [{"fields": "a", "reference": {"resource": "other", "fields": "a"}}]},
    {"foreignKeys": [{"fields": ["a", "b"], "reference": {"fields": ["b", "a"]}}]},
    {"fieldsMatch": ["partial"]}, {"fieldsMatch": "subset"}, {"fieldsMatch": "superset"},
    {"fieldsMatch": "equal", "primaryKey": ["b"]},
]  # fmt: skip
DIALECT: dict[str, list[Any]] = {
    "delimiter": [",", ";", "\t", "::", "", "\n", '"', "é", "\0", 7],
    "lineTerminator": ["\n", "\r\n", "\r", ";", "", "\0"],
    "quoteChar": ['"', "'", "", ",", "ab", "\n", None],
    "doubleQuote": [True, False, "no"],
    "escapeChar": ["\\", '"', "", ",", "ab"],
    "nullSequence": ["", "NA", "\\N", 0],
    "skipInitialSpace": [True, False],
    "header": [True, False, None],
    "headerRows": [[1], [2], [1, 2], [3, 1], [0], [10**9], [-1], ["1"], [], 7],
    "headerJoin": [" ", "", "-", 7],
    "commentRows": [[1], [2, 3], [0], [10**30], 7],
    "commentChar": ["#", "", "//", "\n", 7],
    "headerCase": [True, False],
    "skipBlankRows": [True, False],
    "property": ["rows", "", "a.b"],
    "itemType": ["array", "object", "x"],
    "itemKeys": [["a", "b"], [], ["b", "b"], 7],
    "csv": [{"delimiter": "|"}, 7],
}
ENCODINGS = [
    "utf-8", "utf-8", "utf-8", "utf-16", "utf-16-le", "latin-1", "cp1252", "utf-32", "shift_jis",
    "ascii", "utf-7", "base64", "x", "", "iso2022_jp", "utf-8-sig",
]  # fmt: skip
FORMATS = ["csv", "csv", "tsv", "json", "jsonl", "ndjson", "csv.gz", "csv.zip", "parquet", "csv.xz"]


# With a comment character, though it stands nowhere, nothing is read by blocks.
ABSENT = "\x7f"
BLOCKS = [
    {"FIRST_BYTES": 8, "BLOCK_BYTES": 60, "_STRETCH_RECORDS": 2, **arrow}
    for arrow in ({}, {"_ARROW_BYTES": 0, "_ARROW_BYTES_AGAIN": 0})
]


class _Choices:
    """Bytes as a sequence of decisions; what is left of them is data."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    def one_of(self, values: Sequence[Any]) -> Any:
        chosen = self._data[self._at] if self._at < len(self._data) else 0
        self._at += 1
        return values[chosen % len(values)]

    def rest(self) -> bytes:
        return self._data[self._at :]


def _schema(choices: _Choices) -> dict[str, Any]:
    fields = []
    for name in NAMES[: choices.one_of([1, 2, 3, 4])]:
        kind = choices.one_of(KINDS)
        field = {"name": name, **({"type": kind} if kind else {}), **choices.one_of(OPTIONS)}
        fields.append({**field, "constraints": choices.one_of(CONSTRAINTS)})
    return {"fields": fields, **choices.one_of(SCHEMAS)}


OTHER = {
    "name": "other",
    "type": "table",
    "data": [["a"], ["a"], ["1"]],
    "schema": {"fields": [{"name": "a", "type": "string"}]},
}


def rows(data: bytes) -> None:
    """Check bytes as a CSV, against a schema that the first of them choose."""
    schema, text = _schema_and_text(_Choices(data))
    _check_table({"schema": schema}, "one.csv", text)


def ways(data: bytes) -> None:
    """Check bytes as a CSV twice, by the row and by the column: what is found is the same."""
    choices = _Choices(data)
    sizes = choices.one_of(BLOCKS)
    schema, text = _schema_and_text(choices)
    by_rows = {"schema": schema, "dialect": {"commentChar": ABSENT}}
    wanted = _check_table(by_rows, "one.csv", text.replace(ABSENT.encode(), b""))
    with patch.multiple(blocks, **sizes):
        found = _check_table({"schema": schema}, "one.csv", text.replace(ABSENT.encode(), b""))
    assert found == wanted, sorted(set(found) ^ set(wanted))


def _schema_and_text(choices: _Choices) -> tuple[dict[str, Any], bytes]:
    schema = _schema(choices)
    labels = ",".join(field["name"] for field in schema["fields"]) + "\n"
    return schema, choices.one_of([labels.encode(), b""]) + choices.rest()


def dialect(data: bytes) -> None:
    """Check bytes as a file, in a dialect, format and encoding that the first of them choose."""
    choices = _Choices(data)
    chosen = {}
    for _ in range(choices.one_of([0, 1, 2, 3, 4, 5])):
        name = choices.one_of(list(DIALECT))
        chosen[name] = choices.one_of(DIALECT[name])
    resource = {"dialect": chosen, "encoding": choices.one_of(ENCODINGS)}
    if choices.one_of([True, False]):
        resource["schema"] = {"fields": [{"name": name, "type": "any"} for name in "ab"]}
    path = f"one.{choices.one_of(FORMATS)}"
    _check_table(resource, path, choices.rest())


def _check_table(resource: dict[str, Any], path: str, data: bytes) -> list[tuple[Any, ...]]:
    """Check and print a table; what was found, to the last word."""
    described = {"name": "one", "type": "table", "path": path, **resource}
    package = {"name": "p", "resources": [described, OTHER]}
    with tempfile.TemporaryDirectory() as folder:
        findings, stats = check_descriptor_value(package, Path(folder), {path: data})
        _print(report.Report(Path(folder), tuple(sorted(set(findings))), stats))
    return sorted(map(tuple, findings))


def descriptor(data: bytes) -> None:
    """Check bytes as a descriptor, beside a few files that it may name."""
    with tempfile.TemporaryDirectory() as folder:
        _write_beside(Path(folder))
        (Path(folder) / "datapackage.json").write_bytes(data)
        _print(run.check(Path(folder) / "datapackage.json"))


def archive(data: bytes) -> None:
    """Check bytes as a package in one file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "package.zip"
        path.write_bytes(data)
        _print(run.check(path))


DOORS: dict[str, Callable[[bytes], None]] = {
    each.__name__: each for each in (descriptor, rows, ways, dialect, archive)
}


def _write_beside(folder: Path) -> None:
    (folder / "a.csv").write_bytes(b"id,name,day\n1,x,2025-01-01\n2,y,\n")
    (folder / "b.csv").write_bytes(b"id,a\n1,1\n2,3\n")
    (folder / "c.json").write_bytes(b'[{"id": 1, "name": null}, {"id": "x"}]')
    (folder / "schema.json").write_bytes(b'{"fields": [{"name": "id", "type": "integer"}]}')


def _print(found: report.Report) -> None:
    """Write a report in every form: each is what it says, and none drives a terminal."""
    texts = {form: "\n".join(report.written(form, found)) for form in report.FORMS}
    for form, text in texts.items():
        text.encode()
        if form in {"text", "github", "markdown"}:
            driving = {char for char in text if unicodedata.category(char) in DRIVING} - {"\n"}
            assert not driving, (form, driving)
    json.loads(texts["json"])
    json.loads(texts["sarif"])
    assert all(json.loads(line) for line in texts["jsonl"].split("\n") if line)
    if found.findings:
        assert all(line.startswith("::") for line in texts["github"].split("\n") if line)
    ET.fromstring(texts["junit"])  # noqa: S314 - our own


def try_at(door: str, data: bytes) -> None:
    """Keep the promise of this module for some bytes, or raise."""
    start_s = time.monotonic()
    # A call that cannot be carried out is an answer too; any other exception is a bug.
    with contextlib.suppress(DepositaryError):
        DOORS[door](data)
    elapsed_s = time.monotonic() - start_s
    assert elapsed_s < LONGEST_S, f"{elapsed_s:.1f} s"


def seeds(door: str) -> Iterator[bytes]:
    """Inputs of a door to begin with, well formed for the most part."""
    table = b'1,2025-01-01,x,{}\n-1.5,12:00:00,\xc3\xa9,[1]\n"a\n",,true,P1Y\n,\n'
    if door in {"rows", "ways"}:
        for kind in range(len(KINDS)):
            for other in range(0, len(OPTIONS), 4):
                head = bytes([kind, other, other + kind, 3, other, kind, kind, 0])
                size = bytes([kind]) if door == "ways" else b""
                yield size + bytes([1]) + head[:6] + bytes([kind, 0]) + table
    elif door == "dialect":
        for at, values in enumerate(DIALECT.values()):
            for value in range(len(values)):
                yield bytes([1, at, value, value, 0, 0]) + b"a,b\n" + table
        for form in range(len(FORMATS)):
            yield bytes([0, 0, 0, form]) + b'[{"a": 1, "b": null}, {"a": [2]}]\n'
    elif door == "descriptor":
        yield from (json.dumps(each).encode() for each in _descriptors())
    else:
        for each in _descriptors():
            packed = io.BytesIO()
            with zipfile.ZipFile(packed, "w") as file:
                file.writestr("datapackage.json", json.dumps(each))
                file.writestr("a.csv", "id,name\n1,x\n")
            yield packed.getvalue()


def _descriptors() -> Iterator[dict[str, Any]]:
    field = {"name": "id", "type": "integer", "constraints": {"required": True, "minimum": 1}}
    key = {"fields": ["a"], "reference": {"resource": "one", "fields": ["id"]}}
    first = {
        "name": "one",
        "type": "table",
        "path": "a.csv",
        "dialect": {"delimiter": ",", "headerRows": [1]},
        "schema": {"fields": [field, {"name": "name"}], "primaryKey": ["id"]},
        "bytes": 39,
        "hash": "md5:0",
    }
    second = {
        "name": "two",
        "path": ["b.csv", "b.csv"],
        "profile": "tabular-data-resource",
        "schema": {"fields": [field, {"name": "a", "type": "string"}], "foreignKeys": [key]},
    }
    inline = {"name": "three", "data": [{"id": 1}, {"id": None}], "schema": "schema.json"}
    more = {"name": "four", "path": "c.json", "schema": {"fields": [field]}, "sources": [{}]}
    yield {"name": "p", "resources": [first, second, inline, more]}
    yield {"profile": "tabular-data-package", "licenses": [{"name": "x"}], "resources": [first]}
    yield {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "contributors": [{"title": "x", "roles": ["author"]}],
        "version": "1.0",
        "created": "2025-01-01T00:00:00Z",
        "resources": [inline],
    }


CASES = sorted(path for path in CORPUS.rglob("*") if path.is_file())


@pytest.mark.parametrize("case", CASES, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_an_input_that_once_broke_the_promise_keeps_it(case: Path) -> None:
    try_at(case.parent.name, case.read_bytes())


@pytest.mark.parametrize("door", DOORS)
def test_the_inputs_that_fuzzing_starts_from_keep_the_promise(door: str) -> None:
    for data in seeds(door):
        try_at(door, data)
