"""Events: what a sentence says that happened, who did it to whom, and how it is presented."""

from __future__ import annotations

import cProfile
import json
from pathlib import Path

import pytest

from depositary.extraction import wordlists
from depositary.extraction.articles import Article
from depositary.extraction.events import Events
from depositary.extraction.events.inflection import of_verb
from depositary.extraction.mentions import Mention

CODES = Path(__file__).resolve().parents[2] / "schema" / "codes"


def events(text, found=()):
    return list(Events().mentions(Article(text), found))


def main(text):
    return max(events(text), key=lambda each: each.confidence).about


def who(about, role):
    return [each["text"] for each in about["participants"] if each["role"] == role]


def codes(name):
    law = json.loads((CODES / f"{name}.json").read_text(encoding="utf-8"))
    return {each["const"] for each in law["oneOf"]}


@pytest.mark.parametrize(
    ("sentence", "plover"),
    [
        ("Uruguay agreed on Tuesday to open its ports to Paraguay.", "AGREE"),
        ("The Thai foreign minister met his Lao counterpart in Vientiane.", "CONSULT"),
        ("Canada praised Botswana for its elections.", "SUPPORT"),
        ("Estonia and Latvia shared intelligence about the ferry.", "COOPERATE"),
        ("Norway gave Malawi a grant of ten million dollars.", "AID"),
        ("The government of Togo lifted the curfew in Lomé.", "CONCEDE"),
        ("Ethiopia withdrew its troops from the border town.", "RETREAT"),
        ("Spanish judges opened an investigation into the mayor.", "INVESTIGATE"),
        ("Zambia called on Angola to release the fishermen.", "DEMAND"),
        ("Mexico condemned Guatemala over the killing.", "DISAPPROVE"),
        ("Sri Lanka rejected an offer from Japan.", "REJECT"),
        ("The rebels threatened to attack Kampala.", "THREATEN"),
        ("Thousands of students marched through Santiago.", "PROTEST"),
        ("Australia imposed sanctions on Fiji.", "SANCTION"),
        ("Turkey mobilised its army near Cyprus.", "MOBILIZE"),
        ("Police in Cairo arrested ten journalists.", "COERCE"),
        ("Gunmen assassinated the mayor of Tijuana.", "ASSAULT"),
        ("Warplanes bombarded the port of Hodeida.", "FIGHT"),
    ],
)
def test_each_category_of_plover_is_found(sentence, plover):
    assert main(sentence)["plover"] == plover


@pytest.mark.parametrize(
    ("sentence", "plover"),
    [
        ("Chile said it will send aid to Haiti.", "AGREE"),
        ("Chile said it would boycott the talks in Lima.", "THREATEN"),
        ("Chile will not sign the treaty with Peru.", "REJECT"),
        ("Chile said on Monday that Peru must withdraw its ships.", "DEMAND"),
    ],
)
def test_what_is_only_announced_takes_the_category_of_the_announcement(sentence, plover):
    assert main(sentence)["plover"] == plover


@pytest.mark.parametrize(
    ("sentence", "modality"),
    [
        ("Ghana ratified the convention in May.", "happened"),
        ("Ghana is negotiating with Benin.", "ongoing"),
        ("Ghana will sign the accord in May.", "planned"),
        ("Ghana is set to sign the accord in May.", "planned"),
        ("Ghana promised to deliver helicopters to Mali.", "pledged"),
        ("Critics accused Ghana of shelling villages in Togo.", "alleged"),
        ("Ghana did not sign the accord.", "negated"),
        ("Ghana may sign the accord.", "speculated"),
        ("Trade would suffer if Ghana invaded Togo.", "hypothetical"),
        ("The signing of the accord by Ghana is planned for June.", "planned"),
    ],
)
def test_modality_is_how_the_sentence_presents_it(sentence, modality):
    last = events(sentence)[-1].about

    assert last["modality"] == modality


def test_the_subject_acts_and_the_object_is_acted_upon():
    about = main("Iceland on Monday banned imports from Denmark, officials said.")

    assert who(about, "source") == ["Iceland"]
    assert who(about, "target") == ["Denmark"]


def test_a_passive_turns_source_and_target():
    about = main("Two Nepalese soldiers were attacked by Maoist rebels near the river.")

    assert who(about, "source") == ["Maoist rebels"]
    assert who(about, "target") == ["Nepalese soldiers"]


def test_those_who_are_named_together_all_take_part():
    about = main("Kenya, Uganda and Rwanda signed a customs treaty.")

    assert who(about, "source") == ["Kenya", "Uganda", "Rwanda"]
    assert {each["as"] for each in about["participants"]} == {"party"}


def test_adjectives_of_two_states_before_one_noun_are_two_actors():
    about = main("Senior Polish and Lithuanian officials agreed to share information.")

    assert who(about, "source") == ["Senior Polish", "Lithuanian officials"]


def test_a_pronoun_stands_for_the_subject_of_the_sentence():
    about = main("Cambodia says it is willing to withdraw its troops from Thailand.")

    assert who(about, "source") == ["Cambodia"]
    assert who(about, "target") == ["Thailand"]


def test_who_demands_and_who_must_are_told_apart():
    about = main("The Red Crescent said the junta and the rebels must open the road.")

    assert who(about, "source") == ["Red Crescent"]
    assert who(about, "target") == ["junta", "rebels"]


def test_who_only_says_so_takes_no_part():
    about = main("Belgium recalled its ambassador, the ministry said.")

    assert who(about, "target") == []


def test_a_supplier_and_a_recipient_are_called_so():
    about = main("Denmark delivered patrol boats to Ghana.")

    assert [(each["text"], each["as"]) for each in about["participants"]] == [
        ("Denmark", "supplier"),
        ("Ghana", "recipient"),
    ]


def test_a_noun_announces_an_event_too():
    found = events("The Moroccan invasion of Ruritania surprised many.")

    assert [each.about["event_kind"] for each in found] == ["military_action"]
    assert who(found[0].about, "target") == ["Ruritania"]


def test_the_place_is_told_where_it_is_stated():
    about = main("The ministers of Oman and Iraq met in Muscat on Friday.")

    assert about["place"]["text"] == "Muscat"


def test_every_place_in_the_text_is_right():
    text = "“Peru’s navy seized two ships,” Lima said.\n\nBolivia protested to Peru."

    for each in events(text):
        for part in [*each.about["participants"], each.about.get("place")]:
            assert part is None or text[part["start"] : part["end"]] == part["text"]


def test_an_agreement_acts_in_nothing():
    text = "The Lagos Accord threatened Benin."
    agreement = Mention(4, 16, "agreement", "test", "as given", 1.0)

    assert who(events(text)[0].about, "source") == ["Lagos Accord"]
    assert who(events(text, [agreement])[0].about, "source") == []


@pytest.mark.parametrize("sentence", ["Prices of bread rose.", "It rained in Oslo.", "", "   \n"])
def test_where_nothing_happens_nothing_is_proposed(sentence):
    assert events(sentence) == []


def test_of_several_events_that_of_the_main_clause_is_surest():
    about = main("Panama expelled the envoy after Cuba arrested two sailors.")

    assert about["plover"] == "SANCTION"


def test_the_same_text_gives_the_same_events():
    text = "Laos and Vietnam held talks in Hue. China praised Laos."

    assert events(text) == events(text)


def test_the_lexicon_has_only_categories_frames_and_kinds_that_there_are():
    rows = wordlists.rows("events.tsv")

    assert {row[3] for row in rows} - {""} <= codes("event_kind")
    assert {row[4] for row in rows} == {"acts", "mutual", "undergoes"}
    assert {row[1] for row in rows} == {"verb", "noun", "phrase"}
    assert len({row[:2] for row in rows}) == len(rows)


def test_roles_of_participants_are_codes():
    rows = wordlists.rows("event_roles.tsv")

    assert {row[0] for row in rows} <= codes("event_kind")
    assert {role for row in rows for role in row[1:]} <= codes("role")


@pytest.mark.parametrize(
    ("lemma", "past", "gerund"),
    [
        ("agree", "agreed", "agreeing"),
        ("deploy", "deployed", "deploying"),
        ("deny", "denied", "denying"),
        ("ban", "banned", "banning"),
        ("raid", "raided", "raiding"),
        ("flee", "fled", "fleeing"),
        ("strike", "struck", "striking"),
    ],
)
def test_verbs_are_inflected(lemma, past, gerund):
    forms = dict(of_verb(lemma))

    assert forms[past] in {"either", "past"}
    assert forms[gerund] == "gerund"


def test_work_grows_with_the_text_and_not_faster():
    def calls(count):
        profile = cProfile.Profile()
        article = Article("imposed to will , and " * count)
        profile.runcall(lambda: list(Events().mentions(article, ())))
        return sum(each.callcount for each in profile.getstats())

    calls(100)

    # Ten times the words; the square would be a hundred times.
    assert calls(4_000) < 15 * calls(400)
