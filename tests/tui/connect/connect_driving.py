"""Drives the connect screen as a user does who has no server yet."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from textual.widgets import Input

from netwrix_tui.client.connection import Secret
from netwrix_tui.config.profile import Profile
from netwrix_tui.config.profile_file import ProfileFile
from netwrix_tui.tui.app.application import NetwrixTui
from netwrix_tui.tui.connect.certificate_dialog import ChangedCertificate, UnknownCertificate
from netwrix_tui.tui.connect.connect_screen import ConnectScreen
from netwrix_tui.tui.connect.controller import ConnectController
from tests.tui.driving import Driver


class ConnectDriver(Driver):
    """An application that has begun with the connect screen."""

    @property
    def asks_about_certificate(self) -> bool:
        return isinstance(self.app.screen, UnknownCertificate | ChangedCertificate)

    @property
    def focused(self) -> str:
        """The id of the focused widget."""
        return (self.app.focused.id or "") if self.app.focused is not None else ""

    def field(self, key: str) -> Input:
        """One of the fields of the connect screen, also while a question lies over it."""
        screen = next(s for s in self.app.screen_stack if isinstance(s, ConnectScreen))
        return screen.query_one(f"#{key}", Input)

    async def type(self, **fields: str) -> None:
        """Put texts into fields."""
        for key, text in fields.items():
            self.field(key).value = text
        await self.pilot.pause()

    async def until_says(self, *parts: str) -> None:
        """Wait until all of these stand on the screen, line breaks taken for blanks."""

        def says() -> bool:
            text = " ".join(self.screen_text().split())
            return all(part in text for part in parts)

        await self.until(says, f"{parts}")


def drive_connecting(
    file: Path,
    story: Callable[[ConnectDriver], Awaitable[None]],
    known: Profile | None = None,
    password: str = "",
    size: tuple[int, int] = (80, 24),
) -> None:
    """Run the application without a server, and what a test does with it."""

    async def run() -> None:
        connecting = ConnectController(ProfileFile(file), known, Secret(password))
        app = NetwrixTui(None, connecting)
        async with app.run_test(size=size) as pilot:
            driver = ConnectDriver(app, pilot)
            await driver.until(lambda: isinstance(app.screen, ConnectScreen), "the connect screen")
            await driver.until(lambda: app.focused is not None, "a focused field")
            await story(driver)

    asyncio.run(run())
