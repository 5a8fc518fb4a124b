"""Writing of records to an archive, in files or on a cluster: its interface and its result."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from msgspec.structs import replace

from netwrix_tui.archive.state import ArchiveState
from netwrix_tui.wire.page import Page


@dataclass(frozen=True, slots=True)
class Written:
    """The result of a batch: how many records are new, for each day, and how many were known."""

    new: Counter[str] = field(default_factory=Counter)
    known: int = 0
    expired: int = 0
    """Records of days that are no longer kept."""


class RecordsWriter(Protocol):
    """An archive of one server, held for writing. For one thread at a time, except give_up."""

    state: ArchiveState

    def write(self, pages: Sequence[Page], state: ArchiveState) -> Written:
        """Write the records that are not in the archive yet, and then the state.

        ``state`` is the state after the write, except for its counts, which are made here.
        Raises NetwrixTuiError.
        """

    def oldest_day(self) -> str:
        """The first day that has records; empty without any. Raises NetwrixTuiError."""

    def give_up(self) -> None:
        """End a write that is waiting, with an error. For any thread."""


def behind(state: ArchiveState, written: Written) -> ArchiveState:
    """The state with its counts raised by what was written."""
    state = replace(state, records=state.records + written.new.total())
    going, start = state.going_back, state.start
    if going is None or start is None:
        return state
    edge = start.date().isoformat()
    at_edge = sum(count for day, count in written.new.items() if day <= edge)
    going = replace(going, came=going.came + written.new.total(), at_edge=going.at_edge + at_edge)
    return replace(state, going_back=going)
