"""What do the rules of a law say, in the form of the words of our own codes?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from depositary.codes import Code

if TYPE_CHECKING:
    from depositary.schema import Law


def rule_words(law: Law) -> dict[str, Code]:
    """The words of every rule of a law and of every condition of its tables, by code.

    Parameters
    ----------
    law : Law
        Its rules carry a title, a reason and a mend, and no examples.
    """
    conditions = {
        clause["x-rule"]: Code(clause["title"], clause["description"], "", "", clause["x-mend"])
        for table in law.tables.values()
        for clause in table.clauses
    }
    return conditions | {
        rule.code: Code(rule.title, rule.why, "", "", rule.mend) for rule in law.rules
    }
