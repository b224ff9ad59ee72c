"""Which treaties, pacts and deals are spoken of? Named, described, or only pointed back to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from depositary.extraction.agreements import describing, naming
from depositary.extraction.agreements.between import parties
from depositary.extraction.mentions import Mention
from depositary.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from depositary.extraction.agreements.naming import Named
    from depositary.extraction.articles import Article, Sentence

__all__ = ["Agreements"]

_RULES = {
    "known": ("the name of a well-known agreement", 0.9),
    "quoted": ("a title in quotation marks that ends in a word for agreements", 0.9),
    "title": ("a capitalised title with a word for agreements", 0.85),
    "described": ("a word for agreements with what kind it is", 0.65),
    "bare": ("a word for agreements alone", 0.4),
    "reference": ("a word for agreements that points back", 0.7),
}
_LEADS_BACK = frozenset({"the", "this", "that", "these", "those", "its", "such", "said"})


class _Earlier(NamedTuple):
    """An agreement that was spoken of before: its place, its words, what was said of it."""

    span: Span
    low: str
    word: str
    about: Mapping[str, Any]


class Agreements:
    """Proposes agreements: what they are called, their kind, form, ambit, stage and parties.

    Its mentions are ``about``: ``kind form ambit stage`` (codes), ``title`` (or null), ``parties``
    (each with ``text``, ``start`` and ``end``), ``head`` (its word, in the singular),
    ``is_reference``, and, for one that points back, ``refers_to`` where it is clear.
    """

    name = "agreements"
    version = "1"
    proposes = frozenset({"agreement"})
    reads: frozenset[str] = frozenset()

    def mentions(self, article: Article, found: Sequence[Mention]) -> Iterator[Mention]:  # noqa: ARG002 - as all extractors
        """Agreements in an article; see :class:`~depositary.extraction.mentions.Extractor`."""
        earlier: list[_Earlier] = []
        for sentence in article.sentences:
            for named in naming.named(article.text, sentence):
                yield _mention(article.text, sentence, named, earlier)


def _mention(text: str, sentence: Sentence, named: Named, earlier: list[_Earlier]) -> Mention:
    words, low = sentence.words, sentence.low
    span = Span(words[named.first].start, words[named.stop - 1].end)
    stated = parties(sentence, named)
    how = _how(named, low, has_parties=bool(stated))
    rule, confidence = _RULES[how]
    about: dict[str, Any] = {
        **describing.described(low, named, len(stated)),
        "title": span.of(text) if named.how in {"known", "quoted", "title"} else None,
        "parties": [
            {"text": each.of(text), "start": each.start, "end": each.end} for each in stated
        ],
        "head": named.word,
        "is_reference": how == "reference",
    }
    if how == "reference":
        meant = _meant(named.word, earlier)
        if meant:
            about["refers_to"] = {"start": meant.span.start, "end": meant.span.end}
            about.update({key: meant.about[key] for key in ("kind", "form", "ambit")})
    elif how != "bare":
        earlier.append(_Earlier(span, span.of(text).lower(), named.word, about))
    return Mention(
        span.start,
        span.end,
        "agreement",
        Agreements.name,
        f"{rule}: `{named.word}`",
        confidence,
        about,
    )


def _how(named: Named, low: Sequence[str], *, has_parties: bool) -> str:
    """By which rule it was found: a word alone is one thing, with *the* before it another."""
    if named.how != "described" or named.is_described:
        return named.how
    before = low[named.first - 1] if named.first else ""
    after = low[named.stop] if named.stop < len(low) else ""
    leads_back = before in _LEADS_BACK
    if after == "on" or (has_parties and after in {"between", "with"}):
        return "described"
    if after in {"to", "for", "governing", "covering"} and not leads_back:
        return "described"
    return "reference" if leads_back else "bare"


def _meant(word: str, earlier: Sequence[_Earlier]) -> _Earlier | None:
    """The agreement that a word points back to: the last of that word, or the only one at all."""
    same = [each for each in earlier if each.word == word]
    if same:
        return same[-1]
    alike = [each for each in earlier if naming.may_be_same(each.word, word)]
    kinds = {each.low for each in alike}
    return alike[-1] if len(kinds) == 1 else None
