"""The server of the review page, without a browser."""

from __future__ import annotations

import pytest

from depositary.errors import CallError
from depositary.review.server.running import LOOPBACK, listening


def test_a_port_that_is_taken_is_told_by_name() -> None:
    with listening(None) as taken:
        port = taken.getsockname()[1]

        with pytest.raises(CallError, match=str(port)) as refused:
            listening(port)

    assert refused.value.code == "E813"


def test_only_the_loopback_address_is_bound() -> None:
    with listening(None) as sock:
        assert sock.getsockname()[0] == LOOPBACK
