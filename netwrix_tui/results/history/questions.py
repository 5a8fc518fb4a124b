"""Questions about the past of one record, each as a search of the time before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from netwrix_tui.errors import UsageError
from netwrix_tui.records.effects import effects_of, names_of
from netwrix_tui.records.epoch import EPOCH, microseconds_of, moment_at
from netwrix_tui.records.filters import Filter, Operator
from netwrix_tui.records.folded import folded
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.records.record import Detail, Row
from netwrix_tui.records.when import TimeRange, instant
from netwrix_tui.records.zone import ShownZone

DAYS = 30
"""Days before the record that are looked at."""

NIGHT = 12 * 3_600_000_000
"""Microseconds before the record that are the same night, or the same day, as the record.

What an account does within them belongs to what is asked about: it makes no habit.
"""

_WEEK = timedelta(days=7)
_HOUR = 3_600_000_000
_SECOND = timedelta(seconds=1)


class QuestionKind(StrEnum):
    """What is asked, of the days before a record."""

    WORKSTATION = "workstation"  # the same Who on this Workstation
    DEED = "deed"  # the same Who, this Action on this Object type
    HOUR = "hour"  # the same Who at this hour of the week
    PLACE = "place"  # the same Who on this Where
    OBJECT = "object"  # this What, by anybody
    ACCOUNT = "account"  # all of the same Who, from which the others may be counted


OF_ACCOUNT = (
    QuestionKind.WORKSTATION, QuestionKind.DEED, QuestionKind.HOUR, QuestionKind.PLACE,
)  # fmt: skip
"""Those that all records of the account answer together."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question as a search; ``why_not`` says why it cannot be asked, then it has no plan."""

    kind: QuestionKind
    plan: SearchPlan | None
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """The record that is asked about, and the time before it that is looked at.

    ``start`` and ``end`` are in microseconds since the epoch (UTC); ``end`` is the record's own
    moment, which is no part of what came before. ``details`` are its changes.
    """

    row: Row
    details: tuple[Detail, ...]
    zone: ShownZone
    moment: datetime
    start: int
    end: int

    @classmethod
    def of(cls, row: Row, details: Sequence[Detail], zone: ShownZone) -> Subject:
        """Raises UsageError where the record's time cannot be read."""
        moment = instant(row.when)
        if moment is None:
            raise UsageError(
                "The time of this record cannot be read.",
                cause="What came before it cannot be asked for.",
                next_step="Take another record.",
            )
        end = microseconds_of(moment)
        try:
            start = microseconds_of(moment - timedelta(days=DAYS))
        except OverflowError as error:
            raise UsageError(
                "The calendar begins at this record.", next_step="Take another record."
            ) from error
        return cls(row, tuple(details), zone, moment, start, end)

    @property
    def changes(self) -> bool:
        """True where it changed what may be undone later."""
        return bool(effects_of(self.row.action, self.row.what, self.details))

    def is_before(self, moment: int, rid: str) -> bool:
        """True of another record within the days before this one."""
        is_itself = bool(rid) and rid == self.row.rid
        return self.start <= moment < self.end and not is_itself

    def is_of_the_night(self, moment: int) -> bool:
        """True of a moment of the same night, or the same day, as the record."""
        return self.end - NIGHT <= moment < self.end

    def hours(self) -> list[tuple[int, int]]:
        """This hour of the week, in the weeks before and in this one up to the record.

        As moments in microseconds, the second no part of it, by the clock of the zone in each of
        the weeks.
        """
        shown = moment_at(self.end, self.zone.tzinfo)
        if shown is None:
            return []
        naive = shown.replace(minute=0, second=0, microsecond=0, tzinfo=None, fold=0)
        found = []
        for weeks in range(DAYS // 7 + 1):
            start = (naive - weeks * _WEEK).replace(tzinfo=self.zone.tzinfo)
            try:
                first = microseconds_of(start)
            except (OverflowError, ValueError, OSError):
                break
            there = moment_at(first, self.zone.tzinfo)
            last = min(first + _HOUR, self.end)
            # In spring there is an hour that the clock does not show.
            if there is not None and there.hour == naive.hour and self.start <= first < last:
                found.append((first, last))
        return found[::-1]

    def holds(self, kind: QuestionKind, row: Row, moment: int) -> bool:
        """Whether a record of the same account is one that a question asks for."""
        mine = self.row
        match kind:
            case QuestionKind.WORKSTATION:
                return folded(row.workstation) == folded(mine.workstation)
            case QuestionKind.DEED:
                deed = (folded(row.action), folded(row.object_type))
                return deed == (folded(mine.action), folded(mine.object_type))
            case QuestionKind.PLACE:
                return folded(row.where) == folded(mine.where)
            case QuestionKind.HOUR:
                return any(first <= moment < last for first, last in self.hours())
            case _:
                return True


def questions_of(subject: Subject) -> dict[QuestionKind, Question]:
    """Every question about a record, each with its search or with why it has none."""
    row = subject.row
    before = _range(subject.start, subject.end)
    who = ("Who", row.who)
    days = {QuestionKind.ACCOUNT: _question(QuestionKind.ACCOUNT, [before], who)}
    days[QuestionKind.WORKSTATION] = _question(
        QuestionKind.WORKSTATION, [before], who, ("Workstation", row.workstation)
    )
    deed = [("Action", row.action)]
    if row.object_type:
        deed.append(("ObjectType", row.object_type))
    days[QuestionKind.DEED] = _question(QuestionKind.DEED, [before], who, *deed)
    hours = [_range(*hour) for hour in subject.hours()]
    days[QuestionKind.HOUR] = _question(QuestionKind.HOUR, hours, who)
    days[QuestionKind.PLACE] = _question(QuestionKind.PLACE, [before], who, ("Where", row.where))
    names = names_of(row.action, row.what, subject.details)
    around = TimeRange(before.start) if subject.changes else before
    days[QuestionKind.OBJECT] = _question(
        QuestionKind.OBJECT, [around], *(("What", name) for name in names)
    )
    return days


def _range(first: int, last: int) -> TimeRange:
    """Whole seconds, as the API has them, from one moment to another or a little further."""
    start, end = (EPOCH + timedelta(microseconds=moment) for moment in (first, last))
    if end.microsecond:
        end += _SECOND
    return TimeRange(start.replace(microsecond=0), end.replace(microsecond=0))


def _question(kind: QuestionKind, spans: Sequence[TimeRange], *named: tuple[str, str]) -> Question:
    missing = next((name for name, value in named if not value), "")
    if missing:
        return Question(kind, None, f"the record names no {missing}")
    if not spans:
        return Question(kind, None, "its hour does not exist on that day")
    try:
        filters = [Filter(name, Operator.EQUALS, value) for name, value in named]
    except UsageError as error:
        return Question(kind, None, str(error).rstrip("."))
    when = [Filter("When", Operator.EQUALS, span) for span in spans]
    return Question(kind, SearchPlan.of(*when, *filters))
