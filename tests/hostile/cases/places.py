"""Things that are no plain file, and links that lead elsewhere."""

import os
import socket
from pathlib import Path

from hostile.kit import GOOD, case, resource


@case("E109")
def link_to_a_file_outside(at):
    at.describe(resource())
    (at.package / "a.csv").symlink_to(at.secret)


@case("E109")
def link_to_a_folder_outside(at):
    at.describe(resource(path="data/secret.csv"))
    (at.package / "data").symlink_to(at.root)


@case("E109")
def link_by_way_of_a_link(at):
    at.describe(resource())
    (at.package / "b").symlink_to(at.root)
    (at.package / "a.csv").symlink_to("b/secret.csv")


@case("E107|E104")
def link_to_itself(at):
    at.describe(resource())
    (at.package / "a.csv").symlink_to("a.csv")


@case("E103|E109")
def link_to_nothing(at):
    at.describe(resource())
    (at.package / "a.csv").symlink_to("b.csv")


@case("E109")
def link_to_endless_zeros(at):
    at.describe(resource())
    (at.package / "a.csv").symlink_to("/dev/zero")


@case("E109")
def link_to_this_process(at):
    at.describe(resource())
    (at.package / "a.csv").symlink_to("/proc/self/environ")


@case("valid")
def link_within_the_package(at):
    at.write("data/b.csv")
    at.describe(resource())
    (at.package / "a.csv").symlink_to("data/b.csv")


@case("valid")
def hard_link(at):
    at.describe(resource())
    os.link(at.write("b.csv"), at.package / "a.csv")


@case("E104")
def pipe_as_table(at):
    at.describe(resource())
    os.mkfifo(at.package / "a.csv")


@case("E104")
def pipe_as_schema(at):
    at.write("a.csv")
    at.describe(resource(schema="s.json"))
    os.mkfifo(at.package / "s.json")


@case("E104|E107")
def socket_as_table(at):
    at.describe(resource())
    here = Path.cwd()
    os.chdir(at.package)  # the name of a socket is short
    with socket.socket(socket.AF_UNIX) as made:
        made.bind("a.csv")
    os.chdir(here)


@case("E104")
def folder_as_table(at):
    at.describe(resource())
    (at.package / "a.csv").mkdir()


@case("E103|E104")
def file_as_folder(at):
    at.write("a.csv")
    at.describe(resource(path="a.csv/b.csv"))


@case("E109")
def link_as_schema(at):
    at.write("a.csv")
    at.describe(resource(schema="s.json"))
    (at.package / "s.json").symlink_to(at.secret)


@case("E104|E905", "", exits=(2,))
def descriptor_is_a_pipe(at):
    os.mkfifo(at.package / "datapackage.json")


@case("E104|E905", "", exits=(2,))
def descriptor_is_a_folder(at):
    (at.package / "datapackage.json").mkdir()


@case("E109", "", exits=(2,))
def descriptor_is_a_link_outside(at):
    at.write("a.csv")
    (at.package / "datapackage.json").symlink_to(at.secret)


@case("E104|E905", "", exits=(2,))
def descriptor_is_a_link_to_endless_zeros(at):
    (at.package / "datapackage.json").symlink_to("/dev/zero")


@case("E104|E905", "", exits=(2,))
def descriptor_is_standard_input(_):
    return Path("/dev/stdin")


@case("E104|E905", "", exits=(2,))
def package_is_a_pipe(at):
    pipe = at.root / "pipe.json"
    os.mkfifo(pipe)
    return pipe


@case("E905", "", exits=(2,))
def package_is_empty(_):
    return None


@case("E103", "", exits=(2,))
def package_is_not_there(at):
    return at.package / "nope"


@case("E107", "", exits=(3,))
def package_name_is_too_long(at):
    return at.package / ("a" * 5000)


@case("valid")
def a_sound_package(at):
    at.table(GOOD)
