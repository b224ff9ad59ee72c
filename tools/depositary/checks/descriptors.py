"""Does a descriptor follow the Data Package standard?

It is held against the official profiles of version 2 (JSON Schema, draft 7), which a descriptor of
version 1 follows too but for a few points, and against what the standard says in words only.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from depositary.checks.glance import KINDLY, surely_valid
from depositary.checks.ledger import Fault
from depositary.checks.words import did_you_mean, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from depositary.checks.ledger import DescriptorLedger
    from depositary.checks.stores import Store
    from depositary.jsontext import Pointer

_STANDARD = re.compile(r"https?://datapackage\.org/profiles/(\d+)\.\d+/")
_KINDS = (
    ("fields", "field-error"),
    ("schema", "schema-error"),
    ("dialect", "dialect-error"),
    ("resources", "resource-error"),
)
_MOST_MESSAGES = 200


def version_of(descriptor: Mapping[str, Any]) -> int:
    """The version of the standard that a descriptor follows: 1, 2, or 0 for a profile of its own.

    Examples
    --------
    >>> version_of({"$schema": "https://datapackage.org/profiles/2.0/datapackage.json"})
    2
    >>> version_of({})
    1
    """
    profile = descriptor.get("$schema")
    if not isinstance(profile, str):
        return 1
    found = _STANDARD.match(profile)
    return int(found[1]) if found else 0


def profile(name: str) -> dict[str, Any]:
    """An official profile of version 2.

    Parameters
    ----------
    name : str
        ``datapackage``, or ``dataresource``, ``tableschema``, ``tabledialect``, all of which stand
        in the first (``test_the_profile_of_a_package_holds_the_others``): one is read, not four.
    """
    found = _package_profile()
    for step in _WITHIN[name]:
        found = found[step]
    return found


_RESOURCE = ("properties", "resources", "items")
_WITHIN = {
    "datapackage": (),
    "dataresource": _RESOURCE,
    "tableschema": (*_RESOURCE, "properties", "schema"),
    "tabledialect": (*_RESOURCE, "properties", "dialect"),
}


@lru_cache
def _package_profile() -> dict[str, Any]:
    # Without its titles and descriptions (``test_the_brief_profile_is_the_official_one``), for
    # these take five times as long to read as all else.
    file = Path(__file__).with_name("profiles") / "brief.json"
    found: dict[str, Any] = json.loads(file.read_bytes())
    return found


def kind_of(pointer: Pointer) -> str:
    """What frictionless calls an error of the descriptor, by its place."""
    steps = pointer[:-1] if pointer and pointer[-1] in ("fields", "resources") else pointer
    return next((kind for step, kind in _KINDS if step in steps), "package-error")


def examine(
    value: object, profile_name: str, ledger: DescriptorLedger, version: int, at: Pointer = ()
) -> None:
    """Hold a descriptor against its profile, and report what it breaks.

    Parameters
    ----------
    value : object
        The descriptor, or a schema or dialect that stands in a file of its own.
    profile_name : str
        As for :func:`profile`.
    ledger : DescriptorLedger
        Where findings go.
    version : int
        Of the standard.
    at : tuple
        Where the value stands in the ledger's document.
    """
    if _glance(profile_name)(value):
        return
    from depositary.checks.violations import violations

    above = _PARTS.get(profile_name, ()) if not at else ()
    for count, found in enumerate(violations(value, profile(profile_name), version), 1):
        if count > _MOST_MESSAGES:
            words = f"The descriptor breaks the standard in more than {_MOST_MESSAGES} places."
            hint = "mend those above first"
            ledger.add(at, Fault("E112", kind_of((*above, *at)), words, hint))
            return
        place = (*at, *found.pointer)
        kind = kind_of((*above, *place))
        fault = Fault("E112", kind, found.message, found.hint, found.value)
        ledger.add(place, fault, resource=_name_of(value, place))


_PARTS = {"tableschema": ("schema",), "tabledialect": ("dialect",)}


@lru_cache
def _glance(name: str) -> Callable[[object], bool]:
    return surely_valid(profile(name), KINDLY)


def _name_of(value: object, pointer: Pointer) -> str:
    """The name of the resource that a place is in."""
    if len(pointer) > 1 and pointer[0] == "resources" and isinstance(value, dict):
        entry = value["resources"][pointer[1]]
        return str(entry.get("name", "")) if isinstance(entry, dict) else ""
    return ""


def examine_spelling(
    value: object, profile_name: str, ledger: DescriptorLedger, at: Pointer, resource: str = ""
) -> None:
    """Warn of a property that is a standard one but for a slip; others are allowed."""
    if not isinstance(value, dict):
        return
    known = _properties(profile_name)
    for name in value.keys() - known:
        if name.startswith(("_", "$", "x-")):
            continue
        near = did_you_mean(name, sorted(known - value.keys()), at_least_percent=85)
        if near:
            words = f"The property {shown(name)} is none of the standard, and has no effect."
            fault = Fault("E112", kind_of(at), words, near, name, "warning")
            ledger.add((*at, name), fault, resource, key=True)


@lru_cache
def _properties(profile_name: str) -> frozenset[str]:
    if profile_name != "field":
        return frozenset(profile(profile_name)["properties"])
    branches = profile("tableschema")["properties"]["fields"]["items"]["oneOf"]
    extra = ("itemType", "delimiter", "categories", "format")
    return frozenset(name for branch in branches for name in branch["properties"]).union(extra)


def examine_own_profile(
    value: Mapping[str, Any],
    key: str,
    ledger: DescriptorLedger,
    store: Store,
    at: Pointer = (),
    resource: str = "",
) -> None:
    """Hold a descriptor against a profile of its publisher, if it names one.

    Parameters
    ----------
    value : mapping
        The descriptor of a package or resource; or a schema or dialect in a file of its own.
    key : str
        The property that names the profile: ``$schema``, or ``profile`` of version 1.
    ledger : DescriptorLedger
        Where findings go.
    store : Store
        Where the files of the package are.
    at : tuple
        Where the value stands in the ledger's document.
    resource : str
        The resource that it is of.
    """
    name = value.get(key)
    if isinstance(name, str) and name and not _STANDARD.match(name):
        from depositary.checks.ownprofiles import hold

        hold(value, key, ledger, store, at, resource)
