"""The files of ``schema/rules``: rules with their words, and views that rules share."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from depositary import files
from depositary.findings import Finding
from depositary.schema.values import Rule, View

if TYPE_CHECKING:
    from pathlib import Path

_RULE_FILE = re.compile(r"(?P<code>R\d{2,})-(?P<name>[a-z0-9-]+)\.sql\Z")
_VIEW_FILE = re.compile(r"(?P<name>[a-z][a-z0-9_]*)\.view\.sql\Z")
_HEADER = re.compile(r"--\s*(?:(?P<key>[a-z]+):)?\s*(?P<text>.*)")
_NEEDED = {"rule": ("title", "severity", "why", "mend"), "view": ("title",)}
_ALLOWED = {"rule": (*_NEEDED["rule"], "needs"), "view": _NEEDED["view"]}


def rules_in(folder: Path) -> tuple[tuple[Rule, ...], tuple[View, ...], list[Finding]]:
    """The rules and the views of a law, and what is wrong with their files (E607).

    Parameters
    ----------
    folder : Path
        ``schema/`` of a project.

    Returns
    -------
    tuple
        Rules in order of their files, views in order of their names, findings.
    """
    rules: list[Rule] = []
    views: list[View] = []
    findings: list[Finding] = []
    for path in sorted((folder / "rules").glob("*.sql")):
        file = f"schema/rules/{path.name}"
        header, sql = _header(files.read_bytes(path).decode("utf-8", "replace"))
        rule, view = _RULE_FILE.match(path.name), _VIEW_FILE.match(path.name)
        fault = _fault(header, "view" if view else "rule", is_named=bool(rule or view))
        if fault:
            findings.append(Finding(file, 1, 1, "E607", kind="law", message=fault))
        elif view:
            views.append(View(view["name"], header["title"], sql, file))
        elif rule:
            rules.append(_rule(rule["code"], rule["name"], header, sql, file))
    return tuple(rules), tuple(views), findings


def _rule(code: str, name: str, header: dict[str, str], sql: str, file: str) -> Rule:
    return Rule(
        code,
        name,
        header["title"],
        "error" if header["severity"] == "error" else "warning",
        tuple(header.get("needs", "").replace(",", " ").split()),
        header["why"],
        header["mend"],
        sql,
        file,
    )


def _header(text: str) -> tuple[dict[str, str], str]:
    """The comment lines at the head of a file as key and text, and the rest."""
    header: dict[str, str] = {}
    key = ""
    lines = text.splitlines(keepends=True)
    count = 0
    for line in lines:
        match = _HEADER.match(line.strip())
        if match is None:
            break
        if match["key"]:
            key = match["key"]
            header[key] = match["text"].strip()
        elif key:
            header[key] = f"{header[key]} {match['text'].strip()}".strip()
        count += 1
    return header, "".join(lines[count:]).strip()


def _fault(header: dict[str, str], kind: str, *, is_named: bool) -> str:
    """What is wrong with a file's name or header, in words; empty where nothing is."""
    missing = [key for key in _NEEDED[kind] if not header.get(key)]
    unknown = [key for key in header if key not in _ALLOWED[kind]]
    if not is_named:
        return "A rule is named R<number>-<words>.sql, a view <name>.view.sql."
    if missing:
        return f"The header of the {kind} has no {', '.join(missing)}."
    if unknown:
        return f"The header of the {kind} has an unknown line {', '.join(unknown)}."
    if kind == "rule" and header["severity"] not in ("error", "warning"):
        return "The severity of a rule is error or warning."
    return ""
