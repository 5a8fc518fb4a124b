"""Records as comma-separated values, for a spreadsheet (RFC 4180).

Not exact: control characters are made visible, and a value that a spreadsheet would take for a
formula gets an apostrophe before it. When is written as the server sent it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable

from netwrix_tui.records.record import ActivityRecord
from netwrix_tui.results.ticket_text import change_lines
from netwrix_tui.visible_text import visible

HEADER = (
    "RID", "When", "Who", "Action", "Object type", "What", "Where", "Data source",
    "Workstation", "Monitoring plan", "Item", "Changes",
)  # fmt: skip

# Also in their full width, which some spreadsheets read as the plain ones, and behind white space.
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]")


def to_csv(records: Iterable[ActivityRecord]) -> bytes:
    """A header and one line for each record, in UTF-8; lines end with CR LF."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADER)
    for record in records:
        changes = [line.strip() for detail in record.details for line in change_lines(detail)]
        fields = (
            record.rid, record.when, record.who, record.action, record.object_type, record.what,
            record.where, record.data_source, record.workstation, record.monitoring_plan,
            record.item, "; ".join(changes),
        )  # fmt: skip
        writer.writerow([_cell(value) for value in fields])
    return text.getvalue().encode()


def _cell(value: str) -> str:
    shown = visible(value)
    return f"'{shown}" if _FORMULA.match(shown) else shown
