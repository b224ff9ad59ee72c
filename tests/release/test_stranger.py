"""Somebody who never saw the project takes the newest release from a web folder, and uses it."""

from __future__ import annotations

import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest

from installing import run_well

pytestmark = pytest.mark.slow

SCRIPT = """
import sys
import depositary

print(depositary.__file__)
release = depositary.open_release(sys.argv[1], "^1")
assert release.verify().is_whole
print(release.citation)
print(release.table("agreements")["title"].to_pylist())
before = depositary.open_release(sys.argv[1], "1.0.0")
found = depositary.diff(before.path, release.path)
(change,) = found.tables["agreements"].changed
print([(cell.column, cell.old, cell.new) for cell in change.cells])
print(release.changelog)
"""


@pytest.fixture
def web(project, correct, release):
    """The address of a web folder with two releases; the project itself is not served."""
    correct('"title": "Harbour Treaty"', '"title": "Harbour Trade Treaty"')
    release()

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    folder = project.root / "dist"
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/index.json"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def ask(installed, tmp_path):
    """Run what pip installed, in an empty folder, with nothing of the project at hand."""
    home = tmp_path / "stranger"
    home.mkdir()

    def asked(command, *arguments):
        return run_well(installed / command, *arguments, cwd=home,
                        XDG_CACHE_HOME=str(home / "cache"), NO_COLOR="1")  # fmt: skip

    return asked


def test_a_stranger_verifies_cites_loads_and_sees_what_changed(web, ask, installed):
    said = ask("python", "-c", SCRIPT, web)

    assert said.startswith(str(installed.parent))

    assert "(Version 1.0.1) [Data set]" in said
    assert "['Harbour Trade Treaty']" in said
    assert "[('title', 'Harbour Treaty', 'Harbour Trade Treaty')]" in said
    assert "title “Harbour Treaty” → “Harbour Trade Treaty”" in said


def test_a_stranger_does_the_same_in_a_shell(web, ask):
    run = partial(ask, "depositary")

    new = run("fetch", web, "--to", "data").strip()
    old = run("fetch", web, "--version", "1.0.0", "--to", "data").strip()

    assert "none changed, missing or added" in run("verify", new)
    assert "(Version 1.0.1) [Data set]" in run("cite", new)
    assert "Harbour Treaty -> Harbour Trade Treaty" in run("diff", old, new)
