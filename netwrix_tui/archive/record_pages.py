"""Pages of a search in an archive: newest first, each begins where the one before ended.

A late page costs no more than the first: it begins at a moment and a RID, and no record before it
is looked at. Its records are found by their small columns first; then their bytes are read.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice
from time import monotonic
from typing import Any

import msgspec

from netwrix_tui.archive import engine as db
from netwrix_tui.archive.columns import day_of, wire_of
from netwrix_tui.archive.layout import UNDATED, server_name
from netwrix_tui.archive.reader import ArchiveReader, FileGone
from netwrix_tui.archive.translation import Translated
from netwrix_tui.clock import now
from netwrix_tui.errors import NetwrixTuiError, WireError
from netwrix_tui.records.record import Row
from netwrix_tui.wire.codec import codec
from netwrix_tui.wire.page import Answer, Page
from netwrix_tui.wire.wire_format import WireFormat

_MOST_DAYS = 64
ENOUGH_SECONDS = 0.3
"""After so long a page ends with what there is of it."""

TRIES = 5
"""How often a question is asked whose files are gone meanwhile."""

KEYS = (
    'SELECT filename, file_row_number, epoch_us("when"), rid',
    "FROM read_parquet(?, filename = true, file_row_number = true)",
)
"""What a place is made of, and where it is from; further columns may stand between them."""

_FEW_FILES = 8
_RAWS_OF = (  # row groups without any of these rows are passed over
    "SELECT filename, file_row_number, wire, raw, epoch_us(fetched)"
    " FROM read_parquet({}, filename = true, file_row_number = true) WHERE file_row_number IN ({})"
)
_RAWS = (
    "WITH wanted AS (SELECT unnest(?::VARCHAR[]) AS part, unnest(?::BIGINT[]) AS place)"
    " SELECT filename, file_row_number, wire, raw, epoch_us(fetched)"
    " FROM read_parquet(?, filename = true, file_row_number = true)"
    " SEMI JOIN wanted ON filename = part AND file_row_number = place"
)
_ORDER = ' ORDER BY "when" DESC NULLS LAST, rid DESC, filename DESC, file_row_number DESC'


class RecordPosition(msgspec.Struct, frozen=True, array_like=True):
    """Where a page ended: behind the record with this moment and RID.

    Where the moment is None, among the records whose When is no moment. ``skip`` is how many of the
    records with this very moment and RID came: RIDs may be missing.
    """

    moment: int | None
    rid: str
    skip: int = 1


NOTHING = Page(WireFormat.JSON, [], [])
"""A page of no records."""


def changed_again() -> NetwrixTuiError:
    """Why a question is given up whose files were gone each time."""
    return NetwrixTuiError(
        "The archive changed again and again while it was read.", next_step="Try again."
    )


@dataclass(frozen=True, slots=True)
class Found:
    """Records of a page: of one format, with what stands for the place behind them."""

    page: Page
    place: RecordPosition | None


class RecordPages:
    """The pages of one search. ``size`` is how many records a page has at most."""

    def __init__(self, reader: ArchiveReader, search: Translated, size: int) -> None:
        self._reader = reader
        self._search = search
        self._size = size
        self._server = server_name(reader.directory)

    def page(self, behind: RecordPosition | None, waited_for: threading.Event) -> Found:
        """The page behind a place; the first one for None; one of no records at the end."""
        for _ in range(TRIES):
            with suppress(FileGone):
                return self._page(behind, waited_for)
        raise changed_again()

    def _page(self, behind: RecordPosition | None, waited_for: threading.Event) -> Found:
        began = monotonic()
        keys: list[tuple[str, int, int | None, str]] = []
        place = behind
        for days in self._groups(behind):
            more, is_all = self._keys(days, place, self._size - len(keys), waited_for)
            keys += more
            if not is_all or (keys and monotonic() - began > ENOUGH_SECONDS):
                break
        if not keys:
            return Found(NOTHING, None)
        keys, page = self._of_one_format(keys, waited_for)
        return Found(page, _position_behind(keys, behind))

    def _groups(self, behind: RecordPosition | None) -> Iterator[list[str]]:
        """The days from a place on, the latest first: one, then four, then sixteen at a time.

        A dense search takes one of them, a sparse one few questions. The undated ones come last.
        """
        days = self._search.days(self._reader.days())
        undated = [day for day in days if day == UNDATED]
        dated = [day for day in days if day != UNDATED]
        if behind is not None:
            last = "" if behind.moment is None else day_of(behind.moment)
            dated = [day for day in dated if day <= last]
        coming, number = iter(reversed(dated)), 1
        while group := list(islice(coming, number)):
            yield group
            number = min(number * 4, _MOST_DAYS)
        if undated:
            yield undated

    def _keys(
        self,
        days: Sequence[str],
        behind: RecordPosition | None,
        most: int,
        waited_for: threading.Event,
    ) -> tuple[list[tuple[str, int, int | None, str]], bool]:
        """The places of the next records of some days, and whether these are all of them."""
        clause, skipped = self._search.clause, 0
        if behind is not None and (behind.moment is None or days != [UNDATED]):
            skipped = behind.skip
            if behind.moment is None:
                clause = clause.and_('"when" IS NULL AND rid <= ?', behind.rid)
            else:
                moment = behind.moment
                clause = clause.and_(
                    '("when" < make_timestamptz(?) OR '
                    '("when" = make_timestamptz(?) AND rid <= ?))'
                    ' AND "when" <= make_timestamptz(?)',
                    moment, moment, behind.rid, moment,
                )  # fmt: skip
        query = f"{' '.join(KEYS)} WHERE {clause.sql}{_ORDER} LIMIT {most + skipped}"
        rows = self._reader.ask(query, days, clause.values, waited_for)
        is_all = len(rows) < most + skipped
        found = _each_once(rows)
        if behind is not None and skipped:
            same = sum((w, rid) == (behind.moment, behind.rid) for _, _, w, rid in found[:skipped])
            found = found[same:]
        keys = [(str(name), int(at), moment, str(rid)) for name, at, moment, rid in found[:most]]
        return keys, is_all

    def _of_one_format(
        self, keys: list[tuple[str, int, int | None, str]], waited_for: threading.Event
    ) -> tuple[list[tuple[str, int, int | None, str]], Page]:
        """The records of the first keys that came over one wire, as they came."""
        found = self._raws(keys, waited_for)
        wires = [found[name, at][0] for name, at, _, _ in keys]
        alike = next((n for n, wire in enumerate(wires) if wire != wires[0]), len(keys))
        keys = keys[:alike]
        raws = [found[name, at][1] for name, at, _, _ in keys]
        page = page_of(raws, wires[0])
        fetched = tuple(found[name, at][2] for name, at, _, _ in keys)
        return keys, replace(page, server=self._server, fetched=fetched)

    def _raws(
        self, keys: list[tuple[str, int, int | None, str]], waited_for: threading.Event
    ) -> dict[tuple[str, int], tuple[str, bytes, int | None]]:
        """How each record came, its bytes, and when, by its place."""
        by_file: dict[str, list[int]] = {}
        for name, at, _, _ in keys:
            by_file.setdefault(name, []).append(at)
        names = list(by_file)
        if len(names) > _FEW_FILES:
            values = [[key[0] for key in keys], [key[1] for key in keys], names]
            rows = self._reader.ask_files(_RAWS, values, waited_for)
            return _by_place(rows)
        query = " UNION ALL ".join(
            _RAWS_OF.format(db.literal(name), ", ".join(map(str, places)))
            for name, places in by_file.items()
        )
        rows = self._reader.ask_files(query, [], waited_for)
        return _by_place(rows)


def _each_once(found: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Without what is there twice for a moment: beside the archive, and by now in it."""
    return [
        each
        for before, each in zip([None, *found], found, strict=False)
        if before is None or not each[3] or before[2:] != each[2:]
    ]


def _by_place(
    rows: list[tuple[Any, ...]],
) -> dict[tuple[str, int], tuple[str, bytes, int | None]]:
    return {(name, at): (wire, bytes(raw), came) for name, at, wire, raw, came in rows}


def page_of(raws: list[bytes], wire: str) -> Page:
    """The records with these exact bytes, which came over one wire."""
    form, declarations = wire_of(wire)
    try:
        content = codec(form).encode_page(raws, None)
        page = codec(form).decode_page(content)
        if page.raws == raws:
            told = (_answer(content, raws, form),) if page.declarations == declarations else ()
            return Page(form, page.rows, raws, None, page.damaged, declarations, answers=told)
    except WireError:
        pass
    # One that is damaged may spoil the reading of its neighbours: each for itself.
    pages = [_alone(raw, form) for raw in raws]
    return Page(
        form,
        [page.rows[0] for page in pages],
        raws,
        None,
        frozenset(n for n, page in enumerate(pages) if page.damaged),
        declarations,
    )


def _answer(content: bytes, raws: list[bytes], form: WireFormat) -> Answer:
    """What the archive said, for whoever keeps that: nothing was asked of a server."""
    moment = now()
    return Answer(content, raws, form, "archive", None, None, moment, moment)


def _alone(raw: bytes, form: WireFormat) -> Page:
    try:
        page = codec(form).decode_page(codec(form).encode_page([raw], None))
        if len(page) == 1:
            return page
    except WireError:
        pass
    try:
        record = codec(form).decode_record(raw)
    except WireError:
        return Page(form, [Row()], [raw], None, frozenset({0}))
    row = Row(**{name: getattr(record, name) for name in Row.__struct_fields__})
    return Page(form, [row], [raw], None, frozenset({0}))


def _position_behind(
    keys: Sequence[tuple[str, int, int | None, str]], before: RecordPosition | None
) -> RecordPosition:
    moment, rid = keys[-1][2:]
    same = sum((w, r) == (moment, rid) for _, _, w, r in keys)
    if before is not None and same == len(keys) and (before.moment, before.rid) == (moment, rid):
        same += before.skip
    return RecordPosition(moment, rid, same)
