"""Delivery, against a sender that says what one wants: pauses, doubts, when hope is given up."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

import pytest

from netwrix_tui.client.retry import RetryPolicy
from netwrix_tui.errors import ConnectionFailed, ServerRefused, Unreachable
from netwrix_tui.shipping.delivery import Delivery, Reports
from netwrix_tui.shipping.parcel import Fate, Limits, Outcome, Parcel, batches
from netwrix_tui.shipping.sender import Busy, InDoubt

_AT_ONCE = RetryPolicy(first_pause=0.0)
Step = Callable[[Sequence[Parcel]], list[Outcome]]


class _Sender:
    """Takes one step after the other, then stores everything."""

    def __init__(self, *steps: Step) -> None:
        self.limits = Limits(10, 1_000)
        self.sent: list[list[str]] = []
        self.steps = list(steps)
        self.settling: list[InDoubt] = []

    async def send(self, batch: Sequence[Parcel]) -> list[Outcome]:
        self.sent.append([parcel.rid for parcel in batch])
        return (self.steps.pop(0) if self.steps else _stored)(batch)

    async def settle(self) -> None:
        if self.settling:
            raise self.settling.pop()

    async def aclose(self) -> None:
        """Nothing is open."""


def _stored(batch: Sequence[Parcel]) -> list[Outcome]:
    return [Outcome(parcel, Fate.STORED) for parcel in batch]


def _raising(error: Exception) -> Step:
    def step(_: Sequence[Parcel]) -> list[Outcome]:
        raise error

    return step


def _parcels(names: str) -> list[Parcel]:
    return [Parcel(name, f"id:{name}", b"x" * 10, ord(name)) for name in names]


class _Told:
    def __init__(self) -> None:
        self.said: list[str] = []
        self.rejected: list[str] = []
        self.doubts: list[str] = []

    def reports(self) -> Reports:
        return Reports(
            self.said.append,
            lambda outcome: self.rejected.append(outcome.parcel.rid),
            lambda parcels, why: self.doubts.append("".join(p.rid for p in parcels)),
        )


def _deliver(
    sender: _Sender, names: str = "abc", *, has_ids: bool = True, patience: float | None = None
) -> tuple[Delivery, _Told]:
    told = _Told()
    delivery = Delivery(sender, has_ids, told.reports(), patience=patience, pauses=_AT_ONCE)

    async def work() -> None:
        await delivery.deliver(_parcels(names))
        await delivery.settle()

    asyncio.run(work())
    return delivery, told


def test_what_is_busy_is_sent_again_alone_and_said_once() -> None:
    def first(batch: Sequence[Parcel]) -> list[Outcome]:
        fates = (Fate.STORED, Fate.AGAIN, Fate.REJECTED)
        return [Outcome(parcel, fate) for parcel, fate in zip(batch, fates, strict=True)]

    sender = _Sender(first, _raising(Busy("It is busy.", 0.0)), _raising(Busy("It is.", 0.0)))
    delivery, told = _deliver(sender)
    assert sender.sent == [["a", "b", "c"], ["b"], ["b"], ["b"]]
    assert (delivery.tally.stored, delivery.tally.rejected) == (2, 1)
    assert told.rejected == ["c"]
    assert told.said == [
        "1 record not taken now: sent again alone.", "The receiver takes records again.",
    ]  # fmt: skip
    assert delivery.tally.latest == ord("c")


def test_a_doubt_is_told_only_where_there_are_no_ids() -> None:
    steps = (_raising(InDoubt("It broke.")),)
    with_ids = _deliver(_Sender(*steps))[1]
    assert with_ids.doubts == []
    without = _deliver(_Sender(*steps), has_ids=False)[1]
    assert without.doubts == ["abc"]


def test_what_went_before_a_break_is_in_doubt_and_the_unsent_is_not() -> None:
    earlier = _parcels("xy")
    broke = InDoubt("It broke.", also=earlier, is_earlier_alone=True)
    sender = _Sender(_stored)
    told = _Told()
    delivery = Delivery(sender, False, told.reports(), pauses=_AT_ONCE)

    async def work() -> None:
        await delivery.deliver(earlier)
        sender.steps.append(_raising(broke))
        await delivery.deliver(_parcels("abc"))

    asyncio.run(work())
    assert told.doubts == ["xy"]
    assert sender.sent[-1] == ["x", "y", "a", "b", "c"]
    assert delivery.tally.stored == 5


def test_what_shows_at_the_end_not_to_have_arrived_is_sent_again() -> None:
    sender = _Sender()
    sender.settling = [InDoubt("It broke.", also=_parcels("c"), is_earlier_alone=True)]
    delivery, told = _deliver(sender, has_ids=False)
    assert told.doubts == ["c"]
    assert sender.sent == [["a", "b", "c"], ["c"]]
    assert delivery.tally.stored == 3


@pytest.mark.parametrize(
    "error", [Unreachable("It is not there."), ServerRefused("It refuses.", status=403)]
)
def test_what_trying_again_does_not_change_is_raised(error: Exception) -> None:
    sender = _Sender(_raising(error))
    with pytest.raises(type(error)):
        _deliver(sender)
    assert len(sender.sent) == 1


def test_whoever_has_answered_is_waited_for_as_long_as_patience_lasts() -> None:
    away: Step = _raising(Unreachable("It is not there."))
    sender = _Sender(_stored, *[away] * 20)
    told = _Told()
    delivery = Delivery(sender, True, told.reports(), patience=None, pauses=_AT_ONCE)

    async def work() -> None:
        await delivery.deliver(_parcels("a"))
        await delivery.deliver(_parcels("b"))

    asyncio.run(work())
    assert len(sender.sent) == 22
    impatient = Delivery(_Sender(_stored, *[away] * 20), True, told.reports(), patience=-1.0)

    async def again() -> None:
        await impatient.deliver(_parcels("a"))
        await impatient.deliver(_parcels("b"))

    with pytest.raises(ConnectionFailed):
        asyncio.run(again())


def test_one_that_never_answers_is_given_up() -> None:
    sender = _Sender(*[_raising(InDoubt("Nothing came."))] * 50)
    with pytest.raises(InDoubt):
        _deliver(sender)
    assert len(sender.sent) < 10


def test_what_was_under_way_when_it_ended_is_in_doubt() -> None:
    def ended(_: Sequence[Parcel]) -> list[Outcome]:
        raise asyncio.CancelledError

    told = _Told()
    sender = _Sender(lambda batch: _stored(batch[:1]), ended)
    delivery = Delivery(sender, False, told.reports(), pauses=_AT_ONCE)
    with pytest.raises(asyncio.CancelledError):
        asyncio.run(delivery.deliver(_parcels("abc")))
    assert told.doubts == ["bc"]
    assert [parcel.rid for parcel in delivery.settled] == ["a"]


def test_batches_are_cut_by_number_and_by_size() -> None:
    parcels = _parcels("abcdef")
    cut = [[p.rid for p in batch] for batch in batches(parcels, lambda: Limits(4, 1_000))]
    assert cut == [["a", "b", "c", "d"], ["e", "f"]]
    cut = [[p.rid for p in batch] for batch in batches(parcels, lambda: Limits(4, 25))]
    assert cut == [["a", "b"], ["c", "d"], ["e", "f"]]
    alone = [[p.rid for p in batch] for batch in batches(parcels[:2], lambda: Limits(4, 5))]
    assert alone == [["a"], ["b"]]
