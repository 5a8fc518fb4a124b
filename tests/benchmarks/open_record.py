"""Open a record of 1.3 MB as raw JSON, and page down in it, against Static(Syntax(...)) of it.

Run as ``python -m tests.benchmarks.open_record``. Syntax takes half a minute.
"""

from __future__ import annotations

import asyncio
import gc
import statistics
import time
from collections.abc import Callable

import msgspec
from rich.syntax import Syntax
from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.pilot import Pilot
from textual.widgets import Static

from netwrix_tui.records.record import ActivityRecord, Detail
from netwrix_tui.tui.record.record_viewer import RecordView, RecordViewer, ShownRecord
from netwrix_tui.wire import json_format
from netwrix_tui.wire.wire_format import WireFormat
from tests.benchmarks.figures import Figure, share, table, verdict
from tests.tui.textual_internals import strips_of

BOUND = 100
PAGES = 20
SIZE = (160, 50)


def big_record() -> ShownRecord:
    """A record of 1.3 MB: many changes, and one value of half a megabyte."""
    details = [
        Detail(f"Property {number}", None, f"CORP\\user{number}: Read", f"CORP\\user{number}: Full")
        for number in range(8_000)
    ]
    details.append(Detail("Policy", None, None, "Enabled; " * 60_000))
    record = ActivityRecord(rid="1", who="CORP\\jane", action="Modified", details=tuple(details))
    raw = json_format.encode_record(record)
    return ShownRecord(record, raw, WireFormat.JSON, "", False, "1 of 1")


class Ours(App[None]):
    """The record pane."""

    def compose(self) -> ComposeResult:
        yield RecordViewer()

    def open(self, shown: ShownRecord) -> None:
        viewer = self.query_one(RecordViewer)
        viewer.view = RecordView.JSON
        viewer.show(shown)

    @property
    def is_open(self) -> bool:
        """True once the text has been laid out, which a thread does."""
        source = self.query_one(RecordViewer).lines_view.source
        return source is not None and len(source) > SIZE[1]

    def page_down(self) -> None:
        self.query_one(RecordViewer).action_scroll_page_down()


class Theirs(App[None]):
    """The same text, formatted and highlighted by what comes with Rich."""

    def compose(self) -> ComposeResult:
        yield VerticalScroll(Static())

    def open(self, shown: ShownRecord) -> None:
        text = msgspec.json.format(shown.raw, indent=2).decode()
        self.query_one(Static).update(Syntax(text, "json", word_wrap=True))

    @property
    def is_open(self) -> bool:
        return True

    def page_down(self) -> None:
        self.query_one(VerticalScroll).scroll_page_down(animate=False)


async def _cost(pilot: Pilot[None], app: Ours | Theirs, act: Callable[[], None]) -> float:
    """Milliseconds of processor time, of all threads, from an act until its picture is done."""
    painted = asyncio.Event()
    start = time.process_time()
    act()
    while not app.is_open:
        await asyncio.sleep(0.001)
    pilot.app.call_after_refresh(painted.set)
    await painted.wait()
    strips_of(pilot.app.screen)
    return (time.process_time() - start) * 1000


async def _run(app: Ours | Theirs, shown: ShownRecord, pages: int) -> tuple[float, float]:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        # As the explorer does when it stands: else what others left is collected while it opens.
        gc.collect()
        gc.freeze()
        opened = await _cost(pilot, app, lambda: app.open(shown))
        turned = [await _cost(pilot, app, app.page_down) for _ in range(pages)]
        gc.unfreeze()
    return opened, statistics.median(turned)


def figures() -> list[Figure]:
    """Opening it in both, and what a page down costs then."""
    shown = big_record()
    ours = asyncio.run(_run(Ours(), shown, PAGES))
    theirs = asyncio.run(_run(Theirs(), shown, 1))
    return [
        Figure(
            f"open a record of {len(shown.raw) / 1e6:.1f} MB",
            f"{ours[0]:.1f} ms",
            f"Static(Syntax) {theirs[0]:,.0f} ms",
            share(ours[0], theirs[0]),
            verdict(f"1/{BOUND}", ours[0] * BOUND <= theirs[0]),
        ),
        Figure(
            "page down in it",
            f"{ours[1]:.1f} ms",
            f"Static(Syntax) {theirs[1]:,.0f} ms",
            share(ours[1], theirs[1]),
        ),
    ]


def main() -> None:
    """Print them."""
    print(f"{SIZE[0]}x{SIZE[1]}, processor time")
    print(table(figures()))


if __name__ == "__main__":
    main()
