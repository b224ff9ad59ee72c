"""Who is measured, each in an environment of its own with nothing in it but what it needs.

The environment of development has pandas and numpy, with which pyarrow starts slower.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
CACHE = ROOT / "build" / "bench"

_PIP = ("-m", "pip", "--quiet", "--disable-pip-version-check", "install")
_LOCKED = re.compile(r"^([A-Za-z0-9._-]+==[^ \\]+(?: ;[^\\]*)?)", re.MULTILINE)


def variables_for(program: str | Path) -> dict[str, str]:
    """The variables of this process, less those that would lend another environment its code."""
    is_own = str(program) == sys.executable
    hidden = set() if is_own else {"PYTHONPATH", "VIRTUAL_ENV", "PYTHONDONTWRITEBYTECODE"}
    return {key: value for key, value in os.environ.items() if key not in hidden}


class Failed(SystemExit):
    """A command failed; where nobody minds, its words are printed and the program ends."""


def run(*command: str | Path, cwd: Path = ROOT) -> str:
    """What a command prints; `Failed` with its words where it fails."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=variables_for(command[0]),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        words = f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}"
        raise Failed(words)
    return done.stdout


@cache
def of_tree() -> Path:
    """The Python of an environment that holds the wheel of this tree, and what it needs."""
    wheels = CACHE / "wheel"
    shutil.rmtree(wheels, ignore_errors=True)
    build = (sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", wheels, ROOT)
    run(*build)
    (wheel,) = wheels.glob("*.whl")
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    constraints = CACHE / "constraints.txt"
    constraints.write_text("\n".join(_LOCKED.findall(lock)) + "\n", encoding="utf-8")
    stamp = [ROOT / "requirements.lock", ROOT / "pyproject.toml"]
    python = _environment("depositary", stamp, "--constraint", constraints, wheel)
    run(python, *_PIP, "--force-reinstall", "--no-deps", wheel)
    return python


@cache
def of_requirements(name: str) -> Path:
    """The Python of an environment that holds what ``requirements-<name>.txt`` names."""
    wanted = HERE / f"requirements-{name}.txt"
    return _environment(name, [wanted], "--requirement", wanted)


def _environment(name: str, stamped: Iterable[Path], *wanted: str | Path) -> Path:
    folder = CACHE / "environments" / name
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in stamped)).hexdigest()
    stamp = folder / ".holds"
    if not stamp.is_file() or stamp.read_text() != digest:
        print(f"Making an environment for {name} ...", file=sys.stderr)
        run(sys.executable, "-m", "venv", "--clear", folder)
        run(python, *_PIP, *wanted)
        stamp.write_text(digest)
    return python


@cache
def of_node() -> Path | None:
    """A folder with what the peers in JavaScript need; None where there is no node."""
    if not (shutil.which("node") and shutil.which("npm")):
        return None
    folder = CACHE / "environments" / "node"
    shutil.copytree(HERE / "peers" / "node", folder, dirs_exist_ok=True)
    if not (folder / "node_modules").is_dir():
        run("npm", "ci", "--no-audit", "--no-fund", "--silent", cwd=folder)
    return folder
