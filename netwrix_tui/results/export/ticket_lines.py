"""Records of a ticket text, one line each: with middle dots, as a table, or in aligned columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from netwrix_tui.cell_width import cells
from netwrix_tui.records.epoch import moment_at
from netwrix_tui.records.record import Row
from netwrix_tui.records.zone import ShownZone
from netwrix_tui.results.export.isolates import isolated
from netwrix_tui.results.export.ticket_format import TicketFormat, cell_text, word
from netwrix_tui.results.export.ticket_head import offset_of

_GAP = "  "
_WIDEST = 60
"""Most cells of an aligned column; a longer value shifts the columns after it."""

_NAME, _PATH, _NOTE = 80, 160, 2_000
"""Most cells of a value on a line; the details show it in full."""

_POINT = "·"
_NO_POINT = f"‹U+{ord(_POINT):04X}›"
_NOTHING = "—"


@dataclass(frozen=True, slots=True)
class TicketLine:
    """A record on one line: its row, its moment in microseconds since the epoch, its note."""

    row: Row
    moment: int | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of the table; ``is_word`` if its values are times or words of the product."""

    title: str
    told: Callable[[TicketLine], str]
    is_word: bool = False


def record_lines(
    lines: Sequence[TicketLine],
    ticket_format: TicketFormat,
    zone: ShownZone,
    offsets: frozenset[str],
) -> Iterator[str]:
    """The lines of these records; ``offsets`` are the UTC offsets of their times in the zone."""
    with_offset = len(offsets) > 1
    columns = _columns(zone, with_offset=with_offset)
    if ticket_format is TicketFormat.TEXT:
        clock = columns[0].told
        for line in lines:
            yield _sentence(line, clock(line))
        return
    # A column that is empty throughout is left out.
    told = [[column.told(line) for column in columns] for line in lines]
    kept = [at for at in range(len(columns)) if any(row[at] for row in told)]
    columns = [columns[at] for at in kept]
    rows = [[row[at] for at in kept] for row in told]
    if ticket_format is TicketFormat.MARKDOWN:
        words = [column.is_word for column in columns]
        yield from markdown_table([column.title for column in columns], rows, words)
    else:
        yield from aligned_table([column.title for column in columns], rows)


def markdown_table(
    titles: Sequence[str], rows: Sequence[Sequence[str]], words: Sequence[bool]
) -> Iterator[str]:
    """Rows of visible values as a table; where ``words`` is True, plain words stay plain."""
    yield f"| {' | '.join(titles)} |"
    yield f"|{'|'.join(' --- ' for _ in titles)}|"
    for row in rows:
        shown = [
            word(value) if is_word else TicketFormat.MARKDOWN.written(value)
            for value, is_word in zip(row, words, strict=True)
        ]
        yield f"| {' | '.join(shown)} |"


def aligned_table(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Rows of visible values in columns as wide as their values, up to a bound."""
    widths = [len(title) for title in titles]
    for row in rows:
        for at, value in enumerate(row):
            widths[at] = max(widths[at], min(_WIDEST, cells(value)))
    for row in (titles, *rows):
        padded = [
            isolated(value) + " " * (width - cells(value))
            for value, width in zip(row, widths, strict=True)
        ]
        yield _GAP.join(padded).rstrip(" ")


def _columns(zone: ShownZone, *, with_offset: bool) -> list[_Column]:
    def clock(line: TicketLine) -> str:
        moment = moment_at(line.moment, zone.tzinfo)
        if moment is None:
            return cell_text(line.row.when, _NAME)
        shown = moment.replace(tzinfo=None, microsecond=0).isoformat(sep=" ")
        return f"{shown} {offset_of(line.moment, zone)}" if with_offset else shown

    return [
        _Column("When", clock, is_word=True),
        _Column("Who", lambda line: cell_text(line.row.who, _NAME)),
        _Column("Action", lambda line: cell_text(line.row.action, _NAME), is_word=True),
        _Column("Object type", lambda line: cell_text(line.row.object_type, _NAME), is_word=True),
        _Column("What", lambda line: cell_text(line.row.what, _PATH)),
        _Column("Where", lambda line: cell_text(line.row.where, _NAME)),
        _Column("Workstation", lambda line: cell_text(line.row.workstation, _NAME)),
        _Column("Server", lambda line: cell_text(line.row.server, _NAME)),
        _Column("Note", lambda line: cell_text(line.note, _NOTE)),
    ]


def _sentence(line: TicketLine, clock: str) -> str:
    """``2026-11-22 14:02:11 · CORP\\jane · Removed user · \\corp\\… · on dc01 · from ws17``."""
    row = line.row
    done = " ".join(filter(None, (_told(row.action, _NAME), _told(row.object_type, _NAME))))
    parts = [
        _without_dots(clock) or _NOTHING,
        _told(row.who, _NAME) or _NOTHING,
        done or _NOTHING,
        _told(row.what, _PATH) or _NOTHING,
    ]
    for label, value, room in (
        ("on", row.where, _NAME), ("from", row.workstation, _NAME),
        ("server", row.server, _NAME), ("note:", line.note, _NOTE),
    ):  # fmt: skip
        if value.strip():
            parts.append(f"{label} {_told(value, room)}")
    return f" {_POINT} ".join(parts)


def _told(value: str, room: int) -> str:
    return _without_dots(cell_text(value, room))


def _without_dots(shown: str) -> str:
    """A value with its middle dots replaced, as they separate the values of a line."""
    return isolated(shown.replace(_POINT, _NO_POINT))
