"""A catalogue for programs: DCAT 3, in JSON-LD; addresses are relative to where the file lies."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from depositary import releases
from depositary.release.metadata import catalogues

if TYPE_CHECKING:
    from depositary.release.catalogue import Catalogue
    from depositary.release.catalogue.entries import Entry
    from depositary.releases import Release, ReleaseFile

_OWN_CONTEXT = {
    "adms": "http://www.w3.org/ns/adms#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
}
_CONTEXT = dict(sorted({**catalogues.DCAT_CONTEXT, **_OWN_CONTEXT}.items()))
_STATUS = "http://purl.org/adms/status/"


def dcat(catalogue: Catalogue) -> dict[str, Any]:
    """The content of catalogue.json: each dataset, and all its versions with their states."""
    count = len(catalogue.entries)
    return {
        "@context": _CONTEXT,
        "@id": "./",
        "@type": "dcat:Catalog",
        "dct:title": catalogue.title,
        "dct:description": f"{count} dataset{'' if count == 1 else 's'}, each by its releases.",
        **({"dct:modified": _day(catalogue.changed)} if catalogue.changed else {}),
        "dcat:dataset": [_dataset(part) for part in catalogue.entries],
    }


def _dataset(entry: Entry) -> dict[str, Any]:
    """A dataset as its newest version describes it, and below it every version."""
    base = entry.at or "."
    versions = {"dcat:hasVersion": [_version(part, base) for part in entry.index.releases]}
    named = {"@id": f"{base}/", "@type": "dcat:Dataset", "dct:identifier": entry.index.name}
    if entry.facts is None or entry.shown is None:
        return {**named, "dct:title": entry.title, "owl:deprecated": True, **versions}
    package = {**entry.facts.package, "resources": []}
    described = catalogues.dcat(replace(entry.facts, package=package))
    del described["@context"]
    return {
        **described,
        **named,
        "dct:bibliographicCitation": catalogues.cited_as(entry.facts),
        **({"dct:tableOfContents": _contents(entry)} if entry.rows else {}),
        "dcat:distribution": [_distribution(file, base) for file in entry.shown.files],
        "dcat:hasCurrentVersion": {"@id": f"{base}/{entry.shown.version}/"},
        **versions,
    }


def _contents(entry: Entry) -> str:
    counted = (
        f"{table}: {count} row{'' if count == 1 else 's'}" for table, count in entry.rows.items()
    )
    return "; ".join(counted)


def _version(release: Release, base: str) -> dict[str, Any]:
    is_yanked = release.state == "yanked"
    status = "Completed" if releases.is_final(release.version) else "UnderDevelopment"
    return {
        "@id": f"{base}/{release.version}/",
        "@type": "dcat:Dataset",
        "dcat:version": release.version,
        "dct:identifier": f"sha256:{release.release_id}",
        "dct:issued": _day(release.date),
        "adms:versionNotes": release.summary,
        "adms:status": {"@id": _STATUS + ("Deprecated" if is_yanked else status)},
        **({"owl:deprecated": True, "rdfs:comment": f"Yanked: {release.reason}"}
           if is_yanked else {}),
        "dcat:distribution": [_distribution(file, base) for file in release.files],
    }  # fmt: skip


def _distribution(file: ReleaseFile, base: str) -> dict[str, Any]:
    media = "application/zip" if file.name.endswith(".zip") else "application/octet-stream"
    return catalogues.distribution(file.name, f"{base}/{file.name}", media, file.bytes, file.sha256)


def _day(date: str) -> dict[str, str]:
    return {"@type": "xsd:date", "@value": date}
