"""A report as one page that stands alone: it loads nothing, and is a table without scripts too."""

from __future__ import annotations

from html import escape
from importlib import resources
from typing import TYPE_CHECKING

from depositary.checks.report.outcome import chosen
from depositary.onepage import head, style_of
from depositary.safetext import one_line, visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from depositary.checks.report.outcome import Report, View
    from depositary.codes import Code
    from depositary.findings import Finding

_ROWS = 5_000
"""So many findings are shown: more make a page that browsers sort with a pause."""
_COLUMNS = ("Level", "Code", "Place", "Line", "Table", "Column", "Value", "What")


def pieces(report: Report, view: View) -> Iterator[str]:
    """The page: the verdict, the findings as a table to sort and filter, what the codes mean."""
    shown = chosen(report.findings, view.limit(_ROWS))
    yield _head(report)
    yield "<main>"
    yield from _verdict(report)
    if shown:
        yield from _filters(shown)
        yield from _table(shown, report)
        yield from _meanings({finding.code for finding in shown}, report)
    yield f"</main>\n<script>{_part('page.js')}</script>\n</body>\n</html>"


def _part(name: str) -> str:
    return resources.files("depositary.checks.report").joinpath(name).read_text("utf-8")


def _head(report: Report) -> str:
    title = f"{_text(report.summed_up())} · depositary check"
    return head(title, style_of("depositary.checks.report"), _part("page.js"))


def _verdict(report: Report) -> Iterator[str]:
    verdict, word = ("valid", "in due form") if report.is_valid else ("invalid", "not in due form")
    yield f'<h1>Data package: <span class="verdict {verdict}">{word}</span></h1>'
    yield f"<p>{_text(report.summed_up())} in {_text(report.looked_at() or 'the package')}.</p>"
    for reason in report.skipped:
        yield f'<p class="muted">Not asked: {_text(reason)}</p>'
    if report.mended:
        named = ", ".join(f"<code>{_text(entry)}</code>" for entry in report.mended[:20])
        yield f'<p class="good">Mended since the baseline: {named}</p>'


def _filters(shown: Sequence[Finding]) -> Iterator[str]:
    """Fields that the script brings to life; without it they are not shown."""
    codes = "".join(f"<option>{_text(code)}</option>" for code in sorted({f.code for f in shown}))
    yield '<form hidden aria-label="Filter the findings">'
    yield _labelled("Text", '<input id="text" type="search" autocomplete="off">')
    levels = "<option>error</option><option>warning</option>"
    yield _labelled("Level", f'<select id="level"><option value="">all</option>{levels}</select>')
    yield _labelled("Code", f'<select id="code"><option value="">all</option>{codes}</select>')
    yield '<output id="count" for="text level code"></output>\n</form>'


def _labelled(label: str, control: str) -> str:
    return f'<div><label for="{label.lower()}">{label}</label>{control}</div>'


def _table(shown: Sequence[Finding], report: Report) -> Iterator[str]:
    rest = len(report.findings) - len(shown)
    more = f"; {rest:,} more are not shown" if rest else ""
    yield '<div class="wide" role="region" aria-label="Findings" tabindex="0">\n<table>'
    yield f"<caption>{len(shown):,} findings, in order of their place{more}</caption>"
    heads = "".join(f'<th scope="col">{name}</th>' for name in _COLUMNS)
    yield f"<thead><tr>{heads}</tr></thead>\n<tbody>"
    for finding in shown:
        yield _row(finding, report)
    yield "</tbody>\n</table>\n</div>"


def _row(finding: Finding, report: Report) -> str:
    code = _text(finding.code)
    link = f'<a href="#code-{code}">{code}</a>' if report.words(finding.code) else code
    place = _text(report.path(finding), 300)
    notes = "".join(f"<br>{_text(label)}: {_text(text, 500)}" for label, text in finding.notes)
    hint = f'<br><span class="hint">{_text(finding.hint, 500)}</span>' if finding.hint else ""
    at = f"{finding.line}:{finding.column or 1}" if finding.line else ""
    value = f"<code>{_text(finding.value, 120)}</code>" if finding.value else ""
    cells = (
        f'<td class="{finding.severity}">{finding.severity}</td>',
        f"<td>{link}</td>",
        f'<td class="place">{place}</td>',
        f'<td class="number" data-label="Line">{at}</td>',
        f'<td data-label="Table">{_text(finding.resource)}</td>',
        f'<td data-label="Column">{_text(finding.field)}</td>',
        f'<td data-label="Value">{value}</td>',
        f'<td class="what">{_text(finding.message, 500)}{notes}{hint}</td>',
    )
    return f'<tr data-level="{finding.severity}" data-code="{code}">{"".join(cells)}</tr>'


def _meanings(codes: set[str], report: Report) -> Iterator[str]:
    known = {code: words for code in sorted(codes) if (words := report.words(code))}
    if known:
        yield '<section aria-labelledby="codes">\n<h2 id="codes">What the codes mean</h2>'
        yield from (_meaning(code, words) for code, words in known.items())
        yield "</section>"


def _meaning(code: str, words: Code) -> str:
    said = (("bad", words.bad), ("good", words.good), ("mend", words.mend))
    lines = "".join(
        f'<div><dt>{label}</dt><dd class="{label}">{_example(label, text)}</dd></div>'
        for label, text in said
        if text
    )
    name = _text(code)
    title = f"<h3>{name} · {_text(words.title)}</h3><p>{_text(words.why, 2000)}</p>"
    return f'<article id="code-{name}">{title}<dl>{lines}</dl></article>'


def _example(label: str, text: str) -> str:
    plain = escape(visible(text))
    return plain if label == "mend" else f"<code>{plain}</code>"


def _text(text: str, longest: int = 200) -> str:
    """Text of strangers on a page: what is invisible is written out, and nothing is markup."""
    return escape(one_line(text, longest))
