"""Record pane: one record as fields, as changes, and as the bytes that the server sent."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Static
from textual.worker import WorkType

from netwrix_tui.foreign_text import rows
from netwrix_tui.records.amounts import size_words
from netwrix_tui.records.record import ActivityRecord
from netwrix_tui.records.zone import LOCAL, ShownZone
from netwrix_tui.sanitize import visible
from netwrix_tui.tui.actions.action import Pane, bindings, pivot_action
from netwrix_tui.tui.record.actions import RECORD_ACTIONS
from netwrix_tui.tui.record.fields_layout import RecordLayout
from netwrix_tui.tui.record.find_in_record import FindInText
from netwrix_tui.tui.record.find_line import FindLine
from netwrix_tui.tui.text.lines import GrowingLines, LineSource
from netwrix_tui.tui.text.lines_view import LinesView
from netwrix_tui.tui.text.raw_layout import Layout, RawText, lay_out
from netwrix_tui.tui.text.raw_lines import COLOURED, RawLines
from netwrix_tui.tui.text.tab_line import TabLine
from netwrix_tui.wire.limits import LONG_RECORD
from netwrix_tui.wire.wire_format import WireFormat

_AT_ONCE = 65_536
"""Bytes of raw text that are laid out at once; more is laid out on a thread."""

_LAYING_OUT = "laying-out"


class RecordView(StrEnum):
    """Views of a record, in the order of their tabs."""

    FIELDS = "fields"
    CHANGES = "changes"
    JSON = "json"
    XML = "xml"


@dataclass(frozen=True, slots=True)
class ShownRecord:
    """One record, all that is known of how it came, and its place: ``4 of 3,000``."""

    record: ActivityRecord
    raw: bytes
    format: WireFormat
    declarations: str
    damaged: bool
    position: str
    other: bytes | None = None
    """The other format's bytes of a record that no server has yet; it cannot be asked for them."""
    note: str = ""
    """What the user wrote on it, with its sign."""
    unusual: tuple[str, ...] = ()
    """Why it is unusual among the loaded, where that is what they are sorted by."""


@dataclass(frozen=True, slots=True)
class _OtherFormat:
    """Result of fetching the record in the wire format that it was not received in."""

    raw: bytes | None = None
    error: str = ""


def _view_action(view: RecordView) -> Callable[[RecordViewer], None]:
    def act(viewer: RecordViewer) -> None:
        viewer.view = view

    return act


class RecordViewer(FindInText, can_focus=True):
    """Pane with the views of one record."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(RECORD_ACTIONS, Pane.RECORD)

    DEFAULT_CSS = """
    RecordViewer {
        layout: vertical;
        padding: 0 1;
        background: $background;

        & > #record-label { height: 1; color: $secondary; display: none; }
        &.-raw > #record-label { display: block; }
        & > LinesView { height: 1fr; }
    }
    """

    zone: reactive[ShownZone] = reactive(LOCAL)
    view: reactive[RecordView] = reactive(RecordView.FIELDS)

    @dataclass
    class StepRequested(Message):
        """The user wants another record, so many further on, or before where negative."""

        by: int

    class RelatedRequested(Message):
        """The user wants to go to what belongs to the record."""

    class OtherFormatRequested(Message):
        """The user wants to see the record in a format that it was not received in."""

        def __init__(self, wire_format: WireFormat) -> None:
            super().__init__()
            self.format = wire_format

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._shown: ShownRecord | None = None
        self._other: _OtherFormat | None = None
        self._related: tuple[tuple[str, ...], str] = ((), "")
        self._layout_wanted = Layout.INDENTED
        # Counts, so that a layout that comes late is known to be one.
        self._shown_views = 0

    def compose(self) -> ComposeResult:
        yield TabLine("RECORD", self.view, gap=2)
        yield Static(id="record-label", markup=False)
        yield LinesView()
        yield FindLine(self._walk)

    def on_mount(self) -> None:
        self._show_view()

    @property
    def has_record(self) -> bool:
        """True while a record is shown."""
        return self._shown is not None

    def is_reading(self) -> bool:
        """True while the keys go to it."""
        return self.has_focus_within

    def show(self, shown: ShownRecord) -> None:
        """Show a record from its beginning, in the view of the record before.

        The record that is shown already keeps its place; only its position is told anew.
        """
        before = self._shown
        self._shown = shown
        self._head.at_end = shown.position
        if before is not None and _same(before, shown):
            return
        self._other = None
        if before is None or before.raw != shown.raw:
            self._related = ((), "")
        self._show_view()

    def show_related(self, lines: tuple[str, ...], otherwise: str) -> None:
        """What belongs to the record that is shown, a sentence each; ``otherwise`` what does not.

        Where the reader is in the record stays the same.
        """
        if self._shown is None or self._related == (lines, otherwise):
            return
        self._related = (lines, otherwise)
        if self._raw_format is None:
            self.lines_view.relay()

    def show_position(self, position: str) -> None:
        """Tell another place of the record that is shown: more have been loaded since."""
        self._head.at_end = position

    def show_other_format(self, wire_format: WireFormat, raw: bytes | None, error: str) -> None:
        """What came of :class:`OtherFormatRequested`: the bytes, or why there are none."""
        if self._shown is None or wire_format is self._shown.format:
            return
        self._other = _OtherFormat(raw, error)
        if self._raw_format is wire_format:
            self._show_view()

    def clear(self) -> None:
        """Show no record."""
        self._shown = self._other = None
        self._head.at_end = ""
        self._show_view()

    def watch_zone(self) -> None:
        if self._shown is not None and self._raw_format is None:
            self.lines_view.relay()

    def watch_view(self) -> None:
        if self.is_mounted:
            self._head.current = self.view
            self._show_view()
            self.refresh_bindings()

    @on(TabLine.TabChosen)
    def _tab_chosen(self, message: TabLine.TabChosen) -> None:
        message.stop()
        self.view = RecordView(message.tab)

    action_pivot_menu = pivot_action(None)

    def action_next_record(self) -> None:
        """Ask for the next record."""
        self.post_message(self.StepRequested(1))

    def action_previous_record(self) -> None:
        """Ask for the record before."""
        self.post_message(self.StepRequested(-1))

    def action_related(self) -> None:
        """Ask to go to what belongs to the record."""
        self.post_message(self.RelatedRequested())

    def action_next_view(self) -> None:
        """The view of the next tab."""
        views = list(RecordView)
        self.view = views[(views.index(self.view) + 1) % len(views)]

    action_view_fields = _view_action(RecordView.FIELDS)
    action_view_changes = _view_action(RecordView.CHANGES)
    action_view_json = _view_action(RecordView.JSON)
    action_view_xml = _view_action(RecordView.XML)

    def action_layout(self) -> None:
        """Indented or exact."""
        exact = self._layout_wanted is Layout.EXACT
        self._layout_wanted = Layout.INDENTED if exact else Layout.EXACT
        self._show_view()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only raw text has two layouts, and only who looks for something goes from hit to hit."""
        if action in ("find_next", "find_previous", "leave_find"):
            return self.is_finding
        return action != "layout" or self._raw_format is not None

    @property
    def _head(self) -> TabLine:
        return self.query_one(TabLine)

    @property
    def _raw_format(self) -> WireFormat | None:
        """The format of a raw view; None in the others."""
        match self.view:
            case RecordView.JSON:
                return WireFormat.JSON
            case RecordView.XML:
                return WireFormat.XML
            case _:
                return None

    def _show_view(self) -> None:
        shown, wire_format = self._shown, self._raw_format
        self._shown_views += 1
        self.workers.cancel_group(self, _LAYING_OUT)
        self.set_class(shown is not None and wire_format is not None, "-raw")
        if shown is None:
            self.lines_view.show(lambda width: RawLines("", width))
        elif wire_format is None:
            self.lines_view.show(self._readable)
        else:
            self._show_raw(shown, wire_format)

    def _readable(self, width: int) -> LineSource:
        shown = self._shown
        assert shown is not None  # noqa: S101 - set before this view is shown, replaced with it
        layout = RecordLayout(
            shown.record,
            width,
            self.zone,
            damaged=shown.damaged,
            raw_view=shown.format.value,
            note=shown.note,
            unusual=shown.unusual,
            related=self._related[0],
            not_related=self._related[1],
            is_long=len(shown.raw) > LONG_RECORD,
        )
        fields = self.view is RecordView.FIELDS
        return GrowingLines(layout.fields() if fields else layout.changes())

    def _show_raw(self, shown: ShownRecord, wire_format: WireFormat) -> None:
        if shown.other is not None:
            raw = shown.raw if wire_format is shown.format else shown.other
            self._show_bytes(raw, wire_format, f"as it is written in {wire_format.upper()}", False)
            return
        if wire_format is shown.format:
            self._show_bytes(shown.raw, wire_format, "as the server sent it", shown.damaged)
            return
        name = wire_format.value.upper()
        if self._other is None and not shown.record.rid:
            self._other = _OtherFormat(error="This record has no RID by which to fetch it.")
        if self._other is None:
            self._show_message(f"fetching it as {name} by its RID …")
            self.post_message(self.OtherFormatRequested(wire_format))
        elif self._other.raw is None:
            self._show_message(f"not fetched as {name}", self._other.error)
        else:
            self._show_bytes(self._other.raw, wire_format, f"fetched as {name} by its RID", False)

    def _show_bytes(self, raw: bytes, wire_format: WireFormat, source: str, damaged: bool) -> None:
        mine = self._shown_views
        work = partial(
            lay_out,
            raw,
            wire_format,
            self._layout_wanted,
            damaged=damaged,
            is_wanted=lambda: self._shown_views == mine,
        )

        def show(laid: RawText) -> None:
            self._label(_describe(laid, source, len(raw)))
            self.lines_view.show(lambda width: RawLines(laid.text, width, wire_format))

        async def show_later() -> None:
            show(await asyncio.to_thread(work))

        if len(raw) <= _AT_ONCE:
            show(work())
        else:
            self._show_message(f"{source} · {size_words(len(raw))} · laying it out …")
            later: WorkType[None] = show_later
            self.run_worker(later, group=_LAYING_OUT, exclusive=True)

    def _show_message(self, label: str, text: str = "") -> None:
        self._label(label)
        # What the server said of it makes no row of the program's.
        self.lines_view.show(lambda width: RawLines("\n".join(rows(text, width)), width))

    def _label(self, text: str) -> None:
        self.query_one("#record-label", Static).update(visible(text))


def _describe(laid: RawText, source: str, size: int) -> str:
    parts = [source, f"{size:,} bytes", laid.layout.value]
    if laid.note:
        parts.append(laid.note)
    if laid.longest > COLOURED:
        parts.append(f"plain beyond {COLOURED // 1000} KB")
    return " · ".join(parts)


def _same(one: ShownRecord, other: ShownRecord) -> bool:
    told = (one.raw, one.format, one.damaged, one.note, one.unusual)
    return told == (other.raw, other.format, other.damaged, other.note, other.unusual)
