"""By which rules does a change count? The policies that a dataset may choose, as tables."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class VersionRule:
    """One rule of the policy.

    Parameters
    ----------
    code : str
        Stable; stands in ``changes.csv``.
    bump : {"major", "minor", "patch", "none"}
        The least that the change asks for.
    title : str
        What the change is.
    why : str
        What a reader would run into.
    """

    code: str
    bump: str
    title: str
    why: str


RULES = {
    rule.code: rule
    for rule in (
        VersionRule("S1", "major", "a table, column, type or key changed",
                    "Programs that read by position, type or key break."),
        VersionRule("S2", "major", "a code was removed or defined anew",
                    "The same code would mean another thing, or nothing."),
        VersionRule("I3", "major", "records were merged, split or renumbered",
                    "Joins on the old ids give other rows."),
        VersionRule("L1", "major", "the licence changed",
                    "What readers may do with the data changed."),
        VersionRule("D1", "major", "rows were deleted that no registry keeps",
                    "A reference to such a row leads nowhere."),
        VersionRule("R1", "minor", "records were withdrawn",
                    "Counts change, but every id still resolves, with the reason."),
        VersionRule("R2", "minor", "rows, tables or codes were added",
                    "Counts change; nothing that was there does."),
        VersionRule("V1", "minor", "a reference, code, date or key was corrected",
                    "Results of joins, filters and counts change."),
        VersionRule("V3", "minor", "many values were corrected at once",
                    "A reader should look at them before taking the new version."),
        VersionRule("V2", "patch", "values were corrected",
                    "Words change, results of queries do not."),
        VersionRule("M1", "patch", "titles, descriptions or contributors changed",
                    "Only what people read about the data changed."),
        VersionRule("B1", "patch", "only what follows from other cells changed",
                    "The facts are the same."),
    )
}  # fmt: skip
"""The rules of the Data Package version recipe, in order of weight."""


SCHEMA_RULES = {
    "table added": "R2", "code added": "R2", "constraint loosened": "R2",
    "code removed": "S2", "words changed": "M1",
}  # fmt: skip
METADATA_RULES = {"licenses": "L1", "name": "S1"}


@dataclass(frozen=True, slots=True)
class Policy:
    """Named rules, by which a version is computed.

    Parameters
    ----------
    name : str
        As ``versioning`` in ``dataset.json`` has it.
    words : str
        The same for a reader of the changelog, in Markdown.
    rules : mapping of str to VersionRule
        By code, in order of weight.
    schema_rules : mapping of str to str
        The rule of a kind of change in a description; any other is ``S1``.
    metadata_rules : mapping of str to str
        The rule of a property of the descriptor; any other is ``M1``.
    is_calendar : bool
        Whether versions are year, month and a count, whatever changed.
    """

    name: str
    words: str
    rules: Mapping[str, VersionRule]
    schema_rules: Mapping[str, str]
    metadata_rules: Mapping[str, str]
    is_calendar: bool = False


_CROISSANT_BUMPS = {"V1": "major", "V2": "major", "V3": "major", "R1": "major", "I3": "major"}
_COLUMN_ADDED = VersionRule("S3", "minor", "a column was added",
                            "Programs that name their columns go on as before.")  # fmt: skip


def _croissant() -> dict[str, VersionRule]:
    rules = [_COLUMN_ADDED, *RULES.values()]
    counted = [replace(rule, bump=_CROISSANT_BUMPS.get(rule.code, rule.bump)) for rule in rules]
    order = ("major", "minor", "patch")
    return {rule.code: rule for rule in sorted(counted, key=lambda rule: order.index(rule.bump))}


DATAPACKAGE = Policy(
    "datapackage",
    "Versions follow the\n"
    "[Data Package version recipe](https://datapackage.org/recipes/data-package-version/): major\n"
    "where programs or joins may break, minor where counts or results change, patch where words\n"
    "were corrected.",
    RULES, SCHEMA_RULES, METADATA_RULES,
)  # fmt: skip
"""https://datapackage.org/recipes/data-package-version/."""
CROISSANT = Policy(
    "croissant",
    "Versions follow\n"
    "[MLCommons Croissant](https://docs.mlcommons.org/croissant/docs/croissant-spec.html): major\n"
    "where what was there was edited or removed, minor where something was added, patch where\n"
    "only words about the data changed.",
    _croissant(), {**SCHEMA_RULES, "column added": "S3"}, METADATA_RULES,
)  # fmt: skip
"""Croissant 1.1, "Dataset Versioning": what was there was edited or removed, or something came."""
CALVER = Policy(
    "calver",
    "Versions are\n"
    "[dates](https://calver.org): year, month, and a count; what changed is said below.",
    RULES, SCHEMA_RULES, METADATA_RULES, is_calendar=True,
)  # fmt: skip
"""https://calver.org: ``YYYY.M.MICRO``; what changed is judged as by default, and explained."""
POLICIES = {policy.name: policy for policy in (DATAPACKAGE, CROISSANT, CALVER)}


def policy_of(dataset: Mapping[str, Any]) -> Policy:
    """The policy that ``dataset.json`` chooses; the Data Package recipe where it names none."""
    return POLICIES[dataset.get("versioning", "datapackage")]
