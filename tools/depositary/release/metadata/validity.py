"""Is each file that cites or describes a release valid by its format, before it is published?"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from depositary.errors import DataError
from depositary.findings import Finding
from depositary.jsontext import canonical
from depositary.release.metadata import catalogues, citations

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from depositary.release.metadata.facts import Facts


@dataclass(frozen=True, slots=True)
class _Format:
    file: str
    name: str
    schema: str
    make: Callable[[Facts], dict[str, Any]]
    needs: tuple[str, ...]
    beyond: str
    """What no schema can see: by whom else it can be judged."""


_READERS = "its reference validator, in the tests of depositary"
_ONLINE = "only online: nothing here asks the web"
_FORMATS = (
    _Format("CITATION.cff", "Citation File Format 1.2.0", "cff-1.2.0.json",
            lambda facts: citations.cff(facts, spdx()), (), ""),
    _Format(".zenodo.json", "Zenodo deposit metadata", "own.json#zenodo", citations.zenodo, (),
            f"whether Zenodo knows the licence, {_ONLINE}"),
    _Format("datacite.json", "DataCite 4.5", "datacite-4.5.json", citations.datacite,
            ("publisher",), ""),
    _Format("dataset.jsonld", "schema.org Dataset", "own.json#schemaorg", catalogues.schemaorg, (),
            f"schema.org's own validator, {_ONLINE}"),
    _Format("croissant.json", "Croissant 1.0", "own.json#croissant", catalogues.croissant,
            (), f"mlcroissant, {_READERS}; it also takes a file without the url that the "
            "specification asks for"),
    _Format("dcat.jsonld", "DCAT 3", "own.json#dcat", catalogues.dcat, (),
            f"SHACL shapes of an application profile, {_ONLINE}"),
    # Last: it describes the others too.
    _Format("ro-crate-metadata.json", "RO-Crate 1.1", "own.json#rocrate", catalogues.rocrate, (),
            f"roc-validator, {_ONLINE}"),
)  # fmt: skip
_MENDS = {
    "publisher": 'give a contributor in schema/dataset.json the role "publisher"',
}


@dataclass(frozen=True, slots=True)
class Described:
    """The files that cite and describe a release, and how each was judged.

    Parameters
    ----------
    files : mapping of str to bytes
        By path in the release.
    report : list of dict
        For ``validation-report.json``: file, format, the schema that it holds to, and what no
        schema can see.
    """

    files: Mapping[str, bytes]
    report: list[dict[str, Any]]


def described(held: Callable[[Mapping[str, bytes]], Facts]) -> Described:
    """Make and judge the files by which a release is cited and found.

    Parameters
    ----------
    held : callable
        The facts of the release, with files that were made meanwhile.

    Raises
    ------
    DataError
        E513 where one is not valid by its format.
    """
    files: dict[str, bytes] = {}
    report: list[dict[str, Any]] = []
    refused = {finding.value: finding.message for finding in unmade(held({}))}
    for form in _FORMATS:
        if form.file in refused:
            report.append({"file": form.file, "format": form.name, "made": False,
                           "why": refused[form.file]})  # fmt: skip
            continue
        value = form.make(held(files))
        if found := faults(value, form.schema):
            raise _invalid(form, found)
        is_yaml = form.file.endswith(".cff")
        files[form.file] = citations.as_yaml(value).encode() if is_yaml else canonical(value)
        report.append({"file": form.file, "format": form.name, "made": True, "schema": form.schema,
                       "not judged here": form.beyond or None})  # fmt: skip
    return Described(files, report)


def unmade(facts: Facts) -> tuple[Finding, ...]:
    """A warning (E516) for each file that cannot be made, because what it must say is not known."""
    return tuple(
        _not_made(form, need)
        for form in _FORMATS for need in form.needs if not getattr(facts, need)
    )  # fmt: skip


def faults(value: Mapping[str, Any], schema: str) -> list[str]:
    """What a schema says against a value, a sentence a fault; empty where it is valid.

    Parameters
    ----------
    value : mapping
        JSON.
    schema : str
        A file in ``schemas/``, and after ``#`` the definition in it.
    """
    import jsonschema_rs

    validator = jsonschema_rs.validator_for(_schema(schema))
    return [
        f"{'.'.join(str(part) for part in error.instance_path) or 'the whole'}: {error.message}"
        for error in validator.iter_errors(dict(value))
    ]


@cache
def _schema(name: str) -> dict[str, Any]:
    file, _, definition = name.partition("#")
    text = resources.files(__package__).joinpath("schemas", file).read_text("utf-8")
    whole: dict[str, Any] = json.loads(text)
    if not definition:
        return whole
    return {"$schema": whole["$schema"], "$ref": f"#/$defs/{definition}", "$defs": whole["$defs"]}


def spdx() -> frozenset[str]:
    """The names of licences that the Citation File Format knows (SPDX, of May 2021)."""
    return frozenset(_schema("cff-1.2.0.json")["definitions"]["license-enum"]["enum"])


def _not_made(form: _Format, missing: str) -> Finding:
    return Finding(
        "schema/dataset.json", 0, 0, "E516", kind="release", value=form.file, severity="warning",
        message=f"{form.file} was not made: {form.name} needs a {missing}, and none is named.",
        hint=_MENDS[missing],
    )  # fmt: skip


def _invalid(form: _Format, found: list[str]) -> DataError:
    findings = tuple(
        Finding("schema/dataset.json", 0, 0, "E513", kind="release", value=form.file,
                message=f"{form.file} is not valid {form.name}: {fault}")
        for fault in found
    )  # fmt: skip
    return DataError("E513", findings[0].message, "correct schema/dataset.json", findings)
