"""Articles that are pages in web archives (WARC, ISO 28500), and texts in their extracts (WET)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from depositary import texts
from depositary.errors import DataError, Unavailable
from depositary.extraction.corpus.entries import Entry, Fields, bounded, checked, day, failure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from depositary.extraction.corpus.entries import Failure, Place
    from depositary.extraction.corpus.partitions import Slice

_ID = "WARC-Target-URI"
_PAGES = frozenset({"text/html", "application/xhtml+xml"})


def entries(piece: Slice, fields: Fields) -> Iterator[Entry | Failure]:
    """Articles of the pages of a web archive, each called by its address.

    Of what was fetched, only pages and plain texts that came with "200 OK" are read. The date is
    the one that the page states; that of the crawl, ``WARC-Date``, is taken where it is asked for.

    E715 for an archive that breaks off, E127 for a page without an article.

    Raises
    ------
    Unavailable
        E718 where the extra ``web`` is not installed.
    """
    try:
        from warcio.archiveiterator import ArchiveIterator
        from warcio.exceptions import ArchiveLoadFailed
    except ImportError as error:
        raise Unavailable(
            "E718", "Reading a web archive needs the extra 'web'.", "pip install 'depositary[web]'"
        ) from error
    name = piece.file.name
    with piece.file.path.open("rb") as file:
        try:
            for number, record in enumerate(ArchiveIterator(file), 1):
                if _is_text(record):
                    yield _read(record, fields, name, partial("record {}".format, number))
        except ArchiveLoadFailed as error:
            words = " ".join(str(error).split())[:200]
            yield failure(DataError("E715", f"The web archive breaks off: {words}"), name)


def _kind(record: Any) -> str:
    headers = record.http_headers or record.rec_headers
    return str(headers.get_header("Content-Type") or "").partition(";")[0].strip().lower()


def _is_text(record: Any) -> bool:
    if record.rec_type == "response":
        if record.http_headers is None or record.http_headers.get_statuscode() != "200":
            return False
    elif record.rec_type != "conversion":
        return False
    return _kind(record) in _PAGES or _kind(record) == "text/plain"


def _read(record: Any, fields: Fields, name: str, place: Place) -> Entry | Failure:
    headers, default = record.rec_headers, Fields()
    source_id = str(headers.get_header(_ID if fields.id == default.id else fields.id) or "")
    if not source_id:
        return failure(DataError("E712", f"The record has no header {fields.id!r}."), name, place)
    try:
        data = bounded(record.content_stream())
        stated = None
        if _kind(record) in _PAGES:
            page = texts.of_page(data, source_id)
            text, stated = page.text, page.about.get("date")
        else:
            text = texts.plain(data, source_id)
        if fields.date != default.date:
            stated = headers.get_header(fields.date)
        return Entry(name, place, source_id, checked(text, fields.text), day(stated))
    except DataError as error:
        return failure(error, name, place, source_id)
