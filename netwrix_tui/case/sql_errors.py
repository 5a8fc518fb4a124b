"""SQLite's errors as sentences, with the word of the statement that each one is about.

A message names a word and no position (Python has no ``sqlite3_error_offset``), so the word is
searched for in the statement. Source of the messages: ``parse.y``, ``resolve.c`` and ``expr.c`` of
SQLite, which have the same ones in 3.34 to 3.50. Any other message is shown as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import pairwise

from netwrix_tui.case.sql_names import FUNCTIONS, TABLES
from netwrix_tui.case.sql_text import SqlError, Word, words
from netwrix_tui.did_you_mean import did_you_mean

Attempt = Callable[[str], str]
"""Tries to prepare a statement; the message, empty where there is none."""

_NEAR = re.compile(r'near "(.*)": syntax error', re.DOTALL)
_TOKEN = re.compile(r'unrecognized token: "(.*)"', re.DOTALL)
_COLUMN = re.compile(r"no such column: (.*)", re.DOTALL)
_AMBIGUOUS = re.compile(r"ambiguous column name: (.*)", re.DOTALL)
_TABLE = re.compile(r"no such table: (.*)", re.DOTALL)
_FUNCTION = re.compile(r"(?:no such function: |not authorized to use function: )(.*)", re.DOTALL)
_OF_FUNCTION = re.compile(r"(.* )(?:function )?([a-z_0-9>-]+)\(\)(.*)", re.DOTALL | re.IGNORECASE)

WHOLE = "Add what is missing, as in SELECT who, count(*) FROM records GROUP BY who."


def explained(message: str, statement: str, attempt: Attempt) -> SqlError:
    """The error that a message of SQLite about a statement means."""
    if message == "incomplete input":
        end = len(statement.rstrip())
        return SqlError("The statement stops too soon.", end, 1, next_step=WHOLE)
    if found := _NEAR.fullmatch(message):
        word = _where_it_stops(found[1], message, statement, attempt)
        return _at(word, f"{_shown(found[1])} cannot stand here.", statement, found[1])
    if found := _TOKEN.fullmatch(message):
        at = max(statement.find(found[1]), 0)
        if found[1][:1] in "'\"`[":
            what = f"The quotation that begins here has no end: {found[1][:1]} is missing."
            return SqlError(what, at, 1)
        return SqlError(f"{_shown(found[1])} is not a word of SQL.", at, len(found[1]))
    if found := _COLUMN.fullmatch(message):
        return no_column(found[1], statement)
    if found := _AMBIGUOUS.fullmatch(message):
        what = f"The column {_shown(found[1])} is in more than one of these tables."
        return _at(
            _named(found[1], statement), what, statement, found[1],
            "Put the table before it, as in records.rid.",
        )  # fmt: skip
    if found := _TABLE.fullmatch(message):
        return no_table(found[1].rpartition(".")[2], statement)
    if found := _FUNCTION.fullmatch(message):
        return no_function(found[1], statement)
    if found := _OF_FUNCTION.fullmatch(message):
        return _at(_named(found[2], statement), _sentence(message), statement, found[2])
    return SqlError(_sentence(message), 0, len(statement.split("\n")[0]))


def no_table(name: str, statement: str) -> SqlError:
    """There is no such table."""
    return _at(
        _named(name, statement), f"There is no table {_shown(name)}.", statement, name,
        f"{did_you_mean(name, TABLES)}There are: {', '.join(TABLES)}.",
    )  # fmt: skip


def no_column(name: str, statement: str) -> SqlError:
    """There is no such column in the tables named."""
    named = {word.name for word in words(statement)}
    tables = [table for table in TABLES if table in named]
    if not tables and (unknown := _after_from(statement)):
        return no_table(unknown, statement)
    tables = tables or list(TABLES)
    known = list(dict.fromkeys(column for table in tables for column in TABLES[table]))
    bare = name.rpartition(".")[2]
    return _at(
        _named(name, statement), f"There is no column {_shown(name)}.", statement, name,
        f"{did_you_mean(bare, known)}{_listed(tables)}",
    )  # fmt: skip


def no_function(name: str, statement: str) -> SqlError:
    """There is no such function, or it may not be used here."""
    return _at(
        _named(name, statement), f"There is no function {_shown(name)}() here.", statement, name,
        did_you_mean(name, FUNCTIONS).strip()
        or "Allowed are SQLite's functions that use their arguments alone, and local(time).",
    )  # fmt: skip


def _after_from(statement: str) -> str:
    """The first name of a table in it, empty where there is none."""
    found = words(statement)
    return next((after.name for word, after in pairwise(found) if word.name == "from"), "")


def _listed(tables: Iterable[str]) -> str:
    return " ".join(
        f"{table[:1].upper()}{table[1:]} have {', '.join(TABLES[table])}." for table in tables
    )


def _where_it_stops(text: str, message: str, statement: str, attempt: Attempt) -> Word | None:
    """The word at which the parser stops: the statement up to it gives the same message."""
    alike = [word for word in words(statement) if word.text == text]
    for word in alike[:-1]:
        if attempt(statement[: word.end]) == message:
            return word
    return alike[-1] if alike else None


def _named(name: str, statement: str) -> Word | None:
    """The word that stands for a name; of ``a.b`` the ``b`` behind an ``a``."""
    parts = name.casefold().split(".")
    found = words(statement)
    for index, word in enumerate(found):
        if word.name != parts[-1] and word.text.casefold() != parts[-1]:
            continue
        before = [each.name for each in found[max(0, index - 2) : index]]
        if len(parts) == 1 or before[:1] == parts[-2:-1]:
            return word
    return None


def _at(word: Word | None, what: str, statement: str, name: str, next_step: str = "") -> SqlError:
    if word is not None:
        return SqlError(what, word.at, len(word.text), next_step=next_step)
    at = max(statement.casefold().find(name.casefold()), 0)
    return SqlError(what, at, len(name), next_step=next_step)


def _shown(text: str) -> str:
    return text if len(text) <= 60 else text[:60] + "…"


def _sentence(message: str) -> str:
    return f"{message[:1].upper()}{message[1:]}."
