"""Every key is unique, and every reference finds its row."""

import pytest

from depositary.checks.keyvalues import key_of
from depositary.checks.packages import check_descriptor_value

V2 = "https://datapackage.org/profiles/2.0/datapackage.json"


def table(name, fields, **schema):
    described = [
        {"name": field, "type": kind} if isinstance(kind, str) else {"name": field, **kind}
        for field, kind in fields.items()
    ]
    path = f"{name}.csv"
    return {"name": name, "path": path, "schema": {"fields": described, **schema}}


def check(tmp_path, *tables, **texts):
    contents = {f"{name}.csv": text.encode() for name, text in texts.items()}
    package = {"$schema": V2, "resources": list(tables)}
    findings, _ = check_descriptor_value(package, tmp_path, contents)
    return findings


def seen(findings):
    return [(each.code, each.kind, each.resource, each.row, each.field) for each in findings]


def refers(fields, resource, theirs):
    return {"fields": fields, "reference": {"resource": resource, "fields": theirs}}


def test_a_primary_key_that_is_used_twice_names_the_row_that_has_it_already(tmp_path):
    findings = check(
        tmp_path, table("t", {"id": "string"}, primaryKey=["id"]), t="id\na\nb\na\na\n"
    )

    assert seen(findings) == [
        ("E301", "primary-key", "t", 4, "id"),
        ("E301", "primary-key", "t", 5, "id"),
    ]
    assert "row 2" in findings[0].message


def test_a_primary_key_may_be_named_by_a_single_string_as_in_version_1(tmp_path):
    findings = check(tmp_path, table("t", {"id": "string"}, primaryKey="id"), t="id\na\na\n")

    assert [finding.code for finding in findings] == ["E301"]


def test_keys_are_compared_by_value_not_by_text(tmp_path):
    findings = check(tmp_path, table("t", {"n": "number"}, primaryKey=["n"]), t="n\n1\n1.0\n")

    assert [finding.code for finding in findings] == ["E301"]


def test_a_number_that_is_none_is_found_nowhere_not_even_beside_a_list(tmp_path):
    fields = {"n": "number", "list": "array"}
    key = refers(["n", "list"], "", ["n", "list"])

    findings = check(tmp_path, table("t", fields, foreignKeys=[key]), t="n,list\n1,[1]\nNaN,[1]\n")

    assert seen(findings) == [("E303", "foreign-key", "t", 3, "n, list")]


def test_a_composite_key_is_unique_as_a_whole(tmp_path):
    keyed = table("t", {"a": "string", "b": "string"}, primaryKey=["a", "b"])

    findings = check(tmp_path, keyed, t="a,b\nx,1\nx,2\ny,1\nx,2\n")

    assert seen(findings) == [("E301", "primary-key", "t", 5, "a, b")]


@pytest.mark.parametrize("row", [",", "x,", ",1"])
def test_no_part_of_a_primary_key_may_be_empty(row, tmp_path):
    """Table Schema, primaryKey: the fields cannot be null; frictionless wants one of them only."""
    keyed = table("t", {"a": "string", "b": "string", "c": "string"}, primaryKey=["a", "b"])

    findings = check(tmp_path, keyed, t=f"a,b,c\n{row},z\n")

    assert seen(findings) == [("E302", "primary-key", "t", 2, "a, b")]


def test_a_unique_field_may_be_empty_often_and_a_value_of_it_is_there_once(tmp_path):
    unique = {"type": "string", "constraints": {"unique": True}}

    findings = check(
        tmp_path, table("t", {"a": unique, "b": "string"}), t="a,b\n,1\n,2\nx,3\nx,4\n"
    )

    assert seen(findings) == [("E207", "unique-error", "t", 5, "a")]


def test_unique_values_may_be_lists_and_objects(tmp_path):
    unique = {"type": "object", "constraints": {"unique": True}}

    findings = check(tmp_path, table("t", {"a": unique}), t='a\n"{""k"": [1]}"\n"{""k"":[1]}"\n')

    assert [finding.code for finding in findings] == ["E207"]


def test_unique_keys_are_checked_and_leave_out_rows_with_an_empty_part(tmp_path):
    """Table Schema 2, uniqueKeys: null values MUST be excluded; frictionless checks none."""
    keyed = table("t", {"a": "string", "b": "string"}, uniqueKeys=[["a", "b"], ["b"]])

    findings = check(tmp_path, keyed, t="a,b\nx,1\nx,1\ny,\ny,\n")

    assert seen(findings) == [
        ("E304", "unique-error", "t", 3, "a, b"),
        ("E304", "unique-error", "t", 3, "b"),
    ]


def test_a_reference_to_no_row_is_found_with_the_nearest_key_as_a_hint(tmp_path):
    claims = table("claims", {"who": "string"}, foreignKeys=[refers(["who"], "actors", ["id"])])
    actors = table("actors", {"id": "string"})

    findings = check(
        tmp_path, claims, actors, claims="who\nact-arvena\n", actors="id\nact-arvenia\n"
    )

    assert seen(findings) == [("E303", "foreign-key", "claims", 2, "who")]
    assert findings[0].hint == 'did you mean "act-arvenia"?'
    assert findings[0].message == '"act-arvena" is not in actors.id.'


@pytest.mark.parametrize("resource", ["", "t"])
def test_a_table_may_refer_to_rows_of_its_own_that_come_later(resource, tmp_path):
    fields = {"id": "string", "up": "string"}
    tree = table("t", fields, foreignKeys=[refers("up", resource, "id")])

    findings = check(tmp_path, tree, t="id,up\na,b\nb,\nc,z\n")

    assert seen(findings) == [("E303", "foreign-key", "t", 4, "up")]


def test_tables_may_refer_to_each_other_in_a_circle(tmp_path):
    one = table("one", {"id": "string", "to": "string"}, foreignKeys=[refers("to", "two", "id")])
    two = table("two", {"id": "string", "to": "string"}, foreignKeys=[refers("to", "one", "id")])

    findings = check(tmp_path, one, two, one="id,to\na,b\n", two="id,to\nb,a\nc,x\n")

    assert seen(findings) == [("E303", "foreign-key", "two", 3, "to")]


def test_a_composite_reference_is_left_out_where_all_of_it_is_empty(tmp_path):
    one = table(
        "one", {"a": "string", "b": "string", "c": "string"},
        foreignKeys=[refers(["a", "b"], "two", ["x", "y"])],
    )  # fmt: skip
    two = table("two", {"x": "string", "y": "string"})

    findings = check(tmp_path, one, two, one="a,b,c\n,,1\nk,,1\nk,l,1\n", two="x,y\nk,l\n")

    assert seen(findings) == [("E303", "foreign-key", "one", 3, "a, b")]


def test_a_value_refers_to_a_value_of_its_type(tmp_path):
    one = table("one", {"a": "string"}, foreignKeys=[refers("a", "two", "n")])
    two = table("two", {"n": "integer"})

    findings = check(tmp_path, one, two, one="a\n1\n", two="n\n1\n")

    assert [finding.code for finding in findings] == ["E303"]


@pytest.mark.parametrize(
    ("key", "message"),
    [
        (refers("nope", "two", "n"), 'The schema has no field "nope".'),
        (
            refers("a", "three", "n"),
            'The key refers to "three", which is no table of this package.',
        ),
        (refers("a", "two", "nope"), 'The key refers to "nope", which is no field of two.'),
        (refers(["a"], "two", ["n", "m"]), "The key has 1 fields and refers to 2."),
    ],
)
def test_a_foreign_key_that_cannot_be_checked_is_one_finding_of_the_descriptor(
    key, message, tmp_path
):
    """frictionless reports every row for a key that refers to a field that is not there."""
    one = table("one", {"a": "string"}, foreignKeys=[key])
    two = table("two", {"n": "integer", "m": "integer"})

    findings = check(tmp_path, one, two, one="a\n1\n2\n3\n", two="n,m\n1,1\n")

    assert [(finding.code, finding.message) for finding in findings] == [("E112", message)]


def test_a_reference_into_a_table_that_cannot_be_read_is_not_reported_row_by_row(tmp_path):
    one = table("one", {"a": "string"}, foreignKeys=[refers("a", "two", "n")])
    two = table("two", {"n": "string"})

    findings = check(tmp_path, one, two, one="a\n1\n2\n")

    assert [(finding.code, finding.resource) for finding in findings] == [("E103", "two")]


def test_a_key_has_a_hash_whatever_it_holds():
    key = ("a", [1, {"b": 2}], {"c": [3]})

    assert hash(key_of(key)) == hash(key_of(("a", [1, {"b": 2}], {"c": [3]})))


def test_an_empty_text_is_a_key_where_it_is_no_missing_value(tmp_path):
    unique = {"type": "string", "constraints": {"unique": True}, "missingValues": []}

    findings = check(
        tmp_path, table("t", {"a": unique, "b": "string"}), t='a,b\n"",1\nx,2\ny,3\n"",4\n'
    )

    assert seen(findings) == [("E207", "unique-error", "t", 5, "a")]
