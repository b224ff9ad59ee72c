"""What kind of body is an organisation, by its name, and which longer name is it short for?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from depositary.extraction.names.lists import known_lists

if TYPE_CHECKING:
    from collections.abc import Iterable

_BODY = re.compile(
    r"\b(?:ministry|parliament|kremlin|white\s+house|pentagon|cabinet|duma|congress|senate|bundestag"
    r"|knesset|department|foreign\s+office|state\s+department|presidency|supreme\s+court|government"
    r"|assembly|army|navy|air\s+force|police|central\s+bank|downing\s+street|council\s+of\s+ministers"
    r"|commission|agency|treasury|intelligence|national\s+guard|embassy|authority|(?:high|constitutional"
    r"|appeals?|district|federal|criminal)\s+court|tribunal|directorate|inspectorate|prosecutor\w*"
    r"|(?:cartel|statistics|audit|patent|fraud|prosecution)\s+office|customs|coast\s*guard)\b",
    re.IGNORECASE,
)
_ARMED = re.compile(
    r"\b(?:hamas|hezbollah|hizbullah|taliban|houthis?|islamic\s+state|isis|isil|al[- ]qaeda"
    r"|al[- ]shabaab|boko\s+haram|farc|eln|pkk|ypg|ira|eta|m23|wagner|militia"
    r"|liberation\s+(?:army|front)|brigades?|rebels?|mujahid[ie]{2}n|resistance\s+army)\b",
    re.IGNORECASE,
)
_BLOC = re.compile(
    r"\b(?:nato|brics|asean|opec\+?|united\s+nations|u\.?n\.?|african\s+union|european\s+union|e\.?u\.?"
    r"|mercosur|g[- ]?(?:7|8|20|77)|ecowas|security\s+council|world\s+bank|imf|wto|who|iaea"
    r"|(?:european|international|african|arab|asian|nordic|world)\s+(?:[\w-]+\s+){1,3}(?:agency|organi[sz]ation)"
    r"|international\s+monetary\s+fund|cooperation\s+council|commonwealth)\b",
    re.IGNORECASE,
)
# A union of workers is none of states: these words need a wider one beside them.
_MAYBE_BLOC = re.compile(
    r"\b(?:union|league|alliance|bloc|organi[sz]ation|association|community|forum|council|bank|fund|court"
    r"|convention|agency)\b",
    re.IGNORECASE,
)
_WIDE = re.compile(
    r"\b(?:african|european|arab|asian|asia|pacific|atlantic|american|caribbean|gulf|eurasian|islamic"
    r"|world|international|nations|states|baltic|nordic|economic\s+community|andean|benelux|turkic|inter-"
    r"|multilateral|intergovernmental)\b",
    re.IGNORECASE,
)
# "Harnley Town Council", "Vale Council", and no business or youth council.
_COUNCIL = re.compile(
    r"\b(?:(?:town|city|county|borough|parish|district|municipal|regional|provincial|metropolitan|island)"
    r"\s+council|municipality|city\s+hall|police\s+service|water\s+board)\b"
    r"|^(?!.*\b(?:business|trade|press|arts|youth|student|world|national|union|residents['’]?|churches"  # noqa: RUF001
    r"|science|research|security|european|nordic|baltic|arctic)\b)(?:[\w'’-]+\s+){1,2}council$",  # noqa: RUF001
    re.IGNORECASE,
)
# A charity of the wide world is none of states.
_NO_BLOC = re.compile(
    r"\b(?:for\s+nature|wildlife|workers|trade\s+unions?|journalists|airlines?|football|red\s+cross|churches"
    r"|chambers?)\b",
    re.IGNORECASE,
)
REALM = re.compile(
    r"(?:Kingdom|(?:People's\s+)?Republic|Duchy|Grand\s+Duchy|Principality|Empire|Sultanate|Emirate|Margraviate"
    r"|Electorate|Landgraviate|Khanate|Free\s+City|Free\s+State|Crown|Tsardom|Archduchy)\s+of\s+"
    r"(?P<land>(?:the\s+)?[A-Z][\w-]+(?:\s+[A-Z][\w-]+)?)"
)
"""A state as history calls it, and the name of its land."""
_LETTER_RUN = re.compile(r"[A-Z]{2,}")


def is_short_form(acronym: str, name: str, *, is_beside: bool) -> bool:
    """Whether capitals stand for a name: all of its initials, or letters of it in their order.

    Parameters
    ----------
    acronym, name : str
        As they stand in the text.
    is_beside : bool
        Whether the capitals stand in brackets right after the name.

    Examples
    --------
    >>> is_short_form("UNEP", "UN Environment Programme", is_beside=False)
    True
    >>> is_short_form("ASEAN", "Association of Southeast Asian Nations", is_beside=True)
    True
    >>> is_short_form("WWF", "World Food Programme", is_beside=True)
    False
    """
    letters = acronym.replace(".", "")
    if not letters.isupper() or len(letters) < 2 or " " not in name:  # noqa: PLR2004 - an acronym
        return False
    capitals = "".join(
        run[0] if (run := _LETTER_RUN.match(word)) and run[0] == word else word[0]
        for word in re.split(r"[\s-]+", name)
        if word[:1].isupper()
    )
    if capitals == letters and len(letters) > 2:  # noqa: PLR2004 - two letters may be anything
        return True
    rest = iter(name.upper())
    return is_beside and name[0] == letters[0] and all(letter in rest for letter in letters)


def kind_of(words: str) -> str:
    """The kind of an organisation, as far as its name tells.

    Examples
    --------
    >>> kind_of("African Union"), kind_of("Mill Workers' Union"), kind_of("High Court")
    ('igo_or_bloc', 'organisation', 'government_body')
    """
    if _ARMED.search(words):
        return "armed_group"
    if _BLOC.search(words):
        return "igo_or_bloc"
    if REALM.fullmatch(words):
        return "state"
    if _BODY.search(words) or _COUNCIL.search(words):
        return "government_body"
    is_wide = _MAYBE_BLOC.search(words) and _WIDE.search(words) and not _NO_BLOC.search(words)
    return "igo_or_bloc" if is_wide else "organisation"


def short_for(names: Iterable[str]) -> dict[str, str]:
    """Which names of bodies are short for others of the same text, by how they begin or end.

    Parameters
    ----------
    names : iterable of str
        As they stand in the text.

    Examples
    --------
    >>> short_for(["Gull Ferries", "Gull Ferries Holding", "Harbour Commission", "Commission"])
    {'Gull Ferries': 'Gull Ferries Holding', 'Commission': 'Harbour Commission'}
    """
    every = list(dict.fromkeys(names))
    lists = known_lists()
    by_first: dict[str, list[str]] = {}
    for name in every:
        words = name.split()
        for word in {words[0], words[-1]}:
            by_first.setdefault(word, []).append(name)
    found = {}
    for name in every:
        if name in lists.organisations or name in lists.countries:
            continue
        longer = [
            other
            for other in by_first.get(name.split()[0], []) + by_first.get(name.split()[-1], [])
            if other != name and (other.startswith(f"{name} ") or other.endswith(f" {name}"))
        ]
        if longer and len(set(longer)) == 1:
            found[name] = longer[0]
    return found
