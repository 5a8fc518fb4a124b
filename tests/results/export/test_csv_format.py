"""CSV in the shape that a spreadsheet wants, and what of it that would not keep."""

from __future__ import annotations

import asyncio
import csv
import io
from pathlib import Path

import pytest

from netwrix_tui.records.record import ActivityRecord
from netwrix_tui.records.zone import UTC_ZONE
from netwrix_tui.results.columnstore.received_record import ReceivedRecord, of_page
from netwrix_tui.results.export import csv_format
from netwrix_tui.results.export.csv_format import CELL_LIMIT, CsvLimits, CsvShape
from netwrix_tui.results.export.export import ExportFormat, render, writer_of
from netwrix_tui.results.export.file_job import FileJob, FilePhase
from netwrix_tui.results.export.record_fields import FIELDS
from netwrix_tui.results.export.writers import CsvWriter, NdjsonWriter, remarks_of
from netwrix_tui.results.loading.record_stream import StoredRecords
from netwrix_tui.wire.wire_format import WireFormat
from tests.results.export.test_export import BERLIN, of
from tests.results.records import wire_page

FEW = [field for field in FIELDS if field.name in ("When", "What")]


def received(*records: ActivityRecord) -> list[ReceivedRecord]:
    return [*of_page(wire_page(list(records), WireFormat.JSON))]


def written(writer: CsvWriter, *records: ActivityRecord) -> str:
    given = received(*records)
    return (writer.start(given) + writer.page(given) + writer.end()).decode()


@pytest.mark.parametrize(
    ("when", "shown"),
    [
        ("2026-11-22T12:58:40Z", "2026-11-22 13:58:40"),
        ("2026-11-22T12:58:40.5+00:00", "2026-11-22 13:58:40"),
        ("2026-12-31T23:30:00Z", "2027-01-01 00:30:00"),
        ("soon", "soon"),
        ("", ""),
        ("=1+1", "'=1+1"),
    ],
)
def test_times_are_those_of_the_zone(when: str, shown: str) -> None:
    writer = CsvWriter(FEW, shape=CsvShape(";", BERLIN))
    assert written(writer, ActivityRecord(when=when, what="x")) == (
        f"When (local time);What\r\n{shown};x\r\n"
    )


@pytest.mark.parametrize("separator", [",", ";", "|", "\t"])
def test_any_separator_keeps_the_cells_apart(separator: str) -> None:
    what = 'a,b;c|d "e"\tf'
    writer = CsvWriter(FEW, shape=CsvShape(separator, UTC_ZONE))
    text = written(writer, ActivityRecord(when="2026-11-22T12:58:40Z", what=what))
    rows = list(csv.reader(io.StringIO(text), delimiter=separator))
    assert rows[1] == ["2026-11-22 12:58:40", 'a,b;c|d "e"␉f']


def test_a_cell_is_too_long_by_what_a_spreadsheet_counts() -> None:
    writer = CsvWriter(FIELDS)
    fitting = ("x" * CELL_LIMIT, "👩" * (CELL_LIMIT // 2))
    written(writer, *(ActivityRecord(what=what) for what in fitting))
    assert remarks_of(writer) == []
    written(writer, ActivityRecord(rid="7", what="👩" * (CELL_LIMIT // 2 + 1)))
    assert remarks_of(writer) == [
        "1 cell is longer than the 32,767 characters that Excel keeps (What of the record 7); "
        "JSON and XML are read whole."
    ]
    written(writer, ActivityRecord(rid="8", what="x" * (CELL_LIMIT + 1), who="y" * 40_000))
    assert remarks_of(writer)[0].startswith("3 cells are longer")
    assert remarks_of(NdjsonWriter(None)) == []


def test_a_saved_and_a_copied_table_tell_it_alike(tmp_path: Path) -> None:
    rows = of(ActivityRecord(rid="7", what="x" * 40_000))
    job = FileJob(tmp_path / "a.csv", writer_of(ExportFormat.CSV, UTC_ZONE), lambda: None)
    asyncio.run(job.run(lambda: StoredRecords(rows[0][0], [0])))
    assert job.state.phase is FilePhase.DONE
    limits = CsvLimits()
    render(rows, ExportFormat.CSV, UTC_ZONE, limits=limits)
    assert limits.remarks() == [*job.state.remarks]
    assert "1 cell is longer than the 32,767 characters" in job.state.remarks[0]


def test_more_records_than_a_sheet_has_rows_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_format, "ROW_LIMIT", 2)
    writer = CsvWriter(FEW)
    written(writer, *[ActivityRecord(what="x")] * 2)
    assert remarks_of(writer) == []
    written(writer, ActivityRecord(what="x"))
    assert remarks_of(writer) == [
        "Excel shows 2 of 3 records on a sheet: narrow the search, or take several files."
    ]
