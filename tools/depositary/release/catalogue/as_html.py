"""A catalogue for people: one page that stands alone, and lists everything without scripts too."""

from __future__ import annotations

from html import escape
from importlib import resources
from typing import TYPE_CHECKING

from depositary import releases
from depositary.onepage import head, style_of
from depositary.release.catalogue import FILE, MARK
from depositary.release.catalogue.addressing import leads_somewhere
from depositary.release.metadata.catalogues import cited_as
from depositary.safetext import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from depositary.release.catalogue import Catalogue
    from depositary.release.catalogue.entries import Entry
    from depositary.release.metadata.facts import Facts
    from depositary.releases import Release, ReleaseFile

_LONGEST = 5_000
_PAPERS = (
    ("Readme", ("README.md",)),
    ("Codebook", ("codebook.html", "codebook.md")),
    ("Changelog", ("CHANGELOG.md",)),
    ("Descriptor", ("datapackage.json",)),
)
"""What people read before they download, and the names that it may have."""
_KILO = 1000


def pieces(catalogue: Catalogue) -> Iterator[str]:
    """Yield the page: a filter, then each dataset with its versions."""
    title, script = _text(catalogue.title), _part("page.js")
    # The head is ours up to its title, so that the mark of a catalogue ends it.
    style = style_of("depositary.release.catalogue")
    yield head(f"{title}{MARK.removesuffix('</title>')}", style, script)
    yield f"<header>\n<h1>{title}</h1>"
    yield f"<p>{_counted(len(catalogue.entries), 'dataset')}{_since(catalogue)}. "
    yield f'<a href="{FILE}">For programs: {FILE}</a> (DCAT, JSON-LD).</p>\n</header>\n<main>'
    yield from _filters(catalogue)
    for entry in catalogue.entries:
        yield from _dataset(entry)
    yield f"</main>\n<script>{script}</script>\n</body>\n</html>"


def _part(name: str) -> str:
    return resources.files("depositary.release.catalogue").joinpath(name).read_text("utf-8")


def _since(catalogue: Catalogue) -> str:
    return f"; the newest release is of {_text(catalogue.changed)}" if catalogue.changed else ""


def _filters(catalogue: Catalogue) -> Iterator[str]:
    """Fields that the script brings to life; without it they are not shown."""
    facts = [entry.facts for entry in catalogue.entries if entry.facts]
    licences = sorted({str(part.licence["name"]) for part in facts})
    options = "".join(f"<option>{_text(name)}</option>" for name in licences)
    yield '<form hidden role="search" aria-label="Filter the datasets">'
    yield '<div><label for="text">Text</label>'
    yield '<input id="text" type="search" autocomplete="off"></div>'
    yield '<div><label for="licence">Licence</label>'
    yield f'<select id="licence"><option value="">all</option>{options}</select></div>'
    yield '<output id="count" for="text licence"></output>\n</form>'


# ── a dataset ───────────────────────────────────────────────────────────────────────────────────
def _dataset(entry: Entry) -> Iterator[str]:
    anchor, facts = _text(entry.index.name), entry.facts
    licence = _text(str(facts.licence["name"])) if facts else ""
    yield f'<article id="{anchor}" aria-labelledby="{anchor}--title" data-licence="{licence}">'
    yield f'<h2 id="{anchor}--title"><a href="#{anchor}">{_text(entry.title)}</a></h2>'
    yield from _warnings(entry)
    if facts is not None and entry.shown is not None:
        yield f'<p class="summary">{_summary(entry, entry.shown, facts)}</p>'
        yield f"<p>{_text(str(facts.package['description']))}</p>"
        yield from _downloads(entry, entry.shown)
        yield "<dl>"
        yield from (f"<div><dt>{name}</dt><dd>{value}</dd></div>"
                    for name, value in _about(entry, entry.shown, facts) if value)  # fmt: skip
        yield "</dl>"
        yield from _tables(entry, facts)
    yield from _versions(entry)
    yield "</article>"


def _warnings(entry: Entry) -> Iterator[str]:
    if entry.shown is None:
        why = "Every version of it is yanked: take none." if entry.index.releases else "No release."
        yield f'<p class="yanked">{why}</p>'
        return
    if not releases.is_final(entry.shown.version):
        yield '<p class="early">There is only a pre-release of it.</p>'
    for release in entry.withdrawn:
        reason = f": {_text(release.reason)}" if release.reason else "."
        yield f'<p class="yanked">Version {_text(release.version)} is yanked{reason}</p>'


def _summary(entry: Entry, release: Release, facts: Facts) -> str:
    count = len(facts.package["resources"])
    tables = _counted(count, "table")
    is_whole = entry.rows and len(entry.rows) == count
    rows = f"{_counted(sum(entry.rows.values()), 'row')} in {tables}" if is_whole else tables
    version = f"<strong>{_text(release.version)}</strong>"
    day = f'<time datetime="{_text(release.date)}">{_text(release.date)}</time>'
    return " · ".join((version, day, _text(str(facts.licence["name"])), rows))


def _downloads(entry: Entry, release: Release) -> Iterator[str]:
    for file in release.files:
        name, size = _link(entry, file.name, file.name), _size(file.bytes)
        yield f'<p class="download">{name} <span class="muted">{size}</span></p>'


def _about(entry: Entry, release: Release, facts: Facts) -> Iterator[tuple[str, str]]:
    """Yield what stands beside a name: the release in a reader's order, all of it HTML."""
    package = facts.package
    yield "By", ", ".join(_named(part) for part in facts.creators)
    yield "Licence", ", ".join(_named(part) for part in package["licenses"])
    yield "Cite", f"<cite>{_text(cited_as(facts))}</cite>"
    yield "What changed", _text(release.summary)
    yield "Read", ", ".join(_papers(entry, release))
    yield "Home", _web(facts.homepage, facts.homepage) if facts.homepage else ""
    yield "Keywords", ", ".join(_text(word) for word in package["keywords"])
    for file in release.files:
        yield "SHA-256", f"<code>{file.sha256}</code>"
        if file.name.endswith(".zip"):
            called = f"depositary verify {file.name} --release-id {release.release_id}"
            yield "Verify", f"<code>{called}</code>"
    yield "Release id", f"<code>{release.release_id}</code>"


def _named(part: Mapping[str, Any]) -> str:
    """A person, a body or a licence, with its address where that is one of the web."""
    return _web(str(part.get("path", "")), str(part["title"]))


def _papers(entry: Entry, release: Release) -> Iterator[str]:
    for title, names in _PAPERS:
        name = next((name for name in names if name in entry.papers), None)
        if name is not None and leads_somewhere(entry.at):
            yield _link(entry, f"{release.version}/{name}", title)


def _tables(entry: Entry, facts: Facts) -> Iterator[str]:
    held = facts.package["resources"]
    yield f"<details><summary>{_counted(len(held), 'table')}</summary>"
    yield '<table><thead><tr><th scope="col">Table</th><th scope="col" class="number">Rows</th>'
    yield '<th scope="col">What it holds</th></tr></thead><tbody>'
    for table in held:
        name, rows = str(table["name"]), entry.rows.get(str(table["name"]))
        counted = "" if rows is None else f"{rows:,}"
        what, stop, _ = str(table.get("description", "")).partition(". ")
        yield (
            f'<tr><th scope="row"><code>{_text(name)}</code></th><td class="number">{counted}</td>'
            f"<td>{_text(what + stop.rstrip())}</td></tr>"
        )
    yield "</tbody></table></details>"


def _versions(entry: Entry) -> Iterator[str]:
    """The versions besides the one that is shown; open where there is no other to take."""
    others = [part for part in entry.index.releases if part != entry.shown]
    if not others:
        return
    yanked = sum(part.state == "yanked" for part in others)
    told = f", {yanked:,} yanked" if yanked else ""
    opened, word = ("", "other version") if entry.shown else (" open", "version")
    yield f"<details{opened}><summary>{_counted(len(others), word)}{told}</summary>"
    heads = ("Version", "Date", "State", "What changed, or why it is yanked", "Download")
    row = "".join(f'<th scope="col">{name}</th>' for name in heads)
    yield f"<table><thead><tr>{row}</tr></thead><tbody>"
    yield from (_version(entry, part) for part in others)
    yield "</tbody></table></details>"


def _version(entry: Entry, release: Release) -> str:
    look = "of-version gone" if release.state == "yanked" else "of-version"
    early = "" if releases.is_final(release.version) else ", pre-release"
    reason = f'<p class="yanked">{_text(release.reason)}</p>' if release.reason else ""
    files = "<br>".join(_download(entry, file) for file in release.files)
    return (
        f'<tr class="{look}"><th scope="row">{_text(release.version)}</th>'
        f"<td>{_text(release.date)}</td><td>{_text(release.state)}{early}</td>"
        f"<td>{reason}<p>{_text(release.summary)}</p></td><td>{files}</td></tr>"
    )


def _download(entry: Entry, file: ReleaseFile) -> str:
    return (
        f'{_link(entry, file.name, file.name)} <span class="muted">{_size(file.bytes)}, SHA-256 '
        f"<code>{file.sha256}</code></span>"
    )


# ── words and links ─────────────────────────────────────────────────────────────────────────────
def _link(entry: Entry, name: str, words: str) -> str:
    """A link to a file of a dataset; its address as text where no browser could follow it."""
    address = f"{entry.at}/{name}"
    if leads_somewhere(address):
        return f'<a href="{escape(address)}">{_text(words)}</a>'
    return f"<code>{_text(address)}</code>"


def _web(address: str, words: str) -> str:
    is_web = address.startswith(("https://", "http://"))
    return f'<a href="{escape(address)}">{_text(words)}</a>' if is_web else _text(words)


def _counted(count: int, word: str) -> str:
    return f"{count:,} {word}{'' if count == 1 else 's'}"


def _size(size_bytes: int) -> str:
    """A size as people say it, in powers of 1000."""
    size, unit = float(size_bytes), "bytes"
    for larger in ("kB", "MB", "GB"):
        if size < _KILO:
            break
        size, unit = size / _KILO, larger
    return f"{size_bytes:,} bytes" if unit == "bytes" else f"{size:,.1f} {unit}"


def _text(text: str) -> str:
    """Text of strangers on a page: what is invisible is written out, and nothing is markup."""
    return escape(one_line(" ".join(text.split()), _LONGEST))
