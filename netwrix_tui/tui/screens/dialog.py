"""What small questions look like: a panel in the middle, a title, a note, room for an error."""

from __future__ import annotations

from typing import Generic, TypeVar

from textual.screen import ModalScreen

Answer = TypeVar("Answer")


class Dialog(ModalScreen[Answer], Generic[Answer]):
    """A question over the explorer; escape leaves it with None."""

    DEFAULT_CSS = """
    Dialog { align: center middle; }
    .dialog { width: 72; max-width: 100%; height: auto; padding: 1 2; background: $panel; }
    .dialog-title { text-style: bold; margin-bottom: 1; }
    .dialog-note { color: $secondary; margin-top: 1; }
    .dialog-error { color: $error; height: auto; }
    .dialog OptionList { height: auto; background: $panel; border: none; padding: 0; }
    """
