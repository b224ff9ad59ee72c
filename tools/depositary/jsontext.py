"""JSON that people or strangers wrote: read strictly, with the place of every value; and ours.

The standard library reads (orjson and it keep the last of two equal keys, and orjson turns large
integers into floats, both without a word); here that is refused. Places are worked out only when
a finding needs one.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import TYPE_CHECKING, Any

from depositary.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

Pointer = tuple[str | int, ...]
"""The way to a value: keys and indexes from the top, as in ``("events", 0, "title")``."""

_BLANK = re.compile(r"[ \t\n\r]*")
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_DECODER = json.JSONDecoder()


@dataclass(frozen=True, slots=True)
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

    file: str
    text: str
    value: Any
    _starts: dict[Pointer, tuple[int, int]] = field(default_factory=dict, repr=False)

    def place(self, pointer: Pointer, *, key: bool = False) -> tuple[int, int]:
        """The line and character column, both from 1, where a value begins.

        Parameters
        ----------
        pointer : tuple of str and int
            Where nothing is there, the nearest value above it.
        key : bool
            The place of the member's key, not of its value.
        """
        key_at = value_at = _BLANK.match(self.text, 0).end()  # type: ignore[union-attr]
        for depth, step in enumerate(pointer):
            found = self._starts.get(pointer[: depth + 1]) or next(
                ((at, start) for name, at, start in _members(self.text, value_at) if name == step),
                None,
            )
            if found is None:
                break
            self._starts[pointer[: depth + 1]] = found
            key_at, value_at = found
        return place_at(self.text, key_at if key else value_at)


def place_at(text: str, offset: int) -> tuple[int, int]:
    """The line and character column, both from 1, of an offset in a text."""
    line = text.count("\n", 0, offset) + 1
    return line, offset - text.rfind("\n", 0, offset)


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


class _RefusedError(ValueError):
    """A number or a nesting that JSON allows and we refuse."""


def _refuse_constant(name: str) -> None:
    message = f"{name} is not a JSON number."
    raise _RefusedError(message)


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
        The document, or None where there is none; and findings E101, E102, E111.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return None, [_not_utf8(data, error, file)]
    doubled: list[int] = []

    def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            doubled.append(len(pairs))
        return found

    try:
        value = json.loads(text, object_pairs_hook=members, parse_constant=_refuse_constant)
        if _SURROGATE.search(text):
            json.dumps(value, ensure_ascii=False).encode()
    except (RecursionError, ValueError) as error:
        return None, [_fault(file, *_told(error))]
    document = Document(file, text, value)
    if not doubled:
        return document, []
    return document, [_double(document, at) for at in _doubled(text, _skip(text, 0))]


def _told(error: RecursionError | ValueError) -> tuple[int, int, str]:
    """Line, column and words of what stopped the reader."""
    match error:
        case json.JSONDecodeError():
            return error.lineno, error.colno, f"{error.msg}."
        case RecursionError():
            return 1, 1, "The JSON is nested too deeply to be read."
        case UnicodeEncodeError():
            return 1, 1, "A \\u escape is one half of a character."
        case _RefusedError():
            return 1, 1, str(error)
    return 1, 1, "A number has too many digits to be read."


def _fault(file: str, line: int, column: int, message: str) -> Finding:
    return Finding(file, line, column, "E101", kind="source-error", message=message)


def _not_utf8(data: bytes, error: UnicodeDecodeError, file: str) -> Finding:
    before = data[: error.start].decode("utf-8")
    line, column = place_at(before, len(before))
    return Finding(
        file,
        line,
        column,
        "E102",
        kind="encoding-error",
        value=f"0x{data[error.start]:02x}",
        message=f"Byte 0x{data[error.start]:02x} at offset {error.start} is not UTF-8.",
        hint="save the file as UTF-8",
    )


def _double(document: Document, at: int) -> Finding:
    """A doubled key, at its second mention."""
    name, _ = scanstring(document.text, at + 1)
    line, column = place_at(document.text, at)
    return Finding(
        document.file,
        line,
        column,
        "E111",
        kind="source-error",
        value=name,
        message=f'The key "{name}" stands twice in one object.',
        hint="remove one of the two",
    )


def _doubled(text: str, at: int) -> Iterator[int]:
    """Yield where a key stands that its object has already, in the value at an offset."""
    seen = set()
    for name, key_at, value_at in _members(text, at):
        if name in seen:
            yield key_at
        seen.add(name)
        yield from _doubled(text, value_at)


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
    return (_laid_out(value, "", top=True) + "\n").encode()


def _laid_out(value: Any, indent: str, *, top: bool = False) -> str:
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    if not parts or not (top or any(isinstance(part, dict | list) for part in parts)):
        return json.dumps(value, ensure_ascii=False)
    inner = indent + "  "
    if isinstance(value, dict):
        lines = [
            f"{inner}{json.dumps(name, ensure_ascii=False)}: {_laid_out(part, inner)}"
            for name, part in value.items()
        ]
        return "{\n" + ",\n".join(lines) + f"\n{indent}}}"
    return "[\n" + ",\n".join(inner + _laid_out(part, inner) for part in value) + f"\n{indent}]"
