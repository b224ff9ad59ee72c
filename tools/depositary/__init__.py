"""Depositary turns news articles into facts that others can trust: quoted, checked, versioned.

The public names are loaded when they are first used: ``check``, ``diff``, ``open_package``,
``open_release``, ``verify``, and the values and errors that they give.
"""

from __future__ import annotations

import sys
from importlib import import_module

if sys.argv[:1] == ["-m"] and not sys.flags.safe_path:
    # `python -m depositary` looks for every module in the folder that one is in, before all others:
    # a package that was downloaded there could hold a csv.py. (While Python looks for this module,
    # sys.argv[0] is "-m": Python's manual, "Command line and environment".)
    del sys.path[0]

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from depositary.checks.report import Report
    from depositary.checks.run import check
    from depositary.errors import CallError, DataError, DepositaryError, Unavailable
    from depositary.findings import Finding
    from depositary.register import Package, open_package
    from depositary.release import diff, open_release, verify
    from depositary.release.opening import OpenRelease

__all__ = [
    "CallError",
    "DataError",
    "DepositaryError",
    "Finding",
    "OpenRelease",
    "Package",
    "Report",
    "Unavailable",
    "check",
    "diff",
    "open_package",
    "open_release",
    "verify",
]

_HOMES = {
    "CallError": "errors",
    "DataError": "errors",
    "DepositaryError": "errors",
    "Finding": "findings",
    "OpenRelease": "release.opening",
    "Package": "register",
    "Report": "checks.report",
    "Unavailable": "errors",
    "check": "checks.run",
    "diff": "release",
    "open_package": "register",
    "open_release": "release",
    "verify": "release",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that ``import depositary`` stays light."""
    home = _HOMES.get(name)
    if home is None:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(f"{__name__}.{home}"), name)


def __dir__() -> list[str]:
    """List the public names."""
    return __all__
