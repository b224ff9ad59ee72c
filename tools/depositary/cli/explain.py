"""``depositary explain``: what an error code means, what it looks like, what mends it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from depositary.cli.terminal import command, shared, style
from depositary.codes import CODES
from depositary.errors import CallError, DepositaryError

if TYPE_CHECKING:
    from depositary.cli.terminal import Shared
    from depositary.schema import Law


@command("explain", examples=("depositary explain E410", "depositary explain R12"))
@click.argument("code", metavar="CODE")
@shared
def explain(code: str, shared: Shared) -> None:
    """Explain an error code, or a rule of the law: why it is, an example, and the mend."""
    code = code.upper()
    words = _of_code(code) or _of_rule(code, _law(shared))
    if shared.is_json:
        click.echo(json.dumps({"code": code, **words}, ensure_ascii=False, indent=2))
        return
    click.echo(f"{style(code, bold=True)}  {style(words.pop('title'), bold=True)}\n")
    for label, text in words.items():
        if text:
            indented = text.replace("\n", "\n         ")
            click.echo(f"  {label + ':':<6} {indented}", color=shared.is_coloured)


def _of_code(code: str) -> dict[str, str] | None:
    words = CODES.get(code)
    if words is None:
        return None
    return {
        "title": words.title,
        "why": words.why,
        "bad": words.bad,
        "good": words.good,
        "mend": words.mend,
    }


def _law(shared: Shared) -> Law:
    """The law of the project here, or the one that the package carries."""
    from depositary import project, schema

    try:
        return schema.load(project.find(shared.project).schema)
    except DepositaryError:
        return schema.load(project.packaged_schema())


def _of_rule(code: str, law: Law) -> dict[str, str]:
    for rule in law.rules:
        if rule.code == code:
            return {"title": rule.title, "why": rule.why, "mend": rule.mend, "asks": rule.sql}
    for table in law.tables.values():
        for clause in table.clauses:
            if clause["x-rule"] == code:
                return {
                    "title": clause["title"],
                    "why": clause["description"],
                    "mend": clause["x-mend"],
                    "table": table.name,
                }
    from depositary.schema.wording import did_you_mean

    known = [*CODES, *(rule.code for rule in law.rules)]
    raise CallError(
        "E904", f"There is no code {code}.", did_you_mean(code, known) or "E101 to E999"
    )
