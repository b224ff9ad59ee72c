"""Does a package keep to the profile of its publisher, beside that of the standard?

Such a profile is a JSON Schema that the package names and carries. It may refer to the official
profiles, which are at hand, and to files beside it. Nothing is fetched; and since a stranger wrote
it, it is held against the descriptor for so long and no longer.
"""

from __future__ import annotations

import posixpath
import re
from contextlib import ExitStack
from itertools import islice
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from depositary import jsontext
from depositary.checks.descriptors import kind_of, profile
from depositary.checks.ledger import Fault
from depositary.checks.stores import path_fault
from depositary.checks.words import did_you_mean, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from jsonschema.exceptions import ValidationError
    from jsonschema.protocols import Validator
    from referencing import Registry
    from referencing.jsonschema import Schema

    from depositary.checks.bounded import Bounds
    from depositary.checks.ledger import DescriptorLedger
    from depositary.checks.stores import Store
    from depositary.jsontext import Pointer

_NAMED = frozenset({"data-package", "tabular-data-package", "data-resource",
                    "tabular-data-resource"})  # fmt: skip
_FISCAL = "fiscal-data-package"
# What version 1 called by these names, at its old address.
_FIRST_ADDRESS = re.compile(r"https?://specs\.frictionlessdata\.io/schemas/([\w-]+)\.json")
_BASE = "https://package.invalid/"  # RFC 2606 section 2: a name that is nobody's
_LIMIT_BYTES = 1 << 20
_MOST_FOUND = 200


def hold(
    value: Mapping[str, Any],
    key: str,
    ledger: DescriptorLedger,
    store: Store,
    at: Pointer,
    resource: str,
) -> None:
    """Hold a descriptor against the profile that it names, if that is one of its publisher.

    Parameters
    ----------
    value, key, ledger, store, at, resource
        As for :func:`depositary.checks.descriptors.examine_own_profile`.
    """
    name = value[key]
    first = _FIRST_ADDRESS.fullmatch(name)
    if (first[1] if first else name) in _NAMED:
        return
    fault = _unread(name, key)
    if fault is None:
        own = _Own(store, name)
        fault = own.fault or own.hold(value, ledger, at, resource)
    if fault is not None:
        ledger.add((*at, key), fault, resource)


def _unread(name: str, key: str) -> Fault | None:
    """Why a profile is not looked for in the package, if it is not."""
    first = _FIRST_ADDRESS.fullmatch(name)
    if _FISCAL in (name, first[1] if first else ""):
        words = f"The profile {_FISCAL} asks for another profile too, which no package can have."
        hint = "the package is held against the rules of a tabular data package"
        return Fault("E121", "package-error", words, hint, name, "warning")
    fault = path_fault(name)
    if fault is not None and fault.code == "E121":
        words = f"The profile {shown(name)} is not one of the standard; a check fetches nothing, "
        words += "so the package is not held against it."
        hint = "put a copy of it into the package and name that"
        return Fault("E121", "package-error", words, hint, name, "warning")
    if fault is None and key == "profile" and not {"/", "."} & set(name):
        words = f"The profile {shown(name)} is none that version 1 of the standard knows."
        return Fault("E112", "package-error", words, did_you_mean(name, sorted(_NAMED)), name)
    return fault


class _Own:
    """A profile in the package, with what it refers to."""

    def __init__(self, store: Store, path: str) -> None:
        self._store, self._path = store, path
        self._has_patterned_names = False
        self._schema, self.fault = self._read(path)

    def _read(self, path: str) -> tuple[Any, Fault | None]:
        source = self._store.open(path)
        if isinstance(source, Fault):
            return True, source
        with source:
            content = source.read(_LIMIT_BYTES + 1)
        if len(content) > _LIMIT_BYTES:
            words = f"The profile {shown(path)} has more than {_LIMIT_BYTES >> 20} MB."
            return True, Fault("E108", "package-error", words, "", path)
        document, findings = jsontext.parse(content, path)
        if document is None or not isinstance(document.value, dict):
            told = findings[0].message if findings else "It is no JSON object."
            words = f"The profile {shown(path)} cannot be read. {told}"
            return True, Fault("E112", "package-error", words, "", path)
        self._has_patterned_names |= "patternProperties" in document.text
        return document.value, None

    def hold(
        self, value: Mapping[str, Any], ledger: DescriptorLedger, at: Pointer, resource: str
    ) -> Fault | None:
        """Report what a descriptor breaks of it; or return why that is not known."""
        from jsonschema.exceptions import SchemaError

        from depositary.checks.bounded import Bounds, TooMuchError
        from depositary.checks.violations import told

        known = {(each.line, each.column, each.message) for each in ledger.findings}
        with ExitStack() as stack:
            bounds = Bounds(stack)
            try:
                for violation in map(told, islice(self._errors(value, bounds), _MOST_FOUND)):
                    place = (*at, *violation.pointer)
                    if (*ledger.place(place), violation.message) not in known:
                        hint = violation.hint or f"see the profile {self._path}"
                        words = violation.message
                        fault = Fault("E112", kind_of(place), words, hint, violation.value)
                        ledger.add(place, fault, resource)
            except SchemaError as error:
                words = f"The profile {shown(self._path)} is no JSON Schema: {error.message[:200]}."
                return Fault("E112", "package-error", words, "", self._path)
            except (TooMuchError, RecursionError):
                words = f"The profile {shown(self._path)} takes too long, and was left."
                return Fault("E108", "package-error", words, "write it more simply", self._path)
        if bounds.not_judged:
            words = "The profile has a part that the package is not held against: "
            words += f"{shown(bounds.not_judged[0])}."
            return Fault("E121", "package-error", words, "", self._path, "warning")
        return None

    def _errors(self, value: Mapping[str, Any], bounds: Bounds) -> Iterator[ValidationError]:
        from jsonschema import Draft202012Validator
        from jsonschema.validators import validator_for

        from depositary.checks.violations import explained

        dialect = self._schema.get("$schema")
        library: type[Validator] = Draft202012Validator
        if isinstance(dialect, str):
            library = validator_for(self._schema, default=Draft202012Validator)
        library.check_schema(self._schema)
        official = _Official()
        registry = self._registry(library, official)
        bounded = bounds.validator(library, has_patterned_names=self._has_patterned_names)
        reader = bounded({"$ref": _BASE + self._path}, registry=registry)
        for error in reader.iter_errors(value):
            yield from explained(error, 2) if official.holds(error.schema) else [error]

    def _registry(self, library: type[Validator], official: _Official) -> Registry[Schema]:
        from referencing import Registry, Resource
        from referencing.exceptions import NoSuchResource
        from referencing.jsonschema import DRAFT202012, specification_with

        own = library.META_SCHEMA.get("$schema", "")
        default = specification_with(str(own), default=DRAFT202012)

        def retrieve(address: str) -> Resource[Schema]:
            contents = official.read(address)
            if contents is not None:
                return Resource.from_contents(contents, default)
            if address.startswith(_BASE):
                path = posixpath.normpath(unquote(urlsplit(address).path).lstrip("/"))
                found, fault = self._read(path)
                contents = found if fault is None else None
            if contents is None:
                raise NoSuchResource(ref=address)  # type: ignore[call-arg]
            return Resource.from_contents(_undated(contents), default)

        own_resource = Resource.from_contents(_undated(self._schema), default)
        found: Registry[Schema] = Registry(retrieve=retrieve)  # type: ignore[call-arg]
        with_own: Registry[Schema] = found.with_resource(_BASE + self._path, own_resource)
        return with_own


def _undated(schema: Any) -> Any:
    """A schema that does not say which draft it is of, or the library takes its own validator."""
    if isinstance(schema, list):
        return [_undated(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: _undated(inner)
        for key, inner in schema.items()
        if not (key == "$schema" and isinstance(inner, str))
    }


class _Official:
    """The official profiles, and which schemas are a part of them."""

    def __init__(self) -> None:
        self._parts: set[int] = set()
        self._read: dict[str, Any] = {}

    def read(self, address: str) -> Any:
        """An official profile of version 2, by its address."""
        name = re.fullmatch(r"https?://datapackage\.org/profiles/2\.\d+/([a-z]+)\.json#?", address)
        if name is None or name[1] not in _OFFICIAL:
            return None
        if name[1] not in self._read:
            found = profile(name[1])
            self._read[name[1]] = found
            self._learn(found)
        return self._read[name[1]]

    def _learn(self, schema: Any) -> None:
        if isinstance(schema, dict):
            self._parts.add(id(schema))
        for inner in schema.values() if isinstance(schema, dict) else schema:
            if isinstance(inner, dict | list):
                self._learn(inner)

    def holds(self, schema: object) -> bool:
        """Whether a schema is a part of them."""
        return id(schema) in self._parts


_OFFICIAL = ("datapackage", "dataresource", "tableschema", "tabledialect")
