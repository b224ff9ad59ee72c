"""What is wrong with a table, and where it stands, to the character."""

import pytest

from depositary.checks.packages import check_descriptor_value

V2 = "https://datapackage.org/profiles/2.0/datapackage.json"
FIELDS = [
    {"name": "id", "type": "string", "constraints": {"required": True}},
    {"name": "count", "type": "integer", "constraints": {"minimum": 1, "maximum": 9}},
    {"name": "act", "type": "string", "constraints": {"enum": ["states", "denies"]}},
]


def check(text, fields=FIELDS, tmp_path=None, **more):
    """Findings about one table, errors and warnings, as (code, line, column, row, field)."""
    schema = {"fields": fields, **more.pop("schema", {})}
    resource = {"name": "t", "type": "table", "path": "t.csv", "schema": schema, **more}
    data = text if isinstance(text, bytes) else text.encode()
    package = {"$schema": V2, "resources": [resource]}
    findings, _ = check_descriptor_value(package, tmp_path, {"t.csv": data})
    return findings


def places(findings):
    return [
        (finding.code, finding.line, finding.column, finding.row, finding.field)
        for finding in findings
    ]


def one_column(constraints, kind="string", **more):
    return [{"name": "a", "type": kind, "constraints": constraints, **more}, {"name": "b"}]


def test_a_sound_table_has_no_findings(tmp_path):
    findings = check("id,count,act\na,1,states\nb,,\n", tmp_path=tmp_path)

    assert findings == []


def test_a_cell_of_another_type_is_shown_with_its_value_and_what_would_be_right(tmp_path):
    [finding] = check("id,count,act\na,many,states\n", tmp_path=tmp_path)

    assert (finding.code, finding.kind) == ("E201", "type-error")
    assert (finding.file, finding.line, finding.column) == ("t.csv", 2, 3)
    assert (finding.resource, finding.row, finding.field) == ("t", 2, "count")
    assert finding.value == "many"
    assert finding.message == '"many" is not a whole number.'


def test_a_word_that_is_no_code_gets_the_nearest_one_as_a_hint(tmp_path):
    [finding] = check("id,count,act\na,1,denys\n", tmp_path=tmp_path)

    assert (finding.code, finding.kind) == ("E203", "constraint-error")
    assert finding.hint == 'did you mean "denies"?'


def test_a_bad_row_does_not_hide_the_next(tmp_path):
    findings = check("id,count,act\n,x,no\nb,0,states\nc,2,states,more\nd\n", tmp_path=tmp_path)

    assert places(findings) == [
        ("E202", 2, 1, 2, "id"),
        ("E201", 2, 2, 2, "count"),
        ("E203", 2, 4, 2, "act"),
        ("E205", 3, 3, 3, "count"),
        ("E208", 4, 12, 4, ""),
        ("E209", 5, 2, 5, "act"),
        ("E209", 5, 2, 5, "count"),
    ]


def test_lines_and_columns_are_those_of_the_file_also_after_quoted_newlines(tmp_path):
    text = 'id,count,act\r\n"a\r\nb",1,states\r\nc,"x",states\r\n\r\n"d""e",1,no\r\n'

    findings = check(text, tmp_path=tmp_path)

    assert places(findings) == [
        ("E201", 4, 3, 3, "count"),
        ("E210", 5, 1, 4, ""),
        ("E203", 6, 10, 5, "act"),
    ]


def test_columns_count_characters_not_bytes(tmp_path):
    [finding] = check("id,count,act\né😀,x,states\n", tmp_path=tmp_path)

    assert finding.column == 4


def test_a_byte_order_mark_is_not_part_of_the_first_label(tmp_path):
    findings = check(b"\xef\xbb\xbfid,count,act\na,1,states\n", tmp_path=tmp_path)

    assert findings == []


@pytest.mark.parametrize(
    ("constraints", "kind", "cell", "code"),
    [
        ({"required": True}, "string", "", "E202"),
        ({"enum": ["x"]}, "string", "y", "E203"),
        ({"enum": ["1", 2]}, "integer", "3", "E203"),
        ({"pattern": "x+"}, "string", "xy", "E204"),
        ({"minimum": "2025-01-01"}, "date", "2024-12-31", "E205"),
        ({"exclusiveMaximum": 5}, "number", "5.0", "E205"),
        ({"minimum": 0}, "number", "NaN", "E205"),
        ({"maximum": "P1M"}, "duration", "P32D", "E205"),
        ({"exclusiveMinimum": "P1D"}, "duration", "PT24H", "E205"),
        ({"minimum": "2025-01-01T00:00:00Z"}, "datetime", "2025-06-01T00:00:00", "E205"),
        ({"minLength": 2}, "string", "é", "E206"),
        ({"maxLength": 1}, "array", "[1;2]", "E206"),
        ({"maxLength": 1}, "list", "1;2", "E206"),
        ({"jsonSchema": {"required": ["k"]}}, "object", "{}", "E213"),
    ],
)
def test_a_constraint_that_is_not_met_is_found(constraints, kind, cell, code, tmp_path):
    fields = one_column(constraints, kind, delimiter=";")
    text = "a|b\n" + cell.replace(";", "," if kind == "array" else ";") + "|x\n"

    [finding] = check(text, fields, tmp_path, dialect={"delimiter": "|", "quoteChar": "'"})

    assert (finding.code, finding.kind, finding.field) == (code, "constraint-error", "a")


@pytest.mark.parametrize("categories", [["x", "y"], [{"value": "x", "label": "Ex"}]])
def test_a_value_outside_of_the_categories_is_found(categories, tmp_path):
    """Table Schema 2, categories: the logical representation MUST exactly match one of them."""
    fields = one_column({}, categories=categories)

    findings = check("a,b\nx,1\nz,1\n", fields, tmp_path)

    assert places(findings) == [("E203", 3, 1, 3, "a")]


def test_all_constraints_that_a_cell_breaks_are_found(tmp_path):
    fields = one_column({"pattern": "x+", "minLength": 5, "enum": ["xxxxx"]})

    findings = check("a,b\nyy,1\n", fields, tmp_path)

    assert sorted(finding.code for finding in findings) == ["E203", "E204", "E206"]


def test_a_pattern_must_match_the_whole_value(tmp_path):
    """XML Schema 2, appendix F: a pattern is for the whole value; "^a|b$" would take "ax"."""
    findings = check("a,b\nax,1\na,1\nb,1\n", one_column({"pattern": "a|b"}), tmp_path)

    assert places(findings) == [("E204", 2, 1, 2, "a")]


def test_a_pattern_that_explodes_ends_in_a_finding_about_the_pattern(tmp_path):
    fields = one_column({"pattern": "(?=a)(a+)+$"})

    [finding] = check("a,b\n" + "a" * 60 + "!,1\n", fields, tmp_path)

    assert (finding.code, finding.kind, finding.field) == ("E112", "field-error", "a")
    assert "takes too long" in finding.message


def test_a_value_in_a_form_that_few_programs_read_is_a_warning(tmp_path):
    [finding] = check("id,count,act\na,0_1,states\n", tmp_path=tmp_path)

    assert (finding.code, finding.severity) == ("E212", "warning")


@pytest.mark.parametrize(
    ("schema", "field", "cell", "is_missing"),
    [
        ({}, {}, "", True),
        ({}, {}, "-", False),
        ({"missingValues": ["-", "NA"]}, {}, "NA", True),
        ({"missingValues": ["-"]}, {}, "", False),
        ({"missingValues": ["-"]}, {"missingValues": ["?"]}, "?", True),
        ({"missingValues": ["-"]}, {"missingValues": ["?"]}, "-", False),
        ({"missingValues": [{"value": "-99", "label": "refused"}]}, {}, "-99", True),
        ({"missingValues": ["-"]}, {"missingValues": []}, "-", False),
    ],
)
def test_a_cell_is_missing_where_the_field_or_else_the_schema_says_so(
    schema, field, cell, is_missing, tmp_path
):
    fields = [{"name": "a", "type": "string", "constraints": {"required": True}, **field}]
    fields.append({"name": "b"})

    findings = check(f"a,b\n{cell},x\n", fields, tmp_path, schema=schema)

    assert [finding.code for finding in findings] == (["E202"] if is_missing else [])


def test_the_null_sequence_of_the_dialect_is_no_value(tmp_path):
    """Table Dialect, nullSequence; frictionless reads it as text."""
    fields = one_column({"required": True})

    findings = check("a,b\n\\N,x\n", fields, tmp_path, dialect={"nullSequence": "\\N"})

    assert [finding.code for finding in findings] == ["E202"]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (
            "id,act,count",
            [("E118", "incorrect-label", "count"), ("E118", "incorrect-label", "act")],
        ),
        ("id,count", [("E115", "missing-label", "act")]),
        ("id,count,act,extra", [("E116", "extra-label", "")]),
        ("id,count,count", [("E117", "duplicate-label", "act")]),
        ("id,,act", [("E119", "blank-label", "count")]),
    ],
)
def test_a_header_that_differs_from_the_schema_is_found(header, expected, tmp_path):
    findings = check(header + "\n", tmp_path=tmp_path)

    assert [(each.code, each.kind, each.field) for each in findings] == expected
    assert all((each.line, each.row) == (1, 1) for each in findings)


def test_a_header_in_another_delimiter_says_what_to_write_in_the_dialect(tmp_path):
    findings = check("id;count;act\na;1;states\n", tmp_path=tmp_path)

    assert any('"delimiter": ";"' in finding.hint for finding in findings)


def test_a_blank_first_line_is_found_and_the_header_below_it_is_read(tmp_path):
    """Table Dialect, headerRows: the first row by default; frictionless skips the blank one."""
    findings = check("\nid,count,act\na,x,states\n", tmp_path=tmp_path)

    assert places(findings) == [("E122", 1, 1, 1, ""), ("E201", 3, 3, 3, "count")]


def test_an_empty_file_is_found(tmp_path):
    [finding] = check("", tmp_path=tmp_path)

    assert (finding.code, finding.kind) == ("E122", "source-error")


@pytest.mark.parametrize(
    ("mode", "header", "kinds"),
    [
        ("equal", "act,id,count", []),
        ("equal", "act,id", ["missing-label"]),
        ("subset", "more,act,id,count", []),
        ("subset", "act,id", ["missing-label"]),
        ("superset", "act,id", []),
        ("superset", "act,id,more", ["extra-label"]),
        ("superset", "act", ["missing-label"]),
        ("partial", "more,id", []),
        ("partial", "more", ["missing-label", "unmatched-header"]),
    ],
)
def test_labels_are_matched_as_fields_match_says(mode, header, kinds, tmp_path):
    findings = check(header + "\n", tmp_path=tmp_path, schema={"fieldsMatch": mode})

    assert sorted({finding.kind for finding in findings}) == kinds


@pytest.mark.parametrize("mode", ["equal", ["equal"]])
def test_columns_matched_by_name_are_read_by_name(mode, tmp_path):
    """Also where it is a list, as the profile has it against the words of the standard."""
    text = "act,count,id\ndenys,1,a\n"

    findings = check(text, tmp_path=tmp_path, schema={"fieldsMatch": mode})

    assert places(findings)[-1:] == [("E203", 2, 1, 2, "act")]


def test_an_open_quote_is_found_at_its_line_and_hides_no_other_row(tmp_path):
    findings = check('id,count,act\na,1,states\nb,1,"states\nc,x,states\n', tmp_path=tmp_path)

    assert places(findings) == [("E114", 3, 5, 3, ""), ("E201", 4, 3, 4, "count")]


def test_text_after_a_closing_quote_is_a_warning_for_readers_differ(tmp_path):
    [finding] = check('id,count,act\n"a"b,1,states\n', tmp_path=tmp_path)

    assert (finding.code, finding.severity, finding.line) == ("E114", "warning", 2)


def test_a_nul_is_found(tmp_path):
    [finding] = check("id,count,act\na\0,1,states\n", tmp_path=tmp_path)

    assert (finding.code, finding.line, finding.column) == ("E114", 2, 2)


def test_bytes_that_are_no_text_are_found_once_and_the_rest_is_checked(tmp_path):
    data = "id,count,act\né,1,states\né,x,denys\n".encode("latin-1")

    findings = check(data, tmp_path=tmp_path)

    assert places(findings) == [
        ("E102", 2, 1, 0, ""),
        ("E201", 3, 3, 3, "count"),
        ("E203", 3, 5, 3, "act"),
    ]
    assert "0xe9" in findings[0].message


def test_a_line_of_many_megabytes_is_refused(tmp_path):
    findings = check("id,count,act\n" + "x" * 9_000_000, tmp_path=tmp_path)

    assert [finding.code for finding in findings] == ["E108"]


def test_findings_without_number_are_counted_not_listed(tmp_path, monkeypatch):
    monkeypatch.setattr("depositary.checks.ledger.FINDINGS", 3)

    findings = check("id,count,act\n" + "a,x,states\n" * 10, tmp_path=tmp_path)

    assert [finding.code for finding in findings] == ["E201"] * 3 + ["E114"]
    assert findings[-1].message == "7 more findings of this table are not listed."


def test_a_table_without_a_schema_is_checked_for_its_shape(tmp_path):
    """Table Schema, type: without one, `any`, "instead of inferring it from the values"."""
    text = "a,,a\n1,2,3\nx,y\n"
    resource = {"name": "t", "path": "t.csv"}

    findings, stats = check_descriptor_value(
        {"$schema": V2, "resources": [resource]}, tmp_path, {"t.csv": text.encode()}
    )

    assert [finding.kind for finding in findings] == [
        "blank-label",
        "duplicate-label",
        "missing-cell",
    ]
    assert stats == {"tables": 1, "rows": 2, "cells": 5}
