"""The lists behind names say what they should."""

from depositary.extraction.names.lists import known_lists


def test_states_are_known_by_name_adjective_and_capital():
    lists = known_lists()

    assert (lists.countries["U.S."], lists.adjectives["Dutch"], lists.capitals["Tirana"]) == (
        "USA",
        "NLD",
        "ALB",
    )


def test_a_short_name_of_an_organisation_leads_to_its_full_one():
    assert known_lists().organisations["IAEA"] == "International Atomic Energy Agency"


def test_no_list_is_empty():
    lists = known_lists()

    assert all((lists.given, lists.surnames, lists.places, *lists.words.values()))
