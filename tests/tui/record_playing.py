"""The record pane alone on a screen, and a record to show in it."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Awaitable, Callable

from rich.cells import cell_len
from textual import on
from textual.app import App, ComposeResult
from textual.message import Message
from textual.pilot import Pilot

from netwrix_tui.records.record import ActivityRecord, Detail
from netwrix_tui.records.zone import UTC_ZONE
from netwrix_tui.tui.app.themes import DARK
from netwrix_tui.tui.record.record_viewer import RecordViewer, ShownRecord
from netwrix_tui.wire.codec import codec
from netwrix_tui.wire.wire_format import WireFormat
from tests.tui.settling import settle
from tests.tui.textual_internals import strips_of
from tests.waiting import PATIENCE

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

    @on(RecordViewer.StepRequested)
    @on(RecordViewer.OtherFormatRequested)
    def _hear(self, message: Message) -> None:
        self.told.append(message)

    def rows(self) -> list[str]:
        """The screen as a person reads it; every row is as wide as the screen."""
        rows = []
        for strip in strips_of(self.screen):
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
            await settle(pilot)
            await story(stage, pilot)

    asyncio.run(run())


async def until(pilot: Pilot[None], holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, "never came"
        await pilot.pause(0.01)
