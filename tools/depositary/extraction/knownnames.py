"""The names of a register, as what reads articles takes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


def known_names(
    names: Iterable[Mapping[str, str]], actors: Iterable[Mapping[str, str]]
) -> dict[str, tuple[str, str, str]]:
    """Names of the register, as :func:`~depositary.extraction.resolving.resolve` takes them.

    Parameters
    ----------
    names : iterable of mapping
        Rows of ``names``: ``actor_id name kind``; titles are none that tell one actor.
    actors : iterable of mapping
        Rows of ``actors``: ``actor_id name kind``.

    Returns
    -------
    dict
        By name: actor id, kind of actor, canonical name. A name of several actors is left out.
    """
    by_id = {row["actor_id"]: row for row in actors}
    found: dict[str, set[str]] = {}
    for name, actor_id in _pairs(names, by_id):
        found.setdefault(name, set()).add(actor_id)
    return {
        name: (actor_id, by_id[actor_id]["kind"], by_id[actor_id]["name"])
        for name, ids in found.items()
        if len(ids) == 1
        for actor_id in ids
    }


def _pairs(
    names: Iterable[Mapping[str, str]], by_id: Mapping[str, Mapping[str, str]]
) -> Iterator[tuple[str, str]]:
    for actor_id, row in by_id.items():
        yield row["name"], actor_id
    for row in names:
        if (
            row["kind"] in ("canonical", "full", "short", "acronym", "variant")
            and row["actor_id"] in by_id
        ):
            yield row["name"], row["actor_id"]
