"""Where does a text say this? Words that somebody else wrote down, found again or refused."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from depositary.spans import Span, locate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Tier = Literal["exact", "folded", "alike"]

_SPACES = "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)
_FOLDS = str.maketrans(
    dict.fromkeys(_SPACES, " ")
    | dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u02bc\u00b4`", "'")
    | dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"')
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-")
)
_AROUND = " '\".\u2026"
"""What a quote may be wrapped in without being another quote."""
_TOKEN = re.compile(r"[^\W_][\w\u0300-\u036f]*")
_ARTICLES = frozenset({"a", "an", "the"})

LEAST_ALIKE = 0.85
"""Of two stretches: normalised Levenshtein similarity, after folding."""
_LEAST_ALIKE_WORD = 0.8
_LEAST_WORDS = 3
_LEAST_LETTERS = 5
_WORDS_FOR_ONE_MISSPELT = 5
_SAME_LETTERS_FIRST = 2


@dataclass(frozen=True, slots=True)
class Ground:
    """A stretch of a text that says what a quote says.

    Parameters
    ----------
    span : Span
        Code points of the text; it never begins or ends within a word.
    how : {"exact", "folded", "alike"}
        Letter for letter; but for case, white space and the form of quotation marks and dashes; or
        but for articles, punctuation, accents and the spelling of a few words.
    score : float
        1 where exact or folded; else the normalised Levenshtein similarity of the two, at least
        :data:`LEAST_ALIKE`.
    """

    span: Span
    how: Tier
    score: float


class _Token(NamedTuple):
    word: str
    start: int
    end: int
    is_fixed: bool
    """A name or a figure: Austria is not Australia, 2015 is not 2016."""


def folded(text: str) -> str:
    """A text in which only what is said is left, every code point in its place.

    Parameters
    ----------
    text : str
        Any.

    Returns
    -------
    str
        As long as ``text``: quotation marks and dashes of one form, every white space a space, no
        capitals. A letter whose small form has two letters stays as it is.

    Examples
    --------
    >>> folded("“No deal” — Vale")
    '"no deal" - vale'
    """
    marked = text.translate(_FOLDS)
    small = marked.casefold()
    if len(small) == len(text):
        return small
    return "".join(low if len(low := each.casefold()) == 1 else each for each in marked)


def bare(quote: str) -> str:
    """A quote folded, without the marks around it, white space as single spaces.

    Examples
    --------
    >>> bare(" “solid  foundation” … ")
    'solid foundation'
    """
    return " ".join(folded(quote).split()).strip(_AROUND)


def grounds(quote: str, text: str, within: Span) -> tuple[Ground, ...]:
    """Every place where a text says what a quote says, none that only resembles it.

    What is exact comes before what is folded, and that before what is alike: only places of the
    first of these that has any are returned. A quote of which the text holds no more than a word
    has no ground, nor has one in which a name, a figure or a negation differs.

    Parameters
    ----------
    quote : str
        Words that are said to stand in the text.
    text : str
        The text.
    within : Span
        Where to look: the time taken grows with its length times that of the quote at worst.

    Returns
    -------
    tuple of Ground
        In order of their place.

    Notes
    -----
    ``rapidfuzz.fuzz.partial_ratio_alignment`` is not used to find places: it takes Iran for Iraq,
    and a sentence for the same sentence with a "not".

    Examples
    --------
    >>> text = "The two signed the “Harbour Treaty” on Friday."
    >>> grounds('"harbour treaty"', text, Span(0, len(text)))
    (Ground(span=Span(start=20, end=34), how='folded', score=1.0),)
    >>> grounds("Treaty of 2031", text, Span(0, len(text)))
    ()
    """
    if not any(each.isalnum() for each in quote):
        return ()
    exact = [span for span in locate(quote.strip(), text, within) if _is_whole(span, text)]
    if exact:
        return tuple(Ground(span, "exact", 1.0) for span in exact)
    same = tuple(_folded_places(bare(quote), text, within))
    if same:
        return tuple(Ground(span, "folded", 1.0) for span in same)
    return tuple(_alike_places(quote, text, within))


def ground(quote: str, text: str, within: Span, near: Span) -> Ground | None:
    """The place nearest to another, of those where a text says what a quote says.

    Parameters
    ----------
    quote, text, within
        As in :func:`grounds`.
    near : Span
        The sentence, or the words, that the quote belongs to.

    Returns
    -------
    Ground or None
        None where there is none, or where two are equally near: which is meant is not guessed.

    Examples
    --------
    >>> text = "Vale left. Vale came back. Vale stayed."
    >>> ground("Vale", text, Span(0, 39), near=Span(11, 26)).span
    Span(start=11, end=15)
    """
    ranked = sorted(grounds(quote, text, within), key=lambda each: _gap(each.span, near))
    if not ranked:
        return None
    if len(ranked) > 1 and _gap(ranked[0].span, near) == _gap(ranked[1].span, near):
        return None
    return ranked[0]


def _gap(one: Span, other: Span) -> int:
    """Code points between two spans; 0 where they touch or overlap."""
    return max(0, one.start - other.end, other.start - one.end)


def _is_whole(span: Span, text: str) -> bool:
    """Whether a span cuts no word: Linus is not in chines (hypothesis/h issue 2634)."""
    return not (_is_within_word(text, span.start) or _is_within_word(text, span.end))


def _is_within_word(text: str, at: int) -> bool:
    if not 0 < at < len(text):
        return False
    if unicodedata.combining(text[at]):
        return True
    return text[at].isalnum() and (
        text[at - 1].isalnum() or bool(unicodedata.combining(text[at - 1]))
    )


def _folded_places(words: str, text: str, within: Span) -> Iterator[Span]:
    if not words:
        return
    pattern = re.compile(" +".join(map(re.escape, words.split())))
    passage = folded(within.of(text))
    match = pattern.search(passage)
    while match:
        span = Span(within.start + match.start(), within.start + match.end())
        if _is_whole(span, text):
            yield span
        match = pattern.search(passage, match.start() + 1)


def _alike_places(quote: str, text: str, within: Span) -> Iterator[Ground]:
    from rapidfuzz.distance import Levenshtein

    wanted = _tokens(quote, Span(0, len(quote)))
    if len(wanted) < _LEAST_WORDS:
        return
    there = _tokens(text, within)
    words = bare(quote)
    for at in range(len(there) - len(wanted) + 1):
        if not _say_the_same(wanted, there, at):
            continue
        span = Span(there[at].start, there[at + len(wanted) - 1].end)
        score = Levenshtein.normalized_similarity(words, bare(span.of(text)))
        if score >= LEAST_ALIKE:
            yield Ground(span, "alike", score)


def _tokens(text: str, within: Span) -> list[_Token]:
    """The words of a stretch but articles, without accents."""
    found = []
    for match in _TOKEN.finditer(text, within.start, within.end):
        letters = unicodedata.normalize("NFKD", match[0].casefold())
        word = "".join(each for each in letters if not unicodedata.combining(each))
        is_fixed = match[0][0].isupper() or any(each.isdigit() for each in word)
        if word not in _ARTICLES:
            found.append(_Token(word, match.start(), match.end(), is_fixed))
    return found


def _say_the_same(wanted: Sequence[_Token], there: Sequence[_Token], at: int) -> bool:
    """Whether words follow on each other as wanted, few of them spelt in another way."""
    misspelt = len(wanted) // _WORDS_FOR_ONE_MISSPELT
    for offset, one in enumerate(wanted):
        other = there[at + offset]
        if one.word != other.word:
            misspelt -= 1
            if misspelt < 0 or not _is_spelling_of(one, other):
                return False
    return True


def _is_spelling_of(one: _Token, other: _Token) -> bool:
    """Whether two different words are one in two spellings; names and figures never are."""
    from rapidfuzz.distance import Levenshtein

    if one.is_fixed or other.is_fixed or min(len(one.word), len(other.word)) < _LEAST_LETTERS:
        return False
    # possible and impossible, legal and illegal are alike but for how they begin.
    if one.word[:_SAME_LETTERS_FIRST] != other.word[:_SAME_LETTERS_FIRST]:
        return False
    return Levenshtein.normalized_similarity(one.word, other.word) >= _LEAST_ALIKE_WORD
