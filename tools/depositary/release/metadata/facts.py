"""What every catalogue asks: who made it, which version, of which day, which files and columns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_ORCID = re.compile(r"https://orcid\.org/((?:\d{4}-){3}\d{3}[\dX])")
_MEDIA_TYPES = {
    ".cff": "application/yaml", ".csv": "text/csv", ".json": "application/json",
    ".html": "text/html", ".md": "text/markdown", ".sql": "application/sql",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class File:
    """One file of a release: where it lies in it, and what it is."""

    path: str
    size_bytes: int
    sha256: str

    @property
    def media_type(self) -> str:
        """As registered with IANA; that of plain text where the name tells nothing."""
        suffix = f".{self.path.rpartition('.')[2]}"
        return _MEDIA_TYPES.get(suffix, "text/plain")


@dataclass(frozen=True, slots=True)
class Facts:
    """What a release is called and holds.

    Parameters
    ----------
    package : mapping
        Its ``datapackage.json``: names, licences, contributors, tables and their schemas.
    version : str
        Of the release.
    date : str
        ISO day; empty for what is not released yet.
    files : sequence of File
        What it holds, by path.
    concept_dois : sequence of str
        The DOIs that all its versions share; its own is given when it is deposited.
    """

    package: Mapping[str, Any]
    version: str
    date: str
    files: Sequence[File] = ()
    concept_dois: Sequence[str] = ()

    @property
    def creators(self) -> list[Mapping[str, Any]]:
        """Those who are named as creators; all contributors where nobody is."""
        everyone: list[Mapping[str, Any]] = list(self.package["contributors"])
        return self._with_role("creator") or everyone

    @property
    def publisher(self) -> str:
        """The first contributor whose role is publisher; empty where none is named."""
        named = self._with_role("publisher")
        return str(named[0]["title"]) if named else ""

    @property
    def homepage(self) -> str:
        """Where the dataset lives on the web; empty where it is not known."""
        return str(self.package.get("homepage", ""))

    @property
    def licence(self) -> Mapping[str, Any]:
        """The first licence."""
        first: Mapping[str, Any] = self.package["licenses"][0]
        return first

    @property
    def tables(self) -> list[tuple[Mapping[str, Any], File]]:
        """The resources, each with its file."""
        at = {file.path: file for file in self.files}
        return [(part, at[part["path"]]) for part in self.package["resources"]]

    def _with_role(self, role: str) -> list[Mapping[str, Any]]:
        return [part for part in self.package["contributors"] if role in part.get("roles", ())]


def is_person(part: Mapping[str, Any]) -> bool:
    """Whether a contributor has a family name; all others are named as one, as a team is."""
    return "familyName" in part


def inverted(part: Mapping[str, Any]) -> str:
    """The name of a contributor as lists sort it: family name, comma, given name.

    Examples
    --------
    >>> inverted({"title": "Mara Quill", "familyName": "Quill", "givenName": "Mara"})
    'Quill, Mara'
    >>> inverted({"title": "The Gull Archive"})
    'The Gull Archive'
    """
    if not is_person(part):
        return str(part["title"])
    return ", ".join(part[key] for key in ("familyName", "givenName") if key in part)


def orcid(part: Mapping[str, Any]) -> str:
    """The ORCID iD of a contributor whose ``path`` is one; else empty."""
    found = _ORCID.fullmatch(part.get("path", ""))
    return found[1] if found else ""
