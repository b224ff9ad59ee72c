"""Dialects that no reader takes, or that make one go round."""

from hostile.kit import entry

GIVEN = {
    "delimiter_of_two_letters": {"delimiter": "::"},
    "delimiter_is_empty": {"delimiter": ""},
    "delimiter_is_a_line_end": {"delimiter": "\n"},
    "delimiter_is_the_quote": {"delimiter": '"'},
    "quote_is_a_line_end": {"quoteChar": "\n"},
    "escape_is_the_delimiter": {"escapeChar": ","},
    "escape_of_a_megabyte": {"escapeChar": "\\" * 1_000_000},
}
for name, given in GIVEN.items():
    entry(
        f"dialect_{name}",
        lambda at, given=given: at.table(dialect=given),
        "E110|E112|E115|E118",
        "",
    )

ROWS = {
    "header_in_row_a_billion": {"headerRows": [1_000_000_000]},
    "header_of_a_million_rows": {"headerRows": list(range(1, 1_000_000))},
    "every_row_a_comment": {"commentRows": list(range(1, 100_000))},
    "comment_of_nothing": {"commentChar": "id"},
}
for name, given in ROWS.items():
    entry(
        f"dialect_{name}",
        lambda at, given=given: at.table(dialect=given),
        "E122|E112|E115|E116|E118|E108",
        "",
    )
entry(
    "dialect_terminator_of_one_letter",
    lambda at: at.table("a" * 5_000_000, dialect={"lineTerminator": "a"}),
    "E122|E112|E115|E210|E118",
    "",
)
