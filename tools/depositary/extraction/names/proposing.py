"""Persons, organisations, places and events by name: what is read is proposed, and why."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from depositary.extraction.mentions import Mention
from depositary.extraction.names import offices
from depositary.extraction.names.lists import known_lists
from depositary.extraction.names.model import Reading, known_model
from depositary.extraction.names.stretches import stretches
from depositary.extraction.names.traits import is_acronym

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from depositary.extraction.articles import Article, Sentence
    from depositary.extraction.mentions import Kind
    from depositary.extraction.names.known import Known, KnownNames

# Above it the model is not overruled by what the same word meant elsewhere in the article.
_SURE = 0.95
_KNOWN = 0.97  # a name of the register at bounds of words; homonyms are left


class Names:
    """Finds names by what the lists know, by their form, and by the words around them.

    Parameters
    ----------
    known : KnownNames, optional
        Those of a register.

    Examples
    --------
    >>> from depositary.extraction.articles import Article
    >>> article = Article("Foreign Minister Ola Nordmann flew to Norway.")
    >>> [(article.text[each.start : each.end], each.kind) for each in Names().mentions(article, ())]
    [('Ola Nordmann', 'person'), ('Norway', 'place')]
    """

    name = "names"
    version = "1"
    proposes = frozenset({"person", "organisation", "place", "event"})
    reads: frozenset[str] = frozenset()

    def __init__(self, known: KnownNames | None = None) -> None:
        self._known = known

    def knowing(self, known: KnownNames) -> Names:
        """The same extractor, which finds the names of a register too."""
        return Names(known)

    def mentions(self, article: Article, found: Sequence[Mention]) -> Iterable[Mention]:
        """What it finds in an article.

        Parameters
        ----------
        article : Article
            The text, with its sentences.
        found : sequence of Mention
            Not looked at.
        """
        del found
        read = _read(article)
        named = [
            _mention(article, sentence, texts, reading)
            for sentence, texts, reading in _agreed(read)
            if reading.label != "other"
        ]
        return self._with_known(article, named) if self._known else named

    def _with_known(self, article: Article, named: list[Mention]) -> list[Mention]:
        kept = dict.fromkeys(range(len(named)))
        starts = [each.start for each in named]
        added: list[Mention] = []
        for start, end, known in self._known.found(article.text) if self._known else ():
            sentence = article.sentence_of(start)
            if sentence is None:
                continue
            at = max(0, bisect_left(starts, start) - 1)
            near = [i for i in range(at, len(named)) if named[i].start < end]
            over = [i for i in near if named[i].end > start and i in kept]
            if any(named[i].end - named[i].start > end - start for i in over):
                continue
            same = [named[i] for i in over if (named[i].start, named[i].end) == (start, end)]
            for i in over:
                del kept[i]
            about = same[0].about if same else _about_known(article, sentence, start, end, known)
            added.append(
                Mention(
                    start, end, known.kind, self.name, "a name of the register", _KNOWN,
                    {**about, "actor": known.record},
                )
            )  # fmt: skip
        return sorted([*(named[i] for i in kept), *added], key=lambda each: each.place)


_Read = tuple["Sentence", list[str], Reading]


def _read(article: Article) -> list[_Read]:
    model = known_model()
    found = []
    for sentence in article.sentences:
        texts = sentence.texts
        for run in stretches(sentence.words):
            found += [
                (sentence, texts, reading) for reading in model.read(texts, sentence.low, run)
            ]
    return found


def _agreed(read: Sequence[_Read]) -> Iterator[_Read]:
    """One word means the same throughout: the surname of a person, the acronym of a body."""
    meant: dict[str, str] = {}
    for _, texts, reading in read:
        if reading.label == "organisation" and (acronym := _acronym(texts, reading)):
            meant[acronym] = "organisation"
        elif reading.label == "person" and reading.end - reading.start > 1:
            meant.setdefault(texts[reading.end - 1], "person")
        elif _governs(texts, reading):
            meant.setdefault(texts[reading.start], "place")
    countries = known_lists().countries
    for sentence, texts, reading in read:
        word = texts[reading.start]
        label = meant.get(word) if reading.end - reading.start == 1 else None
        if label and reading.share < _SURE and word not in countries:
            yield sentence, texts, reading._replace(label=label)
        else:
            yield sentence, texts, reading


_GOVERNED = frozenset(
    [
        "government",
        "parliament",
        "army",
        "troops",
        "soldiers",
        "border",
        "borders",
        "capital",
        "ministers",
        "ministry",
    ]
)
_MINISTERS = frozenset({"minister", "ministers", "ministry"})


def _governs(texts: Sequence[str], reading: Reading) -> bool:
    """Whether a name of one word has what only states have: "Arvenia's prime minister"."""
    if reading.end - reading.start > 1 or reading.share >= _SURE:
        return False
    start, end = reading.start, reading.end
    after = [word.lower() for word in texts[end + 1 : end + 3]]
    if texts[end : end + 1] in (["'s"], ["\u2019s"]) and after:
        qualifiers = known_lists().words["office_qualifier"]
        return after[0] in _GOVERNED or (after[0] in qualifiers and after[-1] in _MINISTERS)
    before = [word.lower() for word in texts[max(0, start - 2) : start]]
    return len(before) > 1 and before[1] == "of" and before[0] in _GOVERNED


def _acronym(texts: Sequence[str], reading: Reading) -> str:
    after = texts[reading.end : reading.end + 3]
    if after[:1] == ["("] and after[2:] == [")"]:
        return after[1] if is_acronym(after[1], texts[reading.start : reading.end]) else ""
    return ""


def _mention(
    article: Article, sentence: Sentence, texts: Sequence[str], reading: Reading
) -> Mention:
    words = sentence.words
    about, reason = _about(article, sentence, texts, reading)
    mention = Mention(
        words[reading.start].start,
        words[reading.end - 1].end,
        cast("Kind", reading.label),
        Names.name,
        reason or _reason(texts[reading.start : reading.end], reading.label),
        known_model().confidence(reading.share),
        about,
    )
    first = texts[reading.start]
    if first == "The" and reading.end - reading.start > 1:
        return replace(mention, start=words[reading.start + 1].start)
    return mention


def _about(
    article: Article, sentence: Sentence, texts: Sequence[str], reading: Reading
) -> tuple[dict[str, Any], str]:
    if reading.label == "place":
        code = known_lists().countries.get(" ".join(texts[reading.start : reading.end]), "")
        return ({"country": code}, "the name of a country") if code else ({}, "")
    if reading.label == "organisation":
        acronym = _acronym(texts, reading)
        return ({"acronym": acronym}, "an acronym after its words") if acronym else ({}, "")
    if reading.label != "person":
        return {}, ""
    office, reason = offices.before(texts, reading.start), "an office before a name"
    if office is None:
        office, reason = offices.after(texts, reading.end), "an office after a name"
    if office is None:
        return {}, ""
    start, end = sentence.words[office.start].start, sentence.words[office.end - 1].end
    title = article.text[start:end]
    return {"title": title, "title_start": start, "title_end": end}, reason


def _about_known(
    article: Article, sentence: Sentence, start: int, end: int, known: Known
) -> dict[str, Any]:
    """What stands with a name that only the register knows: its office, its country."""
    inside = [i for i, word in enumerate(sentence.words) if start <= word.start and word.end <= end]
    if not inside:
        return {}
    texts = [word.text for word in sentence.words]
    reading = Reading(inside[0], inside[-1] + 1, known.kind, 1.0)
    return _about(article, sentence, texts, reading)[0]


def _reason(inside: Sequence[str], label: str) -> str:
    lists = known_lists()
    whole = " ".join(inside)
    if label == "organisation" and whole in lists.organisations:
        return "the name of a known organisation"
    if label == "place" and whole in lists.places:
        return "the name of a listed town or region"
    if label == "person" and inside[0] in lists.given:
        return "a given name first"
    for word in reversed(inside):
        if label in {"organisation", "event"} and word.lower() in lists.words[f"{label}_noun"]:
            return f"a word for {label}s: {word}"
    return "capitalised words, weighed with the words around them"
