"""A server that speaks S3 on loopback, a network before it that fails on demand, tiny releases."""

from __future__ import annotations

import http.client
import itertools
import logging
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from depositary import jsontext
from depositary.release.bag import bagged, release_id
from depositary.release.stores import Address

_FOLDERS = itertools.count()
_DROPPED = {"transfer-encoding", "connection", "content-length", "date", "server"}


class Network:
    """What lies between a client and the server: counts requests, and fails where it is told.

    ``cut_at`` is the request whose connection breaks, ``is_forwarded`` whether the server did what
    was asked and only its answer is lost; ``answers`` are statuses that are given instead of
    asking, ``stalls_s`` how long an answer is held back, ``meanwhile`` what others do just before
    the request ``cut_at`` reaches the server.
    """

    def __init__(self, server: tuple[str, int]) -> None:
        self.server = server
        self.heal()

    def heal(self):
        self.count, self.cut_at, self.is_forwarded = 0, 0, False
        self.answers, self.stalls_s, self.meanwhile = [], [], None

    def fail(self, cut_at, *, is_forwarded):
        self.heal()
        self.cut_at, self.is_forwarded = cut_at, is_forwarded

    def interrupt(self, cut_at, meanwhile):
        self.heal()
        self.cut_at, self.meanwhile = cut_at, meanwhile


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = 1 << 16
    disable_nagle_algorithm = True

    def _pass_on(self):
        network = self.server.network
        network.count += 1
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        is_cut = network.count == network.cut_at and network.meanwhile is None
        if network.count == network.cut_at and network.meanwhile is not None:
            network.meanwhile()
        if network.answers:
            self._answer(network.answers.pop(0), {}, b"")
            return
        if is_cut and not network.is_forwarded:
            self._break()
            return
        status, headers, content = self._asked(network.server, body)
        if network.stalls_s:
            time.sleep(network.stalls_s.pop(0))
        if is_cut:
            self._break()
            return
        self._answer(status, headers, content)

    def _asked(self, server, body):
        connection = http.client.HTTPConnection(*server)
        connection.request(self.command, self.path, body, dict(self.headers))
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return answer.status, dict(answer.getheaders()), content

    def _answer(self, status, headers, content):
        try:
            self.send_response(status)
            for name, value in headers.items():
                if name.lower() not in _DROPPED:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)
        except OSError:  # the client did not wait
            self.close_connection = True

    def _break(self):
        self.close_connection = True

    do_GET = do_PUT = do_HEAD = do_POST = do_DELETE = _pass_on  # noqa: N815 - the library's names

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture(scope="session")
def s3_server():
    moto = pytest.importorskip("moto.server", reason="moto is a server for tests")
    pytest.importorskip("obstore", reason="obstore is an extra")
    logging.getLogger("werkzeug").disabled = True  # or each failure shows thousands of lines
    server = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    at = server.get_host_and_port()
    client = http.client.HTTPConnection(*at)
    client.request("PUT", "/facts")
    client.getresponse().read()
    client.close()
    yield at
    server.stop()


@pytest.fixture
def network(s3_server, monkeypatch):
    """The network to the server, with the environment of somebody who may write there."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    server.network = Network(s3_server)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{server.server_port}")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "invented")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "not-to-be-shown")
    monkeypatch.setenv("AWS_REGION", "us-east-1")
    yield server.network
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def folder(network):  # noqa: ARG001 - it lies behind the network
    """Make the address of a folder in which nothing is yet."""

    def made():
        return Address(f"s3://facts/{next(_FOLDERS)}/releases")

    return made


@pytest.fixture
def tiny():
    """Make a tiny release: its files by path, and its id."""

    def made(version, value="1"):
        descriptor = {
            "name": "tiny", "title": "Tiny", "version": version, "created": "2031-05-02",
            "resources": [{"name": "a", "path": "data/a.csv", "schema": {"fields": []}}],
        }  # fmt: skip
        why = {"bump": "patch", "summary": "patch, because one value was corrected"}
        files = bagged({
            "datapackage.json": jsontext.canonical(descriptor),
            "changes.json": jsontext.canonical(why),
            "data/a.csv": f"a\n{value}\n".encode(),
        })  # fmt: skip
        return files, release_id(files)

    return made
