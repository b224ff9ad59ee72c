"""A pattern is tried on a text in bounded time, and means what it means in Python."""

import re
import time
from contextlib import ExitStack

import pytest
import re2
from hypothesis import given
from hypothesis import strategies as st

from depositary.checks.patterns import BadPatternError, _Guarded, compile_pattern

PATTERNS = [
    "a",
    "a|b",
    "^[a-z]+$",
    "^a",
    "b$",
    r"^a\$",
    "^^ab$$",
    "[a-z0-9-]+",
    r"\d{4}-\d\d",
    r"\w+",
    r"\W+",
    r"[^\s]*",
    r"[\w.]+@[\w.]+",
    r"\S+ \S+",
    "a{,2}b",
    r"[\[]a[\]]",
    "[]a]+",
    "[^]]+",
    r"\u00e9+",
    "(?i)STATES",
    r"(?P<y>\d)x",
    r"^(ab)*$",
    r"a\.b",
    r"[\d_]+",
]
TEXTS = ["", "a", "b", "ab", "abab", "aab", "2025-01", "٢٠٢٥-٠١", "é", "éé", "a b", "a\u00a0b", "_"]
TEXTS += ["x@y", "a.b", "[a]", "]", "STATES", "states", "1x", "٣x", "\x1c", "²", "a\n", "-", "9_9"]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_pattern_matches_the_whole_of_what_python_matches(pattern):
    expected = [re.compile(pattern).fullmatch(text) is not None for text in TEXTS]

    with ExitStack() as stack:
        compiled = compile_pattern(pattern, stack)
        found = [bool(compiled.matches(text)) for text in TEXTS]

        assert not isinstance(compiled, _Guarded)
    assert found == expected
    # pyarrow is given the same pattern, as RE2 spells it.
    assert [re2.fullmatch(compiled.linear, text) is not None for text in TEXTS] == expected


@given(text=st.text(alphabet="aé1_ -٣\n\u00a0\u2003²", max_size=6))
def test_classes_of_characters_are_those_of_python_for_every_script(text):
    with ExitStack() as stack:
        for pattern in (r"\w*", r"\d*", r"\s*", r"[\w\s]*", r"\D*"):
            compiled = compile_pattern(pattern, stack)

            is_match = re.fullmatch(pattern, text) is not None
            assert bool(compiled.matches(text)) is is_match
            assert (re2.fullmatch(compiled.linear, text) is not None) is is_match


@pytest.mark.parametrize("pattern", [r"(a)\1", r"(?=a)\w+", r"(?<!x)ab", r"\bab\b", "a{1200}"])
def test_what_re2_cannot_read_is_read_by_python_in_another_process(pattern):
    expected = [re.compile(pattern).fullmatch(text) is not None for text in ("aa", "ab", "é", "x")]

    with ExitStack() as stack:
        compiled = compile_pattern(pattern, stack)

        assert [compiled.matches(text) for text in ("aa", "ab", "é", "x")] == expected


def test_a_pattern_of_xml_schema_that_python_cannot_read_is_read():
    with ExitStack() as stack:
        compiled = compile_pattern(r"\i\c*\p{Lu}", stack)

        assert compiled.matches("név-É")
        assert not compiled.matches("1É")


@pytest.mark.parametrize("pattern", ["(", "[a", "a**", "*", "(?P<a", "\\"])
def test_what_is_no_pattern_is_refused(pattern):
    with ExitStack() as stack, pytest.raises(BadPatternError):
        compile_pattern(pattern, stack)


def test_a_pattern_that_explodes_on_re_is_linear_on_re2():
    with ExitStack() as stack:
        compiled = compile_pattern("(a+)+$", stack)
        started = time.perf_counter()

        assert not compiled.matches("a" * 10_000 + "!")
    assert time.perf_counter() - started < 1


def test_a_pattern_that_takes_too_long_is_given_up_and_its_process_ends():
    with ExitStack() as stack:
        compiled = compile_pattern("(?=a)(a+)+$", stack)

        assert compiled.matches("aaa")
        assert compiled.matches("a" * 60 + "!")
        assert compiled.gave_up
    assert compiled._child._process is None
