"""What changed, told to a reader: the changelog of the dataset, newest release first."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from depositary.changes import around
from depositary.errors import CallError
from depositary.release.edition import REGISTRY
from depositary.release.quoting import is_hidden
from depositary.safetext import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from depositary.changes import CellChange, Changes, RowChange, TableChanges
    from depositary.release.policies import Policy
    from depositary.release.versioning import Verdict

HEAD = """\
# Changelog

All changes of this dataset, newest first, in the form of
[Keep a Changelog](https://keepachangelog.com/en/1.1.0/). {policy}
Every changed cell is in `changes.csv` and `changes.json`.
"""
_SECTION = re.compile(r"^## \[", re.MULTILINE)
_HEADING = re.compile(r"^##? ", re.MULTILINE)
_MARKS = re.compile(r"([\\`*_<\[])")
_LONGEST_LIST = 100
_LONGEST_WORDS = 120
_NAMED = 10
"""So many rows that were corrected alike are named; the rest is counted."""


def changelog(own: str, former: str, policy: Policy) -> str:
    """The changelog of a release: its own section above those of the release before.

    Parameters
    ----------
    own : str
        The section of this release.
    former : str
        The changelog of the release before, or an empty text.
    policy : Policy
        By which versions are computed.
    """
    at = _SECTION.search(former)
    older = former[at.start() :] if at else ""
    return f"{HEAD.format(policy=policy.words)}\n{own}\n{older}".rstrip("\n") + "\n"


def edited(own: str, edit: Callable[[str], str]) -> str:
    """The section of a release in a curator's words.

    Parameters
    ----------
    own : str
        As it was written from the changes.
    edit : callable
        Gives the words that a curator made of it.

    Raises
    ------
    CallError
        E536 where its heading is not what it was, or another section begins in it: the next
        release puts its own above this one by that heading.
    """
    words = edit(own).replace("\r\n", "\n").strip("\n") + "\n"
    heading = own.partition("\n")[0]
    if words.partition("\n")[0] != heading or len(_HEADING.findall(words)) != 1:
        raise CallError("E536", f"The section of the changelog has to begin with {heading!r}, "
                        "and to have no other heading of that weight.",
                        "leave the first line, and begin headings with ###")  # fmt: skip
    return words


def section(changes: Changes, verdict: Verdict, date: str, labels: Mapping[str, str]) -> str:
    """The section of one release, in Markdown.

    Parameters
    ----------
    changes : Changes
        From the release before.
    verdict : Verdict
        Its version, and why.
    date : str
        ISO day.
    labels : mapping of str to str
        What a record is called, by id.
    """
    parts = [f"## [{verdict.version}] - {date}", _first_upper(verdict.summary) + "."]
    if not changes.before:
        first = [f"- {name}: {part.after:,}" for name, part in changes.tables.items()]
        return "\n\n".join([*parts, "### Added", "\n".join(first)]) + "\n"
    counts = changes.counts
    parts.append(
        f"Rows: {counts['added']:,} added, {counts['changed']:,} corrected, "
        f"{counts['removed']:,} withdrawn."
    )
    for heading, lines in (
        ("Added", _added(changes, labels)),
        ("Corrected", _corrected(changes, labels)),
        ("Withdrawn", _withdrawn(changes)),
        ("Schema", _schema(changes)),
        ("Metadata", _metadata(changes)),
    ):
        if listed := list(lines):
            parts += [f"### {heading}", "\n".join(_shortened(listed))]
    return "\n\n".join(parts) + "\n"


def _shortened(lines: list[str]) -> list[str]:
    if len(lines) <= _LONGEST_LIST:
        return lines
    left = len(lines) - _LONGEST_LIST
    return [*lines[:_LONGEST_LIST], f"- and {left:,} more, in `changes.csv`"]


def _facts(changes: Changes) -> Iterator[TableChanges]:
    """The tables but the registry, which repeats them."""
    return (part for name, part in changes.tables.items() if name != REGISTRY)


def _added(changes: Changes, labels: Mapping[str, str]) -> Iterator[str]:
    for part in _facts(changes):
        for row in part.added:
            words = labels.get(row.name) or _quoted_of(row)
            yield f"- {_named(part.table, row)}" + (f": {_plain(words)}" if words else "")


def _corrected(changes: Changes, labels: Mapping[str, str]) -> Iterator[str]:
    """One line for each set of cells; rows that were corrected alike share one."""
    alike: dict[tuple[str, str], list[RowChange]] = defaultdict(list)
    tables = [*_facts(changes), *_registry_remarks(changes)]
    for part in tables:
        for row in (*part.changed, *part.moved):
            if words := _cells(row.cells):
                alike[part.table, words].append(row)
    for (table, words), rows in alike.items():
        first, *others = (_with_label(table, row, labels, words) for row in rows[:_NAMED])
        rest = f" and {len(rows) - _NAMED} more" if len(rows) > _NAMED else ""
        yield f"- {', '.join((first, *others))}{rest}: {words}"


def _with_label(table: str, row: RowChange, labels: Mapping[str, str], words: str) -> str:
    """What a row is called, with its label where the correction does not say it."""
    label = _plain(labels.get(row.name, ""))
    return _named(table, row) + (f" ({label})" if label and label not in words else "")


def _registry_remarks(changes: Changes) -> Iterator[TableChanges]:
    if REGISTRY in changes.tables:
        yield changes.tables[REGISTRY]


def _withdrawn(changes: Changes) -> Iterator[str]:
    successors = _successors(changes)
    for part in _facts(changes):
        for row in part.removed:
            words = f": {_plain(row.reason)}" if row.reason else ""
            after = successors.get(row.name)
            yield f"- {_named(part.table, row)}{words}" + (f" Now `{after}`." if after else "")


def _successors(changes: Changes) -> dict[str, str]:
    """What the registry says of ids that were withdrawn in this release."""
    table = changes.tables.get(REGISTRY)
    rows = (*table.changed, *table.added) if table else ()
    return {
        row.name: cell.new for row in rows for cell in row.cells if cell.column == "replaced_by"
    }


def _schema(changes: Changes) -> Iterator[str]:
    for part in changes.schema:
        where = f"{part.table}.{part.column}" if part.column else part.table
        yield f"- `{where}`: {part.kind}{_from_to(part.old, part.new)}"


def _metadata(changes: Changes) -> Iterator[str]:
    for item in changes.metadata:
        yield f"- {item.name}{_from_to(item.old, item.new)}"


def _from_to(old: str, new: str) -> str:
    if not (old or new):
        return ""
    return f", {_pair(old, new)}"


def _pair(old: str, new: str) -> str:
    was, now = around(old, new, _LONGEST_WORDS)
    return f"{_value(was)} → {_value(now)}"


def _cells(cells: Iterable[CellChange]) -> str:
    """The cells that a person changed, old and new."""
    return "; ".join(
        f"{cell.column} {_pair(cell.old, cell.new)}" for cell in cells if cell.kind != "consequence"
    )


def _named(table: str, row: RowChange) -> str:
    """A row as a curator calls it: its table and id; evidence and names by their record."""
    record = next((cell.new or cell.old for cell in row.cells if cell.column == "record_id"), "")
    if table == "evidence" and record:
        return f"evidence of `{record}`"
    was = f" (was `{'/'.join(row.former)}`)" if row.former and table != "evidence" else ""
    return f"{table} `{row.name}`{was}"


def _quoted_of(row: RowChange) -> str:
    quote = next((cell.new for cell in row.cells if cell.column == "quote"), "")
    return f"“{quote}”" if quote and not is_hidden(quote) else ""


def _value(cell: str) -> str:
    return f"“{_plain(cell)}”" if cell else "(empty)"


def _plain(text: str) -> str:
    """Text of a cell on one line, with nothing in it that Markdown would read as its own."""
    return _MARKS.sub(r"\\\1", one_line(text, _LONGEST_WORDS))


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]
