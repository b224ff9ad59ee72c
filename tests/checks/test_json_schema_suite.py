"""The public JSON-Schema-Test-Suite, draft 2020-12, through the door of row schemas.

``--json-schema-suite DIR`` (or ``$DEPOSITARY_JSON_SCHEMA_SUITE``) names the folder that holds its
``tests`` and ``remotes``: github.com/json-schema-org/JSON-Schema-Test-Suite. All cases are tried,
the optional ones and those of formats too; two sorts have another answer here than in the suite:

- ``format.json`` says that a format is only an annotation by default. Ours asserts formats, as
  ``optional/format`` wants it, so that these values are refused;
- a case may refer to a remote schema that the folder does not hold. Nothing is fetched, so that
  the schema is refused.
"""

from __future__ import annotations

import csv
import json
from contextlib import ExitStack
from pathlib import Path

import pytest

from depositary.checks.cells import Column
from depositary.checks.jsonschemas import BadSchemaError, compile_schema
from depositary.checks.packages import check_package
from depositary.checks.rowschemas import compiled

DRAFT = "tests/draft2020-12"
REMOTE = "http://localhost:1234/"
ASSERTED = "is only an annotation by default"
V2 = "https://datapackage.org/profiles/2.0/datapackage.json"


@pytest.fixture
def suite(pytestconfig) -> Path:
    given = pytestconfig.getoption("--json-schema-suite")
    if not given:
        pytest.skip(
            "the folder of the JSON-Schema-Test-Suite is not given: --json-schema-suite DIR"
        )
    return Path(given)


@pytest.fixture
def remotes(suite) -> dict[str, object]:
    """Remote schemas of the suite, by the address at which its cases expect them."""
    folder = suite / "remotes"
    return {
        REMOTE + path.relative_to(folder).as_posix(): read(path) for path in folder.rglob("*.json")
    }


def pytest_generate_tests(metafunc) -> None:
    if "name" in metafunc.fixturenames:
        given = metafunc.config.getoption("--json-schema-suite")
        folder = Path(given or "") / DRAFT
        names = [path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*.json"))]
        metafunc.parametrize("name", names if given and names else ["all"])


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


def cases(suite, name):
    """(words, schema, instance, whether it is valid here) of each case of a file."""
    for group in read(suite / DRAFT / name):
        for case in group["tests"]:
            words = f"{group['description']}: {case['description']}"
            is_valid = case["valid"] and not case["description"].endswith(ASSERTED)
            yield words, group["schema"], case["data"], is_valid


def lacks_a_remote(schema, remotes):
    text = json.dumps(schema)
    references = {part.split('"')[0].split("#")[0] for part in text.split(REMOTE)[1:]}
    declared = {
        part.split('"')[0].split("#")[0] for part in text.replace(" ", "").split('"$id":"')[1:]
    }
    return any(
        "draft2019-09" in name and REMOTE + name not in remotes and REMOTE + name not in declared
        for name in references
    )


def test_every_case_has_its_answer(suite, remotes, name):
    wrong = []
    for words, schema, instance, is_valid in cases(suite, name):
        with ExitStack() as stack:
            try:
                found = compile_schema(schema, stack, remotes).matches(instance)
            except BadSchemaError:
                found = None
        expected = None if lacks_a_remote(schema, remotes) else is_valid
        if found is not expected:
            wrong.append((words, found))

    assert wrong == []


def test_a_schema_that_is_split_for_rows_has_the_answer_of_the_whole(suite, remotes, name):
    wrong = []
    for words, schema, instance, is_valid in cases(suite, name):
        if not is_row(instance) or lacks_a_remote(schema, remotes):
            continue
        columns = [Column(key, "object") for key in instance]
        values = list(instance.values())
        with ExitStack() as stack:
            faults = compiled(schema, stack, remotes).of(columns).faults(values, values)
        if (not faults) is not is_valid:
            wrong.append((words, faults))

    assert wrong == []


def test_rows_of_a_package_on_disk_have_the_answers_of_the_suite(suite, tmp_path, name):
    expected, resources = set(), []
    for words, schema, instance, is_valid in cases(suite, name):
        if not is_row(instance) or not can_be_a_table(instance) or REMOTE in json.dumps(schema):
            continue
        table = f"t{len(resources)}"
        resources.append(written(tmp_path, table, schema, instance))
        if not is_valid:
            expected.add((table, words))
    descriptor = tmp_path / "datapackage.json"
    descriptor.write_text(json.dumps({"$schema": V2, "resources": resources}), encoding="utf-8")

    findings, _ = check_package(descriptor)

    rows = {found.resource for found in findings if found.code == "E218"}
    assert rows == {table for table, _ in expected}
    assert {found.code for found in findings if found.severity == "error"} <= {"E218"} | (
        set() if resources else {"E112"}
    )


def is_row(instance):
    """A row of a table has no null: what is not there is not there."""
    return isinstance(instance, dict) and None not in instance.values()


def can_be_a_table(instance):
    """A table has a column, and its labels no blanks around them."""
    return bool(instance) and all(name and name == name.strip() for name in instance)


def written(folder, table, schema, instance):
    """The resource of a table of one row, written as CSV."""
    fields = [{"name": name, "type": kind_of(value)} for name, value in instance.items()]
    with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, quoting=csv.QUOTE_ALL)
        rows.writerow(instance)
        rows.writerow(
            value if isinstance(value, str) else json.dumps(value) for value in instance.values()
        )
    table_schema = {"fields": fields, "missingValues": [], "jsonSchema": schema}
    return {"name": table, "type": "table", "path": f"{table}.csv", "schema": table_schema}


def kind_of(value):
    kinds = {bool: "boolean", int: "integer", float: "number", dict: "object", list: "array"}
    return kinds.get(type(value), "string")
