"""Which datasets are there? A page and a file that list several, by what their releases say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from depositary import files, jsontext
from depositary.errors import CallError, DataError
from depositary.release.catalogue import addressing, entries

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from depositary.release.catalogue.entries import Entry
    from depositary.release.stores import Target

PAGE = "index.html"
FILE = "catalogue.json"
TITLE = "Catalogue of datasets"
MARK = " · depositary catalogue</title>"
"""Ends the title of every page that is a catalogue; a page without it is somebody else's."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Several datasets, each by its newest release that stands.

    Parameters
    ----------
    title : str
        Of the whole.
    entries : tuple of Entry
        In order of their titles.
    """

    title: str
    entries: tuple[Entry, ...]

    @property
    def changed(self) -> str:
        """The ISO day of the newest release; empty where there is none."""
        days = [release.date for part in self.entries for release in part.index.releases]
        return max(days, default="")


def catalogue(
    places: Sequence[Target], folder: Path, title: str = TITLE,
    links: Mapping[Target, str] | None = None,
) -> Catalogue:  # fmt: skip
    """The datasets whose releases are in some folders, or at some addresses.

    Parameters
    ----------
    places : sequence of Path or Address
        Folders of releases, or their ``index.json``.
    folder : Path
        Where the catalogue will stand: links to folders are relative to it.
    title : str
        Of the catalogue.
    links : mapping of Path or Address to str
        Where readers find a place, if not where it is read: an address on the web.

    Returns
    -------
    Catalogue
        The same, whatever the order of the places.

    Raises
    ------
    DataError
        E565 where there is no index; E511 where it cannot be read; E507, E567, E568 for a release
        that cannot be shown; E566 for a dataset that is there twice.
    Unavailable
        E531, E541, E542.
    """
    others = links or {}
    found = []
    for place in places:
        at = addressing.link(place, folder, others.get(place, ""))
        found.append(entries.entry(addressing.folder_of(place), at))
    _refuse_doubles(found, places)
    found.sort(key=lambda part: (part.title.casefold(), part.index.name))
    return Catalogue(title, tuple(found))


def write(made: Catalogue, folder: Path) -> tuple[Path, ...]:
    """Write a catalogue, and give its files, the page first.

    Raises
    ------
    CallError
        E569 where another page stands in the place of this one.
    Unavailable
        E105 to E107.
    """
    from depositary.release.catalogue import as_dcat, as_html

    page, file = folder / PAGE, folder / FILE
    if page.is_file() and MARK.encode() not in files.read_bytes(page):
        raise CallError("E569", f"{page} is a page, and no catalogue.",
                        "give --to a folder of its own")  # fmt: skip
    files.replace(file, jsontext.canonical(as_dcat.dcat(made)))
    files.replace(page, ("\n".join(as_html.pieces(made)) + "\n").encode())
    return page, file


def _refuse_doubles(found: Sequence[Entry], places: Sequence[Target]) -> None:
    known: dict[str, Target] = {}
    for part, place in zip(found, places, strict=True):
        name = part.index.name
        if name in known:
            raise DataError("E566", f"{name} is at {known[name]} and at {place}.",
                            "name one of them")  # fmt: skip
        known[name] = place
