"""Agreement of coders who worked apart: the figures of the textbooks, and what to adjudicate."""

from __future__ import annotations

import json
import sys

import pytest

from depositary.errors import Unavailable
from depositary.review.coefficients import measured


@pytest.fixture
def library():
    """Skip what needs figures where the library of the extra is not installed."""
    pytest.importorskip("nltk", reason="the extra agreement is not installed")


@pytest.mark.usefixtures("library")
def test_kappa_is_that_of_the_textbook() -> None:
    # 50 grant proposals: 20 both yes, 15 both no, 5 and 10 apart; kappa 0.4.
    cells = [("yes", "yes")] * 20 + [("yes", "no")] * 5 + [("no", "yes")] * 10 + [("no", "no")] * 15
    labels = [(who, str(n), said[at]) for n, said in enumerate(cells)
              for at, who in enumerate(("jo", "mara"))]  # fmt: skip

    found = measured("events", "modality", labels)

    assert found.agreement == pytest.approx(0.7)
    assert found.kappas == {("jo", "mara"): pytest.approx(0.4)}
    assert found.kappa == pytest.approx(0.4)
    assert found.units == 50


@pytest.mark.usefixtures("library")
def test_alpha_is_that_of_its_inventor_with_missing_values() -> None:
    # Krippendorff, Computing Krippendorff's Alpha-Reliability (2011): four observers, 12 units.
    said = {"a": "123321412...", "b": "1233224125.3", "c": ".3332342251.", "d": "12332441251."}
    labels = [(who, f"{n:02}", label) for who, row in said.items()
              for n, label in enumerate(row) if label != "."]  # fmt: skip

    assert measured("events", "kind", labels).alpha == pytest.approx(0.743, abs=0.001)


@pytest.mark.usefixtures("library")
def test_where_only_one_value_was_used_there_is_no_coefficient() -> None:
    labels = [(who, str(n), "as_reported") for n in range(3) for who in ("jo", "mara")]

    found = measured("events", "status", labels)

    assert (found.agreement, found.kappa, found.alpha) == (1.0, None, None)


@pytest.mark.usefixtures("library")
def test_free_text_has_a_share_and_no_coefficient() -> None:
    labels = [("jo", "1", "a sale"), ("mara", "1", "a gift"), ("jo", "2", "x"), ("mara", "2", "x")]

    found = measured("claims", "content", labels, is_free=True)

    assert (found.agreement, found.kappa, found.alpha) == (0.5, None, None)


def test_a_missing_library_is_said_to_be_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("nltk", "nltk.metrics", "nltk.metrics.agreement"):
        monkeypatch.setitem(sys.modules, name, None)

    with pytest.raises(Unavailable, match="extra 'agreement'") as caught:
        measured("events", "kind", [("jo", "1", "a"), ("mara", "1", "a")])

    assert caught.value.code == "E821"


# ── the command ─────────────────────────────────────────────────────────────────────────────────


def compare(depositary, *words: str):
    done = depositary("intercoder", "--json", *words)
    assert done.exit_code == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.usefixtures("library")
def test_coders_who_wrote_the_same_agree_in_everything(coder, depositary) -> None:
    coder("mara")
    coder("jo")

    found = compare(depositary)

    assert found["coders"] == {"src-harbour": ["jo", "mara"]}
    assert {part["f1"] for part in found["presence"]} == {1.0}
    assert {each["agreement"] for each in found["fields"]} == {1.0}
    assert {each["kappa"] for each in found["fields"]} <= {1.0, None}
    assert found["disagreements"] == []


@pytest.mark.usefixtures("library")
def test_a_field_with_two_values_is_told_with_both_places_and_quotes(
    coder, depositary, harbour
) -> None:
    coder("mara")
    coder("jo", lambda value: value["events"][0].update(modality="happened"))

    (found,) = compare(depositary)["disagreements"]

    assert (found["table"], found["field"]) == ("events", "modality")
    assert [saying["value"] for saying in found["sayings"]] == ["happened", "planned"]
    for saying in found["sayings"]:
        lines = (harbour.root / saying["file"]).read_text(encoding="utf-8").splitlines()
        assert f'"modality": "{saying["value"]}"' in lines[saying["line"] - 1]
        assert "will sign the Harbour Treaty" in saying["quote"]


@pytest.mark.usefixtures("library")
def test_a_record_that_one_coder_did_not_find_counts(coder, depositary) -> None:
    coder("mara")
    coder("jo", lambda value: (value["relations"].clear(), value["events"].pop()))

    found = compare(depositary)

    presence = {part["table"]: part for part in found["presence"]}
    assert presence["events"]["records"] == 5
    assert presence["events"]["by_all"] == 4
    assert presence["events"]["f1"] == pytest.approx(8 / 9, abs=1e-4)
    missing = [each for each in found["disagreements"] if each["without"]]
    assert [(each["table"], each["without"]) for each in missing] == [
        ("events", ["jo"]), ("relations", ["jo"]),
    ]  # fmt: skip


@pytest.mark.usefixtures("library")
def test_ids_that_coders_chose_differently_are_no_disagreement(coder, depositary) -> None:
    coder("mara")
    coder("jo", swaps=(("act-gull-league", "act-league"), ("clm-league-boats", "clm-boats"),
                       ("evt-patrol-boats", "evt-boats")))  # fmt: skip

    found = compare(depositary)

    assert found["disagreements"] == []
    assert {each["agreement"] for each in found["fields"]} == {1.0}


@pytest.mark.usefixtures("library")
def test_evidence_without_a_word_in_common_is_told(coder, depositary) -> None:
    coder("mara")
    coder("jo", lambda value: value["actors"][5].update(
        evidence=[{"quote": "Arvenia joined the Gull League in 2027"}]
    ))  # fmt: skip

    found = compare(depositary)

    (only,) = found["disagreements"]
    assert (only["table"], only["field"]) == ("actors", "(evidence)")
    actors = next(part for part in found["presence"] if part["table"] == "actors")
    assert actors["evidence_f1"] < 1


@pytest.mark.usefixtures("library")
def test_three_coders_have_three_kappas_and_one_alpha(coder, depositary) -> None:
    for name in ("jo", "mara", "zoe"):
        coder(name)

    kinds = next(each for each in compare(depositary)["fields"]
                 if (each["table"], each["field"]) == ("events", "kind"))  # fmt: skip

    assert [each["coders"] for each in kinds["kappa_by_pair"]] == [
        ["jo", "mara"], ["jo", "zoe"], ["mara", "zoe"],
    ]  # fmt: skip
    assert kinds["alpha"] == 1.0


@pytest.mark.usefixtures("library")
def test_the_shared_reading_is_a_coder_where_asked(coder, depositary) -> None:
    coder("jo")

    alone, both = compare(depositary), compare(depositary, "--with-shared")

    assert alone["coders"] == {}
    assert both["coders"] == {"src-harbour": ["(shared)", "jo"]}


@pytest.mark.usefixtures("library")
def test_the_table_and_the_list_are_printed(coder, depositary) -> None:
    coder("mara")
    name = coder("jo", lambda value: value["claims"][0].update(act="promises"))

    done = depositary("intercoder", "src-harbour")

    assert done.exit_code == 0
    assert "src-harbour  jo · mara" in done.stdout
    assert "kappa" in done.stdout
    assert "1 to be adjudicated" in done.stdout
    assert f"{name}:" in done.stdout
    assert "The treaty opens our ports" in done.stdout


def test_one_coder_alone_is_told_so(coder, depositary) -> None:
    coder("jo")

    done = depositary("intercoder")

    assert done.exit_code == 0
    assert "nothing to compare" in done.stdout
    assert "src-harbour: jo" in done.stdout


def test_a_reading_that_is_not_in_due_form_is_told_instead(coder, depositary) -> None:
    coder("mara")
    coder("jo", lambda value: value["events"][0].update(modality="perhaps"))

    done = depositary("intercoder")

    assert done.exit_code == 1
    assert "error[E401]" in done.stdout
    assert "seeds/harbour.jo.reading.json:" in done.stdout


def test_a_source_that_is_not_there_is_told(depositary) -> None:
    done = depositary("intercoder", "src-nowhere")

    assert done.exit_code == 2
    assert "error[E901]" in done.stderr
