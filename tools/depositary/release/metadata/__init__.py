"""How to cite it, what one may do with it, what it was made from, and what was checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from depositary.findings import Finding
    from depositary.schema import Law

STATEMENT = "https://in-toto.io/Statement/v1"
PREDICATE = "https://slsa.dev/provenance/v1"
BUILD_TYPE = "urn:depositary:make-release:1"


def licence(law: Law) -> str:
    """LICENSE: the licences by name and address, and what they do not cover."""
    creators = ", ".join(part["title"] for part in law.dataset["contributors"])
    named = "\n".join(
        f"  {part['title']} ({part['name']})\n  {part['path']}" for part in law.dataset["licenses"]
    )
    return f"""\
{law.dataset["title"]}
Copyright: {creators}

This dataset is licensed under the

{named}

The text at that address is the licence; this notice does not change it.

The words quoted from sources (columns quote, expression, cue, quoted and place) stay under the
copyright of their publishers. They are given as quotations, as evidence for the records, and are
not covered by the licence above.
"""


def provenance(
    subjects: Mapping[str, str],
    materials: Mapping[str, str],
    parameters: Mapping[str, Any],
    tool_version: str,
    lock: Mapping[str, str],
) -> dict[str, Any]:
    """provenance.json: an in-toto statement with a SLSA provenance predicate.

    Parameters
    ----------
    subjects : mapping of str to str
        SHA-256 of each file of the release, by path.
    materials : mapping of str to str
        SHA-256 of each source, reading and file of the law that it was made from, by name.
    parameters : mapping
        Version, date, the release before, and settings.
    tool_version : str
        Of depositary.
    lock : mapping of str to str
        SHA-256 of the file that names the versions of what the tool runs with, by its name.

    Returns
    -------
    dict
        JSON; says nothing of the machine, the user or the hour.

    Notes
    -----
    in-toto Attestation Framework, Statement v1 and ResourceDescriptor v1; SLSA Provenance v1.0,
    where ``builderDependencies`` is what the builder needed and no input of the build.
    """
    needed = {"builderDependencies": _digests(lock)} if lock else {}
    return {
        "_type": STATEMENT,
        "subject": _digests(subjects),
        "predicateType": PREDICATE,
        "predicate": {
            "buildDefinition": {
                "buildType": BUILD_TYPE,
                "externalParameters": dict(parameters),
                "resolvedDependencies": _digests(materials),
            },
            "runDetails": {
                "builder": {
                    "id": "urn:depositary:make-release",
                    "version": {"depositary": tool_version},
                    **needed,
                }
            },
        },
    }


def _digests(files: Mapping[str, str]) -> list[dict[str, Any]]:
    return [{"name": name, "digest": {"sha256": sha256}} for name, sha256 in sorted(files.items())]


def validation_report(
    law: Law,
    findings: Sequence[Finding],
    stats: Mapping[str, int],
    skipped: Sequence[str],
    described: Sequence[Mapping[str, Any]],
    tables: Mapping[str, int],
) -> dict[str, Any]:
    """validation-report.json: which rules were run, on how much, and what they found.

    Parameters
    ----------
    law : Law
        Its rules, and the conditions within its tables.
    findings : sequence of Finding
        Warnings; a release has no errors.
    stats : mapping of str to int
        What was looked at.
    skipped : sequence of str
        Rules that could not be asked, with the reason.
    described : sequence of mapping
        The files that cite and describe the release, and how each was judged.
    tables : mapping of str to int
        Rows of each table as it is released.
    """
    conditions = {
        clause["x-rule"]: (clause["title"], "error")
        for table in law.tables.values()
        for clause in table.clauses
    }
    rules = conditions | {rule.code: (rule.title, rule.severity) for rule in law.rules}
    found = [finding.code for finding in findings]
    return {
        "valid": all(finding.severity != "error" for finding in findings),
        "counts": dict(sorted(stats.items())),
        "tables": dict(tables),
        "rules": [
            {
                "code": code,
                "title": title,
                "severity": severity,
                "findings": None if code in skipped else found.count(code),
            }
            for code, (title, severity) in sorted(rules.items())
        ],
        "skipped": list(skipped),
        "metadata": list(described),
        "warnings": [
            {
                "code": finding.code,
                "table": finding.resource,
                "row": finding.row,
                "column": finding.field,
                "message": finding.message,
            }
            for finding in findings
            if finding.severity == "warning"
        ],
    }
