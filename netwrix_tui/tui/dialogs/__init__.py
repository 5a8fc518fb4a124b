"""Questions and notifications that any room may show."""

from __future__ import annotations

from netwrix_tui.doors import doors

__all__ = [
    "AskLine", "AskPassword", "ChooseOne", "Dialog", "notify_error", "notify_information",
    "notify_warning",
]  # fmt: skip

__getattr__ = doors(
    __name__,
    ask_line="AskLine AskPassword", choose_one="ChooseOne", dialog="Dialog",
    notifications="notify_error notify_information notify_warning",
)  # fmt: skip
