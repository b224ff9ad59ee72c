"""Which resources does a package have, where are they, and which of them are tables?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO

from depositary.checks import advice, bounds, descriptors
from depositary.checks.dialects import Dialect, codec, dialect
from depositary.checks.ledger import DescriptorLedger, Fault
from depositary.checks.limits import DESCRIPTOR_BYTES
from depositary.checks.schemas import Schema
from depositary.checks.sheets import DELIMITED, JSON_LINES, PARQUET, Sheet
from depositary.checks.stores import path_fault
from depositary.checks.streams import READING_ERRORS, size_bytes
from depositary.checks.words import did_you_mean, shown
from depositary.yamltext import read_document

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from depositary import jsontext
    from depositary.checks.stores import Store
    from depositary.jsontext import Pointer

_COMPRESSIONS = ("gz", "zip", "bz2", "xz")
_MEDIA = {
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/json": "json",
    "application/jsonl": "jsonl",
    "application/x-ndjson": "ndjson",
    "application/vnd.apache.parquet": "parquet",
    "application/parquet": "parquet",
}
_TABULAR = frozenset(
    {
        "tabular-data-resource",
        "https://specs.frictionlessdata.io/schemas/tabular-data-resource.json",
    }
)
_READABLE = DELIMITED | JSON_LINES | PARQUET | {"json", "inline"}
_CHUNK_BYTES = 1 << 20


class Resource:
    """A resource of a package.

    Parameters
    ----------
    name : str
        As in the descriptor.
    at : tuple
        Where it stands in that.
    value : mapping
        What it says.
    schema : Schema
        Of a table; of no fields where it has none.
    sheet : Sheet, optional
        Where and how a table is written; None for what is no table, or cannot be read.
    """

    __slots__ = ("at", "name", "paths", "schema", "sheet", "size_bytes", "value")

    def __init__(
        self,
        name: str,
        at: Pointer,
        value: Mapping[str, Any],
        schema: Schema,
        sheet: Sheet | None = None,
        paths: Sequence[str] = (),
    ) -> None:
        self.name = name
        self.at = at
        self.value = value
        self.schema = schema
        self.sheet = sheet
        self.paths = [*paths]
        self.size_bytes = 0


class Reader:
    """Reads the resources of a package, and reports what keeps one from being read.

    Parameters
    ----------
    store : Store
        Where the files are.
    ledger : DescriptorLedger
        Of the descriptor.
    version : int
        Of the standard that it follows.
    """

    def __init__(self, store: Store, ledger: DescriptorLedger, version: int) -> None:
        self._store, self._ledger, self._version = store, ledger, version

    def read(self, value: Mapping[str, Any], number: int) -> Resource:
        """The resource, without a sheet where its data cannot be read."""
        at: Pointer = ("resources", number)
        name = str(value.get("name", ""))
        advice.examine_words(value, self._ledger, self._version, at)
        descriptors.examine_spelling(value, "dataresource", self._ledger, at, name)
        if self._version == 1:
            descriptors.examine_own_profile(value, "profile", self._ledger, self._store, at, name)
        schema = self._schema(value, at, name)
        spoken, _, _ = self._spoken(value, "dialect", "tabledialect", at, name)
        found = Resource(name, at, value, schema, paths=_paths(value))
        form, compression = _format(found)
        can_be_read = self._has_one_source(found) and self._can_open(found)
        if can_be_read and _is_table(found, form):
            found.sheet = self._sheet(
                found, form, compression, dialect(spoken if isinstance(spoken, dict) else {}, form)
            )
        return found

    def _report(self, at: Pointer, fault: Fault, name: str) -> None:
        self._ledger.add(at, fault, name)

    def _schema(self, value: Mapping[str, Any], at: Pointer, name: str) -> Schema:
        given, ledger, where = self._spoken(value, "schema", "tableschema", at, name)
        if isinstance(given, dict):
            advice.examine_schema_words(given, ledger, where, name, self._version)
        return Schema(name, given if isinstance(given, dict) else {}, ledger, where)

    def _spoken(
        self, value: Mapping[str, Any], key: str, profile: str, at: Pointer, name: str
    ) -> tuple[object, DescriptorLedger, Pointer]:
        """A part of the descriptor, which may stand in a file of its own; and its place there."""
        given, ledger, where = value.get(key), self._ledger, (*at, key)
        if isinstance(given, str):
            document = self._file(given, where, name)
            if document is None:
                return {}, ledger, where
            ledger = DescriptorLedger(document.file, document, self._ledger.findings)
            given, where = document.value, ()
            descriptors.examine(given, profile, ledger, self._version)
            if isinstance(given, dict):
                # Glossary, Profile: it has effect on the root of a file, and nowhere else.
                descriptors.examine_own_profile(
                    given, "$schema", ledger, self._store, resource=name
                )
        descriptors.examine_spelling(given, profile, ledger, where, name)
        return given, ledger, where

    def _file(self, path: str, at: Pointer, name: str) -> jsontext.Document | None:
        """A file of the package that is named in the descriptor, in JSON or YAML."""
        source = self._store.open(path)
        if isinstance(source, Fault):
            self._report(at, source, name)
            return None
        with source:
            content = source.read(DESCRIPTOR_BYTES + 1)
        if len(content) > DESCRIPTOR_BYTES:
            words = f"The file {shown(path)} has more than {DESCRIPTOR_BYTES} bytes."
            self._report(at, Fault("E108", "resource-error", words, "", path), name)
            return None
        document, findings = read_document(content, path)
        self._ledger.findings += findings
        excess = bounds.excess(document.value) if document and _is_object(document) else None
        if document and excess:
            DescriptorLedger(path, document, self._ledger.findings).add(*excess, name)
            return None
        return document

    def _has_one_source(self, found: Resource) -> bool:
        sources = [key for key in ("path", "data", "url") if found.value.get(key) is not None]
        if not found.name:
            words = "The resource has no name."
            self._report(found.at, Fault("E112", "resource-error", words, "name it"), "")
        if len(sources) == 1:
            return True
        words = "The resource has neither path nor data." if not sources else (
            f"The resource has {' and '.join(sources)}; it should have one of them."
        )  # fmt: skip
        self._report(found.at, Fault("E112", "resource-error", words), found.name)
        return bool(sources) and found.value.get("data") is None

    def _can_open(self, found: Resource) -> bool:
        """Whether all of its files are there, and what the descriptor says of them is so."""
        if found.value.get("data") is not None:
            return True
        can_open = bool(found.paths)
        places = _path_places(found)
        for path, place in zip(found.paths, places, strict=True):
            source = self._store.open(path)
            if isinstance(source, Fault):
                self._report(place, source, found.name)
                can_open = False
            else:
                found.size_bytes += size_bytes(source)
                source.close()
        if can_open:
            self._compare_bytes(found)
        return can_open

    def _compare_bytes(self, found: Resource) -> None:
        wanted_size, wanted = found.value.get("bytes"), found.value.get("hash")
        algorithm, _, digest = str(wanted or "").rpartition(":")
        algorithm = algorithm or "md5"
        if not (isinstance(wanted_size, int) or digest):
            return
        import hashlib

        knows = algorithm in hashlib.algorithms_guaranteed and not algorithm.startswith("shake")
        if digest and not knows:
            words = f"The hash algorithm {shown(algorithm)} is not known, so the data is not "
            words += "compared with it."
            hint = did_you_mean(algorithm, sorted(hashlib.algorithms_guaranteed)) or "use sha256"
            fault = Fault("E124", "resource-error", words, hint, algorithm, "warning")
            self._report((*found.at, "hash"), fault, found.name)
        if not (isinstance(wanted_size, int) or (digest and knows)):
            return
        hasher = hashlib.new(algorithm if knows else "md5", usedforsecurity=False)
        size = 0
        for path in found.paths:
            source = self._store.open(path)
            if isinstance(source, Fault):
                continue
            try:
                size += _feed(source, hasher)
            except READING_ERRORS:
                return  # damaged, which the reading of the table reports
        if isinstance(wanted_size, int) and wanted_size not in (size, 0):
            words = f"The data has {size} bytes; the descriptor says {wanted_size}."
            fault = Fault("E120", "byte-count", words, _RESTORE, str(wanted_size))
            self._report((*found.at, "bytes"), fault, found.name)
        if digest and knows and hasher.hexdigest() != digest.lower():
            words = f"The data has the {algorithm} hash {hasher.hexdigest()}, which is not the one "
            words += "in the descriptor."
            fault = Fault("E120", "hash-count", words, _RESTORE, str(wanted))
            self._report((*found.at, "hash"), fault, found.name)

    def _sheet(
        self, found: Resource, form: str, compression: str, written: Dialect
    ) -> Sheet | None:
        if form not in _READABLE:
            words = f"There is no reader for tables of the format {shown(form)}."
            hint = "save the table as CSV"
            where = (*found.at, "format" if "format" in found.value else "path")
            self._report(where, Fault("E110", "format-error", words, hint, form), found.name)
            return None
        if written.unreadable and form in DELIMITED:
            fault = Fault("E110", "dialect-error", written.unreadable, "use one character")
            self._report((*found.at, "dialect"), fault, found.name)
            return None
        encoding = found.value.get("encoding")
        encoding = encoding if isinstance(encoding, str) and encoding else "utf-8"
        try:
            codec(encoding, b"")
        except LookupError as error:
            fault = Fault("E112", "encoding-error", str(error), "name it utf-8", encoding)
            self._report((*found.at, "encoding"), fault, found.name)
            return None
        fields = found.schema.value.get("fields")
        fields = fields if isinstance(fields, list) else []
        names = [each.get("name") for each in fields if isinstance(each, dict)]
        return Sheet(
            paths=tuple(found.paths),
            form="inline" if found.value.get("data") is not None else form,
            # Table Dialect: a property that does not apply to a format MUST be ignored.
            dialect=Dialect(skips_blank=written.skips_blank) if form in PARQUET else written,
            encoding=encoding,
            compression=compression,
            inner=str(found.value.get("innerpath") or ""),
            field_names=tuple(map(str, names)),
            inline=found.value.get("data"),
            document=self._ledger.document,
            pointer=(*found.at, "data"),
        )


_RESTORE = "restore the file, or build the package again"


def _is_object(document: jsontext.Document) -> bool:
    return isinstance(document.value, dict)


def _feed(source: BinaryIO, hasher: Any) -> int:
    size = 0
    with source:
        while chunk := source.read(_CHUNK_BYTES):
            hasher.update(chunk)
            size += len(chunk)
    return size


def _paths(value: Mapping[str, Any]) -> list[str]:
    given = value.get("path", value.get("url"))
    paths = given if isinstance(given, list) else [given]
    more = value.get("extrapaths")
    every = [*paths, *(more if isinstance(more, list) else [])]
    return [path for path in every if isinstance(path, str)]


def _path_places(found: Resource) -> list[Pointer]:
    key = "path" if "path" in found.value else "url"
    if isinstance(found.value.get(key), list):
        return [(*found.at, key, number) for number in range(len(found.paths))]
    return [(*found.at, key)] * len(found.paths)


def _format(found: Resource) -> tuple[str, str]:
    """The format and the compression, as the descriptor or else the path says."""
    path = found.paths[0].lower() if found.paths else ""
    compression = found.value.get("compression")
    compression = compression if isinstance(compression, str) and compression != "no" else ""
    stem, _, ending = path.rpartition(".")
    if ending in _COMPRESSIONS:
        compression = compression or ending
        inner = str(found.value.get("innerpath") or stem)
        ending = inner.rpartition(".")[2]
    elif not stem:
        ending = ""
    given = found.value.get("format")
    if not isinstance(given, str) or not given:
        given = ending or _MEDIA.get(str(found.value.get("mediatype")), "")
    if not given and isinstance(found.value.get("data"), list):
        given = "inline"
    return given.lower(), compression


def _is_table(found: Resource, form: str) -> bool:
    kind = found.value.get("type")
    if kind == "table" or str(found.value.get("profile")) in _TABULAR:
        return True
    if isinstance(kind, str):
        return False
    data = found.value.get("data")
    if data is not None:
        return isinstance(data, list) or (isinstance(data, str) and form in DELIMITED)
    return form in DELIMITED | JSON_LINES | PARQUET or bool(found.schema.value)


def examine_other_paths(value: Mapping[str, Any], ledger: DescriptorLedger, at: Pointer) -> None:
    """Report paths of licences, sources and images that lead out of the package."""
    places: list[tuple[Pointer, object]] = [(("image",), value.get("image"))]
    for key in ("licenses", "sources", "contributors"):
        entries = value.get(key)
        for number, entry in enumerate(entries if isinstance(entries, list) else []):
            if isinstance(entry, dict):
                places.append(((key, number, "path"), entry.get("path")))
    for place, path in places:
        fault = path_fault(path) if isinstance(path, str) else None
        if fault is not None and fault.code == "E109":
            ledger.add((*at, *place), fault)
