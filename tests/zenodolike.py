"""A server that answers as Zenodo's deposit API does, on loopback, and fails when it is told to.

Built from https://developers.zenodo.org (sources: zenodo/developers.zenodo.org). It follows:

- "API basics": a token in ``Authorization: Bearer``, 401 without; 415 for a body that is no JSON;
  400 with ``errors`` for metadata that is not valid; an error is ``{"message", "status"}``.
- "Deposit": ``id``, ``conceptrecid``, ``submitted``, ``state``, ``links``, ``metadata`` with
  ``prereserve_doi``; ``doi`` of published ones only. "List": ``all_versions``, ``size``, ``page``;
  without ``all_versions`` the last version of each record.
- "New version": only of the latest version; the draft inherits metadata and files; one draft at a
  time, calling it again changes nothing; the answer is the *old* deposition, and the draft is under
  ``links.latest_draft``. "Publish": 202; cannot be taken back, no file changes afterwards (403).
- "Quickstart": files go by PUT into ``links.bucket``, the answer has ``"checksum": "md5:…"``.
- "Deposition files": ``id``, ``filename``, ``filesize``, ``checksum``; DELETE answers 204.
- "Rate Limiting": 429; ``Retry-After`` is what the server sends with it (seen in
  eblondel/zen4R#142).

What it knows beyond: a publish that answers 504 and is done all the same (zenodo/zenodo#2131), and
a list that is a search index, in which what is new shows up late.
"""

from __future__ import annotations

import copy
import hashlib
import http.server
import json
import re
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from urllib.parse import parse_qs, unquote, urlsplit

TOKEN = "token-of-a-curator"  # noqa: S105 - opens the stand-in only
REQUIRED = ("upload_type", "title", "creators", "description", "access_right")
LOST_BEFORE = ("cut before", "504 before", "429")
LOST_AFTER = ("cut after", "cut answer", "504 after")
KINDS = (*LOST_BEFORE, *LOST_AFTER, "504 and later", "wrong bytes")


@dataclass
class Deposition:
    """One version of a record."""

    number: int
    concept: int
    metadata: dict
    files: dict = field(default_factory=dict)
    is_published: bool = False
    listed_after: int = 0


class ApiError(Exception):
    def __init__(self, status, message, errors=()):
        super().__init__(message)
        self.status, self.message, self.errors = status, message, list(errors)


class Zenodolike:
    """What the server holds, and when it fails."""

    def __init__(self):
        self.address = ""
        self.held: dict[int, Deposition] = {}
        self.next_number = 100
        self.asked: list[str] = []
        self.tokens: list[str] = []
        self.fault: tuple[int, str] | None = None
        self.down_from: int | None = None
        self.lists = 0
        self.list_lag = 0
        self.later: list[tuple[int, object]] = []
        self.publications: list[int] = []

    # ── what a test asks of it ──────────────────────────────────────────────────────────────────
    def versions(self):
        """The published versions, with the bytes of their files."""
        return [(part.concept, part.metadata["version"], {n: d for n, (_, d) in part.files.items()})
                for part in self.held.values() if part.is_published]  # fmt: skip

    def drafts(self):
        return [part for part in self.held.values() if not part.is_published]

    # ── the API ─────────────────────────────────────────────────────────────────────────────────
    def answer(self, method, url, kind, body):
        """Status and value for one request that is authorised."""
        parts = urlsplit(url)
        path = unquote(parts.path)
        query = {key: value[-1] for key, value in parse_qs(parts.query).items()}
        for verb, pattern, act in self._routes():
            found = re.fullmatch(pattern, path)
            if found and verb == method:
                if act in (self._create, self._update):
                    if kind != "application/json":
                        raise ApiError(415, "Unsupported media type")
                    body = json.loads(body)
                return act(*found.groups(), query=query, body=body)
        raise ApiError(404, "Not found")

    def _routes(self):
        base = "/api/deposit/depositions"
        return (
            ("GET", base, self._list),
            ("POST", base, self._create),
            ("GET", rf"{base}/(\d+)", self._retrieve),
            ("PUT", rf"{base}/(\d+)", self._update),
            ("GET", rf"{base}/(\d+)/files", self._files),
            ("DELETE", rf"{base}/(\d+)/files/([^/]+)", self._delete_file),
            ("POST", rf"{base}/(\d+)/actions/newversion", self._newversion),
            ("POST", rf"{base}/(\d+)/actions/publish", self._publish),
            ("PUT", r"/api/files/bucket-(\d+)/([^/]+)", self._put_file),
        )

    def _list(self, *, query, **_):
        self.lists += 1
        found = [part for part in self.held.values() if part.listed_after <= self.lists]
        if query.get("all_versions") not in ("true", "1"):
            found = list({part.concept: part for part in found}.values())
        size, page = int(query.get("size", 10)), int(query.get("page", 1))
        return 200, [self._shown(part) for part in found[(page - 1) * size : page * size]]

    def _create(self, *, body, **_):
        made = self._new(self.next_number, body.get("metadata", {}))
        self._check(made.metadata)
        self.held[made.number] = made
        return 201, self._shown(made)

    def _new(self, concept, metadata):
        number, self.next_number = self.next_number + 1, self.next_number + 2
        return Deposition(number, concept, metadata, listed_after=self.lists + self.list_lag)

    def _retrieve(self, number, **_):
        return 200, self._shown(self._one(number))

    def _update(self, number, *, body, **_):
        part = self._draft(number)
        self._check(body["metadata"])
        part.metadata = body["metadata"]
        return 200, self._shown(part)

    def _files(self, number, **_):
        return 200, [
            {"id": key, "filename": name, "filesize": len(data), "checksum": _md5(data)}
            for name, (key, data) in sorted(self._one(number).files.items())
        ]

    def _delete_file(self, number, key, **_):
        part = self._draft(number)
        name = next((name for name, (known, _) in part.files.items() if known == key), None)
        if name is None:
            raise ApiError(404, "Deposition file does not exist")
        del part.files[name]
        return 204, None

    def _put_file(self, number, name, *, body, **_):
        part = self._draft(number)
        self.next_number += 1
        part.files[name] = (f"file-{self.next_number}", body)
        return 201, {"key": name, "size": len(body), "checksum": f"md5:{_md5(body)}"}

    def _newversion(self, number, **_):
        part = self._one(number)
        family = [other for other in self.held.values() if other.concept == part.concept]
        latest = max(other.number for other in family if other.is_published)
        if not part.is_published or part.number != latest:
            raise ApiError(404, "The id has to be the one of the latest version")
        draft = next((other for other in family if not other.is_published), None)
        if draft is None:
            draft = self._new(part.concept, copy.deepcopy(part.metadata))
            draft.files = dict(part.files)
            self.held[draft.number] = draft
        shown = self._shown(part)
        shown["links"]["latest_draft"] = self._shown(draft)["links"]["self"]
        return 201, shown

    def _publish(self, number, **_):
        part = self._draft(number)
        self._check(part.metadata, REQUIRED)
        if not part.files:
            raise ApiError(400, "Validation error", [{"field": "files", "message": "Required"}])
        part.is_published = True
        self.publications.append(part.number)
        return 202, self._shown(part)

    def _one(self, number):
        part = self.held.get(int(number))
        if part is None:
            raise ApiError(404, "Deposition not found")
        return part

    def _draft(self, number):
        part = self._one(number)
        if part.is_published:
            raise ApiError(403, "Deposition is published")
        return part

    def _check(self, metadata, required=()):
        lacking = [name for name in required if not metadata.get(name)]
        known = {"dataset", "software"}
        if metadata.get("upload_type", "dataset") not in known:
            lacking.append("upload_type")
        if lacking:
            errors = [{"code": 10, "field": name, "message": "Not valid"} for name in lacking]
            raise ApiError(400, "Validation error", errors)

    def _shown(self, part):
        own = f"{self.address}/api/deposit/depositions/{part.number}"
        doi = f"10.5072/zenodo.{part.number}"
        shown = {
            "id": part.number,
            "conceptrecid": str(part.concept),
            "submitted": part.is_published,
            "state": "done" if part.is_published else "unsubmitted",
            "title": part.metadata.get("title", ""),
            "metadata": {**part.metadata, "prereserve_doi": {"doi": doi, "recid": part.number}},
            "links": {
                "self": own,
                "html": f"{self.address}/deposit/{part.number}",
                "bucket": f"{self.address}/api/files/bucket-{part.number}",
                "files": f"{own}/files",
                "publish": f"{own}/actions/publish",
            },
        }
        if part.is_published:
            shown |= {"doi": doi, "conceptdoi": f"10.5072/zenodo.{part.concept}",
                      "record_id": part.number}  # fmt: skip
            shown["links"]["record_html"] = f"{self.address}/record/{part.number}"
        return shown

    # ── how it fails ────────────────────────────────────────────────────────────────────────────
    def failing(self, number, method, url):
        """How the request of a number fails; empty where it does not."""
        if self.down_from is not None and number >= self.down_from:
            return "cut before"
        if self.fault is None or number != self.fault[0]:
            return ""
        kind = self.fault[1]
        if kind == "504 and later" and method != "POST":
            return "504 after"
        if kind == "wrong bytes" and not (method == "PUT" and "/api/files/" in url):
            return ""
        return kind


def _md5(data):
    return hashlib.md5(data, usedforsecurity=False).hexdigest()


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, state, lock, *args):
        self.state, self.lock = state, lock
        super().__init__(*args)

    def log_message(self, *_):
        pass

    def _handle(self):
        state = self.state
        self.close_connection = True
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        with self.lock:
            state.asked.append(f"{self.command} {self.path}")
            state.tokens.append(self.headers.get("Authorization", ""))
            number = len(state.asked)
            self._do_later(number)
            how = state.failing(number, self.command, self.path)
            if how == "cut before":
                return
            if how in _ANSWERS:
                self._send(*_ANSWERS[how])
            elif how == "504 and later":
                state.later.append((number + 2, partial(self._done, body)))
                self._send(504, _TIMEOUT)
            else:
                self._answer(how, body)

    def _answer(self, how, body):
        status, data = self._done(body[:-1] + b"?" if how == "wrong bytes" else body)
        if how == "cut after":
            return
        if how == "504 after":
            status, data = 504, _TIMEOUT
        self._send(status, data, half=how == "cut answer")

    def _do_later(self, number):
        due = [act for at, act in self.state.later if at <= number]
        self.state.later = [(at, act) for at, act in self.state.later if at > number]
        for act in due:
            act()

    def _done(self, body):
        if self.headers.get("Authorization") != f"Bearer {TOKEN}":
            return 401, _error(401, "The server could not verify that you are authorized")
        try:
            kind = self.headers.get("Content-Type")
            status, value = self.state.answer(self.command, self.path, kind, body)
        except ApiError as error:
            return error.status, _error(error.status, error.message, error.errors)
        return status, b"" if value is None else json.dumps(value).encode()

    def _send(self, status, data, headers=None, *, half=False):
        self.send_response(status)
        self.send_header("Content-Length", str(len(data) + half))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data[: len(data) // 2] if half else data)

    do_GET = do_POST = do_PUT = do_DELETE = _handle  # noqa: N815 - names of http.server


def _error(status, message, errors=()):
    value = {"message": message, "status": status} | ({"errors": list(errors)} if errors else {})
    return json.dumps(value).encode()


_TIMEOUT = b"<html>504 Gateway Time-out</html>"
_ANSWERS = {
    "504 before": (504, _TIMEOUT),
    "429": (429, _error(429, "Too many requests"), {"Retry-After": "7"}),
    "429 for an hour": (429, _error(429, "Too many requests"), {"Retry-After": "3600"}),
    "redirect": (302, b"", {"Location": "http://127.0.0.1:9/elsewhere"}),
    "echo": (400, _error(400, f"There is no access with {TOKEN}")),
}
"""What is answered before anything is done."""


@contextmanager
def serving():
    """A server on loopback, as long as the block runs."""
    state = Zenodolike()
    handler = partial(_Handler, state, threading.Lock())
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    state.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
