"""Dialog for saving: which records, and the path, whose ending tells the format."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from netwrix_tui.clock import local_now
from netwrix_tui.errors import UsageError
from netwrix_tui.home import expanded, home_directory, temporary_home
from netwrix_tui.mapping.document_formats import DocumentFormat
from netwrix_tui.results.export import new_file
from netwrix_tui.results.export.export import ExportFormat
from netwrix_tui.tui.dialogs.dialog import Dialog, error_line, hint_line, panel
from netwrix_tui.tui.terminal.typed_ahead import expect_focus, focus_arrived
from netwrix_tui.tui.text.visible_input import VisibleInput

SavedFormat = ExportFormat | DocumentFormat
_FORMATS: tuple[SavedFormat, ...] = (*ExportFormat, *DocumentFormat)
_ENDINGS = ", ".join(chosen.extension for chosen in _FORMATS)


class Extent(StrEnum):
    """Extent of what is saved."""

    RECORD = "record"
    MARKED = "marked"
    SHOWN = "shown"  # filtered and sorted as the table has them
    LOADED = "loaded"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class SaveOrder:
    """Records to save, path and format."""

    extent: Extent
    path: Path
    format: SavedFormat


class ChooseFile(Dialog[SaveOrder]):
    """Question for records and path. ``extents`` come with the words that name them.

    It stays until a file can be written there.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "which(-1)", "which records", id="file.which_before", priority=True),
        Binding("down", "which(1)", "which records", id="file.which_next", priority=True),
        Binding("tab", "format(1)", "another format", id="file.format_next", priority=True),
        Binding(
            "shift+tab", "format(-1)", "another format", id="file.format_before", priority=True
        ),
    ]

    def __init__(self, extents: Sequence[tuple[Extent, str]], chosen: Extent) -> None:
        super().__init__()
        self._extents = extents
        self._chosen = [extent for extent, _ in extents].index(chosen)

    def compose(self) -> ComposeResult:
        name = f"netwrix-records-{local_now():%Y%m%d-%H%M%S}{ExportFormat.TEXT.extension}"
        choice = OptionList(*(Option(self._prompt(n)) for n in range(len(self._extents))))
        choice.can_focus = False
        field = VisibleInput(str(_here() / name), select_on_focus=False)
        hint = Static(self._hint(), id="file-hint", classes="dialog-note")
        yield panel("Save", choice, hint_line("to"), field, hint, error_line())

    def on_mount(self) -> None:
        self.query_one(OptionList).highlighted = self._chosen
        self.query_one(Input).focus()

    @property
    def _extent(self) -> Extent:
        return self._extents[self._chosen][0]

    def action_which(self, by: int) -> None:
        """The next choice of records, or the one before."""
        choice = self.query_one(OptionList)
        choice.highlighted = max(0, min(len(self._extents) - 1, self._chosen + by))

    def action_format(self, by: int) -> None:
        """The next format, or the one before: the ending of the path."""
        formats = [chosen for chosen in _FORMATS if self._takes(chosen)]
        now = next(
            (n for n, chosen in enumerate(formats) if chosen is self._format()), 0 if by < 0 else -1
        )
        self._end_in(formats[(now + by) % len(formats)])

    @on(OptionList.OptionHighlighted)
    def _which(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        before, self._chosen = self._chosen, event.option_index
        for index in {before, self._chosen}:
            event.option_list.replace_option_prompt_at_index(index, self._prompt(index))
        self.query_one("#file-hint", Static).update(self._hint())
        chosen = self._format()
        if chosen is not None and not self._takes(chosen):
            self._end_in(ExportFormat.NDJSON)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        # Keys after it are for what comes then: the explorer, or the path once more.
        expect_focus(self)
        trying = self._try(event.value, self._extent)
        self.run_worker(trying, group="trying-file", exclusive=True)

    async def _try(self, text: str, extent: Extent) -> None:
        """Close with the path, or say why nothing can be written there."""
        try:
            path, chosen = await asyncio.to_thread(_target, text)
            if not _goes_with(chosen, extent):
                raise UsageError(
                    "Text is for records that are loaded.", next_step="tab takes another format."
                )
            await asyncio.to_thread(new_file.check, path)
        except UsageError as error:
            self.show_error(error.sentence())
            focus_arrived(self)
        else:
            self.answer(SaveOrder(extent, path, chosen))

    def _prompt(self, index: int) -> Text:
        # The chosen one is told by its sign, not by its colour alone.
        return Text(f"{'●' if index == self._chosen else '○'} {self._extents[index][1]}")

    def _hint(self) -> str:
        endings = ", ".join(chosen.extension for chosen in _FORMATS if self._takes(chosen))
        return f"↑ ↓ which records · tab the format, as the ending tells: {endings}"

    def _takes(self, chosen: SavedFormat) -> bool:
        return _goes_with(chosen, self._extent)

    def _format(self) -> SavedFormat | None:
        return _format_of(Path(self.query_one(Input).value.strip()).name)

    def _end_in(self, chosen: SavedFormat) -> None:
        field = self.query_one(Input)
        stem = field.value.strip()
        known = self._format()
        if known is not None:
            stem = stem[: -len(known.extension)]
        field.value = stem + chosen.extension
        field.cursor_position = len(field.value)


def _goes_with(chosen: SavedFormat, extent: Extent) -> bool:
    return chosen is not ExportFormat.TEXT or extent is not Extent.ALL


def _format_of(name: str) -> SavedFormat | None:
    """The format that a file's name ends in: the longest ending that fits, as ``.ecs.ndjson``."""
    fitting = [chosen for chosen in _FORMATS if name.lower().endswith(chosen.extension)]
    return max(fitting, key=lambda chosen: len(chosen.extension), default=None)


def _here() -> Path:
    try:
        return Path.cwd()
    except OSError:  # the directory was removed meanwhile
        return home_directory() or temporary_home()


def _target(text: str) -> tuple[Path, SavedFormat]:
    """The path that was typed, and the format of its ending. Raises UsageError."""
    try:
        path = expanded(text.strip())
        has_directory = path.parent.is_dir()
    except (OSError, RuntimeError, ValueError) as error:
        raise UsageError("This path cannot be written to.", cause=f"{error}.") from error
    chosen = _format_of(path.name)
    if chosen is None:
        raise UsageError(f"{path.name} does not end in {_ENDINGS}.")
    if not has_directory:
        raise UsageError(f"There is no directory {path.parent}.")
    return path, chosen
