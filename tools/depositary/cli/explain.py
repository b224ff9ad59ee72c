"""``depositary explain``: what an error code means, what it looks like, what mends it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from depositary.checks.rulewords import rule_words
from depositary.cli.terminal import command, shared, style
from depositary.codes import CODES, FAMILIES
from depositary.errors import CallError, DepositaryError

if TYPE_CHECKING:
    from depositary.cli.streams import Shared
    from depositary.schema import Law


_EXAMPLES = ("depositary explain E410", "depositary explain R12", "depositary explain")


@command("explain", examples=_EXAMPLES)
@click.argument("code", metavar="[CODE]", required=False)
@shared
def explain(code: str | None, shared: Shared) -> None:
    """Explain an error code, or a rule of the law: why it is, an example, and the mend.

    Without a code it lists them all.
    """
    if code is None:
        _list(shared)
        return
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


def _list(shared: Shared) -> None:
    """Print every code with its title, by family, the rules of the law last."""
    rules = rule_words(_law(shared))
    if shared.is_json:
        titles = {code: words.title for code, words in (CODES | rules).items()}
        click.echo(json.dumps(titles, ensure_ascii=False, indent=2))
        return
    families = {
        title: [code for code in CODES if code.startswith(family)]
        for family, title in FAMILIES.items()
    }
    for title, codes in (families | {"Rules": sorted(rules)}).items():
        click.echo(style(title, bold=True))
        for code in codes:
            words = CODES.get(code) or rules[code]
            click.echo(f"  {code}  {words.title}")
        click.echo()


def _of_code(code: str) -> dict[str, str] | None:
    words = CODES.get(code)
    return None if words is None else words._asdict()


def _law(shared: Shared) -> Law:
    """The law of the project here, or the one that the package carries."""
    from depositary import project, schema

    try:
        return schema.load(project.find(shared.project).schema)
    except DepositaryError:
        return schema.load(project.packaged_schema())


def _of_rule(code: str, law: Law) -> dict[str, str]:
    rules = rule_words(law)
    if code not in rules:
        from depositary.schema.wording import did_you_mean

        hint = did_you_mean(code, [*CODES, *rules]) or "depositary explain lists them"
        raise CallError("E904", f"There is no code {code}.", hint)
    asked = {rule.code: rule.sql for rule in law.rules}
    tables = {
        clause["x-rule"]: table.name for table in law.tables.values() for clause in table.clauses
    }
    more = {"asks": asked.get(code, ""), "table": tables.get(code, "")}
    return {name: text for name, text in (rules[code]._asdict() | more).items() if text}
