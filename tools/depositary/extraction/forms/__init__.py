"""What was found in texts, in the form that is asked for: one module a form, loaded when used."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from depositary.extraction.annotating import Annotated

FORMS = ("text", "jsonl", "webannotation", "html")
"""The words for ``--format``; each is a module ``as_<word>`` beside this one."""


def written(form: str, found: Iterable[Annotated], *, is_coloured: bool = False) -> Iterator[str]:
    """Annotated texts in a form.

    Parameters
    ----------
    form : str
        One of :data:`FORMS`.
    found : iterable of Annotated
        Taken one after the other; none is kept.
    is_coloured : bool
        Whether a terminal shows it that takes colours; only the form ``text`` looks at that.

    Yields
    ------
    str
        Pieces of the result, in order; a line feed belongs after each.
    """
    module = import_module(f"depositary.extraction.forms.as_{form}")
    pieces: Iterator[str] = module.pieces(found, is_coloured=is_coloured)
    return pieces
