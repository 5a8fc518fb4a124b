"""The record pane: what it shows of ordinary and of hostile records, at both ends of the sizes."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta, timezone

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from textual import on
from textual.app import App, ComposeResult
from textual.message import Message
from textual.pilot import Pilot

from netwrix_tui.records.record import ActivityRecord, Detail
from netwrix_tui.records.zone import UTC_ZONE, ShownZone
from netwrix_tui.tui.layout.record_layout import LONGEST_VALUE, RecordLayout
from netwrix_tui.tui.layout.record_sentence import record_sentence
from netwrix_tui.tui.themes import DARK
from netwrix_tui.tui.widgets.record_viewer import RecordViewer, ShownRecord
from netwrix_tui.tui.widgets.viewer_head import RecordView
from netwrix_tui.visible_text import visible
from netwrix_tui.wire.codec import codec
from netwrix_tui.wire.wire_format import WireFormat

PATIENCE = 20.0
SIZES = [(80, 24), (160, 50)]
ONE_HOUR_EAST = "2026-11-22T14:58:40+01:00"

ANN = ActivityRecord(
    rid="20261122125840123456A1B2C3D4",
    who="CORP\\svc-sync",
    action="Modified",
    what="\\corp\\Users\\Staff\\Ann Lee",
    when=ONE_HOUR_EAST,
    where="dc02",
    object_type="user",
    monitoring_plan="AD monitoring",
    data_source="Active Directory",
    item="corp.local (Domain)",
    workstation="app07.corp.local",
    details=(
        Detail("title", None, "Analyst", "Senior analyst"),
        Detail("manager", "set by a script", "Tom Reed", None),
        Detail("notes", None, "", "first line\nsecond line"),
    ),
    extra=(("IsCorrelated", "true"),),
)
HOSTILE_TEXT = (
    "\x1b]52;c;QUJD\x07[red]a\u202eb\u200b\x9b\x00\r\n漢字🙂e\u0301\u0301\u0301\u0301\u0301"
)


def as_shown(
    record: ActivityRecord, wire_format: WireFormat = WireFormat.JSON, *, damaged: bool = False
) -> ShownRecord:
    raw = codec(wire_format).encode_record(record)
    return ShownRecord(record, raw, wire_format, "", damaged, "4 of 3,000")


class Stage(App[None]):
    """The pane alone, and the messages that it sends."""

    def __init__(self, shown: ShownRecord) -> None:
        super().__init__()
        self._shown = shown
        self.told: list[Message] = []

    def compose(self) -> ComposeResult:
        yield RecordViewer()

    def on_mount(self) -> None:
        self.register_theme(DARK)
        self.theme = DARK.name
        self.viewer.zone = UTC_ZONE
        self.viewer.show(self._shown)
        self.viewer.focus()

    @property
    def viewer(self) -> RecordViewer:
        return self.query_one(RecordViewer)

    @on(RecordViewer.NextWanted)
    @on(RecordViewer.PreviousWanted)
    @on(RecordViewer.OtherFormatWanted)
    def _hear(self, message: Message) -> None:
        self.told.append(message)

    def rows(self) -> list[str]:
        """The screen as a person reads it; every row is as wide as the screen."""
        rows = []
        for strip in self.screen._compositor.render_strips():
            text = "".join(segment.text for segment in strip)
            assert cell_len(text) == self.size.width
            assert not re.search("[\x00-\x1f\x7f-\x9f\u200b\u202e]", text)
            rows.append(text.rstrip())
        return rows

    def text(self) -> str:
        return "\n".join(self.rows())


Story = Callable[[Stage, Pilot[None]], Awaitable[None]]


def play(shown: ShownRecord, story: Story, size: tuple[int, int] = (80, 24)) -> None:
    async def run() -> None:
        stage = Stage(shown)
        async with stage.run_test(size=size) as pilot:
            await pilot.pause()
            await story(stage, pilot)

    asyncio.run(run())


async def until(pilot: Pilot[None], holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, "never came"
        await pilot.pause(0.01)


# Fields and changes


@pytest.mark.parametrize("size", SIZES)
def test_fields_begin_with_the_record_in_a_sentence(size: tuple[int, int]) -> None:
    async def story(stage: Stage, pilot: Pilot[None]) -> None:
        head, sentence, *rest = stage.rows()
        assert head.split() == ["RECORD", "fields", "changes", "json", "xml", "4", "of", "3,000"]
        assert sentence.strip() == (
            "svc-sync modified user Ann Lee on dc02, Sun 22 Nov 2026 13:58:40"
        )
        text = "\n".join(rest)
        for part in ("CORP\\svc-sync", "Sun 22 Nov 2026 13:58:40 UTC", "IsCorrelated true"):
            assert re.search(re.escape(part).replace(r"\ ", r"\s+"), text), part
        assert re.search(r"title +Analyst +→ Senior analyst", text)

    play(as_shown(ANN), story, size)


def test_fields_stand_in_two_columns_where_there_is_room() -> None:
    async def story(stage: Stage, pilot: Pilot[None]) -> None:
        assert re.search(r"Who +CORP\\svc-sync +Workstation +app07", stage.text())

    play(as_shown(ANN), story, (160, 50))


@pytest.mark.parametrize("size", SIZES)
def test_changes_tell_what_was_empty_what_went_and_what_came(size: tuple[int, int]) -> None:
    async def story(stage: Stage, pilot: Pilot[None]) -> None:
        await pilot.press("2")
        text = stage.text()
        assert re.search(r"manager\s+− Tom Reed", text)
        assert "set by a script" in text
        assert re.search(r"notes\s+(− )?\(empty\)", text)
        assert re.search(r"first line\n +second line", text)

    play(as_shown(ANN), story, size)


def test_a_list_of_permissions_tells_what_was_taken_and_what_was_given() -> None:
    detail = Detail("Permissions", None, "A: Read; B: Full; C: Read", "A: Read; C: Read; D: Full")

    async def story(stage: Stage, pilot: Pilot[None]) -> None:
        await pilot.press("2")
        text = stage.text()
        assert re.search(r"  A: Read\n +− B: Full\n +  C: Read\n +\+ D: Full", text)
        await pilot.press("1")
        await pilot.pause()
        assert re.search(r"− B: Full\n +\+ D: Full\n +2 unchanged", stage.text())

    play(as_shown(msgspec.structs.replace(ANN, details=(detail,))), story, (160, 50))


def test_a_long_value_is_cut_in_the_fields_says_so_and_is_whole_in_the_changes() -> None:
    record = msgspec.structs.replace(
        ANN, what="w" * 5_000, details=(Detail("p", None, None, "v" * 4_000 + "END"),)
    )
    fields = "\n".join(lines(record, changes=False))
    assert "… 4,000 more characters, see json" in fields
    assert "… 3,003 more characters, see changes" in fields
    assert fields.count("v") < LONGEST_VALUE + 100
    changes = "".join("".join(lines(record, changes=True)).split())
    assert "v" * 4_000 + "END" in changes.replace("+", "")


def test_a_damaged_record_says_so() -> None:
    async def story(stage: Stage, pilot: Pilot[None]) -> None:
        assert "break the format" in stage.text()
        await pilot.press("3")
        assert "exact · damaged, so not indented" in stage.text()

    play(as_shown(ANN, damaged=True), story)


def test_a_record_without_details_says_so() -> None:
    record = msgspec.structs.replace(ANN, details=())
    assert any("no details" in line for line in lines(record, changes=True))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"action": "Failed Logon", "what": "dc01"}, "svc-sync failed to log on at dc02"),
        ({"action": "Defrosted"}, "svc-sync (Defrosted) user Ann Lee on dc02"),
        ({"action": "Read (Failed Attempt)"}, "svc-sync failed to read user Ann Lee on dc02"),
        ({"who": ""}, "Somebody modified user Ann Lee on dc02"),
        ({"what": "https://sp/sites/x/"}, "svc-sync modified user x on dc02"),
        ({"where": ""}, "svc-sync modified user Ann Lee"),
    ],
)
def test_sentences(change: dict[str, str], sentence: str) -> None:
    record = msgspec.structs.replace(ANN, **change)
    assert record_sentence(record, UTC_ZONE) == f"{sentence}, Sun 22 Nov 2026 13:58:40"


@pytest.mark.parametrize("when", ["", "soon", "0001-01-01T00:00:00+14:00"])
def test_times_that_are_none_are_shown_as_they_are(when: str) -> None:
    record = msgspec.structs.replace(ANN, when=when)
    assert record_sentence(record, UTC_ZONE).endswith(when or "at an unknown time")


def lines(record: ActivityRecord, *, changes: bool, width: int = 80) -> list[str]:
    layout = RecordLayout(record, width, UTC_ZONE, damaged=True, raw_view="json")
    made = layout.changes() if changes else layout.fields()
    return ["".join(span.text for span in line) for line in made]


texts = st.text(
    st.one_of(st.characters(), st.sampled_from("ab ;\\\x1b\n\r\u202e\u200b\u0301漢🙂\ud800[]")),
    max_size=60,
)
maybe = st.none() | texts | texts.map(lambda text: "; ".join([text] * 4))
details = st.builds(
    Detail, maybe, maybe, maybe, maybe, st.just(()) | st.tuples(st.tuples(texts, texts))
)
records = st.builds(
    ActivityRecord,
    who=texts,
    action=texts,
    what=texts,
    when=texts,
    where=texts,
    object_type=texts,
    details=st.lists(details, max_size=4).map(tuple),
    extra=st.lists(st.tuples(texts, texts), max_size=2).map(tuple),
)


@given(records, st.booleans(), st.sampled_from([40, 80, 120, 200]))
@settings(deadline=None)
def test_no_record_breaks_its_lines(record: ActivityRecord, changes: bool, width: int) -> None:
    made = lines(record, changes=changes, width=width)
    assert all(line.isprintable() for line in made)
    assert max(map(cell_len, made)) <= width


@given(details, st.sampled_from([80, 120]))
@settings(deadline=None)
def test_changes_hide_nothing(detail: Detail, width: int) -> None:
    made = lines(ActivityRecord(details=(detail,)), changes=True, width=width)
    shown = set("".join(made))
    for text in (detail.property_name, detail.message, detail.before, detail.after):
        for line in re.split(r"\r\n|\n|\r", text or ""):
            assert set(visible(line)) - {" "} <= shown


# Raw


def test_raw_is_what_the_server_sent_indented_or_exact() -> None:
    shown = as_shown(ANN)

    async def story(stage: Stage, pilot: Pilot[None]) -> None:
        await pilot.press("3")
        assert f"as the server sent it · {len(shown.raw):,} bytes · indented" in stage.text()
        assert '  "Who": "CORP\\\\svc-sync",' in stage.text()
        await pilot.press("x")
        assert "bytes · exact" in stage.text()
        rows = "".join(row.strip() for row in stage.rows()[2:])
        assert shown.raw.decode().replace(" ", "") in rows.replace(" ", "")

    play(shown, story)


def test_the_other_format_is_asked_for_once_and_labelled() -> None:
    async def story(stage: Stage, pilot: Pilot[None]) -> None:
        await pilot.press("4")
        assert "fetching it as XML by its RID …" in stage.text()
        wanted = stage.told.pop()
        assert isinstance(wanted, RecordViewer.OtherFormatWanted)
        assert wanted.format is WireFormat.XML
        raw = codec(WireFormat.XML).encode_record(ANN)
        stage.viewer.show_other_format(WireFormat.XML, raw, "")
        await pilot.pause()
        assert f"fetched as XML by its RID · {len(raw):,} bytes · indented" in stage.text()
        assert "  <Who>CORP\\svc-sync</Who>" in stage.text()
        await pilot.press("3", "4")
        assert not stage.told

    play(as_shown(ANN), story)


def test_why_the_other_format_is_not_there_is_told() -> None:
    async def story(stage: Stage, pilot: Pilot[None]) -> None:
        await pilot.press("3")
        stage.viewer.show_other_format(WireFormat.JSON, None, "The server is \x1b gone.")
        await pilot.pause()
        assert "not fetched as JSON" in stage.text()
        assert "The server is ␛ gone." in stage.text()

    play(as_shown(ANN, WireFormat.XML), story)


def test_what_is_received_as_xml_is_raw_as_xml() -> None:
    async def story(stage: Stage, pilot: Pilot[None]) -> None:
        await pilot.press("4")
        assert "as the server sent it" in stage.text()
        assert not stage.told

    play(as_shown(ANN, WireFormat.XML), story)


def test_without_a_rid_nothing_is_asked_for() -> None:
    async def story(stage: Stage, pilot: Pilot[None]) -> None:
        await pilot.press("4")
        assert "no RID" in stage.text()
        assert not stage.told

    play(as_shown(msgspec.structs.replace(ANN, rid="")), story)


# The pane


def test_keys_and_tabs_lead_through_the_views_and_records() -> None:
    async def story(stage: Stage, pilot: Pilot[None]) -> None:
        for view in (RecordView.CHANGES, RecordView.JSON, RecordView.XML, RecordView.FIELDS):
            await pilot.press("tab")
            assert stage.viewer.view is view
        await pilot.click("ViewerHead", offset=(18, 0))
        assert stage.viewer.view is RecordView.CHANGES
        stage.told.clear()
        await pilot.press("n", "p")
        assert [type(message) for message in stage.told] == [
            RecordViewer.NextWanted,
            RecordViewer.PreviousWanted,
        ]

    play(as_shown(ANN), story)


def test_the_next_record_keeps_the_view_and_the_same_one_keeps_its_place() -> None:
    many = msgspec.structs.replace(ANN, details=ANN.details * 50)

    async def story(stage: Stage, pilot: Pilot[None]) -> None:
        await pilot.press("2", "pagedown")
        place = stage.viewer.lines_view.scroll_offset.y
        assert place > 10
        stage.viewer.show(replace(as_shown(many), position="4 of 4,000"))
        await pilot.pause()
        assert stage.viewer.lines_view.scroll_offset.y == place
        assert stage.rows()[0].endswith("4 of 4,000")
        stage.viewer.show(as_shown(ANN))
        await pilot.pause()
        assert stage.viewer.lines_view.scroll_offset.y == 0
        assert stage.viewer.view is RecordView.CHANGES

    play(as_shown(many), story)


def test_the_zone_is_a_property_of_the_pane() -> None:
    zone = ShownZone("Berlin", timezone(timedelta(hours=1)))

    async def story(stage: Stage, pilot: Pilot[None]) -> None:
        stage.viewer.zone = zone
        await pilot.pause()
        assert "14:58:40 UTC+1" in stage.text()

    play(as_shown(ANN), story)


def test_without_a_record_the_pane_is_empty() -> None:
    async def story(stage: Stage, pilot: Pilot[None]) -> None:
        stage.viewer.clear()
        assert not stage.viewer.has_record
        for key in ("1", "2", "3", "4", "x", "end"):
            await pilot.press(key)
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
            await pilot.press(key, "end")
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
        await pilot.press("3", "x")
        assert "plain beyond 64 KB" in stage.text()
        assert stage.rows()[2].startswith(' {"RID":"1"')
        await pilot.press("end")
        await until(pilot, lambda: stage.viewer.lines_view.complete)
        await pilot.pause()
        assert "".join(row.strip() for row in stage.rows()).endswith('"End":"here"}')

    play(shown, story)


def test_twenty_thousand_changes_are_all_there() -> None:
    many = tuple(Detail(f"property {number}", None, "a", "b") for number in range(20_000))

    async def story(stage: Stage, pilot: Pilot[None]) -> None:
        assert "20,000 changes" in stage.text()
        await pilot.press("end")
        await until(pilot, lambda: stage.viewer.lines_view.complete)
        await pilot.pause()
        assert "property 19999" in stage.rows()[-1]
        await pilot.press("home")
        assert "svc-sync modified" in stage.rows()[1]

    play(as_shown(msgspec.structs.replace(ANN, details=many)), story)
