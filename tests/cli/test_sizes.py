"""A size on the command line means what people write."""

import json

import pytest

from depositary.cli.sizes import bytes_of


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("2GB", 2_000_000_000),
        ("2gb", 2_000_000_000),
        ("2G", 2_000_000_000),
        ("2GiB", 2 << 30),
        ("512 MB", 512_000_000),
        ("1.5k", 1_500),
        ("800", 800),
        ("800B", 800),
        ("1T", 10**12),
    ],
)
def test_a_size_is_a_number_with_a_unit_or_without(text, size):
    assert bytes_of(text) == size


@pytest.mark.parametrize(
    "text", ["", "0", "-1", "GB", "2 GB s", "1e9", "2iB", "٢GB", "inf", "9" * 30, "0.1", "2,5GB"]
)
def test_what_is_no_size_is_not_guessed(text):
    assert bytes_of(text) is None


def test_a_wrong_memory_limit_is_a_wrong_call_with_a_mend(depositary):
    done = depositary("check", "--memory-limit", "much")

    assert done.exit_code == 2
    assert "E904" in done.stderr
    assert "write it as 2GB" in done.stderr


def test_a_check_within_a_memory_limit_prints_the_same(depositary, tmp_path):
    (tmp_path / "t.csv").write_text("id\nb\na\nb\n")
    schema = {"fields": [{"name": "id", "type": "string"}], "primaryKey": ["id"]}
    package = {"resources": [{"name": "t", "path": "t.csv", "schema": schema}]}
    descriptor = tmp_path / "datapackage.json"
    descriptor.write_text(json.dumps(package))

    without = depositary("check", str(descriptor), "--json", project=False)
    within = depositary("check", str(descriptor), "--json", "--memory-limit", "1B", project=False)

    assert within.stdout == without.stdout
    assert within.exit_code == 1
