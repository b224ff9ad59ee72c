"""Addresses in every property that may hold one: none is called."""

from hostile.kit import V2, entry, resource

OBJECT = [{"name": "id", "type": "string"}, {"name": "n", "type": "object"}]


def _of_resource(properties):
    def make(at):
        at.table("id,n\na,{}\n", **properties(at.address))

    return make


def _of_package(properties):
    def make(at):
        at.write("a.csv")
        at.describe(resource(), **{"$schema": V2, **properties(at.address)})

    return make


def _key(address):
    reference = {"package": f"{address}/datapackage.json", "resource": "b", "fields": "id"}
    return {"fields": OBJECT, "foreignKeys": [{"fields": "id", "reference": reference}]}


def _referring(address):
    field = {**OBJECT[1], "constraints": {"jsonSchema": {"$ref": f"{address}/s.json"}}}
    return {"fields": [OBJECT[0], field]}


entry("address_of_table", _of_resource(lambda to: {"path": f"{to}/a.csv"}), "E121")
entry("address_in_a_list", _of_resource(lambda to: {"path": ["a.csv", f"{to}/b.csv"]}), "E121")
entry("address_in_capitals", _of_resource(lambda to: {"path": f"HTTP{to[4:]}/a.csv"}), "E121")
entry("address_without_a_scheme", _of_resource(lambda to: {"path": f"{to[5:]}/a.csv"}), "E121")
entry("address_of_a_bucket", _of_resource(lambda _: {"path": "s3://bucket/a.csv"}), "E121")
entry("address_by_ftp", _of_resource(lambda _: {"path": "ftp://127.0.0.1/a.csv"}), "E121")
entry("address_of_extrapaths", _of_resource(lambda to: {"extrapaths": [f"{to}/b.csv"]}), "E121")
entry("address_of_schema", _of_resource(lambda to: {"schema": f"{to}/s.json"}), "E121")
entry("address_of_dialect", _of_resource(lambda to: {"dialect": f"{to}/d.json"}), "E121")
entry("address_of_foreign_package", _of_resource(lambda to: {"schema": _key(to)}), "E121")
entry(
    "address_in_json_schema",
    _of_resource(lambda to: {"schema": _referring(to)}),
    "E112|E121|E213",
    "",
)
# A profile of one's own is the standard's way to be held to more; it is said that it was not.
entry(
    "address_of_package_profile",
    _of_package(lambda to: {"$schema": None, "profile": f"{to}/p.json"}),
    "E121",
    exits=(0,),
)
entry(
    "address_of_package_schema_property",
    _of_package(lambda to: {"$schema": f"{to}/p.json"}),
    "E121",
    exits=(0,),
)
# In version 2 the profile of a resource is no property of the standard.
entry(
    "address_of_resource_profile",
    lambda at: at.table(profile=f"{at.address}/p.json"),
    "valid",
)
# Where these lead is for people to look, not for a check.
entry(
    "address_of_license",
    _of_package(lambda to: {"licenses": [{"name": "x", "path": f"{to}/license"}]}),
    "valid",
)
entry("address_of_image", _of_package(lambda to: {"image": f"{to}/a.png"}), "valid")
