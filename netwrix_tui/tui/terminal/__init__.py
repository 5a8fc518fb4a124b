"""The terminal: its driver and every end, what it sends taken apart, what is drawn in few bytes.

Here are, too, the keys that are typed ahead and the fence around Textual's private names.
"""

from __future__ import annotations

from netwrix_tui.doors import doors

__all__ = ["LowLatencyScreen", "TypeAheadApp", "expect_focus", "focus_arrived", "require_terminal"]

__getattr__ = doors(
    __name__,
    at_terminal="require_terminal", low_latency_screen="LowLatencyScreen",
    typed_ahead="TypeAheadApp expect_focus focus_arrived",
)  # fmt: skip
