"""The tables as a graph: every cell a statement, and what the standards of the Web say beside it.

Each row is a resource; each cell that is not empty is a statement of a property named after its
column, so that nothing is lost. Around that stands what programs know that have never seen this
law: who said it and where (PROV-O), which words support it (Web Annotation), what is claimed
(schema.org), which code means what (SKOS).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, unquote

from depositary.release.edition import CODEBOOK, REGISTRY
from depositary.release.formats.cells import VALUES, kind, table_of
from depositary.release.quoting import is_hidden

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import pyarrow as pa

    from depositary.release.formats.cells import Cell, Contents
    from depositary.schema import Law
    from depositary.schema.values import Column, Table

VOCABULARIES = {
    "oa": "http://www.w3.org/ns/oa#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_XSD = {
    "integer": "xsd:integer",
    "number": "xsd:double",
    "boolean": "xsd:boolean",
    "date": "xsd:date",
}
_TYPES = {
    "sources": ("prov:Entity", "schema:CreativeWork"),
    "actors": ("prov:Agent",),
    "agreements": ("prov:Entity",),
    "events": ("schema:Event",),
    "claims": ("prov:Entity", "schema:Claim"),
    "evidence": ("oa:Annotation",),
    CODEBOOK: ("skos:Concept",),
}
_KINDS = {"person": "schema:Person", "state": "schema:Country"}
"""The codes of ``actors.kind`` that schema.org has a class for."""
_PROPERTIES = {
    "sources": {
        "title": "schema:headline", "publisher": "schema:publisher", "author": "schema:author",
        "url": "schema:url", "published": "schema:datePublished", "language": "schema:inLanguage",
    },
    "actors": {"name": "schema:name"},
    "agreements": {"title": "schema:name"},
    "events": {"title": "schema:name", "place": "schema:location"},
    "claims": {"content": "schema:text", "speaker_id": "schema:author", "about_id": "schema:about"},
    REGISTRY: {"label": "rdfs:label"},
    CODEBOOK: {
        "code": "skos:notation", "label": "skos:prefLabel", "definition": "skos:definition",
        "note": "skos:note",
    },
}  # fmt: skip
"""What a column is called elsewhere, where that means the same."""


class Iri(str):
    """A name of something, as ``prefix:local``; the local part may need escapes."""

    __slots__ = ()


class Literal(NamedTuple):
    """A value, as XML Schema writes it."""

    text: str
    datatype: str = ""


Statement = tuple[str, Iri | Literal]
"""Property and object."""


@dataclass(frozen=True, slots=True)
class Node:
    """What is said of one thing, at one place of the file."""

    subject: Iri
    statements: tuple[Statement, ...]


def prefixes(law: Law) -> dict[str, str]:
    """Every prefix and what it stands for; records are named by the homepage, where there is one.

    A dataset without a homepage has names that lead nowhere, but stay the same from release to
    release and differ from those of every other dataset of another name.
    """
    home = law.dataset.get("homepage", "")
    base = f"urn:depositary:{law.dataset['name']}:"
    if home:
        base = home if home.endswith(("/", "#")) else f"{home}#"
    own = {"rec": base, **{name: f"{base}{name}/" for name in ("code", "col", "row", "tab")}}
    return dict(sorted((own | VOCABULARIES).items()))


def nodes(contents: Contents) -> Iterator[Node]:
    """Yield the dataset, its tables and columns, and every row in the order of the tables."""
    law = contents.law
    yield _dataset(contents)
    for name in contents.tables:
        yield from _words(law.tables[name])
    for name in contents.tables:
        table = law.tables[name]
        for cells in zip(*contents.columns(name), strict=True):
            row = dict(zip(table.column_names, cells, strict=True))
            yield _row(table, row, law)
            yield from _beside(name, row, law)


def _dataset(contents: Contents) -> Node:
    dataset = contents.law.dataset
    return Node(
        Iri("rec:dataset"),
        (
            ("a", Iri("schema:Dataset")),
            ("schema:name", Literal(dataset["title"])),
            ("schema:description", Literal(dataset["description"])),
            ("schema:version", Literal(contents.version)),
            ("schema:datePublished", Literal(contents.date, "xsd:date")),
            *(("schema:license", Literal(part["path"], "xsd:anyURI"))
              for part in dataset["licenses"]),
        ),
    )  # fmt: skip


def _words(table: Table) -> Iterator[Node]:
    home = Iri(f"tab:{table.name}")
    about = (("rdfs:label", Literal(table.title)), ("rdfs:comment", Literal(table.description)))
    yield Node(home, (("a", Iri("rdfs:Class")), *about))
    for column in table.columns:
        words = (
            ("a", Iri("rdf:Property")),
            ("rdfs:label", Literal(column.title)),
            ("rdfs:comment", Literal(column.description)),
            ("rdfs:domain", home),
        )
        yield Node(Iri(f"col:{table.name}.{column.name}"), words)


# ── a row ───────────────────────────────────────────────────────────────────────────────────────
def _named(table: Table, key: Iterable[object]) -> Iri:
    """The name of a row: its id, where it is a record; else its table and key."""
    parts = tuple(map(str, key))
    if len(parts) == 1 and (table.prefix or table.name == REGISTRY):
        return Iri(f"rec:{_escaped(parts[0])}")
    if table.name == CODEBOOK:
        return Iri("code:" + ".".join(map(_escaped, parts)))
    return Iri("row:" + "/".join(map(_escaped, (table.name, *parts))))


def _escaped(text: str) -> str:
    return quote(text, safe="")


def _row(table: Table, row: Mapping[str, Cell], law: Law) -> Node:
    statements: list[Statement] = [("a", Iri(f"tab:{table.name}"))]
    statements += [("a", Iri(name)) for name in _TYPES.get(table.name, ())]
    known = _KINDS.get(str(row.get("kind"))) if table.name == "actors" else None
    if known:
        statements.append(("a", Iri(known)))
    for column in table.columns:
        cell = row[column.name]
        if cell is None:
            continue
        value = _object(cell, column, table, law)
        statements.append((f"col:{table.name}.{column.name}", value))
        if also := _PROPERTIES.get(table.name, {}).get(column.name):
            statements.append((also, value))
    return Node(_named(table, (row[name] for name in table.primary_key)), tuple(statements))


def _object(cell: Cell, column: Column, table: Table, law: Law) -> Iri | Literal:
    if target := _target(column, table, law):
        return _named(target, (cell,))
    if column.vocabulary:
        return Iri(f"code:{column.vocabulary}.{_escaped(str(cell))}")
    datatype = _XSD.get(kind(column), "")
    text = str(cell).lower() if isinstance(cell, bool) else str(cell)
    return Literal(text, datatype)


def _target(column: Column, table: Table, law: Law) -> Table | None:
    """The table whose row a cell names; None for the row's own id, and for plain values."""
    if table.primary_key == (column.name,):
        return None
    for key in table.foreign_keys:
        if key.columns == (column.name,) and law.tables[key.table].primary_key == key.references:
            return law.tables[key.table]
    return None


def _beside(table: str, row: Mapping[str, Cell], law: Law) -> Iterator[Node]:
    """Yield what a row says of other things, in the words of the standards."""
    if table == "names" and {"actor_id", "name"} <= set(row):
        name = Literal(str(row["name"]))
        yield Node(Iri(f"rec:{_escaped(str(row['actor_id']))}"), (("schema:alternateName", name),))
    if table == CODEBOOK:
        code = _named(law.tables[table], (row["vocabulary"], row["code"]))
        yield Node(code, (("skos:inScheme", Iri(f"code:{_escaped(str(row['vocabulary']))}")),))
    if table == "evidence" and {"record_id", "source_id", "quote", "start", "end"} <= set(row):
        yield from _annotation(row, law)


def _annotation(row: Mapping[str, Cell], law: Law) -> Iterator[Node]:
    """Yield an evidence as a Web Annotation (W3C Recommendation of 2017, sections 4.2.4, 4.2.5).

    The body is the record, the target the words: their place and, where they are published,
    themselves. A record is derived from its source; a claim appears in it.
    """
    own, record, source = (
        f"rec:{_escaped(str(row[name]))}" for name in ("evidence_id", "record_id", "source_id")
    )
    yield Node(Iri(own), (
        ("oa:motivatedBy", Iri("oa:linking")),
        ("oa:hasBody", Iri(record)),
        ("oa:hasTarget", Iri(f"{own}.target")),
    ))  # fmt: skip
    quoted = None if is_hidden(str(row["quote"])) else row["quote"]
    parts = {"place": row["start"], "words": quoted}
    selectors = [("oa:hasSelector", Iri(f"{own}.{part}"))
                 for part, value in parts.items() if value is not None]  # fmt: skip
    target = (("a", Iri("oa:SpecificResource")), ("oa:hasSource", Iri(source)), *selectors)
    yield Node(Iri(f"{own}.target"), target)
    if row["start"] is not None:
        ends = [(f"oa:{name}", Literal(str(row[name]), "xsd:nonNegativeInteger"))
                for name in ("start", "end")]  # fmt: skip
        yield Node(Iri(f"{own}.place"), (("a", Iri("oa:TextPositionSelector")), *ends))
    if quoted is not None:
        words = ("oa:exact", Literal(str(quoted)))
        yield Node(Iri(f"{own}.words"), (("a", Iri("oa:TextQuoteSelector")), words))
    table = law.table_of(str(row["record_id"]))
    appears = [("schema:appearance", Iri(source))] if table and table.name == "claims" else []
    yield Node(Iri(record), (("prov:wasDerivedFrom", Iri(source)), *appears))


# ── and back ────────────────────────────────────────────────────────────────────────────────────
def columns_in(found: Iterable[Node], contents: Contents) -> Iterator[tuple[str, pa.Table]]:
    """Yield each table as a graph holds it: the statements whose properties are columns."""
    law = contents.law
    places = {
        f"col:{name}.{column.name}": (name, at, column)
        for name in contents.tables for at, column in enumerate(law.tables[name].columns)
    }  # fmt: skip
    rows: dict[str, list[list[Cell]]] = {name: [] for name in contents.tables}
    for node in found:
        cells: list[Cell] = []
        table = ""
        for property_, value in node.statements:
            if property_ in places:
                table, at, column = places[property_]
                cells = cells or [None] * len(law.tables[table].columns)
                cells[at] = _cell(value, column)
        if table:
            rows[table].append(cells)
    for name, held in rows.items():
        turned = (
            map(list, zip(*held, strict=True)) if held else ([] for _ in law.tables[name].columns)
        )
        yield name, table_of(tuple(turned), law.tables[name])


def _cell(value: Iri | Literal, column: Column) -> Cell:
    if isinstance(value, Literal):
        cell: Cell = VALUES.get(kind(column), str)(value.text)
        return cell
    local = value.partition(":")[2]
    separator = "." if column.vocabulary else "/"
    return unquote(local.rpartition(separator)[2])
