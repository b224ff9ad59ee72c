"""The check beside its peers, in turns, in one run: ``make bench``.

First it is shown that this check and frictionless find the same; a bench of two checks that differ
would mean nothing. Then whole processes are measured, their start included.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
from typing import TYPE_CHECKING

import agreement
import environments
import generator
import parties
import report

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from measuring import Series
    from parties import Party
    from report import Case

SIZES = [200, 10_000, 100_000, 1_000_000]
COMPARED = [10_000, 100_000]
"""Rows of the broken packages on which the findings are compared."""

VARIANT_ROWS = 100_000
"""Rows of the packages that are not of the common shape."""

PACKAGES = environments.CACHE / "packages"
PARTS = (
    "agreement",
    "times",
    "variants",
    "faults",
    "start",
    "corpus",
    "extraction",
    "review",
    "diff",
    "release",
)


def main() -> int:
    """Measure what is asked for; 1 where findings differ."""
    given = _arguments()
    if given.here:
        cases = [(name, size) for size in given.sizes for name in generator.VARIANTS]
        print(_agreement(parties.here(), cases))
        return 0
    page = environments.ROOT / "build" / "bench.md"
    page.parent.mkdir(exist_ok=True)
    with page.open("w", encoding="utf-8") as file:
        for block in _blocks(given):
            print(block, end="\n\n", flush=True)
            file.write(f"{block}\n\n")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench ARGS=...", description=__doc__)
    parser.add_argument(
        "--sizes",
        type=lambda text: [int(each) for each in text.split(",")],
        default=SIZES,
        help="rows of the largest table, with commas: 200,10000000",
    )
    parser.add_argument("--runs", type=int, default=5, help="of each, of which the median is shown")
    parser.add_argument(
        "--patience", type=float, default=20, help="seconds after which one is not run again"
    )
    parser.add_argument(
        "--also",
        action="append",
        default=[],
        help="more options of the check",
    )
    parser.add_argument(
        "--articles", type=int, default=100_000, help="of the corpus that is extracted"
    )
    parser.add_argument(
        "--extractor", action="append", default=[], help="asked of the corpus; default: core"
    )
    parser.add_argument("--only", choices=PARTS, action="append", help="a part; may be repeated")
    parser.add_argument(
        "--here", action="store_true", help="compare findings in this environment, without times"
    )
    return parser.parse_args()


def _blocks(given: argparse.Namespace) -> Iterator[str]:
    parts = given.only or PARTS
    if set(parts) <= {"corpus", "extraction", "review", "diff", "release"}:
        yield _machine()
        everyone = []
    else:
        everyone = parties.everyone(given.also)
        yield f"{_machine()}\n{parties.versions()}."
    if "agreement" in parts:
        yield _agreement(everyone, [("broken", size) for size in COMPARED])
    if "times" in parts:
        cases = [(name, size) for size in given.sizes for name in ("clean", "broken")]
        yield from _times(everyone, cases, given)
    if "variants" in parts:
        others = [name for name in generator.VARIANTS if name not in ("clean", "broken")]
        yield from _times(everyone, [(name, VARIANT_ROWS) for name in others], given)
    if "faults" in parts:
        yield f"### Faults found\n\n{_faults(everyone, COMPARED[0])}"
    if "start" in parts:
        # Only where there is something to start.
        import startup

        small = generator.package(PACKAGES, "clean", SIZES[0])
        yield f"### Commands\n\n{startup.commands(small, given.runs)}"
        yield f"### Imports of one check\n\n{startup.breakdown(small)}"
    yield from _others(parts, given)


def _others(parts: Sequence[str], given: argparse.Namespace) -> Iterator[str]:
    """What is measured beside the check; each is loaded only where it is asked for."""
    if "review" in parts:
        import review

        yield f"### A decision on the review page\n\n{review.latency(100_000, 30)}"
    if "diff" in parts:
        import differences

        yield f"### Two versions compared\n\n{differences.speed(max(given.sizes), given.runs)}"
    if "release" in parts:
        import releases

        yield f"### A release\n\n{releases.speed(max(given.sizes), min(given.runs, 3))}"
    if "corpus" in parts:
        import corpus

        more = [word for name in given.extractor for word in ("--extractor", name)]
        yield f"### A corpus of articles\n\n{corpus.scaling(given.articles, more)}"
    if "extraction" in parts:
        # Only where there is something to read: its peer takes 300 MB.
        import reading

        yield f"### Articles read, on one core\n\n{reading.speed(given.runs)}"
        yield f"### One article, start included\n\n{reading.start(given.runs)}"


def _machine() -> str:
    cores = os.cpu_count() or 1
    memory_bytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return (
        f"{cores} cores ({platform.machine()}, {platform.system()}), "
        f"{memory_bytes / 2**30:.0f} GiB of memory, Python {platform.python_version()}; "
        f"load at the start {os.getloadavg()[0]:.1f}."
    )


def _agreement(everyone: Sequence[Party], cases: Sequence[Case]) -> str:
    """Words that the findings are the same; ends the bench where they are not."""
    by_name = {party.name: party for party in everyone}
    rows = []
    for variant, largest in cases:
        folder = generator.package(PACKAGES, variant, largest)
        ours = agreement.of_ours(agreement.printed(by_name[parties.OURS].command, folder))
        theirs = agreement.printed(by_name[parties.BEST_KNOWN].command, folder)
        if told := agreement.difference(ours, agreement.of_frictionless(theirs)):
            sys.exit(f"The findings differ on {folder}:\n{told}")
        rows.append([f"{largest:,} {variant}", str(len(ours))])
    words = "The same findings (resource, row, field, kind) as frictionless:"
    return f"{words}\n\n{report.table(['rows, variant', 'errors'], rows)}"


def _times(
    everyone: Sequence[Party], cases: Sequence[Case], given: argparse.Namespace
) -> Iterator[str]:
    found = {}
    for variant, largest in cases:
        each = found[variant, largest] = _measured(everyone, variant, largest, given)
        about = generator.VARIANTS[variant]
        yield f"### {largest:,} rows, {variant}: {about}\n\n{report.of_case(each, everyone)}"
    yield f"### In short\n\n{report.summary(found)}"


def _measured(
    everyone: Sequence[Party], variant: str, largest: int, given: argparse.Namespace
) -> dict[str, Series]:
    from measuring import in_turns

    folder = generator.package(PACKAGES, variant, largest)
    _warm(folder)
    if variant == "clean":
        parties.write_json_schema(folder)
    commands = {
        party.name: party.command
        for party in everyone
        if largest <= party.most_rows and (party.is_general or variant == "clean")
    }
    return in_turns(commands, folder, given.runs, given.patience)


def _warm(folder: Path) -> None:
    """Read every file once, so that the first who is measured need not wait for the disk."""
    for path in folder.iterdir():
        with path.open("rb") as file:
            while file.read(1 << 24):
                pass


def _faults(everyone: Sequence[Party], largest: int) -> str:
    folder = generator.package(PACKAGES, "broken", largest)
    parties.write_json_schema(folder)
    found = {}
    for party in everyone:
        if not party.checks:
            continue
        text = agreement.printed(party.command, folder)
        if party.is_general:
            read = (
                agreement.of_frictionless if party.name == parties.BEST_KNOWN else agreement.of_ours
            )
            rows = [row for table, row, *_ in read(text) if table == "evidence"]
        else:
            rows = agreement.rows_of(text, folder / "evidence.csv")
        found[party.name] = agreement.by_kind(rows, largest)
    return report.missed(found, agreement.injected(largest))


if __name__ == "__main__":
    sys.exit(main())
