"""A package of whomever: its descriptor, its files, whatever they are written in."""

import bz2
import gzip
import io
import json
import lzma
import os
import zipfile
from importlib import resources
from pathlib import Path

import pytest

from depositary import codes
from depositary.checks.packages import check_descriptor_value, check_package
from depositary.errors import CallError

V2 = "https://datapackage.org/profiles/2.0/datapackage.json"
SCHEMA = {"fields": [{"name": "id", "type": "integer"}, {"name": "name", "type": "string"}]}
GOOD = "id,name\n1,one\n2,two\n"
BAD = "id,name\n1,one\nx,two\n"


def resource(path="t.csv", **more):
    return {"name": "t", "type": "table", "path": path, "schema": SCHEMA, **more}


def write(folder, *entries, files=(), **more):
    for name, data in dict(files).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    descriptor = folder / "datapackage.json"
    package = {"$schema": V2, "name": "p", "resources": list(entries), **more}
    descriptor.write_text(json.dumps(package, indent=2), encoding="utf-8")
    return descriptor


def codes_of(descriptor):
    findings, _ = check_package(descriptor)
    return [finding.code for finding in findings]


def places(findings):
    return [(each.code, each.file, each.line, each.column, each.row) for each in findings]


def zipped(*members):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in members:
            archive.writestr(name, data)
    return packed.getvalue()


def test_a_sound_package_has_no_findings_and_is_counted(tmp_path):
    descriptor = write(tmp_path, resource(), files={"t.csv": GOOD})

    findings, stats = check_package(descriptor)

    assert findings == []
    assert stats == {"tables": 1, "rows": 2, "cells": 4}


def test_contents_are_read_in_place_of_the_file(tmp_path):
    descriptor = write(tmp_path, resource(), files={"t.csv": GOOD})

    findings, _ = check_package(descriptor, {"t.csv": BAD.encode()})

    assert places(findings) == [("E201", "t.csv", 3, 1, 3)]


def test_a_descriptor_in_memory_is_checked_as_one_in_a_file(tmp_path):
    package = {"$schema": V2, "resources": [resource(), {"name": "u"}]}

    findings, _ = check_descriptor_value(package, tmp_path, {"t.csv": BAD.encode()}, "d/p.json")

    assert places(findings) == [("E112", "d/p.json", 0, 0, 0), ("E201", "t.csv", 3, 1, 3)]


def test_an_error_in_the_descriptor_does_not_hide_those_in_the_data(tmp_path):
    broken = resource(schema={**SCHEMA, "primaryKey": ["nope"]}, encoding=5)
    descriptor = write(tmp_path, broken, files={"t.csv": BAD}, licenses=[])

    assert codes_of(descriptor) == ["E112", "E112", "E112", "E201"]


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("t.csv.gz", gzip.compress(BAD.encode())),
        ("t.csv.bz2", bz2.compress(BAD.encode())),
        ("t.csv.xz", lzma.compress(BAD.encode())),
        ("t.csv.zip", zipped(("t.csv", BAD))),
        ("t.tsv", BAD.replace(",", "\t")),
        ("t.json", '[\n["id", "name"],\n["x", "two"]]'),
        ("t.json", '[\n{"id": 1, "name": "one"},\n{"name": "two", "id": "x"}]'),
        ("t.jsonl", '{"id": 1, "name": "one"}\n\n{"id": "x", "name": "two"}\n'),
        ("t.ndjson", '["id", "name"]\n[1, "one"]\n["x", "two"]\n'),
    ],
)
def test_a_table_is_read_from_what_it_is_written_in(path, data, tmp_path):
    descriptor = write(tmp_path, resource(path), files={path: data})

    [finding] = check_package(descriptor)[0]

    assert (finding.code, finding.field, finding.value, finding.line) == ("E201", "id", "x", 3)


def test_a_table_may_stand_in_the_descriptor(tmp_path):
    inline = {"name": "t", "data": [{"id": 1, "name": "one"}, {"id": "x"}], "schema": SCHEMA}
    descriptor = write(tmp_path, inline)

    [finding] = check_package(descriptor)[0]

    assert (finding.code, finding.file, finding.row) == ("E201", "datapackage.json", 3)
    assert descriptor.read_text().splitlines()[finding.line - 1][finding.column - 1 :] == '"x"'


def test_a_table_may_stand_in_the_descriptor_as_csv(tmp_path):
    """Data Resource, Inline Data: a string with a format; frictionless refuses one."""
    descriptor = write(tmp_path, {"name": "t", "data": BAD, "format": "csv", "schema": SCHEMA})

    [finding] = check_package(descriptor)[0]

    assert (finding.code, finding.row, finding.field) == ("E201", 3, "id")


def test_a_table_may_be_in_several_files_and_each_finding_names_its_own(tmp_path):
    files = {"a.csv": GOOD, "b.csv": BAD, "c.csv": "4,four\n5\n"}
    descriptor = write(tmp_path, resource(list(files)), files=files)

    findings, stats = check_package(descriptor)

    assert places(findings) == [("E201", "b.csv", 3, 1, 5), ("E209", "c.csv", 2, 2, 7)]
    assert stats["rows"] == 6


@pytest.mark.parametrize(
    ("dialect", "text"),
    [
        ({"delimiter": ";"}, "id;name\n1;one\nx;two\n"),
        ({"quoteChar": "'"}, "id,name\n1,'o,ne'\nx,two\n"),
        ({"escapeChar": "\\"}, "id,name\n1,o\\,ne\nx,two\n"),
        ({"escapeChar": "\\", "doubleQuote": False}, 'id,name\n1,"o\\"ne"\nx,two\n'),
        ({"skipInitialSpace": True}, "id, name\n1, one\nx, two\n"),
        ({"header": False}, "1,one\n2,two\nx,two\n"),
        ({"headerRows": [2]}, "a title\nid,name\nx,two\n"),
        ({"commentChar": "#"}, "#a,b,c\nid,name\nx,two\n"),
        ({"commentChar": "//"}, "id,name\n//,\nx,two\n"),
        ({"commentRows": [2]}, "id,name\nskipped\nx,two\n"),
        ({"lineTerminator": ";"}, "id,name;1,one;x,two"),
        ({"csv": {"delimiter": "|"}}, "id|name\n1|one\nx|two\n"),
    ],
)
def test_a_table_is_read_as_its_dialect_says(dialect, text, tmp_path):
    descriptor = write(tmp_path, resource(dialect=dialect), files={"t.csv": text})

    [finding] = [each for each in check_package(descriptor)[0] if each.severity == "error"]

    assert (finding.code, finding.row, finding.field, finding.value) == ("E201", 3, "id", "x")


def test_a_header_of_several_rows_is_joined(tmp_path):
    dialect = {"headerRows": [1, 2], "headerJoin": "-"}
    schema = {"fields": [{"name": "fruit-id", "type": "integer"}, {"name": "fruit-name"}]}
    text = "fruit,fruit\nid,name\n1,apple\n"
    descriptor = write(tmp_path, resource(dialect=dialect, schema=schema), files={"t.csv": text})

    assert codes_of(descriptor) == []


def test_a_schema_and_a_dialect_may_stand_in_files_of_their_own(tmp_path):
    files = {
        "t.csv": "id;name\nx;two\n",
        "s.json": json.dumps({**SCHEMA, "primaryKey": "nope"}),
        "d.json": '{"delimiter": ";"}',
    }
    descriptor = write(tmp_path, resource(schema="s.json", dialect="d.json"), files=files)

    findings, _ = check_package(descriptor)

    assert [(each.code, each.file) for each in findings] == [("E112", "s.json"), ("E201", "t.csv")]


@pytest.mark.parametrize(
    ("encoding", "python"),
    [("latin-1", "latin-1"), ("utf-16", "utf-16"), ("windows-1252", "cp1252")],
)
def test_a_table_is_decoded_as_the_descriptor_says(encoding, python, tmp_path):
    data = "id,name\n1,café\nx,two\n".encode(python)
    descriptor = write(tmp_path, resource(encoding=encoding), files={"t.csv": data})

    assert places(check_package(descriptor)[0]) == [("E201", "t.csv", 3, 1, 3)]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("../t.csv", "E109"),
        ("a/../../t.csv", "E109"),
        ("/etc/passwd", "E109"),
        ("~/t.csv", "E109"),
        ("$HOME/t.csv", "E109"),
        ("file:///etc/passwd", "E109"),
        ("C:\\t.csv", "E109"),
        ("a\\..\\t.csv", "E109"),
        ("t\0.csv", "E109"),
        ("t" * 5000, "E109"),
        ("http://127.0.0.1:9/t.csv", "E121"),
        ("ftp://example.org/t.csv", "E121"),
        ("nope.csv", "E103"),
        ("folder", "E104"),
        ("fifo", "E104"),
        ("link.csv", "E109"),
        ("linked/t.csv", "E109"),
        ("loop.csv", "E107"),
    ],
)
def test_a_path_that_leads_elsewhere_is_refused_in_one_finding(path, code, tmp_path):
    outside, inside = tmp_path / "outside", tmp_path / "inside"
    (inside / "folder").mkdir(parents=True)
    outside.mkdir()
    (outside / "t.csv").write_text(GOOD)
    (inside / "link.csv").symlink_to(outside / "t.csv")
    (inside / "linked").symlink_to(outside)
    (inside / "loop.csv").symlink_to(inside / "loop.csv")
    os.mkfifo(inside / "fifo")
    descriptor = write(inside, resource(path))

    assert codes_of(descriptor) == [code]


def test_a_link_that_stays_inside_of_the_package_is_followed(tmp_path):
    (tmp_path / "link.csv").symlink_to("t.csv")
    descriptor = write(tmp_path, resource("link.csv"), files={"t.csv": GOOD})

    assert codes_of(descriptor) == []


def test_a_file_that_is_not_there_gets_the_nearest_one_as_a_hint(tmp_path):
    descriptor = write(tmp_path, resource("data/actor.csv"), files={"data/actors.csv": GOOD})

    [finding] = check_package(descriptor)[0]

    assert finding.hint == 'did you mean "actors.csv"?'
    assert (finding.file, finding.line, finding.column) == ("datapackage.json", 8, 15)


@pytest.mark.parametrize(
    "more",
    [
        {"licenses": [{"name": "x", "path": "../LICENSE"}]},
        {"image": "/etc/passwd"},
        {"sources": [{"title": "x", "path": "../../x"}]},
    ],
)
def test_no_path_of_the_descriptor_leads_out_of_the_package(more, tmp_path):
    descriptor = write(tmp_path, resource(), files={"t.csv": GOOD}, **more)

    assert "E109" in codes_of(descriptor)


def test_a_schema_at_an_address_is_not_fetched(tmp_path):
    entry = resource(schema="http://127.0.0.1:9/schema.json")
    descriptor = write(tmp_path, entry, files={"t.csv": GOOD})

    assert codes_of(descriptor) == ["E121"]


@pytest.mark.parametrize(
    ("more", "kind"),
    [
        ({"bytes": 5}, "byte-count"),
        ({"hash": "sha256:" + "0" * 64}, "hash-count"),
        ({"hash": "0" * 32}, "hash-count"),
        ({"rows": 3}, "row-count"),
        ({"fields": 3}, "field-count"),
    ],
)
def test_what_the_descriptor_says_of_a_file_is_compared(more, kind, tmp_path):
    descriptor = write(tmp_path, resource(**more), files={"t.csv": GOOD})

    findings, _ = check_package(descriptor)

    assert [(finding.code, finding.kind) for finding in findings] == [("E120", kind)]


def test_a_right_hash_and_size_are_no_finding(tmp_path):
    import hashlib

    for_data = {"bytes": len(GOOD), "hash": "sha1:" + hashlib.sha1(GOOD.encode()).hexdigest()}  # noqa: S324
    descriptor = write(tmp_path, resource(**for_data), files={"t.csv": GOOD})

    assert codes_of(descriptor) == []


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"type": "decimal"}, '"decimal" is not a type of Table Schema.'),
        ({"format": "weekly"}, "format"),
        (
            {"constraints": {"minimum": 1}},
            "The constraint minimum does not go with the type string.",
        ),
        ({"constraints": {"shape": 1}}, 'Table Schema has no constraint "shape".'),
        ({"constraints": {"pattern": "("}}, 'The pattern "(" cannot be read'),
        (
            {"type": "integer", "constraints": {"maximum": "x"}},
            'The maximum "x" is not of the type',
        ),
        ({"type": "integer", "constraints": {"enum": ["x"]}}, '"x" in enum is not of the type'),
        ({"constraints": {"enum": "x"}}, "enum"),
        ({"type": "object", "constraints": {"jsonSchema": {"type": 5}}}, "jsonSchema is not valid"),
        ({"required": True}, "The property required has no effect here."),
    ],
)
def test_a_field_that_breaks_the_standard_is_found_at_its_place(more, words, tmp_path):
    schema = {"fields": [{"name": "id", "type": "string", **more}]}
    descriptor = write(tmp_path, resource(schema=schema), files={"t.csv": "id\n"})

    findings, _ = check_package(descriptor)

    assert [(each.code, each.kind) for each in findings] == [("E112", "field-error")]
    assert words in findings[0].message
    assert findings[0].line > 1


def test_a_date_in_any_form_is_not_judged_where_the_library_for_it_is_absent(tmp_path, monkeypatch):
    monkeypatch.setattr("depositary.checks.schemas.can_parse_any", lambda: False)
    schema = {"fields": [{"name": "day", "type": "date", "format": "any"}, {"name": "x"}]}
    descriptor = write(tmp_path, resource(schema=schema), files={"t.csv": "day,x\nnever,1\n"})

    [finding] = check_package(descriptor)[0]

    assert (finding.code, finding.severity, finding.field) == ("E112", "warning", "day")


@pytest.mark.parametrize(
    ("package", "kind"),
    [
        ([], "package-error"),
        ({}, "package-error"),
        ({"resources": []}, "package-error"),
        ({"resources": [{"path": "t.csv"}]}, "resource-error"),
        ({"resources": [{"name": "t"}]}, "resource-error"),
        ({"resources": [{"name": "t", "path": "t.csv", "data": []}]}, "resource-error"),
        ({"resources": [{"name": "A B", "path": "t.csv"}]}, "resource-error"),
        ({"resources": [{"name": "t", "path": "t.csv", "schema": {}}]}, "schema-error"),
        ({"resources": [{"name": "t", "path": "t.csv"}] * 2}, "package-error"),
        (
            {"resources": [{"name": "t", "path": "t.csv", "dialect": {"header": 1}}]},
            "dialect-error",
        ),
        ({"resources": [{"name": "t", "path": ".hidden/t.csv"}]}, "resource-error"),
        ({"resources": [{"name": "t", "path": "t.csv"}], "created": "today"}, "package-error"),
        ({"resources": [{"name": "t", "path": "t.csv"}], "licenses": [{}]}, "package-error"),
    ],
)
def test_a_descriptor_that_breaks_the_standard_is_found(package, kind, tmp_path):
    (tmp_path / "t.csv").write_text("a\n1\n")
    (tmp_path / ".hidden").mkdir()
    (tmp_path / ".hidden" / "t.csv").write_text("a\n1\n")
    descriptor = tmp_path / "datapackage.json"
    descriptor.write_text(json.dumps(package))

    findings, _ = check_package(descriptor)

    assert [(each.code, each.kind) for each in findings] == [("E112", kind)]


def test_a_misspelt_property_is_a_warning_with_what_was_meant(tmp_path):
    descriptor = write(tmp_path, resource(), files={"t.csv": GOOD}, licences=[{"name": "MIT"}])

    [finding] = check_package(descriptor)[0]

    assert (finding.severity, finding.hint) == ("warning", 'did you mean "licenses"?')


def test_a_property_of_the_publishers_own_is_no_finding(tmp_path):
    descriptor = write(tmp_path, resource(depth=3), files={"t.csv": GOOD}, temporal={}, quality="x")

    assert codes_of(descriptor) == []


def test_a_package_of_version_1_is_accepted(tmp_path):
    entry = resource(profile="tabular-data-resource", dialect={"delimiter": ";", "header": True})
    del entry["type"]
    files = {"t.csv": "id;name\nx;two\n"}
    package = {"profile": "tabular-data-package", "name": "p", "resources": [entry]}
    write(tmp_path, files=files)
    descriptor = tmp_path / "datapackage.json"
    descriptor.write_text(json.dumps(package))

    assert places(check_package(descriptor)[0]) == [("E201", "t.csv", 2, 1, 2)]


def test_what_only_version_2_has_is_refused_in_version_1(tmp_path):
    constraints = {"exclusiveMinimum": 1}
    fields = [{"name": "id", "type": "integer", "constraints": constraints}]
    schema = {"fields": fields, "missingValues": [{"value": "-"}]}
    entry = {"name": "t", "path": "t.csv", "schema": schema}
    (tmp_path / "t.csv").write_text("id\n2\n")
    descriptor = tmp_path / "datapackage.json"
    descriptor.write_text(json.dumps({"name": "p", "resources": [entry]}))

    findings, _ = check_package(descriptor)

    assert [each.kind for each in findings] == ["field-error", "schema-error"]


def test_a_profile_of_the_publishers_own_is_not_fetched_and_that_is_said(tmp_path):
    descriptor = write(tmp_path, resource(), files={"t.csv": GOOD})
    package = json.loads(descriptor.read_text())
    descriptor.write_text(json.dumps({**package, "$schema": "http://127.0.0.1:9/profile.json"}))

    [finding] = check_package(descriptor)[0]

    assert (finding.code, finding.severity) == ("E121", "warning")


def test_a_resource_that_is_no_table_is_only_looked_up(tmp_path):
    descriptor = write(tmp_path, {"name": "map", "path": "map.png"}, files={"map.png": b"\x89PNG"})

    assert check_package(descriptor) == ([], {"tables": 0, "rows": 0, "cells": 0})


def test_a_table_in_an_unknown_format_is_refused(tmp_path):
    descriptor = write(tmp_path, resource("t.sav"), files={"t.sav": b"x"})

    assert codes_of(descriptor) == ["E110"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ('{"resources": [}', "E101"),
        (b'{"name": "\xe9"}', "E102"),
        ('{"name": "a", "name": "b", "resources": []}', "E111"),
        ('{"resources": [NaN]}', "E101"),
        ("[" * 100_000, "E101"),
        ('{"a": ' + "9" * 5000 + "}", "E101"),
        ("", "E101"),
    ],
)
def test_a_descriptor_that_is_no_json_is_one_finding(data, code, tmp_path):
    descriptor = tmp_path / "datapackage.json"
    descriptor.write_bytes(data if isinstance(data, bytes) else data.encode())

    assert codes_of(descriptor)[0] == code


def test_a_descriptor_that_is_not_there_stops_the_call(tmp_path):
    with pytest.raises(CallError) as stopped:
        check_package(tmp_path / "datapackage.json")

    assert stopped.value.code == "E103"


def test_a_zip_that_holds_a_package_is_checked_as_its_folder(tmp_path):
    package = json.dumps({"$schema": V2, "resources": [resource("data/t.csv")]})
    packed = tmp_path / "p.zip"
    packed.write_bytes(zipped(("p/datapackage.json", package), ("p/data/t.csv", BAD)))

    findings, stats = check_package(packed)

    assert places(findings) == [("E201", "data/t.csv", 3, 1, 3)]
    assert stats["tables"] == 1


@pytest.mark.filterwarnings("ignore:Duplicate name:UserWarning")
@pytest.mark.parametrize(
    ("members", "code"),
    [
        ((("notes.txt", "x"),), "E905"),
        ((("datapackage.json", "{}"), ("datapackage.json", "{}")), "E114"),
        ((("datapackage.json", "{}"), ("../evil", "x")), "E109"),
        ((("datapackage.json", "{"),), "E101"),
    ],
)
def test_a_zip_that_no_package_would_be_is_found(members, code, tmp_path):
    packed = tmp_path / "p.zip"
    packed.write_bytes(zipped(*members))

    assert code in codes_of(packed)


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("t.csv.gz", b"not gzip"),
        ("t.csv.gz", gzip.compress(GOOD.encode() * 1000)[:-20]),
        ("t.csv.zip", b"not zip"),
        ("t.csv.xz", b"not xz"),
    ],
)
def test_a_damaged_archive_is_found(path, data, tmp_path):
    descriptor = write(tmp_path, resource(path), files={path: data})

    assert "E114" in codes_of(descriptor)


def test_an_archive_that_unpacks_to_far_more_than_a_table_is_refused(tmp_path):
    bomb = gzip.compress(b"id,name\n" + (b"1," + b"x" * 1000 + b"\n") * 20_000)
    descriptor = write(tmp_path, resource("t.csv.gz"), files={"t.csv.gz": bomb})

    assert codes_of(descriptor) == ["E108"]


def test_every_code_that_is_reported_is_explained():
    folder = Path(str(resources.files("depositary.checks")))
    modules = ("stores", "sheets", "resources", "packages", "exact", "headers", "cells")
    reported = {
        code
        for name in (*modules, "oddities", "troubles")
        for code in codes.CODES
        if f'"{code}"' in (folder / f"{name}.py").read_text()
    }

    assert {"E102", "E108", "E109", "E120", "E201", "E212"} <= reported


def test_the_profiles_are_those_of_the_standard():
    folder = resources.files("depositary.checks") / "profiles" / "2.0"
    names = sorted(each.name for each in folder.iterdir() if each.name.endswith(".json"))

    assert names == [
        "datapackage.json",
        "dataresource.json",
        "tabledialect.json",
        "tableschema.json",
    ]
