"""What is this, how does one load it, and how does one know that it is whole? README.md."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depositary.release.loading import loading
from depositary.release.metadata.catalogues import cited_as
from depositary.release.metadata.facts import Facts
from depositary.release.quoting import withholds

if TYPE_CHECKING:
    from collections.abc import Mapping

    from depositary.schema import Law
    from depositary.tables import Rows

_FILES = """\
| file | what it is |
|---|---|
| `datapackage.json` | the description of all tables ([Data Package 2.0](https://datapackage.org)) |
| `data/*.csv` | the tables: UTF-8, LF, one header row, an empty cell is a missing value |
| `codebook.html`, `codebook.md` | every table, column, code and rule, to read or to print |
| `CHANGELOG.md`, `changes.*` | what changed, in words, as a page, by row and cell |
| `schemas/` | the law that the tables were checked by: JSON Schema, code lists, rules in SQL |
| `validation-report.json` | the rules that were run, and what they found |
| `provenance.json` | what this was made from, by which version ([in-toto](https://in-toto.io)) |
| `CITATION.cff`, `LICENSE` | how to cite it, what one may do with it |
| `.zenodo.json`, `datacite.json`, `*.jsonld`, `croissant.json`, `ro-crate-metadata.json` \
| the same for archives, catalogues and search engines, as far as it is known |
| `SHA256SUMS`, `*manifest-sha256.txt`, `bagit.txt` | hashes of every file \
([BagIt 1.0](https://www.rfc-editor.org/rfc/rfc8493)) |
"""
_HIDDEN = """\
The words of some sources are not published. A cell `sha256:…` stands for them: the SHA-256 of the
words in UTF-8. Whoever has a copy of the source finds them at their offsets, and this checks all:

```sh
depositary verify . --with-sources my_copies
```

Short words can be guessed from their hash. Columns that an id is made of are told as they are.
"""
_PROMISE = """\
Every record leads to the exact words that support it: `evidence` names the record, the source, the
place of the words in it, and the words.
"""


def readme(
    law: Law,
    tables: Mapping[str, Rows],
    version: str,
    previous: Mapping[str, str],
    date: str,
    forms: str = "",
) -> str:
    """The README of a release, in Markdown.

    Parameters
    ----------
    law : Law
        Metadata and the titles of tables.
    tables : mapping of str to Rows
        Of the release.
    version : str
        Of the release.
    previous : mapping of str to str
        ``version`` and ``releaseId`` of the release before; empty for the first.
    date : str
        ISO day.
    forms : str
        What there is besides CSV, as a part of its own; empty where there is nothing.
    """
    dataset = law.dataset
    before = f", after {previous['version']}" if previous else ", the first release"
    counted = "\n".join(
        f"| `{name}` | {len(rows):,} | {_first_sentence(law.tables[name].description)} |"
        for name, rows in tables.items()
    )
    return "\n".join(
        [
            f"# {dataset['title']}\n",
            f"Version **{version}** of {date}{before}. {dataset['description']}\n",
            _PROMISE,
            "## What is in it\n",
            f"| table | rows | what it holds |\n|---|---:|---|\n{counted}\n",
            _FILES,
            *([forms] if forms else []),
            loading(
                dataset["name"],
                version,
                law.tables["evidence" if "evidence" in tables else next(iter(tables))],
                has_sqlite=f"derived/{dataset['name']}.sqlite" in forms,
            ),
            _quotes(),
            *([_HIDDEN] if withholds(dataset) else []),
            _verifying(dataset["name"], version, previous),
            _citing(law, version, date),
        ]
    )


def _first_sentence(text: str) -> str:
    head, stop, _ = text.replace("\n", " ").partition(". ")
    return head + ("." if stop else "")


def _quotes() -> str:
    return """\
## Quotes and offsets

`evidence.start` and `evidence.end` count Unicode code points of the source, decoded as UTF-8 with
line ends untouched, from 0, the end not included: in Python `text[start:end] == quote`. JavaScript
and Java count UTF-16 units, which is the same only as long as no character beyond U+FFFF (an emoji)
comes before: there, use `Array.from(text).slice(start, end).join("")`.

The sources themselves are not in the release; `sources.sha256` says which bytes were read. The
quotes stay under the copyright of their publishers and are given as quotations, as evidence.
"""


def _verifying(name: str, version: str, previous: Mapping[str, str]) -> str:
    chain = (
        f"\nThe release before is {previous['version']}, release id\n`{previous['releaseId']}`.\n"
        if previous.get("releaseId")
        else ""
    )
    return f"""\
## Verify it

```sh
depositary verify {name}-{version}.zip     # or the folder; prints the release id
sha256sum -c --strict --quiet SHA256SUMS   # by hand, in the folder
```

`sha256sum` sees changed and missing files, but not files that somebody added: `depositary verify`
does. The release id is the SHA-256 of `tagmanifest-sha256.txt`; it names every byte of every file.
Where `tagmanifest-sha256.txt.sig` is there, that file is signed. `depositary verify` says by whom;
by hand, with the publisher's line for `allowed_signers` from where you trust it:

```sh
ssh-keygen -Y verify -f allowed_signers -I SIGNER -n depositary-release \\
  -s tagmanifest-sha256.txt.sig < tagmanifest-sha256.txt
```
{chain}"""


def _citing(law: Law, version: str, date: str) -> str:
    dataset = law.dataset
    cited = cited_as(Facts(dataset, version, date))
    licences = ", ".join(f"[{part['title']}]({part['path']})" for part in dataset["licenses"])
    return f"""\
## Cite it

{cited}

`CITATION.cff` says the same for programs. Licence: {licences}, for everything but the quotes.
"""
