"""Two keys or names that look the same, and are not, are told where the second stands."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from depositary.checks.lookalikes import Twins, difference
from depositary.checks.packages import check_package
from depositary.checks.seen import Seen

V2 = "https://datapackage.org/profiles/2.0/datapackage.json"
BY_ROWS = {"commentChar": "\x7f"}
WAYS = {"by the column": {}, "by rows": BY_ROWS}
ACE = "\u0430\u0441\u0435"  # in Cyrillic letters


def check(folder, text, names, dialect=None, **schema):
    (folder / "t.csv").write_text(text, encoding="utf-8", newline="")
    fields = [{"name": name, "type": "string"} for name in names]
    resource = {"name": "t", "path": "t.csv", "schema": {"fields": fields, **schema}}
    descriptor = folder / "datapackage.json"
    package = {"$schema": V2, "resources": [{**resource, "dialect": dialect or {}}]}
    descriptor.write_text(json.dumps(package, indent=1), encoding="utf-8")
    findings, _ = check_package(descriptor)
    return [each for each in findings if each.code in ("E214", "E215", "E216")]


@pytest.mark.parametrize("dialect", WAYS.values(), ids=WAYS)
@pytest.mark.parametrize(
    ("keys", "rows"),
    [
        (["ace", "b", ACE], [(4, 2)]),
        ([ACE, "b", "ace"], [(4, 2)]),
        (["z", ACE, "b", "a", "ace", "c"], [(6, 3)]),
        (["\u00e9", "e\u0301"], [(3, 2)]),
        (["act-1", "act\u20111", "act\u20131"], [(3, 2), (4, 2)]),
        ([ACE, ACE.upper()], []),
        (["m2", "m\u00b2"], []),
    ],
    ids=ascii,
)
def test_a_key_that_looks_like_one_before_it_names_its_row(keys, rows, dialect, tmp_path):
    text = "\n".join(["id", *keys, ""])

    findings = check(tmp_path, text, ["id"], dialect, primaryKey=["id"])

    told = [each for each in findings if "looks like" in each.message and "row" in each.message]
    assert [each.row for each in told] == [row for row, _ in rows]
    for each, (_, before) in zip(told, rows, strict=True):
        assert f"of row {before}" in each.message
        assert (each.code, each.field, each.severity) == ("E215", "id", "warning")


@pytest.mark.parametrize("dialect", WAYS.values(), ids=WAYS)
def test_keys_of_several_columns_look_alike_only_together(dialect, tmp_path):
    text = f"a,b\nace,1\n{ACE},2\n{ACE},1\n,1\n"

    findings = check(tmp_path, text, ["a", "b"], dialect, uniqueKeys=[["a", "b"]])

    assert [(each.row, each.field) for each in findings] == [(4, "a, b")]


def test_a_key_may_hold_a_list(tmp_path):
    rows = [{"a": [1], "b": "ace"}, {"a": [1], "b": ACE}, {"a": [2], "b": ACE}]
    fields = [{"name": "a", "type": "array"}, {"name": "b", "type": "string"}]
    schema = {"fields": fields, "primaryKey": ["a", "b"]}
    descriptor = tmp_path / "datapackage.json"
    resource = {"name": "t", "data": rows, "schema": schema}
    descriptor.write_text(json.dumps({"$schema": V2, "resources": [resource]}))

    findings, _ = check_package(descriptor)

    assert [each.row for each in findings if each.code == "E215"] == [3]


def test_a_key_that_is_unique_twice_is_told_once(tmp_path):
    keys = {"primaryKey": ["id"], "uniqueKeys": [["id"]]}

    findings = check(tmp_path, f"id\nace\n{ACE}\n", ["id"], **keys)

    assert [each.row for each in findings] == [3]


def test_what_is_no_key_may_look_like_anything(tmp_path):
    assert check(tmp_path, f"id\nace\n{ACE}\n", ["id"]) == []


def test_the_letters_in_which_two_keys_differ_are_named():
    assert difference("e\u0301", "\u00e9") == (
        "LATIN SMALL LETTER E for LATIN SMALL LETTER E WITH ACUTE"
    )


def test_a_field_that_looks_like_another_is_told_in_the_schema_and_in_the_header(tmp_path):
    findings = check(tmp_path, f"ace,{ACE}\n1,2\n", ["ace", ACE])

    assert [(each.code, each.file, each.field) for each in findings] == [
        ("E215", "datapackage.json", ACE),
        ("E215", "t.csv", ACE),
    ]
    assert findings[0].line > 0
    assert (findings[1].line, findings[1].column) == (1, 5)


def test_a_label_that_looks_like_a_field_is_told(tmp_path):
    [finding] = check(tmp_path, f"{ACE}\n1\n", ["ace"])

    assert (finding.code, finding.line, finding.hint) == ("E215", 1, "write ace")


@pytest.mark.parametrize(
    ("name", "code"), [("a\u200bb", "E214"), ("a\u202eb", "E214"), ("=1+1", "E216")], ids=ascii
)
def test_names_that_are_not_what_they_seem_are_told(name, code, tmp_path):
    findings = check(tmp_path, f"{name}\n1\n", [name])

    assert [(each.code, each.file) for each in findings] == [
        (code, "datapackage.json"),
        (code, "t.csv"),
    ]


def test_resources_whose_names_look_the_same_are_told(tmp_path):
    resources = [{"name": name, "data": [["a"], [1]]} for name in ("ace", ACE)]
    descriptor = tmp_path / "datapackage.json"
    descriptor.write_text(json.dumps({"$schema": V2, "resources": resources}))

    findings, _ = check_package(descriptor)

    assert [each.resource for each in findings if each.code == "E215"] == [ACE]


@given(st.lists(st.text("ace\u0430\u0441\u0435", min_size=1, max_size=2), unique=True))
def test_each_key_that_looks_like_an_earlier_one_has_it_named(keys):
    twins, seen, first = Twins(), Seen(), {}
    cyrillic_to_latin = str.maketrans(ACE, "ace")

    for row, key in enumerate(keys):
        seen.see(key, row)
        found = twins.see(key, row, seen)
        look = key.translate(cyrillic_to_latin)
        before = first.setdefault(look, key)
        assert (found is None) == (before == key)
        assert found is None or found[0].translate(cyrillic_to_latin) == look
