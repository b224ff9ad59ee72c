"""What is remembered of the keys of a table: which are taken, which are referred to, which wait?

Each of these sets can leave memory for a shelf of the cellar, and answers from there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from depositary.checks.keyvalues import add, size_of
from depositary.checks.lookalikes import Twins
from depositary.checks.seen import Seen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from depositary.checks.keycolumns import KeyColumns
    from depositary.checks.shelves import Shelf
    from depositary.checks.sweeps import Sweep

COMPARISONS = 100_000
"""A target of more keys gives no hints, and only such a one may leave memory."""

# What CPython takes for an entry of a set, or of a list of waiting references, beside the key.
_SET_BYTES = 66
_WAITING_BYTES = 300


class Target:
    """The keys that other rows refer to.

    Parameters
    ----------
    resource : str
        Whose rows they are.
    fields : tuple of str
        The columns that make the key.
    keys : set
        The keys seen so far.
    is_complete : bool
        Whether all rows were seen.
    is_known : bool
        Whether the table could be read and has the columns; without, nothing is checked.
    """

    __slots__ = ("fields", "is_complete", "is_known", "keys", "resource", "shelf")

    def __init__(self, resource: str, fields: tuple[str, ...]) -> None:
        self.resource = resource
        self.fields = fields
        self.keys: set[object] = set()
        self.is_complete = False
        self.is_known = True
        self.shelf: Shelf | None = None

    def update(self, keys: Iterable[Any]) -> None:
        """Take keys up; None is none."""
        if self.shelf is not None:
            self.shelf.put_all(keys, 0)
        else:
            self.keys.update(keys)
            self.keys.discard(None)

    def add(self, key: Any) -> None:
        """Take a key up, whatever its value."""
        if self.shelf is not None:
            self.shelf.put(key, 0)
        else:
            add(self.keys, key)

    @property
    def size_bytes(self) -> int:
        """The memory that could be had by moving it, about."""
        count = len(self.keys)
        return size_of(self.keys, count, _SET_BYTES) if count > COMPARISONS else 0

    def move_to(self, shelf: Shelf) -> None:
        """Put all that is in memory on a shelf, and what comes after it."""
        shelf.put_all(self.keys, 0)
        self.shelf, self.keys = shelf, set()


class ForeignKey(NamedTuple):
    """Columns whose values are keys of a target."""

    fields: tuple[str, ...]
    target: Target


class Uniqueness:
    """Columns whose values together should be different in every row."""

    __slots__ = ("at", "code", "key", "kind", "names", "seen", "shelf", "twins")

    def __init__(
        self,
        code: str,
        kind: str,
        names: tuple[str, ...],
        at: tuple[int, ...],
        key: Callable[[Sequence[Any]], Any],
    ) -> None:
        self.code = code
        self.kind = kind
        self.names = names
        self.at = at
        self.key = key
        self.seen = Seen()
        self.twins: Twins | None = Twins()
        self.shelf: Shelf | None = None

    @property
    def size_bytes(self) -> int:
        """The memory that could be had by moving it, about."""
        return self.seen.size_bytes

    def move_to(self, shelf: Shelf) -> None:
        """Put all that is in memory on a shelf, and what comes after it."""
        if self.twins is not None:
            shelf.look_after_twins()
        self.seen.move_to(shelf)
        shelf.end_told()
        self.shelf, self.seen = shelf, Seen()
        self.twins = None


class Reference:
    """A foreign key, and the rows that wait for its target to be complete."""

    __slots__ = (
        "_shelf", "at", "batches", "column", "hints", "key", "names", "sweep", "target", "waiting",
    )  # fmt: skip

    def __init__(
        self,
        names: tuple[str, ...],
        at: tuple[int, ...],
        key: Callable[[Sequence[Any]], Any],
        target: Target,
    ) -> None:
        self.names = names
        self.at = at
        self.key = key
        self.target = target
        self.waiting: list[tuple[Any, str, tuple[int, int], int]] = []
        self.batches: list[KeyColumns] = []
        """From which it was not yet followed."""
        self.column: Any = None
        """The keys of the target, as pyarrow has them."""
        self.sweep: Sweep | None = None
        """Of its column, where its cells are judged when it is followed."""
        self.hints = 0
        self._shelf: Shelf | None = None

    @property
    def shelf(self) -> Shelf | None:
        """Where its rows wait, because they are many, or the keys of its target lie there."""
        if self._shelf is None and self.target.shelf is not None:
            self.move_to(self.target.shelf.another())
        return self._shelf

    @property
    def size_bytes(self) -> int:
        """The memory that could be had by moving it, about."""
        keys = (key for key, *_ in self.waiting)
        return size_of(keys, len(self.waiting), _WAITING_BYTES)

    def move_to(self, shelf: Shelf) -> None:
        """Put all that is in memory on a shelf, and what comes after it."""
        for key, _, _, row in self.waiting:
            shelf.put(key, row)
        self.waiting.clear()
        self._shelf = shelf
