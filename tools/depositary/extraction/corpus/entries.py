"""An article of a corpus, or why there is none."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from depositary.errors import DataError
from depositary.texts import LIMIT_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from depositary.errors import DepositaryError

    Place = Callable[[], str]


class Entry(NamedTuple):
    """An article of a corpus, as it is read.

    Parameters
    ----------
    file : str
        Its name in the corpus.
    place : callable
        Where in it, as words: ``line 12``; nothing where it is the file. Asked only where
        something is to be said of the article: to know the line, all before it is read.
    source_id : str
        What the corpus calls it.
    text : str
        As it is there; offsets count in it.
    published : datetime.date or None
        When it appeared.
    """

    file: str
    place: Place
    source_id: str
    text: str
    published: dt.date | None


class Failure(NamedTuple):
    """Why there is nothing of an article, or of the rest of a file.

    Parameters
    ----------
    file, place, source_id : str
        As of an entry, as far as they are known.
    code : str
        See :data:`depositary.codes.CODES`.
    reason : str
        One sentence about the data.
    """

    file: str
    place: str
    source_id: str
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Fields:
    """What the columns are called in which an article's text, id and date are.

    Parameters
    ----------
    text, id, date : str
        Of JSON and Parquet. Of web archives, ``id`` and ``date`` name headers where they are not
        what they are by default.
    """

    text: str = "text"
    id: str = "id"
    date: str = "date"


def nowhere() -> str:
    """The place of an article that is a file of its own."""
    return ""


def failure(
    error: DepositaryError, file: str, place: Place = nowhere, source_id: str = ""
) -> Failure:
    """What stopped the reading of an article, as a value."""
    return Failure(file, place(), source_id, error.code, error.message)


def entry_of(record: Mapping[str, Any], fields: Fields, file: str, place: Place) -> Entry | Failure:
    """The article that a JSON object or a row of a table is.

    Returns
    -------
    Entry or Failure
        E712 for a field that is missing or of another type, E713 for a date that is none, E714 for
        an article that is too large, E127 for one without a letter.

    Examples
    --------
    >>> entry_of({"id": 7, "text": "Rain."}, Fields(), "a.jsonl", nowhere).source_id
    '7'
    >>> entry_of({"id": 7}, Fields(), "a.jsonl", nowhere).reason
    "The field 'text' is missing."
    """
    source_id = ""
    try:
        source_id = _id(record, fields.id)
        text = checked(record.get(fields.text), fields.text)
        return Entry(file, place, source_id, text, day(record.get(fields.date)))
    except DataError as error:
        return failure(error, file, place, source_id)


def _id(record: Mapping[str, Any], field: str) -> str:
    found = record.get(field)
    if isinstance(found, int) and not isinstance(found, bool):
        return str(found)
    if not isinstance(found, str) or not found.strip():
        raise _missing(field, found)
    return found


def checked(text: Any, field: str) -> str:
    """The text of an article, where it is one.

    Raises
    ------
    DataError
        E712 for anything else, E714 for one that is too large, E127 for one without a letter.
    """
    if not isinstance(text, str):
        raise _missing(field, text)
    if len(text) > LIMIT_BYTES:
        raise DataError(
            "E714", f"The article has {len(text):,} characters; {LIMIT_BYTES:,} is the most."
        )
    if not text.strip():
        raise DataError("E127", "The article holds no text.")
    return text


def bounded(file: Any) -> bytes:
    """All that a binary file holds, decompressed, where that may be an article.

    Raises
    ------
    DataError
        E714 where it is more.
    """
    data: bytes = file.read(LIMIT_BYTES + 1)
    if len(data) > LIMIT_BYTES:
        raise DataError("E714", f"The article has more than {LIMIT_BYTES:,} bytes.")
    return data


def _missing(field: str, found: Any) -> DataError:
    if found is None:
        return DataError("E712", f"The field {field!r} is missing.", f"see --{field}-field")
    return DataError("E712", f"The field {field!r} holds {type(found).__name__}, not text.")


def day(found: Any) -> dt.date | None:
    """The day on which an article appeared; None where nothing is said.

    Parameters
    ----------
    found : Any
        ISO 8601: a day, or a moment, whose day is taken as it is written, in its own time zone.

    Raises
    ------
    DataError
        E713 for anything else.

    Examples
    --------
    >>> day("2031-05-02T23:30:00-05:00"), day(None)
    (datetime.date(2031, 5, 2), None)
    """
    if found is None or found == "":
        return None
    if isinstance(found, dt.datetime):
        return found.date()
    if isinstance(found, dt.date):
        return found
    try:
        return dt.datetime.fromisoformat(found.strip()).date()
    except (AttributeError, ValueError):
        raise DataError("E713", f"{str(found)[:60]!r} is not a date.") from None
