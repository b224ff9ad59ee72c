"""A command that is about to run on a project, to be cut short: run as a script.

``scenes.py SCENE PROJECT`` imports what the command needs, waits, and each of its forks runs it.
The scene ``publish`` is ``make-release`` that has everything but the writing behind it.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import faulting
from depositary.cli import doors, terminal
from depositary.errors import DepositaryError

COMMANDS = {
    "release": ("make-release", "--quiet"),
    "build": ("build", "--quiet"),
    "yank": ("yank", "1.0.0", "--reason", "Dates are a year off."),
    "withdraw": ("withdraw", "act-rumour", "--reason", "Nobody said so."),
    "signed yank": ("yank", "1.0.0", "--reason", "A year off.", "--sign", "{root}/../key"),
    "fetch": ("fetch", "local://{root}/dist", "--to", "{root}/copies"),
    "add": ("add", "{root}/../canal.txt", "--published", "2031-05-02"),
}


def publish(root: Path, target: str) -> None:
    """Make a release, and wait where the first file of it is about to be written."""
    from depositary.release.steps import Order, make_release

    def tell(step: str, _: str) -> None:
        if step == "verify":
            faulting.wait_here()

    key = root.parent / "key"
    order = Order(root, Path(target) if target else None, key=str(key) if key.exists() else "")
    make_release(order, tell)


def command(scene: str, root: Path) -> None:
    """Import what a command needs, wait, and run it as its door does."""
    import duckdb  # noqa: F401
    import fsspec.implementations.local  # noqa: F401
    import jsonschema  # noqa: F401

    import depositary.building
    import depositary.checks.run
    import depositary.custody
    import depositary.release.obtaining
    import depositary.release.opening
    import depositary.release.steps
    import depositary.release.stores.filesystems
    import depositary.release.withdrawal
    import depositary.release.yanking  # noqa: F401

    os.environ["XDG_CACHE_HOME"] = str(root / ".depositary/cache")
    words = [word.format(root=root) for word in COMMANDS[scene]]
    faulting.wait_here()
    terminal.run(doors.depositary, [*words, "--project", str(root)])


if __name__ == "__main__":
    code = 0
    try:
        if sys.argv[1] == "publish":
            publish(Path(sys.argv[2]), "".join(sys.argv[3:]))
        else:
            command(sys.argv[1], Path(sys.argv[2]))
    except DepositaryError as error:
        faulting.tell(f"error[{error.code}] {error.message}")
        code = error.exit_code
    except SystemExit as stop:
        code = int(stop.code or 0)
    faulting.tell("ended")
    os._exit(code)
