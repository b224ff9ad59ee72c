"""A range of versions leads to the highest that was promised to be compatible, and to no other."""

from __future__ import annotations

import pytest

from depositary.errors import CallError
from depositary.release.ranges import chosen, is_met
from depositary.releases import Index, Release

VERSIONS = ["2.0.0-rc.1", "1.10.0", "1.9.3", "1.2.4", "1.2.0", "1.0.0", "0.3.1", "0.3.0", "0.0.4"]
INDEX = Index(
    "gulls", "Gulls",
    tuple(Release(version, "0" * 64, "2031-05-02", "minor", "", (),
                  "yanked" if version == "1.10.0" else "published")
          for version in VERSIONS),
)  # fmt: skip


@pytest.mark.parametrize(
    ("wanted", "version"),
    [
        ("latest", "1.9.3"),
        ("^1", "1.9.3"),
        ("^1.2", "1.9.3"),
        ("~1.2", "1.2.4"),
        ("~1", "1.9.3"),
        ("~1.2.1", "1.2.4"),
        ("^0.3.0", "0.3.1"),
        ("^0", "0.3.1"),
        ("^0.0.4", "0.0.4"),
        ("^0.0", "0.0.4"),
        (">=1, <1.3", "1.2.4"),
        (">1.2.4", "1.9.3"),
        ("<=1.2.0", "1.2.0"),
        ("1.2.0", "1.2.0"),
    ],
)
def test_a_range_leads_to_its_highest_version(wanted, version):
    assert chosen(INDEX, wanted).version == version


@pytest.mark.parametrize("wanted", ["1.10.0", "2.0.0-rc.1"])
def test_a_yanked_release_and_a_pre_release_are_for_those_who_name_them(wanted):
    assert chosen(INDEX, wanted).version == wanted


@pytest.mark.parametrize("wanted", ["^2", ">1.9.3", "3.0.0", "<0.0.4"])
def test_where_no_version_fits_none_is_given(wanted):
    assert chosen(INDEX, wanted) is None


@pytest.mark.parametrize("wanted", ["", "1", "1.x", "^1.2.3.4", "^01", "^1||^2", "=1.0.0", ">=1,"])
def test_what_is_no_range_is_refused(wanted):
    with pytest.raises(CallError) as caught:
        chosen(INDEX, wanted)

    assert caught.value.code == "E561"


def test_a_pre_release_that_was_given_is_the_latest_and_in_no_range():
    assert is_met("2.0.0-rc.1", "latest")
    assert not is_met("2.0.0-rc.1", "^2")
