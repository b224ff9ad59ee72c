"""What a package says of itself: ``datapackage.json``, derived from the law and the tables."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from depositary.schema import table_schema
from depositary.tables import to_csv

if TYPE_CHECKING:
    from collections.abc import Mapping

    from depositary.schema import Law
    from depositary.tables import Rows

_PROFILE = "https://datapackage.org/profiles/2.0/{}.json"
_METADATA = ("title", "description", "homepage", "quotes")


def descriptor(
    law: Law, tables: Mapping[str, Rows], version: str = "", created: str = ""
) -> dict[str, Any]:
    """The descriptor of a package that holds these tables.

    Parameters
    ----------
    law : Law
        Metadata from its ``dataset.json``, schemas from its tables.
    tables : mapping of str to Rows
        In the order of the law; each stands in ``data/<table>.csv``.
    version : str
        Semantic version; that of ``dataset.json`` where it is empty.
    created : str
        An EDTF day, or empty; becomes midnight UTC (the standard wants a time).

    Returns
    -------
    dict
        JSON, valid under the Data Package profiles of version 2.0.
    """
    dataset = law.dataset
    package: dict[str, Any] = {
        "$schema": _PROFILE.format("datapackage"),
        "name": dataset["name"],
        **{key: dataset[key] for key in _METADATA if key in dataset},
        "version": version or dataset["version"],
    }
    if created:
        package["created"] = f"{created}T00:00:00Z"
    package["licenses"] = dataset["licenses"]
    package["contributors"] = dataset["contributors"]
    package["keywords"] = dataset["keywords"]
    if sources := _sources(tables["sources"]):
        package["sources"] = sources
    package["resources"] = [_resource(law, rows) for rows in tables.values()]
    return package


def _sources(rows: Rows) -> list[dict[str, str]]:
    """The articles; one whose title is not known is called by its id, never by a made-up title."""
    return [
        {
            "title": row["title"] or f"{row['source_id']} (title not known)",
            **({"path": row["url"]} if row["url"] else {}),
            "version": row["published"],
        }
        for row in rows.mappings()
    ]


def _resource(law: Law, rows: Rows) -> dict[str, Any]:
    table = law.tables[rows.name]
    content = to_csv(rows)
    return {
        "$schema": _PROFILE.format("dataresource"),
        "name": rows.name,
        "type": "table",
        "path": f"data/{rows.name}.csv",
        "title": table.title,
        "description": table.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": table_schema(table, law),
    }
