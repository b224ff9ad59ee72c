"""How it is found: schema.org, Croissant, RO-Crate and DCAT, all of them JSON-LD."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from depositary.release.edition import names
from depositary.release.metadata.facts import is_person, orcid

if TYPE_CHECKING:
    from collections.abc import Mapping

    from depositary.release.metadata.facts import Facts, File

_CROISSANT = "http://mlcommons.org/croissant/1.0"
_CROISSANT_CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
_TYPES = {"integer": "sc:Integer", "number": "sc:Float", "boolean": "sc:Boolean", "date": "sc:Date"}
_CRATE = "https://w3id.org/ro/crate/1.1"
_IANA = "https://www.iana.org/assignments/media-types/"
DCAT_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""The vocabularies that DCAT 3 is written in here."""


def schemaorg(facts: Facts) -> dict[str, Any]:
    """The content of dataset.jsonld: a schema.org Dataset, which search engines read."""
    downloads = [
        {
            "@type": "DataDownload",
            "name": resource["title"],
            "contentUrl": file.path,
            "encodingFormat": file.media_type,
            "contentSize": f"{file.size_bytes} B",
            "sha256": file.sha256,
        }
        for resource, file in facts.tables
    ]
    works = [
        {
            "@type": "CreativeWork",
            "@id": f"https://doi.org/{doi}",
            "identifier": {"@type": "PropertyValue", "propertyID": "doi", "value": doi},
        }
        for doi in facts.concept_dois
    ]
    # A version of a work is an example of it; "identifier" would be that of the version.
    return {"@context": "https://schema.org/", "@type": "Dataset", **_described(facts),
            **({"exampleOfWork": works} if works else {}),
            "isAccessibleForFree": True, "distribution": downloads}  # fmt: skip


def _described(facts: Facts) -> dict[str, Any]:
    """What schema.org, Croissant and RO-Crate have in common."""
    package = facts.package
    return {
        "name": package["title"],
        "description": package["description"],
        "version": facts.version,
        "datePublished": facts.date,
        "license": facts.licence["path"],
        "keywords": package["keywords"],
        **({"url": facts.homepage} if facts.homepage else {}),
        "creator": [_agent(part) for part in facts.creators],
        **({"publisher": {"@type": "Organization", "name": facts.publisher}}
           if facts.publisher else {}),
    }  # fmt: skip


def _agent(part: Mapping[str, Any]) -> dict[str, str]:
    named = {"@type": "Person" if is_person(part) else "Organization", "name": part["title"]}
    named |= {key: part[key] for key in ("givenName", "familyName") if key in part}
    return {"@id": part["path"], **named} if orcid(part) else named


def croissant(facts: Facts) -> dict[str, Any]:
    """The content of croissant.json, MLCommons Croissant 1.0: each table a record set."""
    typed = {"@context": _CROISSANT_CONTEXT, "@type": "sc:Dataset", "conformsTo": _CROISSANT}
    described = _described(facts)
    for agent in (*described["creator"], *([described["publisher"]] if facts.publisher else [])):
        agent["@type"] = f"sc:{agent['@type']}"
    return {
        **typed,
        **described,
        "citeAs": cited_as(facts),
        "distribution": [
            {
                "@type": "cr:FileObject",
                "@id": file.path,
                "name": file.path,
                "contentUrl": file.path,
                "contentSize": f"{file.size_bytes} B",
                "encodingFormat": file.media_type,
                "sha256": file.sha256,
            }
            for _, file in facts.tables
        ],
        "recordSet": [_record_set(resource, file) for resource, file in facts.tables],
    }


def _record_set(resource: Mapping[str, Any], file: File) -> dict[str, Any]:
    """A table.

    Foreign keys are left to the Data Package: readers of Croissant follow them as joins, and
    refuse the circles that a registry with successors has.
    """
    table, schema = resource["name"], resource["schema"]
    fields = []
    for column in schema["fields"]:
        field = {
            "@type": "cr:Field",
            "@id": f"{table}/{column['name']}",
            "name": f"{table}/{column['name']}",
            "description": column["description"],
            "dataType": _TYPES.get(column["type"], "sc:Text"),
            "source": {"fileObject": {"@id": file.path}, "extract": {"column": column["name"]}},
        }
        fields.append(field)
    keys = [{"@id": f"{table}/{name}"} for name in names(schema.get("primaryKey", ()))]
    return {"@type": "cr:RecordSet", "@id": table, "name": table,
            "description": resource["description"],
            **({"key": keys[0] if len(keys) == 1 else keys} if keys else {}),
            "field": fields}  # fmt: skip


def rocrate(facts: Facts) -> dict[str, Any]:
    """The content of ro-crate-metadata.json, RO-Crate 1.1: every file, described."""
    titles = {resource["path"]: resource["title"] for resource in facts.package["resources"]}
    described = _described(facts)
    agents = [
        {"@id": f"#agent-{at}", **agent} for at, agent in enumerate(described.pop("creator"), 1)
    ]
    if "publisher" in described:
        agents.append({"@id": "#publisher", **described["publisher"]})
        described["publisher"] = {"@id": "#publisher"}
    licence = {"@id": facts.licence["path"], "@type": "CreativeWork",
               "name": facts.licence["title"]}  # fmt: skip
    files = [
        {"@id": file.path, "@type": "File", "name": titles.get(file.path, file.path),
         "contentSize": str(file.size_bytes), "encodingFormat": file.media_type,
         "sha256": file.sha256}
        for file in facts.files
    ]  # fmt: skip
    root = {
        "@id": "./", "@type": "Dataset", **described, "license": {"@id": licence["@id"]},
        "creator": [{"@id": agent["@id"]} for agent in agents if agent["@id"] != "#publisher"],
        "hasPart": [{"@id": file["@id"]} for file in files],
    }  # fmt: skip
    head = {"@id": "ro-crate-metadata.json", "@type": "CreativeWork", "about": {"@id": "./"},
            "conformsTo": {"@id": _CRATE}}  # fmt: skip
    return {"@context": f"{_CRATE}/context", "@graph": [head, root, licence, *agents, *files]}


def dcat(facts: Facts) -> dict[str, Any]:
    """The content of dcat.jsonld, DCAT 3: addresses are relative to where the file lies."""
    package = facts.package
    return {
        "@context": DCAT_CONTEXT,
        "@id": "./",
        "@type": "dcat:Dataset",
        "dct:title": package["title"],
        "dct:description": package["description"],
        "dct:issued": {"@type": "xsd:date", "@value": facts.date},
        "dct:license": {"@id": facts.licence["path"]},
        "dct:creator": [
            {
                "@type": "foaf:Person" if is_person(part) else "foaf:Agent",
                "foaf:name": part["title"],
            }
            for part in facts.creators
        ],
        **({"dct:publisher": {"@type": "foaf:Agent", "foaf:name": facts.publisher}}
           if facts.publisher else {}),
        **({"dcat:landingPage": {"@id": facts.homepage}} if facts.homepage else {}),
        "dcat:version": facts.version,
        "dcat:keyword": package["keywords"],
        "dcat:distribution": [_distribution(part, file) for part, file in facts.tables],
    }  # fmt: skip


def _distribution(resource: Mapping[str, Any], file: File) -> dict[str, Any]:
    told = file.path, file.media_type, file.size_bytes, file.sha256
    return {"@id": f"#{resource['name']}", **distribution(resource["title"], *told)}


def distribution(
    title: str, address: str, media_type: str, size_bytes: int, sha256: str
) -> dict[str, Any]:
    """One file to download, as DCAT 3 describes it."""
    return {
        "@type": "dcat:Distribution",
        "dct:title": title,
        "dcat:accessURL": {"@id": address},
        "dcat:downloadURL": {"@id": address},
        "dcat:mediaType": {"@id": _IANA + media_type},
        "dcat:byteSize": {"@type": "xsd:nonNegativeInteger", "@value": str(size_bytes)},
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": {"@type": "xsd:hexBinary", "@value": sha256},
        },
    }


def cited_as(facts: Facts) -> str:
    """One line that cites a release: who, when, what, which version.

    After the dataset form of the APA manual, 7th edition, section 10.9; a publisher, where it is
    not the author too, and an address stand in it where they are known.
    """
    who = _and([_initialled(part) for part in facts.creators])
    who = who if who.endswith(".") else f"{who}."
    year = facts.date[:4] or "n.d."
    is_other = facts.publisher and facts.publisher not in who
    tail = [f"{facts.publisher}."] if is_other else []
    tail += [facts.homepage] if facts.homepage else []
    head = f"{who} ({year}). {facts.package['title']} (Version {facts.version}) [Data set]."
    return " ".join([head, *tail])


def _initialled(part: Mapping[str, Any]) -> str:
    if not is_person(part):
        return str(part["title"])
    given = " ".join(f"{word[0]}." for word in part.get("givenName", "").split())
    return f"{part['familyName']}, {given}" if given else str(part["familyName"])


def _and(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])}, & {parts[-1]}"
