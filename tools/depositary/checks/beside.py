"""What a rule can see beside the tables: the law itself, the days of dates, ids, the articles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from depositary import edtf
from depositary.database import arrow
from depositary.ids import evidence_id, link_id
from depositary.spans import paragraphs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    import pyarrow as pa

    from depositary.schema import Law
    from depositary.sources import SourceText
    from depositary.tables import Rows

_FACT = ("table", "key_column", "id", "status", "note")
_CODE = ("code", "label", "definition", "plover", "cameo", "dac", "eurovoc", "note")


def tables_beside(
    law: Law,
    tables: Mapping[str, Rows],
    texts: Iterable[SourceText] = (),
    previous: Rows | None = None,
) -> dict[str, pa.Table]:
    """The tables that rules see beside those of the register.

    Parameters
    ----------
    law : Law
        For ``law_tables`` and ``law_codes``.
    tables : mapping of str to Rows
        For ``edtf_bounds`` and ``derived_ids``.
    texts : iterable of SourceText
        For ``texts`` and ``paragraphs``, which are there without rows where no text is at hand.
    previous : Rows or None
        The registry of the release before, for ``previous_records``.

    Returns
    -------
    dict of str to pyarrow.Table
        By name, each typed also where it has no rows.
    """
    import pyarrow as pa

    text, integer = pa.large_string(), pa.int64()
    at_hand = list(texts)
    return {
        "law_tables": _table(
            {"name": text, "prefix": text, "primary_key": text, "has_records": pa.bool_()},
            _law_tables(law),
        ),
        "law_codes": _table(
            {"vocabulary": text, **dict.fromkeys(_CODE, text)},
            (
                (code.vocabulary, *(getattr(code, name) for name in _CODE))
                for codes in law.codes.values()
                for code in codes
            ),
        ),
        "edtf_bounds": _table(
            {"edtf": text, "earliest": pa.date32(), "latest": pa.date32(), "valid": pa.bool_()},
            _edtf_bounds(law, tables),
        ),
        "facts": _table(dict.fromkeys(_FACT, text), _facts(law, tables)),
        "derived_ids": _table(
            {"table": text, "id": text, "expected": text}, _derived_ids(law, tables)
        ),
        "texts": _table(
            {"source_id": text, "file": text, "text": text, "sha256": text, "chars": integer},
            ((t.source_id, t.file, t.text, t.sha256, len(t.text)) for t in at_hand),
        ),
        "paragraphs": _table(
            {"source_id": text, "number": integer, "start": integer, "end": integer},
            _paragraphs(at_hand),
        ),
        "previous_records": arrow(law.tables["records"].columns, previous)
        if "records" in law.tables
        else pa.table({}),
    }


def _table(columns: Mapping[str, pa.DataType], rows: Iterable[tuple[Any, ...]]) -> pa.Table:
    import pyarrow as pa

    cells = list(zip(*rows, strict=True)) or [()] * len(columns)
    return pa.table(
        {
            name: pa.array(values, kind)
            for (name, kind), values in zip(columns.items(), cells, strict=True)
        }
    )


def _law_tables(law: Law) -> Iterator[tuple[str, str, str, bool]]:
    recorded = {table.name for table in law.records}
    for table in law.tables.values():
        yield table.name, table.prefix, "/".join(table.primary_key), table.name in recorded


def _edtf_bounds(law: Law, tables: Mapping[str, Rows]) -> Iterator[tuple[Any, ...]]:
    written = {
        cell
        for name, rows in tables.items()
        if name in law.tables
        for column in law.tables[name].columns
        if column.format == "edtf" and column.name in rows.columns
        for cell in rows.column(column.name)
        if cell
    }
    for text in sorted(written):
        covered = edtf.bounds(text)
        if covered is None:
            yield text, None, None, False
        else:
            yield text, covered.earliest, covered.latest, True


def _facts(law: Law, tables: Mapping[str, Rows]) -> Iterator[tuple[str | None, ...]]:
    """Every row that has an id in the registry, whatever tables the law has; not the sources."""
    for table in law.records:
        rows = tables.get(table.name)
        key = table.primary_key[0]
        if table.name == "sources" or rows is None or key not in rows.columns:
            continue
        for row in rows.mappings():
            if row[key]:
                said = (row.get("status") or None, row.get("note") or None)
                yield (table.name, key, row[key], *said)


def _derived_ids(law: Law, tables: Mapping[str, Rows]) -> Iterator[tuple[str, str, str]]:
    for name, rows in tables.items():
        derive = _derivation(law, name)
        if derive is None or law.tables[name].primary_key[0] not in rows.columns:
            continue
        key = law.tables[name].primary_key[0]
        for row in rows.mappings():
            if row[key]:
                yield name, row[key], derive(row)


def _derivation(law: Law, name: str) -> Callable[[Mapping[str, str]], str] | None:
    table = law.tables.get(name)
    if table is None:
        return None
    if name == "evidence":
        return evidence_id
    return (lambda row: link_id(table, row)) if table.id_columns else None


def _paragraphs(texts: Iterable[SourceText]) -> Iterator[tuple[str, int, int, int]]:
    for text in texts:
        for number, part in enumerate(paragraphs(text.text, text.body), start=1):
            yield text.source_id, number, part.start, part.end
