"""What others built judges a release: frictionless, the profiles, bagit, a YAML reader."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import warnings
import zipfile
from importlib import resources

import jsonschema
import pytest
import yaml
from referencing import Registry
from referencing.jsonschema import DRAFT7

import depositary
from depositary.release.steps import Order, make_release


@pytest.fixture
def folder(published):
    return published / "dist" / "1.0.0"


@pytest.fixture
def archive(published):
    return next((published / "dist").glob("*.zip"))


def test_frictionless_finds_the_folder_and_the_archive_valid(folder, archive):
    from frictionless import Package

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for source in (folder / "datapackage.json", archive):
            report = Package(str(source)).validate()
            assert report.valid, report.flatten(["type", "message"])


def faults(descriptor):
    """Return what the official profiles of version 2.0 say of a descriptor."""
    profiles = resources.files("depositary.checks.profiles").joinpath("2.0")
    texts = {
        part.name: json.loads(part.read_text("utf-8"))
        for part in profiles.iterdir()
        if part.name.endswith(".json")
    }
    known = [
        (f"https://datapackage.org/profiles/2.0/{name}", DRAFT7.create_resource(value))
        for name, value in texts.items()
    ]
    validator = jsonschema.Draft7Validator(
        texts["datapackage.json"], registry=Registry().with_resources(known)
    )
    return [error.message for error in validator.iter_errors(descriptor)]


def test_the_descriptor_is_valid_under_the_official_profiles(folder):
    assert faults(json.loads((folder / "datapackage.json").read_bytes())) == []


def test_so_is_that_of_a_later_release(project, correct, release):
    from frictionless import Package

    correct('"expression": "on Friday"', '"expression": "Friday"')
    release()
    path = project.root / "dist" / "1.0.1" / "datapackage.json"

    assert faults(json.loads(path.read_bytes())) == []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert Package(str(path)).validate().valid


def test_bagit_finds_the_folder_a_valid_bag(folder):
    import bagit

    assert bagit.Bag(str(folder)).validate()


def test_our_own_check_finds_the_release_valid(folder, archive):
    assert depositary.check(folder).is_valid
    assert depositary.check(archive).is_valid


def test_the_package_opens_from_the_archive(archive):
    with depositary.open_package(archive) as package:
        ((quotes,),) = package.sql("SELECT count(*) FROM evidence").fetchall()

    assert quotes > 0


def test_the_archive_holds_the_files_of_the_folder(folder, archive):
    with zipfile.ZipFile(archive) as packed:
        inside = {name: packed.read(name) for name in packed.namelist()}

    assert inside == {path.relative_to(folder).as_posix(): path.read_bytes()
                      for path in folder.rglob("*") if path.is_file()}  # fmt: skip


def test_the_citation_is_yaml_with_the_fields_of_cff(folder):
    value = yaml.safe_load((folder / "CITATION.cff").read_text("utf-8"))

    assert value["cff-version"] == "1.2.0"
    assert value["type"] == "dataset"
    assert value["version"] == "1.0.0"
    assert value["license"] == "CC-BY-4.0"
    assert all(value[key] for key in ("title", "message", "authors", "keywords", "abstract"))


def test_the_statement_names_every_file_that_was_there_before_it(folder):
    statement = json.loads((folder / "provenance.json").read_bytes())
    named = {part["name"] for part in statement["subject"]}
    later = {"provenance.json", "bagit.txt", "manifest-sha256.txt", "SHA256SUMS",
             "tagmanifest-sha256.txt"}  # fmt: skip

    held = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}

    assert statement["_type"] == "https://in-toto.io/Statement/v1"
    assert named == held - later
    inputs = statement["predicate"]["buildDefinition"]["resolvedDependencies"]
    assert "seeds/harbour.txt" in {part["name"] for part in inputs}


def test_the_statement_holds_to_in_toto_and_to_slsa(folder):
    statement = json.loads((folder / "provenance.json").read_bytes())
    predicate = statement["predicate"]
    definition, details = predicate["buildDefinition"], predicate["runDetails"]

    # Statement v1: these four and no other; each subject has a digest, and a name of its own.
    assert set(statement) == {"_type", "subject", "predicateType", "predicate"}
    assert statement["predicateType"] == "https://slsa.dev/provenance/v1"
    names = [part["name"] for part in statement["subject"]]
    assert len(names) == len(set(names))
    for part in (*statement["subject"], *definition["resolvedDependencies"]):
        # ResourceDescriptor v1: a digest is lower-case hexadecimal.
        assert set(part) == {"name", "digest"}
        assert re.fullmatch("[0-9a-f]{64}", part["digest"]["sha256"])
    # SLSA provenance v1.0: what is required, and URIs where it wants them.
    assert {"buildType", "externalParameters", "resolvedDependencies"} == set(definition)
    for uri in (definition["buildType"], details["builder"]["id"]):
        assert re.fullmatch(r"[a-z]+:\S+", uri)
    assert set(details) == {"builder"}
    assert set(details["builder"]["version"]) == {"depositary"}
    assert definition["externalParameters"]["version"] == "1.0.0"


def test_the_statement_names_every_input_by_its_bytes(folder, published):
    statement = json.loads((folder / "provenance.json").read_bytes())
    inputs = statement["predicate"]["buildDefinition"]["resolvedDependencies"]

    for part in inputs:
        data = (published / part["name"]).read_bytes()
        assert part["digest"]["sha256"] == hashlib.sha256(data).hexdigest(), part["name"]
    law = {
        path.relative_to(published).as_posix()
        for path in (published / "schema").rglob("*")
        if path.suffix in (".json", ".sql")
    }
    seeds = {f"seeds/{path.name}" for path in (published / "seeds").iterdir()}
    assert law | seeds == {part["name"] for part in inputs}


def test_the_statement_names_the_lock_where_there_is_one(project):
    (project.root / "requirements.lock").write_text("click==8.1.0\n")
    shutil.rmtree(project.root / "dist")
    make_release(Order(project.root), lambda *_: None)

    text = (project.root / "dist" / "1.0.0" / "provenance.json").read_bytes()

    builder = json.loads(text)["predicate"]["runDetails"]["builder"]
    digest = hashlib.sha256(b"click==8.1.0\n").hexdigest()
    assert builder["builderDependencies"] == [
        {"name": "requirements.lock", "digest": {"sha256": digest}}
    ]


def test_the_codebook_has_every_column_code_and_rule(folder, published):
    from depositary import schema

    text = (folder / "codebook.md").read_text("utf-8")
    law = schema.load(published / "schema")

    assert "codebook.html" in {path.name for path in folder.iterdir()}
    words = [column.name for table in law.tables.values() for column in table.columns]
    words += [code.code for codes in law.codes.values() for code in codes]
    assert [word for word in words if f"`{word}`" not in text] == []
    assert [rule.code for rule in law.rules if f"| {rule.code} |" not in text] == []
