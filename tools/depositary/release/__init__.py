"""Certified copies: what changed, under which version, packed, verified, published and listed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from depositary.release.verification import Verification, verify

if TYPE_CHECKING:
    from depositary.changes import Changes

__all__ = ["Verification", "diff", "verify"]


def diff(before: str | Path, after: str | Path) -> Changes:
    """What differs between two versions of a package, row by row and cell by cell.

    Parameters
    ----------
    before, after : str or Path
        Each a release folder or its zip, a folder of releases (its latest), a
        ``datapackage.json`` or its folder, a project (its register), a git revision, or an
        address.

    Returns
    -------
    Changes
        By declared primary keys; empty where nothing differs.

    Raises
    ------
    CallError
        E510 where there is no package.
    DataError
        Where one cannot be read.
    """
    from depositary.release.comparison import compared
    from depositary.release.editions import edition_named

    return compared(*(edition_named(str(name), Path()) for name in (before, after))).changes
