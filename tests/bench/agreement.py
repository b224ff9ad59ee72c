"""Do this check and frictionless find the same, and which faults does each peer find?"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

import faults
from environments import variables_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

Found = set[tuple[str, int, str, str]]
"""Resource, row (the header is 1), field and kind of each error."""


def printed(command: Sequence[str], folder: Path) -> str:
    """What a check prints; that it finds errors is no failure."""
    done = subprocess.run(
        command,
        cwd=folder,
        env=variables_for(command[0]),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode not in (0, 1):
        sys.exit(f"{' '.join(command)}: exit {done.returncode}\n{done.stderr[-2_000:]}")
    return done.stdout


def of_ours(text: str) -> Found:
    """The errors in the JSON that ``depositary check --json`` prints."""
    return {
        (
            each["resource"] or "",
            each["row"] or 0,
            # frictionless names no field for a primary key.
            "" if each["kind"] == "primary-key" else each["field"] or "",
            each["kind"],
        )
        for each in json.loads(text)["errors"]
        if each["severity"] == "error"
    }


def of_frictionless(text: str) -> Found:
    """The errors in the JSON that ``frictionless validate --json`` prints."""
    report = json.loads(text)
    found: Found = {("", 0, "", each["type"]) for each in report["errors"]}
    for task in report["tasks"]:
        for each in task["errors"]:
            found.add((task["name"], each.get("rowNumber", 0), _field(each), each["type"]))
    return found


def _field(error: dict[str, Any]) -> str:
    return error.get("fieldName") or ", ".join(error.get("fieldNames", ()))


def difference(ours: Found, theirs: Found) -> str:
    """The first errors that one finds and the other does not, for people; empty where none."""
    sides = (("only depositary", ours - theirs), ("only frictionless", theirs - ours))
    return "\n".join(
        f"{who}: {len(found)}, such as {sorted(found)[:5]}" for who, found in sides if found
    )


def by_kind(rows: Iterable[int], largest: int) -> Counter[str]:
    """How many of the rows that a check found have each fault; ``""`` counts rows without any."""
    return Counter(faults.kind_of(row, largest) for row in set(rows))


def injected(largest: int) -> Counter[str]:
    """How many rows of the table have each fault."""
    kinds = (faults.kind_of(row, largest) for row in range(2, largest + 2))
    return Counter(kind for kind in kinds if kind)


def rows_of(text: str, table: Path) -> list[int]:
    """The rows that a peer prints: a number a line, or ``=`` and the id of one, as SQL sees it."""
    lines = text.split("\n")[:-1]
    named = [line[1:] for line in lines if line.startswith("=")]
    found = [int(line) for line in lines if not line.startswith("=")]
    if named:
        places: dict[str, list[int]] = defaultdict(list)
        with table.open(encoding="utf-8", newline="") as file:
            for number, row in enumerate(csv.reader(file), 1):
                if row:
                    places[row[0]].append(number)
        # Of two rows with one id the later is at fault.
        found += [places[name].pop() for name in named if places[name]]
    return found
