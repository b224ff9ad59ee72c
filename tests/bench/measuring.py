"""How long a whole process takes, start included, and how much memory at most."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from environments import HERE, variables_for

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

LAUNCHER = HERE / "launcher.py"

# macOS counts bytes, Linux kibibytes.
_MAXRSS_BYTES = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True)
class Run:
    """One process: seconds on the clock, seconds of all its cores, bytes at most, exit code."""

    wall_s: float
    cpu_s: float
    peak_bytes: int
    exit_code: int


@dataclass
class Series:
    """The runs of one command on one package."""

    runs: list[Run] = field(default_factory=list)

    @property
    def wall_s(self) -> float:
        """The median time on the clock."""
        return statistics.median(run.wall_s for run in self.runs)

    @property
    def fastest_s(self) -> float:
        """The shortest time on the clock."""
        return min(run.wall_s for run in self.runs)

    @property
    def cpu_s(self) -> float:
        """The median time of all cores."""
        return statistics.median(run.cpu_s for run in self.runs)

    @property
    def peak_bytes(self) -> int:
        """The most memory that any run took."""
        return max(run.peak_bytes for run in self.runs)

    @property
    def is_failed(self) -> bool:
        """Whether a run ended in another way than "fine" or "the data has errors"."""
        return any(run.exit_code not in (0, 1) for run in self.runs)


def measure(command: Sequence[str], folder: Path) -> Run:
    """Run a command in a folder, its output thrown away, and say what it took."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(LAUNCHER), *command],
        cwd=folder,
        env=variables_for(command[0]),
        capture_output=True,
        text=True,
        check=True,
    )
    wall_s, cpu_s, peak, exit_code = json.loads(done.stdout)
    return Run(wall_s, cpu_s, peak * _MAXRSS_BYTES, exit_code)


def in_turns(
    commands: dict[str, Sequence[str]], folder: Path, runs: int, patience_s: float
) -> dict[str, Series]:
    """Measure commands in turns, so that what slows the machine for a while slows all of them.

    Parameters
    ----------
    commands : mapping of str to sequence of str
        By the name of who is measured.
    folder : Path
        Where they run.
    runs : int
        How often each runs.
    patience_s : float
        A command that took longer than that in all is not run again.
    """
    found = {name: Series() for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            if sum(run.wall_s for run in found[name].runs) < patience_s:
                found[name].runs.append(measure(command, folder))
    return found
