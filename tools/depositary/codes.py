"""What does an error code mean, what does it look like, and what mends it?

A code is given once and never re-used. The first digit is the family: E1 file and encoding,
E2 types and constraints, E3 keys, E4 readings and evidence, E5 release, E6 the law, E7 extraction,
E9 the call.
Rules of the law carry their own words in ``schema/rules`` and are not listed here.
"""

from __future__ import annotations

from typing import NamedTuple


class Code(NamedTuple):
    """The words of one error code.

    Parameters
    ----------
    title : str
        What is wrong, in ten words or fewer.
    why : str
        Why it matters, for a person who sees it for the first time.
    bad, good : str
        An example of the fault, and the same mended.
    mend : str
        What to do.
    """

    title: str
    why: str
    bad: str
    good: str
    mend: str


FAMILIES = {
    "E1": "File and encoding",
    "E2": "Types and constraints",
    "E3": "Keys",
    "E4": "Readings and evidence",
    "E5": "Release",
    "E6": "The law",
    "E7": "Extraction",
    "E9": "The call",
}
"""What codes have in common that begin alike."""

CODES: dict[str, Code] = {
    # ── E1 file and encoding ────────────────────────────────────────────────────────────────────
    "E101": Code(
        "not valid JSON or YAML",
        "A file that cannot be read as JSON, or as YAML, cannot be checked any further.",
        '{"name": "treaty",}',
        '{"name": "treaty"}',
        "mend the JSON at the place shown; most editors mark it too",
    ),
    "E102": Code(
        "not UTF-8 text",
        "Offsets count the characters of the text decoded as UTF-8; a guess would move them all.",
        "caf\\xe9 (Latin-1)",
        "café saved as UTF-8",
        "save the file as UTF-8",
    ),
    "E103": Code(
        "no such file",
        "The file that was named, or that a descriptor names, is not there.",
        '"path": "data/actor.csv"',
        '"path": "data/actors.csv"',
        "check the path",
    ),
    "E104": Code(
        "not the kind of file that is needed",
        "A folder, a device or a pipe stands where a plain file is needed, or the other way round.",
        "depositary add articles/",
        "depositary add articles/one.txt",
        "name a plain file",
    ),
    "E105": Code(
        "no permission",
        "The operating system does not let this user read or write the file.",
        "-r--r--r-- root datapackage.json",
        "-rw-r--r-- you datapackage.json",
        "change the mode or the owner of the file",
    ),
    "E106": Code(
        "no space left",
        "The disk or the quota is full; the old file is still there, whole.",
        "0 bytes free",
        "some bytes free",
        "free some space and run the same command again",
    ),
    "E107": Code(
        "the operating system refused",
        "Reading or writing failed for a reason that the message names.",
        "Input/output error",
        "the file reads",
        "mend the cause named and run the same command again",
    ),
    "E108": Code(
        "file too large",
        "A file above the limit is refused before it fills the memory.",
        "an article of 2 GB",
        "an article of 20 kB",
        "split the file, or check that it is what you meant",
    ),
    "E109": Code(
        "path leads out of the package",
        "A package may only name files beside or below its descriptor; all else could be anything.",
        '"path": "../../etc/passwd"',
        '"path": "data/actors.csv"',
        "move the file into the package and name it there",
    ),
    "E110": Code(
        "unknown format or compression",
        "The reader for this kind of file is not known, so its rows cannot be checked.",
        '"format": "shp"',
        '"format": "csv"',
        "save the table as CSV",
    ),
    "E111": Code(
        "the same key twice in one object",
        "JSON readers keep one of the two and drop the other without a word.",
        '{"name": "a", "name": "b"}',
        '{"name": "a"}',
        "remove one of the two",
    ),
    "E112": Code(
        "descriptor breaks the Data Package standard",
        "Other tools read the package by the standard; what breaks it they read wrong or not.",
        '"resources": []',
        '"resources": [{"name": "actors", "path": "data/actors.csv"}]',
        "write the property as the standard says",
    ),
    "E114": Code(
        "table cannot be read",
        "A quote that is never closed, or a NUL, swallows or hides the rows after it.",
        'act-1,"Arvenia',
        'act-1,"Arvenia"',
        "close the quote at the line shown",
    ),
    "E115": Code(
        "a column of the schema is missing",
        "The header has no label for a field of the schema.",
        "actor_id,kind",
        "actor_id,name,kind",
        "add the column",
    ),
    "E116": Code(
        "a column is not in the schema",
        "The header has a label that no field of the schema describes.",
        "actor_id,name,colour",
        "actor_id,name",
        "describe the column in the schema, or remove it",
    ),
    "E117": Code(
        "the same column twice",
        "Readers keep one of the two columns or rename one.",
        "actor_id,name,name",
        "actor_id,name",
        "remove or rename one",
    ),
    "E118": Code(
        "column label differs from the schema",
        "Columns stand in the order of the schema; a label in another place is another column.",
        "name,actor_id",
        "actor_id,name",
        "order the columns as the schema does",
    ),
    "E119": Code(
        "column without a label",
        "A column that has no name cannot be described or queried.",
        "actor_id,,kind",
        "actor_id,name,kind",
        "name the column",
    ),
    "E120": Code(
        "file differs from the hash or size recorded",
        "The descriptor says which bytes were meant; these are others.",
        '"bytes": 120 for a file of 121',
        '"bytes": 121',
        "restore the file, or build the package again",
    ),
    "E121": Code(
        "remote path is not fetched",
        "A check uses no network: what stands at an address may change or be hostile.",
        '"path": "https://example.org/a.csv"',
        '"path": "data/a.csv"',
        "download the file beside the descriptor and name it there",
    ),
    "E122": Code(
        "header is blank",
        "The first row should hold the labels of the columns.",
        "(an empty first line)",
        "actor_id,name",
        "write the header",
    ),
    "E123": Code(
        "number that other programs round",
        "Most programs hold a number in 64 bits: they read a longer one as another number.",
        '"bytes": 18446744073709551616',
        '"bytes": 120',
        "write the number as a string, if it is one",
    ),
    "E124": Code(
        "recommendation of the standard not followed",
        "The package is valid; but what the standard says it SHOULD do, other tools count on.",
        '"licenses": [{"name": "free for all"}]',
        '"licenses": [{"name": "CC-BY-4.0"}]',
        "write the property as the standard recommends, or ignore this code",
    ),
    "E125": Code(
        "YAML reads a text as something else",
        "Without quotes YAML takes no for false, 1.10 for 1.1 and 2025-01-31 for a date.",
        "country: no",
        'country: "no"',
        "put the text in quotes",
    ),
    "E126": Code(
        "lines of a file end in two ways",
        "A program that knows one way only takes the odd return for a part of the last cell.",
        "a line that ends with CRLF among lines that end with LF",
        "every line ends with LF",
        "save the file with one kind of line end",
    ),
    # ── E2 types and constraints ────────────────────────────────────────────────────────────────
    "E201": Code(
        "value is not of the column's type",
        "Programs that load the column as its type fail at this cell or drop it.",
        "17 Jan 2025",
        "2025-01-17",
        "write the value in the form of the type",
    ),
    "E202": Code(
        "required value is missing",
        "A row without this value cannot be understood or joined.",
        "act-arvenia,,state",
        "act-arvenia,Arvenia,state",
        "fill the cell",
    ),
    "E203": Code(
        "not a code of the list",
        "Only codes of the list have a definition; any other means nothing to a reader.",
        "act = denys",
        "act = denies",
        "choose a code of the list",
    ),
    "E204": Code(
        "value does not match the pattern",
        "The pattern says how values of this column are written, so that they can be joined.",
        "actor_id = Act_Arvenia",
        "actor_id = act-arvenia",
        "write the value as the pattern says",
    ),
    "E205": Code(
        "value is out of range",
        "The column has a smallest or a largest value.",
        "start = -1",
        "start = 0",
        "correct the value",
    ),
    "E206": Code(
        "value is too short or too long",
        "The column has a shortest or a longest form.",
        "language = e",
        "language = en",
        "correct the value",
    ),
    "E207": Code(
        "value should be unique and is not",
        "Two rows with the same value in a unique column are one thing written twice.",
        "wikidata = Q1 in two rows",
        "wikidata = Q1 in one row",
        "correct one of the two rows",
    ),
    "E208": Code(
        "row has more cells than the header",
        "An unquoted comma most often: every cell after it stands in the wrong column.",
        "act-1,Arvenia, Republic of,state",
        'act-1,"Arvenia, Republic of",state',
        "quote the value that holds the comma",
    ),
    "E209": Code(
        "row has fewer cells than the header",
        "A cell was left out: those after it stand in the wrong column.",
        "act-1,Arvenia",
        "act-1,Arvenia,state",
        "add the missing cells, empty or not",
    ),
    "E210": Code(
        "row is blank",
        "Some readers skip a blank row, others make an empty record of it.",
        ",,",
        "(no such line)",
        "remove the line",
    ),
    "E212": Code(
        "value is written in an odd form",
        "It is of the column's type by the rules of one program, and of none in most others.",
        "1_000, ١٢",
        "1000, 12",
        "write it in the plain form",
    ),
    "E213": Code(
        "value breaks the JSON Schema of its column",
        "The column holds objects or lists, and its JSON Schema says what they must have.",
        '{"lat": "north"}',
        '{"lat": 52.1}',
        "correct the value",
    ),
    "E214": Code(
        "cell holds a character that cannot be seen",
        "Two cells that look the same are not, or a text is shown in another order than it has.",
        "act-\\u200b1 (with a space of no width)",
        "act-1",
        "remove the character, unless it stands in the source that is quoted",
    ),
    "E215": Code(
        "key or name looks like another",
        "A Cyrillic letter in a Latin key, or an accent as a letter of its own, makes a twin "
        "that no search finds.",
        "\\u0430ct-1 (with a Cyrillic letter)",
        "act-1",
        "write the key in one script, composed (NFC)",
    ),
    "E216": Code(
        "spreadsheets would take the cell for a formula",
        "A formula after = + - or @ is run, not shown, by a spreadsheet that opens the CSV.",
        '=HYPERLINK("http://evil.example")',
        "the same, in a workbook that has it as text",
        "leave it if the source says so, and give spreadsheet users a workbook",
    ),
    "E217": Code(
        "number is larger than 64 bits",
        "Most programs cut or round it; an identifier made of digits is better kept as a text.",
        "9223372036854775808 in an integer column",
        "9223372036854775807, or a string column",
        "make the column a string, if it is no amount",
    ),
    "E218": Code(
        "row breaks the JSON Schema of its table",
        "What one cell says of another is wrong: no column can be judged for it alone.",
        "kind = state, country empty",
        "kind = state, country = XAB",
        "correct the cell that is named, or the one that it depends on",
    ),
    # ── E3 keys ─────────────────────────────────────────────────────────────────────────────────
    "E301": Code(
        "primary key is used twice",
        "A key names one row; with two, every reference to it is ambiguous.",
        "act-arvenia in rows 2 and 9",
        "act-arvenia in row 2",
        "remove or rename one of the two rows",
    ),
    "E302": Code(
        "primary key is empty",
        "A row without its key cannot be referred to.",
        ",Arvenia,state",
        "act-arvenia,Arvenia,state",
        "fill the key",
    ),
    "E303": Code(
        "reference to a row that does not exist",
        "The key that this cell names is not in the table it points to.",
        "actor_id = act-arvena",
        "actor_id = act-arvenia",
        "name an existing key, or add the row",
    ),
    "E304": Code(
        "unique key is used twice",
        "The columns together should be different in every row.",
        "(act-1, Arvenia) in two rows",
        "(act-1, Arvenia) in one row",
        "correct one of the two rows",
    ),
    "E305": Code(
        "one id, two definitions",
        "A record is defined in one reading; others cite it by id and add evidence.",
        '{"id": "act-arvenia", "name": "Arvenia"} in two readings',
        '{"id": "act-arvenia", "evidence": […]} in the second',
        "keep one definition; in the other leave only id and evidence",
    ),
    # ── E4 readings and evidence ────────────────────────────────────────────────────────────────
    "E401": Code(
        "reading does not follow its schema",
        "Build turns a reading into rows by its schema; what does not follow it would be lost.",
        '"kinds": "state"',
        '"kind": "state"',
        "open the file in an editor that knows JSON Schema: it completes and marks keys",
    ),
    "E402": Code(
        "source card does not follow its schema",
        "The card says what is known of an article, and pins its bytes.",
        '"publish": "2025"',
        '"published": "2025"',
        "correct the card",
    ),
    "E410": Code(
        "quote is not in the article",
        "Every record leads to the exact words that support it; these words are not there.",
        "set to be signed by both leaders",
        "set to be signed by the two leaders",
        "copy the words from the article, without changing any",
    ),
    "E411": Code(
        "quote stands more than once in the article",
        "Which of the places is meant must be said, or evidence may point to the wrong one.",
        '{"quote": "the treaty"}',
        '{"quote": "the treaty", "nth": 2}',
        'add "nth", or quote more words',
    ),
    "E412": Code(
        "quote stands fewer times than nth says",
        "The place that nth names does not exist.",
        '{"quote": "the treaty", "nth": 9}',
        '{"quote": "the treaty", "nth": 2}',
        "correct nth",
    ),
    "E413": Code(
        "quote crosses paragraphs or has blank ends",
        "A quote is a trimmed stretch inside one paragraph, so that it can be read on its own.",
        '"first end.\\nSecond start"',
        '"first end."',
        "make two quotes of it",
    ),
    "E414": Code(
        "original was changed",
        "Offsets and hashes hold for the bytes that were taken into custody, and no others.",
        "one comma of seeds/a.txt edited",
        "seeds/a.txt as it was received",
        "restore the file from git; take a new version of an article in as a new source",
    ),
    "E415": Code(
        "no such source in custody",
        "A reading, or a command, names an article that seeds/ does not hold.",
        '"source": "src-b"',
        '"source": "src-a"',
        "correct the id, or take the article into custody: depositary add FILE",
    ),
    "E416": Code(
        "not a date of the EDTF profile",
        "Dates are written as ISO 8601-2 (EDTF) in the profile of the data model.",
        "17 Jan 2025",
        "2025-01-17",
        "write Y, Y-M or Y-M-D, an interval a/b, or a set [a..b]",
    ),
    "E417": Code(
        "two sources have the same id",
        "An id names one source; a second card may not take it.",
        "source_id src-a in a.source.json and b.source.json",
        "src-a and src-b",
        "rename one of the two",
    ),
    "E418": Code(
        "the original is kept already, with other content",
        "What is in custody is never replaced: evidence points into it.",
        "depositary add a.txt after a.txt was edited",
        "depositary add a-revised.txt --revision-of src-a",
        "add the new text under another name, with --revision-of",
    ),
    # ── E5 release ──────────────────────────────────────────────────────────────────────────────
    "E501": Code(
        "tables are not in step with the readings",
        "datapackage/ is made from the readings; what was changed there by hand would be lost.",
        "data/actors.csv edited by hand",
        "the reading edited, then depositary build",
        "depositary build",
    ),
    "E502": Code(
        "derived schema is not in step with the law",
        "schema/reading.json is made from schema/tables; editors would check by an old one.",
        "a column added to tables/actors.json only",
        "the same, then depositary build",
        "depositary build",
    ),
    "E503": Code(
        "version is lower than the change demands",
        "A version number tells readers what a change may break; it may be raised, never lowered.",
        "1.0.1 for a removed column",
        "2.0.0",
        "take the version that was computed, or a higher one",
    ),
    "E504": Code(
        "version exists with other content",
        "A published release never changes: what was cited must stay what it was.",
        "1.0.0 published again after a correction",
        "1.0.1",
        "publish under the next version",
    ),
    "E505": Code(
        "a released id is gone",
        "Somebody may have cited it; a record that is withdrawn stays in the registry.",
        "act-arvenia deleted from the reading",
        '"retired": [{"id": "act-arvenia", "reason": "…"}]',
        'list the id under "retired" in a reading, with the reason and its successor',
    ),
    "E506": Code(
        "a released id now names another thing",
        "An id that changes its meaning breaks every use of it without a sign.",
        "act-arvenia moved from actors to events",
        "a new id for the new thing",
        "give the new thing an id of its own",
    ),
    "E507": Code(
        "release does not verify",
        "A file of the release is not the one that was published.",
        "data/actors.csv: FAILED",
        "data/actors.csv: OK",
        "download the release again; do not use this copy",
    ),
    "E508": Code(
        "not a release",
        "The folder or archive has no manifest, or its manifest cannot be read.",
        "depositary verify downloads/",
        "depositary verify downloads/treaty-1.0.0.zip",
        "name a release folder or its zip",
    ),
    "E509": Code(
        "nothing published, because the data has errors",
        "A release is what others rely on; an error that is known is not published.",
        "make-release with 3 errors",
        "depositary check, mend, make-release",
        "depositary check",
    ),
    "E510": Code(
        "release to compare with cannot be read",
        "The version is computed from what changed since the last release.",
        "--since v9 (no such revision)",
        "--since dist/1.0.0",
        "name a release folder, its zip, or a git revision",
    ),
    "E511": Code(
        "index of releases cannot be read",
        "index.json says which versions exist; without it a version could be given twice.",
        "index.json cut short",
        "index.json whole",
        "restore it, or publish into an empty folder",
    ),
    "E512": Code(
        "date of the release is not known",
        "The clock never enters a release; the date is in dataset.json or given.",
        "--date tomorrow",
        "--date 2025-01-31",
        "give --date YYYY-MM-DD, or set updated in schema/dataset.json",
    ),
    # ── E6 the law ──────────────────────────────────────────────────────────────────────────────
    "E601": Code(
        "not a valid JSON Schema",
        "All checks are derived from the law; a mistake in it would let every fault pass.",
        '"type": "strng"',
        '"type": "string"',
        "correct the schema",
    ),
    "E602": Code(
        "law file does not follow its form",
        "A key that is not known is most often a misspelt one, and would do nothing.",
        '"x-foriegn-keys": []',
        '"x-foreign-keys": []',
        "correct the key or the value",
    ),
    "E603": Code(
        "key names a table or column that does not exist",
        "A key that points nowhere checks nothing.",
        '"table": "actor"',
        '"table": "actors"',
        "name an existing table and column",
    ),
    "E604": Code(
        "rule is not exactly one SELECT",
        "A rule asks for the offending rows; it may not do anything else.",
        "DELETE FROM actors",
        "SELECT 'actors' AS \"table\", actor_id AS id, … FROM actors WHERE …",
        "write one SELECT",
    ),
    "E605": Code(
        "table, column or code without words",
        "Every table, column and code has a title, a description and examples.",
        '{"const": "state"}',
        '{"const": "state", "title": "State", "description": "…", "examples": ["…"]}',
        "add what is missing",
    ),
    "E606": Code(
        "reference to a file that does not exist",
        "A code list that is not there accepts everything.",
        '"$ref": "../codes/actor-kind.json"',
        '"$ref": "../codes/actor_kind.json"',
        "correct the reference",
    ),
    "E607": Code(
        "rule without its header",
        "The comment header gives a rule its title, severity, reason and mend.",
        "SELECT … without comments",
        "-- title: …\\n-- severity: error\\n-- why: …\\n-- mend: …\\nSELECT …",
        "write the header",
    ),
    "E608": Code(
        "rule cannot be run",
        "The database refused the SELECT of the rule, so nothing is known about its rows.",
        "SELECT nam FROM actors",
        "SELECT name FROM actors",
        "correct the SELECT",
    ),
    # ── E7 extraction: language models ──────────────────────────────────────────────────────────
    "E721": Code(
        "library for language models is missing",
        "Models are reached through the library llm, which comes with the extra of that name.",
        "pip install depositary",
        "pip install 'depositary[llm]'",
        "install the extra, or leave the extractor llm out",
    ),
    "E722": Code(
        "no model of this name",
        "The library llm knows the models of its plugins, and no installed one has this name.",
        "--extractor llm:gtp-4o",
        "--extractor llm:gpt-4o",
        "see `llm models`, or install the plugin that brings the model",
    ),
    "E723": Code(
        "model needs a key",
        "The service behind the model answers only those who have an account with it.",
        "--extractor llm:gpt-4o without a key",
        "llm keys set openai, then the same",
        "set the key with `llm keys set`, or use a local model",
    ),
    "E724": Code(
        "model cannot be reached",
        "No connection to the server of the model: passages were left unread by it.",
        "a server that does not run",
        "the same server started",
        "start the server or the network, or use a local model",
    ),
    "E725": Code(
        "model takes too long",
        "The answer about one passage did not come in time; the rest was not made to wait for it.",
        "a large model on a small machine",
        "a smaller one",
        "use a faster model, or a faster machine",
    ),
    "E726": Code(
        "model failed",
        "The plugin or the server of the model gave an error; a passage may be too long for it.",
        "a model that reads 512 tokens at once",
        "one that reads 4,096",
        "read the reason in the message, or use another model",
    ),
    "E727": Code(
        "answer of the model is not JSON",
        "Only a JSON object can be checked word by word; an answer in prose is not guessed at.",
        "The article mentions Arvenia and Lutharia.",
        '{"actors": [{"quote": "Arvenia", "kind": "state"}], …}',
        "use a model that can be held to a schema: `llm models --schemas` lists them",
    ),
    "E728": Code(
        "model refused to answer",
        "Some models do not answer about some texts; nothing of the passage was read by it.",
        "I'm sorry, but I can't help with that.",
        "an answer in JSON",
        "use another model for this text",
    ),
    "E729": Code(
        "proposals of the model were dropped",
        "What a model says is proposed only where the text says it; the rest may be invented.",
        "Arvenia sold boats to Lutharia, of a text without boats",
        "words that stand in the text",
        "nothing has to be done; where many are dropped, use a better model",
    ),
    # ── E9 the call ─────────────────────────────────────────────────────────────────────────────
    "E901": Code(
        "no record with this id",
        "The id that was asked for is not in the register.",
        "depositary show act-arvena",
        "depositary show act-arvenia",
        'check the id: depositary query "SELECT record_id FROM records"',
    ),
    "E902": Code(
        "query cannot be run",
        "The database refused the SQL; nothing was changed.",
        "SELEC * FROM actors",
        "SELECT * FROM actors",
        "correct the query",
    ),
    "E903": Code(
        "no project here",
        "A project is a folder with schema/, seeds/ and datapackage/.",
        "depositary build in an empty folder",
        "depositary build --project treaty/",
        "go to the project's folder, or name it with --project",
    ),
    "E904": Code(
        "option or value is wrong",
        "The command does not know this option, or the option does not take this value.",
        "make-release --bump huge",
        "make-release --bump major",
        "see --help",
    ),
    "E905": Code(
        "not a package or a project",
        "A check needs a datapackage.json, a release, or the folder of a project.",
        "depositary check notes.txt",
        "depositary check datapackage/datapackage.json",
        "name a datapackage.json or a project's folder",
    ),
    "E999": Code(
        "our bug",
        "Something went wrong that should not: not your data, not your call.",
        "a traceback",
        "an answer",
        "report it with the command and the log named",
    ),
}
