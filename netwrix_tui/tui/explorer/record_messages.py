"""What the record pane tells the explorer, each with what answers it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from textual.message import Message

from netwrix_tui.tui.answers.controller import AnswersController
from netwrix_tui.tui.record.controller import RecordController
from netwrix_tui.tui.record.record_viewer import RecordViewer


class RecordAnswering(Protocol):
    """Controllers of the explorer that answer the record pane."""

    record: RecordController
    answers: AnswersController


RECORD_MESSAGES: dict[type[Message], Callable[[RecordAnswering, Any], object]] = {
    RecordViewer.StepRequested: lambda of, m: of.record.step(m.by),
    RecordViewer.OtherFormatRequested: lambda of, m: of.record.fetch_other_format(m.format),
    RecordViewer.RelatedRequested: lambda of, _: of.answers.go(),
}


def record_handler(kind: type[Message]) -> Callable[[RecordAnswering, Message], None]:
    """The method of the screen that Textual calls for a message."""
    answer = RECORD_MESSAGES[kind]

    def handle(explorer: RecordAnswering, message: Message) -> None:
        answer(explorer, message)

    return handle
