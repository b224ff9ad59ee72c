"""What build writes, as bytes: the tables, their descriptor, and the schema of readings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depositary import files, jsontext
from depositary.descriptor import descriptor
from depositary.findings import Finding
from depositary.schema import reading_schema
from depositary.tables import to_csv

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from depositary.building.register import Built
    from depositary.project import Project
    from depositary.schema import Law


def artefacts(project: Project, law: Law, built: Built) -> dict[Path, bytes]:
    """Every file that is derived from the law and the readings, in the order of writing."""
    made = {project.schema / "reading.json": jsontext.canonical(reading_schema(law))}
    for name, rows in built.tables.items():
        made[project.datapackage / "data" / f"{name}.csv"] = to_csv(rows)
    made[project.datapackage / "datapackage.json"] = jsontext.canonical(
        descriptor(law, built.tables)
    )
    return made


def write(project: Project, made: Mapping[Path, bytes]) -> tuple[str, ...]:
    """Bring the derived files in step; those that are right already are not touched.

    Returns
    -------
    tuple of str
        The files that changed or went, as paths in the project. A table that the law no longer
        knows goes with them.

    Raises
    ------
    Unavailable
        E105 to E107; running build again completes the work.
    """
    with files.locked(project.root / ".depositary"):
        files.settle(*made)
        changed = [
            project.name_of(path) for path, data in made.items() if files.replace(path, data)
        ]
        for path in _strays(project, made):
            path.unlink()
            changed.append(project.name_of(path))
    return tuple(changed)


def _strays(project: Project, made: Mapping[Path, bytes]) -> list[Path]:
    return [
        path for path in sorted((project.datapackage / "data").glob("*.csv")) if path not in made
    ]


def out_of_step(project: Project, made: Mapping[Path, bytes]) -> list[Finding]:
    """What is not as build would write it: the first such file at its first differing line."""
    stale: dict[str, list[tuple[Path, bytes | None, bytes]]] = {}
    for path, data in made.items():
        there = files.read_bytes(path) if path.is_file() else None
        if there != data:
            code = "E502" if path.parent == project.schema else "E501"
            stale.setdefault(code, []).append((path, there, data))
    for path in _strays(project, made):
        stale.setdefault("E501", []).append((path, files.read_bytes(path), b""))
    return [
        _stale(code, first, [project.name_of(path) for path, *_ in (first, *rest)])
        for code, (first, *rest) in stale.items()
    ]


def _stale(code: str, first: tuple[Path, bytes | None, bytes], names: Sequence[str]) -> Finding:
    """One command mends them all, so that they are one finding."""
    _, there, data = first
    line = 0
    if there is None:
        message = f"{names[0]} is not there yet."
    else:
        ours, theirs = data.splitlines(), there.splitlines()
        line = next(
            (at for at, (a, b) in enumerate(zip(ours, theirs, strict=False), 1) if a != b),
            min(len(ours), len(theirs)) + 1,
        )
        message = f"{names[0]} is not what the readings and the law make of it; "
        message += f"line {line} is the first that differs."
    if others := [name.removeprefix("datapackage/") for name in names[1:]]:
        message += f" Nor are {len(others)} more in step: {', '.join(others)}."
    return Finding(
        names[0], line, min(line, 1), code, kind="stale", message=message, hint="depositary build"
    )
