"""Every dialect of delimited text: the same findings as frictionless 5.21, or the standard's."""

import bz2
import csv
import gzip
import io
import json
import lzma
import warnings
import zipfile

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from depositary.checks.packages import check_package

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import frictionless

V2 = "https://datapackage.org/profiles/2.0/datapackage.json"
FIELDS = [
    {"name": "a", "type": "integer"},
    {"name": "b", "type": "string", "constraints": {"maxLength": 3}},
    {"name": "c", "type": "any", "constraints": {"required": True}},
]
CELLS = [
    "1",
    "x",
    "",
    "two words",
    " 7",
    "#1",
    "é",
    "it's",
    'a "b"',
    "a,b",
    "a;b",
    "a|b",
    "\\",
    "-",
]


@st.composite
def dialects(draw):
    """A dialect, said in full where frictionless would guess it from the data."""
    delimiter = draw(st.sampled_from([",", ";", "\t", "|", ":", " "]))
    spoken = {
        "delimiter": delimiter,
        "quoteChar": draw(st.sampled_from(['"', "'", "`"])),
        "skipInitialSpace": draw(st.booleans()) and delimiter != " ",
        "lineTerminator": draw(st.sampled_from(["\n", "\r\n"])),
        "header": draw(st.sampled_from([True, True, True, False])),
        "headerRows": [1],
    }
    if draw(st.integers(0, 2)) == 0:
        spoken["escapeChar"] = draw(st.sampled_from(["\\", "~"]))
        spoken["doubleQuote"] = draw(st.booleans())
    if spoken["header"] and draw(st.integers(0, 3)) == 0:
        spoken["headerRows"] = draw(st.sampled_from([[1, 2], [2], [2, 3]]))
        spoken["headerJoin"] = draw(st.sampled_from(["-", ""]))
    if draw(st.integers(0, 2)) == 0:
        spoken["commentChar"] = draw(st.sampled_from(["#", "x", "two"]))
    if draw(st.integers(0, 3)) == 0:
        # Row 1 would move the header, which frictionless then looks for elsewhere.
        spoken["commentRows"] = draw(st.sampled_from([[4], [5, 6]]))
    if draw(st.integers(0, 3)) == 0:
        spoken["skipBlankRows"] = True
    return spoken


@st.composite
def texts(draw, spoken):
    """Rows as a writer of the dialect writes them, here and there with a line as it comes."""
    made = io.StringIO()
    writer = csv.writer(
        made,
        delimiter=spoken["delimiter"],
        quotechar=spoken["quoteChar"],
        escapechar=spoken.get("escapeChar"),
        doublequote=spoken.get("doubleQuote", True),
        lineterminator=spoken["lineTerminator"],
        quoting=draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])),
    )
    if spoken["header"]:
        for _ in spoken["headerRows"]:
            writer.writerow("abc")
    for row in draw(st.lists(st.lists(st.sampled_from(CELLS), min_size=1, max_size=4), max_size=7)):
        writer.writerow(row)
    return made.getvalue()


@st.composite
def tables(draw):
    spoken = draw(dialects())
    return spoken, draw(texts(spoken))


def packed(data, ending):
    if ending == "zip":
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as archive:
            archive.writestr("t.csv", data)
        return made.getvalue()
    pack = {"gz": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress}.get(ending, bytes)
    return pack(data)


def described(folder, schema, version, **source):
    resource = {"name": "t", "type": "table", "schema": schema, **source}
    package = {"name": "p", "resources": [resource]}
    if version == 1:
        resource["profile"] = "tabular-data-resource"
        del resource["type"]
        package["profile"] = "tabular-data-package"
    else:
        package["$schema"] = V2
    descriptor = folder / "datapackage.json"
    descriptor.write_text(json.dumps(package))
    return descriptor


def found_by_frictionless(descriptor):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        report = frictionless.validate(str(descriptor), limit_errors=10**9)
    said = [error.to_descriptor() for task in report.tasks for error in task.errors]
    return {(each.get("rowNumber", 0), each.get("fieldName", ""), each["type"]) for each in said}


def found_by_us(descriptor):
    return {
        (
            0 if each.kind.endswith(("label", "header", "source-error")) else each.row,
            each.field,
            each.kind,
        )
        for each in check_package(descriptor)[0]
        if each.severity == "error"
    }


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # open archives
@settings(
    max_examples=150,
    deadline=None,
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    table=tables(),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "latin-1", "cp1252"]),
    ending=st.sampled_from(["", "", "gz", "zip", "bz2", "xz"]),
)
def test_the_findings_in_a_random_dialect_are_those_of_frictionless(
    table, encoding, ending, tmp_path
):
    spoken, text = table
    path = "t.csv" + (f".{ending}" if ending else "")
    (tmp_path / path).write_bytes(packed(text.encode(encoding), ending))
    descriptor = described(
        tmp_path,
        {"fields": FIELDS},
        2,
        path=path,
        dialect=spoken,
        encoding=encoding.removesuffix("-sig"),
    )

    assert found_by_us(descriptor) == found_by_frictionless(descriptor)
