"""The application: its themes, its worker, and what is imported when."""

from __future__ import annotations

import asyncio
import gc
from typing import TYPE_CHECKING

from textual.app import App
from textual.command import Provider

from netwrix_tui.tui.screens.starting import Starting
from netwrix_tui.tui.session import Session
from netwrix_tui.tui.themes import DARK, LIGHT

if TYPE_CHECKING:
    from netwrix_tui.results.worker import ApiWorker
    from netwrix_tui.tui.screens.explorer import Explorer

_TWO_FRAMES = 2 / 60
"""Seconds."""


def _action_commands() -> type[Provider]:
    from netwrix_tui.tui.commands import ActionCommands

    return ActionCommands


class NetwrixTui(App[None]):
    """The explorer of one session. The worker lives as long as the application.

    The first frame waits for nothing but Textual; the panes are imported behind it, and the HTTP
    library on the worker's thread.
    """

    TITLE = "netwrix-tui"
    COMMANDS = {_action_commands}  # noqa: RUF012 - Textual reads it as a plain set
    COMMAND_PALETTE_DISPLAY = "^p"

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._worker: ApiWorker | None = None

    def on_mount(self) -> None:
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        self.theme = DARK.name
        starting = Starting(self._session)
        self.push_screen(starting)
        # The import holds the interpreter: it begins when the first frame has been written out.
        starting.set_timer(_TWO_FRAMES, lambda: self._go_on(starting))

    def _go_on(self, starting: Starting) -> None:
        # Not on the first screen's own messages: it is taken away on the way.
        self.run_worker(self._open_explorer(starting), group="opening", exclusive=True)

    async def _open_explorer(self, starting: Starting) -> None:
        explorer, worker = await asyncio.to_thread(self._made)
        self._worker = worker
        worker.start()
        await self.switch_screen(explorer)
        for key in starting.early_keys:
            explorer.post_message(key)
        # What is alive now stays alive: leaving it out of collections keeps keys even.
        gc.collect()
        gc.freeze()
        gc.set_threshold(20_000, 50, 100)

    def _made(self) -> tuple[Explorer, ApiWorker]:
        from netwrix_tui.results.worker import ApiWorker
        from netwrix_tui.tui.screens.explorer import Explorer

        worker = ApiWorker(self._session.open_client, self._session.page_size)
        return Explorer(self._session, worker), worker

    def on_unmount(self) -> None:
        if self._worker is not None:
            self._worker.close()

    def action_theme(self) -> None:
        """Switch between the dark and the light look."""
        self.theme = LIGHT.name if self.theme == DARK.name else DARK.name
