"""What does a change do to the version? A table of named rules, and the one that decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from depositary.changes import RENAMED
from depositary.findings import Finding
from depositary.release.edition import CODEBOOK, REGISTRY
from depositary.release.policies import DATAPACKAGE
from depositary.releases import ordinal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from depositary.changes import Changes, Entry
    from depositary.release.policies import Policy

BUMPS = ("none", "patch", "minor", "major")
"""From the weakest to the strongest."""
MASS_SHARE, MASS_LEAST, MASS_ROWS = 0.05, 20, 100
"""Corrections are many above 100 rows, or above 20 where that is over 5 % of a table."""


ADDED = "R2"
"""The rule for a row that was added."""
_REMOVED = {"replaced": "I3", "withdrawn": "R1", "dependent": "R1", "lost": "R1", "deleted": "D1"}
_BY_KIND = {"consequence": "", RENAMED: "I3"}
_STRONG = ("key", "reference", "code", "date", "identifier")


@dataclass(frozen=True, slots=True)
class Verdict:
    """The version of a release, and why.

    Parameters
    ----------
    version : str
        Of the release; empty where nothing changed.
    bump : {"first", "major", "minor", "patch", "none"}
        From the version before.
    rule : str
        Code of the rule that decided; empty for a first release.
    summary : str
        ``patch, because a value was corrected: title of agr-arvenia-bor``.
    rules : tuple of str
        For each entry of the changes, the rule that judged it; empty where it only follows.
    """

    version: str
    bump: str
    rule: str
    summary: str
    rules: tuple[str, ...] = ()


def judge(
    changes: Changes, role: Callable[[str, str], str], policy: Policy = DATAPACKAGE
) -> tuple[str, ...]:
    """The rule for each entry of the changes.

    Parameters
    ----------
    changes : Changes
        From the release before.
    role : callable
        What a column of a table is for: :meth:`depositary.release.edition.Edition.role`.
    policy : Policy
        Whose rules they are.

    Returns
    -------
    tuple of str
        Codes of rules of the policy, in the order of :meth:`Changes.entries`; empty for an entry
        that only follows from another.
    """
    return tuple(_rule_of(entry, role, policy) for entry in changes.entries())


def _rule_of(entry: Entry, role: Callable[[str, str], str], policy: Policy) -> str:
    if entry.op == "schema":
        return policy.schema_rules.get(entry.kind, "S1")
    if entry.op == "metadata":
        return policy.metadata_rules.get(entry.column, "M1")
    if entry.kind in _BY_KIND:
        return _BY_KIND[entry.kind]
    if entry.table == CODEBOOK:
        return _rule_of_code(entry)
    if entry.op in ("add", "remove"):
        return _REMOVED.get(entry.kind, ADDED)
    return "V1" if entry.kind == "value" and role(entry.table, entry.column) in _STRONG else "V2"


def _rule_of_code(entry: Entry) -> str:
    if entry.op in ("add", "remove"):
        return ADDED if entry.op == "add" else "S2"
    return "S2" if entry.column == "definition" and entry.kind == "value" else "M1"


def refusals(changes: Changes, released: Sequence[str]) -> tuple[Finding, ...]:
    """Every released id that is gone (E505) or names another thing now (E506).

    Parameters
    ----------
    changes : Changes
        From the release before.
    released : sequence of str
        The ids of its registry, in order; a finding points there.
    """
    table = changes.tables.get(REGISTRY)
    if table is None:
        return ()
    gone = [
        _refusal("E505", row.name, f"{row.name} was released in {changes.before} and is gone.",
                 f'add {{"id": "{row.name}", "reason": "…"}} under "retired" in a reading')
        for row in table.removed
    ]  # fmt: skip
    other = []
    for row in table.changed:
        cells = {cell.column: cell for cell in row.cells}
        back = "retired" in cells and not cells["retired"].new
        if "table" in cells:
            words = f"was one of {cells['table'].old}, and now is one of {cells['table'].new}"
        elif back and "label" in cells:
            words = f"was withdrawn as “{cells['label'].old}”, and now is “{cells['label'].new}”"
        else:
            continue
        other.append(_refusal("E506", row.name, f"{row.name} {words}.",
                              "give the new thing an id of its own"))  # fmt: skip
    row_of = {record_id: row for row, record_id in enumerate(released, 2)}
    file = f"{changes.before}/data/records.csv"
    return tuple(
        finding._replace(file=file, row=row_of.get(finding.value, 0))
        for finding in sorted([*gone, *other], key=lambda finding: (finding.code, finding.value))
    )


def _refusal(code: str, record_id: str, message: str, hint: str) -> Finding:
    return Finding(
        "",
        0,
        0,
        code,
        REGISTRY,
        field="record_id",
        kind="release",
        value=record_id,
        message=message,
        hint=hint,
    )


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person asks of a version.

    Parameters
    ----------
    bump : {"", "patch", "minor", "major"}
        At least so far; weaker than what the changes ask for, only with a reason.
    reason : str
        Why a version is lower than the changes ask for; it is recorded in the explanation.
    """

    bump: str = ""
    reason: str = ""


def decide(
    changes: Changes,
    role: Callable[[str, str], str],
    floor: str,
    wish: Wish | None = None,
    policy: Policy = DATAPACKAGE,
    date: str = "",
) -> Verdict:
    """The version that changes ask for.

    Parameters
    ----------
    changes : Changes
        ``changes.before`` is the version before, empty for a first release.
    role : callable
        As for :func:`judge`.
    floor : str
        The version of ``dataset.json``: of a first release; later the least. Calendar versions
        have no least.
    wish : Wish, optional
        What a person asks for.
    policy : Policy
        Whose rules decide.
    date : str
        ISO day of the release, for calendar versions.

    Returns
    -------
    Verdict
        With ``bump`` ``none`` and no version where nothing changed.
    """
    wish = wish or Wish()
    if not changes.before:
        version = _calendar("", date) if policy.is_calendar else floor
        rules = (ADDED,) * sum(len(table.added) for table in changes.tables.values())
        return Verdict(version, "first", "", "the first release", rules)
    rules = judge(changes, role, policy)
    if changes.is_empty:
        return Verdict("", "none", "", f"nothing changed since {changes.before}", rules)
    bump, rule, because = _strongest(changes, rules, policy)
    asked, own = BUMPS.index(wish.bump or bump), BUMPS.index(bump)
    if asked > own:
        because = f"it was asked for; the changes alone are {bump}: {because}"
        bump, rule = wish.bump, ""
    elif asked < own and wish.reason:
        because = f"{wish.reason.rstrip('.')}; lowered from {bump}: {because}"
        bump, rule = wish.bump, ""
    elif rule and changes.before.startswith("0.") and policy.rules[rule].bump == "major":
        because += " (before 1.0.0 major counts as minor)"
    if policy.is_calendar:
        version = _calendar(changes.before, date)
        return Verdict(version, bump, rule, f"{bump}, because {because}", rules)
    version = raised(changes.before, bump)
    if ordinal(floor) > ordinal(version):
        bump = _distance(changes.before, floor)
        version, rule, because = floor, "", f"dataset.json asks for {floor}"
    return Verdict(version, bump, rule, f"{bump}, because {because}", rules)


def raised(version: str, bump: str) -> str:
    """The version after a version.

    Examples
    --------
    >>> raised("1.4.2", "patch"), raised("1.4.2", "minor"), raised("1.4.2", "major")
    ('1.4.3', '1.5.0', '2.0.0')
    """
    major, minor, patch = ordinal(version)[:3]
    if bump == "major":
        return f"{major + 1}.0.0"
    return f"{major}.{minor + 1}.0" if bump == "minor" else f"{major}.{minor}.{patch + 1}"


def _calendar(before: str, date: str) -> str:
    """The calendar version of a day: year, month, and a count that begins with 0."""
    year, month = map(int, date.split("-")[:2])
    was = ordinal(before)[:3] if before else (0, 0, 0)
    if (year, month) > was[:2]:
        return f"{year}.{month}.0"
    return f"{was[0]}.{was[1]}.{was[2] + 1}"


def _distance(before: str, after: str) -> str:
    pairs = zip(ordinal(before)[:3], ordinal(after)[:3], strict=True)
    differing = next(at for at, (old, new) in enumerate(pairs) if old != new)
    return ("major", "minor", "patch")[differing]


def _strongest(changes: Changes, rules: tuple[str, ...], policy: Policy) -> tuple[str, str, str]:
    """Bump, rule and reason of the heaviest rule that fired."""
    fired = {rule for rule in rules if rule} or {"B1"}
    if "V2" in fired and _is_mass(changes, rules):
        fired.add("V3")
    code = next(code for code in policy.rules if code in fired)
    bump = policy.rules[code].bump
    if bump == "major" and changes.before.startswith("0."):
        bump = "minor"
    judged = {"V3": "V2"}.get(code, code)
    entries = [item for item, rule in zip(changes.entries(), rules, strict=True) if rule == judged]
    title = policy.rules[code].title
    return bump, code, _because(code, title, entries, has_new_columns=bool({"S1", "S3"} & fired))


def _is_mass(changes: Changes, rules: tuple[str, ...]) -> bool:
    touched: dict[str, set[str]] = {}
    for entry, rule in zip(changes.entries(), rules, strict=True):
        if rule == "V2":
            touched.setdefault(entry.table, set()).add(entry.key)
    return any(
        len(keys) > MASS_ROWS
        or len(keys) > max(MASS_LEAST, MASS_SHARE * changes.tables[table].before)
        for table, keys in touched.items()
    )


def _because(code: str, title: str, entries: Iterable[Entry], *, has_new_columns: bool) -> str:
    """Why, with the first row or column that fired."""
    listed = list(entries)
    first = _words(listed[0]) if listed else ""
    others = f" and {len(listed) - 1} more" if len(listed) > 1 else ""
    if code in ("V1", "V2") and len(listed) == 1:
        return f"one value was corrected: {first}"
    if code == "R2" and not has_new_columns and all(item.op == "add" for item in listed):
        return f"rows were added and no column changed: {first}{others}"
    return title + (f": {first}{others}" if first else "")


def _words(entry: Entry) -> str:
    """An entry in a few words: ``title of agr-arvenia-bor``, ``column kind of actors``."""
    if entry.op == "schema":
        where = f"column {entry.column} of {entry.table}" if entry.column else entry.table
        if entry.kind.startswith("code "):
            verb = "lost" if entry.kind == "code removed" else "gained"
            return f"{where} {verb} the code {entry.old or entry.new}"
        return f"{where}, {entry.kind}"
    if entry.op == "metadata":
        return entry.column
    return f"{entry.column} of {entry.key}" if entry.column else f"{entry.key} in {entry.table}"
