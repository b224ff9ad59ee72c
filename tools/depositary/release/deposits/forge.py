"""A release gets its tag in git, with the release id, and a release of the code forge by ``gh``.

On the forge a release is a draft until every file of it is there, and is published once: some make
it immutable then. What is there is asked first, so that a run that was cut off is finished by the
next one.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from depositary import releases
from depositary.errors import DataError, Unavailable
from depositary.release import editions
from depositary.release.differences import compare
from depositary.safetext import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from depositary.project import Project
    from depositary.release.deposits.parcel import Item, Parcel

    Tell = Callable[[str, str], None]

_NOT_THERE = re.compile(r"release not found|HTTP 404", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Tagged:
    """What came of it.

    Parameters
    ----------
    tag : str
        ``v1.0.0``.
    state : {"planned", "tagged", "pushed", "published"}
        How far it went: the tag here, the tag at the remote, the release of the forge.
    is_new : bool
        Whether this run made the tag.
    page : str
        Of the release on the forge; empty where there is none.
    without : str
        What was missing to go further; empty where nothing was.
    """

    tag: str
    state: str
    is_new: bool = False
    page: str = ""
    without: str = ""


def tagged(
    project: Project, parcel: Parcel, tell: Tell, *, publishes: bool, is_plan: bool = False
) -> Tagged:
    """Give a release its tag and, where asked, push it and make a release of the forge.

    Parameters
    ----------
    project : Project
        Whose repository is tagged.
    parcel : Parcel
        The release.
    tell : callable
        Told each step when it is done.
    publishes : bool
        Whether anything leaves this machine.
    is_plan : bool
        Whether nothing is done at all.

    Raises
    ------
    DataError
        E555 where the commit holds another register than the release.
    Unavailable
        E554 where the tag or the forge's release is there with other content, E559 where git or
        gh fails.
    """
    tag = f"v{parcel.version}"
    is_new = not _is_tagged(project, parcel, tag)
    if is_new:
        _refuse_other_register(project, parcel)
    if is_plan:
        return Tagged(tag, "planned", is_new)
    if is_new:
        _git(project, "tag", "--annotate", "--file=-", tag, given=_message(parcel))
    tell("tag", f"{tag}, with the release id" if is_new else f"{tag} was there")
    if not publishes:
        return Tagged(tag, "tagged", is_new)
    remote = _remote(project)
    if not remote:
        return Tagged(tag, "tagged", is_new, without="a remote")
    _git(project, "push", "--quiet", remote, f"refs/tags/{tag}")
    tell("push", f"{tag} to {remote}")
    if shutil.which("gh") is None:
        return Tagged(tag, "pushed", is_new, without="gh")
    return Tagged(tag, "published", is_new, _Forge(project, parcel, tag, tell).published())


# ── the tag ─────────────────────────────────────────────────────────────────────────────────────
def _message(parcel: Parcel) -> str:
    return f"{parcel.title} {parcel.version}\n\nRelease id: {parcel.release_id}\n"


def _is_tagged(project: Project, parcel: Parcel, tag: str) -> bool:
    """Whether the tag is there; it never moves, so that another one stops the way."""
    said = _git(project, "for-each-ref", "--format=%(objecttype) %(contents)", f"refs/tags/{tag}")
    if not said:
        return False
    if not said.startswith("tag ") or parcel.release_id not in said:
        raise Unavailable("E554", f"Tag {tag} is there, and does not name {parcel.release_id}.",
                          f"look at it: git show {tag}")  # fmt: skip
    return True


def _refuse_other_register(project: Project, parcel: Parcel) -> None:
    """A tag says what a release was made from, so the commit must hold the same facts."""
    committed = editions.of_revision(project, "HEAD")
    changes = compare(editions.of_archive(parcel.archive), committed)
    if changes.schema or any(changes.counts.values()):
        raise DataError(
            "E555", f"The commit holds other tables than {parcel.name} {parcel.version}.",
            "commit what the release was made from, or check that commit out",
        )  # fmt: skip


def _remote(project: Project) -> str:
    names = _git(project, "remote").split()
    return "origin" if "origin" in names else (names[0] if len(names) == 1 else "")


# ── the forge ───────────────────────────────────────────────────────────────────────────────────
class _Forge:
    """The release of a tag, by ``gh``."""

    def __init__(self, project: Project, parcel: Parcel, tag: str, tell: Tell) -> None:
        self.project, self.parcel, self.tag, self.tell = project, parcel, tag, tell

    def published(self) -> str:
        """The address of the release, with all files and public."""
        found = self._found()
        if found is None:
            self._create()
            found = self._seen()
        missing = self._missing(found)
        if missing and not found["isDraft"]:
            raise Unavailable("E554", f"Release {self.tag} of the forge has other files.",
                              f"look at it: gh release view {self.tag}")  # fmt: skip
        if missing:
            self._upload(missing)
            found = self._seen()
            if left := self._missing(found):
                raise _failed("gh", f"{left[0].name} is not what was uploaded")
        if found["isDraft"]:
            self._gh("edit", "--draft=false")
            found = self._seen()
        self.tell("forge", f"{self.tag} is public, with {len(found['assets'])} files")
        return str(found["url"])

    def _found(self) -> Mapping[str, Any] | None:
        done = _run(self.project, ["gh", "release", "view", self.tag, "--json=assets,isDraft,url"])
        if done.returncode:
            if _NOT_THERE.search(done.stderr):
                return None
            raise _failed("gh", done.stderr)
        try:
            value = json.loads(done.stdout)
            if {"assets", "isDraft", "url"} <= set(value):
                return dict(value)
        except (ValueError, TypeError) as error:
            raise _failed("gh", done.stdout) from error
        raise _failed("gh", done.stdout)

    def _seen(self) -> Mapping[str, Any]:
        found = self._found()
        if found is None:
            raise _failed("gh", f"release {self.tag} is not there after it was made")
        return found

    def _create(self) -> None:
        more = [] if releases.is_final(self.parcel.version) else ["--prerelease"]
        self._gh("create", "--draft", "--verify-tag", "--title",
                 f"{self.parcel.title} {self.parcel.version}", "--notes-file=-", *more,
                 given=f"Release id: `{self.parcel.release_id}`\n")  # fmt: skip

    def _missing(self, found: Mapping[str, Any]) -> list[Item]:
        """What is not there as it should be; by its hash where the forge tells one."""
        there = {part["name"]: part for part in found["assets"]}
        return [item for item in self.parcel.items if not _is_same(item, there.get(item.name))]

    def _upload(self, items: Sequence[Item]) -> None:
        with tempfile.TemporaryDirectory() as folder:
            paths = []
            for item in items:
                path = item.content
                if isinstance(path, bytes):
                    path = Path(folder, item.name)
                    path.write_bytes(item.content)  # type: ignore[arg-type]
                paths.append(str(path.absolute()))
            self._gh("upload", "--clobber", *paths)
        self.tell("upload", f"{len(items)} files")

    def _gh(self, verb: str, *arguments: str, given: str = "") -> None:
        done = _run(self.project, ["gh", "release", verb, self.tag, *arguments], given)
        if done.returncode:
            raise _failed("gh", done.stderr)


def _is_same(item: Item, there: Mapping[str, Any] | None) -> bool:
    if there is None or there.get("size") != item.size_bytes:
        return False
    return not there.get("digest") or there["digest"] == f"sha256:{item.sha256}"


# ── the programs ────────────────────────────────────────────────────────────────────────────────
def _git(project: Project, *arguments: str, given: str = "") -> str:
    done = _run(project, ["git", *arguments], given)
    if done.returncode:
        raise _failed("git", done.stderr)
    return done.stdout.strip()


def _run(project: Project, command: list[str], given: str = "") -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(  # noqa: S603 - programs of the PATH, arguments ours
            command, cwd=project.root, input=given, capture_output=True, check=False,
            encoding="utf-8", errors="replace",
        )  # fmt: skip
    except FileNotFoundError as error:
        raise _failed(command[0], "it is not installed") from error


def _failed(program: str, words: str) -> Unavailable:
    return Unavailable("E559", f"{program} failed: {one_line(words.strip(), 300)}",
                       "mend that, and run the same command again")  # fmt: skip
