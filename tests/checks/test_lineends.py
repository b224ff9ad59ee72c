"""Records of one file end alike; what ends a line inside of a cell is not asked."""

import gzip
import json

import pytest

from depositary.checks import blocks
from depositary.checks.packages import check_package

V2 = "https://datapackage.org/profiles/2.0/datapackage.json"
FIELDS = [{"name": "id", "type": "string"}, {"name": "note", "type": "string"}]
BY_ROWS = {"commentChar": "\x7f"}
WAYS = {"by the column": {}, "by rows": BY_ROWS}


def check(folder, data, dialect, path="t.csv"):
    (folder / path).write_bytes(data)
    resource = {"name": "t", "path": path, "schema": {"fields": FIELDS}, "dialect": dialect}
    descriptor = folder / "datapackage.json"
    descriptor.write_text(json.dumps({"$schema": V2, "resources": [resource]}))
    findings, _ = check_package(descriptor)
    return [each for each in findings if each.code == "E126"]


@pytest.mark.parametrize("dialect", WAYS.values(), ids=WAYS)
@pytest.mark.parametrize(
    ("text", "place", "counts"),
    [
        ("id,note\r\n1,one\r\n2,zwölf\n3,x\r\n", (3, 8, 3), "3 with CRLF and 1 with LF."),
        ("id,note\n1,one\n2,b\r\n", (3, 4, 3), "1 with CRLF and 2 with LF."),
        ("id,note\n1,one\r2,b\r\n", (2, 6, 2), "1 with CRLF, 1 with LF and 1 with a lone CR."),
        ('id,note\n1,"a\nb\r\nc"\r\n2,b\n', (4, 3, 2), "1 with CRLF and 2 with LF."),
        ("id,note\r\n1,one\n", (2, 6, 2), "1 with CRLF and 1 with LF."),
        ("\ufeffid,note\r\n\n1,b", (2, 1, 2), "1 with CRLF and 1 with LF."),
    ],
)
def test_the_first_record_that_ends_otherwise_is_told_once_with_how_many_of_each(
    text, place, counts, dialect, tmp_path
):
    [finding] = check(tmp_path, text.encode(), dialect)

    assert (finding.line, finding.column, finding.row) == place
    assert finding.severity == "warning"
    assert finding.message.endswith(counts)


@pytest.mark.parametrize("dialect", WAYS.values(), ids=WAYS)
@pytest.mark.parametrize(
    "text",
    [
        "id,note\n1,one\n2,two",
        "id,note\r\n1,one\r\n2,two",
        "id,note\r1,one\r2,two\r",
        'id,note\r\n1,"a\nb"\r\n2,"a\rb"\r\n',
        'id,note\n1,"a\r\nb"\n2,"a ""\r\n"" b"\n',
        "id,note",
    ],
)
def test_records_that_end_alike_are_right_whatever_ends_a_line_in_a_cell(text, dialect, tmp_path):
    assert check(tmp_path, text.encode(), dialect) == []


@pytest.mark.parametrize("size", [1, 40, 1 << 23])
def test_the_record_is_found_in_whichever_block_it_stands(size, tmp_path, monkeypatch):
    monkeypatch.setattr(blocks, "FIRST_BYTES", size)
    monkeypatch.setattr(blocks, "BLOCK_BYTES", size)
    monkeypatch.setattr(blocks, "_ARROW_BYTES", 20)
    lines = ["id,note", *(f"{number},x" for number in range(100))]
    data = "\r\n".join(lines).encode().replace(b"57,x\r\n", b"57,x\n")

    [finding] = check(tmp_path, data, {})

    assert (finding.line, finding.row) == (59, 59)
    assert finding.message.endswith("99 with CRLF and 1 with LF.")


def test_every_file_of_a_table_has_ends_of_its_own(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"id,note\n1,x\n")
    (tmp_path / "b.csv").write_bytes(b"id,note\r\n2,y\r\n3,z\n")
    (tmp_path / "c.csv.gz").write_bytes(gzip.compress(b"id,note\n4,x\r\n"))
    one = {"name": "one", "path": ["a.csv", "b.csv"], "schema": {"fields": FIELDS}}
    two = {"name": "two", "path": "c.csv.gz", "schema": {"fields": FIELDS}}
    descriptor = tmp_path / "datapackage.json"
    descriptor.write_text(json.dumps({"$schema": V2, "resources": [one, two]}))

    findings, _ = check_package(descriptor)

    found = [(each.file, each.line) for each in findings if each.code == "E126"]
    assert found == [("b.csv", 3), ("c.csv.gz", 2)]
