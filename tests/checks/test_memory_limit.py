"""With a memory limit, keys go to disk: the findings are those of a check that has no limit."""

import json
from contextlib import closing

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from depositary.checks import blocks, cellar, holdings, keys
from depositary.checks.cellar import Cellar
from depositary.checks.packages import check_package

V2 = "https://datapackage.org/profiles/2.0/datapackage.json"
EXAMPLES = 200
SMALL_BLOCKS = {"FIRST_BYTES": 8, "BLOCK_BYTES": 40, "_STRETCH_RECORDS": 2}
TIERS = {
    "rows": None,
    "lists": {},
    "small lists": SMALL_BLOCKS,
    "pyarrow": {"_ARROW_BYTES": 0, "_ARROW_BYTES_AGAIN": 0},
    "small pyarrow": {**SMALL_BLOCKS, "_ARROW_BYTES": 0, "_ARROW_BYTES_AGAIN": 0},
}
CELLS = {
    "string": ["a", "b", "c", "d", "ä", "7", "", "", "NA"],
    "any": ["a", "b", "7", "", "NA"],
    "integer": ["1", "2", "007", "7", "-1", "-2", "+7", "", "x", "9" * 30],
    "number": ["1", "1.0", "1e0", "7", "NaN", "INF", "0.5", "-0", "0", ""],
    "boolean": ["true", "false", "1", ""],
    "date": ["2025-01-31", "2025-1-31", "2024-02-29", ""],
    "datetime": ["2025-01-31T15:00:00Z", "2025-01-31T16:00:00+01:00", "2025-01-31T15:00:00", ""],
    "time": ["15:00:00", "15:00:00Z", "16:00:00+01:00", ""],
    "yearmonth": ["2025-01", "2025-02", ""],
    "duration": ["P1D", "PT24H", "P1M", ""],
    "geopoint": ["1,2", "1.0,2.0", ""],
    "array": ["[1]", "[ 1 ]", "[2]", ""],
}
RISING = [f"k{number:02}" for number in range(40)]


@st.composite
def tables(draw):
    found = []
    names = ["one", "two", "three"][: draw(st.integers(1, 3))]
    for name in names:
        kinds = draw(
            st.lists(st.sampled_from(["string", "string", *CELLS]), min_size=2, max_size=3)
        )
        columns = [f"c{at}" for at in range(len(kinds))]
        fields = [{"name": each, "type": kind} for each, kind in zip(columns, kinds, strict=True)]
        schema = {"fields": fields, "missingValues": ["", "NA"]}
        chosen = st.lists(st.sampled_from(columns), min_size=1, max_size=2, unique=True)
        if draw(st.booleans()):
            schema["primaryKey"] = draw(chosen)
        if draw(st.booleans()):
            schema["uniqueKeys"] = [draw(chosen)]
        if draw(st.booleans()):
            fields[0]["constraints"] = {"unique": True}
        schema["foreignKeys"] = [
            {
                "fields": columns[: draw(st.integers(1, 2))],
                "reference": {"resource": draw(st.sampled_from(["", *names]))},
            }
            for _ in range(draw(st.integers(0, 2)))
        ]
        for key in schema["foreignKeys"]:
            key["reference"]["fields"] = [f"c{at}" for at in range(len(key["fields"]))]
        cells = st.tuples(*(st.sampled_from(CELLS[kind]) for kind in kinds))
        rows = [list(row) for row in draw(st.lists(cells, max_size=14))]
        if kinds[0] == "string" and draw(st.booleans()):
            for row, key in zip(rows, draw(st.permutations(RISING[: len(rows)])), strict=True):
                row[0] = key
            if draw(st.booleans()):
                rows.sort()
        text = "".join(
            ",".join(f'"{cell}"' if "," in cell else cell for cell in row) + draw(ends())
            for row in [columns, *rows]
        )
        found.append((name, schema, text))
    return found


def ends():
    return st.sampled_from(["\n"] * 12 + [",more\n", "\n\n", "\r\n"])


def write(folder, described, *, by_rows=False):
    resources = []
    for name, schema, text in described:
        (folder / f"{name}.csv").write_text(text, encoding="utf-8", newline="")
        dialect = {"commentChar": "\x7f"} if by_rows else {}
        path = f"{name}.csv"
        resources.append({"name": name, "path": path, "schema": schema, "dialect": dialect})
    descriptor = folder / "datapackage.json"
    descriptor.write_text(json.dumps({"$schema": V2, "name": "p", "resources": resources}))
    return descriptor


def limited(descriptor, limit_bytes=0):
    with closing(Cellar(limit_bytes)) as below:
        return check_package(descriptor, cellar=below)


@pytest.mark.parametrize("tier", TIERS)
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(described=tables(), most_in_memory=st.sampled_from([0, 0, 3]), between=st.integers(1, 4))
def test_a_limit_changes_no_finding(
    tier, described, most_in_memory, between, tmp_path, monkeypatch
):
    descriptor = write(tmp_path, described, by_rows=TIERS[tier] is None)

    with monkeypatch.context() as changed:
        for name, value in (TIERS[tier] or {}).items():
            changed.setattr(blocks, name, value)
        for module in (holdings, keys):
            changed.setattr(module, "COMPARISONS", most_in_memory)
        changed.setattr(cellar, "_ROWS_BETWEEN", between)
        without, counts = check_package(descriptor)
        within, same_counts = limited(descriptor)

    assert sorted(within) == sorted(without)
    assert same_counts == counts
