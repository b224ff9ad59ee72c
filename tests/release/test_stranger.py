"""Somebody who never saw the project takes the newest release from a web folder, and uses it."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest

SCRIPT = """
import sys
import depositary

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
def ask(tmp_path):
    """Run Python in an empty folder, with nothing of the project at hand."""
    home = tmp_path / "stranger"
    home.mkdir()

    def asked(*arguments):
        done = subprocess.run(
            [sys.executable, *arguments], cwd=home, capture_output=True, text=True, check=False,
            env={**os.environ, "XDG_CACHE_HOME": str(home / "cache"), "NO_COLOR": "1"},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    return asked


def test_a_stranger_verifies_cites_loads_and_sees_what_changed(web, ask):
    said = ask("-c", SCRIPT, web)

    assert "(Version 1.0.1) [Data set]" in said
    assert "['Harbour Trade Treaty']" in said
    assert "[('title', 'Harbour Treaty', 'Harbour Trade Treaty')]" in said
    assert "title “Harbour Treaty” → “Harbour Trade Treaty”" in said


def test_a_stranger_does_the_same_in_a_shell(web, ask):
    run = partial(ask, "-m", "depositary")

    new = run("fetch", web, "--to", "data").strip()
    old = run("fetch", web, "--version", "1.0.0", "--to", "data").strip()

    assert "none changed, missing or added" in run("verify", new)
    assert "(Version 1.0.1) [Data set]" in run("cite", new)
    assert "Harbour Treaty -> Harbour Trade Treaty" in run("diff", old, new)
