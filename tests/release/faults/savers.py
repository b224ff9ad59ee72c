"""Ways to save a file, right and wrong, for the explorer of power cuts to judge.

``savers.py WAY FILE`` waits, and each of its forks saves the file in that way.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import faulting
from depositary import files

OLD, NEW = b"old " * 100, b"new " * 100


def in_place(path: Path) -> None:
    path.write_bytes(NEW)


def without_fsync(path: Path) -> None:
    aside = path.with_suffix(".new")
    aside.write_bytes(NEW)
    aside.replace(path)


def without_fsync_of_the_folder(path: Path) -> None:
    aside = path.with_suffix(".new")
    with aside.open("wb") as handle:
        handle.write(NEW)
        handle.flush()
        os.fsync(handle.fileno())
    aside.replace(path)


def in_a_folder_that_nobody_synced(path: Path) -> None:
    path.parent.mkdir()
    files.replace(path, NEW)


def as_we_do(path: Path) -> None:
    files.replace(path, NEW)


def as_we_do_in_a_folder_of_its_own(path: Path) -> None:
    files.replace(path, NEW)


if __name__ == "__main__":
    faulting.wait_here()
    globals()[sys.argv[1]](Path(sys.argv[2]))
    os.write(1, b"saved\n")
    os._exit(0)
