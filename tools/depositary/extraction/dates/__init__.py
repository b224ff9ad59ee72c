"""When was that? Dates of an article: found, resolved by its day, said in EDTF and in TIMEX3."""

from depositary.extraction.dates.dating import Dates
from depositary.extraction.dates.profile import profile_value

__all__ = ["Dates", "profile_value"]
