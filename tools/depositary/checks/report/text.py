"""A report for a person in a terminal: what is wrong, where, the line itself, the mend."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from depositary.codes import CODES
from depositary.safetext import one_line, visible
from depositary.spans import aligned

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from depositary.checks.report.outcome import Report
    from depositary.findings import Finding

_LOOKS = {"red": "31", "green": "32", "yellow": "33", "blue": "34", "bold": "1", "dim": "2"}
_WIDTH = 96
_GROUPED = 20
"""So many findings of one code in one column of one table are shown; the rest is counted."""


class _Paint:
    def __init__(self, *, is_coloured: bool) -> None:
        self.is_coloured = is_coloured

    def __call__(self, words: str, *looks: str) -> str:
        if not self.is_coloured or not words:
            return words
        return f"\x1b[{';'.join(_LOOKS[look] for look in looks)}m{words}\x1b[0m"


def text(report: Report, *, is_coloured: bool = False, is_all: bool = False) -> str:
    """The report as blocks, one a finding, with totals last.

    Parameters
    ----------
    report : Report
        Of a check.
    is_coloured : bool
        With ANSI colours.
    is_all : bool
        Show every finding; otherwise many of one kind in one column are counted after twenty,
        and those that the same value causes after the first.
    """
    paint = _Paint(is_coloured=is_coloured)
    lines_of = _Lines(report.root)
    blocks = [
        "\n".join(_block(finding, more, report, paint, lines_of))
        for finding, more in _grouped(report.findings, is_all=is_all)
    ]
    return "\n\n".join([*blocks, _totals(report, paint)])


class _Lines:
    """The lines of the files that findings point into, read once each."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._known: dict[str, list[str]] = {}

    def get(self, file: str, line: int) -> str | None:
        if file not in self._known:
            path = self.root / file
            try:
                data = path.read_bytes() if path.is_file() else b""
            except OSError:
                data = b""
            self._known[file] = data.decode("utf-8", "replace").split("\n")
        lines = self._known[file]
        return lines[line - 1].rstrip("\r") if 0 < line <= len(lines) else None


def _grouped(findings: tuple[Finding, ...], *, is_all: bool) -> Iterator[tuple[Finding, int]]:
    """Yield each finding that is shown, with the number of those that it stands for."""
    if is_all:
        yield from ((finding, 0) for finding in findings)
        return
    same_value: dict[tuple[str, ...], list[Finding]] = defaultdict(list)
    for finding in findings:
        # Only an error of reference repeats because of one cause: the value that is not there.
        value = finding.value if finding.code == "E303" else f"{id(finding)}"
        same_value[finding.code, finding.resource, finding.field, value].append(finding)
    shown: dict[tuple[str, ...], int] = defaultdict(int)
    totals: dict[tuple[str, ...], int] = defaultdict(int)
    for key, group in same_value.items():
        totals[key[:3]] += len(group)
    for key, group in same_value.items():
        column = key[:3]
        shown[column] += 1
        if shown[column] < _GROUPED or len(group) > 1:
            yield group[0], len(group) - 1
        elif shown[column] == _GROUPED:
            yield group[0], totals[column] - _GROUPED


def _block(
    finding: Finding, more: int, report: Report, paint: _Paint, lines_of: _Lines
) -> Iterator[str]:
    colour = "red" if finding.severity == "error" else "yellow"
    head = paint(f"{finding.severity}[{finding.code}]", colour, "bold")
    yield f"{head} {paint(_title(finding, report), 'bold')}"
    yield f"  {paint('-->', 'blue')} {_place(finding, paint)}"
    if finding.notes:
        yield from _notes(finding, paint)
    else:
        yield from _excerpt(finding, lines_of, paint)
        if finding.message:
            yield f"   {paint('=', 'blue')} {one_line(finding.message, 400)}"
    if finding.hint:
        yield f"   {paint('=', 'blue')} {paint(one_line(finding.hint, 300), 'green')}"
    if more:
        yield f"   {paint(f'… and {more:,} more like it', 'dim')}"


def _title(finding: Finding, report: Report) -> str:
    code = CODES.get(finding.code)
    title = code.title if code else report.titles.get(finding.code, finding.message)
    value = one_line(finding.value, 40)
    return f'{title}: "{value}"' if value and not finding.notes else title


def _place(finding: Finding, paint: _Paint) -> str:
    place = visible(finding.file)
    if finding.line:
        place += f":{finding.line}:{finding.column or 1}"
    words = []
    if finding.resource:
        words.append(f"table {visible(finding.resource)}")
    if finding.field:
        words.append(f'column "{visible(finding.field)}"')
    if finding.row and finding.row != finding.line:
        words.append(f"row {finding.row}")
    return f"{place}  {paint(', '.join(words), 'dim')}".rstrip()


def _notes(finding: Finding, paint: _Paint) -> Iterator[str]:
    """Labelled lines; where a quote and the article's words differ, the differing are marked."""
    notes = {label: one_line(words, 400) for label, words in finding.notes}
    if {"quote", "article"} <= notes.keys():
        runs = aligned(notes["quote"], notes["article"])
        notes["quote"] = _marked([(ours, differs) for ours, _, differs in runs], "red", paint)
        notes["article"] = _marked([(words, differs) for _, words, differs in runs], "green", paint)
    width = max(map(len, notes)) + 1
    for label, words in notes.items():
        yield f"   {paint('=', 'blue')} {label + ':':<{width}} {words}"


def _marked(runs: list[tuple[str, bool]], colour: str, paint: _Paint) -> str:
    """Runs of words, those that differ in colour, or in brackets where there is none."""
    differing = (lambda run: paint(run, colour, "bold")) if paint.is_coloured else "[{}]".format
    return " ".join(differing(run) if differs else run for run, differs in runs if run)


def _excerpt(finding: Finding, lines_of: _Lines, paint: _Paint) -> Iterator[str]:
    """The line of the file, and a caret under the value."""
    line = lines_of.get(finding.file, finding.line) if finding.line else None
    if line is None:
        return
    column = max(finding.column, 1)
    start = max(0, column - 1 - _WIDTH // 3) if len(line) > _WIDTH else 0
    cut = line[start : start + _WIDTH]
    gutter = len(str(finding.line))
    bar = paint("|", "blue")
    yield f" {' ' * gutter} {bar}"
    yield f" {paint(str(finding.line), 'blue')} {bar} {'…' if start else ''}{one_line(cut, 400)}"
    before = one_line(line[start : column - 1], 400) if column - 1 > start else ""
    length = _marked_length(finding, line, column)
    shift = " " * (_cells(before) + bool(start))
    yield f" {' ' * gutter} {bar} {shift}{paint('^' * length, 'red')}"


def _marked_length(finding: Finding, line: str, column: int) -> int:
    value = finding.value
    if value and line.startswith((value, f'"{value}"'), column - 1):
        quotes = 0 if line.startswith(value, column - 1) else 2
        return min(_cells(visible(value)) + quotes, _WIDTH)
    return 1


def _cells(words: str) -> int:
    """How many cells of a terminal the words take (two for East Asian wide characters)."""
    import unicodedata

    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in words)
    return len(words) + wide - sum(bool(unicodedata.combining(char)) for char in words)


def _totals(report: Report, paint: _Paint) -> str:
    errors, warnings = len(report.errors), len(report.findings) - len(report.errors)
    looked = ", ".join(
        f"{count:,} {_one(name) if count == 1 else name}"
        for name, count in report.stats.items()
        if count
    )
    skipped = [paint(f"not asked: {reason}", "dim") for reason in report.skipped]
    if not report.findings:
        return "\n".join(
            [f"{paint('ok', 'green', 'bold')}  {looked or 'nothing to check'}", *skipped]
        )
    counts = [_counted(errors, "error"), _counted(warnings, "warning")]
    head = paint(", ".join(filter(None, counts)), "bold")
    code = report.findings[0].code
    explain = f"Explain a code: {paint(f'depositary explain {code}', 'bold')}"
    return "\n".join([f"{head} in {looked or 'the package'}.", *skipped, explain])


def _counted(count: int, word: str) -> str:
    return f"{count:,} {word}{'' if count == 1 else 's'}" if count else ""


def _one(plural: str) -> str:
    return plural.removesuffix("s")
