"""``depositary extract``: a proposed reading beside the register, never in it."""

import json

import pytest

from depositary import jsontext, schema
from depositary.reading import faults_of

PROPOSED = ".depositary/proposed/harbour.reading.json"


@pytest.fixture
def unread(harbour):
    """The harbour project before anyone read its article."""
    (harbour.seeds / "harbour.reading.json").unlink()
    return harbour


def test_each_article_that_nobody_has_read_gets_a_proposed_reading(unread, depositary):
    result = depositary("extract")

    document, faults = jsontext.parse((unread.root / PROPOSED).read_bytes(), PROPOSED)
    assert result.exit_code == 0
    assert not faults
    assert faults_of(document, schema.load(unread.schema), ["src-harbour"]) == []
    assert len(document.value["actors"]) > 2
    assert len(document.value["claims"]) > 1
    assert all(entry["proposed_by"]["why"] for entry in document.value["actors"])


def test_the_second_run_writes_the_same_bytes(unread, depositary):
    depositary("extract")
    first = (unread.root / PROPOSED).read_bytes()

    depositary("extract")

    assert (unread.root / PROPOSED).read_bytes() == first


def test_nothing_in_seeds_or_the_register_is_touched(unread, depositary):
    before = {path: path.read_bytes() for path in unread.seeds.iterdir()}

    depositary("extract")

    assert {path: path.read_bytes() for path in unread.seeds.iterdir()} == before
    assert not (unread.root / "datapackage").exists()


def test_an_article_that_was_read_is_read_again_only_where_it_is_named(harbour, depositary):
    assert "nothing to read" in depositary("extract").stderr
    assert not (harbour.root / PROPOSED).exists()

    result = depositary("extract", "src-harbour")

    assert result.exit_code == 0
    assert (harbour.root / PROPOSED).exists()


def test_actors_that_the_register_knows_keep_their_ids(harbour, depositary):
    depositary("extract", "src-harbour")

    value = json.loads((harbour.root / PROPOSED).read_bytes())
    new = [each["name"] for each in value.get("actors", ()) if "name" in each]
    assert "Ana Orell" not in new
    assert "Gull League" not in new


def test_a_proposal_that_was_rejected_does_not_come_back(unread, depositary):
    depositary("extract")
    value = json.loads((unread.root / PROPOSED).read_bytes())
    turned_down = value["claims"][0]["id"]
    rejected = [{"proposal": turned_down, "reason": "not in the text"}]
    read = {"source": "src-harbour", "coder": "a", "rejected": rejected}
    (unread.seeds / "harbour.reading.json").write_text(json.dumps(read), encoding="utf-8")

    depositary("extract", "src-harbour")

    assert turned_down not in (unread.root / PROPOSED).read_text(encoding="utf-8")


@pytest.mark.usefixtures("unread")
def test_json_says_what_was_proposed(depositary):
    (value,) = json.loads(depositary("extract", "--json").stdout)

    assert value["file"] == PROPOSED
    assert value["source"] == "src-harbour"


@pytest.mark.usefixtures("unread")
def test_a_source_that_is_not_in_custody_is_said_with_those_that_are(depositary):
    result = depositary("extract", "src-elsewhere")

    assert result.exit_code == 2
    assert "E415" in result.stderr
    assert "src-harbour" in result.stderr
