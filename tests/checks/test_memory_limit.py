"""With a memory limit, keys go to disk: the findings are those of a check that has no limit."""

import json
from contextlib import closing
from datetime import UTC, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from depositary.checks import arrowbatches, blocks, cellar, holdings, keys, ledger, seen, shelves
from depositary.checks.cellar import Cellar
from depositary.checks.keybytes import key_bytes
from depositary.checks.packages import check_package
from depositary.errors import Unavailable

ZONES = [UTC, timezone(timedelta(hours=1)), timezone(timedelta(hours=-5, minutes=-30))]
V2 = "https://datapackage.org/profiles/2.0/datapackage.json"
EXAMPLES = 100
SMALL_BLOCKS = {"FIRST_BYTES": 8, "BLOCK_BYTES": 40, "_STRETCH_RECORDS": 2}
TIERS = {
    "rows": None,
    "lists": {},
    "small lists": SMALL_BLOCKS,
    "pyarrow": {"_ARROW_BYTES": 0, "_ARROW_BYTES_AGAIN": 0},
    "small pyarrow": {**SMALL_BLOCKS, "_ARROW_BYTES": 0, "_ARROW_BYTES_AGAIN": 0},
}
ALIKE = ["\u0430", "e\u0301", "\u00e9", "\u0430c", "a\u0441", "ac", "\u0441"]
CELLS = {
    "string": ["a", "b", "c", "d", "\u00e4", "7", *ALIKE, "", "", "NA"],
    "any": ["a", "b", "\u0430", "7", "", "NA"],
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
        rows = [list(row) for row in draw(st.lists(cells, max_size=20))]
        if kinds[0] == "string" and draw(st.booleans()):
            rows = [[f"k{at:02}", *row[1:]] for at, row in enumerate(rows)]
            for _ in range(draw(st.integers(0, 2)) if rows else 0):
                at = st.integers(0, len(rows) - 1)
                rows[draw(at)][0] = rows[draw(at)][0]
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
@given(
    described=tables(),
    most_in_memory=st.sampled_from([0, 0, 3]),
    between=st.integers(1, 4),
    limit_bytes=st.sampled_from([0, 2_000, 10_000]),
)
def test_a_limit_changes_no_finding(
    tier, described, most_in_memory, between, limit_bytes, tmp_path, monkeypatch
):
    descriptor = write(tmp_path, described, by_rows=TIERS[tier] is None)

    with monkeypatch.context() as changed:
        for name, value in (TIERS[tier] or {}).items():
            changed.setattr(blocks, name, value)
        for module in (holdings, keys):
            changed.setattr(module, "COMPARISONS", most_in_memory)
        for module in (seen, arrowbatches):
            changed.setattr(module, "FEW", 0.5)
        changed.setattr(cellar, "_ROWS_BETWEEN", between)
        without, counts = check_package(descriptor)
        within, same_counts = limited(descriptor, limit_bytes)

    assert sorted(within) == sorted(without)
    assert same_counts == counts


def numbered(tmp_path, texts, **schema):
    fields = [{"name": "id", "type": "string"}, {"name": "of", "type": "string"}]
    text = "".join(f"{line}\n" for line in ["id,of", *texts])
    return write(tmp_path, [("t", {"fields": fields, **schema}, text)])


SELF = {"fields": ["of"], "reference": {"resource": "", "fields": ["id"]}}


def test_a_key_that_left_memory_is_found_again_at_its_line(tmp_path):
    rows = [f"k{at * 7919 % 1000:03}," for at in range(1000)]
    descriptor = numbered(tmp_path, [*rows, f"{rows[3]}"], primaryKey=["id"])

    findings, _ = limited(descriptor)

    (found,) = findings
    assert (found.code, found.row, found.line, found.column) == ("E301", 1002, 1002, 1)
    assert "row 5 already" in found.message


def test_a_repeat_that_was_told_of_in_memory_is_not_told_again_from_disk():
    taken = seen.Seen()
    taken.see_rising(seen.RisingTexts(["a", "b"], [1, 3]), {2: "z"})
    told = taken.see_rising(seen.RisingTexts(["c", "z"], [4, 5]), {})

    with closing(Cellar(0)) as below:
        shelf = below.shelf()
        taken.move_to(shelf)
        shelf.put("b", 6)
        later = shelf.repeats(10)

    assert told == [(5, 2)]
    assert later == ([(6, 3)], 1)


def test_a_key_that_looks_like_one_that_left_memory_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(cellar, "_ROWS_BETWEEN", 1)
    look_alike = "\N{CYRILLIC SMALL LETTER A}ct"
    rows = ["act,", "b,", f"{look_alike},", f"{look_alike},"]
    fields = [{"name": "id", "type": "string"}, {"name": "of", "type": "string"}]
    text = "".join(f"{line}\n" for line in ["id,of", *rows])
    schema = {"fields": fields, "primaryKey": ["id"]}
    descriptor = write(tmp_path, [("t", schema, text)], by_rows=True)

    findings, _ = limited(descriptor)

    keyed = [each for each in findings if each.field == "id" and "row 2" in each.message]
    assert [(each.code, each.row) for each in keyed] == [("E215", 4)]
    assert [each.row for each in findings if each.code == "E301"] == [5]


def test_references_to_a_target_on_disk_are_told_by_row(tmp_path, monkeypatch):
    monkeypatch.setattr(holdings, "COMPARISONS", 0)
    descriptor = numbered(tmp_path, ["a,", "b,c", "c,x"], foreignKeys=[SELF])

    findings, _ = limited(descriptor)

    assert [(each.code, each.row, each.value) for each in findings] == [("E303", 4, "x")]


def test_more_findings_than_are_listed_are_counted_from_disk_too(tmp_path, monkeypatch):
    monkeypatch.setattr(ledger, "FINDINGS", 3)
    descriptor = numbered(tmp_path, ["a,"] * 10, primaryKey=["id"])

    findings, _ = limited(descriptor)

    assert [each.row for each in findings] == [3, 4, 5, 0]
    assert findings[-1].message.startswith("6 more findings")


def test_nothing_is_left_on_the_disk(tmp_path, monkeypatch):
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    below = Cellar(0)
    below.shelf().put("a", 1)
    before = [each.name for each in scratch.iterdir()]

    below.close()

    assert len(before) == 1
    assert not [*scratch.iterdir()]


def test_a_small_package_makes_no_scratch_folder(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "missing"))
    descriptor = numbered(tmp_path, ["a,", "b,a"], primaryKey=["id"], foreignKeys=[SELF])

    findings, _ = limited(descriptor, 1 << 30)

    assert not findings


def test_a_file_that_changes_while_it_is_checked_ends_the_check(tmp_path, monkeypatch):
    fields = [{"name": "id", "type": "string"}]
    table = ("t", {"fields": fields, "primaryKey": ["id"]}, "id\na\na\n")
    descriptor = write(tmp_path, [table], by_rows=True)
    repeats = shelves.Shelf.repeats

    def cut_first(shelf, most):
        (tmp_path / "t.csv").write_text("id\n")
        return repeats(shelf, most)

    monkeypatch.setattr(cellar, "_ROWS_BETWEEN", 1)
    monkeypatch.setattr(shelves.Shelf, "repeats", cut_first)

    with pytest.raises(Unavailable, match=r"t\.csv has changed while it was checked"):
        limited(descriptor)


def test_a_database_that_has_no_room_ends_the_check_with_a_mend():
    with closing(Cellar(0)) as below, pytest.raises(Unavailable) as caught:
        below.ask("SELECT * FROM nowhere")

    assert (caught.value.code, "--memory-limit" in caught.value.hint) == ("E107", True)


@pytest.mark.parametrize("words", ["Query interrupted", "reading failed: KeyboardInterrupt: "])
def test_an_interrupted_query_is_an_interruption(words):
    with pytest.raises(KeyboardInterrupt), cellar.speaking():
        raise RuntimeError(words)


VALUES = st.one_of(
    st.text(max_size=3),
    st.integers(-3, 3),
    st.integers(),
    st.booleans(),
    st.floats(allow_nan=False),
    st.decimals(allow_nan=False),
    st.sampled_from(["\0n1", "\0-", None, Decimal("1.0"), Decimal("1e3"), 1000, 1e22, 10**22]),
    st.dates(),
    st.datetimes(),
    st.datetimes(timezones=st.sampled_from(ZONES)),
    st.times(),
    st.times(timezones=st.sampled_from(ZONES)),
)
KEYS = st.one_of(VALUES, st.tuples(VALUES, VALUES))


@settings(max_examples=2000)
@given(one=KEYS, other=KEYS)
def test_keys_are_written_alike_where_they_are_equal_and_only_there(one, other):
    assert (key_bytes(one) == key_bytes(other)) == (one == other)


def test_no_number_that_is_none_is_written_like_another():
    assert key_bytes(float("nan")) != key_bytes(float("nan"))
