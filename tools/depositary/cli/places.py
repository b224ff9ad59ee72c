"""A folder, a file or an address: where a release may stand, and whom its reader trusts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    from depositary.release.stores import Address


def place(text: str) -> Path | Address:
    """The folder, the file or the address that a text names."""
    from depositary.release.stores import place_of

    return place_of(text)


def signers(callback: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options by which a reader says who may have signed."""
    one = click.option(
        "--signer", default="", metavar="NAME", help="The only one who may have signed."
    )
    several = click.option(
        "--allowed-signers",
        type=click.Path(path_type=Path, dir_okay=False),
        metavar="FILE",
        help="Your own list of who may sign, as ssh-keygen has it.  [default: the one beside it]",
    )
    return several(one(callback))
