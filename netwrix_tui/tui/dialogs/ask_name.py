"""What a step of the trail is to be called."""

from __future__ import annotations

from netwrix_tui.tui.dialogs.ask_line import AskLine

LONGEST = 40
"""Characters of a name."""


class AskName(AskLine):
    """Dismissed with a name, with an empty one that takes the name away, or with None."""

    def __init__(self, name: str, words: str) -> None:
        super().__init__(
            "Name this step",
            name,
            longest=LONGEST,
            placeholder=words,
            hint="enter takes it · an empty name takes the old one away · esc leaves it",
        )
