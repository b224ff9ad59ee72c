"""Paths that lead out of the package, or nowhere."""

import unicodedata

from hostile.kit import FIELDS, GOOD, V2, entry, resource, zipped

# ── as the path of a table ──────────────────────────────────────────────────────────────────────
OUT = {
    "path_climbs": "../secret.csv",
    "path_climbs_within": "data/../../secret.csv",
    "path_climbs_at_last": "data/..",
    "path_of_home": "~/secret.csv",
    "path_of_a_user": "~root/secret.csv",
    "path_with_a_variable": "$HOME/secret.csv",
    "path_with_a_variable_in_braces": "${HOME}/secret.csv",
    "path_with_a_windows_variable": "%USERPROFILE%/secret.csv",
    "path_with_backslashes": "..\\secret.csv",
    "path_of_a_share": "\\\\server\\share\\secret.csv",
    "path_of_a_drive": "C:/secret.csv",
    "path_of_a_drive_without_a_slash": "C:secret.csv",
    "path_as_file_address": "file:///secret.csv",
    "path_as_file_without_slashes": "file:secret.csv",
    "path_with_nul": "a.csv\0.txt",
    "path_too_long": "a" * 5000,
    "path_is_empty": "",
    "path_of_standard_input": "/dev/stdin",
    "path_of_this_process": "/proc/self/environ",
}
NOWHERE = {
    "path_of_half_a_character": ("\ud800.csv", "E101"),
    "path_name_too_long": ("a" * 300, "E103|E107|E109"),
    "path_is_the_folder": (".", "E104"),
    "path_is_a_folder": ("data/", "E104"),
    "path_with_a_dot_after": ("a.csv.", "E103"),
    "path_with_a_blank_after": ("a.csv ", "E103"),
    "path_with_a_line_end": ("a\n.csv", "E103"),
    "path_with_escapes": ("\x1b[31mred\x1b[0m\x07.csv", "E103"),
    "path_with_bidi": ("\u202ecsv.a", "E103"),
    "path_as_data_address": ("data:text/csv,id%0A1", "E103|E121"),
    "path_in_other_case": ("A.CSV", "E103"),
}


def naming(path):
    def make(at):
        (at.package / "data").mkdir()
        at.table(path=path)

    return make


for name, path in OUT.items():
    entry(name, naming(path), "E109")
for name, (path, codes) in NOWHERE.items():
    entry(name, naming(path), codes)


def _absolute(at):
    at.table(path=str(at.secret))


def _twin(at):
    name = "caf\u00e9.csv"
    at.write(name)
    at.describe(resource(path=unicodedata.normalize("NFD", name)))


entry("path_is_absolute", _absolute, "E109")
entry("path_in_another_normal_form", _twin, "E103")

# ── in every other property that may hold a path ────────────────────────────────────────────────
CLIMBS = "../secret.csv"


def _fields(**constraints):
    return {
        "fields": [{"name": "id", "type": "string"}, {"name": "n", "type": "object", **constraints}]
    }


KEY = {"fields": "id", "reference": {"package": CLIMBS, "resource": "b", "fields": "id"}}
OF_RESOURCE = {
    "path_in_a_list": {"path": ["a.csv", CLIMBS]},
    "extrapaths": {"extrapaths": [CLIMBS]},
    "schema": {"schema": CLIMBS},
    "dialect": {"dialect": CLIMBS},
    "resource_license": {"licenses": [{"name": "x", "path": CLIMBS}]},
    "resource_source": {"sources": [{"title": "x", "path": CLIMBS}]},
    "foreign_key_package": {"schema": {**_fields(), "foreignKeys": [KEY]}},
    "json_schema": {"schema": _fields(constraints={"jsonSchema": CLIMBS})},
    "json_schema_reference": {"schema": _fields(constraints={"jsonSchema": {"$ref": CLIMBS}})},
}
OF_PACKAGE = {
    "package_license": {"licenses": [{"name": "x", "path": CLIMBS}]},
    "package_source": {"sources": [{"title": "x", "path": CLIMBS}]},
    "package_contributor": {"contributors": [{"title": "x", "path": CLIMBS}]},
    "package_image": {"image": CLIMBS},
}


def _of_resource(properties):
    return lambda at: at.table("id,n\na,{}\n", **properties)


def _of_package(properties):
    def make(at):
        at.write("a.csv")
        at.describe(resource(), **{"$schema": V2, **properties})

    return make


for name, properties in OF_RESOURCE.items():
    codes, file = ("E112|E109|E213", "") if "json" in name else ("E109", "datapackage.json")
    entry(f"climbs_in_{name}", _of_resource(properties), codes, file)
for name, properties in OF_PACKAGE.items():
    entry(f"climbs_in_{name}", _of_package(properties), "E109")


for name, properties in {
    "package_profile": {"profile": CLIMBS, "$schema": None},
    "package_schema_property": {"$schema": CLIMBS},
}.items():
    entry(f"climbs_in_{name}", _of_package(properties), "E109")

# These have no effect where they stand, and are not followed.
IDLE = {
    "resource_schema_property": {"$schema": CLIMBS},
    "inner_schema_property": {"schema": {"$schema": CLIMBS, "fields": FIELDS}},
    "dialect_schema_property": {"dialect": {"$schema": CLIMBS}},
}


def _idle(properties):
    return lambda at: at.table(**properties)


for name, properties in IDLE.items():
    entry(f"climbs_in_{name}", _idle(properties), "valid")


def _inner_path(at):
    at.write("a.zip", zipped(("a.csv", GOOD)))
    at.describe(resource(path="a.zip", innerpath="../secret.csv", format="csv"))


entry("climbs_in_innerpath", _inner_path, "E103|E109", "a.zip")
