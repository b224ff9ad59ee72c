"""Ask every extractor what it finds in an article, in an order in which each sees what it reads."""

from __future__ import annotations

from importlib.metadata import entry_points
from typing import TYPE_CHECKING

from depositary.errors import CallError, DataError, Unavailable
from depositary.extraction.mentions import Reporting
from depositary.extraction.merging import merged

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from importlib.metadata import EntryPoint

    from depositary.extraction.articles import Article
    from depositary.extraction.mentions import Extractor, Mention
    from depositary.findings import Finding

GROUP = "depositary.extractors"
"""Entry points of this group are classes whose objects are extractors; ours are among them."""
CORE = ("names", "dates", "agreements", "sectors", "events", "claims")
"""What is asked where nothing else is said: it needs no model and no extra."""
_SHOWN_EVENT = 0.38


def extractors(names: Iterable[str] = CORE) -> tuple[Extractor, ...]:
    """Extractors by their names, in the order in which they are asked.

    Parameters
    ----------
    names : iterable of str
        As entry points are called; what stands after a colon is handed to those who take something
        (their ``takes`` says what), such as the name of a model: ``llm:MODEL``.

    Raises
    ------
    CallError
        E701 for a name that no installed package has, or one with a colon that takes nothing.
    Unavailable
        E702 where what has the name cannot be imported.
    """
    there = {entry.name: entry for entry in entry_points(group=GROUP)}
    made: list[Extractor] = []
    for given in dict.fromkeys(names):
        name, _, variant = given.partition(":")
        if name not in there:
            raise CallError(
                "E701",
                f"There is no extractor {name!r}.",
                f"use one of {', '.join(sorted(there))}",
            )
        made.append(_made(there[name], variant))
    return in_order(made)


def _made(entry: EntryPoint, variant: str) -> Extractor:
    try:
        maker = entry.load()
        if variant and not hasattr(maker, "takes"):
            raise CallError(
                "E701",
                f"The extractor {entry.name!r} takes nothing after a colon, not {variant!r}.",
                f"write {entry.name}",
            )
        extractor: Extractor = maker(variant) if variant else maker()
    except (ImportError, AttributeError) as error:
        raise Unavailable(
            "E702",
            f"The extractor {entry.name!r} ({entry.value}) cannot be loaded: {error}.",
            "install what it needs, or leave it out",
        ) from error
    return extractor


def in_order(given: Sequence[Extractor]) -> tuple[Extractor, ...]:
    """Extractors so that whoever finds a kind of mention is asked before those who read it.

    Among those that may be asked at the same time, the order of their names decides.
    """
    waiting = sorted(given, key=lambda each: each.name)
    ordered: list[Extractor] = []
    while waiting:
        ready = [
            each
            for each in waiting
            if not any(each.reads & other.proposes for other in waiting if other is not each)
        ]
        # Where two read each other's, the first by name does not wait.
        chosen = ready[0] if ready else waiting[0]
        waiting.remove(chosen)
        ordered.append(chosen)
    return tuple(ordered)


def annotate(article: Article, asked: Sequence[Extractor]) -> tuple[Mention, ...]:
    """What extractors find in an article.

    Parameters
    ----------
    article : Article
        The text.
    asked : sequence of Extractor
        In order, see :func:`in_order`.

    Returns
    -------
    tuple of Mention
        Sorted by place. Where two propose the same there is one mention, with what both say.

    Raises
    ------
    DataError
        E703 where an extractor proposes a place that the text does not have.
    """
    found: tuple[Mention, ...] = ()
    for each in asked:
        found = merged(_grounded(each, article, found), found)
    return found


def shown(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """The mentions that are shown alone: without events that are more likely none.

    A proposed reading takes those too, where who takes part, when, and which agreement it is about
    say more. The bound is the highest that costs no event of the PLOVER gold records; below it, no
    event of CrossNER politics (dev) is right, and it holds three in four of those proposed there.

    Parameters
    ----------
    mentions : iterable of Mention
        Of an article.
    """
    return tuple(
        each for each in mentions if "plover" not in each.about or each.confidence >= _SHOWN_EVENT
    )


def findings(asked: Sequence[Extractor]) -> tuple[Finding, ...]:
    """What extractors have to say of their work since they were made, apart from mentions.

    Parameters
    ----------
    asked : sequence of Extractor
        Those that may fail in part, or drop proposals of their own, have a method ``findings``.

    Returns
    -------
    tuple of Finding
        Without a place; an error where some of a text was not read.
    """
    return tuple(
        finding for each in asked if isinstance(each, Reporting) for finding in each.findings()
    )


def _grounded(asked: Extractor, article: Article, found: Sequence[Mention]) -> Iterator[Mention]:
    end = len(article.text)
    for mention in asked.mentions(article, found):
        if not 0 <= mention.start < mention.end <= end:
            raise DataError(
                "E703",
                f"The extractor {asked.name!r} proposed characters {mention.start} to "
                f"{mention.end} of a text of {end}.",
                "leave it out, and report it to those who make it",
            )
        yield mention
