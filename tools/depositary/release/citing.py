"""How to cite a release, in the form that a reader's program wants."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from depositary.errors import DataError
from depositary.release.editions import edition_at
from depositary.release.metadata.catalogues import cited_as
from depositary.release.metadata.facts import Facts, inverted, is_person

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

_LATEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}", **{sign: f"\\{sign}" for sign in "&%$#_"},
}  # fmt: skip


def citation(place: Path, form: str) -> str:
    """How to cite a package.

    Parameters
    ----------
    place : Path
        A release folder or its zip, a folder of releases (its latest), or a project.
    form : {"apa", "bibtex", "ris", "csl-json"}
        The form.

    Returns
    -------
    str
        Without an end of line. Says only what the package says: where it is not dated yet, it
        has no year.

    Raises
    ------
    CallError
        E510 where there is no package.
    DataError
        E513 where it does not say who made it.
    """
    return cited(edition_at(place).descriptor, form, str(place))


def cited(package: Mapping[str, Any], form: str, name: str) -> str:
    """The same, of a ``datapackage.json`` that is called by a name in an error."""
    if not package.get("contributors") or not package.get("title"):
        raise DataError("E513", f"{name} does not say who made it and what it is called.",
                        "set title and contributors in its datapackage.json")  # fmt: skip
    date = str(package.get("created", ""))[:10]
    facts = Facts(package, str(package.get("version", "")), date)
    return FORMS[form](facts)


def _bibtex(facts: Facts) -> str:
    names = " and ".join(
        _latex(inverted(part)) if is_person(part) else f"{{{_latex(part['title'])}}}"
        for part in facts.creators
    )
    fields = {
        "author": names,
        "title": f"{{{_latex(facts.package['title'])}}}",
        "year": facts.date[:4],
        "month": _MONTHS[int(facts.date[5:7]) - 1] if facts.date else "",
        "version": _latex(facts.version),
        "publisher": f"{{{_latex(facts.publisher)}}}" if facts.publisher else "",
        "url": facts.homepage,
        "note": f"Data set, version {_latex(facts.version)}",
    }
    written = [
        f"  {key} = {value if key == 'month' else f'{{{value}}}'},"
        for key, value in fields.items() if value
    ]  # fmt: skip
    key = f"{facts.package['name']}-{facts.version}"
    return "\n".join([f"@misc{{{key},", *written, "}"])


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def _latex(text: str) -> str:
    return "".join(_LATEX.get(sign, sign) for sign in " ".join(text.split()))


def _ris(facts: Facts) -> str:
    lines = [
        ("TY", "DATA"),
        *(("AU", inverted(part)) for part in facts.creators),
        ("TI", facts.package["title"]),
        ("PY", facts.date[:4]),
        ("DA", facts.date.replace("-", "/")),
        ("ET", facts.version),
        ("PB", facts.publisher),
        ("UR", facts.homepage),
        *(("KW", word) for word in facts.package.get("keywords", ())),
    ]
    written = [f"{tag}  - {' '.join(value.split())}" for tag, value in lines if value]
    return "\n".join([*written, "ER  - "])


def _csl(facts: Facts) -> str:
    item: dict[str, Any] = {
        "id": f"{facts.package['name']}-{facts.version}",
        "type": "dataset",
        "title": facts.package["title"],
        "author": [_csl_name(part) for part in facts.creators],
        "version": facts.version,
    }
    if facts.date:
        item["issued"] = {"date-parts": [[int(part) for part in facts.date.split("-")]]}
    item |= {"publisher": facts.publisher} if facts.publisher else {}
    item |= {"URL": facts.homepage} if facts.homepage else {}
    return json.dumps([item], ensure_ascii=False, indent=2)


def _csl_name(part: Mapping[str, Any]) -> dict[str, str]:
    if not is_person(part):
        return {"literal": part["title"]}
    keys = {"familyName": "family", "givenName": "given"}
    return {new: part[old] for old, new in keys.items() if old in part}


FORMS: dict[str, Callable[[Facts], str]] = {
    "apa": cited_as, "bibtex": _bibtex, "ris": _ris, "csl-json": _csl,
}  # fmt: skip
"""The forms of a citation, by the name that a person types."""
