"""Who, which body, where, at which election or war: the names in an article."""

from depositary.extraction.names.known import Known, KnownNames
from depositary.extraction.names.proposing import Names

__all__ = ["Known", "KnownNames", "Names"]
