"""Formats of a sheet: JSON and CSV for programs, text, Markdown and aligned columns for people.

JSON is exact: values as they were received, times in UTC, null where there is none. CSV is guarded
as that of records is. In the others, values are made visible and times are shown in a zone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum

from netwrix_tui.any_text_json import encode_any_text
from netwrix_tui.records.epoch import moment_at
from netwrix_tui.records.zone import ShownZone
from netwrix_tui.results.export.csv_format import csv_rows
from netwrix_tui.results.export.ticket import EMPTY
from netwrix_tui.results.export.ticket_format import TicketFormat, cell_text
from netwrix_tui.results.export.ticket_head import TicketHead, offset_of, offsets_of
from netwrix_tui.results.export.ticket_lines import aligned_table, markdown_table
from netwrix_tui.results.summaries.sheet import ColumnKind, Sheet, SheetColumn, Value, iso_time

_AT_ONCE = 1_000
_LONGEST_VALUE = 160


class SheetFormat(StrEnum):
    """Formats in which a table of counts is copied."""

    TEXT = "text"
    MARKDOWN = "markdown"
    ALIGNED = "aligned"
    CSV = "csv"

    @property
    def extension(self) -> str:
        """How a file of this format ends, with its dot."""
        return ".csv" if self is SheetFormat.CSV else TicketFormat(self.value).extension

    def written(self, head: TicketHead, heading: str, sheet: Sheet) -> str:
        """The table in this format."""
        if self is SheetFormat.CSV:
            return b"".join(sheet_csv(sheet)).decode()
        return sheet_ticket(head, heading, sheet, TicketFormat(self.value))


def sheet_json(sheet: Sheet) -> Iterator[bytes]:
    """An array with an object for each row, piece by piece."""
    names = [column.name for column in sheet.columns]
    are_times = [column.kind is ColumnKind.TIME for column in sheet.columns]
    yield b"["
    for start in range(0, len(sheet), _AT_ONCE):
        objects = [
            encode_any_text({
                name: iso_time(value) if is_time else value
                for name, value, is_time in zip(names, row, are_times, strict=True)
            })
            for row in sheet.rows[start : start + _AT_ONCE]
        ]  # fmt: skip
        yield (b",\n" if start else b"\n") + b",\n".join(objects)
    yield b"\n]\n" if len(sheet) else b"]\n"


def sheet_csv(sheet: Sheet) -> Iterator[bytes]:
    """A header and a line for each row, piece by piece."""
    yield csv_rows([[column.title for column in sheet.columns]])
    for start in range(0, len(sheet), _AT_ONCE):
        yield csv_rows(
            [_plain(value, column) for value, column in zip(row, sheet.columns, strict=True)]
            for row in sheet.rows[start : start + _AT_ONCE]
        )


def _plain(value: Value, column: SheetColumn) -> str | int:
    if column.kind is ColumnKind.TIME:
        return iso_time(value) or ""
    return "" if value is None else value


def sheet_ticket(head: TicketHead, heading: str, sheet: Sheet, ticket_format: TicketFormat) -> str:
    """The sheet below what was searched; ``heading`` says of what it is. Ends with a line feed."""
    titles = [column.title for column in sheet.columns]
    offsets = sheet_offsets(sheet, head.zone)
    rows = [sheet_cells(row, sheet.columns, head.zone, offsets) for row in sheet.rows]
    if ticket_format is TicketFormat.MARKDOWN:
        plain = [column.kind is not ColumnKind.TEXT for column in sheet.columns]
        table = markdown_table(titles, rows, plain)
    elif ticket_format is TicketFormat.ALIGNED:
        table = aligned_table(titles, rows)
    else:
        table = _numbers_first(sheet, rows)
    return "\n".join((*head.lines(ticket_format, offsets), "", heading, "", *table)) + "\n"


def _numbers_first(sheet: Sheet, rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Lines of text: the count, the values, then what else there is."""
    at = sheet.place_of("count") or sheet.place_of("failed") or 0
    widest = max((len(row[at]) for row in rows), default=0)
    for row in rows:
        values = [v for v, c in zip(row, sheet.columns, strict=True) if c.kind is ColumnKind.TEXT]
        others = [
            f"{column.title.lower()} {value}"
            for place, (value, column) in enumerate(zip(row, sheet.columns, strict=True))
            if column.kind is not ColumnKind.TEXT and place != at and value
        ]
        yield f"{row[at]:>{widest}}  {' · '.join(values)}  ({', '.join(others)})"


def sheet_offsets(sheet: Sheet, zone: ShownZone) -> frozenset[str]:
    """The offsets that the zone has at the sheet's times."""
    places = [at for at, column in enumerate(sheet.columns) if column.kind is ColumnKind.TIME]
    moments = (row[at] for row in sheet.rows for at in places)
    return offsets_of((moment for moment in moments if isinstance(moment, int)), zone)


def sheet_cells(
    row: Sequence[Value],
    columns: Sequence[SheetColumn],
    zone: ShownZone,
    offsets: frozenset[str] = frozenset(),
) -> list[str]:
    """A row as visible texts; times name their offset where there is more than one."""
    return [
        cell_words(value, column, zone, with_offset=len(offsets) > 1)
        for value, column in zip(row, columns, strict=True)
    ]


def cell_words(
    value: Value, column: SheetColumn, zone: ShownZone, *, with_offset: bool = False
) -> str:
    """A value as visible text: ``1,204``, ``≥ 3``, ``2026-11-30 10:41:00``, ``(empty)``."""
    if column.kind is ColumnKind.NUMBER:
        if not isinstance(value, int):
            return ""
        return f"{'≥ ' if column.is_least else ''}{value:,}"
    if column.kind is ColumnKind.TIME:
        moment = value if isinstance(value, int) else None
        shown = moment_at(moment, zone.tzinfo)
        if shown is None:
            return ""
        clock = shown.replace(tzinfo=None, microsecond=0).isoformat(sep=" ")
        return f"{clock} {offset_of(moment, zone)}" if with_offset else clock
    text = str(value or "")
    return cell_text(text, _LONGEST_VALUE) if text.strip() else EMPTY
