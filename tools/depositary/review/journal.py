"""Every decision, a line each, on disk before the reading changes: undo goes back through it."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import orjson

from depositary import files
from depositary.review.edits import Edit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Step:
    """One decision, or the taking back of one.

    Parameters
    ----------
    op : str
        Of the decision; ``undo`` and ``redo`` name another step.
    keys : tuple of str
        The cards that it is about.
    edits : tuple of Edit
        What it changes in the reading; none for ``later`` and ``draft``.
    before, after : str
        SHA-256 of the reading's bytes; empty where there is no reading.
    coder, at : str
        Who, and when (UTC, ISO 8601).
    words : str
        What it does, as a person reads it.
    draft : mapping or None
        The entry that is kept without being a record.
    of : int
        For ``undo`` and ``redo``, the number of the step that is meant, from 0.
    """

    op: str
    keys: tuple[str, ...]
    edits: tuple[Edit, ...]
    before: str
    after: str
    coder: str
    at: str
    words: str
    draft: Mapping[str, Any] | None = None
    of: int = -1

    def line(self) -> bytes:
        """As it stands in the file."""
        value = {
            "op": self.op, "keys": self.keys, "edits": [edit.as_json() for edit in self.edits],
            "before": self.before, "after": self.after, "coder": self.coder, "at": self.at,
            "words": self.words, "draft": self.draft, "of": self.of,
        }  # fmt: skip
        return orjson.dumps(value) + b"\n"

    @classmethod
    def from_line(cls, line: bytes) -> Step:
        """From a line of the file; ValueError where it is not one."""
        try:
            value = orjson.loads(line)
            edits = tuple(Edit.from_json(each) for each in value.pop("edits"))
            return cls(**{**value, "keys": tuple(value["keys"]), "edits": edits})
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(str(error)) from error


@dataclass(frozen=True, slots=True, eq=False)
class Log:
    """What the steps come to.

    Parameters
    ----------
    steps : tuple of Step
        In order.
    done, undone : tuple of int
        Numbers of steps that stand, and that were taken back and may be taken up again; the last
        of each is next.
    """

    steps: tuple[Step, ...] = ()
    done: tuple[int, ...] = ()
    undone: tuple[int, ...] = ()
    later: frozenset[str] = frozenset()
    drafts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @classmethod
    def of(cls, steps: Sequence[Step]) -> Log:
        """From the lines of a journal."""
        done: list[int] = []
        undone: list[int] = []
        for number, step in enumerate(steps):
            if step.op == "undo":
                done.remove(step.of)
                undone.append(step.of)
            elif step.op == "redo":
                undone.remove(step.of)
                done.append(step.of)
            else:
                done.append(number)
                undone.clear()
        later: set[str] = set()
        drafts: dict[str, Mapping[str, Any]] = {}
        for step in (steps[number] for number in sorted(done)):
            for key in step.keys:
                later.discard(key)
                drafts.pop(key, None)
                if step.op == "later":
                    later.add(key)
                elif step.op == "draft" and step.draft is not None:
                    drafts[key] = step.draft
        return cls(tuple(steps), tuple(done), tuple(undone), frozenset(later), drafts)


class Journal:
    """The file of steps of one reading.

    Parameters
    ----------
    path : Path
        In ``.depositary/review/``; need not exist.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._known: tuple[tuple[int, int], Log] | None = None
        self._is_whole = False

    @property
    def touched_ns(self) -> int:
        """When the file was written last; 0 where there is none."""
        return self.path.stat().st_mtime_ns if self.path.exists() else 0

    def read(self) -> Log:
        """What the file holds; a last line that a crash cut off is not a step."""
        seen = self._seen()
        if seen is None:
            return Log()
        if self._known is None or self._known[0] != seen:
            content = files.read_bytes(self.path)
            steps = self._steps(content)
            self._known = (seen, Log.of(steps))
            self._is_whole = content.count(b"\n") == len(steps) and content.endswith(b"\n")
        return self._known[1]

    def _seen(self) -> tuple[int, int] | None:
        """What tells one state of the file from another; None where there is no file."""
        try:
            status = self.path.stat()
        except FileNotFoundError:
            return None
        return status.st_mtime_ns, status.st_size

    def append(self, step: Step) -> None:
        """Write a step; it is on the disk when this returns.

        Raises
        ------
        Unavailable
            E105 to E107; the journal is then as it was.
        """
        before = self.read()
        line = step.line()
        with files.speaking_of(self.path):
            is_new = not self.path.exists()
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("ab", buffering=0) as handle:
                size = os.fstat(handle.fileno()).st_size
                try:
                    _write_all(handle.fileno(), line)
                    os.fsync(handle.fileno())
                except OSError:
                    os.ftruncate(handle.fileno(), size)
                    raise
            if is_new:
                files.sync_folder(self.path.parent)
        # What was read before is not read again: of a long session it is megabytes.
        seen = self._seen()
        if seen is not None and seen[1] == size + len(line) and (self._is_whole or not size):
            self._known = (seen, Log.of((*before.steps, Step.from_line(line))))
            self._is_whole = True

    def settle(self, version: str) -> Log:
        """What the journal says, once a last step that never reached the reading is taken out.

        Parameters
        ----------
        version : str
            Of the reading as it is on disk.

        Notes
        -----
        A step is written before the reading is. Killed between the two, the reading still has the
        version that the step began with: the decision was not confirmed, and did not happen.
        """
        if not self.path.exists():
            return Log()
        log = self.read()
        if self._is_whole and not (log.steps and _never_came(log.steps[-1], version)):
            return log
        whole = files.read_bytes(self.path)
        kept = whole[: whole.rfind(b"\n") + 1]
        steps = self._steps(kept)
        if steps and _never_came(steps[-1], version):
            kept = kept[: kept.rfind(b"\n", 0, len(kept) - 1) + 1]
        if kept != whole:
            # Cut, not written anew: a full disk has no room for a copy.
            with files.speaking_of(self.path), self.path.open("r+b") as handle:
                handle.truncate(len(kept))
                os.fsync(handle.fileno())
        return self.read()

    def _steps(self, content: bytes) -> list[Step]:
        """The steps of a file; what follows a line that is none is left out."""
        steps = []
        for line in content.split(b"\n")[:-1]:
            try:
                steps.append(Step.from_line(line))
            except ValueError:
                break
        return steps


def _never_came(step: Step, version: str) -> bool:
    """Whether the reading is still as it was before a step that changes it."""
    return step.before != step.after and step.before == version


def _write_all(descriptor: int, content: bytes) -> None:
    while content:
        content = content[os.write(descriptor, content) :]
