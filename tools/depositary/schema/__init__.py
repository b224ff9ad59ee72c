"""The law as values: tables, columns, keys, codes and rules, and what is derived from them.

A table is described once, in ``schema/tables/<table>.json``; what CSV, Table Schema, readings and
checks need to know of it is worked out here. :func:`load` reads the law, :func:`examine` says
what is wrong in it.
"""

from depositary.schema.loading import examine, load
from depositary.schema.readings import reading_schema
from depositary.schema.tableschema import table_schema
from depositary.schema.values import Code, Column, ForeignKey, Law, Nesting, Rule, Table, View

__all__ = [
    "Code",
    "Column",
    "ForeignKey",
    "Law",
    "Nesting",
    "Rule",
    "Table",
    "View",
    "examine",
    "load",
    "reading_schema",
    "table_schema",
]
