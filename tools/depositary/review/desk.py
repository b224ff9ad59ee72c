"""One article on one coder's desk: what is there to decide, and every decision on disk at once."""

from __future__ import annotations

import contextlib
import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from depositary import files, jsontext
from depositary.coverage import coverage
from depositary.errors import CallError, DataError, DepositaryError
from depositary.findings import has_errors
from depositary.reading import canonical, proposed_file, reading_file
from depositary.review.decisions import Decision
from depositary.review.edits import edited, key_of
from depositary.review.journal import Journal, Step
from depositary.review.judging import Judge
from depositary.review.labels import PARTS, Labels
from depositary.review.papers import parsed, proposals
from depositary.review.planning import Planner
from depositary.review.queue import Queue, Standing
from depositary.review.search import search
from depositary.review.views import Conflict, Refused, View

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from depositary.building import Built
    from depositary.coverage import Uncited
    from depositary.project import Project
    from depositary.reading import Known
    from depositary.review.edits import Edit
    from depositary.review.journal import Log
    from depositary.review.judging import Trouble
    from depositary.review.views import Found
    from depositary.schema import Law

_MOST_SHOWN = 60


class Desk:
    """Decides about the proposals of one source.

    Parameters
    ----------
    project, law, built
        The register, as it is when the desk is opened.
    source_id : str
        In custody, with a text.
    coder : str
        Who decides.
    now : callable
        Gives the time, as the journal notes it.
    is_apart : bool
        Write the coder's own reading, ``<stem>.<coder>.reading.json``, and look at no other.

    Raises
    ------
    CallError
        E415 for a source that is not in custody, E809 for one without a text.
    """

    def __init__(
        self,
        project: Project,
        law: Law,
        built: Built,
        source_id: str,
        coder: str,
        now: Callable[[], str],
        *,
        is_apart: bool = False,
    ) -> None:
        if source_id not in built.sources:
            raise CallError("E415", f"{source_id} is not in custody.", "see depositary status")
        source = built.sources[source_id]
        if source.text is None:
            raise CallError("E809", f"{source_id} has no text that can be read.", "see its card")
        self.source_id, self.text, self.coder = source_id, source.text, coder
        self.card: Mapping[str, Any] = source.document.value
        self._project, self._law, self._built, self._now = project, law, built, now
        apart = coder if is_apart else ""
        self.path = reading_file(project, source, apart)
        self._proposed_path = proposed_file(project, source, apart)
        main = project.name_of(reading_file(project, source))
        self._judge = Judge(law, built, source.text, main)
        self._folder = project.root / ".depositary" / "review"
        name = self.path.name.removesuffix(".reading.json")
        self._journal = Journal(self._folder / f"{name}.jsonl")
        self._name = project.name_of(self.path)
        self._proposed = proposals(self._proposed_path, project, law, source_id)
        self._queue = Queue(source.text, self._proposed, law)
        self._labels = Labels(law, built, self._proposed, self._judge.records)
        self._read: tuple[str, dict[str, Any]] | None = None
        self._laid: Known = {}
        self._seen: tuple[str, Log, View] | None = None

    @property
    def has_proposals(self) -> bool:
        """Whether something was proposed for the source."""
        return self._proposed_path.is_file()

    @property
    def touched_ns(self) -> int:
        """When something was decided here last, as the disk counts time; 0 for never."""
        return self._journal.touched_ns

    def look(self) -> View:
        """What is on the desk now, as the files say.

        Raises
        ------
        DataError
            E810 where the reading was broken by hand; it is left as it is.
        """
        version, reading = self._reading()
        return self._view(version, reading, self._journal.read())

    def decide(self, decision: Decision, version: str) -> View:
        """Carry a decision out; it is on disk when this returns.

        Parameters
        ----------
        decision : Decision
            What to do.
        version : str
            Of the view that it was made on.

        Raises
        ------
        Conflict
            E801 where the reading is no longer of that version.
        Refused
            E808 where the reading would not be in due form.
        CallError, DataError
            E803, E805 to E807, see :class:`~depositary.review.decisions.Planner`.
        Unavailable
            E105 to E107; nothing was decided then.
        """
        with self._alone():
            reading, log = self._current(version)
            before = self._view(version, reading, log)
            edits = self._planner(reading).edits(decision)
            value, edits = edited(reading, edits, self._law)
            self._refuse(value, edits)
            draft = decision.entries[0] if decision.op == "draft" else None
            keys = decision.keys or tuple(edit.key for edit in edits)
            along = {key for each in edits for key in _proposal_of(each)}
            into = decision.into and _called(decision.into, before)
            words = replace(decision, into=into).words([_called(key, before) for key in keys])
            step = Step(
                decision.op, (*keys, *sorted(along - set(keys))), edits, version, "",
                self.coder, self._now(), words, draft,
            )  # fmt: skip
            return self._confirm(step, value, before)

    def undo(self, version: str) -> View:
        """Take the last decision that stands back.

        Raises
        ------
        Conflict
            E801 where the reading is no longer of this version.
        DataError
            E802 where what it changed was changed since by hand, E811 where there is none.
        """
        return self._turn(version, "undo")

    def redo(self, version: str) -> View:
        """Take up again what was taken back last; raises as :meth:`undo`."""
        return self._turn(version, "redo")

    def judge(self, decision: Decision) -> tuple[Trouble, ...]:
        """What a decision would break, by entries and by rules; nothing is written.

        Notes
        -----
        Rules are asked of the reading and what is linked with it, which takes half a second;
        :meth:`decide` refuses what is found at once, and leaves rules to this.
        """
        _, reading = self._reading()
        value, edits = edited(reading, self._planner(reading).edits(decision), self._law)
        found = self._judge.at_once(value, edits)
        if not any(each.finding.severity == "error" for each in found):
            touched = {edit.new_key or edit.key for edit in edits}
            found += [each for each in self._judge.by_rules(value) if each.record_id in touched]
        return tuple(found)

    def sift(self, keys: Sequence[str]) -> tuple[tuple[str, ...], tuple[Trouble, ...]]:
        """Of some proposals those that can be accepted as they are, and what is wrong with others.

        Parameters
        ----------
        keys : sequence of str
            Of cards that wait for a decision.
        """
        _, reading = self._reading()
        troubles: list[Trouble] = []
        while keys:
            edits = self._planner(reading).edits(Decision("accept", tuple(keys)))
            found = self._judge.at_once(edited(reading, edits, self._law)[0], edits)
            bad = {each.proposal for each in found if each.finding.severity == "error"}
            if not bad:
                break
            troubles += found
            # What refers to a proposal that cannot be accepted cannot be either.
            needs = self._planner(reading).needed
            entries = self._proposed.entries
            keys = [key for key in keys if not bad & {key, *needs(key, entries[key])}]
        return tuple(keys), tuple(troubles)

    def troubles(self) -> tuple[Trouble, ...]:
        """What the rules have against the reading as it is."""
        _, reading = self._reading()
        return tuple(self._judge.by_rules(reading)) if "coder" in reading else ()

    def found(self, table: str, words: str, limit: int = 20) -> list[Found]:
        """Records and open proposals of a table, by words of their name or id.

        Parameters
        ----------
        table : str
            Such as ``actors``; empty for any.
        words : str
            As far as they were typed.
        limit : int
            The most that are returned.
        """
        return search(self.look(), self._labels.of_rest, self._law, (table, words), limit)

    def uncited(self, view: View) -> tuple[Uncited, ...]:
        """The sentences that no record cites and nobody set aside."""
        settled = [card for card in view.cards if card.state in ("accepted", "record")]
        cited = [span for card in settled if card.table != "set_aside" for span in card.spans]
        aside = [span for card in settled if card.table == "set_aside" for span in card.spans]
        return coverage(self.text, cited, aside).uncited

    def _turn(self, version: str, op: str) -> View:
        with self._alone():
            reading, log = self._current(version)
            before = self._view(version, reading, log)
            numbers = log.done if op == "undo" else log.undone
            if not numbers:
                raise DataError("E811", f"There is nothing to {op}.")
            meant = log.steps[numbers[-1]]
            edits = meant.edits
            if op == "undo":
                edits = tuple(edit.inverse for edit in reversed(edits))
            value, edits = edited(reading, edits, self._law)
            step = Step(
                op, meant.keys, edits, version, "", self.coder, self._now(),
                f"{op}: {meant.words}", of=numbers[-1],
            )  # fmt: skip
            return self._confirm(step, value, before)

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """Be the only one who writes; what a killed writer left half written is swept away."""
        with files.locked(self._folder):
            files.settle(self.path, self._journal.path)
            yield

    def _current(self, version: str) -> tuple[dict[str, Any], Log]:
        """The reading and the journal, where the version is the one that was seen."""
        now, reading = self._reading()
        log = self._journal.settle(now)
        if now != version:
            raise Conflict(self._view(now, reading, log))
        return reading, log

    def _confirm(self, step: Step, value: dict[str, Any], before: View) -> View:
        """Write a step, then the reading; both are on the disk when this returns."""
        content = b""
        framed = {"source": self.source_id, "coder": self.coder, **value}
        if step.edits:
            document = jsontext.Document(self.path.name, "", framed)
            content = canonical(document, self._law, self._laid)
        after = hashlib.sha256(content).hexdigest() if content else step.before
        step = replace(step, after=after)
        self._journal.append(step)
        if content:
            try:
                files.replace(self.path, content)
            except DepositaryError:
                self._journal.settle(self._reading()[0])
                raise
            self._read = after, framed
        view = self.look()
        old = {card.key: card for card in before.cards}
        newly = tuple(card.key for card in view.cards if old.get(card.key) != card)
        return replace(view, newly=newly)

    def _refuse(self, value: Mapping[str, Any], edits: tuple[Edit, ...]) -> None:
        troubles = self._judge.at_once(value, edits)
        if has_errors([each.finding for each in troubles]):
            raise Refused(troubles)

    def _reading(self) -> tuple[str, dict[str, Any]]:
        """The version and the content of the reading on disk; empty where there is none."""
        try:
            content = files.read_bytes(self.path)
        except CallError:
            if self.path.exists():
                raise
            frame = {"$schema": "../schema/reading.json", "source": self.source_id,
                     "coder": self.coder}  # fmt: skip
            return "", frame
        version = hashlib.sha256(content).hexdigest()
        if self._read is None or self._read[0] != version:
            self._read = version, parsed(content, self._name, self._law, self.source_id)
        return self._read

    def _planner(self, reading: Mapping[str, Any]) -> Planner:
        own = {
            key_of(part, entry, self._law)
            for part in (*PARTS, "retired")
            for entry in reading.get(part, ())
            if part != "set_aside"
        }
        known = self._judge.records
        rest = self._labels.of_rest

        def is_taken(record_id: str) -> bool:
            return record_id in own or record_id in known or record_id in rest

        return Planner(reading, self._proposed, self._law, is_taken)

    def _view(self, version: str, reading: Mapping[str, Any], log: Log) -> View:
        if self._seen is None or self._seen[:2] != (version, log):
            self._seen = version, log, self._made(version, reading, log)
        return self._seen[2]

    def _made(self, version: str, reading: Mapping[str, Any], log: Log) -> View:
        planner = self._planner(reading)
        labels = self._labels.of(reading)
        cards = self._queue.cards(Standing(reading, log, planner.needed, labels))
        can_undo = log.steps[log.done[-1]].words if log.done else ""
        can_redo = log.steps[log.undone[-1]].words if log.undone else ""
        return View(version, cards, can_undo, can_redo)


def _called(key: str, view: View) -> str:
    label = next((card.label for card in view.cards if key in (card.key, card.record_id)), key)
    return label if len(label) <= _MOST_SHOWN else f"{label[: _MOST_SHOWN - 1]}…"


def _proposal_of(edit: Edit) -> Sequence[str]:
    by = (edit.after or edit.before or {}).get("proposed_by", {})
    return [by["proposal"]] if "proposal" in by else []
