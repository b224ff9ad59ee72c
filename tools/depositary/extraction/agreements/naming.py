"""Where does a sentence name or describe an agreement? From its word back to where it begins."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from depositary.extraction import wordlists
from depositary.extraction.articles import words
from depositary.extraction.events import grammar, inflection
from depositary.extraction.events.lexicon import lexicon
from depositary.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from depositary.extraction.articles import Sentence

_LINKS = frozenset({"of", "on", "and", "the", "for", "in", "to", "against", "de", "with", "&", "-"})
_AFTER_TITLE = frozenset({"of", "on", "for", "against", "concerning", "regarding", "to"})
_OPEN, _CLOSE = frozenset("\"“‘'`«"), frozenset("\"”’'»")  # noqa: RUF001 - as texts have them
_MOST_BEFORE = 6
_LONGEST_TITLE = 14
# A convention of these is a gathering.
_CONGRESSES = frozenset({"party", "national", "republican", "democratic", "constitutional",
                         "annual", "nominating", "political", "union", "trade"})  # fmt: skip
_PLAIN = frozenset(
    {"new", "same", "latest", "landmark", "historic", "proposed", "draft", "controversial", "final"}
)
_NOT_DEALS = frozenset({"great", "good", "big", "raw", "own", "in", "square", "no"})
_VERBAL = frozenset({"past", "third", "gerund", "either", "participle"})
_MADE = frozenset({"sign", "signed", "signing", "ratify", "ratified", "initialled", "denounced"})
_YEAR = re.compile(r"1[5-9]\d\d|20\d\d")
_FIGURE = re.compile(r"(?:1[5-9]|20)\d\d|\d{1,3}(?:[.,]\d+)*")


class Named(NamedTuple):
    """An agreement in a sentence, by its words.

    Parameters
    ----------
    first, stop : int
        Its words, half-open.
    head : int
        The word that says that it is an agreement.
    word : str
        That word in the singular: ``treaty``.
    how : str
        ``known``, ``quoted``, ``title`` or ``described``.
    is_described : bool
        Whether more than the word alone says which one.
    name : str
        As the list of known agreements has it; else empty.
    """

    first: int
    stop: int
    head: int
    word: str
    how: str
    is_described: bool = True
    name: str = ""


class Head(NamedTuple):
    """A word for agreements: the singular, legal form, kind, how it is used, of which sort."""

    word: str
    form: str
    kind: str
    use: str
    sort: str


@cache
def heads() -> Mapping[str, Head]:
    """Words for agreements by their forms; a phrase by its words as they stand."""
    found = {}
    for each in wordlists.rows("agreements.tsv"):
        head = Head(*each)
        found[head.word] = found[inflection.plural(head.word)] = head
    return found


@cache
def _phrases() -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """Phrases for agreements, by their first words: "letter of intent"."""
    found: dict[str, tuple[tuple[str, ...], ...]] = {}
    for words_ in (each.split() for each in heads() if " " in each):
        found[words_[0]] = (*found.get(words_[0], ()), tuple(words_))
    return found


def sort_of(word: str) -> str:
    """The sort of agreement that a word in the singular means; empty for any."""
    return heads()[word].sort if word in heads() else ""


def may_be_same(one: str, other: str) -> bool:
    """Whether two words for agreements, in the singular, may mean one and the same.

    Examples
    --------
    >>> (
    ...     may_be_same("truce", "ceasefire"),
    ...     may_be_same("truce", "deal"),
    ...     may_be_same("truce", "treaty"),
    ... )
    (True, True, False)
    """
    sorts = {sort_of(one), sort_of(other)} - {""}
    return len(sorts) < 2  # noqa: PLR2004 - two sorts


@cache
def known() -> Mapping[str, tuple[str, str, str]]:
    """Kind, form and ambit of well-known agreements, by name."""
    return {
        name: (kind, form, ambit)
        for name, kind, form, ambit in wordlists.rows("known_agreements.tsv")
    }


@cache
def _openings() -> frozenset[str]:
    """Words one of which is in every sentence that speaks of an agreement, as they stand there."""
    firsts = {word.split()[0] for word in heads()}
    return frozenset({"MOU"} | firsts | {word[0].upper() + word[1:] for word in firsts})


@cache
def _name_openings() -> frozenset[str]:
    """The first words of well-known agreements."""
    return frozenset(words(name, Span(0, len(name)))[0].text for name in known())


@cache
def _known_name() -> re.Pattern[str]:
    names = "|".join(re.escape(name) for name in sorted(known(), key=len, reverse=True))
    return re.compile(rf"\b(?:{names})\b")


def named(text: str, sentence: Sentence) -> Iterator[Named]:
    """The agreements of a sentence, in order.

    Parameters
    ----------
    text : str
        That holds the sentence.
    sentence : Sentence
        Of it.
    """
    is_named = not _name_openings().isdisjoint(sentence.texts)
    if not is_named and _openings().isdisjoint(sentence.texts):
        return
    covered = 0
    by_name = {each.first: each for each in _known(text, sentence)} if is_named else {}
    for at, word in enumerate(sentence.low):
        if at < covered:
            continue
        each = (
            by_name.get(at)
            or (_of_head(sentence, at) if word in heads() else None)
            or _of_phrase(sentence.low, at)
        )
        if (
            each
            and each.first >= covered
            and not any(
                other.first < each.stop and each.first < other.stop
                for other in by_name.values()
                if other != each
            )
        ):
            covered = each.stop
            yield each


def _known(text: str, sentence: Sentence) -> Iterator[Named]:
    starts = {word.start: at for at, word in enumerate(sentence.words)}
    ends = {word.end: at for at, word in enumerate(sentence.words)}
    for match in _known_name().finditer(text, sentence.span.start, sentence.span.end):
        if match.start() in starts and match.end() in ends:
            head = ends[match.end()]
            word = match[0].split()[-1].lower()
            singular = heads()[word].word if word in heads() else word
            yield Named(starts[match.start()], head + 1, head, singular, "known", name=match[0])


def _of_head(sentence: Sentence, at: int) -> Named | None:
    texts, low = sentence.texts, sentence.low
    word, use = heads()[low[at]].word, heads()[low[at]].use
    is_capital = texts[at][0].isupper()
    if is_capital and _goes_on(texts, low, at):
        return None
    title = _title(texts, low, at) if is_capital else None
    if title:
        first, stop = title
        quoted = (
            first > 0 and texts[first - 1] in _OPEN and stop < len(texts) and texts[stop] in _CLOSE
        )
        return Named(first, stop, at, word, "quoted" if quoted else "title")
    first = _beginning(low, at)
    if use == "named" or _is_no_agreement(low, at):
        return None
    if use == "marked" and first == at and not _is_made(low, at):
        return None
    stop = at + 1
    if word == "memorandum" and low[stop : stop + 2] == ["of", "understanding"]:
        stop += 2
    marks = [one for one in low[first:at] if one not in _PLAIN]
    return Named(first, stop, at, word, "described", is_described=bool(marks))


def _of_phrase(low: Sequence[str], at: int) -> Named | None:
    """An agreement that only several words together mean: "letter of intent"."""
    for phrase in _phrases().get(low[at], ()):
        stop = at + len(phrase)
        if tuple(low[at:stop]) == phrase:
            return Named(_beginning(low, at), stop, at, heads()[" ".join(phrase)].word, "described")
    return None


def _title(texts: Sequence[str], low: Sequence[str], at: int) -> tuple[int, int] | None:
    """The words of a capitalised title around its head: "Treaty of Friendship"."""
    first = at
    for place in range(at - 1, max(-1, at - _LONGEST_TITLE), -1):
        if _is_capital(texts, low, place):
            first = place
        elif low[place] not in _LINKS or low[place] in {"with", "to", "in"}:
            break
    stop = at + 1
    if stop < len(low) and low[stop] in _AFTER_TITLE:
        for place in range(stop, min(len(low), at + _LONGEST_TITLE)):
            is_year = place == at + 2 and low[stop] == "of" and _YEAR.fullmatch(low[place])
            if is_year or _is_capital(texts, low, place):
                stop = place + 1
            elif low[place] not in _LINKS:
                break
    return None if first == at and stop == at + 1 else (first, stop)


def _goes_on(texts: Sequence[str], low: Sequence[str], at: int) -> bool:
    """Whether a title goes on to another word for agreements: *Partnership* Treaty."""
    at += 1
    while at < len(texts) and _is_capital(texts, low, at):
        if low[at] in heads():
            return True
        at += 1
    return False


def _is_capital(texts: Sequence[str], low: Sequence[str], at: int) -> bool:
    """Whether a word belongs to a title: capitalised, and not only because a sentence begins."""
    return texts[at][0].isupper() and low[at] not in grammar.SMALL


def _beginning(low: Sequence[str], at: int) -> int:
    """Where the words begin that say what an agreement is like: "far-reaching cooperation pact"."""
    first = at
    while first > 0 and at - first < _MOST_BEFORE:
        word = low[first - 1]
        if word in grammar.SMALL or not (word[0].isalpha() or _FIGURE.fullmatch(word)):
            break
        if word in grammar.SPEECH or (_is_verb(word) and not _is_adjective(low, first - 1)):
            break
        first -= 1
    return first


def _is_verb(word: str) -> bool:
    """Whether a word can hardly describe an agreement, as a form that only verbs have."""
    entries = lexicon().get(word, ())
    forms = {form for form, _ in entries}
    return bool(forms & _VERBAL) and "noun" not in forms


def _is_adjective(low: Sequence[str], at: int) -> bool:
    """Whether a verb's form stands where an adjective does: an *implementing* arrangement."""
    before = low[at - 1] if at else ""
    return before in {"a", "an", "the"} and low[at].endswith(("ing", "ed"))


@cache
def _describing() -> frozenset[str]:
    """Words that tell what an agreement is about, and so that it is one."""
    rows = wordlists.rows("agreement_cues.tsv")
    return frozenset(cue.split()[-1] for cue, about, _ in rows if about != "stage")


def _is_made(low: Sequence[str], at: int) -> bool:
    """Whether what is done to it tells an agreement from other things: *signed* a convention."""
    return not _MADE.isdisjoint(low[max(0, at - 3) : at])


def _is_no_agreement(low: Sequence[str], at: int) -> bool:
    """Whether *deal* is a verb, *accord* an idiom, *agreement* what reigns between people."""
    before = low[at - 1] if at else ""
    if low[at] in {"deal", "deals", "accord"}:
        after = low[at + 1] if at + 1 < len(low) else ""
        if before in _NOT_DEALS or (before in {"to", *grammar.HELPERS, *grammar.PRONOUNS}):
            return True
        return after == "with" and before not in grammar.DETERMINERS | _describing()
    if low[at].startswith("convention"):
        return before in _CONGRESSES
    return low[at] == "agreement" and before == "in"
