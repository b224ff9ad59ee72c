"""The command line: one module a command, loaded when it is called."""

from __future__ import annotations

import sys
from typing import Any


def main(args: list[str] | None = None) -> Any:
    """Run ``depositary``."""
    words = sys.argv[1:] if args is None else args
    if words[:1] == ["check"] and not any(word.startswith("-") for word in words):
        # A call without options needs no parser, whose import takes as long as a small check.
        from depositary.cli import checking
        from depositary.cli.streams import ended

        sys.exit(ended(lambda: checking.plain(words[1:])))
    from depositary.cli.doors import depositary
    from depositary.cli.terminal import run

    run(depositary, args)
