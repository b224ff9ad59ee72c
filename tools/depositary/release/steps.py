"""Check, compare, number, describe, pack, verify, publish, list: the way of a release, in order."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from depositary import project, releases, schema
from depositary.errors import CallError, DataError
from depositary.release import (
    archive,
    differences,
    editions,
    formats,
    guards,
    quoting,
    signing,
    staging,
    targets,
    versioning,
)
from depositary.release.bag import release_id
from depositary.release.comparison import explained
from depositary.release.edition import REGISTRY
from depositary.release.material import gathered
from depositary.release.metadata.facts import Facts
from depositary.release.metadata.validity import unmade
from depositary.release.narrowing import narrowed, registry_alone
from depositary.release.policies import policy_of
from depositary.release.repeating import repeated
from depositary.release.signatures import SIGNATURE
from depositary.release.verification import verify_archive
from depositary.releases import ordinal
from depositary.tables import forget_unused

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from depositary.changes import Changes
    from depositary.checks.report import Report
    from depositary.findings import Finding
    from depositary.project import Project
    from depositary.release.edition import Edition
    from depositary.release.signing import Signer
    from depositary.release.stores import Address
    from depositary.release.versioning import Verdict
    from depositary.schema import Law

    Tell = Callable[[str, str], None]
    """Told the name of each step when it is done, and what came of it."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for.

    Parameters
    ----------
    project : Path
        The project's folder, or one inside it.
    target : Path, Address or None
        The folder of releases; ``dist`` in the project where it is None.
    is_dry_run : bool
        Whether nothing is to be written.
    bump : {"", "patch", "minor", "major"}
        The least step of the version.
    date : str
        ISO day of the release; empty for that of ``dataset.json``.
    since : str
        The release to compare with: a folder, an archive, an address or a git revision; empty for
        the last one in the target.
    stage : {"", "alpha", "beta", "rc"}
        Of a pre-release, which is compared with the last final version and never the latest.
    reason : str
        Why a version lower than the changes ask for is forced; empty where it is not.
    edit : callable
        Gives a curator's words for the section of the changelog that was written.
    key : str
        Path of the SSH key that signs; empty for that of ``dataset.json``, or none.
    is_skipping : bool
        Whether numbers of versions that were begun in a store, and are not listed, are left out.
    """

    project: Path
    target: Path | Address | None = None
    is_dry_run: bool = False
    bump: str = ""
    date: str = ""
    since: str = ""
    stage: str = ""
    reason: str = ""
    edit: Callable[[str], str] = str
    key: str = ""
    is_skipping: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it.

    Parameters
    ----------
    state : {"published", "planned", "unchanged"}
        ``planned`` for a dry run.
    name, version, date : str
        Of the release; of the last one where nothing changed.
    before : str
        The version compared with; empty for a first release.
    verdict : Verdict
        The version explained.
    changes : Changes
        From the release before.
    target : Path or Address
        The folder of releases.
    release_id : str
        SHA-256 of the tag manifest.
    sizes : mapping of str to int
        Bytes of what is, or would be, written below the target, by path.
    swept, completed : tuple of str
        What an interrupted run had left, removed or finished.
    warnings : tuple of Finding
        E515 for a table above its guard, E516 for a file that could not be made, E543 for a
        target where two releasers at once are not told apart, E596 for words that are repeated.
    """

    state: str
    name: str
    version: str
    date: str
    before: str
    verdict: Verdict
    changes: Changes
    target: Path | Address
    release_id: str = ""
    sizes: Mapping[str, int] | None = None
    swept: tuple[str, ...] = ()
    completed: tuple[str, ...] = ()
    warnings: tuple[Finding, ...] = ()


def make_release(order: Order, tell: Tell) -> Outcome:
    """Publish the register of a project as its next version.

    Parameters
    ----------
    order : Order
        What is asked for.
    tell : callable
        Told each step when it is done.

    Returns
    -------
    Outcome
        The same bytes for the same register, law and date, on any machine.

    Raises
    ------
    CallError
        E503, E510, E512, E576, E577.
    DataError
        E505, E506, E507, E509, E511, E513, E514: nothing is published.
    Unavailable
        E504 where another release took the version meanwhile, E595 where one began it; E570 where
        it cannot be signed; E105 to E107; E541, E542, E544.
    """
    where = project.find(order.project)
    return released(where, _checked(where, tell), order, tell)


def released(where: Project, report: Report, order: Order, tell: Tell) -> Outcome:
    """Publish a register whose check found no errors; see :func:`make_release`."""
    target = order.target if order.target is not None else where.root / "dist"
    law = schema.load(where.schema)
    date, signer = release_date(order.date, law), signing.signer_of(law, order.key)
    # No other name for it: it is let go as soon as it was compared.
    before, after = _last(order, where, target), editions.of_register(where)
    before = quoting.without_words(before, law) if before else None
    after = quoting.without_words(after, law)
    forget_unused()
    changes = _compared(before, after, tell)
    verdict = _decided(changes, after, law, order)
    if verdict.version:
        version = targets.numbered(
            target, verdict.version, order.stage, is_skipping=order.is_skipping
        )
        verdict = replace(verdict, version=version)
    outcome = Outcome(
        "planned", law.dataset["name"], verdict.version, date, changes.before, verdict, changes,
        target,
    )  # fmt: skip
    if verdict.bump == "none":
        tell("version", verdict.summary)
        return _unchanged(outcome, before, order, tell, signer)
    _refuse_older(verdict.version, order, target)
    tell("version", f"{verdict.version}: {verdict.summary}")
    noted = (*guards.held(law, before, after), *unmade(Facts(law.dataset, verdict.version, date)),
             *repeated(where, law, after))  # fmt: skip
    told = replace(changes, after=verdict.version)
    page = explained(told, verdict.rules, before, after) if before else None
    step = staging.Step(registry_alone(before), after, changes, verdict, date, order.edit, page)
    del before
    content = staging.staged(step, gathered(where, law, report, after, noted))
    del step, after
    forget_unused()
    tell("formats", formats.told(content))
    tell("changelog", f"{len(content)} files described")
    warnings = (*noted, *targets.caveats(target))
    return _put(replace(outcome, warnings=warnings), content, order, tell, signer)


def release_date(given: str, law: Law) -> str:
    """The day of a release: the one given, else that of ``dataset.json``; never the clock's.

    Raises
    ------
    CallError
        E512 where it is not an ISO day.
    """
    date = given or law.dataset["updated"]
    try:
        day = dt.date.fromisoformat(date).isoformat()
    except ValueError:
        day = ""
    if day != date:
        raise CallError(
            "E512",
            f"{date!r} is not a day.",
            "give --date YYYY-MM-DD, or set updated in schema/dataset.json",
        )
    return day


def _checked(where: Project, tell: Tell) -> Report:
    from depositary.checks.run import check

    report = check(where.root)
    if report.errors:
        count = len(report.errors)
        raise DataError(
            "E509",
            f"The data has {count} error{'' if count == 1 else 's'}, so nothing was published.",
            "depositary check",
            report.findings,
        )
    warned = len(report.findings)
    tail = f", {warned} warning{'' if warned == 1 else 's'}" if warned else ""
    tell("check", f"{report.stats.get('rules', 0)} rules hold{tail}")
    return report


# ── the release before ──────────────────────────────────────────────────────────────────────────
def _last(order: Order, where: Project, target: Path | Address) -> Edition | None:
    """The release to compare with, verified where it can be; None for a first release."""
    if not order.since:
        return targets.last_edition(target)
    return targets.edition_of(order.since) or editions.of_revision(where, order.since)


def _compared(before: Edition | None, after: Edition, tell: Tell) -> Changes:
    if before is not None and not releases.is_version(before.version):
        raise CallError("E510", f"{before.name} has no version such as 1.0.0.")
    changes = (
        differences.compare(*narrowed(before, after))
        if before
        else (differences.compare(None, after))
    )
    was = before.tables.get(REGISTRY) if before else None
    refused = versioning.refusals(changes, was.column("record_id") if was else ())
    if refused:
        more = f" ({len(refused) - 1} more like it)" if len(refused) > 1 else ""
        first = refused[0]
        raise DataError(first.code, first.message + more, first.hint, refused)
    counts = changes.counts
    since = f"since {before.version}" if before else "the first release"
    tell("diff", f"{counts['added']:,} added, {counts['changed']:,} changed, "
                 f"{counts['removed']:,} removed, {since}")  # fmt: skip
    return changes


def _decided(changes: Changes, after: Edition, law: Law, order: Order) -> Verdict:
    floor, bump = law.dataset["version"], order.bump
    policy = policy_of(law.dataset)
    date = release_date(order.date, law)
    alone = versioning.decide(changes, after.role, floor, None, policy, date)
    if bump and alone.bump == "first":
        raise CallError("E503", f"The first release is {floor}; there is no version to raise.",
                        "set version in schema/dataset.json")  # fmt: skip
    if bump and alone.bump != "none":
        weight = versioning.BUMPS.index
        if weight(bump) < weight(alone.bump) and not order.reason:
            raise CallError(
                "E503", f"{bump} is less than the change asks for: {alone.summary}.",
                f"make-release --bump {alone.bump}",
            )  # fmt: skip
    wish = versioning.Wish(bump, order.reason)
    return versioning.decide(changes, after.role, floor, wish, policy, date)


def _refuse_older(version: str, order: Order, target: Path | Address) -> None:
    """A version below one that stands in the target would look like a correction of the past."""
    highest = targets.last_in(target) if order.since else None
    if highest and ordinal(version) < ordinal(highest):
        raise CallError("E503", f"{version} is lower than {highest}, which {target} holds already.",
                        f"make-release --since {target / highest}")  # fmt: skip


# ── writing ─────────────────────────────────────────────────────────────────────────────────────
def _put(
    outcome: Outcome, files: Mapping[str, bytes], order: Order, tell: Tell, signer: Signer | None
) -> Outcome:
    """Sign, pack, verify and publish; or, in a dry run, all but the last."""
    content = signing.signed(files, signer)
    if signer is not None:
        tell("sign", f"{SIGNATURE}, as {signer.name}")
    name = f"{outcome.name}-{outcome.version}.zip"
    packed = archive.pack(content)
    tell("archive", f"{name}, {len(packed):,} bytes")
    findings = verify_archive(packed, name)
    if findings:
        raise DataError("E507", findings[0].message, "", findings)
    own_id = release_id(content)
    tell("verify", f"{len(content)} files, release id {own_id[:12]}…")
    sizes = {f"{outcome.version}/{path}": len(data) for path, data in content.items()}
    done = replace(outcome, release_id=own_id, sizes={name: len(packed), **sizes})
    if order.is_dry_run:
        return done
    put = targets.publish(outcome.target, outcome.version, content, own_id, signer, packed)
    tell("publish", f"{put.folder}" if put.is_new else f"{put.folder} stood there already")
    tell("index", f"{outcome.target / releases.INDEX}")
    return replace(done, state="published", swept=put.swept, completed=put.completed)


def _unchanged(
    outcome: Outcome, before: Edition | None, order: Order, tell: Tell, signer: Signer | None
) -> Outcome:
    """Nothing to publish; but what an interrupted run left is finished."""
    same = replace(
        outcome, state="unchanged", version=outcome.before,
        release_id=before.release_id if before else "",
    )  # fmt: skip
    if order.is_dry_run:
        return same
    finished = targets.complete(outcome.target, signer)
    if finished is None:
        return same
    tell("index", f"finished what an interrupted run left in {outcome.target}")
    return replace(same, swept=finished.swept, completed=finished.completed)
