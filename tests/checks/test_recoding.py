"""Text of one byte a character, read as UTF-8: the same findings as where it is not."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from depositary.checks.packages import check_package
from depositary.checks.recoding import is_by_byte

PIECES = [b"1", b"x", b",", b",", b"\n", b"\n", b"\r\n", b'"', b'""', b'"a"', b"\x81", b"\x8d"]
HIGH = st.integers(0x80, 0xFF).map(lambda byte: bytes([byte]))
FIELDS = [
    {"name": "a", "type": "integer"},
    {"name": "b", "type": "string", "constraints": {"maxLength": 2}},
]


def findings(folder, content, encoding, **spoken):
    (folder / "t.csv").write_bytes(content)
    table = {
        "name": "t",
        "path": "t.csv",
        "encoding": encoding,
        "dialect": {"delimiter": ",", **spoken},
        "schema": {"fields": FIELDS, "primaryKey": "b"},
    }
    path = folder / "datapackage.json"
    path.write_text(json.dumps({"name": "p", "resources": [table]}), encoding="utf-8")
    found = check_package(path)[0]
    return [each for each in found if each.file.endswith("t.csv")]


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    encoding=st.sampled_from(["latin-1", "cp1252", "cp1251", "koi8-r", "iso8859-15", "cp437"]),
    pieces=st.lists(st.sampled_from(PIECES) | HIGH, max_size=40),
)
def test_what_is_found_does_not_depend_on_how_it_is_read(encoding, pieces, tmp_path):
    content = b"a,b\n" + b"".join(pieces)

    # With a sign for comments a table is read line by line, and decoded as it is written.
    assert findings(tmp_path, content, encoding) == findings(
        tmp_path, content, encoding, commentChar="~"
    )


def test_a_byte_that_is_no_text_is_named_with_its_place(tmp_path):
    rows = b"".join(b"%d,\xe9%d\n" % (row, row) for row in range(9)) + b"9,\xe9\x81\n"

    (found,) = findings(tmp_path, b"a,b\n" + rows, "cp1252")

    assert (found.code, found.line, found.value) == ("E102", 11, "0x81")


@pytest.mark.parametrize(
    ("codec", "expected"),
    [
        ("iso8859-1", True),
        ("cp1252", True),
        ("koi8-r", True),
        ("iso8859-7", False),  # two bytes that are none in it are a letter in UTF-8
        ("ascii", False),
        ("cp500", False),
        ("utf-16", False),
        ("big5", False),
    ],
)
def test_encodings_that_can_be_read_as_utf_8(codec, expected):
    assert is_by_byte(codec) is expected
