"""A JSON object for each mention, on a line of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from depositary.extraction.annotating import Annotated
    from depositary.extraction.mentions import Mention

_DIGITS = 3
"""Of a confidence: more would say more than was measured."""


def pieces(found: Iterable[Annotated], *, is_coloured: bool) -> Iterator[str]:  # noqa: ARG001 - as all forms
    """The lines, texts in the order in which they come, mentions by their place."""
    for each in found:
        for mention in each.mentions:
            yield orjson.dumps(told(each, mention)).decode()


def told(found: Annotated, mention: Mention) -> dict[str, Any]:
    """What a mention says, as JSON values.

    Parameters
    ----------
    found : Annotated
        The text that it is of.
    mention : Mention
        One of its mentions.

    Returns
    -------
    dict
        ``source kind start end text``, what its kind adds (an agreement its ``agreement_kind``),
        ``proposed_by rule confidence``; where
        offsets count in a text that was taken from a web page, ``extracted_with``.
    """
    place: dict[str, Any] = {
        "source": found.source,
        "kind": mention.kind,
        "start": mention.start,
        "end": mention.end,
        "text": found.article.text[mention.start : mention.end],
    }
    # An agreement has a kind of its own beside that of the mention: treaty, ceasefire, trade.
    more = {
        f"{mention.kind}_{name}" if name in place else name: part
        for name, part in mention.about.items()
    }
    value = {
        **place,
        **more,
        "proposed_by": mention.proposed_by,
        "rule": mention.rule,
        "confidence": round(mention.confidence, _DIGITS),
    }
    if found.extracted_with:
        value["extracted_with"] = found.extracted_with
    return value
