"""What is remembered of an earlier check is what a check would find now, whatever changed."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from depositary.checks import run
from depositary.checks.packages import check_package
from depositary.checks.remembered import Known, Memory
from depositary.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from depositary.project import Project

V2 = "https://datapackage.org/profiles/2.0/datapackage.json"
SOME_DAY_S = 1_000_000_000
NAMES = ("boats", "crews", "trips")
CELLS = ("1", "2", "3", "x", "", "é", "=1+1", "2027-01-02", '"a\nb"')
CONSTRAINTS: tuple[dict[str, Any], ...] = (
    {},
    {"required": True},
    {"unique": True},
    {"minimum": 2},
    {"enum": ["1", "2"]},
    {"pattern": "[0-9]+"},
    {"pattern": "(?=1).*"},
    {"maxLength": 1, "minLength": 1},
)
DIALECTS: tuple[dict[str, Any], ...] = (
    {},
    {"delimiter": ";"},
    {"header": False},
    {"nullSequence": "x"},
    {"commentChar": "1"},
    {"commentRows": [2]},
)
ROW_SCHEMAS: tuple[Any, ...] = ({"required": ["b"]}, {"properties": {"c": {"const": "3"}}})


class Harbour:
    """A package on disk whose files all have the same time, however often they change."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.descriptor: dict[str, Any] = {"$schema": V2, "name": "p", "resources": []}
        self.files: dict[str, bytes] = {}
        for name in NAMES:
            self.add(name)
        for at, other in ((0, "crews"), (1, "trips"), (2, "boats")):
            key = {"fields": ["b"], "reference": {"resource": other, "fields": ["a"]}}
            self.tables[at]["schema"]["foreignKeys"] = [key]

    @property
    def tables(self) -> list[dict[str, Any]]:
        return self.descriptor["resources"]

    def add(self, name: str) -> None:
        fields = [{"name": column, "type": "string"} for column in "abc"]
        path = f"{len(self.files)}.csv"
        table = {"name": name, "type": "table", "path": path, "schema": {"fields": fields}}
        self.tables.append(table)
        self.files[path] = b"a,b,c\n1,2,3\n2,1,x\n3,3,2\n"

    def write(self) -> Path:
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        descriptor = json.dumps(self.descriptor).encode()
        for name, content in {**self.files, "datapackage.json": descriptor}.items():
            (self.folder / name).write_bytes(content)
            os.utime(self.folder / name, (SOME_DAY_S, SOME_DAY_S))
        return self.folder / "datapackage.json"


def whole(found: tuple[list[Finding], dict[str, int]]) -> tuple[list[tuple[Any, ...]], Any]:
    """All that was found, words included: two findings are equal without them."""
    findings, stats = found
    return [tuple(each) for each in findings], stats


# Each edit takes the package and three numbers, and picks by them.


def change_cell(package: Harbour, one: int, two: int, three: int) -> None:
    path = sorted(package.files)[one % len(package.files)]
    lines = package.files[path].split(b"\n")
    cells = lines[two % len(lines)].split(b",")
    cells[two % len(cells)] = CELLS[three % len(CELLS)].encode()
    lines[two % len(lines)] = b",".join(cells)
    package.files[path] = b"\n".join(lines)


def swap_files(package: Harbour, one: int, two: int, _: int) -> None:
    paths = sorted(package.files)
    first, second = paths[one % len(paths)], paths[two % len(paths)]
    package.files[first], package.files[second] = package.files[second], package.files[first]


def break_bytes(package: Harbour, one: int, two: int, three: int) -> None:
    path = sorted(package.files)[one % len(package.files)]
    content = bytearray(package.files[path])
    content[two % len(content)] = (0xFF, 0, 0x22, 0x0A, 0xE9)[three % 5]
    package.files[path] = bytes(content)


def delete_file(package: Harbour, one: int, _: int, __: int) -> None:
    if len(package.files) > 1:
        del package.files[sorted(package.files)[one % len(package.files)]]


def change_field(package: Harbour, one: int, two: int, three: int) -> None:
    table = package.tables[one % len(package.tables)]
    field = table["schema"]["fields"][two % 3]
    field.pop("type", None)
    if three % 6:
        field["type"] = ("string", "integer", "any", "date", "boolean", "odd")[three % 6]


def change_constraints(package: Harbour, one: int, two: int, three: int) -> None:
    field = package.tables[one % len(package.tables)]["schema"]["fields"][two % 3]
    field["constraints"] = CONSTRAINTS[three % len(CONSTRAINTS)]


def change_keys(package: Harbour, one: int, two: int, three: int) -> None:
    schema = package.tables[one % len(package.tables)]["schema"]
    schema["primaryKey"] = [["a"], ["a", "b"], [], ["z"]][two % 4]
    schema["uniqueKeys"] = [[["c"]], []][three % 2]


def change_reference(package: Harbour, one: int, two: int, three: int) -> None:
    schema = package.tables[one % len(package.tables)]["schema"]
    other = package.tables[two % len(package.tables)]["name"]
    fields = "abc"[three % 3]
    key = {"fields": [fields], "reference": {"resource": other, "fields": ["a"]}}
    schema["foreignKeys"] = [] if three % 4 == 0 else [key]


def change_dialect(package: Harbour, one: int, two: int, _: int) -> None:
    package.tables[one % len(package.tables)]["dialect"] = DIALECTS[two % len(DIALECTS)]


def change_claims(package: Harbour, one: int, two: int, three: int) -> None:
    table = package.tables[one % len(package.tables)]
    table.update({"rows": two % 5, "bytes": three})


def change_reading(package: Harbour, one: int, two: int, three: int) -> None:
    table = package.tables[one % len(package.tables)]
    table["encoding"] = ("utf-8", "latin-1", "utf-16")[two % 3]
    table["schema"]["missingValues"] = [[""], ["x", ""], ["1"]][three % 3]


def change_row_schema(package: Harbour, one: int, two: int, _: int) -> None:
    package.tables[one % len(package.tables)]["schema"]["jsonSchema"] = ROW_SCHEMAS[two % 2]


def change_matching(package: Harbour, one: int, two: int, _: int) -> None:
    mode = ("exact", "subset", "partial", "odd")[two % 4]
    package.tables[one % len(package.tables)]["schema"]["fieldsMatch"] = mode


def move_schema(package: Harbour, one: int, two: int, _: int) -> None:
    """Let a table have another's schema."""
    table = package.tables[one % len(package.tables)]
    other = package.tables[two % len(package.tables)]
    table["schema"] = json.loads(json.dumps(other["schema"]))


def rename(package: Harbour, one: int, two: int, _: int) -> None:
    package.tables[one % len(package.tables)]["name"] = ("boats", "crews", "moles")[two % 3]


def repoint(package: Harbour, one: int, two: int, three: int) -> None:
    table = package.tables[one % len(package.tables)]
    paths = sorted(package.files)
    first, second = paths[two % len(paths)], paths[three % len(paths)]
    table["path"] = first if first == second else [first, second]


def compress(package: Harbour, one: int, _: int, __: int) -> None:
    table = package.tables[one % len(package.tables)]
    path = table.get("path")
    if isinstance(path, str) and path in package.files and not path.endswith(".gz"):
        package.files[f"{path}.gz"] = gzip.compress(package.files[path], mtime=0)
        table["path"] = f"{path}.gz"


def put_inline(package: Harbour, one: int, two: int, _: int) -> None:
    table = package.tables[one % len(package.tables)]
    table.pop("path", None)
    table["data"] = [["a", "b", "c"], [str(two), "2", "3"]]


def drop_or_add(package: Harbour, one: int, two: int, _: int) -> None:
    if len(package.tables) > 2 and two % 2:
        del package.tables[one % len(package.tables)]
    elif len(package.tables) < 5:
        package.add(NAMES[one % 3] + str(two % 3))


def reorder(package: Harbour, _: int, __: int, ___: int) -> None:
    package.tables.reverse()


def change_version(package: Harbour, one: int, _: int, __: int) -> None:
    package.descriptor.pop("$schema", None)
    if one % 2:
        package.descriptor["$schema"] = V2


def check_again(_: Harbour, __: int, ___: int, ____: int) -> None:
    """Check again."""


EDITS: tuple[Callable[[Harbour, int, int, int], None], ...] = (
    change_cell, change_cell, change_cell, change_cell, swap_files, break_bytes, delete_file,
    change_field, change_constraints, change_keys, change_reference, change_reference,
    change_dialect, change_claims, change_reading, change_row_schema, change_matching,
    move_schema, rename, repoint, compress, put_inline, drop_or_add, reorder, change_version,
    check_again,
)  # fmt: skip


@pytest.fixture(scope="module")
def kept(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("kept")


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(st.tuples(st.sampled_from(EDITS), *[st.integers(0, 20)] * 3), min_size=5, max_size=25)
)
def test_after_every_edit_a_check_that_remembers_finds_what_one_finds_that_does_not(
    kept, tmp_path, edits
) -> None:
    package = Harbour(tmp_path / "package")
    recalled = 0

    for edit, *numbers in edits:
        edit(package, *numbers)
        descriptor = package.write()
        memory = Memory(kept)

        remembering = check_package(descriptor, memory=memory)

        assert whole(remembering) == whole(check_package(descriptor)), edit.__name__
        recalled += memory.recalled
    event(f"tables that were known: {min(recalled, 20) // 5 * 5} or more")


@pytest.fixture
def package(tmp_path) -> Harbour:
    found = Harbour(tmp_path / "package")
    change_field(found, 2, 2, 1)
    for at in (1, 2):
        del found.tables[at]["schema"]["foreignKeys"]
    return found


def checked(descriptor: Path, folder: Path) -> tuple[Memory, Any]:
    memory = Memory(folder)
    return memory, whole(check_package(descriptor, memory=memory))


def test_what_did_not_change_is_not_read_again(package, tmp_path) -> None:
    descriptor = package.write()
    checked(descriptor, tmp_path / "kept")

    memory, found = checked(descriptor, tmp_path / "kept")

    assert (memory.asked, memory.recalled) == (3, 3)
    assert found == whole(check_package(descriptor))
    assert [each[3] for each in found[0]] == ["E201"]


def test_a_table_that_changed_is_read_again_with_those_that_it_refers_to(package, tmp_path) -> None:
    checked(package.write(), tmp_path / "kept")
    change_cell(package, 0, 1, 3)

    memory, _ = checked(package.write(), tmp_path / "kept")

    assert (memory.asked, memory.recalled) == (3, 1)


def test_a_table_in_the_descriptor_is_never_remembered(package, tmp_path) -> None:
    put_inline(package, 2, 1, 0)
    checked(package.write(), tmp_path / "kept")

    memory, _ = checked(package.write(), tmp_path / "kept")

    assert memory.recalled == 2


def test_a_table_with_a_date_in_any_form_is_never_remembered(package, tmp_path) -> None:
    package.tables[2]["schema"]["fields"][1] |= {"type": "date", "format": "any"}
    checked(package.write(), tmp_path / "kept")

    memory, _ = checked(package.write(), tmp_path / "kept")

    assert memory.recalled == 2  # "March" is one of this year


def test_nothing_is_remembered_where_a_pattern_takes_too_long(package, tmp_path) -> None:
    slow = {"pattern": r"(?=(a+)+\d)a+"}
    package.tables[2]["schema"]["fields"][1]["constraints"] = slow
    package.files["2.csv"] = b"a,b,c\n1," + b"a" * 60 + b",3\n"
    checked(package.write(), tmp_path / "kept")

    memory, found = checked(package.write(), tmp_path / "kept")

    assert memory.recalled == 0
    assert "takes too long" in str(found)


class Changing(dict):
    """A file that is saved anew after it was read so many times."""

    def __init__(self, path: str, reads: int, before: bytes, after: bytes) -> None:
        super().__init__({path: before})
        self.left, self.after = reads, after

    def __getitem__(self, path: str) -> bytes:
        self.left -= 1
        return super().__getitem__(path) if self.left >= 0 else self.after


@pytest.mark.parametrize("reads", range(5))
def test_a_file_that_changes_while_it_is_read_is_not_remembered(package, tmp_path, reads) -> None:
    descriptor, before = package.write(), package.files["2.csv"]
    contents = Changing("2.csv", reads, before, b"a,b,c\n1,2,3\n")
    check_package(descriptor, contents, Memory(tmp_path / "kept"))

    found = check_package(descriptor, {"2.csv": before}, Memory(tmp_path / "kept"))

    assert whole(found) == whole(check_package(descriptor))


def test_the_tables_of_a_zip_are_remembered_unless_it_is_damaged(package, tmp_path) -> None:
    folder, packed = package.write().parent, tmp_path / "p.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for name in ("datapackage.json", *package.files):
            archive.write(folder / name, name)
    checked(packed, tmp_path / "kept")

    whole_zip, found = checked(packed, tmp_path / "kept")
    packed.write_bytes(packed.read_bytes().replace(b"2,1,x", b"2,1,y"))
    damaged_zip, damage = checked(packed, tmp_path / "kept")

    assert (whole_zip.recalled, found) == (3, whole(check_package(folder / "datapackage.json")))
    assert (damaged_zip.recalled, damage) == (0, whole(check_package(packed)))


def damaged(content: bytes) -> list[bytes]:
    head, _, rest = content.partition(b"\n")
    return [
        b"", b"\n", head, content[:-1], content + b" ", head + b"\n", rest,
        content.replace(b"E201", b"E202"), content.replace(b"findings 1", b"findings 0"),
        b"\xff" * len(content), b"[" * 100_000,
    ]  # fmt: skip


def test_a_damaged_entry_counts_as_none(package, tmp_path) -> None:
    descriptor, folder = package.write(), tmp_path / "kept"
    checked(descriptor, folder)
    (entry,) = [path for path in folder.glob("*.findings") if b"E201" in path.read_bytes()]
    expected = whole(check_package(descriptor))

    for content in damaged(entry.read_bytes()):
        entry.write_bytes(content)
        memory, found = checked(descriptor, folder)

        assert (memory.recalled, found) == (2, expected)


def test_an_entry_under_another_name_counts_as_none(package, tmp_path) -> None:
    descriptor, folder = package.write(), tmp_path / "kept"
    checked(descriptor, folder)
    entries = sorted(folder.glob("*.findings"))
    contents = [path.read_bytes() for path in entries]
    for path, content in zip(entries, contents[1:] + contents[:1], strict=True):
        path.write_bytes(content)

    memory, found = checked(descriptor, folder)

    assert (memory.recalled, found) == (0, whole(check_package(descriptor)))


def test_what_is_kept_comes_back_as_it_was(tmp_path) -> None:
    odd = Finding("a\ud83d", 1, 2, "E201", value="\ud83d\ude00\0\u2028", notes=(("a", "b"),))
    known = Known([odd], 1, 2, 3, 4)
    memory = Memory(tmp_path / "kept")

    memory.keep({"d": known})

    found = memory.recall("d")
    assert found == known
    assert [tuple(each) for each in found.findings] == [tuple(odd)]


def test_what_was_not_asked_for_longest_goes_first(tmp_path) -> None:
    memory = Memory(tmp_path, limit_bytes=1_000)
    left = tmp_path / ".d.findings.x.new"
    left.write_bytes(b"x" * 500)
    os.utime(left, (0, 0))
    for at, digest in enumerate("abcd"):
        memory.keep({digest: Known([], at, 0, 0, 0)})
        os.utime(tmp_path / f"{digest}.findings", (at + 1, at + 1))
    memory.recall("a")

    memory.keep({"e": Known([Finding("x" * 500, 0, 0, "E201")], 0, 0, 0, 0)})

    assert not left.exists()
    assert memory.recall("a") is not None
    assert memory.recall("e") is not None
    assert memory.recall("b") is None


def test_a_folder_that_cannot_be_written_is_said_and_changes_nothing(package, tmp_path) -> None:
    descriptor = package.write()
    (tmp_path / "file").write_bytes(b"")

    memory, found = checked(descriptor, tmp_path / "file" / "kept")

    assert found == whole(check_package(descriptor))
    assert memory.trouble


def test_what_is_kept_is_ignored_by_git(package, tmp_path) -> None:
    checked(package.write(), tmp_path / "kept")

    assert (tmp_path / "kept" / ".gitignore").read_bytes() == b"*\n"


def test_the_tables_of_a_project_are_remembered_too(harbour: Project, edit, tmp_path) -> None:
    before = run.check(harbour.root, Memory(tmp_path))
    edit('"modality": "alleged"', '"modality": "happened"')
    run.check(harbour.root, Memory(tmp_path))
    memory = Memory(tmp_path)

    again = run.check(harbour.root, memory)

    assert memory.recalled == memory.asked > 0
    assert again == run.check(harbour.root) != before


def started(descriptor: Path, folder: Path) -> subprocess.Popen[bytes]:
    words = ["-m", "depositary", "check", "--json", f"--cache-folder={folder}", f"{descriptor}"]
    return subprocess.Popen(
        [sys.executable, *words], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )


@pytest.fixture
def large(package) -> Path:
    rows = b"".join(b"%d,%d,x\n" % (at, at) for at in range(20_000))
    package.files = dict.fromkeys(package.files, b"a,b,c\n" + rows)
    return package.write()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_a_check_that_is_killed_leaves_nothing_that_misleads(large, tmp_path) -> None:
    expected = whole(check_package(large))
    for delay_s in (0.1, 0.2, 0.3, 0.4):
        process = started(large, tmp_path / "kept")
        time.sleep(delay_s)
        with suppress(ProcessLookupError):
            process.send_signal(signal.SIGKILL)
        process.communicate()

        assert checked(large, tmp_path / "kept")[1] == expected
        shutil.rmtree(tmp_path / "kept")


def test_a_call_says_how_many_tables_were_known_and_finds_the_same(package, tmp_path) -> None:
    descriptor, place = package.write(), {**os.environ, "XDG_CACHE_HOME": f"{tmp_path}"}
    words = [sys.executable, "-m", "depositary", "check", f"{descriptor}"]
    calls = [words, [*words, "--cache"], [*words, "--cache"]]

    plain, first, second = (
        subprocess.run(each, capture_output=True, check=False, env=place) for each in calls
    )

    assert plain.stdout == first.stdout == second.stdout
    assert plain.stderr == b""
    assert b"0 of 3 tables" in first.stderr
    assert b"3 of 3 tables" in second.stderr


def test_two_checks_at_once_find_the_same(large, tmp_path) -> None:
    both = [started(large, tmp_path / "kept") for _ in range(2)]

    first, second = (process.communicate()[0] for process in both)

    assert first == second
    memory, found = checked(large, tmp_path / "kept")
    assert (memory.recalled, found) == (3, whole(check_package(large)))
