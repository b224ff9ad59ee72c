"""A report in GitHub's Markdown, for the comment on a pull request or the summary of a job."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from depositary.checks.report.grouping import grouped
from depositary.checks.report.outcome import chosen, in_words
from depositary.safetext import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from depositary.checks.report.grouping import Group
    from depositary.checks.report.outcome import Report, View

_ROWS = 200
_CHARS = 50_000
"""A comment takes 65,536 characters, the summary of a job 1 MiB (GitHub's documentation, 2025)."""

_MARKUP = re.compile(r"(?P<mention>@)|(?P<number>#)|(?P<link>://|(?<=www)\.)|[\\`*_{}\[\]<>|~$&]")
_BREAK = "<!-- -->"
"""Between an @ and a name, GitHub sees two texts and tells nobody."""
_TICKS = re.compile("`+")
_HEAD = "| | code | count | what | first at | example |\n|---|---|---:|---|---|---|"


def pieces(report: Report, view: View) -> Iterator[str]:
    """Totals, then a table with a row for each kind of finding in a column, then the mends."""
    mark = "✅" if report.is_valid else "❌"
    yield f"### {mark} depositary check: {report.summed_up()}\n"
    if looked := report.looked_at():
        yield f"{looked}.\n"
    yield from (f"- not asked: {escaped(reason, 300)}" for reason in report.skipped)
    if report.mended:
        yield f"- no longer found, of the baseline: {len(report.mended):,} kinds\n"
    groups = grouped(chosen(report.findings, view.most))
    if groups:
        yield from _table(groups, report, view.limit(_ROWS))


def _table(groups: list[Group], report: Report, most: int | None) -> Iterator[str]:
    yield _HEAD
    left = _CHARS
    shown = 0
    for group in groups[:most]:
        row = _row(group, report)
        left -= len(row)
        if left < 0:
            break
        shown += 1
        yield row
    if shown < len(groups):
        rest = sum(len(group.findings) for group in groups[shown:])
        yield f"\n… and {rest:,} more findings of other kinds."
    yield from _mends([group.first.code for group in groups[:shown]], report, left)


def _row(group: Group, report: Report) -> str:
    finding = group.first
    place = report.path(finding) + (f":{finding.line}" if finding.line else "")
    column = ".".join(filter(None, (finding.resource, finding.field)))
    where = f"{_code(column)} " if column else ""
    level = "error" if finding.severity == "error" else "warning"
    cells = (
        level,
        escaped(finding.code),
        f"{len(group.findings):,}",
        escaped(report.title(finding), 120),
        where + _code(place),
        escaped(in_words(finding), 300),
    )
    return f"| {' | '.join(cells)} |"


def _mends(codes: list[str], report: Report, left: int) -> Iterator[str]:
    """What each code means and what mends it, folded away."""
    lines = [
        f"- **{escaped(code)}** {escaped(words.why)} Mend: {escaped(words.mend)}"
        for code in dict.fromkeys(codes)
        if (words := report.words(code))
    ]
    text = "\n".join(lines)
    if lines and len(text) < left:
        yield f"\n<details><summary>What the codes mean</summary>\n\n{text}\n\n</details>"


def escaped(text: str, longest: int = 1000) -> str:
    r"""Text of strangers in Markdown: no markup, no link, nobody is mentioned.

    Examples
    --------
    >>> print(escaped("<b>*@team*"))
    \<b\>\*@<!-- -->team\*
    """
    return _MARKUP.sub(_made_plain, one_line(text, longest))


def _made_plain(found: re.Match[str]) -> str:
    match found.lastgroup:
        case "mention":
            return f"@{_BREAK}"
        case "number":
            return f"\\#{_BREAK}"
        case "link":
            return f"{found[0][0]}{_BREAK}{found[0][1:]}"
    return f"\\{found[0]}"


def _code(text: str) -> str:
    """A span of code in a cell of a table."""
    plain = one_line(text, 200).replace("|", "\\|")
    fence = "`" * (max(map(len, _TICKS.findall(plain)), default=0) + 1)
    space = " " if plain.startswith("`") or plain.endswith("`") else ""
    return f"{fence}{space}{plain}{space}{fence}"
