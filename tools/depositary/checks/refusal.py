"""What does a reader of cells answer to one that is not of its type, and what may it be told?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

Field = Mapping[str, Any]
"""The descriptor of a field."""
Read = Callable[[Any], Any]
"""What takes a cell, and returns its value or :data:`REFUSED`."""


class _Refused:
    """The answer of a reader to a cell that is not of its type."""

    def __repr__(self) -> str:
        return "REFUSED"


REFUSED: Final = _Refused()


def option(field: Field, name: str, default: str) -> str:
    """A text option of a field; the default where it is not given or not a text."""
    value = field.get(name)
    return value if isinstance(value, str) else default


def field_format(field: Field) -> str:
    """The format of a field, without the ``fmt:`` of version 0 of the standard."""
    return option(field, "format", "default").replace("fmt:", "")
