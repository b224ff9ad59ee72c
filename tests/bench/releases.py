"""A release of a large register, beside what others need for a part of it."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

import environments
import report
from measuring import Series, measure

if TYPE_CHECKING:
    from pathlib import Path

    from measuring import Run

_RELEASE = environments.HERE / "peers" / "release.py"
_REGISTERS = environments.HERE / "registers.py"


def speed(rows: int, runs: int) -> str:
    """A table of times: ours for the second release of a register, and those of three peers.

    Ours checks the tables, compares them with the release before, makes all formats and reads
    each back, describes, packs, verifies and publishes. The peers pack the tables (``zip -6``),
    validate them (frictionless), and compare the largest with the one before (csv-diff). Rules in
    SQL and the building of tables from readings are in neither.
    """
    python = str(environments.of_tree())
    root = _project(rows, python)
    size = sum(path.stat().st_size for path in (root / "datapackage" / "data").iterdir())
    ours, peers = Series(), {name: Series() for name in _peers()}
    for _ in range(runs):
        _with_one_release(root)
        ours.runs.append(_measured([python, str(_RELEASE), str(root)], root))
        for name, command in _peers().items():
            peers[name].runs.append(_measured(command, root / "datapackage"))
            (root / "datapackage" / "data.zip").unlink(missing_ok=True)
    together_s = sum(each.wall_s for each in peers.values())
    found = {"depositary, all of it": ours, **peers}
    lines = [[name, f"{each.wall_s:.1f}", f"{each.cpu_s:.1f}", f"{each.peak_bytes / 1e6:,.0f}"]
             for name, each in found.items()]  # fmt: skip
    lines.append(["the three peers", f"{together_s:.1f}", "", ""])
    table = report.table(["who", "seconds", "of all cores", "MB at most"], lines)
    times = together_s / ours.wall_s
    return f"{rows:,} rows, {size / 1e6:.0f} MB of CSV; {times:.1f} times as fast:\n\n{table}"


def _measured(command: list[str], folder: Path) -> Run:
    run = measure(command, folder)
    if run.exit_code not in (0, 1):
        sys.exit(f"{command[0]} ended with {run.exit_code}.")
    return run


def _peers() -> dict[str, list[str]]:
    frictionless = environments.of_requirements("frictionless").with_name("frictionless")
    csv_diff = environments.of_requirements("differences").with_name("csv-diff")
    return {
        "zip -6": ["zip", "-6", "-q", "-r", "data.zip", "data"],
        "frictionless": [str(frictionless), "validate", "datapackage.json"],
        "csv-diff, the largest table": [
            str(csv_diff), "../dist/1.0.0/data/evidence.csv", "data/evidence.csv",
            "--key", "evidence_id", "--format", "csv", "--json",
        ],
    }  # fmt: skip


def _project(rows: int, python: str) -> Path:
    """A project that was released once, and whose register has changed since."""
    root = environments.CACHE / f"release-{rows}"
    if not (root / "first").is_dir():
        shutil.rmtree(root, ignore_errors=True)
        environments.run(python, _REGISTERS, root, str(rows), "now")
        environments.run(python, _RELEASE, root)
        (root / "dist").rename(root / "first")
        environments.run(python, _REGISTERS, root, str(rows), "later")
    return root


def _with_one_release(root: Path) -> None:
    shutil.rmtree(root / "dist", ignore_errors=True)
    shutil.copytree(root / "first", root / "dist")
