"""From a corrected word to the next version: what is published, what is refused, and why."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess

import pytest

import depositary
from depositary import schema
from depositary.errors import CallError, DataError
from depositary.release import verify
from depositary.release.steps import Order, make_release, release_date
from depositary.releases import read_index

TITLE = ('"title": "Harbour Treaty"', '"title": "Harbour Trade Treaty"')


def table(project, version, name):
    path = project.root / "dist" / version / "data" / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def changelog(project, version):
    return (project.root / "dist" / version / "CHANGELOG.md").read_text(encoding="utf-8")


def dataset(project, **values):
    path = project.schema / "dataset.json"
    value = json.loads(path.read_bytes())
    path.write_text(json.dumps(value | values), encoding="utf-8")


def test_a_corrected_title_is_1_0_1_and_stands_in_the_changelog(project, correct, release):
    correct(*TITLE)

    outcome = release()

    assert (outcome.version, outcome.verdict.rule) == ("1.0.1", "V2")
    assert "- agreements `agr-harbour-treaty`" in changelog(project, "1.0.1")
    assert "title “Harbour Treaty” → “Harbour Trade Treaty”" in changelog(project, "1.0.1")
    assert changelog(project, "1.0.1").count("\n## [") == 2
    assert verify(project.root / "dist" / "1.0.1").is_whole


def test_what_changed_is_there_as_a_page_from_the_second_release_on(project, correct, release):
    correct(*TITLE)

    release()

    dist = project.root / "dist"
    page = (dist / "1.0.1" / "changes.html").read_text("utf-8")
    assert "<h1>What changed: 1.0.0 → 1.0.1</h1>" in page
    assert "Harbour Trade Treaty" in page
    assert not (dist / "1.0.0" / "changes.html").exists()


def test_a_curators_words_stand_in_the_changelog_of_this_and_later_releases(
    project, correct, release
):
    correct(*TITLE)
    release(edit=lambda section: section + "\nThe treaty was renamed <by mistake>.\n")
    correct(*TITLE[::-1])

    release()

    later = changelog(project, "1.0.2")
    assert later.index("## [1.0.2]") < later.index("## [1.0.1]") < later.index("by mistake")
    assert later.index("by mistake") < later.index("## [1.0.0]")


@pytest.mark.parametrize("words", ["", "# New\n", "## [9.9.9] - 2031-01-01\n"])
def test_a_section_without_its_heading_is_refused(project, correct, release, words):
    correct(*TITLE)

    with pytest.raises(CallError) as caught:
        release(edit=lambda _: words)

    assert caught.value.code == "E536"
    assert not (project.root / "dist" / "1.0.1").exists()


def test_a_section_with_another_in_it_is_refused(correct, release):
    correct(*TITLE)

    with pytest.raises(CallError) as caught:
        release(edit=lambda section: section + "\n## [1.0.0] - 1999-01-01\n")

    assert caught.value.code == "E536"


@pytest.mark.parametrize(("policy", "words"), [
    ("datapackage", "version recipe"), ("croissant", "MLCommons Croissant"), ("calver", "dates"),
])  # fmt: skip
def test_the_changelog_says_by_which_policy_versions_go(project, correct, release, policy, words):
    dataset(project, versioning=policy)
    correct(*TITLE)

    outcome = release()

    assert f"[{words}](" in changelog(project, outcome.version).replace("Data Package ", "")


def test_a_second_run_changes_nothing(project, correct, release):
    correct(*TITLE)
    release()
    before = {path: path.stat().st_mtime_ns for path in project.root.rglob("*")}

    outcome = release()

    assert outcome.state == "unchanged"
    assert {path: path.stat().st_mtime_ns for path in project.root.rglob("*")} == before


def test_a_dry_run_writes_nothing_and_says_what_it_would(project, correct, release):
    correct(*TITLE)
    before = sorted(project.root.rglob("*"))

    outcome = release(is_dry_run=True)

    assert (outcome.state, outcome.version) == ("planned", "1.0.1")
    assert "1.0.1/datapackage.json" in outcome.sizes
    assert sorted(project.root.rglob("*")) == before
    assert outcome.release_id == release().release_id


@pytest.mark.parametrize(
    ("words", "version", "rule"),
    [
        (('"name": "Ana Orell"', '"name": "Anna Orell"'), "1.0.1", "V2"),
        (('"A spokesman for Veld"', '"spokesman for Veld"'), "1.0.1", "V2"),
        (('"expression": "on Friday"', '"expression": "Friday"'), "1.0.1", "V2"),
        (('"place": "Port Sael"', '"place": "Port"'), "1.0.1", "V2"),
        (('"edtf": "2027"', '"edtf": "2027?"'), "1.1.0", "V1"),
        (('"role": "signatory"', '"role": "negotiator"'), "1.1.0", "V1"),
        (('"country": "LUT"', '"country": "LTH"'), "1.1.0", "V1"),
        (
            ('{"name": "Veld", "kind": "short"}',
             '{"name": "Veld", "kind": "short"}, {"name": "Mr Veld", "kind": "variant"}'),
            "1.1.0", "R2",
        ),
    ],
)  # fmt: skip
def test_one_correction_of_a_curator_gives_the_version_it_deserves(
    correct, release, words, version, rule
):
    correct(*words)

    outcome = release(is_dry_run=True)

    assert (outcome.version, outcome.verdict.rule) == (version, rule)


def test_the_id_of_a_corrected_link_leads_on_to_its_successor_for_ever(project, correct, release):
    old = "dat-evt-harbour-treaty-signing--occurred--on-friday"
    correct('"expression": "on Friday"', '"expression": "Friday"')
    release()
    correct(*TITLE)
    release()

    for version in ("1.0.1", "1.0.2"):
        (entry,) = (row for row in table(project, version, "records") if row["record_id"] == old)
        assert entry["retired"] == "1.0.1"
        assert entry["replaced_by"] == "dat-evt-harbour-treaty-signing--occurred--friday"
    assert depositary.check(project.root / "dist" / "1.0.2").is_valid


def test_each_id_keeps_the_version_in_which_it_was_given(project, correct, release):
    correct(
        '"relations": [',
        """"relations": [{
      "subject": "evt-arvenia-joins-league", "predicate": "precedes",
      "object": "evt-arvenia-leaves-league",
      "evidence": [{"quote": "Arvenia joined the Gull League in 2027"}]},""",
    )

    release()

    since = {row["record_id"]: row["since"] for row in table(project, "1.1.0", "records")}
    new = "rel-evt-arvenia-joins-league--precedes--evt-arvenia-leaves-league"
    assert since[new] == "1.1.0"
    assert {value for key, value in since.items() if key != new} == {"1.0.0"}


def test_a_record_that_vanishes_without_a_word_stops_the_release(project, correct, release):
    correct('{"actor": "act-ana-orell", "role": "signatory"},', "")

    with pytest.raises(DataError) as caught:
        release()

    assert caught.value.code == "E505"
    assert "act-ana-orell" in caught.value.message
    assert not (project.root / "dist" / "1.1.0").exists()


def test_a_record_that_is_withdrawn_with_a_reason_does_not(project, correct, release):
    gone = "par-evt-harbour-treaty-signing--signatory--act-ana-orell"
    correct(
        '{"actor": "act-ana-orell", "role": "signatory"},', "",
        '"claims": [', f'"retired": [{{"id": "{gone}", "reason": "Not said."}}], "claims": [',
    )  # fmt: skip

    outcome = release()

    assert (outcome.version, outcome.verdict.rule) == ("1.1.0", "R1")
    assert f"- participants `{gone}`: Not said." in changelog(project, "1.1.0")


def test_errors_in_the_data_stop_the_release(project, release):
    path = project.seeds / "harbour.reading.json"
    path.write_text(path.read_text("utf-8").replace("on Friday", "on Fryday"), encoding="utf-8")

    with pytest.raises(DataError) as caught:
        release()

    assert caught.value.code == "E509"
    assert "E410" in {finding.code for finding in caught.value.findings}
    assert not list((project.root / "dist").glob(".staging*"))
    assert not list((project.root / "dist").glob("*1.0.1*"))


def test_the_version_may_be_raised_and_not_lowered(correct, release):
    correct('"edtf": "2027"', '"edtf": "2027?"')

    with pytest.raises(CallError) as caught:
        release(bump="patch")

    assert caught.value.code == "E503"
    assert release(bump="minor", is_dry_run=True).version == "1.1.0"
    assert release(bump="major").version == "2.0.0"


def test_a_first_release_has_nothing_to_raise(project, release):
    shutil.rmtree(project.root / "dist")

    with pytest.raises(CallError, match="no version to raise"):
        release(bump="major")


def test_each_release_names_the_one_before(project, correct, release):
    first = verify(project.root / "dist" / "1.0.0").release_id
    correct(*TITLE)

    release()

    folder = project.root / "dist" / "1.0.1"
    package = json.loads((folder / "datapackage.json").read_bytes())
    statement = json.loads((folder / "provenance.json").read_bytes())
    assert package["previousRelease"] == {"version": "1.0.0", "releaseId": first}
    parameters = statement["predicate"]["buildDefinition"]["externalParameters"]
    assert parameters["previousRelease"]["releaseId"] == first


def test_a_release_before_that_was_tampered_with_is_not_built_upon(project, correct, release):
    correct(*TITLE)
    (project.root / "dist" / "1.0.0" / "data" / "actors.csv").write_text("actor_id\n")

    with pytest.raises(DataError) as caught:
        release()

    assert caught.value.code == "E507"


def test_the_last_release_may_be_an_archive_or_a_folder_elsewhere(
    project, published, correct, release, tmp_path
):
    correct(*TITLE)
    places = [next((published / "dist").glob("*.zip")), published / "dist" / "1.0.0",
              published / "dist"]  # fmt: skip

    for number, place in enumerate(places):
        outcome = release(target=tmp_path / f"to{number}", since=str(place))
        assert (outcome.version, outcome.before) == ("1.0.1", "1.0.0")
    kept = [tmp_path / f"to{number}" / "1.0.1" / "README.md" for number in range(3)]
    assert len({path.read_bytes() for path in kept}) == 1
    assert project.root.is_dir()


def git(project, *arguments):
    name = ("-c", "user.name=Mara", "-c", "user.email=mara@example.org")
    subprocess.run(["git", "-C", project.root, *name, *arguments], check=True, capture_output=True)


def test_the_last_release_may_be_a_revision_of_git(project, correct, release, tmp_path):
    shutil.rmtree(project.root / "dist")
    hook = tmp_path / "ran"
    git(project, "init", "-q")
    git(project, "config", "core.fsmonitor", f"touch {hook}; false")
    git(project, "-c", "core.fsmonitor=", "add", "-A")
    git(project, "-c", "core.fsmonitor=", "commit", "-qm", "first")
    git(project, "-c", "core.fsmonitor=", "tag", "v1.0.0")
    correct(*TITLE)
    hook.unlink(missing_ok=True)

    outcome = release(since="v1.0.0")

    assert (outcome.version, outcome.before) == ("1.0.1", "1.0.0")
    assert not hook.exists()


@pytest.mark.parametrize("since", ["v9", "--output=evil", "HEAD:schema", "nowhere/1.0.0"])
def test_a_release_before_that_is_not_there_is_said_to_be_missing(project, release, since):
    git(project, "init", "-q")

    with pytest.raises(CallError) as caught:
        release(since=since)

    assert caught.value.code == "E510"


def test_a_release_before_that_is_older_than_the_target_is_refused(
    project, published, correct, release
):
    correct('"edtf": "2027"', '"edtf": "2027?"')
    release(bump="major")
    correct(*TITLE)

    with pytest.raises(CallError) as caught:
        release(since=str(published / "dist" / "1.0.0"))

    assert caught.value.code == "E503"
    assert project.root.is_dir()


def test_the_date_is_given_or_that_of_the_dataset(project, correct, release):
    correct(*TITLE)
    law = schema.load(project.schema)

    outcome = release(date="2031-06-01")

    package = json.loads((project.root / "dist/1.0.1/datapackage.json").read_bytes())
    assert outcome.date == "2031-06-01"
    assert package["created"] == "2031-06-01T00:00:00Z"
    assert release_date("", law) == law.dataset["updated"]
    for wrong in ("tomorrow", "2031-02-30", "20310601", "2031-W01-1", "2031-06-01T00:00"):
        with pytest.raises(CallError) as caught:
            release_date(wrong, law)
        assert caught.value.code == "E512"


def test_every_step_is_told_in_order(project, correct):
    correct(*TITLE)
    told = []

    make_release(Order(project.root), lambda step, _: told.append(step))

    assert told == [
        "check", "diff", "version", "formats", "changelog", "archive", "verify", "publish", "index",
    ]  # fmt: skip


def test_changes_are_there_by_row_and_cell(project, correct, release):
    correct(*TITLE)
    release()
    folder = project.root / "dist" / "1.0.1"

    with (folder / "changes.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    why = json.loads((folder / "changes.json").read_bytes())

    assert rows[0] == {
        "op": "change", "table": "agreements", "key": "agr-harbour-treaty", "column": "title",
        "old": "Harbour Treaty", "new": "Harbour Trade Treaty", "class": "value", "rule": "V2",
        "reason": "",
    }  # fmt: skip
    assert (why["bump"], why["before"], why["after"]) == ("patch", "1.0.0", "1.0.1")


def test_the_first_release_lists_every_row_it_added(project):
    with (project.root / "dist/1.0.0/changes.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))

    tables = [path.stem for path in (project.root / "dist/1.0.0/data").glob("*.csv")]
    assert len(rows) == sum(len(table(project, "1.0.0", name)) for name in tables)


def test_the_version_of_the_dataset_is_a_floor(project, correct, release):
    correct(*TITLE)
    dataset(project, version="3.0.0")
    from depositary import building

    law = schema.load(project.schema)
    building.write(project, building.artefacts(project, law, building.build(project, law)))

    assert release().version == "3.0.0"


def test_two_versions_differ_by_what_was_released(project, correct, release):
    correct(*TITLE)
    release()

    changes = depositary.diff(project.root / "dist" / "1.0.0", project.root / "dist" / "1.0.1")

    assert list(changes.tables) == ["agreements", "records"]
    assert depositary.diff(project.root / "dist", project.root).is_empty
    assert depositary.diff(project.root / "dist", project.datapackage).is_empty


@pytest.mark.parametrize("name", ["notes.txt", "empty", "nothing"])
def test_what_is_no_package_cannot_be_compared(project, tmp_path, name):
    (tmp_path / "notes.txt").write_text("hello")
    (tmp_path / "empty").mkdir()

    with pytest.raises((CallError, DataError)) as caught:
        depositary.diff(tmp_path / name, project.root)

    assert caught.value.code in ("E508", "E510")


def test_a_mended_quote_is_told_by_its_record_and_where_it_differs(project, correct, release):
    quote = "Ana Orell and Tomas Veld, will sign the Harbour Treaty in Port Sael on Friday"
    correct(f'{quote}"', f'{quote}, officials said"')

    release()

    text = changelog(project, "1.0.1")
    assert "(evt-harbour-treaty-signing)" in text
    assert "officials said" in text


def test_tries_are_counted_and_never_the_latest(correct, release):
    correct("Ana Orell", "Ana Orrell")

    tries = [release(stage="rc").version for _ in range(2)]
    final = release().version

    assert tries == [f"{final}-rc.1", f"{final}-rc.2"]


def test_a_try_is_compared_with_the_last_final_version(project, correct, release):
    correct("Ana Orell", "Ana Orrell")
    release(stage="beta")

    index = read_index(project.root / "dist")

    assert index.latest.version == "1.0.0"
    assert release(is_dry_run=True).before == "1.0.0"


def test_a_forced_version_carries_its_reason(project, correct, release):
    correct('"country": "LUT"', '"country": "LUX"')

    outcome = release(bump="patch", reason="The code was never used.")

    changelog = (project.root / "dist" / outcome.version / "CHANGELOG.md").read_text("utf-8")
    assert outcome.version == "1.0.1"
    assert "The code was never used; lowered from minor" in changelog


def test_a_dataset_may_count_by_the_calendar(project, correct, release):
    path = project.schema / "dataset.json"
    path.write_text(path.read_text("utf-8").replace('"datapackage"', '"calver"'), "utf-8")
    correct('"country": "LUT"', '"country": "LUX"')

    assert release(date="2031-05-02").version == "2031.5.0"
