"""Where was each version deposited? A file of the project, so that the next version finds it.

The server is asked what is there; this file only says where to ask, and keeps the DOIs for people.
It lies beside ``schema/``, not in it: it says what a server answered, not what somebody decided, so
that a deposit never changes the dataset.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from depositary import files, jsontext, releases
from depositary.errors import DataError

if TYPE_CHECKING:
    from depositary.project import Project

FILE = "deposits.json"
_TRIAL = "10.5072/"
"""The prefix of DOIs that nobody resolves (DataCite, "Test prefix"); sandboxes give them."""
_STATES = ("draft", "published")


@dataclass(frozen=True, slots=True)
class Noted:
    """A version as it was deposited.

    Parameters
    ----------
    version, release_id : str
        Of the release.
    state : {"draft", "published"}
        When it was last looked at.
    record : int
        Its number in the repository.
    doi : str
        Its own; of a draft it is reserved, and leads nowhere yet. Empty where none was given.
    """

    version: str
    release_id: str
    state: str
    record: int
    doi: str


@dataclass(frozen=True, slots=True)
class Deposits:
    """What is noted of one repository.

    Parameters
    ----------
    concept : str
        The number that all versions share; empty where nothing was deposited.
    concept_doi : str
        The DOI that leads to the newest version; empty before the first is published.
    versions : tuple of Noted
        Highest first.
    """

    concept: str = ""
    concept_doi: str = ""
    versions: tuple[Noted, ...] = ()

    def find(self, release_id: str) -> Noted | None:
        """What is noted of a release."""
        return next((part for part in self.versions if part.release_id == release_id), None)

    def with_version(self, noted: Noted, concept: str, concept_doi: str) -> Deposits:
        """The same with one version more.

        A draft that became another version is forgotten, and so is a record that is no more.
        """
        others = [part for part in self.versions if self.concept in ("", concept)
                  and part.version != noted.version and part.record != noted.record]  # fmt: skip
        ordered = sorted([*others, noted], key=lambda part: releases.ordinal(part.version))
        return Deposits(concept, concept_doi or self.concept_doi, tuple(reversed(ordered)))


def deposits(project: Project, address: str) -> Deposits:
    """What a project has noted of a repository.

    Raises
    ------
    DataError
        E558 where the file is not as it was written.
    """
    value = _all(project).get(address)
    if value is None:
        return Deposits()
    try:
        versions = tuple(_noted(part) for part in value["versions"])
        return Deposits(_text(value["concept"]), _text(value["conceptDoi"]), versions)
    except (KeyError, TypeError, ValueError) as error:
        raise _unreadable(f"{FILE}: {address}: {error}.") from error


def concept_dois(project: Project) -> tuple[str, ...]:
    """The DOIs that lead to the newest version, one a repository; none that is only a trial.

    Raises
    ------
    DataError
        E558.
    """
    found = (deposits(project, address).concept_doi for address in sorted(_all(project)))
    return tuple(doi for doi in found if doi and not doi.startswith(_TRIAL))


def note(project: Project, address: str, found: Deposits) -> None:
    """Write down where versions lie; other repositories stay as they are noted.

    Raises
    ------
    Unavailable
        E105 to E107.
    """
    versions = [
        {"releaseId" if key == "release_id" else key: value for key, value in asdict(part).items()}
        for part in found.versions
    ]
    entry = {"concept": found.concept, "conceptDoi": found.concept_doi, "versions": versions}
    value = _all(project) | {address: entry}
    files.replace(project.root / FILE, jsontext.canonical(dict(sorted(value.items()))))


def _all(project: Project) -> dict[str, Any]:
    path = project.root / FILE
    if not path.is_file():
        return {}
    document, findings = jsontext.parse(files.read_bytes(path), FILE)
    if document is None or findings:
        raise _unreadable(f"{FILE}: {findings[0].message}")
    if not isinstance(document.value, dict):
        raise _unreadable(f"{FILE} is not an object.")
    return document.value


def _noted(value: Any) -> Noted:
    noted = Noted(_text(value["version"]), _text(value["releaseId"]), _text(value["state"]),
                  value["record"], _text(value["doi"]))  # fmt: skip
    releases.ordinal(noted.version)
    if type(noted.record) is not int or noted.state not in _STATES:
        message = f"{noted.record!r} is no record, or {noted.state!r} no state"
        raise ValueError(message)
    return noted


def _text(value: object) -> str:
    if not isinstance(value, str):
        message = f"{value!r} is not a text"
        raise TypeError(message)
    return value


def _unreadable(message: str) -> DataError:
    return DataError("E558", message, f"take {FILE} from git, or remove it: the server is asked")
