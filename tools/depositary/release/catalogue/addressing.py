"""Where does a reader of the catalogue find a release? Links that lead there, and nowhere else."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from depositary.release.stores import WEB
from depositary.releases import INDEX

if TYPE_CHECKING:
    from depositary.release.stores import Target

_OF_ADDRESSES = ":/?#[]@!$&'()*+,;=%~"
"""What stays as it is in an address: RFC 3986, sections 2.2 and 2.1."""


def folder_of(place: Target) -> Target:
    """The folder of releases that a place means, which may name the index in it."""
    return place.parent if place.name == INDEX else place


def link(place: Target, folder: Path, instead: str = "") -> str:
    """Where readers find the releases of a place.

    Parameters
    ----------
    place : Path or Address
        A folder of releases or its index.
    folder : Path
        Where the catalogue stands.
    instead : str
        Another address for the same.

    Returns
    -------
    str
        An address without a password or a token, or a relative path, as both stand in links;
        without a slash at its end.

    Examples
    --------
    >>> link(Path("gulls/dist"), Path("site"))
    '../gulls/dist'
    >>> link(Path("the site/gulls"), Path("the site"))
    'gulls'
    """
    where = folder_of(place)
    if instead or not isinstance(where, Path):
        return quote(instead or str(where), _OF_ADDRESSES).rstrip("/")
    return quote(Path(os.path.relpath(where, folder)).as_posix())


def leads_somewhere(address: str) -> bool:
    """Whether a browser can follow it: an address on the web, or a relative path."""
    return address.startswith(WEB) or ":" not in address
