"""Where things are: the three folders of a project, and the law that the package carries."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from depositary.errors import CallError


class Project(NamedTuple):
    """A folder with ``schema/``, ``seeds/`` and ``datapackage/``.

    Parameters
    ----------
    root : Path
        The folder.
    """

    root: Path

    @property
    def schema(self) -> Path:
        """The law: what someone decided."""
        return self.root / "schema"

    @property
    def seeds(self) -> Path:
        """The originals and what was read in them: what was received."""
        return self.root / "seeds"

    @property
    def datapackage(self) -> Path:
        """The register: what follows from both."""
        return self.root / "datapackage"

    def name_of(self, path: Path) -> str:
        """A path as findings show it: relative to the project, ``/`` between parts."""
        return path.relative_to(self.root).as_posix()


def find(start: Path) -> Project:
    """The project that a folder is or lies in.

    Parameters
    ----------
    start : Path
        A folder.

    Raises
    ------
    CallError
        E903 where neither it nor a folder above it holds ``schema/dataset.json`` and ``seeds/``.
    """
    for folder in (start, *start.resolve().parents):
        if is_project(folder):
            return Project(folder)
    raise CallError(
        "E903",
        f"{start} is not in a project: no folder with schema/dataset.json and seeds/.",
        "go to the project's folder, name it with --project, or make one: depositary init",
    )


def is_project(folder: Path) -> bool:
    """Whether a folder is the root of a project."""
    return (folder / "schema" / "dataset.json").is_file() and (folder / "seeds").is_dir()


def packaged_schema() -> Path:
    """The default law: in a wheel the copy inside the package, in a checkout the repository's."""
    inside = Path(__file__).parent / "template" / "schema"
    return inside if inside.is_dir() else Path(__file__).parents[2] / "schema"
