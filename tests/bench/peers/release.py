"""Check the tables of a register and release them: what is measured, without what builds them."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from depositary.checks.packages import check_package
from depositary.checks.report import Report
from depositary.project import Project
from depositary.release.steps import Order, released


def main(root: Path) -> None:
    """Release the register of a project, and say how long each step took."""
    where, since_s = Project(root), time.perf_counter()

    def tell(step: str, words: str) -> None:
        nonlocal since_s
        now_s = time.perf_counter()
        print(f"{step:<10}{now_s - since_s:6.2f} s  {words}")
        since_s = now_s

    findings, stats = check_package(where.datapackage / "datapackage.json")
    if findings:
        sys.exit(f"{len(findings)} findings: {findings[0]}")
    tell("check", f"{stats}")
    released(where, Report(root, findings, stats), Order(root), tell)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
