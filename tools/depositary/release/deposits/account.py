"""What one may do with an account at Zenodo, each act done once even where no answer comes.

Follows the deposit API as developers.zenodo.org describes it. An act that must not be done twice
(making a record or a version, publishing) is not repeated before the server was asked whether it
was done: Zenodo's gateway answers 504 to what is then done all the same (zenodo/zenodo#2131).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from depositary.release.deposits.deposition import deposition, held, latest_draft
from depositary.release.deposits.repository import UnsureError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from depositary.release.deposits.deposition import Deposition, Held
    from depositary.release.deposits.parcel import Item
    from depositary.release.deposits.repository import Repository

_PAGE = 100
_MOST_PAGES = 100
_TRIES = 3
_PAUSES_S = (2, 5, 15)
"""The list is a search index: how long a new draft may take to show up, a record to be public."""


@dataclass(frozen=True, slots=True)
class Account:
    """The depositions of whoever the token is of.

    Parameters
    ----------
    repository : Repository
        The server. All methods raise its E551 where it refuses, and E552 where it does not answer.
    """

    repository: Repository

    @property
    def url(self) -> str:
        """Where depositions are asked for."""
        return f"{self.repository.address}/api/deposit/depositions"

    def listed(self) -> Iterator[Deposition]:
        """Yield every deposition of the account, all versions of each, drafts too."""
        for page in range(1, _MOST_PAGES + 1):
            url = f"{self.url}?all_versions=true&size={_PAGE}&page={page}"
            value = self.repository.ask("GET", url).value
            if not isinstance(value, list):
                raise self.repository.refused("its list of depositions is none.")
            yield from map(self._read, value)
            if len(value) < _PAGE:
                return
        raise self.repository.refused("it lists more depositions than can be looked through.")

    def find(self, number: int) -> Deposition | None:
        """The deposition of a number; None where there is none."""
        value = self.repository.ask("GET", f"{self.url}/{number}").value
        return None if value is None else self._read(value)

    def made(self, metadata: Mapping[str, Any], is_it: Callable[[Deposition], bool]) -> Deposition:
        """A new record.

        Parameters
        ----------
        metadata : mapping
            Of the deposition.
        is_it : callable
            Tells it from the others of the list, where no answer came.
        """
        return self._once(lambda: self._act(self.url, {"metadata": metadata}), is_it)

    def next_version(self, latest: Deposition) -> Deposition:
        """The draft of a new version of a record; it may have one at a time."""

        def newversion() -> Deposition | None:
            value = self.repository.act("POST", f"{self.url}/{latest.number}/actions/newversion")
            number = latest_draft(value.value)
            return self.find(number) if number is not None else None

        return self._once(newversion, lambda part: (
            part.concept == latest.concept and not part.is_published))  # fmt: skip

    def described(self, draft: Deposition, metadata: Mapping[str, Any]) -> Deposition:
        """A draft with its metadata replaced."""
        url = f"{self.url}/{draft.number}"
        return self._read(self.repository.ask("PUT", url, {"metadata": metadata}).value)

    def held(self, part: Deposition) -> tuple[Held, ...]:
        """The files of a deposition, with the MD5 that the server computed."""
        try:
            return held(self.repository.ask("GET", f"{self.url}/{part.number}/files").value)
        except ValueError as error:
            raise self.repository.refused(f"{error}.") from error

    def remove(self, draft: Deposition, part: Held) -> None:
        """Take a file out of a draft; one that is gone already is gone."""
        self.repository.ask("DELETE", f"{self.url}/{draft.number}/files/{quote(part.key, safe='')}")

    def put(self, draft: Deposition, item: Item) -> None:
        """Put a file into a draft, in the place of one of that name."""
        url = f"{draft.bucket}/{quote(item.name, safe='')}"
        self.repository.ask("PUT", url, item.content)

    def published(self, draft: Deposition) -> Deposition:
        """A draft made public, for good."""
        url = f"{self.url}/{draft.number}/actions/publish"
        return self._once(lambda: self._act(url), lambda part: (
            part.number == draft.number and part.is_published), draft.number)  # fmt: skip

    def _act(self, url: str, body: object = None) -> Deposition | None:
        value = self.repository.act("POST", url, body).value
        return None if value is None else self._read(value)

    def _once(
        self,
        act: Callable[[], Deposition | None],
        is_it: Callable[[Deposition], bool],
        number: int = 0,
    ) -> Deposition:
        """What an act made; where it is not known whether it did, the server is asked first."""
        why = "it does not say what came of it"
        for _ in range(_TRIES):
            try:
                done = act()
            except UnsureError as error:
                done, why = None, str(error)
            if done is not None and is_it(done):
                return done
            for pause in _PAUSES_S:
                self.repository.wait(pause)
                found = self.find(number) if number else next(filter(is_it, self.listed()), None)
                if found is not None and is_it(found):
                    return found
        raise self.repository.silent(why)

    def _read(self, value: object) -> Deposition:
        try:
            return deposition(value)
        except ValueError as error:
            raise self.repository.refused(f"{error}.") from error
