"""Ticket: what is pasted into one. The search on top, a summary, a line a record, details.

Nothing of it is exact, and nothing in it acts: see :mod:`ticket_format`, and :mod:`ticket_text` for
the details of a record.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from netwrix_tui.records.record import Row
from netwrix_tui.results.columnstore.received_record import ReceivedRecord
from netwrix_tui.results.columnstore.timestamps import QUARTER, timestamp_of
from netwrix_tui.results.export.record_fields import NoteOf, no_note
from netwrix_tui.results.export.ticket_format import TicketFormat, cell_text, code_block
from netwrix_tui.results.export.ticket_head import TicketHead, offsets_of
from netwrix_tui.results.export.ticket_lines import (
    TicketLine,
    aligned_table,
    markdown_table,
    record_lines,
)
from netwrix_tui.results.export.ticket_summary import Summary
from netwrix_tui.results.export.ticket_text import ticket_text

EMPTY = "(empty)"
"""Stands for a value that holds no text."""

_LONGEST_VALUE = 160


@dataclass(frozen=True, slots=True)
class CountedValue:
    """A value, how many records have it, and its share of them in words (``12%``)."""

    value: str
    count: int
    share: str


def records_ticket(
    head: TicketHead,
    records: Sequence[ReceivedRecord],
    ticket_format: TicketFormat,
    note_of: NoteOf = no_note,
    *,
    with_details: bool,
) -> str:
    """The ticket of these records, ending with a line feed.

    ``with_details`` tells each of them whole below; one alone then needs neither summary nor line.
    Raises WireError for details that nothing can be made of.
    """
    lines = [_line(record, note_of) for record in records]
    parts = [records_top(head, ((line.row, line.moment) for line in lines), ticket_format)]
    if lines and not (len(lines) == 1 and with_details):
        offsets = offsets_of((line.moment for line in lines), head.zone)
        parts.append("\n".join(record_lines(lines, ticket_format, head.zone, offsets)))
    if with_details:
        for record, line in zip(records, lines, strict=True):
            text = ticket_text(record.record(), line.moment, head.zone, line.note)
            parts.append(code_block(text) if ticket_format is TicketFormat.MARKDOWN else text)
    return "\n\n".join(parts) + "\n"


def records_top(
    head: TicketHead, rows: Iterable[tuple[Row, int | None]], ticket_format: TicketFormat
) -> str:
    """What stands above records, each with its moment: the head, and their summary where there is
    more than one. They are gone through once.
    """
    summary, moments = Summary(), set[int | None]()
    for row, moment in rows:
        summary.add(row, moment)
        moments.add(None if moment is None else moment - moment % QUARTER)
    parts = ["\n".join(head.lines(ticket_format, offsets_of(moments, head.zone)))]
    if len(summary) != 1:
        end = "  \n" if ticket_format is TicketFormat.MARKDOWN else "\n"
        parts.append(end.join(summary.sentences(ticket_format.quoted, head.zone)) or "No records.")
    return "\n\n".join(parts)


def counts_ticket(
    head: TicketHead,
    column: str,
    heading: str,
    counts: Sequence[CountedValue],
    ticket_format: TicketFormat,
) -> str:
    """The ticket of the values of a column, each with its count; ``heading`` says of what."""
    titles = (column, "Count", "Share")
    rows = [(_value(each), f"{each.count:,}", each.share) for each in counts]
    if ticket_format is TicketFormat.MARKDOWN:
        below = "\n".join((f"{heading}\n", *markdown_table(titles, rows, (False, True, True))))
    elif ticket_format is TicketFormat.ALIGNED:
        below = "\n".join((f"{heading}\n", *aligned_table(titles, rows)))
    else:
        below = "\n".join((heading, *counts_text(counts)))
    return "\n".join((*head.lines(ticket_format), "", below)) + "\n"


def counts_text(counts: Sequence[CountedValue]) -> Iterator[str]:
    """The values as lines of text, the numbers first."""
    for each in counts:
        yield f"{each.count:>12,}  {each.share:>4}  {TicketFormat.TEXT.written(_value(each))}"


def _value(each: CountedValue) -> str:
    return cell_text(each.value, _LONGEST_VALUE) if each.value.strip() else EMPTY


def _line(record: ReceivedRecord, note_of: NoteOf) -> TicketLine:
    row = record.row
    return TicketLine(row, timestamp_of(row.when), note_of(row.key))
