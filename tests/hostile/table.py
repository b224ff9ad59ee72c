"""The table of what two checkers do with each hostile package, and of every limit of ours.

``make hostile`` tries both on this machine (some twenty minutes), keeps what was seen in
``outcomes.json`` and writes ``docs/reference/hostile.md`` from that and from the module of limits.
With ``--write`` only the page is written anew.
"""

from __future__ import annotations

import ast
import json
import sys
import tempfile
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hostile.kit import all_cases
from hostile.trial import KILLED_AFTER_S, Warden, checked, listening, scene

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hostile.kit import Case
    from hostile.trial import Caller, Trial

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SEEN = HERE / "outcomes.json"
PAGE = ROOT / "docs" / "reference" / "hostile.md"
LIMITS = ROOT / "tools" / "depositary" / "checks" / "limits.py"

OURS = ("-m", "depositary", "check", "--json")
THEIRS = ("-m", "frictionless", "validate")
ADDRESS_SPACE_BYTES = {"depositary": 3_000 << 20, "frictionless": 2_000 << 20}
SLOW_S, LARGE_MB = 5.0, 1000


def main() -> None:
    """Try every case, or read what was seen, and write the page."""
    if "--write" not in sys.argv:
        SEEN.write_text(json.dumps(seen(sys.argv[1:]), indent=0, sort_keys=True) + "\n")
    PAGE.write_text(page(), encoding="utf-8")


def seen(names: list[str]) -> dict[str, dict[str, Any]]:
    """What each checker did with each case; with names, with those only, beside what is known."""
    found = json.loads(SEEN.read_text()) if names else {}
    with listening() as caller, Warden(is_ready=False) as warden:
        for name, case in all_cases().items():
            if not names or name in names:
                found[name] = {
                    who: tried(case, caller, warden, who) for who in ("depositary", "frictionless")
                }
                print(name, *(each["outcome"] for each in found[name].values()))  # noqa: T201
    return found


def tried(case: Case, caller: Caller, warden: Warden, who: str) -> dict[str, Any]:
    """What one checker did with a case, in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        made = scene(Path(folder) / "scene", caller.address)
        target = case.make(made) or made.package
        command = OURS
        if who == "frictionless":
            command = THEIRS
            target = target / "datapackage.json" if target == made.package else target
        limit = ADDRESS_SPACE_BYTES[who]
        trial = checked(target, case, made, caller, warden, (*command, str(target)), limit)
        found = ours(case, trial) if who == "depositary" else theirs(case, trial)
    return {"outcome": found, "seconds": trial.seconds, "megabytes": trial.megabytes}


def ours(case: Case, trial: Trial) -> str:
    """The codes that were found, or what went wrong."""
    wrong = common(trial)
    if wrong:
        return wrong
    if trial.exit_code not in case.exits:
        return f"wrong: exit {trial.exit_code}"
    said = [code for code in sorted(case.codes) if trial.says(code)]
    return " ".join(said) or ("valid" if "valid" in case.codes else "wrong: another code")


def theirs(case: Case, trial: Trial) -> str:
    """Whether it is right, and if not, how it fails; its words are not judged."""
    wrong = common(trial)
    if wrong:
        return wrong
    if b"\x1b[31mred" in trial.out or b"\x1b[31m.csv" in trial.out:
        return "raw escapes to the terminal"
    if case.exits == (0,) and case.codes != {"valid"}:
        return "not noticed" if trial.exit_code == 0 else "right"
    if trial.exit_code == 0 and 0 not in case.exits:
        return "asks no rules" if case.group == "laws" else "wrongly accepted"
    return "wrongly refused" if trial.exit_code and case.exits == (0,) else "right"


def common(trial: Trial) -> str:
    """What is wrong whoever it does: it runs code, hangs, calls, leaks, dies or takes too much."""
    both = trial.out + trial.err
    wrongs = {
        "runs code of the folder": any("was-run" in name for name in trial.changed),
        "calls the address": trial.calls,
        "shows a file outside": trial.is_leaky,
        f"hangs (ended after {KILLED_AFTER_S:g} s)": trial.is_killed,
        "dies of memory": trial.exit_code < 0 or b"MemoryError" in both,
        "breaks down": b"Traceback" in trial.err or b"E999" in trial.err,
        "takes too much memory": trial.megabytes > LARGE_MB,
    }
    return next((words for words, is_so in wrongs.items() if is_so), "")


def page() -> str:
    """The reference page."""
    return "\n".join([*_head(), *_table(), *_limits()]) + "\n"


def _head() -> Iterator[str]:
    found = json.loads(SEEN.read_text())
    yield "<!-- Made by `make hostile` from tests/hostile and checks/limits.py: edit those. -->\n"
    yield "# Hostile packages\n"
    yield f"{len(found)} packages that lie, burst, loop, or name what they should not."
    yield "Each is made by a few lines in `tests/hostile/cases`; each is a test of every change."
    yield "`depositary check` and `frictionless validate` 5.21 were each called on them as a whole"
    yield f"process, ended after {KILLED_AFTER_S:g} s, one after the other on the same two shared"
    yield "cores; seconds are wall-clock, MB the highest resident size.\n"
    for who in ("depositary", "frictionless"):
        counts = Counter(_sort(each[who]["outcome"]) for each in found.values())
        told = ", ".join(f"{count} {sort}" for sort, count in counts.most_common())
        slow = sum(each[who]["seconds"] > SLOW_S for each in found.values())
        large = sum(each[who]["megabytes"] > LARGE_MB for each in found.values())
        yield f"- `{who}`: {told}; {slow} took more than {SLOW_S:g} s, {large} more than 1 GB."
    yield ""


def _sort(outcome: str) -> str:
    return "right" if outcome[:1] in "ER" or outcome == "valid" else outcome.partition(":")[0]


def _table() -> Iterator[str]:
    found, group = json.loads(SEEN.read_text()), ""
    for name, case in sorted(all_cases().items(), key=lambda pair: pair[1].group):
        if name not in found:
            continue
        if case.group != group:
            group = case.group
            yield f"\n## {group.capitalize()}\n"
            yield "| package | ours | s | MB | frictionless | s | MB |"
            yield "|---|---|--:|--:|---|--:|--:|"
        cells = [name.replace("_", " ")]
        for each in (found[name]["depositary"], found[name]["frictionless"]):
            cells += [each["outcome"], f"{each['seconds']:.1f}", f"{each['megabytes']}"]
        yield f"| {' | '.join(cells)} |"


def _limits() -> Iterator[str]:
    yield "\n## Limits\n"
    yield "A package that keeps to these is checked in full; one that does not gets a clear E108,"
    yield "or the code of what holds it.\n"
    yield "| limit | value | why |\n|---|--:|---|"
    body = ast.parse(LIMITS.read_text(encoding="utf-8")).body
    for bound, words in pairwise(body):
        if isinstance(bound, ast.AnnAssign) and isinstance(words, ast.Expr):
            value = eval(compile(ast.Expression(bound.value), "", "eval"))  # noqa: S307 - our own
            shown = f"{value:,}" if isinstance(value, int) else str(value)
            why = " ".join(ast.literal_eval(words.value).split())
            why = why.replace(":data:", "")
            yield f"| `{ast.unparse(bound.target)}` | {shown} | {why} |"


if __name__ == "__main__":
    main()
