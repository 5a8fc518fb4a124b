"""The user's notes in what is written out: a column of a CSV, a member of a JSON object."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netwrix_tui.records.record import ActivityRecord
from netwrix_tui.records.zone import UTC_ZONE
from netwrix_tui.results.columnstore.received_record import ReceivedRecord, of_page
from netwrix_tui.results.export.export import ExportFormat, render, writer_of
from netwrix_tui.results.export.lossless import with_note
from netwrix_tui.results.export.record_fields import FIELDS, NOTE
from netwrix_tui.results.export.writers import (
    CsvWriter,
    JsonArrayWriter,
    NdjsonWriter,
    RecordWriter,
)
from netwrix_tui.wire.wire_format import WireFormat
from tests.results.export.test_export import of
from tests.results.records import wire_page
from tests.strategies import any_text

JANE, BOB = ActivityRecord(rid="1", who="jane"), ActivityRecord(rid="2", who="bob")
_NOTES = {"2": "=asked; twice"}


def note_of(rid: str) -> str:
    return _NOTES.get(rid, "")


def received(wire: WireFormat = WireFormat.JSON) -> list[ReceivedRecord]:
    return list(of_page(wire_page([JANE, BOB], wire)))


def written(writer: RecordWriter, records: list[ReceivedRecord]) -> bytes:
    return writer.start(records) + writer.page(records) + writer.end()


@pytest.mark.parametrize("wire", list(WireFormat))
def test_ndjson_has_the_note_last_and_the_rest_as_it_was(wire: WireFormat) -> None:
    records = received(wire)
    with_notes = written(NdjsonWriter(None, note_of), records).splitlines()
    without = written(NdjsonWriter(None), records).splitlines()
    assert with_notes[0] == without[0]
    assert with_notes[1] == without[1][:-1] + b',"note":"=asked; twice"}'
    assert list(json.loads(with_notes[1])) == [*json.loads(without[1]), "note"]


def test_csv_has_a_column_of_notes_guarded_as_the_others() -> None:
    text = written(writer_of(ExportFormat.CSV, UTC_ZONE, note_of), received()).decode("utf-8-sig")
    header, first, second = csv.reader(io.StringIO(text, newline=""))
    assert header == [*(field.title for field in FIELDS), "note"]
    assert [first[-1], second[-1]] == ["", "'=asked; twice"]
    copied = render(of(JANE, BOB), ExportFormat.CSV, UTC_ZONE, note_of).decode()
    assert copied == text


def test_chosen_fields_have_the_note_where_it_is_one_of_them() -> None:
    who = next(field for field in FIELDS if field.name == "Who")
    assert written(NdjsonWriter([who], note_of), received()) == b'{"Who":"jane"}\n{"Who":"bob"}\n'
    both = written(JsonArrayWriter([who, NOTE], note_of), received())
    assert json.loads(both) == [{"Who": "jane"}, {"Who": "bob", "note": "=asked; twice"}]
    assert json.loads(written(JsonArrayWriter(None, note_of), received()))[1].get("note") is None
    lines = written(CsvWriter([NOTE, who], note_of), received()).splitlines()
    assert lines == [b"note,Who", b",jane", b'"\'=asked; twice",bob']


def test_a_member_of_that_name_stays_the_servers() -> None:
    assert with_note(b'{"note":1, "a":2 }', "n") == b'{"note":1, "a":2 ,"user_note":"n"}'
    assert with_note(b"{ }", "n") == b'{ "note":"n"}'
    assert with_note(b'{"a":{"note":1}}\n', "n") == b'{"a":{"note":1},"note":"n"}'
    assert with_note(b'{"a":1}', "") == b'{"a":1}'


@settings(deadline=None)
@given(st.dictionaries(any_text, st.text() | st.none(), max_size=3), any_text.filter(bool))
def test_what_is_added_reads_back(members: dict[str, str | None], note: str) -> None:
    before = json.dumps(members).encode()
    after = json.loads(with_note(before, note))
    name = "user_note" if "note" in members else "note"
    assert after == members | {name: note}
