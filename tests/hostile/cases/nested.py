"""JSON Schemas, as constraints of a column, that take for ever or go in circles."""

import json

from hostile.kit import entry


def constrained(schema, value, kind="object"):
    cell = '"' + json.dumps(value).replace('"', '""') + '"'
    return lambda at: at.column([cell], kind, constraints={"jsonSchema": schema})


def choices(depth):
    """A schema that doubles with each level (2 to the power of ``depth`` ways to fail)."""
    names = {f"d{at}": {"anyOf": [{"$ref": f"#/$defs/d{at + 1}"}] * 2} for at in range(depth)}
    return {"$ref": "#/$defs/d0", "$defs": {**names, f"d{depth}": {"type": "string"}}}


def nest(depth, key, leaf):
    value = leaf
    for _ in range(depth):
        value = {key: value}
    return value


TWINS = [{"a": number, "b": [number]} for number in range(3_000)]

entry("json_schema_of_2_to_18_choices", constrained(choices(18), {}), "E112|E213", "")
entry("json_schema_of_2_to_40_choices", constrained(choices(40), {}), "E112|E213", "")
entry(
    "json_schema_of_unique_items",
    constrained({"uniqueItems": True}, [*TWINS, TWINS[0]], "array"),
    "E213|E112",
    "",
)
entry("json_schema_of_itself", constrained({"$ref": "#"}, {}), "E112|E213", "")
entry(
    "json_schema_in_a_circle",
    constrained(
        {"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}}, {}
    ),
    "E112|E213",
    "",
)
entry(
    "json_schema_deep", constrained(nest(200, "not", {"type": "string"}), {}), "E112|E213|valid", ""
)
entry(
    "json_schema_deep_value",
    constrained({"additionalProperties": {"$ref": "#"}, "required": ["no"]}, nest(200, "a", {})),
    "E213|E112|E201",
    "",
)
entry(
    "json_schema_of_a_hostile_pattern",
    constrained({"patternProperties": {"(a+)+$": {"type": "string"}}}, {"a" * 28 + "!": 1}),
    "E112|E213|valid",
    "",
)
entry(
    "json_schema_of_a_hostile_pattern_on_a_string",
    constrained({"properties": {"x": {"pattern": "^(a+)+$"}}}, {"x": "a" * 40 + "!"}),
    "E112|E213",
    "",
)
entry("json_schema_of_no_type", constrained({"type": "strng"}, {}), "E112")
entry("json_schema_of_numbers", constrained({"properties": 5, "allOf": {}}, {}), "E112")
entry(
    "json_schema_of_a_dialect_unknown",
    constrained({"$schema": "x:y", "type": "object"}, {}),
    "E112|valid",
    "",
)
entry(
    "json_schema_of_a_tiny_multiple",
    constrained({"properties": {"x": {"multipleOf": 1e-300}}}, {"x": 10**300}),
    "E112|E213|valid",
    "",
)
