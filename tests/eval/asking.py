"""Ask peers, what a person without this project would use, about the texts that we are scored on.

Each is a small script of the folder ``peers``, run in an environment of its own, which the
requirements beside the benchmarks describe. One that cannot be installed or run is missing, with
the reason, and stops nobody.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from depositary.extraction.mentions import Mention

sys.path.append(str(Path(__file__).resolve().parents[1]))

from bench.environments import Failed, of_requirements, variables_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from depositary.extraction.articles import Article

_SCRIPTS = Path(__file__).resolve().parent / "peers"
_PATIENCE_S = 60, 20
"""To start, and for each text; HeidelTime takes five seconds for one."""


class Peer(NamedTuple):
    """What a peer is called in the table of each task that it takes part in."""

    shown: Mapping[str, str]
    is_quick: bool = True


PEERS = {
    "spacy": Peer(
        {
            "names": "spaCy's small model",
            "dates": "spaCy's small model",
            "claims": "spaCy's complements of reporting verbs",
        }
    ),
    "dateparser": Peer({"dates": "dateparser"}),
    "recognizers": Peer({"dates": "Microsoft Recognizers"}),
    "textacy": Peer({"claims": "textacy's direct quotations"}),
    "heideltime": Peer({"dates": "HeidelTime"}, is_quick=False),
}
"""By the name of their script and of their requirements."""


class MissingError(Exception):
    """A peer cannot be asked; the reason, in a line."""


class Answers:
    """What a peer found in texts that it was asked about, as an extractor would tell it."""

    def __init__(self, found: Mapping[str, tuple[Mention, ...]]) -> None:
        self._found = found

    def mentions(self, article: Article, found: Sequence[Mention] = ()) -> tuple[Mention, ...]:
        """What it found in an article; what others found is not asked for."""
        del found
        return self._found[article.text]

    def tell(self, what: str) -> bool:
        """Whether any of its mentions has that to say: a value, say, which not all peers know."""
        return any(each.about.get(what) for found in self._found.values() for each in found)


def chosen(words: Iterable[str]) -> tuple[str, ...]:
    """The peers that ``quick``, ``all``, ``none`` and their names mean, each once.

    >>> chosen(["dateparser", "heideltime"])
    ('dateparser', 'heideltime')
    """
    meant = {
        "all": set(PEERS),
        "quick": {name for name, peer in PEERS.items() if peer.is_quick},
        "none": set(),
    }
    every = set().union(*(meant.get(word, {word}) for word in words))
    return tuple(name for name in PEERS if name in every)


def peers_of(
    task: str, names: Iterable[str], articles: Sequence[Article]
) -> dict[str, Answers | str]:
    """What those of the peers that take part in a task found, or why one is missing."""
    told: dict[str, Answers | str] = {}
    for name in names:
        if shown := PEERS[name].shown.get(task):
            try:
                told[shown] = of_peer(name, articles)
            except MissingError as missing:
                told[shown] = f"missing: {missing}"
    return told


def of_peer(name: str, articles: Sequence[Article]) -> Answers:
    """What a peer finds in articles, in its own environment, which is made where there is none.

    Raises
    ------
    MissingError
        It cannot be installed, or asked.
    """
    try:
        python = of_requirements(name)
    except (Failed, OSError) as error:
        raise MissingError(_last_line(str(error))) from error
    print(f"Asking {name} about {len(articles)} texts ...", file=sys.stderr)
    return answers(python, _SCRIPTS / f"with_{name}.py", articles)


def answers(python: Path, script: Path, articles: Sequence[Article]) -> Answers:
    """What a script finds in articles: a line of JSON for each goes in, and one comes out.

    Raises
    ------
    MissingError
        It ends in an error or too late, or has not as many answers as there are articles.
    """
    days = [each.published and each.published.isoformat() for each in articles]
    given = [{"text": each.text, "day": day} for each, day in zip(articles, days, strict=True)]
    start_s, text_s = _PATIENCE_S
    with tempfile.TemporaryDirectory() as folder:
        try:
            done = subprocess.run(
                [str(python), str(script)],
                input="".join(f"{json.dumps(each)}\n" for each in given),
                cwd=folder,
                env=variables_for(python),
                capture_output=True,
                encoding="utf-8",
                timeout=start_s + text_s * len(articles),
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise MissingError(_last_line(str(error))) from error
    told = done.stdout.splitlines()
    if done.returncode or len(told) != len(articles):
        how = f"exit {done.returncode} after {len(told)} answers"
        raise MissingError(": ".join(filter(None, [how, _last_line(done.stderr)])))
    return Answers(
        {
            article.text: tuple(_mention(each, script.stem) for each in json.loads(line))
            for article, line in zip(articles, told, strict=True)
        }
    )


def _mention(told: dict[str, object], who: str) -> Mention:
    return Mention(told.pop("start"), told.pop("end"), told.pop("kind"), who, who, 0.5, told)


def _last_line(words: str) -> str:
    """The last line that says something, for a cell of a table."""
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    return lines[-1].replace("|", "/")[:200] if lines else ""
