"""The terminal's clipboard in tests: what was sent there, and what was said of it."""

from __future__ import annotations

import base64

from tests.tui.driving import Driver


class Terminal:
    """What was written to the terminal beside the picture."""

    def __init__(self) -> None:
        self.written: list[str] = []

    def write(self, _: object, data: str) -> None:
        self.written.append(data)

    @property
    def clipboard(self) -> str:
        """The text of the last OSC 52; fails where there is none, or anything else."""
        start, _, code = self.written[-1].partition(";c;")
        assert start == "\x1b]52"
        assert code.endswith("\x07")
        return base64.b64decode(code[:-1], validate=True).decode()


async def said(driver: Driver, *parts: str) -> str:
    """Wait for a notification with these parts; returns it."""

    def found() -> list[str]:
        texts = driver.toasts
        return [text for text in texts if all(part in text for part in parts)]

    await driver.until(lambda: bool(found()), f"notification {parts}")
    return found()[-1]
