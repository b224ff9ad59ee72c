"""How well is what articles say found? ``make eval``: precision, recall and F1 on public texts.

What is scored is what ``depositary annotate --json`` prints: all extractors asked together, those
of the core, and those with an extra where it is installed; beside them peers, each installed in an
environment of its own under ``build/`` when it is first asked. The texts are no part of this
repository: ``--corpora FOLDER``, or the variable DEPOSITARY_CORPORA, names where they lie.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import asking
import reliability
import tasks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).resolve().parents[2]
CORPORA = "DEPOSITARY_CORPORA"


def main() -> int:
    """Score what is asked for, print it and write it to ``build/eval.md``; 2 without texts."""
    given = _arguments()
    if given.corpora is None:
        print(f"Without texts nothing can be scored: give --corpora FOLDER, or set ${CORPORA}.")
        return 2
    page = ROOT / "build" / "eval.md"
    page.parent.mkdir(exist_ok=True)
    with page.open("w", encoding="utf-8") as file:
        for block in _blocks(given):
            print(block, end="\n\n", flush=True)
            file.write(f"{block}\n\n")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make eval ARGS=...", description=__doc__)
    parser.add_argument(
        "--corpora",
        type=Path,
        default=os.environ.get(CORPORA) and Path(os.environ[CORPORA]),
        metavar="FOLDER",
        help=f"where the public texts lie (default: ${CORPORA})",
    )
    parser.add_argument(
        "--only", choices=tasks.TASKS, action="append", help="a task; may be repeated"
    )
    parser.add_argument(
        "--peers",
        choices=["quick", "all", "none", *asking.PEERS],
        action="append",
        help="whom to score beside us; may be repeated (default: quick, which HeidelTime is not: "
        "it needs Java, Perl and five seconds for an article)",
    )
    parser.add_argument(
        "--most",
        type=int,
        metavar="N",
        help="so many news articles with dates at most, evenly spread, for all (default: all)",
    )
    return parser.parse_args()


def _blocks(given: argparse.Namespace) -> Iterator[str]:
    peers = asking.chosen(given.peers or ["quick"])
    setup = tasks.Setup(given.corpora, tasks.ours(), peers, given.most)
    for name in given.only or tasks.TASKS:
        judged: list[reliability.Judged] = []
        found = list(tasks.TASKS[name](setup, judged))
        few = f", {given.most} of them" if given.most and name == "dates" else ""
        yield f"### {name}: {tasks.ABOUT[name]}{few}\n\n{_table(found)}"
        if judged:
            yield f"How often is right what the core is so sure of?\n\n{reliability.table(judged)}"


def _table(found: Sequence[tasks.Row]) -> str:
    lines = [
        "| measure | who | precision | recall | F1 | wanted |",
        "|---|---|---:|---:|---:|---:|",
    ]
    for row in found:
        if row.trouble:
            lines.append(f"| {row.measure} | {row.who} | {row.trouble} | | | |")
            continue
        figures = [f"{figure:.3f}" if figure is not None else "" for figure in row[2:5]]
        wanted = f"{row.wanted:.2f}" if row.wanted else ""
        lines.append(f"| {row.measure} | {row.who} | {' | '.join(figures)} | {wanted} |")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
