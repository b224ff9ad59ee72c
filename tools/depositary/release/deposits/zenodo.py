"""A release is put on Zenodo: one record version, with the right files, whatever goes wrong.

What is there is asked of the server before anything is done, and a release is known by its release
id, which stands in the notes of its record. So a run that was cut off is finished by the next one,
and a record is never made twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from depositary import releases
from depositary.errors import CallError, DataError, Unavailable
from depositary.release.bag import TAG_MANIFEST
from depositary.release.deposits import noted
from depositary.release.deposits.account import Account

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from depositary.project import Project
    from depositary.release.deposits.deposition import Deposition
    from depositary.release.deposits.noted import Deposits
    from depositary.release.deposits.parcel import Parcel
    from depositary.release.deposits.repository import Repository

    Tell = Callable[[str, str], None]
    """Told the name of each step when it is done, and what came of it."""

_ROUNDS = 3
"""How often files that arrive changed are sent again."""


@dataclass(frozen=True, slots=True)
class Deposited:
    """What came of it.

    Parameters
    ----------
    state : {"planned", "draft", "published"}
        Of the version in the repository; ``planned`` where it is not there.
    is_new : bool
        Whether this run published it.
    record : int
        Its number; 0 in a plan.
    doi, concept_doi : str
        Of the version, and of all versions; empty where there is none yet.
    page : str
        Where people see it.
    """

    state: str
    is_new: bool = False
    record: int = 0
    doi: str = ""
    concept_doi: str = ""
    page: str = ""


@dataclass(frozen=True, slots=True)
class _Shelf:
    """What the repository holds of a dataset.

    Parameters
    ----------
    mine : Deposition or None
        The version or draft of the release itself.
    published : tuple of Deposition
        The published versions of its record, oldest first.
    draft : Deposition or None
        The one draft of its record, of whatever version.
    """

    mine: Deposition | None
    published: tuple[Deposition, ...]
    draft: Deposition | None


def planned(project: Project, parcel: Parcel, repository: Repository) -> Deposited:
    """Where a release stands in a repository, by asking alone.

    Raises
    ------
    DataError, Unavailable
        As :func:`deposited`.
    """
    _refuse(parcel)
    known = noted.deposits(project, repository.address)
    mine = _shelf(Account(repository), parcel, known).mine
    return Deposited("planned") if mine is None else _outcome(mine)


def deposited(
    project: Project, parcel: Parcel, repository: Repository, tell: Tell, *, publishes: bool
) -> Deposited:
    """Put a release into a repository, as a draft or for good.

    Parameters
    ----------
    project : Project
        Whose ``deposits.json`` notes where it lies.
    parcel : Parcel
        The release.
    repository : Repository
        The server.
    tell : callable
        Told each step when it is done.
    publishes : bool
        Whether the record is made public, which cannot be taken back.

    Raises
    ------
    CallError
        E550 where the token is of another account than the one that made the record.
    DataError
        E553 where the release is not one to deposit, E558 for a broken ``deposits.json``.
    Unavailable
        E551, E552 of the server; E554 where it has the version with other content, E557 where it
        has a later one, E556 where files keep arriving changed.
    """
    _refuse(parcel)
    known, account = noted.deposits(project, repository.address), Account(repository)
    shelf = _shelf(account, parcel, known)
    found, is_new = shelf.mine, False
    if found is None or not found.is_published:
        found = _described(account, shelf, parcel, tell)
        # At once: a run that is stopped from here on is taken up by this note.
        _note(project, parcel, repository, found)
        _fill(account, found, parcel, tell)
        if publishes:
            found, is_new = account.published(found), True
    if found.is_published:
        _confirm(account, found, parcel)
        tell("publish", f"{found.doi} is public" if is_new else f"{found.doi} was public already")
    _note(project, parcel, repository, found)
    return _outcome(found, is_new=is_new)


def _refuse(parcel: Parcel) -> None:
    if not parcel.metadata:
        raise DataError("E553", f"{parcel.archive.name} has no .zenodo.json.", "make-release")
    if not releases.is_final(parcel.version):
        raise DataError("E553", f"{parcel.version} is a try; what has a DOI stays for ever.",
                        "deposit the version itself")  # fmt: skip


def _outcome(found: Deposition, *, is_new: bool = False) -> Deposited:
    return Deposited(
        "published" if found.is_published else "draft", is_new, found.number, found.doi,
        found.concept_doi, found.page,
    )  # fmt: skip


def _note(project: Project, parcel: Parcel, repository: Repository, found: Deposition) -> None:
    known = noted.deposits(project, repository.address)
    state = "published" if found.is_published else "draft"
    version = noted.Noted(parcel.version, parcel.release_id, state, found.number, found.doi)
    noted.note(project, repository.address,
               known.with_version(version, found.concept, found.concept_doi))  # fmt: skip


# ── what is there ───────────────────────────────────────────────────────────────────────────────
def _shelf(account: Account, parcel: Parcel, known: Deposits) -> _Shelf:
    everything = _everything(account, parcel, known)
    ours = {parcel.release_id, *parcel.siblings}
    family = sorted((part for part in everything if part.marks & ours),
                    key=lambda part: (part.is_published, part.number))  # fmt: skip
    concept = known.concept or (family[-1].concept if family else "")
    record = [part for part in everything if part.concept == concept]
    published = [part for part in record if part.is_published]
    mine = [part for part in published if parcel.release_id in part.marks]
    if not mine:
        _refuse_taken(published, parcel.version)
        # A draft beside a record that is published would become a second record.
        mine = [part for part in (record if published else everything)
                if _is_draft_of(parcel, part)]  # fmt: skip
    draft = next((part for part in record if not part.is_published), None)
    return _Shelf(mine[0] if mine else None, tuple(published), draft)


def _everything(account: Account, parcel: Parcel, known: Deposits) -> list[Deposition]:
    """All depositions in order of number, with those noted that a search index may not have yet.

    A record that was published and is not there is of another account, whose records this one
    cannot continue: a second record would be made, with a second DOI for all versions.
    """
    found = {part.number: part for part in account.listed()}
    published = [part for part in known.versions if part.state == "published"][:1]
    own = known.find(parcel.release_id)
    for part in (*published, *([own] if own else [])):
        if part.record in found:
            continue
        there = account.find(part.record)
        if there is not None:
            found[part.record] = there
        elif part.state == "published":
            raise CallError(
                "E550", f"ZENODO_TOKEN is of an account without record {part.record}, which "
                f"{noted.FILE} names for {part.version}.",
                "take the token of who deposited it; where the repository was emptied, as a "
                f"sandbox is at times, remove its entry from {noted.FILE}",
            )  # fmt: skip
    return [found[number] for number in sorted(found)]


def _is_draft_of(parcel: Parcel, part: Deposition) -> bool:
    """Whether a draft is of this release; one may inherit the notes of the version before."""
    return (
        not part.is_published
        and parcel.release_id in part.marks
        and part.version in ("", parcel.version)
    )


def _refuse_taken(published: Sequence[Deposition], version: str) -> None:
    for part in published:
        if part.version == version:
            raise Unavailable("E554", f"Record {part.number} is {version} with other content.",
                              "a version is never given twice: release the next one")  # fmt: skip
        if releases.is_version(part.version) and (
            releases.ordinal(part.version) > releases.ordinal(version)
        ):
            raise Unavailable("E557", f"{part.version} is there; {version} would be shown as the "
                              "newest.", "deposit versions in their order")  # fmt: skip


# ── making it ───────────────────────────────────────────────────────────────────────────────────
def _described(account: Account, shelf: _Shelf, parcel: Parcel, tell: Tell) -> Deposition:
    """The draft of a release, found or made, with its metadata."""
    draft = shelf.mine or shelf.draft
    if draft is not None:
        tell("draft", f"takes up {draft.number}, which was there")
    elif shelf.published:
        draft = account.next_version(shelf.published[-1])
        tell("draft", f"{draft.number}, a new version of {shelf.published[-1].number}")
    else:
        draft = account.made(_metadata(parcel), lambda part: _is_draft_of(parcel, part))
        tell("draft", f"{draft.number}, a new record")
    return account.described(draft, _metadata(parcel))


def _metadata(parcel: Parcel) -> dict[str, Any]:
    """The metadata of a release, with its id: for readers, and to know it again."""
    mark = f"Release id (SHA-256 of {TAG_MANIFEST}): {parcel.release_id}"
    notes = [parcel.metadata["notes"]] if "notes" in parcel.metadata else []
    return {**parcel.metadata, "notes": " ".join([*notes, mark])}


def _fill(account: Account, draft: Deposition, parcel: Parcel, tell: Tell) -> None:
    """Give a draft the files of the release and no others; those that are right stay."""
    wanted = {item.name: item for item in parcel.items}
    for _ in range(_ROUNDS + 1):
        held = account.held(draft)
        right = {part.name for part in held
                 if part.name in wanted and part.md5 == wanted[part.name].md5}  # fmt: skip
        wrong = [part for part in held if part.name not in right]
        if not wrong and len(right) == len(wanted):
            tell("files", f"{len(wanted)} of them, MD5 compared")
            return
        for part in wrong:
            account.remove(draft, part)
        for item in parcel.items:
            if item.name not in right:
                account.put(draft, item)
                tell("upload", f"{item.name}, {item.size_bytes:,} bytes")
    raise Unavailable("E556", f"Files of draft {draft.number} keep arriving changed.",
                      "run the same command again, or from another network")  # fmt: skip


def _confirm(account: Account, found: Deposition, parcel: Parcel) -> None:
    """Look once more at what is public; a signature that was made later may be missing there."""
    held = {part.name: part.md5 for part in account.held(found)}
    differing = [item.name for item in parcel.items if held.get(item.name, item.md5) != item.md5]
    if parcel.archive.name not in held or differing:
        raise Unavailable("E554", f"Record {found.number} has other files than the release.",
                          "look at it; a record that is public cannot be changed")  # fmt: skip
