"""Readings become tables: quotes found, ids and bounds computed, everything in one order."""

from depositary.building.artefacts import artefacts, out_of_step, write
from depositary.building.reach import covered
from depositary.building.register import Built, build

__all__ = ["Built", "artefacts", "build", "covered", "out_of_step", "write"]
