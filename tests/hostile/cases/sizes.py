"""Too much of anything: long lines, wide tables, many rows, large descriptors."""

import json

from hostile.kit import V2, case, repeated, resource

MILLION = 1_000_000


@case("E108", "a.csv")
def line_of_100_megabytes(at):
    at.table(repeated(b"a", 100 << 20))


@case("E108", "a.csv")
def line_of_100_megabytes_of_cells(at):
    at.table(repeated(b"a,", 100 << 20))


def after(head, parts):
    yield head
    yield from parts


@case("E108|E114", "a.csv")
def cell_of_100_megabytes(at):
    at.table(after(b'id,n\n"', repeated(b"a line\n", 100 << 20)))


@case("E114", "a.csv")
def quote_open_for_20_megabytes(at):
    at.table(after(b'id,n\n"a,1\n', repeated(b"b,2\n", 20 << 20)))


@case("E114|E108", "a.csv")
def quotes_open_again_and_again(at):
    at.table(after(b"id,n\n", repeated(b'"a\nb\n"c"d,\n', 20 << 20)))


@case("E108", "a.csv")
def header_of_a_million_columns(at):
    at.table(",".join(f"c{number}" for number in range(MILLION)) + "\n1\n", schema=None)


@case("E208", "a.csv")
def row_of_a_million_cells(at):
    at.table("id,n\na,1\n" + "x," * MILLION + "\n")


@case("E201", "a.csv")
def million_bad_rows(at):
    at.table(after(b"id,n\n", repeated(b"a,oops\n", 7 * MILLION)))


@case("E210|E114", "a.csv")
def million_blank_rows(at):
    at.table(after(b"id,n\n", repeated(b"\n", MILLION)))


@case("E209|E108", "a.csv")
def ten_thousand_fields_and_short_rows(at):
    fields = [{"name": f"c{number}", "type": "string"} for number in range(10_000)]
    head = ",".join(field["name"] for field in fields)
    at.table(after(head.encode() + b"\n", repeated(b"a\n", 20_000)), schema={"fields": fields})


@case("E108")
def hundred_thousand_fields(at):
    fields = [{"name": f"c{number}", "type": "string"} for number in range(100_000)]
    at.table(schema={"fields": fields})


@case("E108")
def twenty_thousand_resources(at):
    at.write("a.csv")
    at.describe(*(resource(name=f"r{number}") for number in range(20_000)))


@case("E103")
def two_thousand_resources_without_a_file(at):
    at.describe(*(resource(name=f"r{number}", path=f"{number}.csv") for number in range(2_000)))


@case("E112|E108")
def ten_thousand_foreign_keys(at):
    key = {"fields": "id", "reference": {"resource": "nope", "fields": "id"}}
    fields = [{"name": "id", "type": "string"}, {"name": "n", "type": "integer"}]
    at.table(schema={"fields": fields, "foreignKeys": [key] * 10_000})


@case("E203", "a.csv")
def list_of_90_thousand_codes(at):
    field = {"name": "v", "type": "integer", "constraints": {"enum": list(range(90_000))}}
    at.table("v\n-1\n", schema={"fields": [field]})


@case("E201", "a.csv")
def names_of_5000_characters(at):
    name = "n" * 5_000
    at.table(
        f"{name}\nx\n", name="r" * 5000, schema={"fields": [{"name": name, "type": "integer"}]}
    )


@case("E108", "", exits=(2,))
def descriptor_of_100_megabytes(at):
    at.write("datapackage.json", repeated(b" ", 100 << 20))


@case("E108", "", exits=(2,))
def descriptor_with_a_string_of_50_megabytes(at):
    at.write("datapackage.json", after(b'{"a":"', repeated(b"a", 50 << 20)))


@case("valid|E108")
def descriptor_of_millions_of_lists(at):
    at.write("a.csv")
    text = json.dumps({"$schema": V2, "resources": [resource()], "x": 0})[:-2]
    lists = b"[" + b"[]," * (5 * MILLION) + b"[]]}"
    at.write("datapackage.json", text.encode() + lists)


@case("E108")
def schema_of_100_megabytes(at):
    at.write("a.csv")
    at.write("s.json", repeated(b" ", 100 << 20))
    at.describe(resource(schema="s.json"))


@case("E108")
def list_of_200_thousand_codes(at):
    field = {"name": "v", "type": "integer", "constraints": {"enum": list(range(200_000))}}
    at.table("v\n-1\n", schema={"fields": [field]})


@case("E112|E108")
def list_of_99_thousand_codes_of_the_wrong_type(at):
    codes = [f"x{number}" for number in range(99_000)]
    field = {"name": "v", "type": "integer", "constraints": {"enum": codes}}
    at.table("v\n1\n", schema={"fields": [field]})


@case("E108|E201", "a.csv")
def list_cell_of_10_megabytes(at):
    field = {"name": "v", "type": "list", "itemType": "integer"}
    at.table(after(b'v\n"', repeated(b"1,", 10 << 20)), schema={"fields": [field]})


@case("E108|E201", "a.csv")
def array_cell_of_10_megabytes(at):
    field = {"name": "v", "type": "array"}
    at.table(
        after(b"v\n'[", repeated(b"1,", 10 << 20)),
        schema={"fields": [field]},
        dialect={"quoteChar": "'"},
    )


@case("E112|E108")
def thousand_keys_of_one_missing_field(at):
    fields = [{"name": "id", "type": "string"}, {"name": "n", "type": "integer"}]
    at.table(
        schema={"fields": fields, "primaryKey": ["nope"] * 1000, "uniqueKeys": [["no"]] * 1000}
    )


@case("E108", "a.json")
def json_table_of_400_megabytes(at):
    at.write("a.json", after(b"[", repeated(b"[],", 400 << 20)))
    at.describe(resource(path="a.json"))


@case("E114|E108|E115|E122", "a.json")
def json_table_of_millions_of_empty_rows(at):
    at.write("a.json", after(b"[[]", repeated(b",[]", 60 << 20)))
    with (at.package / "a.json").open("ab") as handle:
        handle.write(b"]")
    at.describe(resource(path="a.json"))
