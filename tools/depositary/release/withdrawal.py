"""A record that should not have been one: out of the readings, its id kept with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from depositary import files, jsontext
from depositary.errors import CallError, DataError
from depositary.findings import Finding, has_errors
from depositary.reading import ASIDE, canonical, faults_of, reading_files
from depositary.tables import from_csv

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from depositary.jsontext import Document
    from depositary.project import Project
    from depositary.schema import Law


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """What a curator says of a record that goes.

    Parameters
    ----------
    record_id : str
        Its id; it is never given again.
    reason : str
        Why, in a sentence; readers of the release see it.
    successor : str
        The record to look at instead; empty where there is none.
    """

    record_id: str
    reason: str
    successor: str = ""


def withdraw(project: Project, law: Law, asked: Withdrawal) -> tuple[str, ...]:
    """Take a record out of every reading, and list its id as retired in the first of them.

    Parameters
    ----------
    project, law
        Where, and the form of readings.
    asked : Withdrawal
        Which record, and why.

    Returns
    -------
    tuple of str
        The readings that were written, by name.

    Raises
    ------
    CallError
        E534 where no reading has the record, or its successor.
    DataError
        E535 where something still refers to it, each place as a finding; E101, E401 where a
        reading cannot be read. Nothing is written then.
    Unavailable
        E105 to E107.
    """
    with files.locked(project.root / ".depositary"):
        readings = {path: _read(path, project, law) for path in reading_files(project)}
        files.settle(*readings)
        _must_stand(readings, asked)
        _must_be_free(readings, asked)
        label = _labels(project).get(asked.record_id, "")
        wanted: dict[Path, bytes] = {}
        for path, document in readings.items():
            value = _without(document.value, asked.record_id)
            if value != document.value:
                if not wanted and not _is_retired(readings, asked.record_id):
                    value["retired"] = [*value.get("retired", ()), _entry(asked, label)]
                wanted[path] = _text(value, law, project.name_of(path))
        for path, content in wanted.items():
            files.replace(path, content)
    return tuple(map(project.name_of, wanted))


def _read(path: Path, project: Project, law: Law) -> Document:
    name = project.name_of(path)
    document, faults = jsontext.parse(files.read_bytes(path), name)
    if document is not None:
        source = document.value.get("source", "") if isinstance(document.value, dict) else ""
        faults = [*faults, *faults_of(document, law, [source])]
    if document is None or has_errors(faults):
        first = next(each for each in faults if each.severity == "error")
        raise DataError(first.code, f"{name}:{first.line}: {first.message}", first.hint, faults)
    return document


def _text(value: dict[str, Any], law: Law, name: str) -> bytes:
    document, _ = jsontext.parse(jsontext.canonical(value), name)
    if document is None:
        raise AssertionError(name)
    return canonical(document, law)


def _entry(asked: Withdrawal, label: str) -> dict[str, str]:
    entry = {
        "id": asked.record_id, "reason": asked.reason, "label": label,
        "replaced_by": asked.successor,
    }  # fmt: skip
    return {key: words for key, words in entry.items() if words}


def _labels(project: Project) -> dict[str, str]:
    """What records are called in the register, as it was built last."""
    path = project.datapackage / "data" / "records.csv"
    if not path.is_file():
        return {}
    rows = from_csv("records", files.read_bytes(path))
    return {row["record_id"]: row.get("label", "") for row in rows.mappings()}


# ── what stands in the way ──────────────────────────────────────────────────────────────────────
def _must_stand(readings: Mapping[Path, Document], asked: Withdrawal) -> None:
    known = {
        entry["id"]
        for document in readings.values() for _, _, entry in _entries(document.value)
        if "id" in entry
    }  # fmt: skip
    if asked.record_id == asked.successor:
        raise CallError("E534", f"{asked.successor} cannot be its own successor.")
    for record_id in filter(None, (asked.record_id, asked.successor)):
        if record_id not in known:
            is_gone = _is_retired(readings, record_id)
            words = "is withdrawn already" if is_gone else "is no record with an id in a reading"
            raise CallError("E534", f"{record_id} {words}.", "see depositary show")


def _is_retired(readings: Mapping[Path, Document], record_id: str) -> bool:
    return any(
        entry["id"] == record_id
        for document in readings.values() for entry in document.value.get("retired", ())
    )  # fmt: skip


def _must_be_free(readings: Mapping[Path, Document], asked: Withdrawal) -> None:
    found = [
        _reference(document, place, asked)
        for document in readings.values() for place in _places(document.value, asked.record_id)
    ]  # fmt: skip
    if found:
        count = len(found)
        raise DataError(
            "E535",
            f"{asked.record_id} is still referred to in {count} place{'s' if count > 1 else ''}; "
            "nothing was written.",
            "let them refer to another record, or withdraw what refers to it first",
            found,
        )


def _reference(document: Document, place: Sequence[str | int], asked: Withdrawal) -> Finding:
    line, column = document.place(tuple(place))
    names = [str(part) for part in place if isinstance(part, str)]
    return Finding(
        document.file, line, column, "E535", names[0], field=names[-1], kind="reading",
        value=asked.record_id, message=f"{'.'.join(names)} refers to {asked.record_id}.",
        hint=f"write {asked.successor} here" if asked.successor else "refer to another record",
    )  # fmt: skip


def _entries(value: Mapping[str, Any]) -> Iterator[tuple[str, int, Mapping[str, Any]]]:
    """Every entry of the lists of records: its list, its place in it, and itself."""
    for part, entries in value.items():
        if part not in ASIDE and isinstance(entries, list):
            for at, entry in enumerate(entries):
                if isinstance(entry, dict):
                    yield part, at, entry


def _places(value: Mapping[str, Any], record_id: str) -> Iterator[list[str | int]]:
    """Where a reading refers to a record, apart from the record's own entries."""
    for part, at, entry in _entries(value):
        if entry.get("id") != record_id:
            yield from ([part, at, *place] for place in _mentions(entry, record_id))


def _mentions(value: object, record_id: str) -> Iterator[list[str | int]]:
    if value == record_id:
        yield []
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from ([key, *place] for place in _mentions(part, record_id))
    elif isinstance(value, list):
        for at, part in enumerate(value):
            yield from ([at, *place] for place in _mentions(part, record_id))


def _without(value: Mapping[str, Any], record_id: str) -> dict[str, Any]:
    """A reading without the entries of a record; lists that are empty then go too."""
    gone = {(part, at) for part, at, entry in _entries(value) if entry.get("id") == record_id}
    left: dict[str, Any] = {}
    for part, content in value.items():
        if any(part == name for name, _ in gone):
            kept = [entry for at, entry in enumerate(content) if (part, at) not in gone]
            if kept:
                left[part] = kept
        else:
            left[part] = content
    return left
