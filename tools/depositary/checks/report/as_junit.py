"""A report in JUnit's XML, which every CI draws: a suite a table, a case a kind and column.

The elements and attributes are those that the schema of Jenkins allows (xunit-plugin,
``junit-10.xsd``). A case keeps its name from run to run, so that its history can be followed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from depositary.checks.report.grouping import grouped
from depositary.checks.report.outcome import counted, in_words
from depositary.safetext import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from depositary.checks.report.grouping import Group
    from depositary.checks.report.outcome import Report, View
    from depositary.findings import Finding

_PLACES = 100
"""So many places stand in a case."""


def pieces(report: Report, view: View) -> Iterator[str]:
    """The report as suites: the package itself, each table in which something was found, the rules.

    A warning is the output of a case that passed; a rule that was not asked is a case skipped.
    """
    most = _PLACES if view.most is None else min(view.most, _PLACES)
    suites: dict[str, list[_Case]] = {"package": []}
    for group in grouped(report.findings):
        finding = group.first
        name = "rules" if finding.code in report.rules else finding.resource or "package"
        suites.setdefault(name, []).append(_case(name, group, report, most))
    if not suites["package"]:
        suites["package"].append(_Case(_opened("package", "descriptor and files")))
    if report.rules:
        suites.setdefault("rules", []).extend(_quiet_rules(report))
    every = [case for cases in suites.values() for case in cases]
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f'<testsuites name="depositary check" {_counts(every, with_skipped=False)}>'
    for name, cases in suites.items():
        yield f"<testsuite name={_quoted(name)} {_counts(cases)}>"
        for case in cases:
            yield f"{case.opened}{case.body}</testcase>"
        yield "</testsuite>"
    yield "</testsuites>"


@dataclass(frozen=True, slots=True)
class _Case:
    opened: str
    body: str = ""

    @property
    def is_failure(self) -> bool:
        return self.body.startswith("<failure")

    @property
    def is_skipped(self) -> bool:
        return self.body.startswith("<skipped")


def _counts(cases: Sequence[_Case], *, with_skipped: bool = True) -> str:
    skipped = f'skipped="{sum(case.is_skipped for case in cases)}" ' if with_skipped else ""
    failed = sum(case.is_failure for case in cases)
    return f'tests="{len(cases)}" failures="{failed}" errors="0" {skipped}time="0"'


def _opened(suite: str, name: str, file: str = "") -> str:
    at = f" file={_quoted(file)}" if file else ""
    room = _quoted(f"depositary.{suite}")
    return f'<testcase name={_quoted(name)} classname={room}{at} time="0">'


def _case(suite: str, group: Group, report: Report, most: int) -> _Case:
    """A case for a kind of finding in a column (where there is no table, in a file)."""
    first = group.first
    where = first.field or ("" if first.resource else first.file)
    name = " ".join(filter(None, (first.code, report.title(first), where and f"({where})")))
    places = [_place(finding, report) for finding in group.findings[:most]]
    if rest := len(group.findings) - len(places):
        places.append(f"… and {rest:,} more")
    count = f" ({counted(len(group.findings), 'place')})" if len(group.findings) > 1 else ""
    message = _quoted(first.message + count)
    body = escape("\n".join(places))
    opened = _opened(suite, name, report.path(first))
    if first.severity == "error":
        kind = _quoted(first.code)
        return _Case(opened, f"<failure message={message} type={kind}>{body}</failure>")
    return _Case(opened, f"<system-out>{body}</system-out>")


def _place(finding: Finding, report: Report) -> str:
    at = f":{finding.line}:{finding.column or 1}" if finding.line else ""
    place = report.path(finding) + at
    notes = "".join(f"\n  {label}: {one_line(text, 300)}" for label, text in finding.notes)
    return f"{one_line(place, 300)} {one_line(in_words(finding), 500)}{notes}"


def _quiet_rules(report: Report) -> Iterator[_Case]:
    """The rules that found nothing: passed, or skipped where they could not be asked."""
    unasked = {code: why for why in report.skipped for code in why.replace(",", " ").split()}
    found = {finding.code for finding in report.findings}
    for code, words in report.rules.items():
        if code not in found:
            why = unasked.get(code)
            body = f"<skipped message={_quoted(f'not asked: {why}')}/>" if why else ""
            yield _Case(_opened("rules", f"{code} {words.title}"), body)


def _quoted(text: str) -> str:
    """An attribute; what XML 1.0 cannot hold is written as an escape."""
    return quoteattr(one_line(text, 300))
