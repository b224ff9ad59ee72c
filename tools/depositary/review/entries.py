"""What entries of a reading refer to, what became of proposals, and how two are joined."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from depositary.review.edits import key_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from depositary.review.edits import Entry
    from depositary.schema import Law


def became(reading: Mapping[str, Any], law: Law) -> dict[str, tuple[str, ...]]:
    """For each proposal that a reading took in, the records that it became."""
    found: dict[str, tuple[str, ...]] = {}
    for part, entries in reading.items():
        for entry in entries if isinstance(entries, list) else ():
            by = entry.get("proposed_by") if isinstance(entry, dict) else None
            key = by.get("proposal", "") if isinstance(by, dict) else ""
            if key:
                found[key] = (*found.get(key, ()), key_of(part, entry, law))
    return found


def given(reading: Mapping[str, Any], names: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """The record that each proposal is now, whether it became one or was merged into one.

    Parameters
    ----------
    reading : mapping
        As it is.
    names : mapping of str to sequence of str
        From :func:`became`.
    """
    merged = {each["proposal"]: each.get("into", "") for each in reading.get("rejected", ())}
    return {key: all_[0] for key, all_ in names.items()} | {k: v for k, v in merged.items() if v}


def telling(law: Law, part: str) -> dict[str, tuple[str, ...]]:
    """For each list within the entries of a list, the keys that tell its parts from each other."""
    evidence = {"evidence": ("quote", "nth", "claim", "field")}
    inner = {
        place.key: tuple(
            child.entry_key(name)
            for name in child.id_columns or child.primary_key
            if name != place.parent and name not in place.fixed
        )
        for child in law.tables.values()
        for place in child.nested_in
        if place.table == part
    }
    return evidence | inner


def joined(
    entry: Mapping[str, Any], more: Mapping[str, Any], keys: Mapping[str, Sequence[str]]
) -> Entry:
    """An entry, and what another has in its lists beside it: nothing twice.

    Parameters
    ----------
    entry, more : mapping
        Of one list; where both say something of one thing, the first is believed.
    keys : mapping of str to sequence of str
        From :func:`telling`.

    Examples
    --------
    >>> keys = {"sectors": ("sector",)}
    >>> joined(
    ...     {"sectors": [{"sector": "a", "expression": "an a"}]},
    ...     {"sectors": [{"sector": "a"}, {"sector": "b"}]},
    ...     keys,
    ... )
    {'sectors': [{'sector': 'a', 'expression': 'an a'}, {'sector': 'b'}]}
    """
    value = dict(entry)
    for name, parts in more.items():
        if isinstance(parts, list):
            there = {_identity(part, keys.get(name, ())): part for part in value.get(name, ())}
            for part in parts:
                same = there.setdefault(_identity(part, keys.get(name, ())), part)
                # A part without quotes of its own has all of its entry, the new ones included.
                if isinstance(same, dict) and isinstance(part, dict) and "evidence" in same:
                    quotes = {"evidence": part.get("evidence", [])}
                    there[_identity(part, keys.get(name, ()))] = joined(same, quotes, keys)
            value[name] = [*there.values()]
    return value


def _identity(part: Any, keys: Sequence[str]) -> tuple[str, ...]:
    """What tells a part of an entry from the others: not the remarks on it."""
    if not isinstance(part, dict):
        return (str(part),)
    return tuple(str(part.get(key, "")) for key in keys or sorted(part))


def defines(entry: Mapping[str, Any]) -> bool:
    """Whether an entry says more of its record than where it is spoken of.

    Examples
    --------
    >>> defines({"id": "act-a", "evidence": []}), defines({"id": "act-a", "name": "Arvenia"})
    (False, True)
    """
    return any(not isinstance(value, list | dict) and key != "id" for key, value in entry.items())


def replaced(value: Any, names: Mapping[str, str]) -> Any:
    """A value with the ids of records in place of those of proposals, wherever they stand."""
    if isinstance(value, str):
        return names.get(value, value)
    if isinstance(value, dict):
        return {name: replaced(part, names) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [replaced(part, names) for part in value]
    return value


def references(value: Any) -> Iterator[str]:
    """Every text in a value that could be a reference: ids have no blanks."""
    if isinstance(value, str):
        if _ID.fullmatch(value):
            yield value
    elif isinstance(value, dict):
        for name, part in value.items():
            if name not in ("proposed_by", "id"):
                yield from references(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from references(part)


_ID = re.compile(r"[a-z]+-[a-z0-9-]+")


def without(entry: Mapping[str, Any], name: str) -> Entry:
    """An entry without one of its keys."""
    return {key: value for key, value in entry.items() if key != name}


def called(entry: Mapping[str, Any]) -> str:
    """What an entry is called, as far as it says so itself."""
    return str(entry.get("name") or entry.get("title") or entry.get("content") or entry.get("id"))
