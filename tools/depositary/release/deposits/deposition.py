"""A deposition as Zenodo answers with it, strictly read: a server is a stranger too."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

_HASH = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")
_NUMBER = re.compile(r"[0-9]{1,18}")


@dataclass(frozen=True, slots=True)
class Deposition:
    """One version of a record, published or not.

    Parameters
    ----------
    number : int
        Its id.
    concept : str
        The number that all versions of the record share.
    is_published : bool
        Then it never changes again.
    version : str
        As its metadata says.
    marks : frozenset of str
        The release ids in its notes.
    doi, concept_doi : str
        Of it and of all its versions; the first is reserved until it is published.
    bucket : str
        Where its files are put.
    page : str
        Where people see it.
    """

    number: int
    concept: str
    is_published: bool
    version: str
    marks: frozenset[str]
    doi: str
    concept_doi: str
    bucket: str
    page: str


def deposition(value: Any) -> Deposition:
    """A deposition of its JSON.

    Raises
    ------
    ValueError
        Where it is none.
    """
    try:
        metadata, links = value["metadata"], value["links"]
        reserved = metadata.get("prereserve_doi")
        doi = value.get("doi") or (reserved["doi"] if isinstance(reserved, dict) else "")
        return Deposition(
            int(value["id"]), str(value["conceptrecid"]), bool(value["submitted"]),
            str(metadata.get("version", "")),
            frozenset(_HASH.findall(str(metadata.get("notes", "")))),
            str(doi), str(value.get("conceptdoi", "")), str(links.get("bucket", "")),
            str(links.get("record_html") or links.get("html") or ""),
        )  # fmt: skip
    except (KeyError, TypeError, AttributeError) as error:
        message = f"no deposition: {error!r}"
        raise ValueError(message) from error


def latest_draft(value: Any) -> int | None:
    """The number of the draft that an answer to ``newversion`` leads to; None where to none."""
    try:
        number = str(value["links"]["latest_draft"]).rstrip("/").rsplit("/", 1)[-1]
    except (KeyError, TypeError):
        return None
    return int(number) if _NUMBER.fullmatch(number) else None


@dataclass(frozen=True, slots=True)
class Held:
    """A file that a deposition holds.

    Parameters
    ----------
    key : str
        Its id there.
    name : str
        Of the file.
    md5 : str
        As the server computed it.
    """

    key: str
    name: str
    md5: str


def held(value: Any) -> tuple[Held, ...]:
    """The files of a deposition, of the JSON of their list.

    Raises
    ------
    ValueError
        Where it is none.
    """
    try:
        return tuple(
            Held(str(part["id"]), str(part["filename"]), str(part["checksum"]).removeprefix("md5:"))
            for part in value
        )
    except (KeyError, TypeError) as error:
        message = f"no list of files: {error!r}"
        raise ValueError(message) from error
