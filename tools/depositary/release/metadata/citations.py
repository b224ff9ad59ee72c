"""How it is cited: CITATION.cff, Zenodo and DataCite, from what the dataset says of itself."""

from __future__ import annotations

import html
import json
from typing import TYPE_CHECKING, Any

from depositary.release.metadata.facts import inverted, is_person, orcid

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from depositary.release.metadata.facts import Facts


def cff(facts: Facts, spdx: Collection[str]) -> dict[str, Any]:
    """The content of CITATION.cff, in the Citation File Format 1.2.0.

    Parameters
    ----------
    facts : Facts
        Of the release.
    spdx : collection of str
        Names of licences that the format knows; another is given by its address.
    """
    package, name = facts.package, facts.licence["name"]
    licence = {"license": name} if name in spdx else {"license-url": facts.licence["path"]}
    return {
        "cff-version": "1.2.0",
        "message": "If you use this dataset, please cite it as below.",
        "type": "dataset",
        "title": package["title"],
        "abstract": package["description"],
        "version": facts.version,
        "date-released": facts.date,
        **licence,
        **({"url": facts.homepage} if facts.homepage else {}),
        "authors": [_author(part) for part in facts.creators],
        "keywords": list(dict.fromkeys(package["keywords"])),
        **({"identifiers": [
            {"type": "doi", "value": doi, "description": "All versions; leads to the newest one"}
            for doi in facts.concept_dois
        ]} if facts.concept_dois else {}),
    }  # fmt: skip


def _author(part: Mapping[str, Any]) -> dict[str, str]:
    keys = {"familyName": "family-names", "givenName": "given-names"}
    if not is_person(part):
        keys = {"title": "name"}
    named = {new: part[old] for old, new in keys.items() if old in part}
    if is_person(part) and "organization" in part:
        named["affiliation"] = part["organization"]
    if orcid(part):
        named["orcid"] = part["path"]
    return named


def as_yaml(value: Mapping[str, Any]) -> str:
    """A mapping as YAML, each value a JSON text.

    Notes
    -----
    YAML reads JSON as it is: no title or name can become a date, a number or a key.
    """
    lines = []
    for key, part in value.items():
        if isinstance(part, list):
            lines += [f"{key}:", *(f"  - {json.dumps(one, ensure_ascii=False)}" for one in part)]
        else:
            lines.append(f"{key}: {json.dumps(part, ensure_ascii=False)}")
    return "\n".join(lines) + "\n"


def zenodo(facts: Facts) -> dict[str, Any]:
    """The content of .zenodo.json: the metadata of a deposit, as Zenodo's deposit API has it.

    The description is HTML there, so that ours is escaped.
    """
    package = facts.package
    return {
        "upload_type": "dataset",
        "title": package["title"],
        "creators": [_zenodo_creator(part) for part in facts.creators],
        "description": f"<p>{html.escape(package['description'], quote=False)}</p>",
        "access_right": "open",
        "license": facts.licence["name"].lower(),
        "publication_date": facts.date,
        "version": facts.version,
        "keywords": package["keywords"],
    }


def _zenodo_creator(part: Mapping[str, Any]) -> dict[str, str]:
    named = {"name": inverted(part)}
    if "organization" in part:
        named["affiliation"] = part["organization"]
    return {**named, "orcid": orcid(part)} if orcid(part) else named


def datacite(facts: Facts) -> dict[str, Any]:
    """The content of datacite.json, DataCite 4.5; its DOI is given when it is registered.

    Its publisher has to be named; the caller makes no such file where none is.
    """
    package = facts.package
    return {
        "schemaVersion": "http://datacite.org/schema/kernel-4",
        "types": {"resourceTypeGeneral": "Dataset", "resourceType": "Data package"},
        "creators": [_datacite_creator(part) for part in facts.creators],
        "titles": [{"title": package["title"]}],
        "publisher": {"name": facts.publisher},
        "publicationYear": facts.date[:4],
        "dates": [{"date": facts.date, "dateType": "Issued"}],
        "version": facts.version,
        "subjects": [{"subject": word} for word in dict.fromkeys(package["keywords"])],
        "rightsList": [
            {"rights": part["title"], "rightsUri": part["path"], "rightsIdentifier": part["name"]}
            for part in package["licenses"]
        ],
        "descriptions": [{"description": package["description"], "descriptionType": "Abstract"}],
        "formats": ["text/csv"],
        **({"relatedIdentifiers": [
            {"relatedIdentifier": doi, "relatedIdentifierType": "DOI",
             "relationType": "IsVersionOf", "resourceTypeGeneral": "Dataset"}
            for doi in facts.concept_dois
        ]} if facts.concept_dois else {}),
        **({"url": facts.homepage} if facts.homepage else {}),
    }  # fmt: skip


def _datacite_creator(part: Mapping[str, Any]) -> dict[str, Any]:
    named: dict[str, Any] = {"name": inverted(part)}
    if is_person(part):
        named["nameType"] = "Personal"
        named |= {key: part[key] for key in ("givenName", "familyName") if key in part}
    if orcid(part):
        named["nameIdentifiers"] = [
            {"nameIdentifier": part["path"], "nameIdentifierScheme": "ORCID"}
        ]
    return named
