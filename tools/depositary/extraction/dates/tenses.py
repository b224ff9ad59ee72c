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
_CUE = re.compile(
    rf"""(?ix)
    (?P<future>
      \b(?:will|shall|would|must|may|might|could|can|should|won['’]t|wo\s?n['’]t)\s+{_AUXILIARY}\w+
      |['’]ll\s+{_AUXILIARY}\w+
      |\b(?:set|due|scheduled|expected|plan\w*|hope[sd]?|hoping|intend\w*|agreed|likely|going|about
         |ready|asked|vow\w*|promis\w+|pledg\w+|prepar\w+|want\w*|is|are|am|supposed|slated|poised
         |expects?|aims?|wait\w*|order\w*|urg\w+|tak\w+\s+effect|effective|takes?\s+over)\s+to\s+
         {_AUXILIARY}\w+
      |\b(?:due|scheduled|slated|payable|expires?|upcoming|deadline|mature[sd]?|effective|planned)\b
      |\b(?:is|are)\s+(?:to|expected|scheduled|planned)\b
      |\bto\s+(?:be\s+)?(?:begin|start|resume|end|expire|open|meet|visit|leave|arrive|attend|hold|held)\b
      |\b(?:begins|starts|opens|arrives|leaves|meets|resumes|visits)\b
    )
    |(?P<past>
      \b(?:was|were|had|did|has|have|having|been|said|says|told|made|took|came|went|rose|fell|saw|won
        |lost|sent|sold|bought|held|gave|got|knew|paid|ran|met|began|left|struck|spoke|wrote|shot
        |became|broke|brought|chose|drew|drove|felt|found|fought|flew|grew|heard|kept|killed|led|put
        |sank|sought|stood|threw|voted|hit|\w{{2,}}ed)\b
    )"""
)


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
    before = [*_CUE.finditer(left)]
    cue = before[-1] if before else _CUE.search(text, end, min(sentence.span.end, end + _REACH))
    if cue is None:
        return "unknown"
    return "future" if cue.lastgroup == "future" else "past"
