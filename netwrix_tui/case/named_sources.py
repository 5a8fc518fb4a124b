"""Sources of a case that were asked together: each is known by a name, as its records know it."""

from __future__ import annotations

import sqlite3

from netwrix_tui.case import schema
from netwrix_tui.case.facts import SourceFacts
from netwrix_tui.records.record import key_parts
from netwrix_tui.wire.page import Answer


class NamedSources:
    """Writes what several servers are called, and which of them a page is from.

    All methods raise sqlite3.Error.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self._by_name: dict[str, int] = {}

    def learn(self, source: SourceFacts, number: int) -> None:
        """Keep what a source is called, where it is called something."""
        if not source.name or self._by_name.get(source.name) == number:
            return
        for statement in schema.SERVER_TABLES.split(";"):
            self._db.execute(statement)
        self._db.execute("INSERT OR REPLACE INTO source_name VALUES (?, ?)", (number, source.name))
        self._by_name[source.name] = number

    def keep_page(self, answer: Answer, page: int) -> None:
        """Keep whose page it is, where its answer says so."""
        number = self._by_name.get(answer.server)
        if number is not None:
            self._db.execute("INSERT INTO page_source VALUES (?, ?)", (page, number))

    def split(self, key: str, source: int) -> tuple[int, str]:
        """The source and the RID of a record's key, ``source`` where the key names no server."""
        server, rid = key_parts(key)
        named = self._by_name.get(server)
        return (source, key) if named is None else (named, rid)
