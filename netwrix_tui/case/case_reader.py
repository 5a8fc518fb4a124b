"""Reader of a case file: what it holds, as facts and as pages of records. It changes nothing."""

from __future__ import annotations

import json
import sqlite3
import zlib
from array import array
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from netwrix_tui.case import schema
from netwrix_tui.case.facts import (
    CaseInfo,
    CustodyEntry,
    Finding,
    MarkFacts,
    NoteFacts,
    Outcome,
    RequestFacts,
    SearchFacts,
    SourceFacts,
    ViewFacts,
)
from netwrix_tui.case.moments import read, text_of
from netwrix_tui.case.packing import unpacked_whole
from netwrix_tui.case.page_file import KeptContent, PageFile
from netwrix_tui.case.plan_text import plan_from
from netwrix_tui.clock import now
from netwrix_tui.errors import UsageError, WireError
from netwrix_tui.records.amounts import records_words
from netwrix_tui.wire.codec import codec
from netwrix_tui.wire.page import Answer, Page
from netwrix_tui.wire.wire_format import WireFormat

_MOST_COUNTED = 100_000
"""Records up to which each is looked at to count it once: a second at most."""

_PAGES_AT_HAND = 4
"""Decoded pages that are kept: batches of a slice of time may be of several."""


@dataclass(frozen=True, slots=True)
class KeptPage:
    """The exact bytes of an answer; ``sha256`` and ``chain`` as the file has them."""

    id: int
    format: WireFormat
    content: bytes
    sha256: bytes
    chain: bytes
    starts: array[int]
    """Where the pieces begin that it is packed in (:mod:`packing`); none where it is not."""


@dataclass(frozen=True, slots=True)
class RecordCount:
    """How many records there are; or, where it is not exact, at most so many."""

    count: int = 0
    is_exact: bool = True

    @property
    def words(self) -> str:
        """``12,400 records``, ``up to 1,200,000 records``."""
        return records_words(self.count) if self.is_exact else f"up to {records_words(self.count)}"


@dataclass(frozen=True, slots=True)
class Batch:
    """Records that a search took at once: its number, how many, and the mark behind them."""

    id: int
    by_following: bool
    mark: str | None
    records: int
    page: int | None
    places: bytes | None


class CaseReader:
    """An open case file, for one thread at a time. Raises UsageError where it cannot be read."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._db = schema.open_for_reading(path)
        self.filed_in: PageFile | None = None
        """Where records of decoded pages can be read again; pages say so where there is one."""
        self._decoded = lru_cache(_PAGES_AT_HAND)(self._decode)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file, and of the pages at hand."""
        self._db.close()
        self._decoded.cache_clear()

    @property
    def connection(self) -> sqlite3.Connection:
        """The database, for reading only."""
        return self._db

    @property
    def info(self) -> CaseInfo:
        """What the case says of itself."""
        facts: dict[str, str] = {row[0]: row[1] for row in self._rows("SELECT * FROM case_info")}
        if "created" not in facts:
            raise UsageError(f"{self.path} is just being made, or is damaged.")
        left = facts.get("left", "")
        return CaseInfo(
            read(facts["created"]),
            facts.get("program", ""),
            facts.get("user", ""),
            facts.get("host", ""),
            facts.get("title", ""),
            read(left) if left else None,
            facts.get("holder", ""),
        )

    def sources(self) -> list[SourceFacts]:
        """Where the records came from, in the order in which they were asked first."""
        return [
            SourceFacts(
                row["server"], row["account"], row["scheme"], row["certificate"],
                WireFormat(row["wire"]), row["clock_difference"], row["id"],
                self._names.get(row["id"], ""),
            )
            for row in self._rows("SELECT * FROM source ORDER BY id")
        ]  # fmt: skip

    @cached_property
    def _names(self) -> dict[int, str]:
        """What servers are called that were asked together, by their sources; most often none."""
        if not self._rows("SELECT 1 FROM sqlite_master WHERE name = 'source_name'"):
            return {}
        return {row["source"]: row["name"] for row in self._rows("SELECT * FROM source_name")}

    @property
    def servers(self) -> dict[str, int]:
        """The sources by the names of servers that were asked together; none where none were."""
        servers = {name: source for source, name in self._names.items()}
        return servers if len(servers) > 1 else {}

    def source_of_page(self, number: int) -> int | None:
        """The source of a page of several servers; None for one that is from its search's."""
        if not self._names:
            return None
        found = self._one("SELECT source FROM page_source WHERE page = ?", number)
        return int(found[0]) if found is not None else None

    def searches(self) -> list[SearchFacts]:
        """All searches, in the order in which they were begun."""
        return [_search(row) for row in self._rows("SELECT * FROM search ORDER BY id")]

    def trail(self) -> list[SearchFacts]:
        """The searches of the trail as it was left."""
        on_it = [search for search in self.searches() if search.position is not None]
        return sorted(on_it, key=lambda search: search.position or 0)

    @property
    def current(self) -> int:
        """The place on the trail of the search that was looked at last; -1 where there is none."""
        found = self._one("SELECT value FROM case_info WHERE name = 'current'")
        return int(found[0]) if found is not None else -1

    def requests(self) -> Iterator[RequestFacts]:
        """All requests in order."""
        for row in self._rows("SELECT * FROM request ORDER BY id"):
            answered = row["answered"]
            yield RequestFacts(
                row["search"], read(row["sent"]), row["path"], row["mark"], row["status"],
                read(answered) if answered else None, row["bytes"], row["records"], row["why"],
                row["page"], row["id"],
            )  # fmt: skip

    def pages(self) -> Iterator[KeptPage]:
        """All pages in order; raises UsageError for one whose bytes are damaged."""
        for (number,) in self._db.execute("SELECT id FROM page ORDER BY id").fetchall():
            yield self.page(number)

    def pages_by_source(self) -> list[tuple[int, int]]:
        """The numbers of all pages that hold records, each with the source that it is of."""
        rows = self._rows(
            "SELECT page.id, min(search.source) FROM page"
            " JOIN request ON request.page = page.id JOIN search ON search.id = request.search"
            " WHERE request.records GROUP BY page.id ORDER BY page.id"
        )
        return [(int(row[0]), self.source_of_page(row[0]) or int(row[1])) for row in rows]

    def record_count(self) -> RecordCount:
        """How many records the case holds, each once; where they are very many, at most so many."""
        found = self._one("SELECT coalesce(sum(records), 0) FROM request WHERE page IS NOT NULL")
        total = int(found[0]) if found is not None else 0
        if total > _MOST_COUNTED:
            return RecordCount(total, is_exact=False)
        rids: set[tuple[int, str]] = set()
        without = 0
        for number, source in self.pages_by_source():
            with suppress(UsageError, WireError):
                named = self.decoded(number).column("rid")
                rids.update((source, rid) for rid in named if rid)
                without += named.count("")
        return RecordCount(len(rids) + without)

    def page(self, number: int) -> KeptPage:
        """One page. Raises UsageError."""
        row = self._one("SELECT * FROM page WHERE id = ?", number)
        if row is None:
            raise UsageError(f"The case has no page {number}: it is damaged.")
        content, starts = bytes(row["content"]), array("I")
        if row["packed"]:
            try:
                content, starts = unpacked_whole(content)
            except zlib.error as error:
                raise UsageError(f"Page {number} of the case is damaged.") from error
        return KeptPage(
            number, WireFormat(row["format"]), content, bytes(row["sha256"]), bytes(row["chain"]),
            starts,
        )  # fmt: skip

    def decoded(self, number: int) -> Page:
        """A page as records. Raises UsageError and WireError."""
        return self._decoded(number)

    def with_origin(self, page: Page, number: int, source: int) -> Page:
        """A page that says which server it came from, and when that answered."""
        row = self._one(
            "SELECT source.server, min(request.answered) FROM source"
            " LEFT JOIN request ON request.page = ? WHERE source.id = ? GROUP BY source.id",
            number, source,
        )  # fmt: skip
        if row is None:
            return page
        answered = read(row[1]) if row[1] else None
        fetched = () if answered is None else (int(answered.timestamp()) * 1_000_000,) * len(page)
        return replace(page, server=row[0], fetched=fetched)

    def batches(self, search: int) -> list[Batch]:
        """What a search took, in order."""
        return [
            Batch(
                row["id"], bool(row["arrived"]),
                None if row["mark"] is None else text_of(bytes(row["mark"])),
                row["records"], row["page"],
                None if row["places"] is None else bytes(row["places"]),
            )
            for row in self._rows("SELECT * FROM batch WHERE search = ? ORDER BY id", search)
        ]  # fmt: skip

    def batch_page(self, batch: Batch) -> Page:
        """The records of a batch, as the search took them, under no mark."""
        if batch.page is not None and batch.places is None:
            return replace(self.decoded(batch.page), mark=None, by_following=batch.by_following)
        places = array("I", batch.places or b"")
        at = [(page, index) for page, index in zip(places[::2], places[1::2], strict=True) if page]
        kept = {page: self.decoded(page) for page in dict.fromkeys(page for page, _ in at)}
        formats = {page.format for page in kept.values()} or {WireFormat.JSON}
        return Page(
            formats.pop(),
            [kept[page].rows[index] for page, index in at],
            [kept[page].raws[index] for page, index in at],
            None,
            frozenset(n for n, (page, index) in enumerate(at) if index in kept[page].damaged),
            next((page.declarations for page in kept.values()), ""),
            answers=tuple(answer for page in kept.values() for answer in page.answers),
            by_following=batch.by_following,
            is_filed=self.filed_in is not None,
        )

    def view(self, search: int) -> ViewFacts:
        """How a search was looked at."""
        row = self._one("SELECT * FROM view WHERE search = ?", search)
        if row is None:
            return ViewFacts()
        return ViewFacts(
            row["cursor_rid"], row["cursor_row"], row["top"], row["sort"], row["quick_filter"],
            row["columns"], row["panes"], row["zone"],
        )  # fmt: skip

    def marks(self, search: int | None = None) -> list[MarkFacts]:
        """The marked records of a search, or of all, in the order of arrival."""
        rows = self._rows(
            "SELECT * FROM mark WHERE ? IS NULL OR search = ? ORDER BY search, row", search, search
        )
        return [
            MarkFacts(
                row["search"], row["row"], row["rid"], row["source"], read(row["made"]), row["by"]
            )
            for row in rows
        ]

    def notes(self) -> list[NoteFacts]:
        """All notes, the oldest first."""
        return [
            NoteFacts(row["source"], row["rid"], row["text"], read(row["made"]), row["by"])
            for row in self._rows("SELECT * FROM note ORDER BY made, rid")
        ]

    def findings(self) -> list[Finding]:
        """The findings in their order."""
        return [
            Finding(row["text"], read(row["made"]), row["by"], row["source"], row["rid"], row["id"])
            for row in self._rows("SELECT * FROM finding ORDER BY place, id")
        ]

    def custody(self) -> list[CustodyEntry]:
        """What was done with the file, in order."""
        return [
            CustodyEntry(
                read(row["at"]), row["user"], row["host"], row["act"], row["detail"],
                bytes(row["chain"]), row["id"],
            )
            for row in self._rows("SELECT * FROM custody ORDER BY id")
        ]  # fmt: skip

    def count(self, table: str) -> int:
        """How many rows a table has."""
        found = self._one(f"SELECT count(*) FROM {json.dumps(table)}")  # noqa: S608 - quoted
        return int(found[0]) if found is not None else 0

    def _decode(self, number: int) -> Page:
        kept = self.page(number)
        page = codec(kept.format).decode_page(kept.content)
        name = self._names.get(self.source_of_page(number) or 0)
        page = page.of_server(name) if name else page
        if self.filed_in is None:
            return page
        filed = KeptContent(None)
        filed.kept(self.filed_in, number, kept.starts)
        moment = now()
        answer = Answer(
            kept.content, page.raws, kept.format, "", None, None, moment, moment, kept=[filed]
        )
        return replace(page, answers=(answer,), is_filed=True)

    def _rows(self, query: str, *values: object) -> list[sqlite3.Row]:
        try:
            cursor = self._db.execute(query, values)
            cursor.row_factory = sqlite3.Row
            return cursor.fetchall()
        except sqlite3.Error as error:
            raise UsageError(
                f"The case file {self.path} cannot be read: {error}.",
                cause="It may be damaged.",
                next_step="Try netwrix-tui verify on it.",
            ) from error

    def _one(self, query: str, *values: object) -> sqlite3.Row | None:
        return next(iter(self._rows(query, *values)), None)


def _search(row: Any) -> SearchFacts:
    ended = row["ended"]
    return SearchFacts(
        source=row["source"],
        plan=plan_from(row["plan"]),
        line=row["line"],
        words=row["words"],
        started=read(row["started"]),
        zone=row["zone"],
        name=row["name"],
        resolved=row["resolved"],
        wire=WireFormat(row["wire"]),
        of_case=bool(row["of_case"]),
        in_slices=bool(row["in_slices"]),
        position=row["position"],
        body=None if row["body"] is None else bytes(row["body"]),
        ended=read(ended) if ended else None,
        outcome=Outcome(row["outcome"]),
        why=row["why"],
        records=row["records"],
        doubles=row["doubles"],
        damaged=row["damaged"],
        arrival_order=row["arrival_order"],
        mark=None if row["mark"] is None else text_of(bytes(row["mark"])),
        id=row["id"],
    )
