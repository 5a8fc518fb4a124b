"""The options of ``netwrix-tui sql``, and its help. Imports nothing heavy."""

from __future__ import annotations

import argparse

FORMATS = ("table", "csv", "ndjson")

_ABOUT = """The tables, in the spelling of SQLite:
{tables}
time is text in UTC, as 2026-11-30T10:41:00Z; local(time) is in local time, as
2026-11-30 11:41:00. location is Where. LIKE ignores case, = does not. The file is read only, and
ctrl+c ends it at once.

Examples:
{examples}

The exit status is 0 if there were rows, 1 if none, 2 for a mistake in the statement or the file,
130 by ctrl+c."""


def add_sql_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``sql`` takes, and the help behind it."""
    parser.add_argument("file", metavar="FILE", help="a case file or the file of a session")
    parser.add_argument("statement", metavar="STATEMENT", help="a SELECT; - for standard input")
    parser.add_argument(
        "--output", choices=FORMATS, default=None,
        help="the format of the rows (table on a terminal, else ndjson)",
    )  # fmt: skip
    parser.add_argument(
        "--utc", action="store_true", default=False, help="local(time) is in UTC, too"
    )
    parser.add_argument("--zone", default=None, metavar="ZONE", help="local(time) is in this zone")


def sql_notes() -> str:
    """What the help says below the options: tables, and worked examples."""
    import textwrap

    from netwrix_tui.case.sql_names import EXAMPLES, TABLES

    def wrapped(text: str, indent: str) -> str:
        return textwrap.fill(
            text, 96, initial_indent=indent, subsequent_indent=indent + "  ",
            break_long_words=False, break_on_hyphens=False,
        )  # fmt: skip

    tables = "\n".join(
        wrapped(f"{name}({', '.join(columns)})", "  ") for name, columns in TABLES.items()
    )
    examples = "\n".join(
        f"  {example.asks}:\n{wrapped(example.statement, '    ')}" for example in EXAMPLES
    )
    return _ABOUT.format(tables=tables, examples=examples)
