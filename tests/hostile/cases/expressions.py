"""Patterns and formats that take for ever, or are none."""

from hostile.kit import entry

A30 = "a" * 30 + "!"


def pattern(expression, *cells, more=()):
    fields = [
        {"name": "v", "type": "string", "constraints": {"pattern": each}}
        for each in (expression, *more)
    ]
    fields = [{**field, "name": f"v{at}"} for at, field in enumerate(fields)]

    def make(at):
        head = ",".join(field["name"] for field in fields)
        rows = "".join(",".join([cell] * len(fields)) + "\n" for cell in cells)
        at.table(f"{head}\n{rows}", schema={"fields": fields})

    return make


entry("pattern_of_nested_repeats", pattern("(a+)+$", "a" * 50 + "!"), "E204", "a.csv")
entry(
    "pattern_of_nested_repeats_on_a_megabyte", pattern("(a*)*b", "a" * 1_000_000), "E204", "a.csv"
)
entry("pattern_of_overlapping_choices", pattern("(a|a)*b", "a" * 50), "E204", "a.csv")
entry("pattern_that_looks_behind", pattern("(?<=x)a|b", "a"), "E204", "a.csv")
entry("pattern_that_looks_behind_for_long", pattern("(?<!x)(a+)+$", A30), "E112")
entry("pattern_that_refers_back_for_long", pattern(r"(a*)*\1b", A30), "E112")
entry(
    "patterns_that_take_long_on_many_cells",
    pattern(r"(a+)+\1b", *(f"{'a' * at}!" for at in range(20, 40))),
    "E112",
)
entry(
    "patterns_that_take_long_by_the_hundred",
    pattern(
        r"(?=a)(a+)+$", A30, more=[rf"(?=a)(a+)+${'' if n % 2 else '(?#x)'}" for n in range(99)]
    ),
    "E112",
)
entry("pattern_of_huge_repeats", pattern("(a{1000}){1000}", "a"), "E204|E112", "")
entry(
    "pattern_of_huge_repeats_that_looks_ahead",
    pattern("(?=a)((a{0,1000}){0,1000}){0,1000}", A30),
    "E204|E112",
    "",
)
entry("pattern_of_a_megabyte", pattern("a?" * 500_000, "b"), "E112")
entry("pattern_that_is_none", pattern("(", "a"), "E112")
entry("pattern_of_deep_groups", pattern("(" * 50_000 + ")" * 50_000, "a"), "E112")
entry("pattern_with_half_a_character", pattern("\ud800", "a"), "E101")
entry("pattern_that_repeats_past_bounds", pattern("a{99999999999999999999}", "a"), "E112|E204", "")
entry("pattern_that_calls_itself", pattern("(?R)", "a"), "E112")
entry("pattern_with_code", pattern("(?{system('x')})", "a"), "E112")
entry("pattern_of_a_conditional", pattern("(a)?(?(1)b|c)", "ab", "d"), "E204", "a.csv")

FORMATS = {
    "of_one_letter_twice": "%d%d",
    "of_a_stray_sign": "%",
    "of_no_directive": "%Q",
    "of_100_thousand_letters": "%Y" + "x" * 100_000,
    "of_many_blanks": "%Y" + " " * 10_000,
    "of_brackets": "%Y(((",
    "with_nul": "%Y\0",
    "with_glibc_flags": "%-d",
    "of_python_fields": "{0.__class__}",
}
for name, given in FORMATS.items():
    entry(
        f"date_format_{name}",
        lambda at, given=given: at.column(["2024" + " " * 1_000], "date", format=given),
        "E112|E201" + ("|valid" if name == "of_many_blanks" else ""),
        "",
    )
entry(
    "number_with_hostile_marks",
    lambda at: at.column(["1"], "number", decimalChar=".*+(", groupChar="(a+)+"),
    "E112|valid",
)
entry(
    "list_with_a_hostile_delimiter",
    lambda at: at.column(["1"], "list", delimiter=""),
    "E112|valid",
)
