"""``depositary extract`` asks the register, and tells what extractors say of their own work."""

from __future__ import annotations

import json

import pytest

ARTICLE = (
    "Talks began in the old customs house on Friday, and nobody in the town was told why.\n\n"
    "The treaty was praised by orell-vey, who chairs the tidewater desk, and the harbour was "
    "closed for the day.\n"
)


def test_actors_are_found_by_names_that_only_the_register_knows(harbour, depositary, edit):
    edit('{"name": "Orell", "kind": "short"}', '{"name": "orell-vey", "kind": "variant"}')
    (harbour.root / "talks.txt").write_text(ARTICLE, encoding="utf-8")
    added = depositary("add", str(harbour.root / "talks.txt"), "--published", "2031-05-04")

    result = depositary("extract")

    assert (added.exit_code, result.exit_code) == (0, 0), added.stderr + result.stderr
    (path,) = (harbour.root / ".depositary" / "proposed").iterdir()
    actors = json.loads(path.read_bytes())["actors"]
    quotes = {each["id"]: each["evidence"][0]["quote"] for each in actors}
    assert "orell-vey" in quotes["act-ana-orell"]


@pytest.mark.usefixtures("installed", "harbour")
def test_what_extractors_say_of_their_work_is_told_at_the_end(depositary):
    result = depositary("extract", "src-harbour", "--extractor", "core", "--extractor", "halting")

    assert result.exit_code == 3
    assert "warning[E724] No answer came." in result.stderr
    assert "look at the server" in result.stderr
    assert "warning[E729] 1 was dropped." in result.stderr
