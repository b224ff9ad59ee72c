"""A descriptor that is surely valid is known without the library for JSON Schema."""

import copy
import json
import re
import subprocess
import sys
import time
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from depositary.checks.descriptors import profile
from depositary.checks.glance import KINDLY, is_written_as, surely_refused, surely_valid
from depositary.checks.violations import violations

PROFILES = Path(str(resources.files("depositary.checks"))) / "profiles"
NAMES = ("datapackage", "dataresource", "tableschema", "tabledialect")
V2 = "https://datapackage.org/profiles/2.0/datapackage.json"
TYPES = {
    "string": {"format": "email", "constraints": {"minLength": 1, "enum": ["a", "b"]}},
    "number": {"bareNumber": False, "constraints": {"minimum": 0.5, "maximum": "2.5"}},
    "integer": {"constraints": {"enum": [1, 2], "exclusiveMinimum": 0}, "categories": [1, 2]},
    "date": {"format": "%d/%m/%Y", "constraints": {"minimum": "2025-01-31"}},
    "time": {"format": "any"},
    "datetime": {"format": "any"},
    "year": {"constraints": {"minimum": 1999}},
    "yearmonth": {},
    "boolean": {"trueValues": ["yes"], "falseValues": ["no"]},
    "object": {"constraints": {"jsonSchema": {"type": "object"}}},
    "geopoint": {"format": "array"},
    "geojson": {"format": "topojson"},
    "array": {"constraints": {"minLength": 2}},
    "duration": {"constraints": {"maximum": "P1Y"}},
    "any": {"example": 5},
    "list": {"delimiter": ";"},
}
FULL = {
    "$schema": V2,
    "name": "harbour",
    "id": "b03ec84a-77fd-4270-813b-0c698943f7ce",
    "title": "Harbour",
    "homepage": "https://example.org/harbour",
    "version": "1.0.0",
    "created": "2025-01-31T15:00:00Z",
    "image": "harbour.png",
    "keywords": ["treaty"],
    "licenses": [{"name": "CC0-1.0", "path": "https://example.org/cc0", "title": "CC0"}],
    "contributors": [{"title": "A Clerk", "email": "clerk@example.org", "roles": ["creator"]}],
    "sources": [{"title": "The Gazette", "path": "gazette.pdf"}],
    "resources": [
        {
            "name": "acts",
            "type": "table",
            "path": ["acts-1.csv", "acts-2.csv"],
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "bytes": 120,
            "hash": "sha256:" + "0a" * 32,
            "dialect": {"delimiter": ";", "headerRows": [1, 2], "commentChar": "#"},
            "schema": {
                "fields": [
                    {"name": kind, "type": kind, "title": kind, **more}
                    for kind, more in TYPES.items()
                ],
                "fieldsMatch": "subset",
                "missingValues": [{"value": "-", "label": "none"}, {"value": ""}],
                "primaryKey": ["string", "integer"],
                "uniqueKeys": [["date"], ["year", "any"]],
                "foreignKeys": [
                    {"fields": ["year"], "reference": {"resource": "years", "fields": ["year"]}},
                    {"fields": "any", "reference": {"fields": "any"}},
                ],
            },
        },
        {"name": "years", "path": "./years.csv", "schema": "years.json", "dialect": "years.yaml"},
        {"name": "inline", "data": [{"a": 1}], "schema": {"fields": [{"name": "a"}]}},
    ],
}

scalars = st.sampled_from(
    [None, True, False, 0, 1, -1, 1.0, 2.5, "", "x", "a/b", "text/csv", "../x", "/x", "./x", "a\n",
     "string", "list", "table", "1e5", "clerk@example.org", "not an address", V2, "http://x",
     "2025-01-31T15:00:00Z", "2025-01-31", "2025-02-30T15:00:00Z", "0000-01-01T00:00:00Z", "exact",
     "0" * 32, "sha256:zz", "CC0-1.0", "a b", "x" * 1001]
)  # fmt: skip
anything = st.one_of(
    scalars,
    st.lists(scalars, max_size=3),
    st.dictionaries(st.sampled_from(["name", "value", "fields", "path", "type"]), scalars),
    st.just([["a"], ["a"]]),
    st.just([1, 1.0]),
    st.just([True, 1]),
)


def places(value, at=()):
    yield at
    inner = dict(enumerate(value)) if isinstance(value, list) else value
    for step, part in inner.items() if isinstance(inner, dict) else ():
        yield from places(part, (*at, step))


def changed(value, at, new):
    """A copy with something else at a place; with nothing there where it is ``...``."""
    found = copy.deepcopy(value)
    if not at:
        return found if new is ... else new
    holder = found
    for step in at[:-1]:
        holder = holder[step]
    if new is ...:
        del holder[at[-1]]
    else:
        holder[at[-1]] = new
    return found


def is_surely_valid(value, name="datapackage"):
    return surely_valid(profile(name), KINDLY)(value)


PLACES = list(places(FULL))
# What a resource lacks is said in words, by whoever reads it, and so not found by the library.
NEEDED = [("resources", at, name) for at in range(3) for name in ("name", "path", "data")]


@settings(max_examples=400)
@given(st.data())
def test_what_is_surely_valid_has_no_violation(data):
    value = FULL
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.sampled_from(list(places(value))))
        value = changed(value, at, data.draw(st.one_of(st.just(...), anything)))
    version = data.draw(st.sampled_from([1, 2]))

    assert not is_surely_valid(value) or not list(
        violations(value, profile("datapackage"), version)
    )


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=100)
@given(value=anything)
def test_what_is_surely_valid_alone_has_no_violation(name, value):
    assert not is_surely_valid(value, name) or not list(violations(value, profile(name), 2))


@pytest.mark.parametrize(
    "at", [at for at in PLACES if at not in NEEDED], ids=lambda at: "/".join(map(str, at)) or "all"
)
def test_nothing_valid_is_left_to_the_library(at):
    """Without any one part of it, a valid descriptor is surely valid, or it is not valid."""
    value = changed(FULL, at, ...)

    assert is_surely_valid(value) or list(violations(value, profile("datapackage"), 2))


def test_a_full_descriptor_of_all_types_is_surely_valid():
    assert is_surely_valid(FULL)
    assert list(violations(FULL, profile("datapackage"), 2)) == []


def test_the_descriptor_of_this_repository_is_surely_valid(repository):
    value = json.loads((repository / "datapackage" / "datapackage.json").read_bytes())

    assert is_surely_valid(value)


# What describes a property and forbids nothing.
ANNOTATIONS = {"$schema", "context", "default", "description", "examples", "item", "notes",
               "options", "propertyOrder", "title"}  # fmt: skip


def brief(schema):
    if not isinstance(schema, dict):
        return [brief(each) for each in schema] if isinstance(schema, list) else schema
    return {
        word: {name: brief(each) for name, each in inner.items()}
        if word == "properties"
        else brief(inner)
        for word, inner in schema.items()
        if word not in ANNOTATIONS
    }


def test_the_brief_profile_is_the_official_one():
    official = brief(json.loads((PROFILES / "2.0" / "datapackage.json").read_bytes()))

    # To write it anew: json.dumps(official, separators=(",", ":")) and a newline.
    assert json.loads((PROFILES / "brief.json").read_bytes()) == official


@pytest.mark.parametrize("name", NAMES)
def test_the_profile_of_a_package_holds_the_others(name):
    own = brief(json.loads((PROFILES / "2.0" / f"{name}.json").read_bytes()))

    keys = ("type", "required", "oneOf", "properties")
    assert all(profile(name).get(key) == own.get(key) for key in keys)


@given(st.text("a/\n", max_size=8))
def test_a_pattern_that_is_tried_in_linear_time_matches_the_same_texts(text):
    assert is_written_as("^(.+)/(.+)$", text) == bool(re.search("^(.+)/(.+)$", text))


def test_patterns_on_long_texts_end_in_time():
    entry = {"name": "t", "path": "t.csv", "mediatype": "/" * 4000 + "\n\n"}
    value = {"resources": [entry] * 150}
    begun = time.perf_counter()

    assert not is_surely_valid(value)
    assert len(list(violations(value, profile("datapackage"), 2))) == 150
    assert time.perf_counter() - begun < 5


def test_a_keyword_that_is_not_known_is_never_sure():
    assert not surely_valid({"maxLength": 3}, {})("abc")
    assert not surely_valid({"type": "array", "items": [{"type": "string"}]}, {})(["a"])


def test_a_whole_number_written_as_a_float_is_not_surely_refused():
    assert not surely_refused({"type": "integer"}, 2.0)
    assert surely_refused({"type": "integer"}, "2")


def test_a_valid_package_is_checked_without_the_library_for_json_schema(tmp_path):
    (tmp_path / "t.csv").write_text("id\n1\n")
    schema = {"fields": [{"name": "id", "type": "integer"}]}
    entry = {"name": "t", "type": "table", "path": "t.csv", "schema": schema, "depth": 3}
    package = {"$schema": V2, "name": "p", "licenses": [{"name": "CC0-1.0"}], "resources": [entry]}
    (tmp_path / "datapackage.json").write_text(json.dumps({**package, "temporal": "x"}))
    code = (
        "import sys; from pathlib import Path;"
        "from depositary.checks.packages import check_package;"
        "print(check_package(Path(sys.argv[1]))[0]);"
        "print({'jsonschema', 'referencing', 'rapidfuzz', 'yaml'} & set(sys.modules))"
    )

    run = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "datapackage.json")],
        capture_output=True, text=True, check=True,
    )  # fmt: skip

    assert run.stdout.split() == ["[]", "set()"]
