"""What was found where in a text: a mention, why it was proposed, and how sure its proposer is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from depositary.extraction.articles import Article
    from depositary.extraction.names.known import KnownNames
    from depositary.findings import Finding

Kind = Literal["person", "organisation", "place", "event", "date", "agreement", "sector", "claim"]


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of an article that means something.

    Parameters
    ----------
    start, end : int
        Code points of the text, half-open.
    kind : str
        What it is of.
    proposed_by : str
        Name of the extractor.
    rule : str
        Why, in words that a curator understands: ``a title before a name``.
    confidence : float
        How often what this rule proposes is right, measured: 0 to 1.
    about : mapping
        What its kind has more to say, in the form of ``depositary annotate --json``: a date its
        ``value earliest latest timex``; an actor ``actor``; an event ``plover modality
        participants``; a claim ``act speaker cue content``.
    """

    start: int
    end: int
    kind: Kind
    proposed_by: str
    rule: str
    confidence: float
    about: Mapping[str, Any] = field(default_factory=dict)

    @property
    def place(self) -> tuple[int, int, str]:
        """By which mentions are sorted."""
        return self.start, self.end, self.kind


class Extractor(Protocol):
    """What proposes mentions: a plugin of the entry point group ``depositary.extractors``.

    Ours are registered through the same door. An extractor is made once and used for many texts,
    keeps nothing of a text, and proposes the same for the same text.
    """

    name: str
    """A short one, which proposals carry."""
    version: str
    """Changes whenever proposals do."""
    proposes: frozenset[str]
    """Kinds of mentions that it finds."""
    reads: frozenset[str]
    """Kinds that others find and it looks at: those others are asked before it."""

    def mentions(self, article: Article, found: Sequence[Mention]) -> Iterable[Mention]:
        """What it finds in an article.

        Parameters
        ----------
        article : Article
            The text, with its paragraphs, sentences and words.
        found : sequence of Mention
            What was found before, sorted by place.
        """


@runtime_checkable
class Reporting(Protocol):
    """An extractor that may fail in part, or drops what it cannot answer for, and says so."""

    def findings(self) -> tuple[Finding, ...]:
        """What went wrong since it was made: errors where a text was not read, else warnings."""


@runtime_checkable
class Knowing(Protocol):
    """An extractor that can find the names of a register, too."""

    def knowing(self, known: KnownNames) -> Extractor:
        """Another one like it, which finds these names."""
