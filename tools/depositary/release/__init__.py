"""Certified copies: what changed, under which version, packed, verified, published and listed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from depositary.release.verification import Verification, verify

if TYPE_CHECKING:
    from depositary.changes import Changes
    from depositary.release.opening import OpenRelease

__all__ = ["Verification", "diff", "open_release", "verify"]


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


def open_release(
    address: str | Path,
    version: str = "latest",
    *,
    cache: str | Path | None = None,
    allowed_signers: str | Path | None = None,
    signer: str = "",
) -> OpenRelease:
    """A release from where its publisher lists it: fetched once, verified, and opened.

    Parameters
    ----------
    address : str or Path
        An ``index.json`` or the folder that it stands in, a release folder, or its zip: paths, or
        addresses of the web or of a store (``https://``, ``s3://``, what fsspec knows).
    version : str
        ``latest``, one version, or a range: ``^1``, ``~1.2``, ``>=1,<2``. A pre-release and a
        release that was yanked are given only to those who name them.
    cache : str or Path, optional
        Where fetched releases are kept, by their release id. By default among what the user's
        programs cache.
    allowed_signers : str or Path, optional
        Your own list of who may sign, as ``ssh-keygen`` has it. A release that none of them signed
        is refused then, and so is an index that somebody else signed.
    signer : str, optional
        The only one of them who may have signed.

    Returns
    -------
    OpenRelease
        Each file of it is held against the release id again when it is read.

    Warns
    -----
    UserWarning
        E562 where the release was yanked, E580 where nobody could be asked and what was fetched
        before is used, E583 where it is signed and you named nobody who may sign.

    Raises
    ------
    CallError
        E103 or E510 where there is no release, E560 where no version fits, E561 where the range
        is none.
    DataError
        E507, E508, E511, E563 or E564 where what is there is not what was published; E571 to E575
        where its signature does not do.
    Unavailable
        E531, E541 or E542 where the address does not answer; E105 to E107; E578 where signatures
        cannot be checked here.
    """
    import warnings

    from depositary.files import user_cache_folder
    from depositary.release.obtaining import obtained
    from depositary.release.opening import OpenRelease
    from depositary.release.shelf import Shelf
    from depositary.release.signatures import Trust

    shelf = Shelf(Path(cache) if cache else user_cache_folder())
    trust = Trust(Path(allowed_signers) if allowed_signers else None, signer)
    found = obtained(address, version, shelf, trust)
    for caveat in found.caveats:
        warnings.warn(f"{caveat.code}: {caveat.message}", stacklevel=2)
    return OpenRelease(found)
