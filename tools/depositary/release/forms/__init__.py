"""How a comparison of two versions is written down: for programs, for a pull request, as a page."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from depositary.changes import CSV_COLUMNS
from depositary.tables import Rows, to_csv

if TYPE_CHECKING:
    from collections.abc import Iterator

    from depositary.release.comparison import Comparison

FORMS = ("json", "jsonl", "markdown", "html", "csv")
"""What :func:`written` can write."""


def written(form: str, comparison: Comparison) -> Iterator[str]:
    """Yield the lines of a comparison in one of the forms.

    Parameters
    ----------
    form : str
        One of :data:`FORMS`.
    comparison : Comparison
        What differs.
    """
    if form == "json":
        yield json.dumps(comparison.as_json(), ensure_ascii=False, indent=2)
    elif form == "jsonl":
        yield from (json.dumps(line, ensure_ascii=False) for line in comparison.as_lines())
    elif form == "csv":
        yield _csv(comparison)
    elif form == "markdown":
        from depositary.release.forms import as_markdown

        yield from as_markdown.lines(comparison)
    else:
        from depositary.release.forms import as_html

        yield from as_html.pieces(comparison)


def _csv(comparison: Comparison) -> str:
    """As ``changes.csv`` of a release, with the quotes in a column more."""
    rows = comparison.changes.as_rows(comparison.rules)
    quotes = (" | ".join(found) for _, _, found in comparison.entries())
    cells = tuple((*row, quote) for row, quote in zip(rows.rows, quotes, strict=True))
    return to_csv(Rows(rows.name, (*CSV_COLUMNS, "evidence"), cells)).decode().rstrip("\n")
