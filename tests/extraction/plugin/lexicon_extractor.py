"""Extractors that know a dozen invented words: small, real plugins for tests."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from depositary.extraction.mentions import Mention
from depositary.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from depositary.extraction.articles import Article

WORDS = {
    "Ana Orell": ("person", {"actor": "act-ana-orell"}),
    "Gull League": ("organisation", {}),
    "Arvenia": ("place", {"actor": "act-arvenia"}),
    "Friday": ("date", {"value": "2031-05-02", "timex": "2031-05-02"}),
    "harbour treaty": ("agreement", {}),
    "fisheries": ("sector", {}),
}
KNOWN = re.compile("|".join(WORDS))


class Lexicon:
    """Finds the words above."""

    name = "lexicon"
    version = "1"
    proposes = frozenset({"person", "organisation", "place", "date", "agreement", "sector"})
    reads: frozenset[str] = frozenset()

    def mentions(
        self,
        article: Article,
        found: Sequence[Mention],  # noqa: ARG002 - as all extractors
    ) -> Iterable[Mention]:
        """Each of the words, wherever it stands in the body."""
        for match in KNOWN.finditer(article.text, article.body.start, article.body.end):
            kind, about = WORDS[match[0]]
            yield Mention(*match.span(), kind, self.name, "a known word", 0.9, about)


class Claimant:
    """Finds who said what, and the event in it; what it finds overlaps what others find."""

    name = "claimant"
    version = "1"
    proposes = frozenset({"claim", "event"})
    reads = frozenset({"person"})

    def mentions(self, article: Article, found: Sequence[Mention]) -> Iterable[Mention]:
        """A claim for each person that ``said`` follows, an event for each ``signed``."""
        text = article.text
        for person in found:
            if person.kind == "person" and text.startswith(" said ", person.end):
                end = text.find(".", person.end)
                places = {
                    "speaker": {"start": person.start, "end": person.end},
                    "cue": {"start": person.end + 1, "end": person.end + 5},
                    "content": {"start": person.end + 6, "end": end},
                }
                about = {"act": "assert", **places}
                yield Mention(person.start, end, "claim", self.name, "a name and said", 0.5, about)
        for match in re.finditer("signed the", text):
            about = {
                "plover": "AGREE",
                "modality": "actual",
                "participants": [{"role": "source", "text": "Arvenia", "start": 0, "end": 7}],
            }
            yield Mention(*match.span(), "event", self.name, "a verb of agreeing", 0.6, about)


class Faulty:
    """Proposes what is not in the text."""

    name = "faulty"
    version = "1"
    proposes = frozenset({"person"})
    reads: frozenset[str] = frozenset()

    def mentions(
        self,
        article: Article,
        found: Sequence[Mention],  # noqa: ARG002 - as all extractors
    ) -> Iterable[Mention]:
        """One mention beyond the end."""
        yield Mention(0, len(article.text) + 1, "person", self.name, "none", 1.0)


class Halting(Lexicon):
    """Says of its work that some of it failed, and that it dropped something."""

    name = "halting"

    def findings(self) -> tuple[Finding, ...]:
        """An error and a warning."""
        failed = Finding("", 0, 0, "E724", message="No answer came.", hint="look at the server")
        dropped = Finding("", 0, 0, "E729", message="1 was dropped.", severity="warning")
        return failed, dropped
