"""What must somebody have said, whom the article does not name? What a denial answers."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from depositary.extraction.proposals.drafts import span_of
from depositary.spans import Span

if TYPE_CHECKING:
    from depositary.extraction.entities import Entity
    from depositary.extraction.mentions import Mention
    from depositary.extraction.proposals.drafts import Drafts

_NEEDS = frozenset({"denies", "dismisses"})
_NOUN = re.compile(
    r"\b(?P<guess>speculations?|rumou?rs?|suggestions?|ideas?|theor(?:y|ies)|fears?|predictions?)\b"
    r"|\b(?:allegations?|accusations?|charges?|claims?|reports?|assertions?|criticisms?"
    r"|complaints?|statements?)\b",
    re.IGNORECASE,
)
# "suggestions that", "a newspaper report that", "speculation about": what comes after is what was
# said.
_LEAD = re.compile(
    r"^(?:(?!that\b|about\b|of\b)[\w’'-]+\s+){0,6}?"  # noqa: RUF001
    r"(?:\w*(?:tions?|rumou?rs?|reports?|claims?|charges?|ideas?|theor(?:y|ies)|fears?|complaints?"
    r"|statements?|criticisms?))\s+(?:(?:by|from|in)\s[^,.;]{2,80}?\s)?(?:that|about|of)\s+",
    re.IGNORECASE,
)
_THAT = re.compile(r"^(?:that|whether)\s+", re.IGNORECASE)
# Words that tell that what is answered was said, and is no offer or plan.
_SAYING = re.compile(r"\b(?:that|whether|as|is|was|were|are|has|had|would|will|could)\b|[\"“]")
# "a report by the paper Vela that it had fled": who said it.
_BY = re.compile(r"\s+(?:by|from|in|of)\s+(?P<whose>[^,.;]{2,80}?)\s+that\s")
_AROUND = " \t\r\n,.;:\"“”‘’'«»"  # noqa: RUF001
_LONGEST_NAME = 80


class Unsaid:
    """Proposes what denials and dismissals answer, where the article names nobody who said it.

    Parameters
    ----------
    drafts : Drafts
        Makes entries.
    """

    def __init__(self, drafts: Drafts) -> None:
        self._drafts = drafts

    def is_said(self, content: Span) -> bool:
        """Whether words tell of something that was said: a rumour, or a sentence."""
        words = content.of(self._drafts.article.text)
        return bool(_NOUN.search(words) or _SAYING.search(words))

    def answered(
        self, mention: Mention, content: Span, entry: dict[str, Any], *, points: bool
    ) -> dict[str, Any] | None:
        """The claim that one answers, which is given its content too; None where none is needed.

        Parameters
        ----------
        mention : Mention
            Of the claim that answers.
        content : Span
            What it says.
        entry : dict
            Of the claim that answers.
        points : bool
            Whether the content only points to what is answered: "an allegation".
        """
        if entry["act"] not in _NEEDS or entry.get("responds_to"):
            return None
        text = self._drafts.article.text
        noun = _NOUN.search(text, content.start, content.end)
        cue = span_of(mention.about.get("cue"))
        follows = cue is not None and 0 <= content.start - cue.end <= 1
        said = self._said(content, is_pointer=points and not follows)
        speaker = self._named(noun, content)
        is_named = speaker is not None
        if speaker is None:
            name = f"Unidentified source of “{_shortened(said.of(text).strip(_AROUND))}”"
            speaker = self._drafts.entities.unidentified(name, content)
        words = _sentence(said.of(text))
        is_guess = noun is not None and noun["guess"] is not None
        values = {
            "speaker": self._drafts.actor(speaker),
            "act": "speculates" if is_guess else "alleges",
            "about": entry["about"],
            "content": words,
            "cue": noun[0] if noun else entry.get("cue", ""),
            "directness": "indirect",
            "note": ""
            if is_named
            else "Known only through the answer to it; whose it is was not found.",
        }
        why = replace(mention, rule="what is answered must have been said")
        quote = {key: entry["evidence"][0][key] for key in ("quote", "nth")
                 if key in entry["evidence"][0]}  # fmt: skip
        found = self._drafts.entry("clm", why, values, [quote | {"claim": entry["id"]}])
        if found is not None:
            entry["content"] = words
            entry["responds_to"] = [{"object": found["id"]}]
        return found

    def _named(self, noun: re.Match[str] | None, content: Span) -> Entity | None:
        """Who is said to have said it, in the words that tell what."""
        found = _BY.match(self._drafts.article.text, noun.end(), content.end) if noun else None
        whose = self._drafts.entities.meant_by(Span(*found.span("whose"))) if found else ()
        return whose[0] if len(whose) == 1 else None

    def _said(self, content: Span, *, is_pointer: bool) -> Span:
        """What was said, without "suggestions that"; of a mere pointer, what it points to."""
        text = self._drafts.article.text
        words = content.of(text)
        lead = _LEAD.match(words) or _THAT.match(words)
        if lead and lead.end() < len(words):
            return Span(content.start + lead.end(), content.end)
        sentence = self._drafts.article.sentence_of(content.start)
        if is_pointer and sentence is not None:
            before = text[sentence.span.start : content.start].rstrip(_AROUND)
            if " " in before:
                return Span(sentence.span.start, sentence.span.start + len(before))
        return content


def _shortened(words: str) -> str:
    if len(words) <= _LONGEST_NAME:
        return words
    return words[:_LONGEST_NAME].rpartition(" ")[0].rstrip(_AROUND) + " …"


def _sentence(words: str) -> str:
    text = words.strip(_AROUND)
    return f"{text[:1].upper()}{text[1:]}."
