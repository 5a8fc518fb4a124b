"""What all receivers have in common for whoever sends to them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from netwrix_tui.errors import ConnectionFailed
from netwrix_tui.shipping.parcel import Limits, Outcome, Parcel


class Busy(ConnectionFailed):
    """The receiver takes nothing now; nothing was stored. ``pause`` is the seconds it asks for."""

    def __init__(self, what: str, pause: float | None = None) -> None:
        super().__init__(what, next_step="It is tried again.")
        self.pause = pause


class InDoubt(ConnectionFailed):
    """Records went out, and nothing says whether they were stored.

    ``also`` are parcels of earlier batches that are in doubt by it, too; ``is_earlier_alone`` says
    that the batch itself was not sent.
    """

    def __init__(
        self,
        what: str,
        *,
        cause: str = "",
        next_step: str = "",
        also: Sequence[Parcel] = (),
        is_earlier_alone: bool = False,
    ) -> None:
        super().__init__(what, cause=cause, next_step=next_step)
        self.also = tuple(also)
        self.is_earlier_alone = is_earlier_alone


class TooMuch(ConnectionFailed):
    """The receiver takes less at once; nothing was stored."""


class Sender(Protocol):
    """Sends batches to one receiver, one at a time."""

    limits: Limits

    async def send(self, batch: Sequence[Parcel]) -> list[Outcome]:
        """What became of each of the first parcels of a batch; the rest was not sent.

        Raises Busy, TooMuch and any other ConnectionFailed where nothing was stored; InDoubt where
        that is not known; ServerRefused and UsageError where trying again changes nothing.
        """

    async def settle(self) -> None:
        """Look once more whether what was sent has arrived. Raises InDoubt."""

    async def aclose(self) -> None:
        """Close the connection."""
