"""The addresses of the page: what is shown by GET, what is decided by POST."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from depositary.errors import CallError, DepositaryError
from depositary.review.server import cards
from depositary.review.server.answers import as_json, spoken, version_of
from depositary.review.server.pages import Pages
from depositary.review.server.requests import decision_of, selection_of
from depositary.review.server.safety import Safety
from depositary.review.server.sheets import Sheet, about
from depositary.review.views import Conflict

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence

    from starlette.requests import Request

    from depositary.findings import Finding
    from depositary.review.decisions import Decision
    from depositary.review.desk import Desk
    from depositary.review.views import View
    from depositary.schema import Law
    from depositary.sources import Source

_KINDS = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".woff2": "font/woff2",
    ".txt": "text/plain; charset=utf-8",
}
_MOST_FOUND = 12


class Room(NamedTuple):
    """What is reviewed.

    Parameters
    ----------
    law : Law
        Of the project.
    sources : mapping of str to Source
        The articles that may be opened, by id.
    desk_of : callable
        The desk of an article; called once for each that is opened.
    check : callable
        Brings the tables up to date and says what is wrong in the whole project.
    coder : str
        Who decides.
    """

    law: Law
    sources: Mapping[str, Source]
    desk_of: Callable[[str], Desk]
    check: Callable[[], Sequence[Finding]]
    coder: str


def application(room: Room, token: str, hosts: frozenset[str]) -> Starlette:
    """The ASGI application.

    Parameters
    ----------
    room : Room
        What is reviewed.
    token : str
        Of this run; every address begins with it.
    hosts : frozenset of str
        The values of ``Host`` that are answered.
    """
    server = _Server(room, Pages(f"/{token}"), token)
    here = f"/{token}"
    article = f"{here}/{{source}}"
    routes = [
        Route(f"{here}/static/{{name:path}}", server.static),
        Route(f"{here}/", server.index),
        Route(article, server.shows(server.article)),
        Route(f"{article}/card/{{ref}}", server.shows(server.card)),
        Route(f"{article}/new", server.shows(server.new)),
        Route(f"{article}/part", server.shows(server.part)),
        Route(f"{article}/selected", server.shows(server.selected)),
        Route(f"{article}/found", server.shows(server.found)),
        Route(f"{article}/uncited", server.shows(server.uncited)),
        Route(f"{article}/decide", server.changes(server.decide), methods=["POST"]),
        Route(f"{article}/undo", server.changes(server.undo), methods=["POST"]),
        Route(f"{article}/redo", server.changes(server.redo), methods=["POST"]),
        Route(f"{article}/judge", server.asks(server.judge), methods=["POST"]),
        Route(f"{article}/check", server.asks(server.check), methods=["POST"]),
    ]
    return Starlette(
        routes=routes,
        middleware=[Middleware(Safety, hosts=hosts, token=token)],
    )


class _Server:
    """What is answered at each address."""

    def __init__(self, room: Room, pages: Pages, token: str) -> None:
        self._room, self._pages, self._token = room, pages, token
        self._sheets: dict[str, Sheet] = {}
        self._lock = threading.Lock()
        # Only these names are ever opened, whatever is asked for.
        self._files = dict(_static_files())

    def static(self, request: Request) -> Response:
        """A file of the package: style, script, font."""
        name = request.path_params["name"]
        if name not in self._files:
            raise HTTPException(404)
        return Response(self._files[name].read_bytes(), media_type=_KINDS[self._files[name].suffix])

    def index(self, request: Request) -> Response:
        """The articles, or the only one."""
        if len(self._room.sources) == 1:
            return RedirectResponse(f"/{self._token}/{next(iter(self._room.sources))}", 303)
        listed = [
            {"id": source_id, **about(source.document.value, _text(source)),
             "sheet": self._sheets.get(source_id)}
            for source_id, source in self._room.sources.items()
            if source.text is not None
        ]  # fmt: skip
        return self._html(request, "index", sources=listed)

    def shows(
        self, show: Callable[[Request, Sheet], Response]
    ) -> Callable[[Request], Awaitable[Response]]:
        """An address that shows something of an article."""

        def shown(request: Request) -> Response:
            try:
                return show(request, self._sheet(request))
            except DepositaryError as error:
                if "text/html" not in request.headers.get("accept", ""):
                    raise
                return self._html(request, "trouble", error=error)

        async def handler(request: Request) -> Response:
            return await run_in_threadpool(spoken, lambda: shown(request))

        return handler

    def changes(
        self, change: Callable[[Request, Sheet, bytes], dict[str, Any]]
    ) -> Callable[[Request], Awaitable[Response]]:
        """An address that changes something of an article, one change after the other."""

        def changed(request: Request, body: bytes) -> Response:
            sheet = self._sheet(request)
            with sheet.lock:
                try:
                    return as_json(change(request, sheet, body))
                except Conflict as conflict:
                    return as_json(self._conflict(sheet, conflict, body), 409)

        return self._posted(changed)

    def asks(
        self, ask: Callable[[Sheet, bytes], dict[str, Any]]
    ) -> Callable[[Request], Awaitable[Response]]:
        """An address that asks something that takes its time: no change waits for it."""
        return self._posted(lambda request, body: as_json(ask(self._sheet(request), body)))

    def _posted(
        self, answer: Callable[[Request, bytes], Response]
    ) -> Callable[[Request], Awaitable[Response]]:
        async def handler(request: Request) -> Response:
            body = await request.body()
            return await run_in_threadpool(spoken, lambda: answer(request, body))

        return handler

    def article(self, request: Request, sheet: Sheet) -> Response:
        """The page of an article."""
        sheet.look()
        return self._html(
            request,
            "article",
            source_id=sheet.desk.source_id,
            sha256=sheet.desk.text.sha256,
            coder=self._room.coder,
            about=about(self._room.sources[sheet.desk.source_id].document.value, _words(sheet)),
            has_others=len(self._room.sources) > 1,
            classes=cards.kinds_present(sheet.shown(), self._room.law),
            paragraphs=sheet.article(),
            shown=sheet.shown(),
            summary=sheet.summary(),
        )

    def card(self, request: Request, sheet: Sheet) -> Response:
        """An open card: a part of the page, or, without JavaScript, a page of its own."""
        shown = sheet.card(request.path_params["ref"])
        if shown is None:
            raise HTTPException(404)
        count = 2 if request.query_params.get("split") else 1
        inner = cards.opened(sheet, self._pages, self._room.law, shown, count)
        if "fragment" in request.query_params:
            return HTMLResponse(inner)
        return self._html(
            request, "alone", shown=shown, inner=inner, source_id=sheet.desk.source_id
        )

    def new(self, request: Request, sheet: Sheet) -> Response:
        """An empty card of a table, with selected words as its evidence."""
        query = request.query_params
        found = sheet.selected(*selection_of(query))
        if found is None:
            raise _nothing_selected()
        words = {"label": query.get("label", "")}
        return HTMLResponse(
            cards.fresh(
                sheet, self._pages, self._room.law, query.get("table", ""), found[0], words["label"]
            )
        )

    def part(self, request: Request, sheet: Sheet) -> Response:
        """An empty row of a list within an entry."""
        query = request.query_params
        return HTMLResponse(
            cards.part(
                sheet, self._pages, self._room.law, query.get("table", ""), query.get("path", "")
            )
        )

    def selected(self, request: Request, sheet: Sheet) -> Response:
        """The evidence that a selection makes."""
        found = sheet.selected(*selection_of(request.query_params))
        if found is None:
            raise _nothing_selected()
        written, quotation = found
        html = self._pages.page("quote", quotation=quotation, at="", written=written)
        return as_json({"start": quotation.start, "end": quotation.end, "html": html, **written})

    def found(self, request: Request, sheet: Sheet) -> Response:
        """Records and proposals, by the beginning of their words."""
        query = request.query_params
        found = sheet.desk.found(query.get("table", ""), query.get("words", "")[:200], _MOST_FOUND)
        return as_json({"found": [cards.found(each) for each in found]})

    def uncited(self, request: Request, sheet: Sheet) -> Response:  # noqa: ARG002 - as all that show
        """The sentences without a record; decisions do not wait for it."""
        return as_json(sheet.uncited())

    def decide(self, request: Request, sheet: Sheet, body: bytes) -> dict[str, Any]:
        """Carry out a decision; it is on disk when this is answered."""
        return sheet.answer(sheet.desk.decide(decision_of(body), version_of(request)))

    def undo(self, request: Request, sheet: Sheet, body: bytes) -> dict[str, Any]:  # noqa: ARG002 - as all changes
        """Take the last step back."""
        return sheet.answer(sheet.desk.undo(version_of(request)))

    def redo(self, request: Request, sheet: Sheet, body: bytes) -> dict[str, Any]:  # noqa: ARG002 - as all changes
        """Take up again what was taken back."""
        return sheet.answer(sheet.desk.redo(version_of(request)))

    def judge(self, sheet: Sheet, body: bytes) -> dict[str, Any]:
        """What a decision would break; nothing is written."""
        decision: Decision = decision_of(body)
        return {"findings": [cards.finding(each) for each in sheet.desk.judge(decision)]}

    def check(self, sheet: Sheet, body: bytes) -> dict[str, Any]:  # noqa: ARG002 - as all that ask
        """What is wrong in the whole project."""
        findings = self._room.check()
        words = {**sheet.summary(), **sheet.uncited()}
        return {"html": self._pages.page("checked", findings=findings, summary=words)}

    def _conflict(self, sheet: Sheet, conflict: Conflict, body: bytes) -> dict[str, Any]:
        """What is there now, beside what was to be written."""
        view: View = conflict.view
        before = {shown.ref: shown for shown in sheet.shown()}
        sheet.answer(view)
        changed = [shown for shown in sheet.shown() if before.get(shown.ref) != shown]
        sides = cards.sides(sheet, decision_of(body), before) if body.strip() != b"{}" else []
        html = self._pages.page("conflict", changed=changed, sides=sides)
        return {"version": view.version, "html": html}

    def _sheet(self, request: Request) -> Sheet:
        source_id = request.path_params["source"]
        if source_id not in self._room.sources:
            raise HTTPException(404)
        with self._lock:
            if source_id not in self._sheets:
                self._sheets[source_id] = Sheet(self._room.desk_of(source_id), self._pages)
            return self._sheets[source_id]

    def _html(self, request: Request, name: str, **words: Any) -> Response:
        page = self._pages.page(name, nonce=request.scope["nonce"], token=self._token, **words)
        return HTMLResponse(page)


def _static_files() -> Iterator[tuple[str, Path]]:
    folder = Path(__file__).with_name("static")
    for path in sorted(folder.rglob("*")):
        if path.suffix in _KINDS:
            yield path.relative_to(folder).as_posix(), path


def _text(source: Source) -> str:
    return source.text.text if source.text is not None else ""


def _words(sheet: Sheet) -> str:
    return sheet.desk.text.body.of(sheet.desk.text.text)


def _nothing_selected() -> CallError:
    return CallError("E804", "No word of the article is selected.", "select words of its body")
