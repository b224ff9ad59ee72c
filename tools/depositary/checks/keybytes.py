"""How is a key written down, so that two are written alike only where they are equal?"""

from __future__ import annotations

from datetime import UTC, datetime, time
from decimal import Decimal
from itertools import count
from typing import Any

from depositary.checks.fields import is_nan
from depositary.checks.keyvalues import key_of

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_PLAIN_DIGITS = 18
_apart = count()


def key_bytes(key: Any) -> bytes:
    r"""A key as bytes; what is no text begins with a NUL.

    Parameters
    ----------
    key : object
        The value of one column, or a tuple of those of several.

    Returns
    -------
    bytes
        Equal for keys that Python holds for equal. A number that is none is equal to nothing, and
        different at each call.

    Examples
    --------
    >>> key_bytes("7"), key_bytes(7), key_bytes(("7", None))
    (b'7', b'\x00n7', b'\x00(1:72:\x00-')
    >>> from decimal import Decimal
    >>> key_bytes(Decimal("7.0")) == key_bytes(7) == key_bytes(7.0)
    True
    """
    if isinstance(key, str):
        text = key.encode("utf-8", "surrogatepass")
        return b"\0s" + text if text[:1] == b"\0" else text
    if key is None:
        return b"\0-"
    if isinstance(key, tuple):
        parts = map(key_bytes, key)
        return b"\0(" + b"".join(b"%d:%b" % (len(part), part) for part in parts)
    if isinstance(key, int | float | Decimal):
        return b"\0x%d" % next(_apart) if is_nan(key) else b"\0n" + _number(key).encode()
    return _other(key)


def _number(value: float | Decimal) -> str:
    """A number by its value alone, however it was written."""
    if isinstance(value, int) and abs(value) < 10**_PLAIN_DIGITS:
        return str(int(value))
    sign, digits, exponent = Decimal(value).as_tuple()
    if not isinstance(exponent, int):
        return f"{sign}{exponent}"
    figures = "".join(map(str, digits)).lstrip("0")
    short = figures.rstrip("0")
    exponent += len(figures) - len(short)
    if not short:
        return "0"
    minus = "-" if sign else ""
    if 0 <= exponent <= _PLAIN_DIGITS - len(short):
        return f"{minus}{short}{'0' * exponent}"
    return f"{minus}{short}e{exponent}"


def _other(key: Any) -> bytes:
    """A moment, by when it is where it has a zone; or what a file of typed columns may hold."""
    offset = key.utcoffset() if isinstance(key, datetime | time) else None
    if isinstance(key, datetime) and offset is not None:
        return b"\0u%b" % repr(key - _EPOCH).encode()
    if isinstance(key, time) and offset is not None:
        since_midnight = datetime.combine(_EPOCH, key, UTC) - offset - _EPOCH
        return b"\0v%b" % repr(since_midnight).encode()
    if isinstance(key, list | dict):
        return key_bytes(key_of(key))
    name = type(key).__qualname__
    return f"\0{name}:{key!r}".encode("utf-8", "surrogatepass")
