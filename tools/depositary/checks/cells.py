"""Is this cell what its column wants?"""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Any, Final

from depositary.checks import oddities
from depositary.checks.constraints import demands
from depositary.checks.fields import REFUSED, any_value, field_format, is_nan, is_odd, reader
from depositary.checks.ledger import Fault
from depositary.checks.words import shown, type_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from contextlib import ExitStack

    from depositary.checks.constraints import Constraint
    from depositary.checks.fields import Read
    from depositary.checks.patterns import Limited

_REMEMBERED_CELLS = 4096
_TEXT_CONSTRAINTS = frozenset({"pattern", "minLength", "maxLength"})

_REFUSED: Final = (REFUSED, 1)

UNKNOWN: Final = object()
"""What :attr:`Column.passed` gives for a cell that was not seen yet."""


class Unreadable(str):
    """A cell with bytes that are no text in the encoding of its file: reported already."""

    __slots__ = ()


class Column:
    """A column and what it wants.

    Parameters
    ----------
    name : str
        Of the field.
    kind, form : str
        Its type and format.
    read : callable
        From a cell to its value.
    missing : frozenset of str
        Cells that mean that there is no value.
    is_required, is_unique : bool
        The constraints of these names.
    is_id : bool
        Whether rows are told apart, or referred to, by it.
    constraints : sequence of Constraint
        All others.
    passed : dict
        Values of text cells that are surely right, so that a common one is read once.
    """

    __slots__ = (
        "constraints",
        "form",
        "is_id",
        "is_required",
        "is_unique",
        "kind",
        "limited",
        "missing",
        "name",
        "passed",
        "read",
    )

    def __init__(  # noqa: PLR0913 - what a field may say of its cells
        self,
        name: str,
        kind: str = "any",
        form: str = "default",
        read: Read | None = None,
        missing: frozenset[str] = frozenset({""}),
        *,
        is_required: bool = False,
        is_unique: bool = False,
        is_id: bool = False,
        constraints: Sequence[Constraint] = (),
        limited: Sequence[Limited] = (),
    ) -> None:
        self.name = name
        self.kind = kind
        self.form = form
        self.read = any_value({}) if read is None else read
        self.missing = missing
        self.is_required = is_required
        self.is_unique = is_unique
        self.is_id = is_id
        self.constraints = constraints
        self.limited = limited
        self.passed: dict[str, Any] = {}

    def clear(self, cell: object) -> Any:
        """The value of a cell that is surely right; :data:`UNKNOWN` for one that is to be judged.

        It says no less than :meth:`judge`, and quicker.
        """
        if type(cell) is not str:
            return self._clear_value(cell)
        if cell in self.missing:
            return UNKNOWN if self.is_required else None
        value = self.read(cell)
        if value is REFUSED or self._oddity(cell, value) is not None:
            return UNKNOWN
        for constraint in self.constraints:
            if not constraint.test(value):
                return UNKNOWN
        # No two NaN are one: each has to be a value of its own.
        if len(self.passed) < _REMEMBERED_CELLS and not is_nan(value):
            self.passed[cell] = value
        return value

    def _clear_value(self, cell: object) -> Any:
        """As :meth:`clear`, of a value that a file of typed columns or JSON holds, or of none."""
        if cell is None:
            return UNKNOWN if self.is_required else None
        if isinstance(cell, Unreadable) or str(cell) in self.missing:
            return UNKNOWN
        value = self.read(cell)
        if value is REFUSED or not all(each.test(value) for each in self.constraints):
            return UNKNOWN
        return value

    def judge(self, cell: object) -> tuple[Any, list[Fault]]:
        """The value of a cell, None where it has none, and what is wrong with it."""
        if cell is None or str(cell) in self.missing:
            return self._missing()
        if isinstance(cell, Unreadable):
            return cell, []
        value = self.read(cell)
        if value is REFUSED:
            return None, [self._of_other_type(cell)]
        faults = [self._broken(cell, each) for each in self.constraints if not each.test(value)]
        if isinstance(cell, str) and (odd := self._oddity(cell, value)):
            words = f"{shown(cell)} {odd.words}."
            faults.append(Fault(odd.code, odd.kind, words, odd.hint, cell, "warning"))
        return value, faults

    def weigh(self, cell: object) -> tuple[Any, int]:
        """As :meth:`judge`, but how much is wrong, without words; REFUSED for what is no value."""
        if cell is None or str(cell) in self.missing:
            return None, int(self.is_required)
        if isinstance(cell, Unreadable):
            return cell, 0
        value = self.read(cell)
        if value is REFUSED:
            return _REFUSED
        wrong = sum(not each.test(value) for each in self.constraints)
        is_odd = isinstance(cell, str) and self._oddity(cell, value) is not None
        return value, wrong + is_odd

    def _missing(self) -> tuple[None, list[Fault]]:
        if not self.is_required:
            return None, []
        words = f"The column {shown(self.name)} is required, and this row has no value in it."
        return None, [Fault("E202", "constraint-error", words, "fill the cell")]

    def _oddity(self, cell: str, value: Any) -> oddities.Oddity | None:
        """What is odd about a cell that is right."""
        if value is cell:
            return oddities.in_text(cell, is_id=self.is_id)
        if self.form == "default" and is_odd(self.kind, cell):
            words, hint = type_words(self.kind)
            return oddities.Oddity(
                "E212", "odd-form", f"is {words} in a form that few programs read", hint
            )
        if self.kind in ("integer", "number"):
            return oddities.in_number(self.kind, cell, value)
        return None

    def _of_other_type(self, cell: object) -> Fault:
        words, hint = type_words(self.kind, self.form)
        message = f"{shown(cell)} is not {words}."
        return Fault("E201", "type-error", message, hint, str(cell))

    def _broken(self, cell: object, constraint: Constraint) -> Fault:
        message = f"{shown(cell)} should be {constraint.wanted}."
        hint = constraint.hint(str(cell))
        return Fault(constraint.code, "constraint-error", message, hint, str(cell))

    def named(self, name: str) -> Column:
        """The same column under another name."""
        found = copy(self)
        found.name, found.passed = name, {}
        return found


def column(
    descriptor: Mapping[str, Any],
    inherited: frozenset[str],
    stack: ExitStack,
    *,
    is_first_version: bool,
) -> tuple[Column, list[tuple[str, str]]]:
    """The column that a field describes.

    Parameters
    ----------
    descriptor : mapping
        Of the field.
    inherited : frozenset of str
        Missing values of the schema, for a field that has none of its own.
    stack : ExitStack
        Ends what a pattern may have started.
    is_first_version : bool
        A field without a type is a string in version 1 of the standard, anything in version 2.

    Returns
    -------
    tuple
        The column; and the constraints that cannot be applied, each with a sentence.
    """
    kind = field_kind(descriptor, is_first_version=is_first_version)
    read = reader(descriptor, kind)
    wanted = demands(descriptor, kind, read, stack)
    given = descriptor.get("constraints")
    own = given if isinstance(given, dict) else {}
    bare = descriptor.get("bareNumber") is not False and not descriptor.get("groupChar")
    plain = bare and descriptor.get("decimalChar") in (None, ".")
    found = Column(
        name=str(descriptor.get("name", "")),
        kind=kind,
        form=field_format(descriptor) if plain else "its decimalChar and groupChar say",
        read=read,
        missing=missing_values(descriptor, inherited),
        is_required=own.get("required") is True,
        is_unique=own.get("unique") is True,
        constraints=wanted.constraints,
        limited=wanted.limited,
    )
    return found, wanted.problems


def field_kind(descriptor: Mapping[str, Any], *, is_first_version: bool) -> str:
    """The type of a field, also where it has none."""
    kind = descriptor.get("type")
    if isinstance(kind, str):
        return kind
    constraints = descriptor.get("constraints")
    is_text = isinstance(constraints, dict) and not _TEXT_CONSTRAINTS.isdisjoint(constraints)
    return "string" if is_first_version or is_text or "format" in descriptor else "any"


def missing_values(
    descriptor: Mapping[str, Any], inherited: frozenset[str] = frozenset({""})
) -> frozenset[str]:
    """The cells that mean that there is no value, from a field or a schema; with labels or without.

    Examples
    --------
    >>> sorted(missing_values({"missingValues": [{"value": "-", "label": "not asked"}, "NA"]}))
    ['-', 'NA']
    """
    given = descriptor.get("missingValues")
    if not isinstance(given, list):
        return inherited
    values = (entry.get("value") if isinstance(entry, dict) else entry for entry in given)
    return frozenset(value for value in values if isinstance(value, str))
