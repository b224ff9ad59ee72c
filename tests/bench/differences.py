"""Two versions of one table compared: how long, and whether all find the same."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from typing import TYPE_CHECKING

import environments
import report
from measuring import in_turns

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

_COLUMNS = ("id", "record", "source", "start", "end", "quote")
_GONE, _CORRECTED = 1000, 500
"""One row in so many is not in the newer version, or says another thing there."""
_DAFF_ROWS = 100_000
"""More rows take daff minutes: its time for them would be longer still."""


def speed(rows: int, runs: int) -> str:
    """A table of times, after it was shown that all find the same rows."""
    commands, words = _commands(), []
    for size in sorted({_DAFF_ROWS, rows}):
        folder = _versions(size)
        asked = {
            name: each for name, each in commands.items() if name != "daff" or size <= _DAFF_ROWS
        }
        if told := _agreement(asked, folder):
            sys.exit(f"What differs differs at {size:,} rows:\n{told}")
        found = in_turns(asked, folder, runs, 60)
        ours = found["depositary"].wall_s
        table = [
            [
                name,
                f"{each.wall_s:.2f}",
                f"{each.wall_s / ours:.1f}",
                f"{each.peak_bytes / 1e6:,.0f}",
            ]
            for name, each in found.items()
        ]
        head = ["who", "seconds", "times as long", "MB at most"]
        words.append(f"{size:,} rows, the same found by all:\n\n{report.table(head, table)}")
    return "\n\n".join(words)


def _commands() -> dict[str, Sequence[str]]:
    # Without --format, csv-diff guesses the dialect with Python's Sniffer: a minute on such quotes.
    ours = environments.of_tree().with_name("depositary")
    peers = environments.of_requirements("differences")
    files = ("before/things.csv", "after/things.csv")
    return {
        "depositary": (str(ours), "diff", "before", "after", "--json"),
        "csv-diff": (str(peers.with_name("csv-diff")), *files, "--key", "id", "--format", "csv",
                     "--json"),
        "daff": (str(peers), str(peers.with_name("daff.py")), "diff", "--id", "id",
                 "--output-format", "csv", *files),
    }  # fmt: skip


def _versions(size: int) -> Path:
    """A folder with two versions of a package of one table."""
    folder = environments.CACHE / "versions" / str(size)
    if (folder / "after" / "datapackage.json").is_file():
        return folder
    for version in ("before", "after"):
        (folder / version).mkdir(parents=True, exist_ok=True)
        lines = [",".join(_COLUMNS), *_lines(size, is_later=version == "after")]
        (folder / version / "things.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        fields = [{"name": name, "type": "string"} for name in _COLUMNS]
        resource = {
            "name": "things", "path": "things.csv",
            "schema": {"fields": fields, "primaryKey": ["id"]},
        }  # fmt: skip
        descriptor = {"name": "things", "version": "1.0.0", "resources": [resource]}
        (folder / version / "datapackage.json").write_text(json.dumps(descriptor))
    return folder


def _lines(size: int, *, is_later: bool) -> list[str]:
    found = []
    for at in range(size):
        if is_later and at % _GONE == 7:
            continue
        again = ", again" if is_later and at % _CORRECTED == 3 else ""
        quote = f"The minister of harbour {at % 977} said that treaty {at} on fisheries is signed"
        found.append(
            f'thg-{at:08d},rec-{at // 3:08d},src-{at % 9},{at},{at + 80},"{quote}{again}, he said"'
        )
    came = range(size // _GONE) if is_later else ()
    return found + [f"thg-n{at:07d},rec-n{at},src-1,{at},2,new words {at}" for at in came]


def _agreement(commands: Mapping[str, Sequence[str]], folder: Path) -> str:
    """What one finds and another does not; empty where all find the same."""
    readers = {"depositary": _ours, "csv-diff": _csv_diff, "daff": _daff}
    found = {name: readers[name](_printed(each, folder)) for name, each in commands.items()}
    ours = found["depositary"]
    return "\n".join(
        f"{name}: {[len(keys) for keys in each]}, and not {[len(keys) for keys in ours]}"
        for name, each in found.items()
        if each != ours
    )


def _printed(command: Sequence[str], folder: Path) -> str:
    done = subprocess.run(
        command, cwd=folder, env=environments.variables_for(command[0]), capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    return done.stdout


def _ours(text: str) -> list[set[str]]:
    (table,) = json.loads(text)["tables"]
    return [{row["key"][0] for row in table[op]} for op in ("added", "removed", "changed")]


def _csv_diff(text: str) -> list[set[str]]:
    value = json.loads(text)
    added, removed = ({row["id"] for row in value[op]} for op in ("added", "removed"))
    return [added, removed, {row["key"] for row in value["changed"]}]


def _daff(text: str) -> list[set[str]]:
    found: dict[str, set[str]] = {"+++": set(), "---": set(), "->": set()}
    for row in csv.reader(io.StringIO(text)):
        if row and row[0] in found:
            found[row[0]].add(row[1])
    return list(found.values())
