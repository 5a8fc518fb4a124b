"""The record pane: raw records, its keys, and hostile records at both ends of the sizes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta, timezone

import msgspec
import pytest
from textual.pilot import Pilot

from netwrix_tui.records.record import ActivityRecord, Detail
from netwrix_tui.records.zone import ShownZone
from netwrix_tui.tui.record.record_viewer import RecordView, RecordViewer, ShownRecord
from netwrix_tui.wire.codec import codec
from netwrix_tui.wire.wire_format import WireFormat
from tests.tui.record_playing import ANN, HOSTILE_TEXT, SIZES, Stage, as_shown, play, until
from tests.tui.settling import click, press, settle

# Raw


def test_raw_is_what_the_server_sent_indented_or_exact() -> None:
    shown = as_shown(ANN)

    async def story(stage: Stage, pilot: Pilot[None]) -> None:
        await press(pilot, "3")
        assert f"as the server sent it · {len(shown.raw):,} bytes · indented" in stage.text()
        assert '  "Who": "CORP\\\\svc-sync",' in stage.text()
        await press(pilot, "x")
        assert "bytes · exact" in stage.text()
        rows = "".join(row.strip() for row in stage.rows()[2:])
        assert shown.raw.decode().replace(" ", "") in rows.replace(" ", "")

    play(shown, story)


def test_the_other_format_is_asked_for_once_and_labelled() -> None:
    async def story(stage: Stage, pilot: Pilot[None]) -> None:
        await press(pilot, "4")
        assert "fetching it as XML by its RID …" in stage.text()
        wanted = stage.told.pop()
        assert isinstance(wanted, RecordViewer.OtherFormatRequested)
        assert wanted.format is WireFormat.XML
        raw = codec(WireFormat.XML).encode_record(ANN)
        stage.viewer.show_other_format(WireFormat.XML, raw, "")
        await settle(pilot)
        assert f"fetched as XML by its RID · {len(raw):,} bytes · indented" in stage.text()
        assert "  <Who>CORP\\svc-sync</Who>" in stage.text()
        await press(pilot, "3", "4")
        assert not stage.told

    play(as_shown(ANN), story)


def test_why_the_other_format_is_not_there_is_told() -> None:
    async def story(stage: Stage, pilot: Pilot[None]) -> None:
        await press(pilot, "3")
        stage.viewer.show_other_format(WireFormat.JSON, None, "The server is \x1b gone.")
        await settle(pilot)
        assert "not fetched as JSON" in stage.text()
        assert "The server is ␛ gone." in stage.text()

    play(as_shown(ANN, WireFormat.XML), story)


def test_what_is_received_as_xml_is_raw_as_xml() -> None:
    async def story(stage: Stage, pilot: Pilot[None]) -> None:
        await press(pilot, "4")
        assert "as the server sent it" in stage.text()
        assert not stage.told

    play(as_shown(ANN, WireFormat.XML), story)


def test_without_a_rid_nothing_is_asked_for() -> None:
    async def story(stage: Stage, pilot: Pilot[None]) -> None:
        await press(pilot, "4")
        assert "no RID" in stage.text()
        assert not stage.told

    play(as_shown(msgspec.structs.replace(ANN, rid="")), story)


# The pane


def test_keys_and_tabs_lead_through_the_views_and_records() -> None:
    async def story(stage: Stage, pilot: Pilot[None]) -> None:
        for view in (RecordView.CHANGES, RecordView.JSON, RecordView.XML, RecordView.FIELDS):
            await press(pilot, "tab")
            assert stage.viewer.view is view
        await click(pilot, "RecordViewer TabLine", offset=(18, 0))
        assert stage.viewer.view is RecordView.CHANGES
        stage.told.clear()
        await press(pilot, "n", "p")
        assert [message.by for message in stage.told] == [1, -1]

    play(as_shown(ANN), story)


def test_the_next_record_keeps_the_view_and_the_same_one_keeps_its_place() -> None:
    many = msgspec.structs.replace(ANN, details=ANN.details * 50)

    async def story(stage: Stage, pilot: Pilot[None]) -> None:
        await press(pilot, "2", "pagedown")
        place = stage.viewer.lines_view.scroll_offset.y
        assert place > 10
        stage.viewer.show(replace(as_shown(many), position="4 of 4,000"))
        await settle(pilot)
        assert stage.viewer.lines_view.scroll_offset.y == place
        assert stage.rows()[0].endswith("4 of 4,000")
        stage.viewer.show(as_shown(ANN))
        await settle(pilot)
        assert stage.viewer.lines_view.scroll_offset.y == 0
        assert stage.viewer.view is RecordView.CHANGES

    play(as_shown(many), story)


def test_the_zone_is_a_property_of_the_pane() -> None:
    zone = ShownZone("Berlin", timezone(timedelta(hours=1)))

    async def story(stage: Stage, pilot: Pilot[None]) -> None:
        stage.viewer.zone = zone
        await settle(pilot)
        assert "14:58:40 UTC+1" in stage.text()

    play(as_shown(ANN), story)


def test_without_a_record_the_pane_is_empty() -> None:
    async def story(stage: Stage, pilot: Pilot[None]) -> None:
        stage.viewer.clear()
        assert not stage.viewer.has_record
        for key in ("1", "2", "3", "4", "x", "end"):
            await press(pilot, key)
        assert "".join(stage.rows()[1:]) == ""

    play(as_shown(ANN), story)


# Hostile and huge


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("wire_format", WireFormat)
def test_hostile_values_reach_no_terminal(size: tuple[int, int], wire_format: WireFormat) -> None:
    record = ActivityRecord(
        *(HOSTILE_TEXT,) * 12,
        details=(Detail(*(HOSTILE_TEXT,) * 4, extra=((HOSTILE_TEXT,) * 2,)),),
        extra=((HOSTILE_TEXT,) * 2,),
    )
    raw = HOSTILE_TEXT.encode() + b"\xff"
    shown = ShownRecord(record, raw, wire_format, "", True, "1 of 1")

    async def story(stage: Stage, pilot: Pilot[None]) -> None:
        for key in ("1", "2", "3", "4", "x", "3", "1"):
            await press(pilot, key, "end")
            stage.rows()
        assert "[red]" in stage.text()

    play(shown, story, size)


@pytest.mark.parametrize(
    ("filler", "length"), [("x", 3_000_000), ("漢", 500_000), ("\u202e", 100_000)]
)
def test_a_line_of_megabytes_opens_and_is_whole(filler: str, length: int) -> None:
    value = filler * length
    record = msgspec.structs.replace(ANN, details=(Detail("big", None, None, value),))
    raw = msgspec.json.encode({"RID": "1", "Big": value, "End": "here"})
    shown = ShownRecord(record, raw, WireFormat.JSON, "", False, "1 of 1")

    async def story(stage: Stage, pilot: Pilot[None]) -> None:
        assert "svc-sync modified" in stage.rows()[1]
        await press(pilot, "3", "x")
        await until(pilot, lambda: "plain beyond 64 KB" in stage.text())
        assert stage.rows()[2].startswith(' {"RID":"1"')
        await press(pilot, "end")
        await until(pilot, lambda: stage.viewer.lines_view.complete)
        await settle(pilot)
        assert "".join(row.strip() for row in stage.rows()).endswith('"End":"here"}')

    play(shown, story)


def test_twenty_thousand_changes_are_all_there() -> None:
    many = tuple(Detail(f"property {number}", None, "a", "b") for number in range(20_000))

    async def story(stage: Stage, pilot: Pilot[None]) -> None:
        assert "20,000 changes" in stage.text()
        await press(pilot, "end")
        await until(pilot, lambda: stage.viewer.lines_view.complete)
        await settle(pilot)
        assert "property 19999" in stage.rows()[-1]
        await press(pilot, "home")
        assert "svc-sync modified" in stage.rows()[1]

    play(as_shown(msgspec.structs.replace(ANN, details=many)), story)
