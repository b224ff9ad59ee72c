"""A release is cited in the form that a reader's program reads."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from click.testing import CliRunner

from depositary.cli.cite import cite
from depositary.errors import DataError
from depositary.release import citing
from depositary.release.metadata.facts import Facts

PEOPLE = [{"title": "Mara Lu Quill", "givenName": "Mara Lu", "familyName": "Quill"},
          {"title": "The Gull & Reed Archive"}]  # fmt: skip
FACTS = Facts(
    {"name": "gulls", "title": "Gulls of 100% {Arvenia}", "contributors": PEOPLE,
     "homepage": "https://example.org/gulls", "keywords": ["gulls"]},
    "1.2.0", "2031-05-02",
)  # fmt: skip


def test_apa_names_who_when_what_and_which_version():
    assert citing.FORMS["apa"](FACTS) == (
        "Quill, M. L., & The Gull & Reed Archive. (2031). Gulls of 100% {Arvenia} (Version 1.2.0) "
        "[Data set]. https://example.org/gulls"
    )


def test_bibtex_escapes_what_latex_would_obey():
    text = citing.FORMS["bibtex"](FACTS)

    assert text.startswith("@misc{gulls-1.2.0,")
    assert r"author = {Quill, Mara Lu and {The Gull \& Reed Archive}}" in text
    assert r"title = {{Gulls of 100\% \{Arvenia\}}}" in text
    assert "month = may," in text


def test_ris_begins_with_its_type_and_ends_with_its_end():
    lines = citing.FORMS["ris"](FACTS).splitlines()

    assert (lines[0], lines[-1]) == ("TY  - DATA", "ER  - ")
    assert "AU  - Quill, Mara Lu" in lines


def test_csl_json_is_what_reference_managers_read():
    (item,) = json.loads(citing.FORMS["csl-json"](FACTS))

    assert item["author"] == [{"family": "Quill", "given": "Mara Lu"},
                              {"literal": "The Gull & Reed Archive"}]  # fmt: skip
    assert item["issued"] == {"date-parts": [[2031, 5, 2]]}


@pytest.mark.parametrize("form", sorted(citing.FORMS))
def test_what_is_not_dated_gets_no_year(form):
    text = citing.FORMS[form](replace(FACTS, date=""))

    assert "2031" not in text


@pytest.mark.parametrize("form", sorted(citing.FORMS))
def test_the_command_cites_the_folder_the_archive_and_the_latest_alike(published, form):
    dist = published / "dist"
    places = [dist, dist / "1.0.0", next(dist.glob("*.zip"))]

    said = {CliRunner().invoke(cite, [str(place), "--format", form]).stdout for place in places}

    assert len(said) == 1
    assert "1.0.0" in said.pop()


def test_a_package_that_names_nobody_is_not_cited(tmp_path):
    (tmp_path / "datapackage.json").write_text('{"name": "x", "resources": []}')

    with pytest.raises(DataError) as caught:
        citing.citation(tmp_path, "apa")

    assert caught.value.code == "E513"


def test_a_publisher_that_is_the_author_is_named_once():
    house = {"title": "The Gull Archive", "roles": ["creator", "publisher"]}
    facts = replace(FACTS, package=FACTS.package | {"contributors": [house]})

    assert citing.FORMS["apa"](facts).count("The Gull Archive") == 1


def test_the_readme_of_a_release_cites_it_as_the_command_does(published):
    readme = (published / "dist" / "1.0.0" / "README.md").read_text("utf-8")

    assert citing.citation(published / "dist" / "1.0.0", "apa") in readme
