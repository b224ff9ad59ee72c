"""How much may a package hold before a check says that it is too much?

Every bound on what strangers may make a check read, keep or wait for stands here, with its reason.
A package that keeps to all of them is checked in full; one that does not gets a clear E108, or the
code that the reason names, in place of a full memory or a long wait.
"""

from __future__ import annotations

from typing import Final

DESCRIPTOR_BYTES: Final = 1 << 24
"""A descriptor, schema or dialect has at most 16 MiB: 30 times the largest that was found in use,
and little enough that its values, 30 times as large in memory, fit."""

RESOURCES: Final = 2_000
"""Resources of a package: each is opened and reported by itself."""

FIELDS: Final = 20_000
"""Columns of a table, and fields of all schemas: SQLite, the widest of common databases, ends at
32,767 columns, and each field is held against the profile of its type."""

FINDINGS: Final = 100_000
"""Findings of a table that are listed, each with its place: a hundred megabytes of memory."""

UNLISTED: Final = 100_000
"""Findings of a table that are counted beyond those, row by row: with more, it is not read to its
end. What a whole column is counted by has no limit."""

RECORD_CHARS: Final = 1 << 22
"""Characters of a record, and of a line: four million; what is longer has lost a quote."""

NAMES: Final = 5_000
"""Entries of any other list of a schema or dialect: keys, missing values, rows of a header."""

FOREIGN_KEYS: Final = 1_000
"""Foreign keys of a schema: each keeps the keys of the table that it refers to."""

CODES: Final = 100_000
"""Values of an ``enum`` or of ``categories``: a list of codes that is longer is a table."""

JSON_VALUES: Final = 8_000_000
"""Values of a table in one JSON text, which is read whole: each takes 60 bytes of memory or more.
JSON Lines have no such bound."""

PATTERN_CHARS: Final = 10_000
"""Characters of a regular expression: an automaton of a longer one does not fit its 8 MiB."""

MEMBERS: Final = 10_000
"""Files of a zip archive: their names are compared with one another before any is read."""

UNPACKED_LEAST_BYTES: Final = 1 << 22
"""What a compressed file may always unpack to: 4 MiB are no burden."""

UNPACKED_RATIO: Final = 100
"""Beyond that, a compressed file unpacks to at most a hundred times its size: tables of text pack
to a tenth, those of one repeated value to a sixtieth; a bomb, to a thousandth."""

XZ_BYTES: Final = 1 << 27
"""Memory that unpacking xz may ask for: ``xz -9`` needs 65 MiB; a header may ask for 4 GiB."""

RULE_ANSWERS: Final = 10_000
"""Rows that a rule may answer with: nobody mends more at once, and one may answer without end."""

RULES_S: Final = 3.0
"""Seconds that all rules of a stranger's package may take together, plus those of
:data:`RULES_BYTES_A_SECOND`: the rules of this project take 0.3 s."""

RULES_BYTES_A_SECOND: Final = 10_000_000
"""For each ten megabytes of tables, rules may take one second more."""

RULES_MEMORY: Final = "600MB"
"""Memory of the database that a stranger's rules are asked in."""
