"""The same findings as frictionless 5.21, on packages that nobody thought of.

Where it is not what the standard (datapackage.org, version 2) says, ours is, and a test says so:

- values of a type: ``DIFFERENCES`` in ``test_fields.py``, each with its passage;
- Table Schema, primaryKey: "the fields cannot be null" (below, and in ``test_keys.py``);
- Table Schema, uniqueKeys and categories, which it does not check (``test_keys.py``,
  ``test_exact.py``); jsonSchema, and bounds of durations, which it refuses (``test_exact.py``);
- Table Schema, pattern: XML Schema expressions match the whole value (``test_exact.py``);
- Table Schema, foreignKeys: a field that is not there is a fault of the descriptor, not of every
  row (``test_keys.py``);
- Table Schema, type: without a schema the values are of type ``any``; it infers types from the
  first rows, and reports the others (``test_exact.py``);
- Table Dialect: the delimiter is a comma, the quote a double quote and the header row 1 where
  nothing else is said; it guesses them from the data, so that they are written out below;
- Table Dialect, nullSequence and lineTerminator, which it does not use (``test_exact.py``,
  ``test_packages.py``);
- Data Resource, encoding: it guesses; ours is UTF-8 where nothing is said, and a byte that is not
  is found (``test_exact.py``); data as CSV text in the descriptor, which it refuses
  (``test_packages.py``);
- a quote that is never closed, a NUL, a blank header, ``{"resources": []}``, a misspelt property,
  two equal keys in one object: it says nothing (``test_exact.py``, ``test_packages.py``);
- labels matched by name where one stands twice: it does not read the table; ours reports the label.
"""

import csv
import gzip
import io
import json
import warnings

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from depositary.checks.packages import check_package

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import frictionless

EXAMPLES = 150
V2 = "https://datapackage.org/profiles/2.0/datapackage.json"
# Said in full, for frictionless guesses what is not said (the delimiter, the row of the header).
DIALECT = {
    "delimiter": ",",
    "quoteChar": '"',
    "skipInitialSpace": False,
    "header": True,
    "headerRows": [1],
}
GOOD = {
    "string": ["a", "b", "act-1", "é", "two words", 'a "quote"', "a,b", "two\nlines", "-"],
    "integer": ["1", "2", "3", "-1", " 7 ", "+7", "007", "100"],
    "number": ["1.5", "2", "-0.1", "1e3", "NaN", "INF"],
    "boolean": ["true", "0", "FALSE"],
    "date": ["2025-01-31", "2024-02-29", "1999-12-31"],
    "datetime": ["2025-01-31T15:00:00", "2025-01-31T15:00:00.5"],
    "time": ["15:00:00", "00:00:00"],
    "year": ["2025", "1999"],
    "yearmonth": ["2025-01", "1999-12"],
    "duration": ["P1Y", "PT1H"],
    "geopoint": ["90.5,45.5", "0,0"],
    "any": ["a", "1"],
}
BAD = ["x", "1.5.2", "2025-02-30", "maybe", "25:00:00", " ", "20255", "P", "200,100", "0x1F"]
BOUNDS = {
    "integer": st.sampled_from([1, 2, "3"]),
    "number": st.sampled_from([1, "1.5"]),
    "date": st.sampled_from(["2024-02-29", "2025-01-01"]),
    "datetime": st.sampled_from(["2025-01-31T15:00:00"]),
    "time": st.sampled_from(["12:00:00"]),
    "year": st.sampled_from(["2000", 2025]),
    "yearmonth": st.sampled_from(["2000-01"]),
}


@st.composite
def constraints(draw, kind):
    found = {}
    if draw(st.booleans()):
        found["required"] = draw(st.booleans())
    if draw(st.integers(0, 3)) == 0:
        found["unique"] = True
    if draw(st.integers(0, 3)) == 0:
        found["enum"] = draw(st.lists(st.sampled_from(GOOD[kind]), min_size=1, unique=True))
    if kind in BOUNDS and draw(st.booleans()):
        name = draw(st.sampled_from(["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"]))
        found[name] = draw(BOUNDS[kind])
    if kind == "string" and draw(st.booleans()):
        name, bound = draw(
            st.sampled_from(
                [("minLength", 2), ("maxLength", 3), ("pattern", r"[a-z\d-]+"), ("pattern", r"\w+")]
            )
        )
        found[name] = bound
    return found


@st.composite
def fields(draw, name):
    kind = draw(st.sampled_from(list(GOOD)))
    found = {"name": name, "type": kind, "constraints": draw(constraints(kind))}
    if draw(st.integers(0, 4)) == 0:
        found["missingValues"] = draw(
            st.sampled_from([[], ["-"], ["", "-"], [{"value": "a", "label": "none"}]])
        )
    return found


def cells(field):
    good = st.sampled_from(GOOD[field["type"]])
    return st.one_of(good, good, good, good, st.just(""), st.sampled_from(BAD))


@st.composite
def tables(draw, name, others):
    described = [draw(fields(each)) for each in "abcd"[: draw(st.integers(1, 4))]]
    names = [field["name"] for field in described]
    schema = {"fields": described}
    if draw(st.booleans()):
        schema["primaryKey"] = draw(
            st.lists(st.sampled_from(names), min_size=1, max_size=2, unique=True)
        )
    if draw(st.integers(0, 3)) == 0:
        schema["missingValues"] = draw(st.sampled_from([["", "NA"], ["-"], []]))
    keys = []
    for _ in range(draw(st.integers(0, 2))):
        other, theirs = draw(st.sampled_from([*others, ("", names)]))
        size = draw(st.integers(1, min(2, len(names), len(theirs))))
        own = draw(st.permutations(names))[:size]
        reference = {"resource": other, "fields": draw(st.permutations(theirs))[:size]}
        keys.append({"fields": own, "reference": reference})
    if keys:
        schema["foreignKeys"] = keys
    rows = draw(st.lists(st.tuples(*map(cells, described)), max_size=8))
    return name, schema, [list(row) for row in rows]


@st.composite
def ragged(draw, rows, width):
    """Some rows shorter, longer, blank or doubled."""
    found = []
    for row in rows:
        change = draw(st.integers(0, 11))
        changed = {
            0: [row[: draw(st.integers(0, width))]],
            1: [[*row, draw(st.sampled_from(["", "x"]))]],
            2: [[""] * width],
            3: [row, row],
        }
        found += changed.get(change, [row])
    return found


@st.composite
def packages(draw):
    others, found = [], []
    for name in ("one", "two")[: draw(st.integers(1, 2))]:
        _, schema, rows = draw(tables(name, others))
        names = [field["name"] for field in schema["fields"]]
        others.append((name, names))
        found.append((name, schema, names, draw(ragged(rows, len(names)))))
    return found


STYLES = st.fixed_dictionaries(
    {
        "delimiter": st.sampled_from([",", ";", "\t"]),
        "lineterminator": st.sampled_from(["\n", "\r\n"]),
        "quoting": st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
        "encoding": st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "latin-1"]),
        "compression": st.sampled_from(["", "", ".gz"]),
    }
)
PLAIN = {
    "delimiter": ",",
    "lineterminator": "\n",
    "quoting": csv.QUOTE_MINIMAL,
    "encoding": "utf-8",
    "compression": "",
}


def write(folder, found, style=PLAIN):
    described = []
    options = {name: style[name] for name in ("delimiter", "lineterminator", "quoting")}
    dialect = {**DIALECT, "delimiter": style["delimiter"]}
    for name, schema, labels, rows in found:
        text = io.StringIO()
        csv.writer(text, **options).writerows([labels, *rows])
        path = f"{name}.csv{style['compression']}"
        data = text.getvalue().encode(style["encoding"])
        (folder / path).write_bytes(gzip.compress(data) if style["compression"] else data)
        described.append(
            {
                "name": name,
                "type": "table",
                "path": path,
                "encoding": style["encoding"].removesuffix("-sig"),
                "dialect": dialect,
                "schema": schema,
            }
        )
    descriptor = folder / "datapackage.json"
    descriptor.write_text(json.dumps({"$schema": V2, "name": "p", "resources": described}))
    return descriptor


def found_by_frictionless(descriptor):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        report = frictionless.validate(str(descriptor), limit_errors=10**9)
    found = {("", 0, "", error.type) for error in report.errors}
    for task in report.tasks:
        for error in task.errors:
            said = error.to_descriptor()
            column = said.get("fieldName") or ", ".join(said.get("fieldNames", ()))
            found.add((task.name, said.get("rowNumber", 0), column, error.type))
    return found


def found_by_us(descriptor):
    findings, _ = check_package(descriptor)
    return {
        (
            finding.resource,
            # frictionless gives no row for a header, and no field for a primary key
            0 if finding.kind.endswith(("label", "header")) else finding.row,
            "" if finding.kind == "primary-key" else finding.field,
            finding.kind,
        )
        for finding in findings
        if finding.severity == "error"
    }


def without_partly_empty_keys(found, package):
    """Drop what ours finds more: a primary key that is empty in part.

    Table Schema, primaryKey: "Per SQL standards, the fields cannot be null, so their use in the
    primary key is equivalent to adding required: true"; frictionless wants one part only.
    """
    composite = {name for name, schema, *_ in package if len(schema.get("primaryKey", ())) > 1}
    return {each for each in found if not (each[0] in composite and each[3] == "primary-key")}


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(package=packages(), style=STYLES)
def test_the_findings_of_a_random_package_are_those_of_frictionless(package, style, tmp_path):
    descriptor = write(tmp_path, package, style)

    theirs = found_by_frictionless(descriptor)
    ours = found_by_us(descriptor)

    ours = without_partly_empty_keys(ours, package)
    assert ours == without_partly_empty_keys(theirs, package)


@st.composite
def headers(draw):
    names = ["a", "b", "c"]
    labels = draw(st.permutations(names))
    labels = labels[: draw(st.integers(1, 3))]
    for label in draw(st.lists(st.sampled_from(["a", "d", "A", "", " b "]), max_size=2)):
        labels.insert(draw(st.integers(0, len(labels))), label)
    mode = draw(st.sampled_from(["exact", "equal", "subset", "superset", "partial"]))
    wanted = draw(st.lists(st.sampled_from(names), unique=True))
    described = [
        {"name": name, "type": "string", "constraints": {"required": name in wanted}}
        for name in names
    ]
    schema = {"fields": described, "fieldsMatch": mode}
    if draw(st.booleans()):
        schema["primaryKey"] = ["a"]
    rows = draw(st.lists(st.lists(st.sampled_from(["", "x", "y"]), max_size=4), max_size=3))
    return "one", schema, labels, rows


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(table=headers())
def test_the_findings_of_a_random_header_are_those_of_frictionless(table, tmp_path):
    _, schema, labels, _ = table
    stripped = [label.strip() for label in labels]
    # With names matched, frictionless does not read a table that has a label twice at all.
    assume(schema["fieldsMatch"] == "exact" or len(set(stripped)) == len(stripped))
    descriptor = write(tmp_path, [table])

    assert found_by_us(descriptor) == found_by_frictionless(descriptor)


@st.composite
def inline(draw):
    """Rows of JSON in the descriptor, lists or objects, of values of whatever type."""
    value = st.sampled_from([None, True, 0, 1, 2.5, -3, "x", "", "1", "2025-01-31", [1], {"k": 1}])
    kinds = ["string", "integer", "number", "boolean", "date", "any", "array", "object", "year"]
    described = [
        {"name": name, "type": draw(st.sampled_from(kinds))}
        for name in "abc"[: draw(st.integers(1, 3))]
    ]
    for field in described:
        field["constraints"] = {"required": draw(st.booleans())}
    names = [field["name"] for field in described]
    if draw(st.booleans()):
        rows = [names, *draw(st.lists(st.lists(value, max_size=4), max_size=5))]
    else:
        rows = draw(
            st.lists(st.dictionaries(st.sampled_from([*names, "z"]), value), min_size=1, max_size=5)
        )
    return {"name": "one", "type": "table", "data": rows, "schema": {"fields": described}}


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(table=inline())
def test_the_findings_of_random_inline_data_are_those_of_frictionless(table, tmp_path):
    table["dialect"] = {"header": True, "headerRows": [1]}
    descriptor = tmp_path / "datapackage.json"
    descriptor.write_text(json.dumps({"$schema": V2, "name": "p", "resources": [table]}))

    assert found_by_us(descriptor) == found_by_frictionless(descriptor)


KEYS = {
    "integer": ["1", "01", " 1", "+1", "2", "3", "x", ""],
    "number": ["1", "1.0", "1e0", "2", "NaN", ".5", "0.50", "x", ""],
    "string": ["1", "01", "a", "A", " a", "é", "e\u0301", ""],
    "date": ["2025-01-31", "2025-1-31", "2024-02-29", "x", ""],
    "boolean": ["true", "1", "0", "FALSE", "x", ""],
    "year": ["2025", " 202", "0202", "x", ""],
    "any": ["1", "01", "a", ""],
}


@st.composite
def linked(draw):
    """Tables that refer to each other in any direction, by keys of the same or another type."""
    names = ["one", "two", "three"][: draw(st.integers(1, 3))]
    kinds = st.sampled_from(list(KEYS))
    found = []
    for name in names:
        described = [{"name": each, "type": draw(kinds)} for each in "abc"]
        schema, keys = {"fields": described}, []
        if draw(st.booleans()):
            schema["primaryKey"] = [draw(st.sampled_from("abc"))]
        for field in described:
            if draw(st.integers(0, 4)) == 0:
                field["constraints"] = {"unique": True}
        for _ in range(draw(st.integers(0, 3))):
            other = draw(st.sampled_from([*names, ""]))
            size = draw(st.integers(1, 3))
            reference = {
                "resource": "" if other == name else other,
                "fields": draw(st.permutations("abc"))[:size],
            }
            own = draw(st.permutations("abc"))[:size]
            key = {"fields": own, "reference": reference}
            if key not in keys:
                keys.append(key)
        if keys:
            schema["foreignKeys"] = keys
        cells = [st.sampled_from(KEYS[field["type"]]) for field in described]
        rows = draw(st.lists(st.tuples(*cells), max_size=6))
        found.append((name, schema, list("abc"), [list(row) for row in rows]))
    return found


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(package=linked())
def test_the_keys_of_random_tables_are_checked_as_frictionless_does(package, tmp_path):
    descriptor = write(tmp_path, package)

    assert found_by_us(descriptor) == found_by_frictionless(descriptor)


ALLOWED = {
    "string": ["a"],
    "integer": [1, "2"],
    "number": [1.5, "2"],
    "boolean": [True, "false"],
    "date": ["2025-01-31"],
    "datetime": ["2025-01-31T15:00:00"],
    "time": ["15:00:00"],
    "year": [2025, "1999"],
    "yearmonth": ["2025-01"],
    "duration": ["P1D"],
    "geopoint": ["1,2"],
    "geojson": ['{"type": "Point", "coordinates": [1, 2]}'],
    "object": [{"a": 1}, "{}"],
    "array": [[1], "[]"],
    "any": ["a", 1],
}
ORDERED = {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"}


def applicable():
    """Each constraint with each type that it goes with, for frictionless and the standard alike."""
    for kind, values in ALLOWED.items():
        yield kind, {"enum": values}
        yield kind, {"required": True}
        if kind not in ("any", "array", "geojson", "object"):  # without a hash it fails
            yield kind, {"unique": True}
        if kind in BOUNDS:
            yield from ((kind, {name: values[0]}) for name in sorted(ORDERED))
        if kind in ("array", "object", "string"):
            yield from ((kind, bound) for bound in ({"minLength": 2}, {"maxLength": 0}))
    yield "string", {"pattern": "a|zz"}


@pytest.mark.parametrize(("kind", "constraints"), [*applicable()], ids=str)
def test_each_constraint_of_each_type_is_checked_as_frictionless_does(kind, constraints, tmp_path):
    values = [value for values in ALLOWED.values() for value in values]
    rows = [["f", "g"], *([value, "x"] for value in [*values, None, "", [1], {"a": 1}, "zz"] * 2)]
    schema = {"fields": [{"name": "f", "type": kind, "constraints": constraints}, {"name": "g"}]}
    table = {"name": "t", "type": "table", "data": rows, "schema": schema}
    table["dialect"] = {"header": True, "headerRows": [1]}
    descriptor = tmp_path / "datapackage.json"
    descriptor.write_text(json.dumps({"$schema": V2, "name": "p", "resources": [table]}))

    assert found_by_us(descriptor) == found_by_frictionless(descriptor)
