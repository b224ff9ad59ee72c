"""What was known to be wrong at a time, so that a legacy package fails only for what is new.

A baseline is JSON Lines in a canonical order: one kind of finding a line, which git merges line by
line. A line names the code, the table, the column and the value, and how many findings are like
that; no line numbers, so that rows may be added and moved. The first line says which form it is.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any

from depositary import files
from depositary.checks.fingerprints import Identity, identity
from depositary.errors import CallError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from depositary.checks.report.outcome import Report
    from depositary.findings import Finding

Baseline = Counter[Identity]
"""How many findings of each kind are known."""

_HEAD = '{"baseline":1}'
_PARTS = {part.name for part in fields(Identity)}
_LIMIT_BYTES = 1 << 28


def baseline_of(findings: Iterable[Finding]) -> Baseline:
    """The baseline that holds these findings and no others."""
    return Counter(map(identity, findings))


def without_known(
    report: Report, known: Mapping[Identity, int], takes: Callable[[str], bool]
) -> tuple[Report, Baseline]:
    """The report with what is new, and what is left of the baseline.

    Parameters
    ----------
    report : Report
        Of a check.
    known : mapping of Identity to int
        The baseline.
    takes : callable
        Whether a code was asked for: of others nothing is known to be mended.

    Returns
    -------
    tuple
        The report, which names what was mended; and the part of the baseline that still holds.
    """
    left = Counter(known)
    new = []
    for finding in report.findings:
        same = identity(finding)
        if left[same] > 0:
            left[same] -= 1
        else:
            new.append(finding)
    gone = {same: count for same, count in left.items() if count > 0 and takes(same.code)}
    told = tuple(f"{same} ({count})" for same, count in sorted(gone.items()))
    still = Counter(known)
    still.subtract(gone)
    count = len(report.findings) - len(new)
    return report._replace(findings=tuple(new), known=count, mended=told), +still


def dumped(baseline: Mapping[Identity, int]) -> bytes:
    """A baseline in its canonical form.

    Examples
    --------
    >>> print(dumped({Identity("E203", "acts", field="act", value="denys"): 2}).decode())
    {"baseline":1}
    {"code":"E203","count":2,"field":"act","resource":"acts","value":"denys"}
    """
    lines = [_HEAD]
    for same, count in sorted(baseline.items()):
        parts = {name: text for name, text in asdict(same).items() if text} | {"count": count}
        lines.append(json.dumps(parts, sort_keys=True, separators=(",", ":"), ensure_ascii=False))
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "surrogatepass")


def read(path: Path) -> Baseline:
    """The baseline in a file.

    Raises
    ------
    CallError
        E103, E104, E108 where the file cannot be read, E904 where it is no baseline.
    Unavailable
        E105 to E107.
    """
    data = files.read_bytes(path, _LIMIT_BYTES)
    known: Baseline = Counter()
    for number, line in enumerate(data.splitlines() or [b""], 1):
        entry = _parsed(line)
        if number == 1 and entry == {"baseline": 1}:
            continue
        is_entry = entry and entry.keys() <= _PARTS | {"count"} and entry.get("code")
        if number == 1 or not is_entry:
            words = f"Line {number} of {path} is not that of a baseline."
            raise CallError("E904", words, f"depositary check --write-baseline {path}")
        count = entry.pop("count", 1)
        # The same kind twice is what a merge of two branches leaves.
        same = Identity(**entry)
        known[same] = max(known[same], count)
    return known


def _parsed(line: bytes) -> dict[str, Any]:
    """A line as an object of texts and a count; an empty one where it is anything else."""
    try:
        entry = json.loads(line.decode("utf-8", "surrogatepass"))
    except (ValueError, RecursionError):
        return {}
    if not isinstance(entry, dict):
        return {}
    is_sound = all(
        type(value) is int and value > 0 if name in ("count", "baseline") else type(value) is str
        for name, value in entry.items()
    )
    return entry if is_sound else {}
