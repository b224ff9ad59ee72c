"""What is known of the language, of no article: the lists in ``knowledge``, read once."""

from __future__ import annotations

from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@cache
def lines(name: str) -> tuple[str, ...]:
    """The lines of a file of ``knowledge`` that are neither empty nor comments.

    Parameters
    ----------
    name : str
        With its ending: ``events.tsv``.
    """
    path = resources.files("depositary.extraction").joinpath("knowledge", name)
    read = path.read_text("utf-8").splitlines()
    return tuple([line for line in read if line and line[0] != "#"])


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """The cells of a TSV file of ``knowledge``, without its header."""
    return tuple(tuple(line.split("\t")) for line in lines(name)[1:])


@cache
def lists(name: str) -> Mapping[str, frozenset[str]]:
    """The named lists of a TSV file with the columns ``list`` and ``words``.

    Examples
    --------
    >>> "whose" in lists("grammar.tsv")["subordinators"]
    True
    """
    return MappingProxyType({key: frozenset(words.split()) for key, words in rows(name)})


def parts(cell: str) -> list[str]:
    """The names in a cell that holds several, with commas between them."""
    return [part for part in cell.split(", ") if part]
