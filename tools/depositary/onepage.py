"""The head of a page that stands alone: it loads nothing, and nothing runs but what is ours."""

from __future__ import annotations

import base64
import hashlib
from html import escape
from importlib import resources


def head(title: str, style: str, script: str) -> str:
    """The page from its first character to the start of its body.

    Parameters
    ----------
    title : str
        HTML, escaped.
    style, script : str
        All that the page holds of them, each as one element; their hashes are its policy.

    Returns
    -------
    str
        Without a line feed at its end. The script is not in it: it belongs at the end of the body.

    Notes
    -----
    Content Security Policy Level 3, section 2.3.1 (hash sources).
    """
    policy = (
        f"default-src 'none'; style-src {_source(style)}; script-src {_source(script)}; "
        "base-uri 'none'; form-action 'none'"
    )
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{title}</title>\n<style>{style}</style>\n</head>\n<body>"
    )


def style_of(package: str) -> str:
    """The style of a page: what all pages share, and what the ``page.css`` of a package adds."""
    shared = resources.files("depositary").joinpath("onepage.css").read_text("utf-8")
    return shared + resources.files(package).joinpath("page.css").read_text("utf-8")


def _source(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
