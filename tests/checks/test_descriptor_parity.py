"""Faulty descriptors: the same verdict as frictionless 5.21, or a passage that says otherwise.

Passages are of datapackage.org, version 2.
"""

import json
import warnings

import pytest

from depositary.checks.packages import check_package

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import frictionless

V2 = "https://datapackage.org/profiles/2.0/datapackage.json"
ID = {"name": "id", "type": "integer"}
NAME = {"name": "name", "type": "string"}
DIALECT = {"delimiter": ",", "quoteChar": '"', "header": True, "headerRows": [1]}


def table(fields=(ID, NAME), *, name="t", path="t.csv", **more):
    schema = {"fields": list(fields), **more.pop("schema", {})}
    return {"name": name, "path": path, "schema": schema, "dialect": DIALECT, **more}


def package(*resources, **more):
    return {"$schema": V2, "name": "p", "resources": list(resources) or [table()], **more}


def first(*resources, **more):
    """A package of version 1."""
    found = package(*resources, **more)
    del found["$schema"]
    return found


def field(**more):
    return package(table([{**ID, **more}, NAME]))


def text(**more):
    return package(table([ID, {**NAME, **more}]))


def key(**more):
    return package(table(schema={"foreignKeys": [{"fields": ["id"], **more}]}))


TABULAR = {"profile": "tabular-data-resource"}
SAME = {
    # ── valid ───────────────────────────────────────────────────────────────────────────────────
    "plain": package(),
    "version 1": first(),
    "version 1, tabular": first(table(**TABULAR), profile="tabular-data-package"),
    "version 1, tabular resource": first(table(**TABULAR)),
    "own properties": package(table(depth=3), temporal={"start": 1}),
    "missing values with labels": package(
        table(schema={"missingValues": [{"value": "-", "label": "none"}]})
    ),
    "fieldsMatch": package(table(schema={"fieldsMatch": "equal"})),
    "foreign key": key(reference={"resource": "", "fields": ["id"]}),
    "key as a text": package(table(schema={"primaryKey": "id"})),
    "categories": text(categories=["one", "two"]),
    "a name in capitals": package(name="P"),
    "example": field(example="5"),
    "a misspelt property": package(licences=[{"name": "MIT"}]),
    "a licence that is made up": package(licenses=[{"name": "ours"}]),
    "a resource of version 1 in version 2": package(table(**TABULAR)),
    "a schema of version 1 in version 2": package(
        table(
            [{**ID, "constraints": {"exclusiveMinimum": 0}}, NAME],
            schema={"$schema": V2.replace("2.0", "1.0")},
        )
    ),
    "a role of version 1": package(contributors=[{"title": "A Clerk", "role": "author"}]),
    "a version that is no number": package(version="first"),
    "a moment without a zone": package(created="2025-01-31T15:00:00"),
    "a bound of version 2": field(constraints={"exclusiveMinimum": 0}),
    "no such constraint in any type": field(constraints={}),
    # ── the package ─────────────────────────────────────────────────────────────────────────────
    "no resources": {"$schema": V2, "name": "p"},
    "resources of a wrong type": package(resources={}),
    "a resource of a wrong type": package("t.csv"),
    "name of a wrong type": package(name=5),
    "title of a wrong type": package(title=5),
    "keywords of a wrong type": package(keywords="treaty"),
    "a keyword of a wrong type": package(keywords=[5]),
    "licence without name and path": package(licenses=[{"title": "Ours"}]),
    "licences of a wrong type": package(licenses={"name": "MIT"}),
    "contributors of a wrong type": package(contributors="me"),
    "an address of e-mail": package(contributors=[{"title": "x", "email": "no address"}]),
    "an address of e-mail of a source": package(sources=[{"title": "x", "email": "no address"}]),
    "created": package(created="yesterday"),
    "two resources of one name": package(table(), table()),
    "missing values in the package": package(missingValues=["-"]),
    "fields in the package": package(fields=[]),
    "version 1, a name in capitals": first(name="P"),
    "version 1, a profile that is not there": first(profile="nowhere.json"),
    "version 1, a resource that is not tabular": first(profile="tabular-data-package"),
    # ── a resource ──────────────────────────────────────────────────────────────────────────────
    "resource without a name": package({"path": "t.csv"}),
    "resource without path and data": package({"name": "t"}),
    "resource with path and data": package({"name": "t", "path": "t.csv", "data": []}),
    "path of a wrong type": package({"name": "t", "path": 5}),
    "path that leads out": package(table(path="../t.csv")),
    "path that is absolute": package(table(path="/etc/passwd")),
    "no such file": package(table(path="nope.csv")),
    "no such schema": package({"name": "t", "path": "t.csv", "schema": "nope.json"}),
    "no such dialect": package({"name": "t", "path": "t.csv", "dialect": "nope.json"}),
    "bytes of a wrong type": package(table(bytes="many")),
    "wrong bytes": package(table(bytes=5)),
    "wrong hash": package(table(hash="sha256:" + "0" * 64)),
    "hash that is none": package(table(hash="?")),
    "type that no resource has": package(table(type="folder")),
    "encoding that is none": package(table(encoding="utf-99")),
    "missing values in the resource": package(table(missingValues=["-"])),
    "version 1, tabular without a schema": first({"name": "t", "path": "t.csv", **TABULAR}),
    "version 1, a resource in capitals": first(table(name="T")),
    "data that is a text": package({"name": "t", "data": "id,name"}),
    # ── a schema ────────────────────────────────────────────────────────────────────────────────
    "no fields": package({"name": "t", "path": "t.csv", "schema": {"primaryKey": ["id"]}}),
    "fields of a wrong type": package(table(schema={"fields": {}})),
    "no field": package(table([])),
    "field without a name": package(table([{"type": "integer"}, NAME])),
    "primary key of no field": package(table(schema={"primaryKey": ["nope"]})),
    "foreign key of no field": package(
        table(
            schema={
                "foreignKeys": [
                    {"fields": ["nope"], "reference": {"resource": "", "fields": ["id"]}}
                ]
            }
        )
    ),
    "foreign key to no field": key(reference={"resource": "", "fields": ["nope"]}),
    "foreign key to no table": key(reference={"resource": "nope", "fields": ["id"]}),
    "foreign key to fewer fields": key(reference={"resource": "", "fields": []}),
    "fieldsMatch that is none": package(table(schema={"fieldsMatch": "all"})),
    "fieldsMatch as a list": package(table(schema={"fieldsMatch": ["equal"]})),
    "missing values of a wrong type": package(table(schema={"missingValues": [5]})),
    "two missing values alike": package(
        table(schema={"missingValues": [{"value": "-"}, {"value": "-"}]})
    ),
    "two labels alike": package(
        table(schema={"missingValues": [{"value": "-", "label": "x"}, {"value": "", "label": "x"}]})
    ),
    "version 1, missing values with labels": first(
        table(schema={"missingValues": [{"value": "-"}]})
    ),
    # ── a field ─────────────────────────────────────────────────────────────────────────────────
    "type that is none": field(type="decimal"),
    "type of a wrong type": field(type=5),
    "format of a wrong type": text(format=5),
    "required outside of the constraints": field(required=True),
    "constraint that is none": field(constraints={"shape": 5}),
    "constraint of another type": field(constraints={"minLength": 1}),
    "required of a wrong type": field(constraints={"required": "yes"}),
    "minLength of a wrong type": text(constraints={"minLength": "1"}),
    "enum of a wrong type": text(constraints={"enum": "one"}),
    "constraints of a wrong type": field(constraints=[]),
    "format that is none": text(format="weekly"),
    "example of another type": field(example="x"),
    "version 1, a bound of version 2": first(
        table([{**ID, "constraints": {"exclusiveMinimum": 0}}, NAME])
    ),
}
OTHERWISE = {
    "no resource": (
        package(resources=[]),
        "Data Package, resources: `REQUIRED`, with at least one resource",
    ),
    "no keyword": (package(keywords=[]), "the official profile: minItems 1"),
    "no licence": (package(licenses=[]), "the official profile: minItems 1"),
    "homepage": (package(homepage="no address"), "Data Package, homepage: a URL; profile: uri"),
    "hidden folder": (package(table(path="a/.b/t.csv")), "Glossary, URL or Path: `MUST NOT`"),
    "mediatype": (package(table(mediatype="csv")), "the official profile: pattern"),
    "header rows from 0": (
        package(table(dialect={**DIALECT, "headerRows": [0, 1]})),
        "Table Dialect, headerRows: positive integers starting from 1",
    ),
    "unique key of no field": (
        package(table(schema={"uniqueKeys": [["nope"]]})),
        "Table Schema, uniqueKeys: each corresponding to one of the field names",
    ),
    "a profile that is broken": (
        {**package(), "$schema": "own.json"},
        "Glossary, Profile: against which a descriptor `MUST` be valid",
    ),
    "a profile that is not there": (
        {**package(), "$schema": "nowhere.json"},
        "Glossary, Profile: `MUST` be validated",
    ),
}
BREAKS = {
    "a field of a wrong type": package(table(["id", "name"])),
    "minimum that cannot be read": field(constraints={"minimum": "x"}),
}
KINDER = {
    "two fields of one name": (
        package(table([ID, ID], path="h.csv", dialect={**DIALECT, "header": False})),
        'Table Schema, name: "a data consumer `MUST NOT` interpret it as an invalid descriptor"',
    ),
    "a profile of version 1 in version 2": (
        package(profile="tabular-data-package"),
        "Data Package, $schema: `profile` counts where `$schema` is not provided",
    ),
    "jsonSchema": (
        package(
            table(
                [{"name": "id", "type": "object", "constraints": {"jsonSchema": {}}}],
                path="o.csv",
            )
        ),
        "Table Schema, jsonSchema: a constraint of objects and arrays",
    ),
    "a schema as a text": (
        {**package(), "resources": [{"name": "t", "data": "id\n1\n", "format": "csv"}]},
        "Data Resource, Inline Data: a JSON string with a format",
    ),
}


def write(folder, value):
    (folder / "t.csv").write_text("id,name\n1,one\n2,two\n")
    (folder / "h.csv").write_text("1,2\n")
    (folder / "o.csv").write_text("id\n{}\n")
    (folder / "a" / ".b").mkdir(parents=True)
    (folder / "a" / ".b" / "t.csv").write_text("id,name\n1,one\n")
    (folder / "own.json").write_text('{"required": ["spatial"]}')
    (folder / "datapackage.json").write_text(json.dumps(value))
    return folder / "datapackage.json"


def is_valid_here(descriptor):
    return not any(each.severity == "error" for each in check_package(descriptor)[0])


def is_valid_to_frictionless(descriptor):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return frictionless.validate(str(descriptor)).valid


@pytest.mark.parametrize("name", SAME)
def test_the_verdict_is_that_of_frictionless(name, tmp_path):
    descriptor = write(tmp_path, SAME[name])

    assert is_valid_here(descriptor) == is_valid_to_frictionless(descriptor)


@pytest.mark.parametrize("name", OTHERWISE)
def test_what_the_standard_forbids_is_an_error_where_frictionless_says_nothing(name, tmp_path):
    descriptor = write(tmp_path, OTHERWISE[name][0])

    assert (is_valid_here(descriptor), is_valid_to_frictionless(descriptor)) == (False, True)


@pytest.mark.parametrize("name", KINDER)
def test_what_the_standard_allows_is_no_error_where_frictionless_refuses_it(name, tmp_path):
    descriptor = write(tmp_path, KINDER[name][0])

    assert (is_valid_here(descriptor), is_valid_to_frictionless(descriptor)) == (True, False)


@pytest.mark.parametrize("name", BREAKS)
def test_what_frictionless_breaks_off_at_is_an_error(name, tmp_path):
    descriptor = write(tmp_path, BREAKS[name])

    assert not is_valid_here(descriptor)
    with pytest.raises(TypeError):
        is_valid_to_frictionless(descriptor)


def test_a_file_that_is_no_json_is_refused_as_a_descriptor(tmp_path):
    """Glossary, Descriptor: a valid JSON object; frictionless takes it for a table, and valid."""
    (tmp_path / "datapackage.json").write_text("{bad")

    assert not is_valid_here(tmp_path / "datapackage.json")
