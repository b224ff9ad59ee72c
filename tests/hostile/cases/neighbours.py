"""Programs that lie in the folder of the package, in the hope to be run.

One that has our own name is not among them: ``python -m NAME`` takes a ``NAME.py`` of the folder
before all others, whatever NAME is. The command ``depositary`` does not.
"""

from hostile.kit import entry

EVIL = """import pathlib
pathlib.Path(__file__).with_name("was-run").write_text("evil")
print("I was run", flush=True)
"""
NAMES = (
    "csv",
    "json",
    "typing",
    "dataclasses",
    "duckdb",
    "orjson",
    "click",
    "sitecustomize",
    "usercustomize",
    "conftest",
    "frictionless_evil",
    "frictionless",
)


def beside(*names):
    def make(at):
        at.table()
        for name in names:
            at.write(f"{name}.py", EVIL)

    return make


for name in NAMES:
    entry(f"python_file_{name}", beside(name), "valid", is_inside=True)
entry(
    "python_path_file",
    lambda at: (at.table(), at.write("evil.pth", "import csv\n"))[0],
    "valid",
    is_inside=True,
)
