"""Records to write: read from files, checked, sent in batches, each batch at most once.

What was sent, and what became of it, is in the :class:`Journal`, a file beside the input.
"""

from __future__ import annotations

from netwrix_tui.doors import doors

__all__ = [
    "BatchState", "CheckedInput", "Journal", "Outcome", "look_for_records", "read_and_check",
]  # fmt: skip

__getattr__ = doors(
    __name__,
    journal="BatchState Journal", reconcile="look_for_records", send_batches="Outcome",
    validation="CheckedInput read_and_check",
)  # fmt: skip
