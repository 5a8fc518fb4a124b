"""The application: its themes, its worker, and what is imported when."""

from __future__ import annotations

import asyncio
import os
import sys
from dataclasses import replace
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text
from textual import constants
from textual.app import App
from textual.await_complete import AwaitComplete
from textual.binding import Binding
from textual.command import Provider
from textual.driver import Driver
from textual.events import Key
from textual.widget import Widget
from textual.worker import WorkType

from netwrix_tui.process_tuning import (
    collect_again,
    keep_screen_even,
    return_large_blocks,
    return_memory,
)
from netwrix_tui.tui.actions.key_map import DEFAULT_KEYS
from netwrix_tui.tui.app.themes import DARK, LIGHT
from netwrix_tui.tui.explorer.first_frame import FirstFrame
from netwrix_tui.tui.session.session import Session
from netwrix_tui.tui.terminal.internals.app_hooks import (
    forget_colours,
    keep_clipboard,
    set_return_code,
)
from netwrix_tui.tui.terminal.slow_line import go_easy
from netwrix_tui.tui.terminal.typed_ahead import TypeAheadApp

if TYPE_CHECKING:
    from netwrix_tui.case.case_writer import CaseWriter
    from netwrix_tui.case.session_keeper import SessionKeeper
    from netwrix_tui.errors import NetwrixTuiError
    from netwrix_tui.results.loading.worker import ApiWorker
    from netwrix_tui.tui.connect.controller import ConnectController
    from netwrix_tui.tui.explorer.explorer_screen import Explorer

TWO_FRAMES = 2 / 60
"""Seconds."""

_A_MOMENT = 0.5
"""Seconds."""

_MOST_CLOSED = 3
"""Closed screens that may lie about while somebody types."""

_LASTING_SCREENS = 2
"""That of the first frame, and the explorer on it."""


def _action_commands() -> type[Provider]:
    from netwrix_tui.tui.app.palette import ActionCommands

    return ActionCommands


class NetwrixTui(TypeAheadApp[None]):
    """The explorer of one session at a time; without one, the connect screen is there first.

    The first frame waits for nothing but Textual; the panes are imported behind it, and the HTTP
    library on the worker's thread.
    """

    TITLE = "netwrix-tui"
    COMMANDS = {_action_commands}  # noqa: RUF012 - Textual reads it as a plain set
    COMMAND_PALETTE_DISPLAY = "^p"
    BINDINGS = [  # noqa: RUF012 - Textual reads it as a plain list
        Binding(
            "ctrl+z", "suspend_process", "stop, until the shell's fg", show=False, id="app.suspend"
        ),
        Binding(
            "ctrl+l",
            "draw_anew",
            "draw the screen anew",
            show=False,
            priority=True,
            id="app.draw_anew",
        ),
    ]
    ALLOW_SELECT = False  # records go by copying; the terminal has a selection of its own

    def __init__(
        self, session: Session | None, connecting: ConnectController | None = None
    ) -> None:
        super().__init__()
        self.session = session
        self._opened: Session | None = None
        """The one that the explorer stands on; ``session`` may be on its way to be opened."""
        self._connecting = connecting
        self._starting = FirstFrame(session)
        self.worker: ApiWorker | None = None
        self.keeper: SessionKeeper | None = None
        """What keeps the session beyond the program; None where nothing does."""
        self._own_keys: list[str] | None = None
        """What is wrong with the user's own keys; None until they were read."""
        self.key_map = DEFAULT_KEYS
        """The keys that the explorer goes by."""
        self._closed_screens = 0
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        # Without its watcher, which would have every style made twice before the first frame.
        self.set_reactive(App.theme, DARK.name)
        self.stylesheet.set_variables(self.get_css_variables())
        go_easy(self, session is not None and session.slow)

    def get_default_screen(self) -> FirstFrame:
        """The first frame needs no empty screen below it."""
        return self._starting

    def get_driver_class(self) -> type[Driver]:
        """Our own, where Textual would take that of a Unix terminal."""
        chosen = super().get_driver_class()
        if constants.DRIVER is not None or sys.platform == "win32":
            return chosen
        from netwrix_tui.tui.terminal.internals.private_names import drives_itself

        if not drives_itself():
            return chosen
        from netwrix_tui.tui.terminal.tolerant_driver import TolerantDriver

        return TolerantDriver

    def on_mount(self) -> None:
        if sys.platform == "win32" and not self.is_headless:
            from netwrix_tui.tui.terminal.console_closing import leave_when_closed

            leave_when_closed(self)
        # The import holds the interpreter: it begins when the first frame has been written out.
        self.set_timer(TWO_FRAMES, self._go_on)

    def _go_on(self) -> None:
        collect_again()
        self.drawing.write_differences()
        begin = self._open_explorer() if self.session is not None else self._ask_for_server()
        self.run_worker(begin, group="opening", exclusive=True)

    async def _ask_for_server(self) -> None:
        from netwrix_tui.tui.connect.connect_screen import ConnectScreen

        if self._connecting is not None:
            screen = ConnectScreen(self._connecting, self._connected, is_first=True)
            await self.push_screen(screen)
            screen.call_after_refresh(self._hand_over_early_keys)

    def _connected(self, session: Session | None) -> None:
        if session is None:
            self.exit()
        else:
            self.open_session(session)

    def open_session(self, session: Session) -> None:
        """Explore another server, or as another account: a new worker, new searches."""
        if self.session is not None and self.session is not self._opened:
            self.session.end()  # it was never opened
        path = self.keeper.path if self.keeper is not None else None
        if path is not None and session.case is None:
            # The trail goes along: its steps are of the same case.
            session = replace(session, case=path, begins_anew=True)
        self.session = session
        go_easy(self, session.slow)
        self.run_worker(self._open_explorer(), group="opening", exclusive=True)

    async def _open_explorer(self) -> None:
        session = self.session
        making = asyncio.ensure_future(asyncio.to_thread(self.make_explorer))
        try:
            explorer, worker = await asyncio.shield(making)
        except asyncio.CancelledError:
            # The thread cannot be stopped: what it makes is not wanted any more.
            making.add_done_callback(_let_go)
            raise
        self._take_keys()
        before, self.worker = self.worker, worker
        ended, self._opened = self._opened, session
        worker.start()
        try:
            while len(self.screen_stack) > _LASTING_SCREENS:
                await self.pop_screen()
            if len(self.screen_stack) == _LASTING_SCREENS:
                await self.switch_screen(explorer)
            else:
                await self.push_screen(explorer)
        finally:
            if before is not None:
                await asyncio.shield(asyncio.to_thread(_end, before, ended, session))
        if before is not None:
            return
        explorer.call_after_refresh(self._hand_over_early_keys)
        keep_screen_even()

    def _hand_over_early_keys(self) -> None:
        """Give the keys that were pressed during the first frame to the first screen behind it."""
        keys, self._starting.early_keys = self._starting.early_keys, []
        self.hand_over_first([Key(key.key, key.character) for key in keys])

    def make_explorer(self) -> tuple[Explorer, ApiWorker]:
        from netwrix_tui.config.directories import cache_directory
        from netwrix_tui.results.columnstore.spill import DEFAULT_LIMIT_MB, SpillConfig
        from netwrix_tui.results.loading.worker import ApiWorker
        from netwrix_tui.tui.explorer.explorer_screen import Explorer
        from netwrix_tui.tui.output.private_file import remove_old_files

        if self.session is None:
            raise RuntimeError("There is no session to explore.")
        return_large_blocks()
        remove_old_files(os.environ)
        settings = self.session.settings
        limit = settings.spill_limit_mb if settings is not None else None
        place = SpillConfig(cache_directory, limit or DEFAULT_LIMIT_MB)
        parts = self.session.parts
        worker = ApiWorker(
            self.session.open_client, self.session.page_size, place,
            servers={name: part.open_client for name, part in parts.items()},
            at_a_time=self.session.at_a_time,
        )  # fmt: skip
        if self.keeper is None:
            self.keeper = self._keeper(self.session)
        return Explorer(self.session, worker, self), worker

    def _take_keys(self) -> None:
        """Go by the user's own keys, and say once what is wrong with them."""
        if self._own_keys is not None:
            return
        from netwrix_tui.tui.app.own_keys import read_keys

        self.key_map, self._own_keys = read_keys()
        self.set_keymap(dict(self.key_map.own))
        for trouble in self._own_keys:
            self.call_later(self.notify, trouble, severity="warning", timeout=12, markup=False)

    def _keeper(self, session: Session) -> SessionKeeper | None:
        if session.case is not None:
            from netwrix_tui.tui.case.open_case import keeper_of_case

            return keeper_of_case(session, self._not_kept)
        if not session.remembered_as:
            return None
        from netwrix_tui.case.session_files import (
            DEFAULT_HOURS,
            delete_old,
            new_session,
            sessions_directory,
        )
        from netwrix_tui.case.session_keeper import SessionKeeper

        settings = session.settings
        said = settings.keep_sessions if settings is not None else None
        hours = DEFAULT_HOURS if said is None else said

        def make() -> CaseWriter:
            directory = sessions_directory(os.environ)
            if hours:
                delete_old(directory, hours)
            return new_session(directory)

        return SessionKeeper(make, self._not_kept, keeps=hours > 0)

    def _not_kept(self, error: NetwrixTuiError) -> None:
        from netwrix_tui.tui.dialogs.notifications import notify_error

        self.call_later(
            notify_error, self, error, "The investigation goes on, but it is not kept just now."
        )

    def on_unmount(self) -> None:
        if self.worker is not None:
            self.worker.close()
        if self.keeper is not None:
            self.keeper.close()
        for session in (self._opened, self.session):
            if session is not None:
                session.end()

    def pop_screen(self) -> AwaitComplete:
        """Take the top screen away; the explorer stays, whatever lay over it.

        A dismissed screen has Textual pop the top of the stack, whichever screen that is by then:
        a screen that hears Escape and a click, or Enter twice, at once would take the explorer
        along and leave an empty terminal that hears no key.
        """
        if len(self.screen_stack) <= _LASTING_SCREENS:
            return AwaitComplete()
        for widget in self.screen.walk_children(Widget, with_self=True):
            # Textual remembers by these caches how it mixed colours, for a thousand widgets back.
            forget_colours(widget)
        if not self._closed_screens:
            self.set_timer(_A_MOMENT, self._tidy)
        self._closed_screens += 1
        return super().pop_screen()

    def _tidy(self) -> None:
        """Let go of closed screens: they point at themselves, and a full collection comes rarely.

        Some dozens of them would lie about, and what is made meanwhile would lie between them. It
        takes the time of some frames: not while somebody types, unless more of them pile up.
        """
        is_busy = (
            monotonic() - self.last_key_at < _A_MOMENT or len(self.screen_stack) > _LASTING_SCREENS
        )
        if is_busy and self._closed_screens < _MOST_CLOSED:
            self.set_timer(_A_MOMENT, self._tidy)
            return
        self._closed_screens = 0
        return_memory()

    def last_words(self) -> Text:
        """Where the program ended, and what to do about it."""
        from netwrix_tui.tui.app.crash_report import crash_report

        return Text(crash_report(sys.exception()))

    def exit(
        self,
        result: None = None,
        return_code: int = 0,
        message: RenderableType | None = None,
    ) -> None:
        """Leave. A key that was typed ahead of a crash or a signal makes no success of it."""
        super().exit(result, self.return_code or return_code, message)

    def panic(self, *renderables: RenderableType) -> None:
        """End by a mistake, which is never a success."""
        set_return_code(self, self.return_code or 1)
        super().panic(*renderables)

    def action_command_palette(self) -> None:
        """Open the palette, unless it is open."""
        from netwrix_tui.tui.app.palette import Palette

        if not isinstance(self.screen, Palette):
            self.push_screen(Palette())

    def copy_to_clipboard(self, text: str) -> None:
        """Send what was selected in an input or by the mouse, the way that records go."""
        keep_clipboard(self, text)
        if text:
            work: WorkType[None] = partial(self._send_selection, text)
            self.run_worker(work, group="clipboard")

    async def _send_selection(self, text: str) -> None:
        from netwrix_tui.tui.output import clipboard
        from netwrix_tui.tui.terminal import beside_frames

        sent = await clipboard.send(
            text,
            what="the selection",
            environment=os.environ,
            write=partial(beside_frames.write, self.app),
        )
        self.notify(sent.message, markup=False)

    def action_draw_anew(self) -> None:
        """Draw all of the screen, as over what another program has written on it."""
        self.drawing.anew()

    def action_help_quit(self) -> None:
        """Ctrl+C is what copies elsewhere and what interrupts: say what does either here."""
        self.notify("q leaves, from an input ctrl+q. c copies.", markup=False)

    def action_theme(self) -> None:
        """Switch between the dark and the light look."""
        self.theme = LIGHT.name if self.theme == DARK.name else DARK.name


def _let_go(making: asyncio.Future[tuple[Explorer, ApiWorker]]) -> None:
    """Close the worker of an explorer that nobody waits for any more."""
    if not making.cancelled() and making.exception() is None:
        making.result()[1].close()


def _end(worker: ApiWorker, ended: Session | None, following: Session | None) -> None:
    """End a worker, and the session behind it unless the next one goes on with it."""
    worker.close()
    if ended is not None and ended is not following:
        ended.end()
