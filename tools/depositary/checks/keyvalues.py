"""What is a key: when does a row have one, when is it among others, what memory does it take?"""

from __future__ import annotations

import json
import sys
from itertools import islice
from typing import TYPE_CHECKING, Any

from depositary.checks.fields import is_nan

if TYPE_CHECKING:
    from collections.abc import Iterable

_SAMPLE_KEYS = 32


def key_of(value: Any) -> object:
    """A key as something that has a hash, whatever its values.

    Examples
    --------
    >>> key_of((1, [2])) == key_of((1, [2]))
    True
    """
    if isinstance(value, tuple):
        return tuple(map(key_of, value))
    if isinstance(value, list | dict):
        return "json", json.dumps(value, sort_keys=True, default=str)
    return value


def is_missing(key: Any, size: int) -> bool:
    """Whether a key has no value in any of its columns."""
    return key is None if size == 1 else all(value is None for value in key)


def add(keys: set[object], key: Any) -> None:
    """Put a key among keys, whatever its value."""
    try:
        keys.add(key)
    except TypeError:  # a list or an object
        keys.add(key_of(key))


def has(keys: set[object], key: Any) -> bool:
    """Whether a key is among keys; no number that is none ever is."""
    try:
        is_there = key in keys
    except TypeError:  # a list or an object
        is_there = key_of(key) in keys
    return is_there and not any(map(is_nan, key if isinstance(key, tuple) else (key,)))


def size_of(keys: Iterable[Any], count: int, each_bytes: int) -> int:
    """The memory that keys take, about: as if all were as long as the first of them.

    Parameters
    ----------
    keys : iterable
        They themselves.
    count : int
        How many they are.
    each_bytes : int
        What one takes beside itself.
    """
    sample = [*islice(keys, _SAMPLE_KEYS)]
    if not sample:
        return 0
    return count * (each_bytes + sum(map(_own_bytes, sample)) // len(sample))


def _own_bytes(key: Any) -> int:
    parts = sum(map(_own_bytes, key)) if isinstance(key, tuple) else 0
    return sys.getsizeof(key) + parts
