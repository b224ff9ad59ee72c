"""Where does what somebody says begin and end, beside what others say in the same sentence?"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from depositary.extraction.proposals.drafts import span_of
from depositary.spans import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depositary.extraction.articles import Article
    from depositary.extraction.mentions import Mention

CALLS = ("call", "describ", "term", "label", "brand", "dub")
"""How verbs begin that give a thing a name."""
_OPENING = frozenset('"\u201c')
_AGREES = re.compile(r"agree[sd]?\b", re.IGNORECASE)
_THAT = re.compile(r"\s*(?:to\s+)?that\b|\s*[\"\u201c]")
_CLOSED = re.compile(
    '(?P<quoted>["\u201c][^"\u201c\u201d\\n]+[,.!?]["\u201d])\\s+[^"\u201c\u201d\\n]{1,60}\\Z'
)
_UNIT = re.compile(r"\s+(?:per\s+cent|percent|million|billion|euros|dollars|pounds)\b[^,.;\n]*")
_TURN = re.compile(r",\s+(?:but|while|whereas|although)\s")
_SO = re.compile(r"\s+so\b(?!\s+(?:that|far))")
_LEAST_CALLED = 6
_LEAST_SAID = 20
_NEAR = 30
"""How many characters after what is said the cue of another may stand."""
_MOST_CUES = 3


class Bounds:
    """Knows the claims of an article, and so where each of them ends.

    Parameters
    ----------
    article : Article
        The text.
    claims : sequence of Mention
        All of the article.
    """

    def __init__(self, article: Article, claims: Sequence[Mention]) -> None:
        self._article = article
        cues = (span_of(each.about.get("cue")) for each in claims)
        self._cues = sorted(cue.start for cue in cues if cue)

    def of(self, content: Span, speaker: Span, cue: Span | None) -> Span:
        """What is said, from where it begins to where it ends, as its marks and units tell.

        Parameters
        ----------
        content, speaker, cue : Span
            Of one claim, as they were found.
        """
        text = self._article.text
        if cue is None:
            return content
        is_before = content.start < speaker.start
        if is_before and text[cue.start : cue.end].lower().startswith(CALLS):
            # "ending what the governor called "the longest suit"": only that is said.
            is_after = content.end - cue.end > _LEAST_CALLED
            return Span(cue.end + 1, content.end) if is_after else content
        is_aside = content.end <= min(speaker.start, cue.start)
        quoted = _CLOSED.match(text, content.start, content.end) if is_aside else None
        if quoted:
            # ""It is over," the groups' spokeswoman said": the groups are of the speaker.
            return Span(content.start, quoted.end("quoted"))
        other = self._other_cue(content, cue)
        if other:
            content = self._beside(other, content, speaker, cue)
        unit = _UNIT.match(text, content.end)
        return Span(content.start, unit.end()) if unit else content

    def _beside(self, other: int, content: Span, speaker: Span, cue: Span) -> Span:
        """What is said, without what another says in the same sentence."""
        text = self._article.text
        if cue.end <= content.start:
            # "said that it was fair, but Rosa Lund said …"
            turn = _TURN.search(text, content.start, min(other, content.end))
            return Span(content.start, turn.start()) if turn else content
        if content.end <= other:
            return content
        if content.end > speaker.start or text[content.start] in _OPENING:
            return content
        # What stands before may be said by another, and what is said follow.
        sentence = self._article.sentence_of(cue.start)
        end = sentence.span.end if sentence else cue.end
        follows = end - cue.end > _LEAST_SAID and text[cue.end + 1].isalpha()
        return Span(cue.end + 1, end) if follows and text[cue.end] == " " else content

    def _other_cue(self, content: Span, cue: Span) -> int:
        """Where the first cue of another claim stands in what is said, or by it; 0 for none."""
        at = bisect_left(self._cues, content.start)
        end = content.end + _NEAR
        inside = (each for each in self._cues[at : at + _MOST_CUES] if each < end)
        return next((each for each in inside if each != cue.start), 0)


def is_undertaking(cue: Span, content: Span, text: str) -> bool:
    """Whether somebody agrees to do something: that is concluded, and no statement."""
    return bool(_AGREES.match(text, cue.start)) and not _THAT.match(text, content.start)


def is_echo(claim: Mention, text: str) -> bool:
    """Whether a claim only says that it is one: "and said so in his letters"."""
    cue = span_of(claim.about.get("cue"))
    return cue is not None and _SO.match(text, cue.end) is not None
