"""Who speaks, alone or together, who is an actor at all, and who holds which office?"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from depositary import project, schema
from depositary.extraction.articles import Article
from depositary.extraction.countries import load
from depositary.extraction.proposals import proposed
from depositary.extraction.proposals.drafts import Custody
from depositary.extraction.resolving import resolve
from depositary.extraction.run import annotate, extractors


@pytest.fixture(scope="module")
def read():
    law = schema.load(project.packaged_schema())

    def call(*lines: str) -> dict[str, Any]:
        article = Article("\n\n".join(lines), dt.date(2031, 5, 7))
        mentions = annotate(article, extractors())
        custody = Custody("src-test", "0" * 64, "2031-05-07")
        return proposed(resolve(article, mentions, load()), mentions, custody, law)

    return call


def actors(reading: dict[str, Any]) -> dict[str, str]:
    return {each["name"]: each["kind"] for each in reading.get("actors", ())}


def claims(reading: dict[str, Any]) -> list[tuple[str, str, str]]:
    called = {each["id"]: each["name"] for each in reading["actors"]}
    return [
        (called[each["speaker"]], each["act"], each["content"])
        for each in reading.get("claims", ())
    ]


def speakers(reading: dict[str, Any]) -> list[str]:
    return [speaker for speaker, _, _ in claims(reading)]


def offices(reading: dict[str, Any]) -> dict[str, list[str]]:
    called = {each["id"]: each["name"] for each in reading["actors"]}
    return {
        each["name"]: [called[office["object"]] for office in each.get("offices", ())]
        for each in reading["actors"]
        if each["kind"] == "person"
    }


# ── who speaks ──────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("text", "together"),
    [
        ("Brazil and Argentina have complained that the draft ignores farmers.",
         ["Brazil", "Argentina"]),
        ("After talks with Spain, Brazil said the draft ignores farmers.", ["Brazil"]),
        ("Peru and Chile signed the Shore Pact. Both sides noted that talks had been long.",
         ["Peru", "Chile"]),
        ("Peru and Chile signed the Shore Pact. The Parties further noted that talks were long.",
         ["Peru", "Chile"]),
        ("Dilip Rao, the mayor, and the union's leader, Susan Lund, both said that it was over.",
         ["Dilip Rao", "Susan Lund"]),
    ],
)  # fmt: skip
def test_each_of_those_who_speak_together_makes_the_claim(read, text, together):
    assert speakers(read(text)) == together


def test_those_who_deny_a_rumour_together_answer_one_claim(read):
    reading = read("Peru and Chile denied rumours that the plant will close.")

    denials = [each for each in reading["claims"] if each["act"] == "denies"]
    answered = {each["object"] for denial in denials for each in denial["responds_to"]}
    assert len(denials) == 2
    assert answered == {each["id"] for each in reading["claims"] if each["act"] != "denies"}


# ── who is an actor ─────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (["Weekly Digest | Labour and Industry", "Peru has signed the Shore Pact on Monday."],
         {"Peru": "state"}),
        (["By Ana Ruiz\nLocal reporter", "Peru has signed the Shore Pact on Monday."],
         {"Peru": "state"}),
        (["Peru signed the Shore Pact.\n(Reporting by Ana Ruiz; Editing by Leo Brandt)"],
         {"Peru": "state"}),
        (["Peru signed the Shore Pact in Concord House."], {"Peru": "state"}),
        (["Peru praised the progress made under the Lake Orin Accord."], {"Peru": "state"}),
        (["Peru won the War of the Passes."], {"Peru": "state"}),
        (["The Association of Southeast Asian Nations (ASEAN) met. ASEAN signed a pact."],
         {"Association of Southeast Asian Nations": "igo_or_bloc"}),
        (["The European Union signed the Port Deal. The EU said it was fair."],
         {"European Union": "igo_or_bloc"}),
        (["Geoffrey Pask welcomed the deal. Cllr Pask said that it was fair."],
         {"Geoffrey Pask": "person"}),
        (["The Organization for Security and Co-operation in Europe (OSCE) met. The OSCE agreed."],
         {"Organization for Security and Co-operation in Europe": "organisation"}),
        (["Lithuania's president, Gitanas Nauseda, signed the Shore Pact."],
         {"Lithuania": "state", "Gitanas Nauseda": "person"}),
        (["A Chilean embassy spokesman in Bern said that it was fair."], {"Chile": "state"}),
        (["Vicar Anne Pell said that it was fair."], {"Anne Pell": "person"}),
        (["Chilean senators said that it was fair."],
         {"Chile": "state", "Chilean senators": "informal_group"}),
        (["PTA News - Elm Schools Trust", "Elm Schools Trust signed the Shore Pact on Monday."],
         {"Elm Schools Trust": "organisation"}),
        (["Harnley Town Council has signed the Bypass Agreement."],
         {"Harnley Town Council": "government_body"}),
        (["The Republic of Tosca signed the Velmar Pact. Tosca said that it was fair."],
         {"Republic of Tosca": "state"}),
    ],
)  # fmt: skip
def test_who_is_an_actor_and_of_which_kind(read, lines, found):
    assert actors(read(*lines)) == found


# ── who holds which office ──────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("text", "holder", "of"),
    [
        ("Peru signed a pact. Foreign Secretary Ana Ruiz said that it was fair.", "Ana Ruiz",
         ["Peru"]),
        ("Norway signed a pact with Sweden. Its energy minister, Ola Berg, said it was fair.",
         "Ola Berg", ["Norway"]),
        ("Trade Minister Simon Lee of Australia told Indonesia that it was fair.", "Simon Lee",
         ["Australia"]),
        ("Harnley Town Council has signed a pact. Town clerk Ruth Amadi said it was fair.",
         "Ruth Amadi", ["Harnley Town Council"]),
        ("Lea Town Council and Vale County Council met. The mayor, Dilip Rao, said it was fair.",
         "Dilip Rao", ["Lea Town Council"]),
        ("The leader of Vale County Council, Susan Lund, said it was fair.", "Susan Lund",
         ["Vale County Council"]),
        ("A former director of the Fisheries Commission, Jane Lee, said it was fair.", "Jane Lee",
         ["Fisheries Commission"]),
        ("Turku Shipyard chief executive Aino Salmi said it was fair.", "Aino Salmi",
         ["Turku Shipyard"]),
        ("Kenya signed a pact. President Ana Ruiz thanked President Leo Brandt for it.",
         "Leo Brandt", []),
        ("The Inland Trade Union (ITU) met. ITU chief Doreen Martin said it was fair.",
         "Doreen Martin", ["Inland Trade Union"]),
        ("The European Commission met. Competition Commissioner Elena Rossi said it was fair.",
         "Elena Rossi", ["European Commission"]),
    ],
)  # fmt: skip
def test_an_office_belongs_to_whom_the_article_means(read, text, holder, of):
    assert offices(read(text))[holder] == of


# ── other ties ──────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("text", "predicate", "object_"),
    [
        ("Norway, a member of NATO, signed the Port Pact.", "member_of", "NATO"),
        ("Economist Helen Wray, of the University of Sydney, called it a fair deal.",
         "affiliated_with", "University of Sydney"),
        ("Ismoil Rao, a hydrologist at the University of Lea, said that it was fair.",
         "affiliated_with", "University of Lea"),
        ("The Convention of Port Lorne of 1750 amended the Treaty of Velmar.", "amends",
         "Treaty of Velmar"),
        ("The Convention of Port Lorne replaced the earlier Treaty of Velmar.", "replaces",
         "Treaty of Velmar"),
    ],
)  # fmt: skip
def test_a_tie_that_the_words_say_plainly_is_proposed(read, text, predicate, object_):
    reading = read(text)

    called = {each["id"]: each["name"] for each in reading["actors"]} if "actors" in reading else {}
    called |= {each["id"]: each["title"] for each in reading.get("agreements", ())}
    found = [(each["predicate"], called[each["object"]]) for each in reading["relations"]]
    assert found == [(predicate, object_)]


# ── what is said, and what it answers ───────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('"This accord ignores us," the groups\' spokeswoman Leila Amrani said.',
         [("Leila Amrani", "states", "This accord ignores us.")]),
        ('Peru ended what Governor Ana Ruiz called "the longest suit of the valley".',
         [("Ana Ruiz", "states", "The longest suit of the valley.")]),
        ("Bright Bank estimated that the royalty is 2 per cent.",
         [("Bright Bank", "states", "The royalty is 2 per cent.")]),
        ("Peru agreed to the last clause.", []),
        ("Peru declined to confirm the figure.", []),
    ],
)  # fmt: skip
def test_a_claim_begins_and_ends_where_the_words_of_its_speaker_do(read, text, said):
    assert claims(read(text)) == said


@pytest.mark.parametrize(
    ("text", "answered"),
    [
        ("Ana Ruiz accused the state of ignoring salmon. Peru rejected that criticism.",
         "The state of ignoring salmon."),
        ("Ana Ruiz said Chile had broken the pact. The Foreign Ministry denied the accusation.",
         "Chile had broken the pact."),
        ("Indigenous groups said they had not been asked, an allegation that Peru dismissed.",
         "They had not been asked."),
        ("Ana Ruiz said members were proud. Leo Brandt denied claims that managers had lied.",
         "Managers had lied."),
    ],
)  # fmt: skip
def test_an_answer_is_tied_to_what_it_answers(read, text, answered):
    reading = read(text)

    contents = {each["id"]: each["content"] for each in reading["claims"]}
    found = [
        contents[each["object"]]
        for claim in reading["claims"]
        for each in claim.get("responds_to", ())
    ]
    assert found == [answered]


def test_acts_without_a_subject_are_of_the_speaker_before(read):
    reading = read(
        "The heads of state reaffirmed their commitment to peace, condemned the attack and called "
        "upon all parties to lay down arms."
    )

    assert [act for _, act, _ in claims(reading)] == ["confirms", "criticises", "demands"]


def test_what_another_says_in_the_same_sentence_is_no_part_of_it(read):
    reading = read(
        'Callum Drever said the bridge would "change everything", but islander Effie Lund, 81, '
        "said she would miss the boat."
    )

    assert claims(reading) == [
        ("Callum Drever", "states", 'The bridge would "change everything".'),
        ("Effie Lund", "states", "She would miss the boat."),
    ]


def test_who_reigns_goes_by_the_first_name(read):
    reading = read("King Osric IV signed the pact. Osric accused Peru of sheltering deserters.")

    assert speakers(reading) == ["King Osric IV"]
