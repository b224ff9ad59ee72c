"""The command line: one module a command, loaded when it is called."""

from __future__ import annotations

import gc
import os
import sys
from typing import Any


def _leave(code: int) -> None:
    """End the process at once: all is written, and tidying up memory takes a tenth of a check."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def main(args: list[str] | None = None) -> Any:
    """Run ``depositary``."""
    words = sys.argv[1:] if args is None else args
    if args is None:
        gc.disable()  # what a command makes, it needs to its end
    if words[:1] == ["check"] and all(word == "--json" or word[:1] != "-" for word in words):
        # So plain a call needs no parser, whose import takes as long as a small check.
        from depositary.cli import checking
        from depositary.cli.streams import ended

        code = ended(lambda: checking.plain(words[1:]))
        if args is None:
            _leave(code)
        sys.exit(code)
    from depositary.cli.doors import depositary
    from depositary.cli.terminal import run

    run(depositary, args)
