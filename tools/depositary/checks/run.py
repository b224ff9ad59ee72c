"""Is it in due form? A project, from its law to its rules; or any Data Package."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from depositary import project
from depositary.checks.packages import DESCRIPTORS, check_package, is_archive
from depositary.checks.report import Report
from depositary.checks.timings import lap
from depositary.errors import CallError

if TYPE_CHECKING:
    from depositary.checks.cellar import Cellar
    from depositary.checks.remembered import Memory
    from depositary.findings import Finding


def check(
    path: str | Path, memory: Memory | None = None, memory_limit_bytes: int | None = None
) -> Report:
    """What is wrong in a project or in a Data Package.

    Parameters
    ----------
    path : str or Path
        A project's folder or one inside it, a folder with a ``datapackage.json`` (or, if there is
        none, a ``datapackage.yaml``), that file, or a zip that holds one.
    memory : Memory, optional
        Of earlier checks: tables that did not change since are not read again.
    memory_limit_bytes : int, optional
        The most memory that the check of a package should take: beyond it keys are kept on disk,
        where a scratch folder is made and removed. A project is held in memory in any case.

    Returns
    -------
    Report
        Every finding, sorted by place. In a project the place is in the reading that a curator
        edits, not in the table derived from it.

    Raises
    ------
    CallError
        E103, E109, E905 where there is nothing to check.
    Unavailable
        E105 to E107.
    """
    if memory_limit_bytes is None:
        return _check(Path(path), memory, None)
    from depositary.checks.cellar import Cellar

    with closing(Cellar(memory_limit_bytes)) as cellar:
        return _check(Path(path), memory, cellar)


def _check(place: Path, memory: Memory | None, cellar: Cellar | None) -> Report:
    if place.is_file():
        return _check_file(place, memory, cellar)
    if project.is_project(place):
        return _check_project(project.Project(place), memory)
    for name in DESCRIPTORS:
        descriptor = place / name
        if descriptor.is_file():
            if not descriptor.resolve().is_relative_to(place.resolve()):
                words = f"{descriptor} is a link that leads out of its folder."
                raise CallError("E109", words, "name the file that is meant")
            return _check_file(descriptor, memory, cellar)
    if not place.exists():
        raise CallError("E103", f"There is no {place}.", "check the path")
    return _check_project(_project_above(place), memory)


def _check_project(where: project.Project, memory: Memory | None) -> Report:
    # What a project needs takes longer to import than a small package takes to check.
    from depositary.checks.projects import check_project

    return check_project(where, memory)


def _project_above(place: Path) -> project.Project:
    try:
        return project.find(place)
    except CallError as error:
        raise CallError(
            "E905",
            f"{place} is neither a project nor a folder with a datapackage.json.",
            "name a project's folder, a datapackage.json, or a release",
        ) from error


def _check_file(place: Path, memory: Memory | None, cellar: Cellar | None) -> Report:
    findings, stats = check_package(place, memory=memory, cellar=cellar)
    archive = place if is_archive(place) else None
    # Rules read the tables by name: only where every file is what and where it should be.
    if (archive or _may_have_law(place.parent)) and not any(map(_is_in_the_way, findings)):
        from depositary.checks.bylaw import check_by_law

        ruled = check_by_law(place)
        lap("rules")
        found = tuple(sorted({*findings, *ruled.findings}))
        stats = {**stats, "rules": ruled.asked}
        return Report(place.parent, found, stats, ruled.words, ruled.skipped, archive)
    return Report(place.parent, tuple(sorted({*findings})), {**stats, "rules": 0}, archive=archive)


def _may_have_law(root: Path) -> bool:
    """Whether a package carries its law, or lies in a project."""
    return project.is_project(root.parent) or (root / "schemas" / "dataset.json").is_file()


def _is_in_the_way(found: Finding) -> bool:
    is_about_files = found.code.startswith("E1") and found.code != "E120"
    return is_about_files and found.severity == "error"
