"""Where git asks for a merge: three files of a reading become one, and how git learns to ask."""

from __future__ import annotations

import shlex
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from depositary import files, jsontext, reading, schema
from depositary.errors import CallError, DepositaryError, Unavailable
from depositary.project import packaged_schema
from depositary.review import merging

if TYPE_CHECKING:
    from depositary.jsontext import Document
    from depositary.project import Project
    from depositary.schema import Law

NAME = "depositary-reading"
PATTERN = f"*{reading.SUFFIX}"
_ARGUMENTS = "merge-reading --marker-size %L %O %A %B %P"
_MARKER = 7  # characters of git's markers


@dataclass(frozen=True, slots=True)
class Versions:
    """The files that git hands over.

    Parameters
    ----------
    base, ours, theirs : Path
        What both began with (empty where there was nothing), and what each made of it.
    name : Path
        Where the reading stands in the work tree, which says whose law it follows.
    marker_size : int
        Characters of a marker of conflict.
    """

    base: Path
    ours: Path
    theirs: Path
    name: Path
    marker_size: int = _MARKER


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a merge went; ``is_by_lines`` where a file is no reading in due form."""

    is_clean: bool
    is_by_lines: bool


def merge_files(versions: Versions) -> Outcome:
    """Merge three files; the result takes the place of ours, as git wants it.

    Where one of them is not a reading in due form, git merges their lines instead.

    Parameters
    ----------
    versions : Versions
        Three files.

    Raises
    ------
    CallError
        E103, E104 where a file is not there.
    Unavailable
        E105 to E107; E822 where git is needed and does not answer.
    """
    contents = [files.read_bytes(path) for path in (versions.base, versions.ours, versions.theirs)]
    law = _law_of(versions.name)
    values = [_value_of(content, law) for content in contents] if law else [None]
    base, *sides = values
    if law is None or base is None or None in sides:
        return Outcome(_merge_lines(versions), is_by_lines=True)
    merged = merging.merge(base, sides[0] or {}, sides[1] or {}, law)
    ours, theirs = (
        reading.canonical(jsontext.Document("", "", dict(side)), law).decode()
        for side in (merged.ours, merged.theirs)
    )
    text = merging.woven(ours, theirs, marker_size=versions.marker_size)
    files.replace(versions.ours, text.encode())
    return Outcome(ours == theirs, is_by_lines=False)


def _law_of(name: Path) -> Law | None:
    """The law of the project that a reading belongs to; the packaged one where that has none."""
    for folder in (name.absolute().parent.parent / "schema", packaged_schema()):
        try:
            return schema.load(folder)
        except DepositaryError:  # it may be in the middle of a merge itself
            continue
    return None


def _value_of(content: bytes, law: Law) -> dict[str, object] | None:
    """What a file says, where it is a reading in due form; an empty file is an empty reading."""
    if not content.strip():
        return {}
    document, faults = jsontext.parse(content, "")
    if document is None or faults or _has_faults(document, law):
        return None
    value: dict[str, object] = document.value
    return value


def _has_faults(document: Document, law: Law) -> bool:
    faults = reading.faults_of(document, law, ())
    return any(fault.code != "E415" for fault in faults)  # custody is not in question here


def _merge_lines(versions: Versions) -> bool:
    """Merge three files line by line, as git does without a driver; whether nothing conflicts."""
    done = _git(
        Path(),
        "merge-file", f"--marker-size={versions.marker_size}",
        "-L", "ours", "-L", "base", "-L", "theirs",
        str(versions.ours.absolute()), str(versions.base.absolute()),
        str(versions.theirs.absolute()),
    )  # fmt: skip
    if done.returncode > _MOST_CONFLICTS:
        raise Unavailable("E822", f"git cannot merge {versions.name}: {done.stderr.strip()}")
    return done.returncode == 0


_MOST_CONFLICTS = 127  # git's own limit; above it the exit code is that of an error


def install(project: Project, interpreter: str) -> tuple[str, ...]:
    """Have git call us for readings, in this clone; what was done, in words.

    Parameters
    ----------
    project : Project
        In a clone of a repository.
    interpreter : str
        The Python that has this package: git may be called where it is not on the path.

    Returns
    -------
    tuple of str
        A line for each thing that was changed; empty where all was there.

    Raises
    ------
    CallError
        E822 where the project is in no repository.
    """
    if _git(project.root, "rev-parse", "--is-inside-work-tree").returncode:
        raise CallError("E822", f"{project.root} is in no git repository.", "git init")
    call = f"{shlex.quote(interpreter)} -m depositary {_ARGUMENTS}"
    wanted = {f"merge.{NAME}.name": "readings, entry by entry", f"merge.{NAME}.driver": call}
    done = []
    for key, value in wanted.items():
        if _git(project.root, "config", "--local", key).stdout.rstrip("\n") != value:
            _git(project.root, "config", "--local", key, value)
            done.append(f"git config {key}")
    if not _is_asked_for(project):
        attributes = project.root / ".gitattributes"
        held = attributes.read_bytes() if attributes.exists() else b""
        line = f"seeds/{PATTERN} merge={NAME}\n".encode()
        files.replace(
            attributes, held + (b"" if held.endswith(b"\n") or not held else b"\n") + line
        )
        done.append(".gitattributes")
    return tuple(done)


def _is_asked_for(project: Project) -> bool:
    """Whether the attributes of the repository name us for readings already."""
    sample = project.seeds / f"any{reading.SUFFIX}"
    said = _git(project.root, "check-attr", "merge", "--", str(sample.absolute())).stdout
    return said.rstrip().endswith(f": {NAME}")


def _git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(  # noqa: S603 - arguments are ours
            ["git", *arguments],  # noqa: S607 - the git of whoever works here
            cwd=folder, capture_output=True, text=True, check=False,
        )  # fmt: skip
    except FileNotFoundError as error:
        raise Unavailable("E822", "There is no git on this machine.", "install git") from error
