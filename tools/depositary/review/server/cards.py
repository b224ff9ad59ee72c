"""A card as it lies open: quotes, form, why, what it would break, and what can be done with it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import orjson

from depositary.errors import CallError
from depositary.review.forms import form_of
from depositary.review.server.marks import KINDS, LETTERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from depositary.findings import Finding
    from depositary.review.decisions import Decision
    from depositary.review.forms import Form
    from depositary.review.judging import Trouble
    from depositary.review.server.pages import Pages
    from depositary.review.server.sheets import Sheet, Shown
    from depositary.review.views import Found
    from depositary.schema import Law

_PATH = re.compile(r"(?:/[a-z_]{1,40}/\d{1,5})+")
_MISSING = re.compile(r'"(\w+)" is missing')
_LABELLED = ("name", "title", "content")


def opened(sheet: Sheet, pages: Pages, law: Law, shown: Shown, count: int = 1) -> str:
    """The inside of an open card.

    Parameters
    ----------
    sheet : Sheet
        That it is of.
    pages : Pages
        How it looks.
    law : Law
        For its form.
    shown : Shown
        The card.
    count : int
        How many records are made of it: two where it is split.
    """
    card = shown.card
    refs = [each.ref for each in sheet.shown()]
    return pages.page(
        "card",
        source_id=sheet.desk.source_id,
        shown=shown,
        card=card,
        number=refs.index(shown.ref) + 1,
        total=len(refs),
        quotations=sheet.quotations(shown),
        count=count,
        form=_form(law, card.table),
        entry=card.entry,
        as_json=_json(card.entry),
        label_of=sheet.label_of,
        needs=[(need, sheet.label_of(need)) for need in card.needs],
        is_merged=card.state == "accepted" and bool(card.reason),
        troubles=[],
    )


def fresh(
    sheet: Sheet, pages: Pages, law: Law, table: str, written: Mapping[str, Any], label: str
) -> str:
    """The inside of a card for a record by hand.

    Parameters
    ----------
    sheet, pages, law
        As for :func:`opened`.
    table : str
        The list that it is added to.
    written : mapping
        Its evidence.
    label : str
        What it is called, where that is known; may be empty.

    Raises
    ------
    CallError
        E804 for a table that there is not.
    """
    if table not in KINDS:
        raise CallError("E804", f"There is no table {table}.", "load the page anew")
    entry: dict[str, Any] = dict(written) if table == "set_aside" else {"evidence": [written]}
    form = _form(law, table)
    names = [field.key for field in form.fields] if form else []
    named = next((name for name in _LABELLED if name in names), "")
    if label and named:
        entry[named] = label
    if label and table == "actors":
        entry["names"] = [{"name": label, "kind": "canonical"}]
    return pages.page(
        "fresh",
        table=table,
        kind=KINDS[table],
        letter=LETTERS[KINDS[table]],
        quotations=[sheet.quotation(written)],
        form=form,
        entry=entry,
        as_json=_json(entry),
        label_of=sheet.label_of,
    )


def part(sheet: Sheet, pages: Pages, law: Law, table: str, path: str) -> str:
    """An empty row of a list within an entry.

    Parameters
    ----------
    sheet, pages, law
        As for :func:`opened`.
    table : str
        Of the entry.
    path : str
        Of the row, such as ``/dates/2``; its lists are those of the form.

    Raises
    ------
    CallError
        E804 for a place that no form has.
    """
    form = _form(law, table) if table in KINDS else None
    if form is None or not _PATH.fullmatch(path):
        raise CallError("E804", f"There is no {path} in {table}.", "load the page anew")
    for name in path.split("/")[1::2]:
        inner = next((each for each in form.nested if each.key == name), None)
        if inner is None:
            raise CallError("E804", f"There is no {path} in {table}.", "load the page anew")
        form = inner
    return pages.page("row", form=form, entry={}, path=path, label_of=sheet.label_of)


def found(each: Found) -> dict[str, Any]:
    """A search result, as JSON."""
    return {
        "key": each.key,
        "label": each.label,
        "kind": each.kind.replace("_", " "),
        "is_proposal": each.is_proposal,
    }


def finding(each: Trouble | Finding) -> dict[str, str]:
    """What is wrong, as JSON: where in the form, and in the words of ``depositary check``."""
    inner: Any = getattr(each, "finding", each)
    # What is missing is told at the entry that should have it; the page shows it at its field.
    missing = _MISSING.match(inner.message)
    return {
        "record": str(getattr(each, "record_id", "")),
        "table": inner.resource,
        "field": missing[1] if missing else inner.field,
        "code": inner.code,
        "message": inner.message,
        "hint": inner.hint,
        "severity": inner.severity,
        "may_pass": "yes" if getattr(each, "may_pass", False) else "",
    }


def sides(
    sheet: Sheet, decision: Decision | None, before: Mapping[str, Shown]
) -> list[dict[str, str]]:
    """What a decision would have written, beside what was there and what is there now.

    Parameters
    ----------
    sheet : Sheet
        As it is now.
    decision : Decision or None
        That could not be carried out.
    before : mapping of str to Shown
        The cards that it was made on.
    """
    if decision is None:
        return []
    rows = []
    for at, key in enumerate(decision.keys):
        now = next(
            (each.card for each in sheet.shown() if key in (each.card.key, each.card.record_id)),
            None,
        )
        then = next(
            (each.card for each in before.values() if key in (each.card.key, each.card.record_id)),
            None,
        )
        was: Mapping[str, Any] = then.entry if then else {}
        there: Mapping[str, Any] = now.entry if now else {}
        yours: Mapping[str, Any] = decision.entries[at] if at < len(decision.entries) else was
        for name in {**was, **there, **yours}:
            values = [_plain(each.get(name)) for each in (there, yours)]
            if values[0] != values[1]:
                rows.append({"field": name, "there": values[0], "yours": values[1]})
    return rows


def _entry(shown: Iterable[Shown], key: str) -> Mapping[str, Any]:
    """What a proposal or record says; nothing where there is none."""
    found = (each.card for each in shown if key in (each.card.key, each.card.record_id))
    card = next(found, None)
    return card.entry if card else {}


def _plain(value: Any) -> str:
    """A value of an entry, in words for a table."""
    if isinstance(value, list):
        return "; ".join(_plain(each) for each in value)
    if isinstance(value, dict):
        return ", ".join(_plain(each) for each in value.values())
    return "" if value is None else str(value)


def _form(law: Law, table: str) -> Form | None:
    return form_of(law, table) if table in law.tables else None


def _json(value: object) -> str:
    return orjson.dumps(value).decode()


def kinds_present(shown: Sequence[Shown], law: Law) -> list[tuple[str, str]]:
    """The classes that cards are of, with their labels: what one may filter by."""
    codes = {code.code: code.label for each in law.codes.values() for code in each}
    present = {str(each.card.entry.get("kind", "")) for each in shown} - {""}
    return sorted(((code, codes.get(code, code)) for code in present), key=lambda each: each[1])
