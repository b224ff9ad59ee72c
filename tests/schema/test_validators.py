"""A document is judged as the reference of JSON Schema judges it, lists of codes included."""

from __future__ import annotations

import jsonschema
from hypothesis import given
from hypothesis import strategies as st

from depositary.schema.wording import validator_of

CODES = st.sampled_from(["meeting", "signing", "other", "1", ""])
BRANCHES = st.fixed_dictionaries(
    {},
    optional={
        "const": CODES | st.sampled_from([1, None]),
        "title": CODES,
        "x-plover": CODES,
        "minLength": st.integers(0, 8),
        "type": st.sampled_from(["string", "integer"]),
    },
)


@given(
    branches=st.lists(BRANCHES, min_size=1, max_size=4),
    value=CODES | st.sampled_from([1, None, "x"]),
)
def test_a_code_passes_where_exactly_one_of_a_list_allows_it(branches, value) -> None:
    schema = {"properties": {"kind": {"oneOf": branches}}}
    document = {"kind": value}

    said = [error.message for error in validator_of(schema).iter_errors(document)]

    told = jsonschema.Draft202012Validator(schema).iter_errors(document)
    assert said == [error.message for error in told]
