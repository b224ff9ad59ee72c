"""An empty environment into which the wheel of this repository is installed.

The wheel and what it depends on are installed by pip from the index, in the versions of the lock.
Where no index can be reached, the wheel alone is installed, and a ``.pth`` file lends the
environment the libraries of the one that runs the tests; not its checkout of this package, because
``.pth`` files in a folder that a ``.pth`` file adds are not read.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import sysconfig
from pathlib import Path

LOCKED = re.compile(r"^([A-Za-z0-9._-]+==[^ \\]+(?: ;[^\\]*)?)", re.MULTILINE)


def run(*command: str | Path, cwd: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a command in which nothing of the checkout is, with more in its environment."""
    clean = {k: v for k, v in os.environ.items() if k not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=clean | more,
        capture_output=True,
        text=True,
        check=False,
    )


def run_well(*command: str | Path, cwd: Path, **more: str) -> str:
    """What a command printed that ended well."""
    done = run(*command, cwd=cwd, **more)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def build(repository: Path, folder: Path) -> Path:
    """Build the wheel of a repository into a folder."""
    run_well(
        sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, repository,
        cwd=folder,
    )  # fmt: skip
    (built,) = folder.glob("*.whl")
    return built


def install(wheel: Path, repository: Path, scratch: Path) -> Path:
    """Make an environment with a wheel and no more; the folder of its commands."""
    run_well(sys.executable, "-m", "venv", scratch / "venv", cwd=scratch)
    commands = scratch / "venv" / ("Scripts" if os.name == "nt" else "bin")
    _install(commands / "python", wheel, repository, scratch)
    return commands


def _install(python: Path, wheel: Path, repository: Path, scratch: Path) -> None:
    constraints = scratch / "constraints.txt"
    lock = (repository / "requirements.lock").read_text(encoding="utf-8")
    constraints.write_text("\n".join(LOCKED.findall(lock)) + "\n", encoding="utf-8")
    pip = [python, "-m", "pip", "--quiet", "--retries", "0", "--timeout", "30"]
    probe = run(*pip, "download", "--no-deps", "--dest", scratch / "probe", "click", cwd=scratch)
    if probe.returncode == 0:
        run_well(*pip, "install", "--constraint", constraints, wheel, cwd=scratch)
        return
    run_well(*pip, "install", "--no-deps", "--no-index", wheel, cwd=scratch)
    ask = "import sysconfig; print(sysconfig.get_path('purelib'))"
    own = Path(run_well(python, "-c", ask, cwd=scratch).strip())
    lent = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (own / "lent.pth").write_text("\n".join(sorted(lent)) + "\n", encoding="utf-8")
