"""A mention in words, as people read it: what it stands for, and why it was proposed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from depositary.extraction.annotating import Annotated
    from depositary.extraction.mentions import Mention

KINDS = ("person", "organisation", "place", "agreement", "event", "date", "sector", "claim")
"""Kinds of mentions in the order in which they are listed."""

_QUOTES = ("“", '"', "‘", "«")  # noqa: RUF001 - marks that articles have


def said(mention: Mention, text: str) -> tuple[tuple[str, str], ...]:
    """What a mention stands for, as labels and words.

    Parameters
    ----------
    mention : Mention
        Of any kind; labels are the keys of ``about``.
    text : str
        Of the article, for stretches that are given by their place.

    Returns
    -------
    tuple of tuple of str
        In the order of ``about``; what is empty, or was said by the pair before, is left out.
    """
    pairs = [(label, _words(value, text)) for label, value in mention.about.items()]
    return tuple(
        (label, words)
        for at, (label, words) in enumerate(pairs)
        if words and (at == 0 or pairs[at - 1][1] != words)
    )


def _words(value: Any, text: str) -> str:
    if isinstance(value, Mapping):
        quote = value.get("text") or text[value.get("start", 0) : value.get("end", 0)]
        shown = quote if quote[:1] in _QUOTES else f"“{quote}”"
        return " ".join(filter(None, (str(value.get("role") or ""), shown if quote else "")))
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(filter(None, (_words(each, text) for each in value)))
    return "" if value is None else str(value)


def why(mention: Mention) -> str:
    """Why a mention was proposed: by whom, and by which rule.

    Parameters
    ----------
    mention : Mention
        With one proposer, or with several that agree.

    Returns
    -------
    str
        No figure: how sure a proposal is, is said by its class.
    """
    by = mention.proposed_by.replace(" + ", " and ")
    agreeing = f"{by} agree" if by != mention.proposed_by else by
    return f"{agreeing}: {mention.rule}" if mention.rule else agreeing


def counted(found: Annotated) -> str:
    """How many mentions of each kind a text has, in words.

    Parameters
    ----------
    found : Annotated
        A text and its mentions.
    """
    kinds = [mention.kind for mention in found.mentions]
    if found.is_foreign:
        return "not in English: nothing was proposed"
    if not kinds:
        return "nothing found"
    return ", ".join(f"{kinds.count(kind)} {plural(kind, kinds.count(kind))}" for kind in KINDS
                     if kind in kinds)  # fmt: skip


def plural(word: str, count: int) -> str:
    """A kind of mention, as many as there are.

    Examples
    --------
    >>> plural("date", 2), plural("date", 1)
    ('dates', 'date')
    """
    return word if count == 1 else f"{word}s"


def heading(found: Annotated) -> str:
    """When a text was published, and where its words come from; empty where neither is known.

    Parameters
    ----------
    found : Annotated
        A text and its mentions.
    """
    published = found.article.published
    parts = (
        f"published {published.isoformat()}" if published else "",
        f"text taken from the page by {found.extracted_with}" if found.extracted_with else "",
    )
    return " · ".join(filter(None, parts))
