"""The columns of an archive, and the lines by which records get into it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import msgspec

from netwrix_tui.archive.layout import UNDATED
from netwrix_tui.errors import WireError
from netwrix_tui.records.epoch import EPOCH
from netwrix_tui.records.record import ActivityRecord, Detail, Row
from netwrix_tui.results.columnstore.timestamps import timestamp_of
from netwrix_tui.wire.codec import codec
from netwrix_tui.wire.element_names import NAMESPACE
from netwrix_tui.wire.limits import LONG_RECORD
from netwrix_tui.wire.page import Page
from netwrix_tui.wire.wire_format import WireFormat

COLUMNS = (
    "rid", "when", "who", "action", "object_type", "what", "where", "data_source", "item",
    "monitoring_plan", "monitoring_plan_id", "workstation", "details", "raw", "wire", "fetched",
)  # fmt: skip
"""In the order in which they stand in each file."""

_DETAILS = "STRUCT(property_name VARCHAR, message VARCHAR, before VARCHAR, after VARCHAR)[]"
LINE_TYPES = {
    name: {"when": "BIGINT", "fetched": "BIGINT", "details": _DETAILS}.get(name, "VARCHAR")
    for name in (*COLUMNS, "day")
}
"""What a line of NDJSON holds, in SQL's words: moments as microseconds, bytes in base 64."""

_SPECIAL = {
    "when": 'make_timestamptz("when")',
    "fetched": "make_timestamptz(fetched)",
    "raw": "from_base64(raw)",
    "details": "list_transform(details, lambda d: {'property': d.property_name, "
    "'message': d.message, 'before': d.\"before\", 'after': d.\"after\"})",
}
FROM_LINES = ", ".join(
    f'{_SPECIAL[name]} AS "{name}"' if name in _SPECIAL else f'"{name}"' for name in COLUMNS
)
"""The columns, made from those of a line."""

FROM_VALUES = ", ".join(
    {
        "when": "make_timestamptz(?::BIGINT)",
        "fetched": "make_timestamptz(?::BIGINT)",
        "details": "?::STRUCT(property VARCHAR, message VARCHAR, before VARCHAR, after VARCHAR)[]",
        "raw": "?::BLOB",
    }.get(name, "?")
    for name in (*COLUMNS, "day")
)
"""Them and the day, made from values."""

_PLAIN = f'xmlns="{NAMESPACE}"'
_DAY = 86_400_000_000
LONE = dict.fromkeys(range(0xD800, 0xE000), 0xFFFF)
"""Half a character, which no file can hold: U+FFFF, which no search can ask for."""


class Line(msgspec.Struct, gc=False):
    """A record as an archive keeps it; ``when`` and ``fetched`` are in microseconds."""

    rid: str
    when: int | None
    who: str
    action: str
    object_type: str
    what: str
    where: str
    data_source: str
    item: str
    monitoring_plan: str
    monitoring_plan_id: str
    workstation: str
    details: tuple[Detail, ...] | None
    raw: bytes
    wire: str
    fetched: int
    day: str


_encoder = msgspec.json.Encoder()


LONG_LINE = 1 << 20
"""Bytes of a record beyond which it is not handed over as a line."""


@dataclass(frozen=True, slots=True)
class Lines:
    """Records on their way: as NDJSON, long ones as values in the order of COLUMNS and the day."""

    ndjson: bytes
    days: list[str]
    long: list[tuple[Any, ...]]


def lines_of(page: Page, fetched: int) -> Lines:
    """The records of a page, and the day of each. ``fetched`` is in microseconds.

    What no text can hold of a record is in ``raw`` alone.
    """
    lines = list(each_line(page, fetched))
    days = [line.day for line in lines]
    long: list[Line] = []
    if max(map(len, page.raws), default=0) > LONG_LINE:
        long = [line for line in lines if len(line.raw) > LONG_LINE]
        lines = [line for line in lines if len(line.raw) <= LONG_LINE]
    try:
        ndjson = _encoder.encode_lines(lines)
    except UnicodeEncodeError:
        ndjson = _encoder.encode_lines([storable(line) for line in lines])
    return Lines(ndjson, days, [_values(storable(line)) for line in long])


def _values(line: Line) -> tuple[Any, ...]:
    details = line.details
    told = None
    if details is not None:
        told = [
            {"property": d.property_name, "message": d.message, "before": d.before,
             "after": d.after}
            for d in details
        ]  # fmt: skip
    values = msgspec.structs.asdict(line) | {"details": told}
    return tuple(values[name] for name in (*COLUMNS, "day"))


def each_line(page: Page, fetched: int) -> Iterator[Line]:
    """What each record of a page has to say, in its order. ``fetched`` is in microseconds."""
    wire = wire_text(page)
    rest = codec(page.format).decode_rest
    for row, raw in zip(page.rows, page.raws, strict=True):
        plan_id, details = "", None
        found: Row | ActivityRecord = row
        try:
            if len(raw) > LONG_RECORD:  # its row has the beginnings of its values alone
                found = record = codec(page.format).decode_record(raw)
                plan_id, details = record.monitoring_plan_id, record.details
            else:
                plan_id, details = rest(raw)
        except WireError:
            pass
        moment = timestamp_of(row.when)
        yield Line(
            found.rid, moment, found.who, found.action, found.object_type, found.what, found.where,
            found.data_source, found.item, found.monitoring_plan, plan_id, found.workstation,
            details, raw, wire, fetched, UNDATED if moment is None else day_of(moment),
        )  # fmt: skip


def day_of(moment: int) -> str:
    """The day in UTC of a moment in microseconds, as ``2026-03-17``."""
    return _day(moment // _DAY)


@lru_cache(maxsize=10_000)
def _day(number: int) -> str:
    return datetime.fromordinal(EPOCH.toordinal() + number).date().isoformat()


def microseconds_now(moment: datetime) -> int:
    """A moment in microseconds since 1970."""
    return int((moment.astimezone(UTC) - EPOCH).total_seconds() * 1_000_000)


def wire_text(page: Page) -> str:
    """``json``, ``xml``; behind it the namespaces of a page that declares others than the API's."""
    declared = page.declarations.strip()
    return page.format.value if declared in ("", _PLAIN) else f"{page.format.value} {declared}"


def wire_of(text: str) -> tuple[WireFormat, str]:
    """The format, and the declarations of the root that a record's bytes were below."""
    name, _, declared = text.partition(" ")
    wire = WireFormat(name)
    return wire, (declared or _PLAIN) if wire is WireFormat.XML else ""


def storable(line: Line) -> Line:
    """The same, with U+FFFF for what is half a character."""
    texts = {
        name: value.translate(LONE)
        for name, value in msgspec.structs.asdict(line).items()
        if isinstance(value, str)
    }
    details = line.details
    if details is not None:
        details = tuple(_storable_detail(detail) for detail in details)
    return msgspec.structs.replace(line, details=details, **texts)


def _storable_detail(detail: Detail) -> Detail:
    return Detail(
        _whole(detail.property_name),
        _whole(detail.message),
        _whole(detail.before),
        _whole(detail.after),
    )


def _whole(text: str | None) -> str | None:
    return None if text is None else text.translate(LONE)
