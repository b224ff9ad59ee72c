"""How much work may a JSON Schema and a value make, before either is given to an engine?"""

from __future__ import annotations

import math
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MOST_LEVELS = 200
_MOST_PARTS = 5_000
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")
_WORD_BITS = 63
# Keywords after which a reference cannot be followed by its text alone; two do no harm at the top.
_MOVING = frozenset({"$dynamicRef", "$recursiveRef", "$anchor", "$dynamicAnchor", "$id", "id"})
_MOVING_AT_TOP = _MOVING - {"$id", "id"}
# What applies a schema to the same value, not to a part of it.
_LISTED, _SINGLE = ("allOf", "anyOf", "oneOf"), ("not", "if", "then", "else")


class TooDeepError(ValueError):
    """A value whose nesting an engine could break on."""


def plain(value: Any, level: int = 0) -> tuple[Any, int]:
    """A value as JSON can hold it, and how large it is.

    Parameters
    ----------
    value : object
        As cells and descriptors have it. What JSON has no form for becomes a text: NaN, a date.
    level : int
        How deep it lies.

    Returns
    -------
    tuple
        The value; and the number of its characters and parts.

    Raises
    ------
    TooDeepError
        Where it is nested more than :data:`MOST_LEVELS` levels deep.

    Examples
    --------
    >>> plain({"at": [1, "two"], "share": Decimal("0.10")})
    ({'at': [1, 'two'], 'share': Decimal('0.10')}, 16)
    """
    if isinstance(value, dict | list | tuple):
        if level >= MOST_LEVELS:
            raise TooDeepError
        if isinstance(value, dict):
            pairs = [(_text(name), plain(part, level + 1)) for name, part in value.items()]
            weight = sum(len(name) + inner for name, (_, inner) in pairs)
            return {name: part for name, (part, _) in pairs}, weight + 1
        parts = [plain(part, level + 1) for part in value]
        return [part for part, _ in parts], sum(weight for _, weight in parts) + 1
    return _scalar(value)


def _scalar(value: Any) -> tuple[Any, int]:
    if value is None or isinstance(value, bool):
        return value, 1
    if isinstance(value, int):
        bits = value.bit_length()  # a longer one is held as a decimal
        return (value if bits <= _WORD_BITS else Decimal(value)), 1 + bits // _WORD_BITS
    if isinstance(value, Decimal) and value.is_finite():
        return value, len(value.as_tuple().digits)
    if isinstance(value, float) and math.isfinite(value):
        return value, 1
    text = _text(value)
    return text, len(text) + 1


def _text(value: object) -> str:
    return _HALF_CHARACTER.sub("\ufffd", str(value))


def size(schema: Any) -> int:
    """How many parts a schema has, each reference counted as what it names.

    Parameters
    ----------
    schema : object
        Not deeper than :data:`MOST_LEVELS`.

    Returns
    -------
    int
        0 where it may be without bound: it refers to itself, by a name, or to elsewhere.

    Examples
    --------
    >>> size({"$defs": {"a": {"type": "string"}}, "allOf": [{"$ref": "#/$defs/a"}]})
    6
    >>> size({"items": {"$ref": "#"}})
    0
    """
    try:
        return _Parts(schema).count(schema, 0)
    except (KeyError, IndexError, ValueError, TypeError):
        return 0


class _Parts:
    def __init__(self, root: Any) -> None:
        self._root = root
        self._counts: dict[str, int | None] = {}

    def count(self, part: Any, level: int) -> int:
        if level > MOST_LEVELS:
            raise TooDeepError
        if isinstance(part, list):
            return self._sum(part, level)
        if not isinstance(part, dict):
            return 0  # a long list of words is looked up at once
        moving = _MOVING_AT_TOP if part is self._root else _MOVING
        if any(isinstance(part.get(key), str) for key in moving):
            raise TooDeepError
        found = self._sum(part.values(), level)
        reference = part.get("$ref")
        return found + self._named(reference, level) if isinstance(reference, str) else found

    def _sum(self, parts: Iterable[Any], level: int) -> int:
        found = 1
        for part in parts:
            found += self.count(part, level + 1)
            if found > _MOST_PARTS:
                raise TooDeepError
        return found

    def _named(self, reference: str, level: int) -> int:
        if reference not in self._counts:
            self._counts[reference] = None  # until it is counted: whoever asks for it is inside
            self._counts[reference] = self.count(at(self._root, reference), level + 1)
        found = self._counts[reference]
        if found is None:
            raise TooDeepError
        return found


def is_endless(schema: Any) -> bool:
    """Whether a schema says of a value no more than that it should keep the same schema.

    Examples
    --------
    >>> is_endless({"anyOf": [{"$ref": "#"}, {"type": "string"}]})
    True
    >>> is_endless({"properties": {"next": {"$ref": "#"}}})
    False
    """
    inside: dict[str, bool] = {}  # whether a name is being followed, or was, to its end
    waiting = [("#", False)]
    while waiting:
        name, is_after = waiting.pop()
        if is_after:
            inside[name] = False
        elif inside.get(name):
            return True
        elif name not in inside:
            inside[name] = True
            waiting.append((name, True))
            waiting += [(inner, False) for inner in _in_place(schema, name)]
    return False


def _in_place(root: Any, name: str) -> Iterator[str]:
    """The references that a part of a schema applies to the same value."""
    try:
        waiting = [at(root, name)]
    except (KeyError, IndexError, ValueError, TypeError):
        return
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            if isinstance(part.get("$ref"), str):
                yield part["$ref"]
            waiting += [part[key] for key in _SINGLE if key in part]
            for key in _LISTED:
                waiting += part[key] if isinstance(part.get(key), list) else []


def at(root: Any, reference: str) -> Any:
    """What a reference within a schema names.

    Parameters
    ----------
    root : object
        The schema.
    reference : str
        ``#`` and a JSON pointer.

    Raises
    ------
    ValueError, KeyError, IndexError, TypeError
        Where it names something elsewhere, or nothing.
    """
    if reference != "#" and not reference.startswith("#/"):
        raise ValueError(reference)
    found = root
    for step in reference.split("/")[1:]:
        name = step.replace("~1", "/").replace("~0", "~")
        found = found[int(name)] if isinstance(found, list) else found[name]
    return found
