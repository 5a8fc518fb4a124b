"""The place of shipping in a file of ``--resume``: it moves on behind what was confirmed.

To a receiver that knows ids, a portion that is cut off goes out again as a whole: it is there once
all the same. For one without ids, each batch is noted before it goes out and when it is confirmed:
what was confirmed is not sent again, and what was under way is in doubt.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from netwrix_tui.headless.resume_file import ResumeFile
from netwrix_tui.headless.ship_feed import Portion, ReadPosition
from netwrix_tui.results.loading.resume_point import PagePosition, ResumePoint


class ShipPlace:
    """Writes the file, if there is one; all methods raise UsageError where that fails."""

    def __init__(self, file: ResumeFile | None, *, follows: bool, has_ids: bool) -> None:
        """``follows`` says which kind of place it is."""
        self._file = file
        self._follows = follows
        self._has_ids = has_ids

    def position(self) -> PagePosition:
        """Where a search goes on."""
        return self._file.read() if self._file is not None else PagePosition()

    def point(self) -> ResumePoint | None:
        """Where following goes on."""
        return self._file.read_following() if self._file is not None else None

    def left(self) -> tuple[str, ...]:
        """What an earlier run left on its way to a receiver without ids."""
        if self._file is None or self._has_ids:
            return ()
        return self._file.read_sending()

    def begin(self, portion: Portion, done: Sequence[str], sending: Sequence[str]) -> None:
        """A batch of a portion goes out; ``done`` are the RIDs of those before it."""
        if not self._has_ids:
            self._write(_having_seen(portion.before, done), tuple(sending))

    def confirm(self, portion: Portion, done: Sequence[str]) -> None:
        """A batch was confirmed; ``done`` are the RIDs of all so far."""
        if not self._has_ids:
            self._write(_having_seen(portion.before, done))

    def finish(self, portion: Portion) -> None:
        """All of a portion was confirmed."""
        if portion.after != PagePosition():
            self._write(portion.after)

    def _write(self, place: ReadPosition, sending: tuple[str, ...] = ()) -> None:
        if self._file is None:
            return
        if isinstance(place, ResumePoint):
            self._file.write_following(place, sending)
        else:
            self._file.write(place, sending)


def _having_seen(place: ReadPosition, rids: Sequence[str]) -> ReadPosition:
    if isinstance(place, ResumePoint):
        return place.having_seen(rids)
    return replace(place, seen=place.seen | frozenset(rids))
