"""Which findings say no more than that something else is at fault?

A quote that is not found leaves its record without evidence, a reading that cannot be read leaves
the records that it defines missing: rules and keys would repeat the one fault many times. Only
what a fault causes is left out; every other finding stays.
"""

from __future__ import annotations

import bisect
import re
from typing import TYPE_CHECKING

from depositary import files

if TYPE_CHECKING:
    from pathlib import Path

    from depositary.building import Built
    from depositary.findings import Finding
    from depositary.jsontext import Document

_ID = re.compile(r'"id"\s*:\s*"([a-z]{3}-[a-z0-9-]+)"')


def without_consequences(root: Path, built: Built, found: list[Finding]) -> list[Finding]:
    """Findings about tables, less those that a fault of a card or a reading causes.

    Parameters
    ----------
    root : Path
        Of the project.
    built : Built
        Whose findings are the causes.
    found : list of Finding
        At their places in readings.
    """
    faults = [finding for finding in built.findings if finding.severity == "error"]
    if not faults:
        return found
    starts = {reading.document.file: _entry_lines(reading.document) for reading in built.readings}
    spoilt = {(fault.file, _entry(starts, fault)) for fault in faults}
    unread = {fault.file for fault in faults} - starts.keys()
    unread |= {
        reading.document.file
        for reading in built.readings
        if reading.source_id not in built.sources or built.sources[reading.source_id].text is None
    }
    lost = {name for file in unread for name in _ids_in(root / file)}
    return [
        finding
        for finding in found
        if finding.file not in unread
        and finding.value not in lost
        and (finding.file, _entry(starts, finding)) not in spoilt
    ]


def _entry_lines(document: Document) -> list[int]:
    """The lines on which the entries of a reading begin, in order."""
    return sorted(
        document.place((key, index))[0]
        for key, entries in document.value.items()
        if isinstance(entries, list)
        for index in range(len(entries))
    )


def _entry(starts: dict[str, list[int]], finding: Finding) -> int:
    """The number of the entry that a finding lies in; 0 before the first."""
    return bisect.bisect_right(starts.get(finding.file, []), finding.line)


def _ids_in(path: Path) -> list[str]:
    text = files.read_bytes(path).decode("utf-8", "replace") if path.is_file() else ""
    return _ID.findall(text)
