"""What a check found: findings in order of their place, and how much was looked at."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from depositary.codes import Code
    from depositary.findings import Finding


class Report(NamedTuple):
    """The result of a check.

    Parameters
    ----------
    root : Path
        The folder that the files of findings are relative to.
    findings : tuple of Finding
        Sorted by place.
    stats : mapping of str to int
        What was looked at: ``tables rows cells rules quotes readings …``.
    rules : mapping of str to Code
        The words of the rules that were run, by code.
    skipped : tuple of str
        Rules that could not be asked, with the reason.
    archive : Path, optional
        The zip archive that holds the files, where they are not in a folder.
    prefix : str
        What leads from the folder that the reader is in to the files: ``""`` or ``data/sets/``.
    ignored : int
        Findings that were left out because their code was not asked for.
    known : int
        Findings that were left out because the baseline holds them.
    mended : tuple of str
        What the baseline holds and the data no longer has.
    profile : mapping, optional
        Where the time went, where that was asked for.
    """

    root: Path
    findings: tuple[Finding, ...]
    stats: Mapping[str, int]
    rules: Mapping[str, Code] = {}
    skipped: tuple[str, ...] = ()
    archive: Path | None = None
    prefix: str = ""
    ignored: int = 0
    known: int = 0
    mended: tuple[str, ...] = ()
    profile: Mapping[str, Any] | None = None

    @property
    def is_valid(self) -> bool:
        """Whether nothing that was found is an error."""
        return not self.errors

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that are errors, not warnings."""
        return tuple(finding for finding in self.findings if finding.severity == "error")

    def path(self, finding: Finding) -> str:
        """The file of a finding, as it is reached from where the reader is."""
        return self.prefix + finding.file

    def words(self, code: str) -> Code | None:
        """What a code means: one of ours, or a rule of the law."""
        from depositary.codes import CODES  # 70 entries that a check without findings needs not

        return CODES.get(code) or self.rules.get(code)

    def title(self, finding: Finding) -> str:
        """What is wrong, in ten words or fewer."""
        words = self.words(finding.code)
        return words.title if words else finding.message

    def looked_at(self) -> str:
        """What was looked at, in words: ``2 tables, 1,024 rows``."""
        counts = ((name, count) for name, count in self.stats.items() if count)
        return ", ".join(counted(count, name.removesuffix("s")) for name, count in counts)

    def left_out(self) -> str:
        """What was found and is not in the report, in words; empty where nothing was."""
        parts = [f"{self.ignored:,} ignored"] if self.ignored else []
        parts += [f"{self.known:,} in the baseline"] if self.known else []
        return ", ".join(parts)

    def summed_up(self) -> str:
        """The number of errors and warnings, in words."""
        errors = len(self.errors)
        counts = ((errors, "error"), (len(self.findings) - errors, "warning"))
        told = ", ".join(counted(count, word) for count, word in counts if count) or "no findings"
        return f"{told} ({self.left_out()})" if self.left_out() else told


class View(NamedTuple):
    """How much of a report is shown, and how; what was found and counted stays the same.

    Parameters
    ----------
    most : int, optional
        Findings that are shown; without it, as many as the form bears.
    is_all : bool
        Show every finding, also many of one kind, in a form for people.
    is_coloured : bool
        With ANSI colours, in a form that knows them.
    """

    most: int | None = None
    is_all: bool = False
    is_coloured: bool = False

    def limit(self, usual: int | None) -> int | None:
        """How many findings are shown by a form that usually shows so many; None for all."""
        return self.most if self.most is not None else None if self.is_all else usual


def counted(count: int, word: str) -> str:
    """A number with its noun.

    Examples
    --------
    >>> counted(1, "error"), counted(2000, "error")
    ('1 error', '2,000 errors')
    """
    return f"{count:,} {word}{'' if count == 1 else 's'}"


def in_words(finding: Finding) -> str:
    """What is wrong and what would mend it, in one paragraph; the quotes of notes are not in it."""
    return finding.message + (f" ({finding.hint})" if finding.hint else "")


def chosen(findings: Sequence[Finding], most: int | None) -> Sequence[Finding]:
    """The findings that are shown: errors before warnings, the first of each, in their order.

    Parameters
    ----------
    findings : sequence of Finding
        In order of their place.
    most : int or None
        How many; None for all.
    """
    if most is None or len(findings) <= most:
        return findings
    errors = list(islice((f for f in findings if f.severity == "error"), most))
    warnings = islice((f for f in findings if f.severity != "error"), most - len(errors))
    kept = {id(finding) for finding in (*errors, *warnings)}
    return [finding for finding in findings if id(finding) in kept]
