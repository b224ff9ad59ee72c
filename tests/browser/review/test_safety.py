"""Nobody but the page of this run can look or change anything, whatever another page tries."""

from __future__ import annotations

import http.client
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from needed import program
from reviewing import settled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

    from reviewing import Served

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
LATER = b'{"op": "later", "keys": ["act-1"]}'


def asked(served: Served, method: str, path: str, body: bytes = b"", **headers: str):
    """Status and headers of a request, with the headers that a careful client would send."""
    sent = {
        "Host": f"127.0.0.1:{served.port}",
        "Content-Type": "application/json",
        "X-Depositary-Token": served.token,
        "If-Match": '""',
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=10)
    connection.putrequest(method, path, skip_host=True)
    for name, value in {**sent, "Content-Length": str(len(body))}.items():
        if value:
            connection.putheader(name, value)
    connection.endheaders(body)
    answer = connection.getresponse()
    text = answer.read()
    connection.close()
    return answer.status, answer.headers, text


@pytest.fixture
def path(served: Served) -> str:
    return f"/{served.token}/src-canal"


@pytest.fixture
def elsewhere() -> Iterator[tuple[str, list[str]]]:
    """Another page on this machine: same site, other port. What it may run is set by the test."""
    pages: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(pages[-1].encode() if pages else b"")

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}/", pages
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    "host",
    ["evil.example", "127.0.0.1", "localhost", "127.0.0.1:1", "127.0.0.2:{}", "[::1]:{}", ""],
)
def test_only_this_machine_by_its_exact_name_and_port_is_answered(served, path, host) -> None:
    status, _, text = asked(served, "GET", path, Host=host.format(served.port))

    assert status in (400, 421)
    assert b"Tirn" not in text


def test_a_page_whose_name_was_rebound_to_this_machine_sees_nothing(served, path, browser) -> None:
    rule = "--host-resolver-rules=MAP evil.example 127.0.0.1"
    misled = browser.browser_type.launch(executable_path=program(*BROWSERS), args=[rule])
    page = misled.new_page()
    answer = page.goto(f"http://evil.example:{served.port}{path}")
    body = page.content()
    misled.close()

    assert answer.status == 421
    assert "Tirn" not in body


def test_without_the_token_there_is_nothing(served, path) -> None:
    wrong = path.replace(served.token, "x" * len(served.token))

    statuses = [asked(served, "GET", each)[0] for each in ("/", "/static/page.css", wrong)]

    assert statuses == [404, 404, 404]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"X_Depositary_Token": ""}, 403),
        ({"X_Depositary_Token": "guessed"}, 403),
        ({"Content_Type": "text/plain"}, 415),
        ({"Content_Type": "application/x-www-form-urlencoded"}, 415),
        ({"Origin": "http://localhost:1"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec_Fetch_Site": "same-site"}, 403),
        ({"Sec_Fetch_Site": "cross-site"}, 403),
    ],
)
def test_a_change_without_what_only_the_page_has_is_refused(served, path, headers, status) -> None:
    found, _, _ = asked(served, "POST", f"{path}/decide", LATER, **headers)

    assert found == status


@pytest.mark.parametrize("action", ["decide", "undo", "redo", "judge", "check"])
@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "OPTIONS"])
def test_nothing_but_post_changes_anything(served, path, action, method) -> None:
    status, _, _ = asked(served, method, f"{path}/{action}")

    assert status == 405
    assert not list(served.project.seeds.glob("*.reading.json"))


@pytest.mark.parametrize(
    "name",
    ["../../pages.py", "..%2f..%2fpages.py", "/etc/passwd", "%2e%2e/app.py", "fonts/../../app.py"],
)
def test_no_path_of_a_client_reaches_a_file(served, name) -> None:
    status, _, _ = asked(served, "GET", f"/{served.token}/static/{name}")

    assert status == 404


@pytest.mark.parametrize("source", ["..", "..%2fseeds", "src-other", "%00", "src-canal%00"])
def test_no_source_but_those_in_custody_is_opened(served, source) -> None:
    status, _, _ = asked(served, "GET", f"/{served.token}/{source}")

    assert status == 404


@pytest.mark.parametrize(
    "body",
    [
        b"", b"[]", b"{", b'{"op": "wipe"}', b'{"op": "accept", "keys": "act-1"}',
        b'{"op": "add", "table": 1, "entries": [{}]}', b'{"op": "accept", "keys": [1]}',
        b"[" * 100_000, b'{"op": "add", "table": "../x", "entries": [{"a": 1}]}',
        b'{"op": "add", "table": "rejected", "entries": [{"a": 1}]}',
        b'{"op": "add", "table": "actors", "entries": [{"evidence": [1, {"quote": 3}]}]}',
        b'{"op": "add", "table": "actors", "entries": [{"evidence": [{"nth": "b"}]}]}',
        b'{"op": "add", "table": "claims", "entries": [{"responds_to": [2, [3]], "speaker": {}}]}',
        b'{"op": "add", "table": "events", "entries": [{"id": 5, "evidence": "x", "title": null}]}',
    ],
)  # fmt: skip
def test_what_is_no_decision_is_refused_in_words(served, path, body) -> None:
    status, headers, text = asked(served, "POST", f"{path}/decide", body)

    assert status in (400, 422)
    assert headers["content-type"] == "application/json"
    assert b"E80" in text or b"E4" in text


def test_a_body_that_is_too_long_is_not_read(served, path) -> None:
    status, _, _ = asked(served, "POST", f"{path}/decide", b" " * 4_000_001)

    assert status == 413


def test_every_answer_forbids_what_is_not_its_own(served, path) -> None:
    for each in (path, f"/{served.token}/static/page.js", "/nothing", f"{path}/found?table=actors"):
        _, headers, _ = asked(served, "GET", each)

        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert headers["cache-control"] == "no-store"
        assert "access-control-allow-origin" not in headers


def test_a_page_on_another_port_changes_and_reads_nothing(
    served: Served, path: str, elsewhere, refusing: Page
) -> None:
    address, pages = elsewhere
    target = f"http://127.0.0.1:{served.port}{path}"
    same_site = f"http://localhost:{served.port}{path}"
    pages.append(f"""<!doctype html><iframe src="{same_site}"></iframe>
      <form method="post" enctype="text/plain" action="{same_site}/decide" target="f">
      <input name='{{"op":"later","keys":["act-1"],"reason":"' value='"}}'></form>
      <iframe name="f"></iframe><script>
      window.results = [];
      const tries = [
        ["{target}/undo", {{ method: "POST", mode: "no-cors", body: "{{}}" }}],
        ["{same_site}/decide", {{ method: "POST", body: "{{}}", credentials: "include",
          headers: {{ "Content-Type": "application/json",
                      "X-Depositary-Token": "{served.token}" }} }}],
        ["{same_site}", {{ credentials: "include" }}],
      ];
      document.forms[0].submit();
      Promise.allSettled(tries.map(([where, how]) => fetch(where, how).then((r) => r.text())))
        .then((all) => {{ window.results = all.map((each) => each.value ?? "refused"); }});
      </script>""")

    refusing.goto(address)
    refusing.wait_for_function("window.results.length === 3")
    results = refusing.evaluate("window.results")
    framed = [frame.url for frame in refusing.frames if "src-canal" in frame.url]

    assert results == ["refused"] * 3
    assert all("Tirn" not in frame.content() for frame in refusing.frames), framed
    assert not list(served.project.seeds.glob("*.reading.json"))
    assert not (served.project.root / ".depositary" / "review").exists()


def test_the_page_asks_no_other_machine_for_anything(served: Served, window) -> None:
    page = window()
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))

    page.goto(served.address)
    settled(page)
    page.keyboard.press("a")
    settled(page)

    assert len(requests) > 5
    assert all(each.startswith(f"http://127.0.0.1:{served.port}/") for each in requests)
