"""Cells, labels and names that readers take for something else."""

from hostile.kit import FIELDS, case, entry, resource

NINES = "9" * 5_000

NUMBERS = {
    "integer_of_5000_digits": ("integer", NINES, "E201|valid"),
    "number_of_5000_digits": ("number", NINES, "E201|valid"),
    "number_past_all_bounds": ("number", "1e999999999", "E201|valid"),
    "number_past_decimal": ("number", "1e99999999999999999999", "E201"),
    "integer_in_arabic_digits": ("integer", "\u0661\u0662", "E212"),
    "integer_in_wide_digits": ("integer", "\uff11", "E212"),
    "integer_with_underscores": ("integer", "1_000", "E212"),
    "integer_in_exponents": ("integer", "1e3", "E201"),
    "integer_with_blanks": ("integer", " 1 ", "E212|valid"),
    "year_of_5000_digits": ("year", NINES, "E201"),
    "date_of_5000_digits": ("date", f"{NINES}-01-01", "E201"),
    "duration_of_5000_digits": ("duration", f"P{NINES}Y", "E201|valid"),
    "geopoint_of_5000_digits": ("geopoint", f'"{NINES},1"', "E201"),
    "boolean_of_a_megabyte": ("boolean", "t" * 1_000_000, "E201"),
    "time_zone_of_100_hours": ("datetime", "2024-01-01T00:00:00+99:99", "E201"),
}
for name, (kind, cell, codes) in NUMBERS.items():
    exits = (0,) if codes.startswith("E212") else ()
    entry(
        f"cell_{name}",
        lambda at, kind=kind, cell=cell: at.column([cell], kind),
        codes,
        "a.csv",
        exits=exits,
    )


@case("valid")
def cell_number_with_a_bound(at):
    at.column(["1e999999999"], "number", constraints={"minimum": 1})


@case("E201", "a.csv")
def cell_json_deep(at):
    at.column(["[" * 100_000], "array")


@case("E201", "a.csv")
def cell_json_with_nan(at):
    at.column(['"{""a"": NaN}"'], "object")


@case("E201|E111", "a.csv")
def cell_geojson_deep(at):
    depth = 50_000
    cell = '"{""type"":""Polygon"",""coordinates"":' + "[" * depth + "]" * depth + '}"'
    at.column([cell], "geojson")


@case("E201", "a.csv")
def cell_geojson_of_900_levels(at):
    nested = '{""type"":""GeometryCollection"",""geometries"":['
    at.column(['"' + nested * 900 + "]}" * 900 + '"'], "geojson")


# ── what a terminal, a page or a shell would act on ─────────────────────────────────────────────
ESCAPES = "\x1b[31mred\x1b[2J\x1b]0;title\x07\u009b5m"


@case("E201", "a.csv")
def escapes_in_cells(at):
    at.table(f"id,n\na,{ESCAPES}\n")


@case("E118|E115|E116", "a.csv")
def escapes_in_labels(at):
    at.table(f"id,{ESCAPES}\na,1\n")


@case("E201", "a.csv")
def escapes_in_field_names(at):
    fields = [FIELDS[0], {"name": ESCAPES, "type": "integer"}]
    at.table(f"id,{ESCAPES}\na,x\n", schema={"fields": fields})


@case("E103")
def escapes_in_resource_names(at):
    at.describe(resource(name=ESCAPES))


@case("E201", "\x1b[31m.csv")
def escapes_in_file_names(at):
    at.write("\x1b[31m.csv", "id,n\na,x\n")
    at.describe(resource(path="\x1b[31m.csv"))


@case("E112")
def escapes_in_properties(at):
    at.write("a.csv")
    at.describe(resource(), resourcs=1, title=[ESCAPES], homepage=ESCAPES)


@case("E201", "a.csv")
def html_in_cells(at):
    at.table('id,n\na,"<script>alert(1)</script>"\n')


@case("E201", "a.csv")
def workflow_commands_in_cells(at):
    at.table('id,n\na,"::error file=x::y%0A::set-output name=z::1"\n')


# ── names that a database, a shell, Python or Windows would act on ───────────────────────────────
NAMES = {
    "sql": '"; DROP TABLE a; --',
    "sql_of_one_quote": "'); DELETE FROM a; --",
    "dunder": "__class__",
    "constructor": "__proto__",
    "device": "con",
    "format_string": "%s%s%n{0.__class__}",
    "line_end": "a\nb",
    "blank": " ",
    "template": "${jndi:ldap://127.0.0.1/a}",
}
for name, given in NAMES.items():

    def _named(at, given=given):
        label = '"' + given.replace('"', '""') + '"'
        fields = [{"name": given, "type": "integer", "constraints": {"unique": True}}]
        key = {"fields": given, "reference": {"resource": given, "fields": given}}
        at.table(
            f"{label}\n1\nx\n",
            name=given,
            schema={"fields": fields, "primaryKey": given, "foreignKeys": [key]},
        )

    entry(f"name_of_{name}", _named, "E201", "a.csv")


@case("E112")
def name_is_empty(at):
    at.table(name="", schema={"fields": [{"name": ""}]})


@case("E112")
def names_that_are_equal(at):
    at.write("a.csv")
    at.describe(resource(), resource())


# ── keys that look the same and are not ─────────────────────────────────────────────────────────
TWINS = {
    "of_another_script": ("act-\u0430", "act-a"),
    "in_another_normal_form": ("caf\u00e9", "cafe\u0301"),
    "with_a_zero_width_space": ("act-a", "act-a\u200b"),
    "with_bidi_controls": ("act-a", "act-\u202ea"),
    "with_tag_characters": ("act-a", "act-a\U000e0041"),
}
for name, (one, other) in TWINS.items():

    def _twins(at, one=one, other=other):
        at.table(f"id,n\n{one},1\n{other},2\n", schema={"fields": FIELDS, "primaryKey": "id"})

    entry(f"keys_{name}", _twins, "E214|E215|E216", "a.csv", exits=(0,))


@case("E214|E215|E216|E217", "a.csv", exits=(0,))
def cell_is_a_formula(at):
    at.table('id,n\n"=HYPERLINK(""http://127.0.0.1/"")",1\n@SUM(1),2\n')
