"""Which finding of today is that of yesterday, when rows have moved?

A line number says where a fault stands, not which one it is. What stays when rows are added
above is the code, the table, the column and the value.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from depositary.findings import Finding

_LONGEST_CHARS = 200
_KEPT_CHARS = 80
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True, order=True)
class Identity:
    """What makes a finding the same one, wherever its row stands.

    Parameters
    ----------
    code : str
        As in :class:`depositary.findings.Finding`.
    resource, file : str
        The table, or where there is none the file.
    field : str
        The column.
    value : str
        As it stands; a long one by its beginning and its SHA-256.
    message : str
        Where there is no value: the words, with ``0`` for every number.
    """

    code: str
    resource: str = ""
    file: str = ""
    field: str = ""
    value: str = ""
    message: str = ""

    def __str__(self) -> str:
        """Return the code, the place and the value, for a person."""
        place = ".".join(filter(None, (self.resource or self.file, self.field)))
        return " ".join(filter(None, (self.code, place, self.value and f'"{self.value}"')))


def identity(finding: Finding) -> Identity:
    """What makes a finding the same one when rows move.

    Examples
    --------
    >>> from depositary.findings import Finding
    >>> one = Finding("a.csv", 2, 1, "E203", "acts", 2, "act", value="denys")
    >>> identity(one) == identity(one.at("a.csv", 9, 1))
    True
    """
    words = finding.message or " ".join(text for _, text in finding.notes)
    return Identity(
        finding.code,
        finding.resource,
        "" if finding.resource else finding.file,
        finding.field,
        _short(finding.value),
        "" if finding.value else _short(_NUMBER.sub("0", words)),
    )


def _short(text: str) -> str:
    if len(text) <= _LONGEST_CHARS:
        return text
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{text[:_KEPT_CHARS]}… sha256:{digest}"


def fingerprints(findings: Iterable[Finding]) -> Iterator[str]:
    """A fingerprint for each finding: of its identity, and which of the equal ones it is.

    Parameters
    ----------
    findings : iterable of Finding
        In order of their place.
    """
    seen: Counter[Identity] = Counter()
    for finding in findings:
        same = identity(finding)
        seen[same] += 1
        parts = (same.code, same.resource, same.file, same.field, same.value, same.message)
        text = "\0".join(parts).encode("utf-8", "surrogatepass")
        yield f"{hashlib.sha256(text).hexdigest()[:16]}:{seen[same]}"
