"""What would the register have against a decision? At once by entries, soon after by rules."""

from __future__ import annotations

from collections import ChainMap, defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from depositary import building, jsontext
from depositary.building.expansion import expand
from depositary.checks.rows import check_rows
from depositary.checks.rules import run_rules
from depositary.findings import Finding
from depositary.reading import Reading, canonical, faults_of
from depositary.review.edits import key_of
from depositary.schema.wording import did_you_mean
from depositary.tables import Rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from depositary.building import Built
    from depositary.building.expansion import Draft
    from depositary.review.edits import Edit
    from depositary.schema import Law, Table
    from depositary.sources import SourceText

_WHOLE = ("actors", "sources", "codes")
"""Tables that rules compare row by row with all others: they are asked about whole."""


class Trouble(NamedTuple):
    """Something that is wrong with a record, or would be.

    Parameters
    ----------
    record_id : str
        Of the entry as it stands in the reading.
    finding : Finding
        In the words of ``depositary check``; ``field`` is the column.
    proposal : str
        That the entry was; empty where it was none.
    may_pass : bool
        Whether it stops no decision, for another one may mend it.
    """

    record_id: str
    finding: Finding
    proposal: str = ""
    may_pass: bool = False


class Judge:
    """Knows the rest of the register, and asks of one reading whether it fits in.

    Parameters
    ----------
    law : Law
        Of the project.
    built : Built
        The register, this reading included or not.
    text : SourceText
        The article.
    file : str
        The reading, as findings show it: rows that come from it are not the rest.
    """

    def __init__(self, law: Law, built: Built, text: SourceText, file: str) -> None:
        self._law, self._built, self._text, self._file = law, built, text, file
        self._rest = {name: tuple(_rest_of(built, name, file)) for name in built.tables}
        self._ids: dict[str, str] = {}
        self._referred: set[str] = set()
        self._expanded: dict[int, tuple[Any, list[Draft]]] = {}
        for name, rows in self._rest.items():
            self._enter(law.tables[name], rows)

    def _enter(self, table: Table, rows: Sequence[tuple[str, ...]]) -> None:
        """Remember which ids there are, and which of them are referred to."""
        if table.prefix and table.name not in ("records", "evidence"):
            at = table.column_names.index(table.primary_key[0])
            self._ids.update((row[at], table.name) for row in rows)
        for column in _links(table):
            at = table.column_names.index(column)
            self._referred.update(row[at] for row in rows)

    @property
    def records(self) -> Mapping[str, str]:
        """The ids of the rest of the register, with their tables."""
        return self._ids

    def at_once(self, reading: Mapping[str, Any], edits: Iterable[Edit]) -> list[Trouble]:
        """What is wrong with the entries that edits leave, each by itself and with its links.

        Parameters
        ----------
        reading : mapping
            After the edits.
        edits : iterable of Edit
            Those made.
        """
        frame = {name: reading[name] for name in ("source", "coder") if name in reading}
        kept: list[tuple[str, str, jsontext.Document]] = []
        gone: set[str] = set()
        for edit in edits:
            if edit.part in ("rejected", "retired"):
                continue
            name = key_of(edit.part, edit.after, self._law) if edit.after is not None else ""
            if name != edit.key:
                gone.add(edit.key)
            if edit.after is not None:
                proposal = edit.after.get("proposed_by", {}).get("proposal", "")
                value = {**frame, edit.part: [edit.after]}
                kept.append((name, proposal, _document(value, self._file, self._law)))
        found = [
            Trouble(name, fault, proposal)
            for name, proposal, document in kept
            for fault in faults_of(document, self._law, [self._text.source_id])
        ]
        if found:
            return found  # what is not in form says nothing that could be followed
        drafts = self._drafts(reading)
        own = {_id_of(draft, self._law): draft.table for draft in drafts}
        ids = ChainMap(own, self._ids)
        for name, proposal, document in kept:
            found += (Trouble(name, each, proposal) for each in self._alone(document, ids))
        left = {key for key in gone if key not in ids}
        return [*found, *self._left_without(left, drafts)]

    def _drafts(self, reading: Mapping[str, Any]) -> list[Draft]:
        """The rows of a reading; of entries that were there before, as they were made then."""
        # Two threads may ask at once: each makes its own, and the last that is whole is kept.
        expanded: dict[int, tuple[Any, list[Draft]]] = {}
        for part, entries in reading.items():
            for entry in entries if isinstance(entries, list) else ():
                known = self._expanded.get(id(entry))
                if known is None or known[0] is not entry:
                    alone = Reading(jsontext.Document(self._file, "", {part: [entry]}))
                    known = entry, expand(alone, self._law)[0]
                expanded[id(entry)] = known
        self._expanded = expanded
        return [draft for _, drafts in expanded.values() for draft in drafts]

    def by_rules(self, reading: Mapping[str, Any]) -> list[Trouble]:
        """What the rules of the law have against a reading that is in form, among its neighbours.

        Parameters
        ----------
        reading : mapping
            Follows its schema.
        """
        document = _document(reading, self._file, self._law)
        drafts, evidence, findings = building.rows_of(Reading(document), self._text, self._law)
        source = {self._text.source_id: self._built.sources[self._text.source_id]}
        read = building.Read(document, drafts, evidence)
        own = building.assembled(self._law, source, [read], findings)
        tables = self._among_neighbours(own.tables)
        texts = {key: each.text for key, each in self._built.sources.items() if each.text}
        broken, _ = run_rules(self._law, tables, texts)
        tops = _top_of_each(own, self._law)
        found = []
        for finding in broken:
            row = tables[finding.resource].rows[finding.row - 2] if finding.row else ()
            key = _key(self._law.tables[finding.resource], row) if row else ()
            top = tops.get((finding.resource, key))
            if top:
                found.append(Trouble(top, finding, may_pass=True))
        return found

    def _alone(self, document: jsontext.Document, ids: Mapping[str, str]) -> Iterator[Finding]:
        """What is wrong with one entry in form: its quotes, its links, the conditions of rows."""
        drafts, evidence, findings = building.rows_of(Reading(document), self._text, self._law)
        yield from findings
        yield from self._twice(drafts)
        rows: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        for draft in drafts:
            if draft.is_defined:
                table = self._law.tables[draft.table]
                rows[draft.table].append(tuple(draft.values.get(name, "") for name in
                                               table.column_names))  # fmt: skip
                yield from self._elsewhere(draft)
            yield from self._dangling(draft.table, draft.values, ids, is_defined=draft.is_defined)
        for row, _ in evidence:
            yield from self._dangling("evidence", row, ids)
        tables = {
            name: Rows(name, self._law.tables[name].column_names, tuple(found))
            for name, found in rows.items()
        }
        yield from check_rows(self._law, tables)

    def _twice(self, drafts: Iterable[Draft]) -> Iterator[Finding]:
        """What one entry defines twice, and not alike: a sector with two wordings."""
        seen: dict[tuple[str, ...], Draft] = {}
        for draft in drafts:
            if not draft.is_defined:
                continue
            names = self._law.tables[draft.table].primary_key
            first = seen.setdefault((draft.table, *map(draft.values.__getitem__, names)), draft)
            apart = [name for name in draft.values if first.values[name] != draft.values[name]]
            if apart:
                words = " and ".join(f'"{each.values[apart[0]]}"' for each in (first, draft))
                yield Finding(
                    self._file, 0, 0, "E305", draft.table, field=apart[0], kind="conflict",
                    value=draft.values[apart[0]], hint="take one of the two out",
                    message=f"It is there twice: {apart[0]} is {words}.",
                )  # fmt: skip

    def _elsewhere(self, draft: Draft) -> Iterator[Finding]:
        """A record that another reading defines."""
        table = self._law.tables[draft.table]
        record_id = _id_of(draft, self._law)
        if table.prefix and not table.id_columns and record_id in self._ids:
            yield Finding(
                self._file, 0, 0, "E305", table.name, field=table.primary_key[0], kind="conflict",
                value=record_id, message=f"{record_id} is defined in another reading already.",
                hint="merge this into it, or give this another id",
            )  # fmt: skip

    def _dangling(
        self,
        name: str,
        values: Mapping[str, str],
        ids: Mapping[str, str],
        *,
        is_defined: bool = True,
    ) -> Iterator[Finding]:
        """Links to records that are not there."""
        table = self._law.tables[name]
        wanted = [*_links(table)]
        if not is_defined:
            wanted = [column for column in table.primary_key if table.prefix]
        for column in wanted:
            value = values.get(column, "")
            if value and value not in ids:
                yield Finding(
                    self._file, 0, 0, "E303", name, field=column, kind="foreign-key", value=value,
                    message=f"No record has the id {value}.",
                    hint=did_you_mean(value, ids) or "choose a record, or make it first",
                )  # fmt: skip

    def _left_without(self, gone: set[str], drafts: Sequence[Draft]) -> Iterator[Trouble]:
        """Records that refer to one that a decision takes away."""
        if not gone:
            return
        words = "{} is taken out, but {} refers to it."
        for draft in drafts:
            table = self._law.tables[draft.table]
            for column in _links(table):
                value = draft.values.get(column, "")
                if value in gone:
                    own = _id_of(draft, self._law)
                    yield Trouble(value, Finding(
                        self._file, 0, 0, "E303", table.name, field=column, kind="foreign-key",
                        value=value, message=words.format(value, own or "another entry"),
                        hint=f"first let {own or 'that entry'} name another record",
                    ))  # fmt: skip
        for value in sorted(gone & self._referred):
            yield Trouble(value, Finding(
                self._file, 0, 0, "E303", kind="foreign-key", value=value,
                message=words.format(value, "another reading"),
                hint="first let that reading name another record",
            ))  # fmt: skip

    def _among_neighbours(self, own: Mapping[str, Rows]) -> dict[str, Rows]:
        """The rows of a reading, those linked with them either way, and what hangs on those."""
        cells = {cell for rows in own.values() for row in rows.rows for cell in row if "-" in cell}
        ids = {row[0] for rows in own.values() for row in rows.rows}
        near = {cell for cell in cells if cell in self._ids}
        for name, at, _ in self._places_of(ids):
            if self._law.tables[name].prefix and name != "records":
                near.add(self._rest[name][at][0])
        kept: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        for name, at, hangs in self._places_of(near):
            if hangs:
                kept[name].append(self._rest[name][at])
        tables = {}
        for name, table in self._law.tables.items():
            rows = self._rest[name] if name in _WHOLE else kept[name]
            joined = {_key(table, row): row for row in (*rows, *own[name].rows)}
            ordered = tuple(joined[key] for key in sorted(joined))
            tables[name] = Rows(name, table.column_names, ordered)
        return tables

    def _places_of(self, ids: Iterable[str]) -> Iterator[tuple[str, int, bool]]:
        for each in ids:
            yield from self._named.get(each, ())

    @cached_property
    def _named(self) -> Mapping[str, list[tuple[str, int, bool]]]:
        """For each id the rows of the rest that name it, and whether they hang on it or are it."""
        found: dict[str, list[tuple[str, int, bool]]] = defaultdict(list)
        for name, rows in self._rest.items():
            table = self._law.tables[name]
            hanging = {0, *_hanging(table)}
            links = {table.column_names.index(each) for each in _links(table)}
            for at, row in enumerate(rows):
                for column in links | hanging:
                    if row[column]:
                        found[row[column]].append((name, at, column in hanging))
        return found


def _rest_of(built: Built, name: str, file: str) -> Iterator[tuple[str, ...]]:
    for row, origin in zip(built.tables[name].rows, built.origins[name], strict=True):
        if origin is None or origin.document.file != file:
            yield row


def _links(table: Table) -> Iterator[str]:
    """The columns that name another record."""
    for key in table.foreign_keys:
        if len(key.columns) == 1 and key.columns != table.primary_key and key.table != "sources":
            yield key.columns[0]


def _hanging(table: Table) -> list[int]:
    """The columns by which a row hangs on a record: a date on its event, a quote on its record."""
    parents = {place.parent for place in table.nested_in if place.parent and place.table}
    names = {"record_id", *parents} - set(table.primary_key if table.prefix else ())
    return [at for at, name in enumerate(table.column_names) if name in names]


def _id_of(draft: Draft, law: Law) -> str:
    table = law.tables[draft.table]
    return draft.values.get(table.primary_key[0], "") if table.prefix else ""


def _key(table: Table, row: Sequence[str]) -> tuple[str, ...]:
    return tuple(row[table.column_names.index(name)] for name in table.primary_key)


def _document(value: Mapping[str, Any], file: str, law: Law) -> jsontext.Document:
    """A value as the document that it would be."""
    bare = jsontext.Document(file, "", value)
    return jsontext.Document(file, canonical(bare, law).decode(), value)


def _top_of_each(built: Built, law: Law) -> dict[tuple[str, tuple[str, ...]], str]:
    """For each row, the id of the entry of the reading that it was made from."""
    tops = {}
    for name, rows in built.tables.items():
        table = law.tables[name]
        for row, origin in zip(rows.rows, built.origins[name], strict=True):
            if origin is not None and len(origin.pointer) > 1:
                part, at = str(origin.pointer[0]), int(origin.pointer[1])
                entry = origin.document.value[part][at]
                tops[name, _key(table, row)] = key_of(part, entry, law)
    return tops
