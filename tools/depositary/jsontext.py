"""JSON that people or strangers wrote: read strictly, with the place of every value; and ours.

The standard library reads (orjson and it keep the last of two equal keys, and orjson turns large
integers into floats, both without a word); here that is refused. Places are worked out only when
a finding needs one, each object and array once.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from itertools import islice
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import TYPE_CHECKING, Any

from depositary.decoding import decoded, place_at
from depositary.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

Pointer = tuple[str | int, ...]
"""The way to a value: keys and indexes from the top, as in ``("events", 0, "title")``."""

DEEPEST = 200
"""Objects and arrays within each other; deeper ones exhaust the readers of other programs."""

_BLANK = re.compile(r"[ \t\n\r]*")
_DECODER = json.JSONDecoder()
_STRING = r'"[^"\\]*(?:\\.[^"\\]*)*"'
_MOST_LISTED = 100  # of one sort of finding


class Document:
    """A JSON text that was read.

    Parameters
    ----------
    file : str
        Its path, as findings should show it.
    text : str
        The text, decoded from UTF-8 with no translation of line ends.
    value : object
        What it says.
    """

    __slots__ = ("_inner", "_line_ends", "file", "text", "value")

    def __init__(self, file: str, text: str, value: Any) -> None:
        self.file, self.text, self.value = file, text, value
        self._inner: dict[Pointer, dict[str | int, tuple[int, int]]] = {}
        self._line_ends: list[int] | None = None

    def place(self, pointer: Pointer, *, key: bool = False) -> tuple[int, int]:
        """The line and character column, both from 1, where a value begins.

        Parameters
        ----------
        pointer : tuple of str and int
            Where nothing is there, the nearest value above it.
        key : bool
            The place of the member's key, not of its value.
        """
        key_at = value_at = _skip(self.text, 0)
        for depth, step in enumerate(pointer):
            above = pointer[:depth]
            if above not in self._inner:
                members = _members(self.text, value_at)
                self._inner[above] = {name: (at, start) for name, at, start in members}
            found = self._inner[above].get(step)
            if found is None:
                break
            key_at, value_at = found
        return self.line_and_column(key_at if key else value_at)

    def line_and_column(self, offset: int) -> tuple[int, int]:
        """The line and character column, both from 1, of an offset in the text."""
        if self._line_ends is None:
            self._line_ends = [end.start() for end in re.finditer("\n", self.text)]
        before = bisect_right(self._line_ends, offset - 1)
        return before + 1, offset - (self._line_ends[before - 1] if before else -1)


def _members(text: str, at: int) -> Iterator[tuple[str | int, int, int]]:
    """Yield (key or index, start of key, start of value) of the object or array at an offset."""
    if text[at : at + 1] not in ("{", "["):
        return
    is_object = text[at] == "{"
    at = _skip(text, at + 1)
    index = 0
    while text[at] not in "}]":
        name, key_at = (index, at)
        if is_object:
            name, at = scanstring(text, at + 1)
            at = _skip(text, _skip(text, at) + 1)
        yield name, key_at, at
        _, at = _DECODER.raw_decode(text, at)
        at = _skip(text, at)
        if text[at] == ",":
            at = _skip(text, at + 1)
        index += 1


def _skip(text: str, at: int) -> int:
    return _BLANK.match(text, at).end()  # type: ignore[union-attr]


class _Seen:
    """What the reader of a text met; where that is, is looked for only then."""

    has_doubled_keys = has_long_numbers = False

    def members(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        self.has_doubled_keys |= len(found) < len(pairs)
        return found

    def whole(self, digits: str) -> int:
        self.has_long_numbers |= len(digits) >= _LONG_DIGITS
        return int(digits)

    def real(self, text: str) -> float:
        found = float(text)
        self.has_long_numbers |= found in (_INFINITE, -_INFINITE)
        return found


_LONG_DIGITS = 19  # of 2**63
_INFINITE = float("inf")
_ENCODE = json.JSONEncoder(ensure_ascii=False).encode


class _RefusedError(ValueError):
    """A constant or a nesting that Python reads and we refuse."""


def _refuse_constant(name: str) -> None:
    raise _RefusedError(name)


def parse(data: bytes, file: str) -> tuple[Document | None, list[Finding]]:
    """Read a JSON text strictly.

    Parameters
    ----------
    data : bytes
        UTF-8, without a byte order mark.
    file : str
        Its path, as findings should show it.

    Returns
    -------
    tuple
        The document, or None where there is none; and findings E101, E102, E111 and, of numbers
        that other programs round, the warning E123.
    """
    text, findings = decoded(data, file)
    if text is None:
        return None, findings
    seen = _Seen()
    try:
        value = json.loads(
            text,
            object_pairs_hook=seen.members,
            parse_int=seen.whole,
            parse_float=seen.real,
            parse_constant=_refuse_constant,
        )
        if "\\u" in text and re.search(r"\\u[dD][89a-fA-F]", text):
            json.dumps(value, ensure_ascii=False).encode()
    except (RecursionError, ValueError) as error:
        return None, [*findings, _fault(file, *_told(error, text))]
    if is_deep(value):
        return None, [*findings, _fault(file, *_told(RecursionError(), text))]
    document = Document(file, text, value)
    if seen.has_doubled_keys:
        findings += [_double(document, at) for at in islice(_doubled(text), _MOST_LISTED)]
    if seen.has_long_numbers:
        findings += islice(_rounded(document), _MOST_LISTED)
    return document, findings


def is_deep(value: object) -> bool:
    """Whether a value has more objects and arrays within each other than :data:`DEEPEST`."""
    level = [value]
    for _ in range(DEEPEST + 1):
        holders = [each for each in level if isinstance(each, _HOLDERS)]
        if not holders:
            return False
        level = [
            inner
            for each in holders
            for inner in (each.values() if isinstance(each, dict) else each)
        ]
    return True


_HOLDERS = (dict, list)


def _told(error: RecursionError | ValueError, text: str) -> tuple[int, int, str, str]:
    """Line, column, words and hint of what stopped the reader."""
    match error:
        case json.JSONDecodeError():
            return _syntax(error, text)
        case RecursionError():
            words = f"The JSON is nested more than {DEEPEST} deep, too deeply to be read."
            return 1, 1, words, "flatten it"
        case UnicodeEncodeError():
            return 1, 1, "A \\u escape is one half of a character.", "write the character itself"
        case _RefusedError():
            name = str(error)
            found = next(_outside_strings(text, re.escape(name)), None)
            place = place_at(text, found.start() if found else 0)
            return *place, f"{name} is not a JSON number.", 'write null, or "NaN" in a table'
    return 1, 1, "A number has too many digits to be read.", "write it as a string"


def _syntax(error: json.JSONDecodeError, text: str) -> tuple[int, int, str, str]:
    words = f"{error.msg}."
    before = text[max(error.pos - 200, 0) : error.pos].rstrip()
    closes = text[error.pos : error.pos + 1] in ("}", "]")
    hint = ""
    if closes and before.endswith(","):
        hint = "remove the comma before it"
    elif error.msg == "Extra data":
        words, hint = "There is more after the end of the JSON.", "remove it"
    elif not text.strip():
        words, hint = "The file is empty.", "write a JSON object"
    elif text.startswith(("#", "//", "/*"), error.pos):
        hint = "remove it: JSON has no comments"
    elif text[error.pos : error.pos + 1] == "'":
        hint = "use double quotes"
    return error.lineno, error.colno, words, hint


def _fault(file: str, line: int, column: int, message: str, hint: str = "") -> Finding:
    return Finding(file, line, column, "E101", kind="source-error", message=message, hint=hint)


def _double(document: Document, at: int) -> Finding:
    """A doubled key, at its second mention."""
    name, _ = scanstring(document.text, at + 1)
    return Finding(
        document.file,
        *document.line_and_column(at),
        "E111",
        kind="source-error",
        value=name,
        message=f'The key "{name}" stands twice in one object.',
        hint="remove one of the two",
    )


def _doubled(text: str) -> Iterator[int]:
    """Yield where a key stands that its object has already."""
    above: list[set[str] | None] = []
    is_key = False
    for found in re.finditer(_STRING + r"|[{}\[\],]", text, re.DOTALL):
        sign = text[found.start()]
        if sign == '"':
            names = above[-1] if is_key else None
            if names is not None:
                name, _ = scanstring(text, found.start() + 1)
                if name in names:
                    yield found.start()
                names.add(name)
            is_key = False
        elif sign == ",":
            is_key = above[-1] is not None
        elif sign in "{[":
            is_key = sign == "{"
            above.append(set() if is_key else None)
        else:
            above.pop()


def _outside_strings(text: str, wanted: str) -> Iterator[re.Match[str]]:
    for found in re.finditer(f"{_STRING}|{wanted}", text, re.DOTALL):
        if text[found.start()] != '"':
            yield found


_LONG_NUMBER = r"-?[0-9.]{19,}(?:[eE][+-]?[0-9]+)?|-?[0-9.]+[eE]\+?[0-9]{3,}"


def _rounded(document: Document) -> Iterator[Finding]:
    """Yield the numbers that do not fit into the 64 bits that most programs have for one."""
    for found in _outside_strings(document.text, _LONG_NUMBER):
        given = found[0]
        is_whole = given.lstrip("-").isdecimal()
        fits = -(1 << 63) <= int(given) < 1 << 64 if is_whole else abs(float(given)) != _INFINITE
        if not fits:
            yield Finding(
                document.file,
                *document.line_and_column(found.start()),
                "E123",
                kind="source-error",
                value=given,
                message=f"The number {given[:60]} does not fit into 64 bits; programs round it.",
                hint="write it as a string",
                severity="warning",
            )


def canonical(value: object) -> bytes:
    """The text of a JSON value, as our own files are written: laid out to be merged by lines.

    An object or array that holds no other is one line, so that a quote with its remarks, or a
    name with its kind, is one line in a diff; all else is indented by two spaces.

    Returns
    -------
    bytes
        UTF-8, ended by a newline. Keys keep their order.

    Examples
    --------
    >>> print(canonical({"a": [{"b": 1, "c": "é"}]}).decode(), end="")
    {
      "a": [
        {"b": 1, "c": "é"}
      ]
    }
    """
    return (laid_out(value, "", top=True) + "\n").encode()


class Laid(str):
    """A value that is laid out already, for the place where it stands."""

    __slots__ = ()


def laid_out(value: Any, indent: str, *, top: bool = False) -> str:
    """A value as :func:`canonical` writes it where lines begin with so much white space."""
    if isinstance(value, Laid):
        return value
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    if not parts or not (top or any(isinstance(part, dict | list | Laid) for part in parts)):
        return _ENCODE(value)
    inner = indent + "  "
    if isinstance(value, dict):
        lines = [f"{inner}{_ENCODE(name)}: {laid_out(part, inner)}" for name, part in value.items()]
        return "{\n" + ",\n".join(lines) + f"\n{indent}}}"
    return "[\n" + ",\n".join(inner + laid_out(part, inner) for part in value) + f"\n{indent}]"
