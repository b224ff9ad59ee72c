"""Which events are utterances that nobody has marked as claims: "welcomed the deal"?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from depositary.extraction.claims.cues import lexicon
from depositary.extraction.mentions import Mention
from depositary.extraction.proposals.drafts import span_of
from depositary.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from depositary.extraction.articles import Article, Sentence, Word

_ACTS = frozenset({"alleges", "denies", "dismisses", "praises", "criticises", "demands", "warns"})
_DEEDS = frozenset({"military_action", "armed_conflict", "intervention", "arms_transfer",
                    "ratification", "signing", "conclusion", "termination"})  # fmt: skip
_LEAST = 0.5
_ANSWER_SURE = 0.8
_STOPS = frozenset({",", ";", ":", "but", "while", "although", "though", "after", "before", "and"})
_SAYS = frozenset({"said", "says", "told", "saying"})


# "an allegation Rosa Lund called nonsense", "a charge that the ministry has denied".
_ANSWERED = re.compile(
    r"\b(?P<what>(?:an?|the)\s+(?P<noun>allegation|accusation|charge|claim|assertion|suggestion|report"
    r"|speculation|rumou?r))\s+(?:that\s+|which\s+)?(?P<speaker>(?:the\s+)?[^\s,.;][^,.;]{1,60}?)\s+"
    r"(?:(?:has|have|had|also|later|strongly|repeatedly|quickly)\s+)*(?P<cue>denie[sd]|deny|reject(?:s|ed)?"
    r"|dismiss(?:es|ed)?|call(?:s|ed)|describe[sd]?|refute[sd]|disputes?|disputed)\b"
)
_GOES_ON_SURE = 0.7
_GOES_ON_CHARS = 600
_CHARGES = frozenset({"allegation", "accusation", "charge", "claim"})
_DENYING = ("den", "rej", "ref", "disp")


def answers(article: Article, claims: Sequence[Mention]) -> Iterator[Mention]:
    """Answers that hang on what they answer: "an allegation the company denied".

    Parameters
    ----------
    article : Article
        The text.
    claims : sequence of Mention
        Those that are there already.
    """
    cues = {part.start for claim in claims if (part := span_of(claim.about.get("cue")))}
    for match in _ANSWERED.finditer(article.text):
        if match.start("cue") in cues or article.sentence_of(match.start()) is None:
            continue
        is_denial = match["noun"] in _CHARGES and match["cue"].startswith(_DENYING)
        parts = {
            key: {"start": match.start(name), "end": match.end(name)}
            for key, name in (("speaker", "speaker"), ("cue", "cue"), ("content", "what"))
        }
        act = "denies" if is_denial else "dismisses"
        yield Mention(
            match.start(),
            match.end(),
            "claim",
            "claims",
            f"an answer that hangs on what it answers, “{match['cue']}”",
            _ANSWER_SURE,
            {"act": act, "directness": "indirect", **parts},
        )


# "They reaffirmed their aims, condemned the attack and called upon all to lay down arms."
_FORMAL = (
    r"(?:called\s+(?:up)?on|called\s+for|urged|condemned|deplored|welcomed|commended|thanked|reaffirmed"
    r"|reiterated|stressed|emphasi[sz]ed|underlined|noted\s+that|agreed\s+that|expressed|recalled|praised"
    r"|criticised|warned|denied|pledged)"
)
_FORMAL_VERB = re.compile(_FORMAL.replace("|denied|", "|noted|agreed|denied|"))
_GOES_ON = re.compile(
    rf"(?:,\s+(?:and\s+)?|\s+and\s+)(?:(?:also|further|then|strongly)\s+)?(?P<cue>{_FORMAL})\s+"
    rf"(?P<content>[^.;]+?)(?=(?:,|\s+and|,\s+and)\s+(?:\w+\s+)?{_FORMAL}\b|[.;]|,\s+(?:but|while)\b|$)"
)


def continued(article: Article, claims: Sequence[Mention]) -> Iterator[Mention]:
    """Further acts of a speaker, told in the same sentence by a verb without a subject.

    Parameters
    ----------
    article : Article
        The text.
    claims : sequence of Mention
        Those that are there already.
    """
    cues = {part.start for claim in claims if (part := span_of(claim.about.get("cue")))}
    for claim in claims:
        speaker, cue = span_of(claim.about.get("speaker")), span_of(claim.about.get("cue"))
        sentence = article.sentence_of(claim.start)
        if speaker is None or cue is None or sentence is None or speaker.end > cue.start:
            continue
        if not _FORMAL_VERB.match(article.text, cue.start):
            continue
        end = min(sentence.span.end, cue.end + _GOES_ON_CHARS)
        for match in _GOES_ON.finditer(article.text, cue.end, end):
            word = match["cue"].split()[0]
            known = lexicon().get(word)
            if match.start("cue") in cues or known is None:
                continue
            cues.add(match.start("cue"))
            act = "demands" if word == "called" else known.act
            yield Mention(
                match.start("cue"),
                match.end("content"),
                "claim",
                "claims",
                f"a further act of the same speaker, “{match['cue']}”",
                _GOES_ON_SURE,
                {
                    "act": act,
                    "directness": "indirect",
                    "speaker": {"start": speaker.start, "end": speaker.end},
                    "cue": {"start": match.start("cue"), "end": match.end("cue")},
                    "content": {"start": match.start("content"), "end": match.end("content")},
                },
            )


def expressed(
    events: Sequence[Mention], claims: Sequence[Mention], article: Article
) -> Iterator[Mention]:
    """Claims that events tell of: who does them, by a word for an act of speech, and what.

    Parameters
    ----------
    events, claims : sequence of Mention
        Of the article; an event whose word is a cue already, or stands in what is said, is left.
    article : Article
        The text.
    """
    cues = {
        at
        for claim in claims
        for part in (span_of(claim.about.get("cue")), span_of(claim.about.get("content")))
        if part
        for at in (part.start, *range(part.start, part.end))
    }
    for event in events:
        cue = lexicon().get(article.text[event.start : event.end].split()[0].lower())
        sentence = article.sentence_of(event.start)
        if (
            cue is None
            or cue.category != "verb"
            or cue.act not in _ACTS
            or event.confidence < _LEAST
            # Who attacks a base criticises nobody.
            or event.about.get("event_kind") in _DEEDS
            or event.start in cues
            or sentence is None
        ):
            continue
        parts = _parts(event, sentence)
        if parts is not None:
            yield Mention(
                min(parts[key]["start"] for key in parts),
                max(parts[key]["end"] for key in parts),
                "claim",
                event.proposed_by,
                f"an act of speech, “{cue.lemma}”",
                event.confidence,
                {"act": cue.act, "directness": "indirect", **parts},
            )


def _parts(event: Mention, sentence: Sentence) -> dict[str, dict[str, Any]] | None:
    """Speaker, cue and content; None where nobody does it, or nothing follows."""
    sources = [
        span
        for part in event.about.get("participants") or ()
        if part.get("role") == "source" and (span := span_of(part)) and span.end <= event.start
    ]
    words = [word for word in sentence.words if word.start >= event.start]
    content: list[Word] = []
    for word in words[1:]:
        if word.text.lower() in _STOPS and content:
            break
        content.append(word)
    while content and not content[-1].text[-1].isalnum():
        content.pop()
    if not sources or not content or any(word.text.lower() in _SAYS for word in content):
        return None
    speaker = Span(min(each.start for each in sources), max(each.end for each in sources))
    return {
        "speaker": {"start": speaker.start, "end": speaker.end},
        "cue": {"start": words[0].start, "end": words[0].end},
        "content": {"start": content[0].start, "end": content[-1].end},
    }
