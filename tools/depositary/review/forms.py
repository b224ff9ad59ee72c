"""The form of an entry, derived from its table: what to ask, what may be answered, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from depositary.schema import Law, Table
    from depositary.schema.values import Column


@dataclass(frozen=True, slots=True)
class Choice:
    """One code of a list, with what it means."""

    code: str
    label: str
    definition: str


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a form asks.

    Parameters
    ----------
    key : str
        In the entry: ``kind``, ``speaker``.
    column : str
        In the table, as findings name it: ``speaker_id``.
    title, description : str
        Of the law.
    control : {"text", "long", "choice", "link", "number", "date"}
        How it is asked: a line, several lines, a code of a list, a record, a number, a date (EDTF).
    is_required : bool
        Whether it may not be empty.
    choices : tuple of Choice
        For ``choice``.
    target : str
        For ``link``, the table; empty where any record may be named.
    example : str
        A value as it may look.
    default : str
        What is written where nothing is.
    """

    key: str
    column: str
    title: str
    description: str
    control: str
    is_required: bool
    choices: tuple[Choice, ...] = ()
    target: str = ""
    example: str = ""
    default: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """What a form asks of an entry.

    Parameters
    ----------
    table : str
        Of its rows.
    key : str
        Of the list: ``events``, and for what is nested ``dates``.
    title : str
        Of the table.
    fields : tuple of Field
        In the order of the law.
    nested : tuple of Form
        The lists within an entry, each row a small form.
    has_evidence : bool
        Whether its entries have quotes of their own.
    short : str
        For a list of bare ids, the field that each fills; empty where entries are whole.
    """

    table: str
    key: str
    title: str
    fields: tuple[Field, ...]
    nested: tuple[Form, ...]
    has_evidence: bool
    short: str = ""


def form_of(law: Law, part: str) -> Form:
    """The form of the entries of a list of a reading.

    Parameters
    ----------
    law : Law
        Its tables say what is asked.
    part : str
        The list: ``actors``.
    """
    table = law.tables[part]
    place = next(each for each in table.nested_in if not each.table)
    return _form(law, table, place.key, (), "")


def _form(law: Law, table: Table, key: str, absent: tuple[str, ...], short: str) -> Form:
    fields = tuple(
        _field(law, table, column)
        for column in table.columns
        if not column.derived
        and column.name not in absent
        and not (table.primary_key == (column.name,) and table.id_columns)
    )
    nested = tuple(
        _form(law, child, place.key, (place.parent, *place.fixed), place.short)
        for child in law.tables.values()
        for place in child.nested_in
        if place.table == table.name
    )
    return Form(
        table.name, key, table.title, fields, nested, table in law.records,
        table.entry_key(short) if short else "",
    )  # fmt: skip


def _field(law: Law, table: Table, column: Column) -> Field:
    links = {key.columns[0]: key.table for key in table.foreign_keys if len(key.columns) == 1}
    is_own = table.primary_key == (column.name,)
    target = "" if is_own else links.get(column.name, "")
    choices = tuple(
        Choice(code.code, code.label, code.definition)
        for code in law.codes.get(column.vocabulary, ())
    )
    return Field(
        table.entry_key(column.name),
        column.name,
        column.title,
        column.description,
        _control(column, target, has_choices=bool(choices)),
        column.required and not column.default and not is_own,
        choices,
        "" if target == "records" else target,
        str(column.examples[0]) if column.examples else "",
        column.default,
    )


def _control(column: Column, target: str, *, has_choices: bool) -> str:
    if has_choices:
        return "choice"
    if target:
        return "link"
    if column.type in ("integer", "number"):
        return "number"
    if column.format in ("edtf", "date"):
        return "date"
    return "long" if column.name in ("note", "content") else "text"
