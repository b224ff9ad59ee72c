"""What a record or proposal is called, in words: its label, with the names of what it links."""

from __future__ import annotations

from collections import ChainMap
from typing import TYPE_CHECKING, Any

from depositary.review.edits import key_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from depositary.building import Built
    from depositary.review.decisions import Proposed
    from depositary.schema import Law

PARTS = ("actors", "agreements", "events", "relations", "claims", "set_aside")
"""The lists of a reading, in the order in which those that begin at one place are decided."""


class Labels:
    """Knows what everything is called.

    Parameters
    ----------
    law, built
        The register.
    proposed : Proposed
        The proposals of the source.
    rest : collection of str
        The ids of the records of other readings.
    """

    def __init__(self, law: Law, built: Built, proposed: Proposed, rest: Collection[str]) -> None:
        self._law, self._naming = law, Naming(law)
        rows = built.tables["records"]
        labels = zip(rows.column("record_id"), rows.column("label"), strict=True)
        self.of_rest = {key: label for key, label in labels if key in rest}
        entries = [(proposed.parts[key], key, entry) for key, entry in proposed.entries.items()]
        self._before = self._of_entries(entries, ChainMap(self.of_rest))

    def of(self, reading: Mapping[str, Any]) -> Callable[[str], str]:
        """What anything is called, while a reading is as it is; an id where nobody knows."""
        entries = [
            (part, key_of(part, entry, self._law), entry)
            for part in PARTS
            for entry in reading.get(part, ())
        ]
        known = self._of_entries(entries, self._before)
        return lambda key: known.get(key, key)

    def _of_entries(
        self, entries: list[tuple[str, str, Mapping[str, Any]]], before: ChainMap[str, str]
    ) -> ChainMap[str, str]:
        """The labels of some entries, before those that were known: none of these is copied."""
        labels = before.new_child()
        for part, key, entry in sorted(entries, key=lambda each: PARTS.index(each[0])):
            label = self._naming.of(part, entry, lambda of: labels.get(of, of))
            if label and label != key:
                labels[key] = label
        return labels


class Naming:
    """What an entry is called, in words: its label, with the names of what it refers to.

    Parameters
    ----------
    law : Law
        Says of which columns the label of each table is made.
    """

    def __init__(self, law: Law) -> None:
        self._parts = {
            name: [
                (
                    table.entry_key(column),
                    bool(table.target_of(column)) or column.endswith("_id"),
                    {
                        code.code: code.label
                        for code in law.codes.get(table.column(column).vocabulary, ())
                    },
                )
                for column in table.label
            ]
            for name, table in law.tables.items()
        }

    def of(self, part: str, entry: Mapping[str, Any], label_of: Callable[[str], str]) -> str:
        """The label of an entry.

        Parameters
        ----------
        part : str
            The list of a reading that it stands in.
        entry : mapping
            As written.
        label_of : callable
            What a record or proposal is called, by its id.
        """
        if part == "set_aside":
            return str(entry.get("quote", ""))
        words = []
        for key, is_link, spoken in self._parts[part]:
            value = str(entry.get(key, ""))
            words.append(label_of(value) if is_link else spoken.get(value, value))
        label = " · ".join(word for word in words if word)
        return label or label_of(str(entry.get("id", "")))
