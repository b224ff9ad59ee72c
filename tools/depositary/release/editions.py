"""What stands in a release, an archive, a project or a revision? Opened at the door, as a value."""

from __future__ import annotations

import subprocess
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from depositary import files, jsontext, project, releases
from depositary.errors import CallError, DataError
from depositary.release import addresses, archive
from depositary.release.bag import TAG_MANIFEST, hashes
from depositary.release.edition import Edition
from depositary.release.narrowing import Unread
from depositary.release.stores import Address

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Reader = Callable[[str], "bytes | None"]
    """The bytes of a file of a package by its path; None where it is not there."""

REVISION = "git:"
"""Before a revision that is also the name of a path."""
_GIT = ("-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=")
"""A cloned repository may name programs to run; none of them is."""


def edition_at(place: Path) -> Edition:
    """The package that a path leads to.

    Parameters
    ----------
    place : Path
        A release folder or its zip, a folder of releases (its latest), a folder with a
        ``datapackage.json`` or that file, or a project (its register).

    Raises
    ------
    CallError
        E510 where there is no package, E109 where a path in it leads out of it.
    DataError
        Where it cannot be read.
    """
    if place.is_file() and place.name != "datapackage.json":
        return of_archive(place)
    folder = place.parent if place.is_file() else place
    if project.is_project(folder):
        return of_register(project.Project(folder))
    if (folder / "datapackage.json").is_file():
        if project.is_project(folder.absolute().parent):
            return of_register(project.Project(folder.absolute().parent))
        return of_folder(folder)
    latest = last_in(folder)
    if latest is None:
        raise _unreadable(f"{place} holds no package.")
    return of_folder(folder / latest)


def edition_named(name: str, start: Path) -> Edition:
    """The package that a name leads to, wherever it is.

    Parameters
    ----------
    name : str
        What :func:`edition_at` takes; the address of an archive, of a ``datapackage.json``, of the
        folder of one or of releases (their latest); ``git:`` and a revision, or a revision that
        is no path.
    start : Path
        The project of the revision, or a folder in it.

    Raises
    ------
    CallError
        E510 where it leads to no package, E903 where a revision is asked for outside of a project.
    DataError
        Where the package cannot be read.
    Unavailable
        E531 where the address does not answer.
    """
    if name.startswith(REVISION):
        return of_revision(project.find(start), name.removeprefix(REVISION))
    if "://" in name:
        return _of_address(name)
    place = Path(name)
    if place.exists():
        return edition_at(place)
    if not name or "/" in name or name.endswith((".zip", ".json")):
        raise _unreadable(f"There is no {name or 'empty name'}.")
    return of_revision(project.find(start), name)


def _of_address(address: str) -> Edition:
    if address.partition("?")[0].endswith(".zip"):
        data = addresses.content_of(address, archive.LIMIT_BYTES)
        if data is None:
            raise _unreadable(f"There is no {Address(address)}.")
        return _edition(
            str(Address(address)), archive.unpack(data, str(Address(address))).get, "schemas"
        )
    folder = address.removesuffix("datapackage.json").rstrip("/")

    def read(name: str) -> bytes | None:
        return addresses.content_of(f"{folder}/{name}", archive.LIMIT_BYTES)

    if not address.endswith("datapackage.json") and read("datapackage.json") is None:
        index = read(releases.INDEX)
        latest = releases.parse_index(index, f"{folder}/{releases.INDEX}").latest if index else None
        if latest is not None:
            return _of_address(f"{folder}/{latest.version}")
    return _edition(str(Address(address)), read, "schemas")


def of_folder(folder: Path) -> Edition:
    """A release, or any package, in a folder."""
    return _edition(str(folder), _of_files(folder), "schemas")


def of_archive(place: Path) -> Edition:
    """A release in its zip."""
    content = archive.unpack(files.read_bytes(place, archive.LIMIT_BYTES), str(place))
    return _edition(str(place), content.get, "schemas")


def of_register(where: project.Project) -> Edition:
    """The register of a project as it stands, not released yet."""
    return _edition(str(where.root), _of_files(where.datapackage), "../schema")


def of_revision(where: project.Project, revision: str) -> Edition:
    """The register of a project as git has it at a revision.

    Raises
    ------
    CallError
        E510 where there is no such revision, or no register in it.
    """
    commit = _git(where.root, "rev-parse", "--verify", "--quiet", "--end-of-options",
                  f"{revision}^{{commit}}")  # fmt: skip
    if commit is None:
        raise _unreadable(f"{revision} is no release, and no revision of this repository.")
    sha = commit.decode().strip()

    def read(name: str) -> bytes | None:
        path = "/".join(_resolved(PurePosixPath("datapackage", name)))
        return _git(where.root, "cat-file", "blob", f"{sha}:./{path}")

    return _edition(revision, read, "../schema")


def last_in(target: Path) -> str | None:
    """The highest version in a folder of releases, pre-releases left out.

    Raises
    ------
    DataError
        E511 where its index cannot be read.
    """
    return highest(versions_in(target))


def highest(versions: Iterable[str]) -> str | None:
    """The highest of some versions, pre-releases left out."""
    return max(filter(releases.is_final, versions), key=releases.ordinal, default=None)


def versions_in(target: Path) -> list[str]:
    """The versions in a folder of releases, listed or left by an interrupted run.

    Raises
    ------
    DataError
        E511 where its index cannot be read.
    """
    if not target.is_dir():
        return []
    index = releases.read_index(target)
    versions = [part.version for part in index.releases] if index else []
    versions += [path.name for path in target.iterdir()
                 if releases.is_version(path.name) and path.is_dir()]  # fmt: skip
    return sorted(set(versions), key=releases.ordinal)


def _unreadable(message: str) -> CallError:
    return CallError("E510", message, "name a release folder, its zip, or a git revision")


def _of_files(folder: Path) -> Reader:
    def read(name: str) -> bytes | None:
        path = folder / name
        return files.read_bytes(path) if path.is_file() else None

    return read


def _git(folder: Path, *arguments: str) -> bytes | None:
    """What a git command says; None where it fails."""
    try:
        done = subprocess.run(  # noqa: S603 - arguments are ours; a revision follows --end-of-options
            ["git", "-C", str(folder), *_GIT, *arguments],  # noqa: S607 - the git of the PATH
            capture_output=True, check=False,
        )  # fmt: skip
    except FileNotFoundError as error:
        raise _unreadable("git is not installed, so that no revision can be read.") from error
    return done.stdout if done.returncode == 0 else None


def _resolved(path: PurePosixPath) -> list[str]:
    """The parts of a path without ``..``, which git does not follow."""
    parts: list[str] = []
    for part in path.parts:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return parts


# ── a package ───────────────────────────────────────────────────────────────────────────────────
def _edition(name: str, read: Reader, law: str) -> Edition:
    data = read("datapackage.json")
    if data is None:
        raise _unreadable(f"{name} has no datapackage.json.")
    descriptor = _json(data, f"{name}/datapackage.json")
    resources = descriptor.get("resources") if isinstance(descriptor, dict) else None
    if not isinstance(resources, list) or not all(map(_is_table, resources)):
        raise _unreadable(f"{name} is no package of tables.")
    contents: dict[str, bytes] = {}
    laws = {}
    for resource in resources:
        table = resource["name"]
        content = read(_inside(resource["path"]))
        if content is None:
            raise _unreadable(f"{name} has no {resource['path']}.")
        contents[table] = content
        if schema := read(f"{law}/tables/{table}.json"):
            laws[table] = _json(schema, f"{name}/{law}/tables/{table}.json")
    tags, changelog = read(TAG_MANIFEST), read("CHANGELOG.md") if law == "schemas" else None
    return Edition(
        name,
        str(descriptor.get("version", "")),
        descriptor,
        Unread(contents),
        laws,
        hashes({TAG_MANIFEST: tags})[TAG_MANIFEST] if tags else "",
        changelog.decode("utf-8", "replace") if changelog else "",
    )


def _json(data: bytes, name: str) -> Any:
    document, findings = jsontext.parse(data, name)
    if document is None:
        raise DataError(findings[0].code, f"{name}: {findings[0].message}", "", findings)
    return document.value


def _is_table(resource: object) -> bool:
    return (
        isinstance(resource, dict)
        and all(isinstance(resource.get(key), str) for key in ("name", "path"))
        and isinstance(resource.get("schema"), dict)
    )


def _inside(path: str) -> str:
    parts = PurePosixPath(path)
    if parts.is_absolute() or ".." in parts.parts or "\\" in path or ":" in path:
        raise CallError("E109", f"The path {path} leads out of the package.")
    return path
