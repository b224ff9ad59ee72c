"""What the page asks for, once it is sure that it is what it should be."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, get_args

import orjson

from depositary.errors import CallError
from depositary.review.decisions import Decision, Op
from depositary.review.server.marks import KINDS
from depositary.review.server.quotations import MOVES
from depositary.spans import Span

if TYPE_CHECKING:
    from collections.abc import Mapping

    from depositary.review.server.quotations import Move

_WORDS = ("table", "reason", "into")
_NUMBER = re.compile(r"[0-9]{1,11}")


def decision_of(body: bytes) -> Decision:
    """The decision that a body in JSON asks for.

    Raises
    ------
    CallError
        E804 for what is no decision.

    Examples
    --------
    >>> decision_of(b'{"op": "later", "keys": ["act-1"]}').keys
    ('act-1',)
    """
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise _unfit(f"It is not JSON: {error}.") from error
    if not isinstance(value, dict) or value.get("op") not in get_args(Op):
        raise _unfit("It names no decision that there is.")
    keys, entries = value.get("keys", []), value.get("entries", [])
    if not _are(keys, str) or not _are(entries, dict) or not all(map(_is_entry, entries)):
        raise _unfit("Its keys or entries are no lists of keys and entries.")
    words = {name: value.get(name, "") for name in _WORDS}
    if not _are([*words.values()], str):
        raise _unfit(f"Its {', '.join(_WORDS)} are not words.")
    if value["op"] == "add" and words["table"] not in KINDS:
        raise _unfit(f"There is no table {words['table']!r}.")
    return Decision(value["op"], tuple(keys), tuple(entries), **words)


def selection_of(query: Mapping[str, str]) -> tuple[Span, Move]:
    """The stretch of the article that a query names, and how its ends are to move.

    Raises
    ------
    CallError
        E804 for what is no stretch.
    """
    start, end, wanted = query.get("start", ""), query.get("end", ""), query.get("move", "")
    move: Move | None = next((each for each in MOVES if each == wanted), None)
    is_counted = all(_NUMBER.fullmatch(each) for each in (start, end))
    if move is None or not is_counted or int(start) >= int(end):
        raise _unfit("It names no stretch of the article.")
    return Span(int(start), int(end)), move


def _is_entry(value: Any) -> bool:
    """Whether a value has the shape of an entry: words and numbers, and lists of such entries.

    What it says is judged with the law in hand; what has another shape never came from the page.
    """
    if not isinstance(value, dict) or not isinstance(value.get("nth", 0), int):
        return False
    return all(
        all(_is_entry(part) or (isinstance(part, str) and name != "evidence") for part in each)
        if isinstance(each, list)
        else _is_plain(each) or (name == "proposed_by" and _is_entry(each))
        for name, each in value.items()
    )


def _is_plain(value: Any) -> bool:
    return value is None or isinstance(value, str | int | float)


def _are(values: Any, kind: type) -> bool:
    return isinstance(values, list) and all(isinstance(each, kind) for each in values)


def _unfit(message: str) -> CallError:
    return CallError("E804", message, "load the page anew")
