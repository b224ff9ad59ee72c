"""A release can be cited and found: each file valid by its format, and nothing in it invented."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from depositary import building, schema
from depositary.errors import DataError
from depositary.release.deposits.noted import Deposits, Noted, note
from depositary.release.metadata.validity import faults
from depositary.release.steps import Order, make_release
from needed import lacking

MADE = (
    ("CITATION.cff", "cff-1.2.0.json"),
    (".zenodo.json", "own.json#zenodo"),
    ("datacite.json", "datacite-4.5.json"),
    ("dataset.jsonld", "own.json#schemaorg"),
    ("croissant.json", "own.json#croissant"),
    ("dcat.jsonld", "own.json#dcat"),
    ("ro-crate-metadata.json", "own.json#rocrate"),
)
PERSON = {"title": "Mara Quill", "givenName": "Mara", "familyName": "Quill",
          "roles": ["creator"], "path": "https://orcid.org/0000-0002-1825-0097"}  # fmt: skip
HOUSE = {"title": "The Gull Archive", "roles": ["publisher"]}


@pytest.fixture
def described(project):
    """Release the project anew under other metadata; give the folder and what came of it."""

    def made(**values):
        path = project.schema / "dataset.json"
        value = json.loads(path.read_bytes()) | values
        path.write_text(json.dumps(value), encoding="utf-8")
        shutil.rmtree(project.root / "dist", ignore_errors=True)
        law = schema.load(project.schema)
        building.write(project, building.artefacts(project, law, building.build(project, law)))
        outcome = make_release(Order(project.root), lambda *_: None)
        return project.root / "dist" / outcome.version, outcome

    return made


@pytest.fixture
def whole(described):
    return described(contributors=[PERSON, HOUSE], homepage="https://example.org/gulls")[0]


def deposited(project, address, concept_doi):
    note(project, address, Deposits("17", concept_doi, (
        Noted("1.0.0", "0" * 64, "published", 18, f"{concept_doi}.1"),)))  # fmt: skip


def test_the_doi_of_all_versions_stands_in_the_next_release_as_what_it_is(project, described):
    deposited(project, "https://zenodo.org", "10.5281/zenodo.17")
    deposited(project, "https://sandbox.zenodo.org", "10.5072/zenodo.3")

    folder = described(contributors=[PERSON, HOUSE])[0]

    assert value_of(folder / "CITATION.cff")["identifiers"] == [
        {"type": "doi", "value": "10.5281/zenodo.17",
         "description": "All versions; leads to the newest one"},
    ]  # fmt: skip
    assert value_of(folder / "datacite.json")["relatedIdentifiers"] == [
        {"relatedIdentifier": "10.5281/zenodo.17", "relatedIdentifierType": "DOI",
         "relationType": "IsVersionOf", "resourceTypeGeneral": "Dataset"},
    ]  # fmt: skip
    (work,) = value_of(folder / "dataset.jsonld")["exampleOfWork"]
    assert work["@id"] == "https://doi.org/10.5281/zenodo.17"
    names = {part["name"] for part in value_of(folder / "provenance.json")["predicate"]
             ["buildDefinition"]["resolvedDependencies"]}  # fmt: skip
    assert "deposits.json" in names
    assert not any(b"10.5072" in path.read_bytes() for path in folder.rglob("*.json*"))


def test_without_a_deposit_no_doi_is_made_up(whole):
    assert "identifiers" not in value_of(whole / "CITATION.cff")
    assert "relatedIdentifiers" not in value_of(whole / "datacite.json")
    assert "exampleOfWork" not in value_of(whole / "dataset.jsonld")


def value_of(path):
    text = path.read_text(encoding="utf-8")
    return yaml.safe_load(text) if path.suffix == ".cff" else json.loads(text)


@pytest.mark.parametrize(("name", "form"), MADE)
def test_every_file_is_valid_by_its_format(whole, name, form):
    assert faults(value_of(whole / name), form) == []


@pytest.mark.parametrize(("name", "form"), MADE)
def test_a_file_that_lacks_what_its_format_requires_is_seen(whole, name, form):
    broken = value_of(whole / name)
    required = {"CITATION.cff": "authors", ".zenodo.json": "creators", "datacite.json": "types",
                "ro-crate-metadata.json": "@graph", "dcat.jsonld": "dct:title"}  # fmt: skip
    key = required.get(name, "name")
    del broken[key]

    assert faults(broken, form) != []


def test_a_person_is_named_as_each_format_names_persons(whole):
    assert value_of(whole / "CITATION.cff")["authors"] == [
        {"family-names": "Quill", "given-names": "Mara", "orcid": PERSON["path"]}
    ]
    assert value_of(whole / ".zenodo.json")["creators"] == [
        {"name": "Quill, Mara", "orcid": "0000-0002-1825-0097"}
    ]
    assert value_of(whole / "datacite.json")["publisher"] == {"name": "The Gull Archive"}


def test_nothing_is_invented(described):
    folder, outcome = described(contributors=[PERSON])

    assert not (folder / "datacite.json").exists()
    assert "E516" in {finding.code for finding in outcome.warnings}
    report = value_of(folder / "validation-report.json")
    assert {part["file"]: part["made"] for part in report["metadata"]}["datacite.json"] is False
    assert "E516" in {warning["code"] for warning in report["warnings"]}
    assert not any("doi.org" in (folder / name).read_text("utf-8")
                   for name, _ in MADE if (folder / name).exists())  # fmt: skip


def test_the_report_says_what_could_not_be_judged(whole):
    report = value_of(whole / "validation-report.json")

    judged = {part["file"]: part["not judged here"] for part in report["metadata"]}
    assert set(judged) == {name for name, _ in MADE}
    assert judged["CITATION.cff"] is None
    assert "online" in judged["dcat.jsonld"]


def test_metadata_that_a_format_refuses_stops_the_release(project, described):
    with pytest.raises(DataError) as caught:
        described(homepage="ftp://gulls.example.org")

    assert caught.value.code == "E513"
    assert "dataset.jsonld" in caught.value.message
    assert not list((project.root / "dist").glob("*.zip"))


def test_a_licence_that_the_citation_format_does_not_know_is_given_by_its_address(described):
    licence = {"name": "Gull-1.0", "title": "Gull Licence", "path": "https://example.org/l"}

    folder, _ = described(licenses=[licence])

    citation = value_of(folder / "CITATION.cff")
    assert citation["license-url"] == "https://example.org/l"
    assert "license" not in citation


def test_the_crate_names_every_file_that_was_there_before_it(whole):
    graph = value_of(whole / "ro-crate-metadata.json")["@graph"]
    named = {part["@id"] for part in graph if part["@type"] == "File"}
    later = {"ro-crate-metadata.json", "validation-report.json", "provenance.json", "bagit.txt",
             "manifest-sha256.txt", "SHA256SUMS", "tagmanifest-sha256.txt"}  # fmt: skip

    held = {path.relative_to(whole).as_posix() for path in whole.rglob("*") if path.is_file()}

    assert named == held - later


def judged(script, *given):
    """What a reference reader says, in the environment of tests/judges.lock."""
    judges = Path(sys.prefix, "judges")
    if not judges.is_dir():
        lacking("the reference readers of tests/judges.lock are not installed")
    return subprocess.run(
        [sys.executable, "-P", "-c", script, *map(str, given)],
        env={**os.environ, "PYTHONPATH": str(judges)}, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_rocrate_reads_the_crate(whole):
    script = (
        "import sys; from rocrate.rocrate import ROCrate; crate = ROCrate(sys.argv[1])\n"
        "print(crate.root_dataset['name'], len(list(crate.data_entities)), sep='|')"
    )

    done = judged(script, whole)

    title, count = done.stdout.strip().split("|")
    assert title == value_of(whole / "CITATION.cff")["title"]
    graph = value_of(whole / "ro-crate-metadata.json")["@graph"]
    assert int(count) == sum(part["@type"] == "File" for part in graph)


READ_BY_CROISSANT = """
import sys, mlcroissant
dataset = mlcroissant.Dataset(jsonld=sys.argv[1])
print(*dataset.metadata.ctx.issues.errors, sep='; ')
print(len(list(dataset.records('actors'))))
"""


def test_mlcroissant_finds_no_fault_and_reads_the_rows(whole):
    done = judged(READ_BY_CROISSANT, whole / "croissant.json")

    rows = (whole / "data" / "actors.csv").read_bytes().count(b"\n") - 1
    assert done.stdout.splitlines() == ["", str(rows)], done.stderr


CITED_BY_CFFCONVERT = """
import sys
from cffconvert.cli.create_citation import create_citation
citation = create_citation(sys.argv[1], None)
citation.validate()
print(citation.as_bibtex())
"""


def test_cffconvert_finds_no_fault_and_cites_the_same(whole):
    done = judged(CITED_BY_CFFCONVERT, whole / "CITATION.cff")

    assert "author = {Quill, Mara}" in done.stdout, done.stderr


@pytest.mark.parametrize(("name", "script"), [
    ("CITATION.cff", CITED_BY_CFFCONVERT), ("croissant.json", READ_BY_CROISSANT),
])  # fmt: skip
def test_the_reference_readers_see_a_fault(whole, name, script):
    path = whole / name
    path.write_text(path.read_text("utf-8").replace("title", "tittle").replace('"sha256"', '"sha"'))

    assert judged(script, path).returncode != 0
