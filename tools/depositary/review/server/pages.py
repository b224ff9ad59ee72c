"""How things look: templates, in which every word of strangers is escaped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import jinja2
import markupsafe

from depositary.review.server.articles import safe
from depositary.review.server.marks import LETTERS
from depositary.safetext import one_line

if TYPE_CHECKING:
    from depositary.review.server.sheets import Shown

_LONGEST_LABEL = 160
STATES = {
    "to_decide": "to decide",
    "later": "for later",
    "draft": "draft",
    "accepted": "accepted",
    "rejected": "rejected",
    "record": "accepted",
}
"""The states of cards, in words."""

SIGNS = {
    "to_decide": "",
    "later": "◷",
    "draft": "✎",
    "accepted": "✓",
    "rejected": "✕",
    "record": "✓",
}
REASONS = (
    "The article does not say so.",
    "Another record says so already.",
    "The words are wrong: not this name, kind or date.",
    "Not worth a record of its own.",
    "No statement: a heading, an advertisement.",
)
"""What a proposal is turned down for, by digit."""


class Pages:
    """The templates.

    Parameters
    ----------
    root : str
        The path below which all pages stand: ``/<token>``.
    """

    def __init__(self, root: str) -> None:
        self._jinja = jinja2.Environment(
            loader=jinja2.PackageLoader("depositary.review.server"),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._jinja.filters["told"] = _told
        self._jinja.filters["quoted"] = _quoted
        self._jinja.globals.update(
            root=root, states=STATES, signs=SIGNS, reasons=REASONS, letters=LETTERS
        )

    def page(self, name: str, **words: Any) -> str:
        """A template, filled.

        Parameters
        ----------
        name : str
            Of a file in ``templates/``, without its suffix.
        **words
            What it shows; strings are text, not HTML.
        """
        return self._jinja.get_template(f"{name}.html").render(**words)

    def line(self, shown: Shown, source_id: str) -> str:
        """A card of an article, shut: one line of the queue."""
        return self.page("line", shown=shown, source_id=source_id)


def _told(words: object) -> str:
    """Words of strangers on one line, with nothing hidden in them."""
    return one_line(str(words), _LONGEST_LABEL)


def _quoted(words: str) -> markupsafe.Markup:
    """Words of the article, as the article shows them."""
    return markupsafe.Markup(safe(words))  # noqa: S704 - that is what `safe` is for
