"""A report for a person in a terminal: what is wrong, where, the line itself, the mend."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from depositary.checks.report.outcome import chosen, counted
from depositary.safetext import one_line, visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from depositary.checks.report.excerpts import Lines
    from depositary.checks.report.outcome import Report, View
    from depositary.findings import Finding

_LOOKS = {"red": "31", "green": "32", "yellow": "33", "blue": "34", "bold": "1", "dim": "2"}
_WIDTH = 96
_BLOCKS = 100
"""So many findings are shown; the rest is counted."""
_ALIKE = 5
"""So many findings of one code in one column of one table are shown; the rest is counted."""
_BROKEN_REFERENCE = "E303"
_MENDED = 5
_AT_ONCE = 500
"""Blocks whose lines are read together."""


class _Paint:
    def __init__(self, *, is_coloured: bool) -> None:
        self.is_coloured = is_coloured

    def __call__(self, words: str, *looks: str) -> str:
        if not self.is_coloured or not words:
            return words
        return f"\x1b[{';'.join(_LOOKS[look] for look in looks)}m{words}\x1b[0m"


def pieces(report: Report, view: View) -> Iterator[str]:
    """The report as blocks, one a finding, with totals last.

    Many findings of one kind in one column are counted after the first five, and those that the
    same value causes after the first; not more than a hundred blocks are shown. ``most`` of the
    view is another limit, ``is_all`` lifts both.
    """
    paint = _Paint(is_coloured=view.is_coloured)
    found = report.findings
    groups = [(finding, "") for finding in found] if view.is_all else _grouped(found)
    shown = chosen([finding for finding, _ in groups], view.limit(_BLOCKS))
    notes = {id(finding): note for finding, note in groups if note}
    for at in range(0, len(shown), _AT_ONCE):
        from depositary.checks.report.excerpts import excerpts  # needed where there are findings

        batch = shown[at : at + _AT_ONCE]
        lines = excerpts(report, batch)
        for finding in batch:
            yield (
                "\n".join(_block(finding, notes.get(id(finding), ""), report, paint, lines)) + "\n"
            )
    if hidden := len(groups) - len(shown):
        yield paint(f"{hidden:,} more blocks are not shown: --all shows them\n", "dim")
    yield _totals(report, paint)


def _grouped(findings: Sequence[Finding]) -> list[tuple[Finding, str]]:
    """The findings that are shown, each with a note of those that it stands for."""
    columns: dict[tuple[str, ...], list[int]] = defaultdict(list)
    notes = {}
    for at, finding in enumerate(findings):
        if finding.row:
            columns[finding.code, finding.resource, finding.field].append(at)
        else:
            notes[at] = ""  # of a descriptor, a card, a quote: each says something else
    for (code, *_), column in columns.items():
        causes: dict[str, list[int]] = defaultdict(list)
        # An error of reference has one cause: the value that is not there. Others, when many.
        is_folded = code == _BROKEN_REFERENCE or len(column) > _ALIKE + 1
        for at in column:
            value = findings[at].value if is_folded else ""
            causes[value or f"\0{at}"].append(at)
        notes.update(_noted(list(causes.values())))
    return [(findings[at], notes[at]) for at in sorted(notes)]


def _noted(causes: list[list[int]]) -> Iterator[tuple[int, str]]:
    """The first finding of each cause; the last that is shown stands for those that are not."""
    few = causes if len(causes) <= _ALIKE + 1 else causes[:_ALIKE]
    rest = sum(map(len, causes[len(few) :]))
    for at, cause in enumerate(few, 1):
        same = f"… and {len(cause) - 1:,} more with this value" if len(cause) > 1 else ""
        alike = f"… and {rest:,} more in this column" if rest and at == len(few) else ""
        yield cause[0], "\n   ".join(filter(None, (same, alike)))


def _block(
    finding: Finding, note: str, report: Report, paint: _Paint, lines: Lines
) -> Iterator[str]:
    colour = "red" if finding.severity == "error" else "yellow"
    head = paint(f"{finding.severity}[{finding.code}]", colour, "bold")
    yield f"{head} {paint(_title(finding, report), 'bold')}"
    yield f"  {paint('-->', 'blue')} {_place(finding, report, paint)}"
    if finding.notes:
        yield from _notes(finding, paint)
    else:
        yield from _excerpt(finding, lines, paint)
        if finding.message:
            yield f"   {paint('=', 'blue')} {one_line(finding.message, 400)}"
    if finding.hint:
        yield f"   {paint('=', 'blue')} {paint(one_line(finding.hint, 300), 'green')}"
    if note:
        yield f"   {paint(note, 'dim')}"


def _title(finding: Finding, report: Report) -> str:
    title = one_line(report.title(finding), 200)
    value = one_line(finding.value, 40)
    return f'{title}: "{value}"' if value and not finding.notes else title


def _place(finding: Finding, report: Report, paint: _Paint) -> str:
    place = one_line(report.path(finding), 300)
    if finding.line:
        place += f":{finding.line}:{finding.column or 1}"
    words = []
    if finding.resource:
        words.append(f"table {one_line(finding.resource)}")
    if finding.field:
        words.append(f'column "{one_line(finding.field)}"')
    if finding.row and finding.row != finding.line:
        words.append(f"row {finding.row}")
    return f"{place}  {paint(', '.join(words), 'dim')}".rstrip()


def _notes(finding: Finding, paint: _Paint) -> Iterator[str]:
    """Labelled lines; where a quote and the article's words differ, the differing are marked."""
    notes = {label: one_line(words, 400) for label, words in finding.notes}
    if {"quote", "article"} <= notes.keys():
        from depositary.spans import aligned

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


def _excerpt(finding: Finding, lines: Lines, paint: _Paint) -> Iterator[str]:
    """The line of the file, and a caret under the value."""
    line = lines.get((finding.file, finding.line))
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
    looked = report.looked_at()
    after = [paint(f"not asked: {reason}", "dim") for reason in report.skipped]
    if report.mended:
        named = ", ".join(map(one_line, report.mended[:_MENDED]))
        more = ", …" if len(report.mended) > _MENDED else ""
        entries = counted(len(report.mended), "kind")
        after.append(f"mended: {entries} of the baseline, write it again: {named}{more}")
    if not report.findings:
        left_out = f" ({report.left_out()})" if report.left_out() else ""
        head = f"{paint('ok', 'green', 'bold')}  {looked or 'nothing to check'}{left_out}"
        return "\n".join([head, *after])
    head = f"{paint(report.summed_up(), 'bold')} in {looked or 'the package'}."
    explain = f"depositary explain {one_line(report.findings[0].code)}"
    return "\n".join([head, *after, f"Explain a code: {paint(explain, 'bold')}"])
