"""How many bytes does a size on the command line mean?"""

from __future__ import annotations

import re
from typing import Any

import click

_FORM = re.compile(r"([0-9]+(?:\.[0-9]+)?) ?(?:([KMGT])(i?)B?|B)?", re.IGNORECASE | re.ASCII)
_POWERS = {"": 0, "K": 1, "M": 2, "G": 3, "T": 4}
_MOST_BYTES = 1 << 60


def bytes_of(text: str) -> int | None:
    """The bytes that a size means; None where it means none, or nothing.

    Parameters
    ----------
    text : str
        A number with a unit or without: ``2GB`` (SI, 1000 to the third), ``2GiB`` (IEC 80000-13,
        1024 to the third), ``512 MB``, ``1.5G``, ``800000000``.

    Examples
    --------
    >>> bytes_of("2GB"), bytes_of("1.5 kib"), bytes_of("much"), bytes_of("0")
    (2000000000, 1536, None, None)
    """
    found = _FORM.fullmatch(text.strip())
    if found is None:
        return None
    number, unit, is_binary = found.groups()
    size = float(number) * (1024 if is_binary else 1000) ** _POWERS[(unit or "").upper()]
    return int(size) if 1 <= size <= _MOST_BYTES else None


class Size(click.ParamType[int]):
    """A size in bytes."""

    name = "size"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Read it, or end the call."""
        size = value if isinstance(value, int) else bytes_of(value)
        if size is None:
            self.fail(f"{value!r} is no size; write it as 2GB, 512MB or 1.5GiB.", param, ctx)
        return size
