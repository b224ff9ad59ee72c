"""Readings become tables: quotes found, ids and bounds computed, everything in one order."""

from depositary.building.artefacts import artefacts, out_of_step, write
from depositary.building.reach import covered
from depositary.building.readings import Read, rows_of
from depositary.building.register import Built, assembled, build

__all__ = [
    "Built",
    "Read",
    "artefacts",
    "assembled",
    "build",
    "covered",
    "out_of_step",
    "rows_of",
    "write",
]
