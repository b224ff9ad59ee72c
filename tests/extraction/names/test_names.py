"""Names in invented news: what they are of, where they end, and what stands with them."""

import time

import pytest

from depositary.extraction.articles import Article
from depositary.extraction.names import Known, KnownNames, Names
from depositary.extraction.names.model import known_model


def _found(text, names=None):
    article = Article(text)
    return {
        article.text[each.start : each.end]: each
        for each in (names or Names()).mentions(article, ())
    }


def _kinds(text):
    return {name: each.kind for name, each in _found(text).items()}


def test_a_person_is_named_without_the_office_and_the_office_is_told():
    text = (
        "Norwegian Foreign Minister Ola Nordmann met Swedish President Astrid Lindqvist on Monday."
    )

    found = _found(text)

    assert {name: each.kind for name, each in found.items()} == {
        "Ola Nordmann": "person",
        "Astrid Lindqvist": "person",
    }
    about = found["Ola Nordmann"].about
    assert about["title"] == "Norwegian Foreign Minister"
    assert text[about["title_start"] : about["title_end"]] == about["title"]


def test_an_office_after_a_comma_is_told():
    found = _found("Maria Keller, the foreign minister of Austria, said that talks would go on.")

    assert found["Maria Keller"].about["title"] == "foreign minister of Austria"


def test_a_surname_alone_means_the_person_who_was_named_in_full():
    text = "Peter Boston spoke in Oslo. The crowd cheered. Boston then left."

    assert _kinds(text)["Boston"] == "person"


def test_an_acronym_after_an_organisation_is_told_and_known_from_then_on():
    text = (
        "The Baltic Energy Trade Organization (BETO) met in Riga. Critics said that BETO was slow."
    )

    found = _found(text)

    assert found["Baltic Energy Trade Organization"].about["acronym"] == "BETO"
    assert found["BETO"].kind == "organisation"


def test_countries_carry_their_code_and_adjectives_are_no_places():
    found = _found("Kenyan officials said on Friday that Tanzania would open the border.")

    assert found["Tanzania"].about == {"country": "TZA"}
    assert "Kenyan" not in found


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        (
            "He lost the 1998 Norwegian parliamentary election by far.",
            "1998 Norwegian parliamentary election",
            "event",
        ),
        (
            "She joined the Social Democratic Party of Norway in May.",
            "Social Democratic Party of Norway",
            "organisation",
        ),
        ("The mayor fled to Tallinn's harbour.", "Tallinn", "place"),
        ("“We will wait,” Erik Solheim told reporters.", "Erik Solheim", "person"),
        ("OSLO, Norway — Talks began.", "Norway", "place"),
    ],
)  # fmt: skip
def test_a_name_is_found_with_its_bounds(text, name, kind):
    assert _kinds(text).get(name) == kind


def test_text_without_names_has_none():
    assert not _found("it rained all day, and nobody came. 12 %\n\n—")


def test_names_of_the_register_are_found_by_their_record_at_bounds_of_words():
    register = [Known("Nordmann", "a1", "person"), Known("Ruritania", "a2", "state")]
    names = Names().knowing(KnownNames(register))

    found = _found("Ruritanian troops left. In Ruritania, Nordmann smiled.", names)

    assert {name: each.about.get("actor") for name, each in found.items()} == {
        "Ruritania": "a2",
        "Nordmann": "a1",
    }


def test_a_name_that_two_records_bear_tells_neither():
    names = KnownNames([Known("Kim", "a1", "person"), Known("Kim", "a2", "person")])

    assert not list(names.found("Kim came."))


def test_a_short_name_is_found_only_where_its_bearer_is_named_otherwise_too():
    theresa = Known("May", "a1", "person", "Theresa May", is_short=True)
    names = KnownNames([Known("Theresa May", "a1", "person", "Theresa May"), theresa])

    assert not list(names.found("It rained in May."))
    assert len(list(names.found("Theresa May came. May left."))) == 2


def test_of_known_names_that_overlap_the_longest_stands():
    names = KnownNames([Known("Iran", "a1", "state"), Known("Iran Air", "a2", "organisation")])

    assert [known.record for *_, known in names.found("Iran Air flew to Iran.")] == ["a2", "a1"]


def test_the_office_of_a_person_whom_only_the_register_knows_is_read_too():
    names = Names().knowing(KnownNames([Known("nordmann-vey", "a1", "person")]))

    (found,) = names.mentions(Article("Prime Minister nordmann-vey left."), ())

    assert (found.about["title"], found.about["actor"]) == ("Prime Minister", "a1")


def test_a_hundred_thousand_known_names_cost_little_more_than_none():
    register = [Known(f"Orell{at:x} Quay", f"act-{at}", "person") for at in range(100_000)]
    article = Article("Orell1f Quay said on Friday that it had rained in Norway.\n\n" * 300)
    plain, knowing = Names(), Names().knowing(KnownNames(register))
    found = list(knowing.mentions(article, ()))  # the automaton is made when it is needed first

    took_s = {}
    for names in (plain, knowing):
        begun = time.process_time()
        list(names.mentions(article, ()))
        took_s[names] = time.process_time() - begun

    assert sum(each.about.get("actor") == "act-31" for each in found) == 300
    assert took_s[knowing] < 2 * took_s[plain]


def test_the_same_text_gives_the_same_mentions():
    text = "The Green Alliance won the 2021 Estonian general election, Anna Tamm said in Tartu."

    assert list(Names().mentions(Article(text), ())) == list(Names().mentions(Article(text), ()))


def test_a_long_run_of_capitals_takes_time_linear_in_its_length():
    known_model()
    text = "Alpha of the Beta " * 5_000

    begun = time.perf_counter()
    list(Names().mentions(Article(text), ()))
    spent_s = time.perf_counter() - begun

    assert spent_s < 10
