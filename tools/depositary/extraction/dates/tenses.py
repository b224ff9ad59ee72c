"""Does a sentence speak of what was or of what will be, at the place where a date stands?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from depositary.extraction.articles import Sentence

Direction = Literal["past", "future", "unknown"]

_REACH = 160
"""Code points before and after a date in which its verb is looked for."""

_AUXILIARY = r"(?:(?:not|also|be|have|been|then|only|still|soon|probably|likely|\w+ly)\s+){0,3}"
_QUOTE = "['’]"
_CUE = re.compile(
    rf"""(?ix)
    (?P<future>
      \b(?:will|shall|would|must|may|might|could|can|should|won{_QUOTE}t)\s+{_AUXILIARY}\w+
      |{_QUOTE}ll\s+{_AUXILIARY}\w+
      |\b(?:set|due|scheduled|expected|plan\w*|hope[sd]?|hoping|intend\w*|agreed|likely|going|about
         |ready|asked|vow\w*|promis\w+|pledg\w+|prepar\w+|want\w*|is|are|am|supposed|slated|poised
         |expects?|aims?|wait\w*|order\w*|urg\w+|tak\w+\s+effect|effective|takes?\s+over)\s+to\s+
         {_AUXILIARY}\w+
      |\b(?:due|scheduled|slated|payable|expires?|upcoming|deadline|mature[sd]?|effective|planned)\b
      |\b(?:is|are)\s+(?:to|expected|scheduled|planned)\b
      |\bto\s+(?:be\s+\w+|begin|start|resume|end|expire)\b
      |\b(?:agreements?|plans?|offers?|bids?|deals?|proposals?|intentions?)\s+to\s+\w+
      |\b(?:begins|starts|opens|resumes|votes|meets|convenes|takes\s+effect|comes\s+into\s+force)\b
    )
    |(?P<past>
      \b(?:was|were|had|did|has|have|having|been|said|says|told|made|took|came|went|rose|fell|saw|won
        |lost|sent|sold|bought|held|gave|got|knew|paid|ran|met|began|left|struck|spoke|wrote|shot
        |became|broke|brought|chose|drew|drove|felt|found|fought|flew|grew|heard|kept|killed|led|put
        |sank|sought|stood|threw|voted|hit
        |(?<!\ban\s)(?<!\ba\s)(?<!\bthe\s)(?<!\bstill\s)(?!un)\w{{2,}}ed)\b
    )"""
)


_CLAUSE = re.compile(rf"(?:{_QUOTE}s\b|\s*,)?[^,;:]*")


def direction(text: str, sentence: Sentence, start: int, end: int) -> Direction:
    """Whether the verb next to a date speaks of the past or of the future.

    The nearest verb before it counts; where there is none, the first one after it.

    Parameters
    ----------
    text : str
        The whole text.
    sentence : Sentence
        In which the date stands.
    start, end : int
        The date, code points, half-open.
    """
    left = text[max(sentence.span.start, start - _REACH) : start]
    cues = [*_CUE.finditer(left)]
    cue = cues[-1] if cues else None
    if cue is None and (clause := _CLAUSE.match(text, end, min(sentence.span.end, end + _REACH))):
        cue = _CUE.search(clause[0])
    if cue is None:
        return "unknown"
    return "future" if cue.lastgroup == "future" else "past"
