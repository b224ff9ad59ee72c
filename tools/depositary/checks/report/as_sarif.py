"""A report in SARIF 2.1.0, for code scanning of GitHub, GitLab and Azure, and for editors.

The format is OASIS Standard "Static Analysis Results Interchange Format (SARIF) Version 2.1.0",
2020; sections are named below. What GitHub accepts: docs.github.com, "SARIF support for code
scanning", 2025.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from depositary.checks.fingerprints import fingerprints
from depositary.checks.report.as_json import dumped
from depositary.checks.report.excerpts import excerpts
from depositary.checks.report.outcome import chosen, in_words
from depositary.safetext import one_line, visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from depositary.checks.report.excerpts import Lines
    from depositary.checks.report.outcome import Report, View
    from depositary.findings import Finding

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_RESULTS = 25_000
"""GitHub refuses a run with more results."""
_WORDS_CHARS = 1_000


def pieces(report: Report, view: View) -> Iterator[str]:
    """The report as one run, a result a line."""
    limit = _RESULTS if view.most is None else min(view.most, _RESULTS)
    shown = chosen(report.findings, limit)
    codes = sorted({finding.code for finding in shown})
    yield f'{{"$schema": "{_SCHEMA}", "version": "2.1.0", "runs": [{{'
    yield f'"tool": {{"driver": {dumped(_driver(report, codes, shown))}}},'
    yield '"columnKind": "unicodeCodePoints",'
    yield f'"automationDetails": {dumped({"id": f"depositary/{report.prefix}"})},'
    yield f'"invocations": [{dumped(_invocation(report, len(shown)))}],'
    yield '"results": ['
    lines = excerpts(report, shown)
    index = {code: at for at, code in enumerate(codes)}
    marks = fingerprints(shown)
    for at, (finding, mark) in enumerate(zip(shown, marks, strict=True), 1):
        result = _result(finding, index[finding.code], mark, report, lines)
        yield dumped(result) + ("," if at < len(shown) else "")
    yield "]}]}"


def _driver(report: Report, codes: Sequence[str], shown: Sequence[Finding]) -> dict[str, Any]:
    from importlib.metadata import version

    named: dict[str, Finding] = {}
    for finding in shown:
        named.setdefault(finding.code, finding)
    return {
        "name": "depositary",
        "semanticVersion": version("depositary"),
        "rules": [_rule(named[code], report) for code in codes],
    }


def _rule(finding: Finding, report: Report) -> dict[str, Any]:
    """A code as a reportingDescriptor (section 3.49), with the words of ``depositary explain``."""
    words = report.words(finding.code)
    title = one_line(report.title(finding), _WORDS_CHARS)
    rule: dict[str, Any] = {
        "id": finding.code,
        "shortDescription": {"text": title},
        "defaultConfiguration": {"level": finding.severity},
    }
    if words is None:
        return rule
    examples = {"Bad": visible(words.bad), "Good": visible(words.good)}
    told = {label: text for label, text in examples.items() if text}
    why, mend = visible(words.why), f"Mend: {visible(words.mend)}"
    markdown = [f"**{label}:** {_code(text)}" for label, text in told.items()]
    rule["fullDescription"] = {"text": why}
    rule["help"] = {
        "text": "\n".join([why, *(f"{label}: {text}" for label, text in told.items()), mend]),
        "markdown": "\n\n".join([why, *markdown, mend]),
    }
    rule["properties"] = {"tags": ["data"]}
    return rule


def _code(text: str) -> str:
    return f"`` {text} ``" if "\n" not in text else f"\n```\n{text}\n```"


def _invocation(report: Report, shown: int) -> dict[str, Any]:
    """How the run went (section 3.20): what was not asked, and what is not listed."""
    told = [f"not asked: {visible(reason)}" for reason in report.skipped]
    if report.left_out():
        told.append(f"not listed: {report.left_out()}")
    if rest := len(report.findings) - shown:
        told.append(f"{rest:,} more findings are not listed")
    notes = [{"level": "note", "message": {"text": words}} for words in told]
    return {"executionSuccessful": True, "toolExecutionNotifications": notes}


def _result(finding: Finding, rule: int, mark: str, report: Report, lines: Lines) -> dict[str, Any]:
    words = in_words(finding) or report.title(finding)
    notes = "".join(f"\n{label}: {one_line(text, 300)}" for label, text in finding.notes)
    location: dict[str, Any] = {
        "physicalLocation": {
            "artifactLocation": {"uri": _uri(report.path(finding))},
            "region": _region(finding, lines),
        }
    }
    if finding.resource:
        names = filter(None, (finding.resource, finding.field))
        full = visible("/".join(names))
        location["logicalLocations"] = [{"fullyQualifiedName": full, "kind": "member"}]
    return {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": finding.severity,
        "message": {"text": one_line(words, _WORDS_CHARS) + notes},
        "locations": [location],
        # The first is GitHub's name, the second ours (section 3.27.17).
        "partialFingerprints": {"primaryLocationLineHash": mark, "valueInColumn/v1": mark},
    }


def _uri(path: str) -> str:
    """A relative reference of RFC 3986; a colon in the first part would be read as a scheme."""
    return quote(path, safe="/", errors="replace")


def _region(finding: Finding, lines: Lines) -> dict[str, int]:
    """Where it stands (section 3.30), as far as is known; a region needs a line for GitHub."""
    if not finding.line:
        return {"startLine": 1}
    if not finding.column:
        return {"startLine": finding.line}
    region = {"startLine": finding.line, "startColumn": finding.column}
    line = lines.get((finding.file, finding.line), "")
    quoted = (finding.value, f'"{finding.value}"')
    length = next((len(v) for v in quoted if line.startswith(v, finding.column - 1)), 0)
    if finding.value and length:
        region["endColumn"] = finding.column + length
    return region
