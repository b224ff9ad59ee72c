"""A new project: the law to begin with, what the dataset is, and tables without rows yet."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from depositary import building, files, schema
from depositary.errors import CallError
from depositary.ids import slug
from depositary.project import Project, is_project

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_CREATIVE = "https://creativecommons.org"
_OPEN_DATA = "https://opendatacommons.org/licenses"
LICENSES: Mapping[str, tuple[str, str]] = {
    "CC-BY-4.0": (
        "Creative Commons Attribution 4.0 International",
        f"{_CREATIVE}/licenses/by/4.0/",
    ),
    "CC-BY-SA-4.0": (
        "Creative Commons Attribution Share Alike 4.0 International",
        f"{_CREATIVE}/licenses/by-sa/4.0/",
    ),
    "CC0-1.0": ("Creative Commons Zero v1.0 Universal", f"{_CREATIVE}/publicdomain/zero/1.0/"),
    "ODC-By-1.0": ("Open Data Commons Attribution License v1.0", f"{_OPEN_DATA}/by/1-0/"),
    "ODbL-1.0": ("Open Data Commons Open Database License v1.0", f"{_OPEN_DATA}/odbl/1-0/"),
}
"""Licences that a dataset may begin with, by their identifier of SPDX: title and address."""

_LAW = ("tables/*.json", "codes/*.json", "rules/*.sql")
_BESIDE = {
    # In the folder itself, so that git keeps it before there is an article.
    "seeds/.gitattributes": (
        "# Every offset and hash depends on these bytes: no line-end conversion, ever.\n"
        "* -text\n"
        "# Merged entry by entry, once `depositary merge-reading --install` was run.\n"
        "*.reading.json merge=depositary-reading\n"
    ),
    "datapackage/.gitattributes": "data/* -text\ndatapackage.json -text\n",
}
_IGNORED = "# What is only of this machine, and releases.\n.depositary/\ndist/\n"
_METADATA = "schema/dataset.json"


@dataclass(frozen=True, slots=True)
class About:
    """What a dataset is.

    Parameters
    ----------
    title, description : str
        In a line, and in a sentence or more.
    contributors : sequence of str
        Names of those who make it, one or more.
    updated : str
        The day of the last change, ``2031-05-07``.
    name : str
        Small letters, digits and ``-``; made from the title where it is empty.
    keywords : sequence of str
        The title, where there are none.
    license : str
        One of :data:`LICENSES`.
    """

    title: str
    description: str
    contributors: Sequence[str]
    updated: str
    name: str = ""
    keywords: Sequence[str] = ()
    license: str = "CC-BY-4.0"

    def metadata(self) -> dict[str, Any]:
        """As it stands in ``schema/dataset.json``."""
        title, path = LICENSES[self.license]
        roles = ["creator", "dataCurator", "publisher"]
        return {
            "name": self.name or slug(self.title),
            "title": self.title,
            "description": self.description,
            "version": "1.0.0",
            "updated": self.updated,
            "licenses": [{"name": self.license, "title": title, "path": path}],
            "contributors": [{"title": name, "roles": roles} for name in self.contributors],
            "keywords": [*self.keywords] or [self.title],
            "versioning": "datapackage",
        }


def begin(root: Path, about: About, law: Path) -> tuple[str, ...]:
    """Make a project in a folder, which may hold other things.

    Begun again after it was interrupted it goes on: files with the same bytes are left as they are.

    Parameters
    ----------
    root : Path
        Made where it is missing.
    about : About
        What the dataset is.
    law : Path
        A folder ``schema/`` to take tables, codes and rules from.

    Returns
    -------
    tuple of str
        Files that were written, relative to the folder.

    Raises
    ------
    CallError
        E906 where the folder is a project or would lose a file, E103 where there is no law.
    DataError
        Where the law, or what is said of the dataset, has errors; nothing is written then.
    Unavailable
        E105 to E107.
    """
    made = _made(about, law)
    _refuse_losses(root, made)
    _examine(made)
    if not (root / ".gitignore").exists():
        made = {".gitignore": _IGNORED.encode(), **made}
    written = []
    for name, data in made.items():
        path = root / name
        with files.speaking_of(path):
            files.make_folder(path.parent)
        written += [name] if files.replace(path, data) else []
    project = Project(root)
    read = schema.load(project.schema)
    derived = building.artefacts(project, read, building.build(project, read))
    return (*written, *building.write(project, derived))


def _made(about: About, law: Path) -> dict[str, bytes]:
    copied = {
        f"schema/{path.relative_to(law).as_posix()}": files.read_bytes(path)
        for pattern in _LAW
        for path in sorted(law.glob(pattern))
    }
    if not copied:
        raise CallError("E103", f"{law} holds no tables, codes or rules.", "name a folder schema/")
    beside = {name: words.encode() for name, words in _BESIDE.items()}
    words = json.dumps(about.metadata(), ensure_ascii=False, indent=2)
    # The metadata last, for they make the folder a project.
    return {**copied, **beside, _METADATA: f"{words}\n".encode()}


def _refuse_losses(root: Path, made: Mapping[str, bytes]) -> None:
    if is_project(root):
        raise CallError(
            "E906", f"{root} is a project already.", "depositary add FILE takes an article into it"
        )
    for name, data in made.items():
        path = root / name
        if path.exists() and not (path.is_file() and files.read_bytes(path) == data):
            raise CallError(
                "E906", f"{path} is there, and would be lost.", "move it away, or name a new folder"
            )


def _examine(made: Mapping[str, bytes]) -> None:
    """Refuse what would not be a law, before a folder is taken for a project."""
    with TemporaryDirectory() as scratch:
        folder = Path(scratch)
        files.write_folder(folder, made)
        schema.load(Project(folder).schema)
