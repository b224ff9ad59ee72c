"""Every file of a release folder, as bytes: a Data Package and a BagIt bag at once."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from depositary.descriptor import descriptor
from depositary.jsontext import canonical
from depositary.release import differences, formats, metadata, newcomers, registry
from depositary.release.bag import bagged, hashes
from depositary.release.codebook import as_html, as_markdown, counted
from depositary.release.edition import REGISTRY
from depositary.release.forms import written
from depositary.release.metadata.facts import Facts, File
from depositary.release.metadata.validity import described
from depositary.release.notes import changelog, edited, section
from depositary.release.policies import policy_of
from depositary.release.readme import readme
from depositary.release.versioning import ADDED
from depositary.tables import to_csv

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from depositary.changes import Changes
    from depositary.release.comparison import Comparison
    from depositary.release.edition import Edition
    from depositary.release.material import Material
    from depositary.release.versioning import Verdict
    from depositary.schema import Law
    from depositary.tables import Rows


_PARAMETERS = ("versioning", "formats", "quotes")
"""Settings that decide what a release is made into, and are not among its tables."""


@dataclass(frozen=True, slots=True)
class Step:
    """From which edition to which, and why the version is what it is."""

    before: Edition | None
    after: Edition
    changes: Changes
    verdict: Verdict
    date: str
    edit: Callable[[str], str] = str
    comparison: Comparison | None = None


def staged(step: Step, material: Material) -> dict[str, bytes]:
    """All files of a release, by path, in the order of their names.

    Parameters
    ----------
    step : Step
        The changes and the version.
    material : Material
        Everything else that goes into it.

    Returns
    -------
    dict of str to bytes
        The same for the same values, on any machine.
    """
    tables = _tables(step)
    version, law = step.verdict.version, material.law
    previous = _previous(step.before)
    files = {f"data/{name}.csv": to_csv(rows) for name, rows in tables.items()}
    files |= {f"schemas/{name}": data for name, data in material.law_files.items()}
    derived = formats.derived(law, tables, version, step.date)
    files |= derived
    package = _descriptor(law, tables, step, previous)
    warned = Counter(finding.code for finding in material.warnings)
    book = counted(law, tables, version, step.date, warned)
    files |= {
        "datapackage.json": canonical(package),
        "codebook.html": as_html.written(book).encode(),
        "codebook.md": as_markdown.written(book).encode(),
        "README.md": readme(
            law, tables, version, previous, step.date, formats.listing(law, derived)
        ).encode(),
        "LICENSE": metadata.licence(law).encode(),
        **_told(step, law, tables, previous),
    }
    held = {path: File(path, len(files[path]), sha256) for path, sha256 in hashes(files).items()}
    found = described(
        lambda more: replace(_facts(package, step, held, more), concept_dois=material.concept_dois)
    )
    files |= found.files
    totals = {name: len(rows) for name, rows in tables.items()}
    files["validation-report.json"] = canonical(
        metadata.validation_report(
            law, material.warnings, material.stats, material.skipped, found.report, totals
        )
    )
    known = {path: file.sha256 for path, file in held.items()}
    known |= hashes({path: data for path, data in files.items() if path not in held})
    parameters = {
        "version": version,
        "date": step.date,
        "previousRelease": previous or None,
        **{key: law.dataset[key] for key in _PARAMETERS if key in law.dataset},
    }
    files["provenance.json"] = canonical(
        metadata.provenance(
            known, material.inputs, parameters, material.tool_version, material.lock
        )
    )
    return bagged(files, known)


def _told(
    step: Step, law: Law, tables: Mapping[str, Rows], previous: Mapping[str, str]
) -> dict[str, bytes]:
    """What changed: in words, cell by cell and, from the second release on, as a page."""
    former = step.before.changelog if step.before else ""
    own = section(step.changes, step.verdict, step.date, _labels(step, tables))
    files = {
        "CHANGELOG.md": changelog(edited(own, step.edit), former, policy_of(law.dataset)).encode(),
        "changes.json": canonical(_changes(step, previous)),
        "changes.csv": to_csv(_listed(step)),
    }
    if step.comparison is not None:
        files["changes.html"] = "\n".join([*written("html", step.comparison), ""]).encode()
    return files


def _listed(step: Step) -> Rows:
    if step.changes.before:
        return step.changes.as_rows(step.verdict.rules)
    return newcomers.listed(step.changes, ADDED)


def _facts(
    package: Mapping[str, Any], step: Step, held: Mapping[str, File], more: Mapping[str, bytes]
) -> Facts:
    made = {path: File(path, len(more[path]), sha256) for path, sha256 in hashes(more).items()}
    files = [file for _, file in sorted({**held, **made}.items())]
    return Facts(package, step.verdict.version, step.date, files)


def _tables(step: Step) -> dict[str, Rows]:
    """The tables as they are released: the registry with what it inherits, and its versions."""
    tables = dict(step.after.tables)
    if REGISTRY in tables:
        was = step.before.tables.get(REGISTRY) if step.before else None
        whole = differences.inherited_registry(step.before, step.after, step.changes)
        tables[REGISTRY] = registry.stamped(was, whole, step.verdict.version)
    return tables


def _descriptor(
    law: Law, tables: Mapping[str, Rows], step: Step, previous: Mapping[str, str]
) -> dict[str, Any]:
    package = descriptor(law, tables, step.verdict.version, step.date)
    if not previous:
        return package
    ordered: dict[str, Any] = {}
    for key, value in package.items():
        ordered[key] = value
        if key == "created":
            ordered["previousRelease"] = dict(previous)
    return ordered


def _previous(before: Edition | None) -> dict[str, str]:
    """The release before, as this one names it; a revision that was no release has no id."""
    if before is None:
        return {}
    named = {"version": before.version}
    return {**named, "releaseId": before.release_id} if before.release_id else named


def _changes(step: Step, previous: Mapping[str, str]) -> dict[str, Any]:
    changes = step.changes.as_json(with_rows=bool(step.changes.before))
    return {
        "version": step.verdict.version,
        "previousRelease": dict(previous) or None,
        "bump": step.verdict.bump,
        "rule": step.verdict.rule,
        "summary": step.verdict.summary,
        **changes,
        "after": step.verdict.version,
    }


def _labels(step: Step, tables: Mapping[str, Rows]) -> dict[str, str]:
    """What each record that differs is called: as it is now, or as it was; evidence by its record.

    A first release lists no rows, so that nothing need be called anything.
    """
    if step.before is None:
        return {}
    wanted = {
        row.name for part in step.changes.tables.values()
        for op in (part.added, part.removed, part.changed, part.moved) for row in op
    }  # fmt: skip
    labels: dict[str, str] = {}
    if evidence := tables.get("evidence"):
        found = evidence.having("evidence_id", wanted)
        labels = {row["evidence_id"]: row["record_id"] for row in found.mappings()}
    for rows in (step.before.tables.get(REGISTRY), tables.get(REGISTRY)):
        entries = registry.entries(rows, wanted)
        labels |= {key: row.get("label", "") for key, row in entries.items()}
    return labels
