"""Look for inputs that break the promise of ``test_inputs``, guided by coverage: ``make fuzz``.

Each door has a process of its own, started anew where an input kills it. What breaks the promise
is made small and kept in ``corpus/``, where every run of the tests tries it again.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import shutil
import subprocess
import sys
import time
import traceback
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HERE = Path(__file__).resolve().parent
CORPUS = HERE / "corpus"
WORK = HERE.parents[1] / "build" / "fuzz"
NAMES = ["descriptor", "rows", "ways", "dialect", "archive"]

LONGEST_INPUT_BYTES = 4096
LONGEST_S = 5
MOST_MEMORY_MB = 1024
_TRIES = 400
"""How often a broken promise is tried with fewer bytes."""

_ODD: list[Any] = [
    None, True, False, 0, 1, -1, 2**63, 1e308, float("nan"), "", "a", "id", "\ud800", "\x1b[2J",
    "../a.csv", "https://example.org/a.csv", "a.csv", "x" * 300, [], {}, [[]], [None], {"": {}},
    "integer", "2025-01-01", ["id", "id"], "one", "#/resources/0",
]  # fmt: skip


def main() -> int:
    """Fuzz one door after the other; 1 where a promise was broken."""
    parser = argparse.ArgumentParser(prog="make fuzz", description=__doc__)
    parser.add_argument("doors", nargs="*", choices=[*NAMES, []], help=", ".join(NAMES))
    parser.add_argument("--seconds", type=int, default=60, help="for each door")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.inside:
        _inside(*given.doors, given.seconds)
    broken = [door for door in given.doors or NAMES if not _outside(door, given.seconds)]
    print(f"promises broken: {', '.join(broken)}" if broken else "every promise was kept")
    return 1 if broken else 0


# ── around the process that fuzzes ──────────────────────────────────────────────────────────────


def _outside(door: str, seconds: int) -> bool:
    """Whether a door kept its promise for so long."""
    before = set((CORPUS / door).glob("*"))
    end_s = time.monotonic() + seconds
    print(f"== {door}, {seconds} s", flush=True)
    while (left_s := round(end_s - time.monotonic())) > 0:
        command = [sys.executable, str(HERE), "--inside", "--seconds", str(left_s), door]
        if subprocess.run(command, check=False).returncode == 0:
            break
        if not _keep_killers(door):
            sys.exit(f"{door}: fuzzing itself failed")
    found = sorted(set((CORPUS / door).glob("*")) - before)
    for path in found:
        print(f"broken: {path.relative_to(HERE.parents[1])}", flush=True)
    return not found


def _keep_killers(door: str) -> list[Path]:
    """Keep what killed the process: too slow, too large, or worse."""
    killers = list((WORK / door).glob("*-*"))
    for path in killers:
        (CORPUS / door).mkdir(parents=True, exist_ok=True)
        shutil.move(path, CORPUS / door / f"{path.name.split('-')[0]}-{path.name[-8:]}")
    return killers


# ── the process that fuzzes ─────────────────────────────────────────────────────────────────────


def _inside(door: str, seconds: int) -> None:
    import atheris

    with atheris.instrument_imports(include=["depositary"]):
        import test_inputs

    folder = WORK / door
    grown = folder / "grown"
    grown.mkdir(parents=True, exist_ok=True)
    for data in test_inputs.seeds(door):
        (grown / hashlib.sha256(data).hexdigest()[:16]).write_bytes(data)
    words = WORK / "words.dict"
    words.write_text("".join(f'"{word}"\n' for word in _words()), encoding="utf-8")
    options = [
        f"-max_total_time={seconds}",
        f"-timeout={2 * LONGEST_S}",
        f"-rss_limit_mb={MOST_MEMORY_MB}",
        f"-max_len={LONGEST_INPUT_BYTES}",
        f"-artifact_prefix={folder}/",
        "-print_final_stats=1",
        "-verbosity=0",
    ]
    if door == "descriptor":
        options.append(f"-dict={words}")
    seen: set[str] = set()

    def promised(data: bytes) -> None:
        try:
            test_inputs.try_at(door, data)
        except Exception as error:  # noqa: BLE001 - whatever it is, it was promised not to be
            if (place := _place(error)) not in seen:
                seen.add(place)
                _keep(door, data, place, test_inputs.try_at)

    mutator = {"custom_mutator": _mutated} if door == "descriptor" else {}
    atheris.Setup([sys.argv[0], *options, str(grown)], promised, **mutator)
    atheris.Fuzz()


@cache
def _words() -> list[str]:
    """The names of properties of the standard, in order."""
    from importlib import resources

    def names(value: object) -> Iterator[str]:
        if isinstance(value, dict):
            yield from value.get("properties", ())
            for inner in value.values():
                yield from names(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from names(inner)

    with resources.as_file(resources.files("depositary.checks") / "profiles") as folder:
        profiles = [json.loads(path.read_bytes()) for path in folder.rglob("*.json")]
    return sorted({name for profile in profiles for name in names(profile) if name.isalpha()})


def _place(error: BaseException) -> str:
    """Where an error comes from: two inputs that fail at one line fail for one reason."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{type(error).__name__} {Path(frames[-1].filename).name}:{frames[-1].lineno}"


def _keep(door: str, data: bytes, place: str, try_at: Callable[[str, bytes], None]) -> None:
    def is_same(smaller: bytes) -> bool:
        try:
            try_at(door, smaller)
        except Exception as error:  # noqa: BLE001 - as above
            return _place(error) == place
        return False

    data = _smallest(data, is_same)
    name = f"{place.split(maxsplit=1)[0]}-{hashlib.sha256(data).hexdigest()[:8]}"
    print(f"{place}: {data[:200]!r}", flush=True)
    (CORPUS / door).mkdir(parents=True, exist_ok=True)
    (CORPUS / door / name).write_bytes(data)


def _smallest(data: bytes, is_same: Callable[[bytes], bool]) -> bytes:
    """The bytes that are left when whatever can go is gone (Zeller's ddmin, in short)."""
    size, tries = len(data) // 2, 0
    while size and tries < _TRIES:
        at = 0
        while at < len(data) and tries < _TRIES:
            tries += 1
            smaller = data[:at] + data[at + size :]
            if is_same(smaller):
                data = smaller
            else:
                at += size
        size //= 2
    return data


def _mutated(data: bytes, most: int, seed: int) -> bytes:
    """JSON with one value exchanged, or bytes exchanged where it is none."""
    import atheris

    chance = random.Random(seed)
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return atheris.Mutate(data, len(data))[:most]
    if chance.random() < 0.3:
        return atheris.Mutate(data, len(data))[:most]
    for _ in range(chance.randint(1, 3)):
        _exchange(value, chance)
    return json.dumps(value).encode()[:most]


def _exchange(value: Any, chance: random.Random) -> None:
    """Exchange, add or take away one value, somewhere in a tree of JSON."""
    places = list(_places(value))
    if not places:
        return
    holder, key = chance.choice(places)
    donors = [inner[name] for inner, name in places]
    new = chance.choice(_ODD if chance.random() < 0.6 else donors)
    new = json.loads(json.dumps(new))
    if chance.random() < 0.2:
        del holder[key]
    elif isinstance(holder, dict) and chance.random() < 0.4:
        holder[chance.choice(_words())] = new
    else:
        holder[key] = new


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    keys = (
        value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    )
    for key in keys:
        yield value, key
        yield from _places(value[key])


if __name__ == "__main__":
    sys.exit(main())
