"""A folder, a file or an address: what an option takes where a release may stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from depositary.release.stores import Address


def place(text: str) -> Path | Address:
    """The folder, the file or the address that a text names."""
    from depositary.release.stores import place_of

    return place_of(text)
