"""A record as a report tells it: its fields, its time, where its bytes stand, and its note."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from netwrix_tui.errors import WireError
from netwrix_tui.evidence.once import Placed
from netwrix_tui.evidence.pseudonyms import Pseudonyms
from netwrix_tui.evidence.report_blocks import Facts, Foreign, Line, cut, foreign, record_name
from netwrix_tui.records.change_words import change_words, changes_line
from netwrix_tui.records.record import ActivityRecord, Detail, Row
from netwrix_tui.records.zone import UTC_ZONE, ShownZone
from netwrix_tui.results.columnstore.received_record import ReceivedRecord
from netwrix_tui.results.columnstore.timestamps import timestamp_of
from netwrix_tui.results.export.ticket_text import shown_time
from netwrix_tui.wire.codec import codec
from netwrix_tui.wire.wire_format import WireFormat

_MOST_CHANGES = 100

_CHANGES_ROOM = 120
"""Cells of the changes on one line; how many more there are stands behind them."""

_LOOKED_INTO = 1_000_000
"""Bytes of a record above which its changes are not told on a line."""


@dataclass(frozen=True, slots=True)
class ToldRecord:
    """``place`` is the file of its page and its number there, empty without pages; ``changes`` are
    what was changed, on one line.
    """

    record: ActivityRecord
    source: int
    place: str
    note: str = ""
    changes: str = ""

    @property
    def action(self) -> str:
        """What was done, and to what kind of thing."""
        return " ".join(filter(None, (self.record.action, self.record.object_type)))

    @property
    def title(self) -> str:
        """What was done, and to what."""
        return " · ".join(filter(None, (self.action, self.record.what)))

    @property
    def moment(self) -> int | None:
        """Microseconds since 1970; None where When names no moment."""
        return timestamp_of(self.record.when)

    def times(self, zone: ShownZone) -> tuple[Line, ...]:
        """When in a zone and in UTC; once where they are the same."""
        zones = (UTC_ZONE,) if zone is UTC_ZONE else (zone, UTC_ZONE)
        when = self.record.when
        return tuple(foreign(shown_time(when, self.moment, each)) for each in zones)

    def facts(self, zone: ShownZone) -> Facts:
        """All of it, a fact a row."""
        record = self.record
        times = self.times(zone)
        rows: list[tuple[str, Line]] = [
            ("When", times[0]),
            *([("UTC", times[1])] if len(times) > 1 else []),
            ("Who", foreign(record.who)),
            ("Action", foreign(record.action)),
            ("Object type", foreign(record.object_type)),
            ("What", foreign(record.what)),
            ("Where", foreign(record.where)),
            ("Workstation", foreign(record.workstation)),
            ("Data source", foreign(record.data_source)),
            ("Monitoring plan", foreign(record.monitoring_plan)),
            ("Item", foreign(record.item)),
            *((("Further"), (Foreign(f"{name}: {value}"),)) for name, value in record.extra),
            *(("Change", foreign(change_words(d))) for d in record.details[:_MOST_CHANGES]),
            ("RID", record_name(record.rid)),
            ("Note", foreign(self.note)),
            ("Bytes", (self.place,) if self.place else ()),
        ]
        more = len(record.details) - _MOST_CHANGES
        if more > 0:
            rows.insert(-3, ("Change", (f"and {more:,} more",)))
        return Facts(tuple((name, line) for name, line in rows if line))


def whole_record(received: ReceivedRecord) -> ActivityRecord:
    """The record; of one that nothing can be made of, what its row has."""
    try:
        return received.record()
    except WireError:
        return row_record(received)


def row_record(received: ReceivedRecord) -> ActivityRecord:
    """What the record's row has."""
    row = received.row
    return ActivityRecord(**{name: getattr(row, name) for name in Row.__struct_fields__})


def readable(received: ReceivedRecord, names: Pseudonyms | None) -> ReceivedRecord:
    """The record under other names, or as it came where there are none.

    One that nothing can be made of is written anew from its row.
    """
    if names is None:
        return received
    return _written(names.record(whole_record(received)))


def from_row(received: ReceivedRecord) -> ReceivedRecord:
    """The record written anew, from its row where nothing else is left."""
    return _written(whole_record(received))


def told(
    placed: Placed, names: Pseudonyms | None, page: str, note: str, *, is_whole: bool
) -> ToldRecord:
    """A record for the report; ``page`` is its file, empty where pages are left out.

    Values are as long as the report shows them; without ``is_whole`` it has those of its row, and
    its changes on one line alone.
    """
    received = placed.received
    is_long = len(received.raw) > _LOOKED_INTO and not is_whole
    record = row_record(received) if is_long else whole_record(received)
    if names is not None:
        record = names.record(record)
    place = f"data/{page}, record {placed.index + 1}" if page else ""
    changes = "…" if is_long else changes_line(record.details, _CHANGES_ROOM)
    if not is_whole:
        record = msgspec.structs.replace(record, details=(), extra=())
    return ToldRecord(_shortened(record), placed.source, place, note, changes)


def _shortened(record: ActivityRecord) -> ActivityRecord:
    texts = {name: cut(getattr(record, name)) for name in Row.__struct_fields__}
    details = tuple(map(_shortened_change, record.details))
    extra = tuple((name, cut(value)) for name, value in record.extra)
    return msgspec.structs.replace(record, **texts, details=details, extra=extra)


def _shortened_change(change: Detail) -> Detail:
    property_name, message, before, after = (
        None if value is None else cut(value)
        for value in (change.property_name, change.message, change.before, change.after)
    )
    extra = tuple((name, cut(value)) for name, value in change.extra)
    return Detail(property_name, message, before, after, extra)


def _written(record: ActivityRecord) -> ReceivedRecord:
    raw = codec(WireFormat.JSON).encode_record(record)
    row = Row(**{name: getattr(record, name) for name in Row.__struct_fields__})
    return ReceivedRecord(WireFormat.JSON, raw, row)
