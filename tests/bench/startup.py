"""Where the first milliseconds go: what is imported before a small package is checked."""

from __future__ import annotations

import subprocess
from collections import Counter
from typing import TYPE_CHECKING

from environments import ROOT, of_tree, variables_for
from measuring import in_turns
from report import milliseconds, table

if TYPE_CHECKING:
    from pathlib import Path

_MOST_ROOTS = 12


def imported(package: Path) -> tuple[Counter[str], int]:
    """Microseconds that each library takes to import, and how many modules there are."""
    command = [str(of_tree()), "-X", "importtime", "-m", "depositary", "check", "datapackage.json"]
    done = subprocess.run(
        command,
        cwd=package,
        env=variables_for(command[0]),
        capture_output=True,
        text=True,
        check=True,
    )
    found: Counter[str] = Counter()
    count = 0
    for line in done.stderr.splitlines():
        own, _, name = line.removeprefix("import time:").split("|")
        if own.strip().isdigit():
            found[name.strip().split(".")[0]] += int(own)
            count += 1
    return found, count


def breakdown(package: Path) -> str:
    """A table of the libraries that take longest to import, for one check of a package."""
    found, count = imported(package)
    rows = [[name, f"{own / 1000:.1f} ms"] for name, own in found.most_common(_MOST_ROOTS)]
    rest = found.total() - sum(own for _, own in found.most_common(_MOST_ROOTS))
    rows.append([f"{len(found) - len(rows)} others", f"{rest / 1000:.1f} ms"])
    rows.append([f"**{count} modules**", f"**{found.total() / 1000:.1f} ms**"])
    return table(["imported", "time of its own"], rows)


def commands(package: Path, runs: int) -> str:
    """A table of how long commands take; all but the last two on the project itself."""
    python = of_tree()
    bin_ = python.parent
    called = {
        "python -c pass": [str(python), "-c", "pass"],
        "depositary --help": [str(bin_ / "depositary"), "--help"],
        "depositary check": [str(bin_ / "depositary"), "check"],
        "depositary build --check": [str(bin_ / "depositary"), "build", "--check"],
        "make-release --dry-run": [str(bin_ / "make-release"), "--dry-run"],
    }
    found = in_turns(called, ROOT, runs, patience_s=60)
    small = [str(bin_ / "depositary"), "check", "datapackage.json"]
    found |= in_turns({"depositary check, 200 rows": small}, package, runs, patience_s=60)
    rows = [
        [f"`{name}`", milliseconds(each.wall_s), milliseconds(each.fastest_s)]
        for name, each in found.items()
    ]
    return table(["command", "median", "fastest"], rows)
