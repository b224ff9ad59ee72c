"""Descriptors that are no JSON, or JSON of the kind that breaks readers."""

import json

from hostile.kit import V2, entry, resource

DEEP = 100_000
WHOLE = json.dumps({"$schema": V2, "resources": [resource()]})
FILE = "datapackage.json"


def text(content):
    def make(at):
        at.write("a.csv")
        at.write(FILE, content)

    return make


def beside(member):
    """The sound descriptor with one more member."""
    return text(f"{WHOLE[:-1]}, {member}}}")


TEXTS = {
    "json_of_lists_in_lists": ("[" * DEEP + "]" * DEEP, "E101"),
    "json_of_objects_in_objects": ('{"a":' * DEEP + "1" + "}" * DEEP, "E101"),
    "json_that_only_opens": ("[" * DEEP, "E101"),
    "json_is_empty": ("", "E101"),
    "json_of_blanks": (" " * 1_000_000, "E101"),
    "json_with_more_after": (WHOLE + "{}", "E101"),
    "json_with_a_mark": ("\ufeff" + WHOLE, "E101"),
    "json_with_comments": ("// a comment\n" + WHOLE, "E101"),
    "json_in_single_quotes": (WHOLE.replace('"', "'"), "E101"),
    "json_in_utf_16": (WHOLE.encode("utf-16"), "E102"),
    "json_cut_short": (WHOLE[:-40], "E101"),
    "json_is_a_list": ("[]", "E112"),
    "json_is_a_string": ('"datapackage"', "E112"),
    "json_is_null": ("null", "E112"),
    "json_is_html": ("<html><body>404</body></html>", "E101"),
    "json_with_raw_control_characters": ('{"name": "a\x00\x1b[31m"}', "E101"),
}
for name, (content, codes) in TEXTS.items():
    entry(name, text(content), codes)

MEMBERS = {
    "json_nan": ('"bytes": NaN', "E101"),
    "json_infinity": ('"bytes": -Infinity', "E101"),
    "json_integer_of_5000_digits": (f'"bytes": {"9" * 5000}', "E101"),
    "json_number_past_all_bounds": ('"x": 1e999999999', "E123"),
    "json_key_twice": ('"resources": []', "E111"),
    "json_half_a_character": ('"title": "\\ud800"', "E101"),
    "json_half_a_character_as_key": ('"\\udfff": 1', "E101"),
    "json_of_900_levels": (f'"x": {"[" * 900}{"]" * 900}', "E101|valid"),
    "json_title_is_a_number": ('"title": 5', "E112"),
    "json_resources_deep_in_themselves": (
        f'"y": {"[" * 500}{{"a": 1, "a": 2}}{"]" * 500}',
        "E101|E111",
    ),
}
for name, (member, codes) in MEMBERS.items():
    # A number that no computer holds is read as another, which is worth a warning and no more.
    entry(name, beside(member), codes, exits=(0,) if codes == "E123" else ())


def _deep_schema(at):
    value = {"fields": [{"name": "id"}, {"name": "n", "x": None}]}
    inner = value["fields"][1]
    for _ in range(300):
        inner["x"] = {"fields": [{}]}
        inner = inner["x"]["fields"][0]
    at.table(schema=value, sources=[{"title": "x", "path": "../secret.csv"}])


entry("json_schema_within_schema", _deep_schema, "E101|E109")

SHAPES = {
    "resources_is_an_object": {"resources": {"a": 1}},
    "resources_of_numbers": {"resources": [1, None, "a", []]},
    "resource_name_is_a_list": {"resources": [resource(name=["a"])]},
    "resource_path_is_a_number": {"resources": [resource(path=5)]},
    "resource_path_list_of_lists": {"resources": [resource(path=[["a.csv"]])]},
    "schema_is_a_list": {"resources": [resource(schema=[])]},
    "schema_is_a_number": {"resources": [resource(schema=3)]},
    "fields_is_an_object": {"resources": [resource(schema={"fields": {}})]},
    "fields_of_numbers": {"resources": [resource(schema={"fields": [1, None, []]})]},
    "field_name_is_an_object": {"resources": [resource(schema={"fields": [{"name": {}}]})]},
    "field_type_is_a_list": {
        "resources": [resource(schema={"fields": [{"name": "id", "type": []}]})]
    },
    "constraints_is_a_list": {
        "resources": [resource(schema={"fields": [{"name": "id", "constraints": [1]}]})]
    },
    "constraints_of_the_wrong_types": {
        "resources": [
            resource(
                schema={
                    "fields": [
                        {
                            "name": "id",
                            "type": "string",
                            "constraints": {
                                "pattern": 5,
                                "enum": {},
                                "minLength": "x",
                                "required": [],
                            },
                        }
                    ]
                }
            )
        ]
    },
    "keys_of_the_wrong_types": {
        "resources": [resource(schema={"fields": [], "primaryKey": {"a": [1]}, "foreignKeys": 7})]
    },
    "foreign_keys_of_lists": {
        "resources": [resource(schema={"fields": [{"name": "id"}], "foreignKeys": [[], {}, None]})]
    },
    "missing_values_of_the_wrong_type": {
        "resources": [resource(schema={"fields": [{"name": "id"}], "missingValues": [1, {}, None]})]
    },
    "dialect_is_a_number": {"resources": [resource(dialect=5)]},
    "dialect_of_the_wrong_types": {
        "resources": [
            resource(
                dialect={"delimiter": 5, "quoteChar": [], "headerRows": "x", "commentRows": {}}
            )
        ]
    },
    "licenses_is_a_string": {"resources": [resource()], "licenses": "MIT"},
}
for name, value in SHAPES.items():
    entry(f"shape_{name}", text(json.dumps({"$schema": V2, **value})), "E112")
