"""A date in the EDTF of records, which has no seasons, no ``X`` and no quarters."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from depositary.edtf import bounds

if TYPE_CHECKING:
    from depositary.extraction.mentions import Mention


def profile_value(mention: Mention) -> str | None:
    """The value of a date in the EDTF profile of records.

    Parameters
    ----------
    mention : Mention
        A date, as the extractor proposes it.

    Returns
    -------
    str or None
        As it is, where the profile has it; else the interval that it covers, as coarse as it can
        be: a decade becomes ``1990/1999``, a quarter ``1998-07/1998-09``, a week two days. None
        where it has no value.
    """
    value = mention.about.get("value")
    if value is None or bounds(value) is not None:
        return value
    first = dt.date.fromisoformat(mention.about["earliest"])
    last = dt.date.fromisoformat(mention.about["latest"])
    after = last + dt.timedelta(days=1) if last < dt.date.max else None
    if first.day == 1 and (after is None or after.day == 1):
        is_years = first.month == 1 and last.month == 12
        length = len("1998") if is_years else len("1998-08")
        return f"{first.isoformat()[:length]}/{last.isoformat()[:length]}"
    return f"{first}/{last}"
