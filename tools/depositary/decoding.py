"""Are these bytes text in UTF-8, and if not, where and why?"""

from __future__ import annotations

from depositary.findings import Finding


def place_at(text: str, offset: int) -> tuple[int, int]:
    """The line and character column, both from 1, of an offset in a text."""
    line = text.count("\n", 0, offset) + 1
    return line, offset - text.rfind("\n", 0, offset)


def decoded(data: bytes, file: str) -> tuple[str | None, list[Finding]]:
    """The text of a file in UTF-8; a mark before it, which a reader may refuse, is reported.

    Parameters
    ----------
    data : bytes
        The file.
    file : str
        Its path, as findings should show it.

    Returns
    -------
    tuple
        The text, or None where it is not UTF-8; and findings E101, E102.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data[:2]:
        wide = "UTF-32" if b"\0\0" in data[:4] else "UTF-16"
        return None, [_not_utf8(file, (1, 1), data[:1], f"The file is {wide}, not UTF-8.")]
    findings = []
    if data.startswith(b"\xef\xbb\xbf"):
        words = "The file begins with a byte order mark, which programs take for a character of it."
        hint = "save the file as UTF-8 without a mark"  # RFC 8259 section 8.1
        findings.append(Finding(file, 1, 1, "E101", kind="source-error", message=words, hint=hint))
        data = data[3:]
    try:
        return data.decode("utf-8"), findings
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        byte = data[error.start : error.start + 1]
        words = f"Byte 0x{byte.hex()} at offset {error.start} is not UTF-8."
        return None, [_not_utf8(file, place_at(before, len(before)), byte, words)]


def _not_utf8(file: str, place: tuple[int, int], byte: bytes, words: str) -> Finding:
    return Finding(
        file,
        *place,
        "E102",
        kind="encoding-error",
        value=f"0x{byte.hex()}",
        message=words,
        hint="save the file as UTF-8",
    )
