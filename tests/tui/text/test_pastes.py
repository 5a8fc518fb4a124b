"""What is pasted: taken up to a length, and refused beyond it with a word."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from textual.app import App, ComposeResult
from textual.events import Paste
from textual.widgets import Input, TextArea

from netwrix_tui.tui.app.palette import PaletteInput
from netwrix_tui.tui.text.pasted_lines import MOST_PASTED
from netwrix_tui.tui.text.visible_input import (
    MOST_PASTED_IN_AREA,
    SecretInput,
    VisibleArea,
    VisibleInput,
    drawn,
)

FIELDS = {
    "a line": (VisibleInput, MOST_PASTED),
    "a password": (SecretInput, MOST_PASTED),
    "the palette": (PaletteInput, MOST_PASTED),
    "an area": (VisibleArea, MOST_PASTED_IN_AREA),
}


@pytest.mark.parametrize("name", FIELDS)
def test_a_megabyte_is_refused_and_what_fits_is_taken_once(name: str) -> None:
    kind, most = FIELDS[name]

    said: list[str] = []

    class Paper(App[None]):
        def compose(self) -> ComposeResult:
            yield kind()

        def notify(self, message: str, **options: Any) -> None:
            said.append(message)

    async def run() -> None:
        app = Paper()
        async with app.run_test() as pilot:
            field = app.query_one(kind)
            field.focus()
            await pilot.pause()

            def held() -> str:
                assert isinstance(field, Input | TextArea)
                return field.value if isinstance(field, Input) else field.text

            for text in ("a" * 1_000_000, "word\n" * 200_000, "é" * (most + 1)):
                field.post_message(Paste(text))
                await pilot.pause()
                assert held() == ""
            assert len(said) == 3
            assert all("Nothing was pasted" in line for line in said)
            field.post_message(Paste("b" * most))
            await pilot.pause()
            assert held() == "b" * most
            assert len(said) == 3

    asyncio.run(run())


def test_plain_text_is_drawn_as_it_is() -> None:
    assert drawn("plain ~") == "plain ~"
    assert len(drawn("\x1b[2J")) == 4
    assert "\x1b" not in drawn("\x1b[2J")
