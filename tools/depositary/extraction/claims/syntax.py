"""What a parse of the sentence adds: how speaker, cue and content depend on each other."""

from __future__ import annotations

from dataclasses import dataclass

_FARTHEST_STEPS = 4
_LONGEST_CLIMB = 40
_MOST_BELOW = 12
# Clauses, objects, subjects, prepositions: what a verb of saying has, and others have not.
_TELLING = frozenset({"cc", "xc", "do", "ns", "pr"})


@dataclass(frozen=True, slots=True)
class Syntax:
    """The parse of a passage, word by word.

    Parameters
    ----------
    tags, labels : tuple of str
        The part of speech of each word, and in what it depends on its head.
    heads : tuple of int
        The word on which each depends; itself where it depends on none.
    first, last : tuple of int
        The first word of what depends on each, and the one after the last.
    """

    tags: tuple[str, ...]
    labels: tuple[str, ...]
    heads: tuple[int, ...]
    first: tuple[int, ...]
    last: tuple[int, ...]

    def branch(self, place: int, cue: int) -> int | None:
        """The word right under a cue that a word hangs on; None where it hangs on none."""
        for _ in range(_LONGEST_CLIMB):
            head = self.heads[place]
            if head == cue and place != cue:
                return place
            if head == place:
                return None
            place = head
        return None

    def path(self, place: int, cue: int) -> str:
        """The labels from a word up to what it shares with a cue, and down to the cue."""
        up = self._climb(place)
        down = self._climb(cue)
        shared = next((word for word in up if word in down), None)
        if shared is None:
            return "far"
        rise = [self.labels[word] for word in up[: up.index(shared)]]
        fall = [self.labels[word] for word in down[: down.index(shared)]]
        return f"{'<'.join(rise)}^{'>'.join(reversed(fall))}"

    def _climb(self, place: int) -> list[int]:
        passed = [place]
        for _ in range(_FARTHEST_STEPS):
            head = self.heads[place]
            if head == place:
                break
            passed.append(head)
            place = head
        return passed

    def cue_features(self, at: int, lemma: str) -> list[str]:
        """The part that a cue plays, what it depends on, and what depends on it."""
        tag, label, head = self.tags[at], self.labels[at], self.heads[at]
        below = [
            f"{self.labels[place]}{'<' if place < at else '>'}"
            for place in range(max(0, self.first[at]), min(len(self.heads), self.last[at]))
            if self.heads[place] == at and place != at
        ][:_MOST_BELOW]
        clause = " ".join(each for each in below if not each.startswith(("punct", "aux", "adv")))
        return [
            f"st={tag} {label}",
            f"sl={lemma} {tag}",
            f"sh={label} {self.tags[head]}",
            f"sc={tag} {clause}",
            f"slc={lemma} {clause}",
            *dict.fromkeys(f"sb={tag} {each}" for each in below),
            *dict.fromkeys(f"slb={lemma} {each}" for each in below if each[:2] in _TELLING),
        ]

    def source_features(self, start: int, end: int, at: int, kind: str) -> list[str]:
        """How the head of a stretch depends on a cue."""
        head = next(
            (place for place in range(start, end) if not start <= self.heads[place] < end), end - 1
        )
        path = self.path(head, at)
        owner = self.heads[at] if self.labels[head].startswith("nsubj") else -1
        return [
            f"sp={path}",
            f"spk={path} {kind}",
            f"st={self.labels[head]} {self.tags[head]} {kind}",
            f"so={owner == self.heads[head]} {self.labels[at]} {kind}",
        ]

    def start_features(self, place: int, at: int, order: str) -> list[str]:
        """Whether a branch of the cue begins with a word, and which."""
        branch = self.branch(place, at)
        if branch is None:
            over = self.branch(at, self.heads[at]) is not None and self.first[self.heads[at]]
            return [f"sx={order} {self.labels[at]} {over == place}"]
        begins = self.first[branch] == place
        label, tag = self.labels[branch], self.tags[branch]
        return [
            f"sb={order} {label} {begins}",
            f"sbt={order} {label} {tag} {begins}",
            f"sw={order} {self.tags[place]} {self.labels[place]} {begins}",
        ]

    def end_features(self, place: int, at: int, begin: int, order: str) -> list[str]:
        """Whether what begins with a word ends here, by the branches of the cue."""
        opened, closed = self.branch(begin, at), self.branch(place - 1, at)
        following = self.branch(place, at) if place < len(self.heads) else None
        after = "same" if following == closed else self.labels[following] if following else "out"
        if closed is None:
            climbed = "in" if self.first[at] <= place - 1 < self.last[at] else "beyond"
            return [f"sx={order} {climbed} {after} {self.labels[at]}"]
        ends = self.last[closed] == place
        top = "one" if opened == closed else "other"
        joined = self._attached(place, begin)
        return [
            f"sb={order} {top} {self.labels[closed]} {ends}",
            f"sa={order} {top} {after} {ends}",
            f"sab={order} {self.labels[closed]} {after}",
            f"sj={order} {joined} {after}",
        ]

    def _attached(self, place: int, begin: int) -> str:
        """In what the word at a place depends on what stands before it in the content."""
        if place >= len(self.heads):
            return "|"
        word = place
        for _ in range(_FARTHEST_STEPS):
            head = self.heads[word]
            if head == word:
                return "root"
            if head < place:
                return f"{self.labels[word]} {'in' if head >= begin else 'before'}"
            word = head
        return "deep"
