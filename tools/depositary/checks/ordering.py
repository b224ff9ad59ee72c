"""In which order are the tables of a package read?"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from depositary.checks.keys import ForeignKey
    from depositary.checks.resources import Resource


def targets_first(
    tables: Sequence[Resource], foreign: Mapping[str, Iterable[ForeignKey]]
) -> list[Resource]:
    """Tables, each after those that it refers to, where no circle prevents it."""
    by_name = {each.name: each for each in tables}
    ordered: dict[str, Resource] = {}
    waiting = [(each, False) for each in reversed(tables)]
    begun: set[str] = set()
    while waiting:
        each, is_after = waiting.pop()
        if is_after:
            ordered.setdefault(each.name, each)
        elif each.name not in begun:
            begun.add(each.name)
            waiting.append((each, True))
            wanted = [key.target.resource for key in foreign[each.name]]
            waiting += [(by_name[name], False) for name in wanted if name in by_name]
    return list(ordered.values())
