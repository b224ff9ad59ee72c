"""Which keys and names are different, and look the same?"""

from __future__ import annotations

import unicodedata
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from depositary.checks.ledger import Fault
from depositary.checks.oddities import in_text, looks
from depositary.checks.words import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from depositary.checks.seen import Seen

# Keys in other scripts that are remembered: with all of ten million, memory would not do.
_REMEMBERED = 200_000


class Twins:
    """Keys that look like one before them; costs next to nothing as long as all are ASCII."""

    __slots__ = ("_by_look",)

    def __init__(self) -> None:
        self._by_look: dict[Any, tuple[Any, int]] = {}

    @property
    def has_any(self) -> bool:
        """Whether a key was seen that is not ASCII."""
        return bool(self._by_look)

    def see(self, key: Any, row: int, seen: Seen) -> tuple[Any, int] | None:
        """The key before a new one that looks as it does, with its row; None where none does.

        Parameters
        ----------
        key : object
            A value, or a tuple of values.
        row : int
            Its row.
        seen : Seen
            All keys of the rows so far.
        """
        if is_plain(key):
            return self._by_look.get(key) if self._by_look else None
        look = look_of(key)
        before = self._by_look.get(look)
        if before is None and is_plain(look):
            first = seen.first(look)
            before = (look, first) if first is not None and first < row else None
        if before is None and len(self._by_look) < _REMEMBERED:
            self._by_look[look] = (key, row)
        return before


def is_plain(key: Any) -> bool:
    """Whether a key is ASCII, so that no letter of it is another than it seems."""
    if isinstance(key, str):
        return key.isascii()
    return not isinstance(key, tuple) or all(map(is_plain, key))


def look_of(key: Any) -> Any:
    """What keys that look the same have in common, a key in ASCII where there is one."""
    if isinstance(key, tuple):
        return tuple(map(look_of, key))
    return looks(key) if isinstance(key, str) else key


def difference(one: str, other: str) -> str:
    r"""The first letters in which two texts differ that look the same.

    Examples
    --------
    >>> difference("\N{CYRILLIC SMALL LETTER A}ct", "act")
    'CYRILLIC SMALL LETTER A for LATIN SMALL LETTER A'
    """
    for ours, theirs in zip_longest(one, other, fillvalue=""):
        if ours != theirs:
            return f"{_name(ours)} for {_name(theirs)}"
    return ""


def _name(letter: str) -> str:
    return unicodedata.name(letter, f"U+{ord(letter):04X}") if letter else "nothing"


def odd_names(names: Sequence[str], others: Iterable[str] = ()) -> Iterator[tuple[int, str, Fault]]:
    """What is odd about names: what a person would not see in them, or take for another.

    Parameters
    ----------
    names : sequence of str
        Of fields, columns or resources.
    others : iterable of str
        Names that they may stand for.

    Yields
    ------
    tuple
        Which name, the name itself, and the warning.
    """
    wanted = {each: looks(each) for each in others}
    meant = {look: each for each, look in wanted.items()}
    first: dict[str, str] = {}
    for at, name in enumerate(names):
        odd = in_text(name, is_id=True)
        if odd is not None:
            yield at, name, _fault(name, odd.code, odd.kind, odd.words, odd.hint)
        look = looks(name)
        twin = first.setdefault(look, name)
        if twin == name and name not in wanted:
            twin = meant.get(look, name)
        if twin != name:
            words = f"looks like {shown(twin)} and is another name ({difference(name, twin)})"
            yield at, name, _fault(name, "E215", "look-alike", words, f"write {twin}")


def _fault(name: str, code: str, kind: str, words: str, hint: str) -> Fault:
    return Fault(code, kind, f"The name {shown(name)} {words}.", hint, name, "warning")
