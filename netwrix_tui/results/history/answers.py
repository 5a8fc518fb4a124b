"""Answers about the past of a record in words: the most telling first, each with its figures.

Nothing is called new unless all that could hold it was read, and nothing usual that was not there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from netwrix_tui.records.amounts import span_words
from netwrix_tui.records.epoch import moment_at
from netwrix_tui.records.filter_words import shortened
from netwrix_tui.records.folded import folded
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.results.history.inquiry import Inquiry
from netwrix_tui.results.history.questions import DAYS, NIGHT, QuestionKind, Subject
from netwrix_tui.results.history.tally import QuestionTally
from netwrix_tui.results.history.usual_hours import usual_hours
from netwrix_tui.results.pairs.object_index import ObjectIndex
from netwrix_tui.results.pairs.related import Related, find_related
from netwrix_tui.results.pairs.related_words import not_undone, undone_words
from netwrix_tui.results.view.cooperative_steps import finished

_ROOM = 40
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MINUTE, _HOUR = 60_000_000, 3_600_000_000
_RARE = 3
"""Records up to which something is rare."""


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One sentence. ``plan`` is the search that shows what it is about; ``weight`` ranks it.

    ``kind`` tells it from others of the same record: ``undone``, ``usual``, or the question's.
    """

    kind: str
    words: str
    plan: SearchPlan | None
    weight: int


def answers(inquiry: Inquiry) -> list[AnswerLine]:
    """What is known so far, the most telling first."""
    found = [*_undone(inquiry), *_counts(inquiry), *_usual(inquiry)]
    return sorted(found, key=lambda line: -line.weight)


def read_words(inquiry: Inquiry, source: str, *, is_case: bool, is_archive: bool = False) -> str:
    """What was asked and read, and what was not: in one or two sentences.

    ``source`` names who answered; a case and an archive hold only a part of what a server has.
    """
    requests = "1 request" if inquiry.requests == 1 else f"{inquiry.requests} requests"
    records = "1 record" if inquiry.read == 1 else f"{inquiry.read:,} records"
    start = _when(inquiry.subject, inquiry.subject.start)
    words = (
        f"Asked of {source} for the {DAYS} days before it, from {start} on: {requests}, {records} "
        f"read in {inquiry.seconds:.1f} s."
    )
    if is_case:
        words += " A case holds what was captured, not all that happened."
    if is_archive:
        words += " An archive holds what was fetched into it, not all that happened."
    if inquiry.why_stopped:
        words += f" Not all was read: {inquiry.why_stopped}; m reads on."
    elif inquiry.is_due:
        words += " What happened often was not counted to the end; m reads on."
    return words


def _undone(inquiry: Inquiry) -> Iterator[AnswerLine]:
    subject, objects = inquiry.subject, inquiry.objects
    reading = inquiry.readings.get(QuestionKind.OBJECT)
    if not subject.changes or reading is None or not reading.pages:
        return
    plan = inquiry.questions[QuestionKind.OBJECT].plan
    row = objects.rows_of([subject.row.key]).get(subject.row.key) if subject.row.rid else None
    if row is None:
        if reading.tallies[QuestionKind.OBJECT].is_whole:
            yield AnswerLine("undone", "The source does not find this record any more.", plan, 90)
        return
    related: Related = finished(find_related(ObjectIndex(objects), row))
    if related.undone_by:
        yield AnswerLine("undone", undone_words(objects, related), plan, 100)
    elif not_undone(related) and reading.tallies[QuestionKind.OBJECT].is_whole:
        yield AnswerLine("undone", "Not undone until now.", plan, 60)
    elif not_undone(related):
        yield AnswerLine("undone", "Not undone as far as was read.", plan, 60)


def _counts(inquiry: Inquiry) -> Iterator[AnswerLine]:
    for kind in (
        QuestionKind.WORKSTATION, QuestionKind.DEED, QuestionKind.HOUR, QuestionKind.PLACE,
        QuestionKind.OBJECT,
    ):  # fmt: skip
        question, tally = inquiry.questions[kind], inquiry.tally(kind)
        if question.plan is None:
            yield AnswerLine(
                kind, f"{_subject_words(inquiry.subject, kind)}: {question.why_not}.", None, 5
            )
        elif tally is None or not tally.is_certain:
            continue
        else:
            yield AnswerLine(
                kind,
                _count_words(inquiry, kind, tally),
                question.plan,
                _weight(inquiry.subject, kind, tally),
            )


def _weight(subject: Subject, kind: QuestionKind, tally: QuestionTally) -> int:
    if tally.count == 0:
        return 80 if kind is QuestionKind.WORKSTATION else 70
    if tally.is_whole and _is_of_the_night(subject, tally):
        return 65  # new until that night
    return 50 if tally.is_whole and tally.count <= _RARE else 20


def _count_words(inquiry: Inquiry, kind: QuestionKind, tally: QuestionTally) -> str:
    subject, about = inquiry.subject, _subject_words(inquiry.subject, kind)
    if tally.count == 0:
        return f"{about}: never in the {DAYS} days before{_read_for(inquiry, kind)}."
    number = f"{tally.count:,}" if tally.is_whole else f"{tally.count:,} or more"
    words = f"{about}: {number} earlier"
    if kind is QuestionKind.OBJECT:
        words += _by_whom(subject, tally)
    assert tally.last is not None  # noqa: S101 - set with the first record
    assert tally.first is not None  # noqa: S101 - set with the first record
    if _is_of_the_night(subject, tally):
        return f"{words}, {_of_the_night(subject, tally)}."
    if kind is QuestionKind.HOUR:
        words += f", in {_weeks(inquiry, tally)}" if tally.is_whole else ""
    last = "last" if tally.is_whole or _is_newest_first(inquiry, kind) else "one"
    return f"{words}, {last} on {_when(subject, tally.last)}."


def _by_whom(subject: Subject, tally: QuestionTally) -> str:
    accounts = len(tally.accounts)
    if accounts == 1 and folded(subject.row.who) in tally.accounts:
        return ", all by the same account"
    mine = tally.accounts.get(folded(subject.row.who), 0)
    of = "1 account" if accounts == 1 else f"{accounts:,} accounts"
    own = f", {mine:,} by this one" if mine else ", none by this one"
    return f" by {of}{own if tally.is_whole or mine else ''}"


def _is_of_the_night(subject: Subject, tally: QuestionTally) -> bool:
    """True where all that was read are of the same night, or the same day, as the record."""
    return tally.first is not None and subject.is_of_the_night(tally.first)


def _of_the_night(subject: Subject, tally: QuestionTally) -> str:
    """How shortly before the record all that was read came; no reason to call any of it usual."""
    assert tally.first is not None  # noqa: S101 - of a tally that has records
    span = _at_most(subject.end - tally.first)
    if not tally.is_whole:
        return f"those that were read all within the {span} before it"
    return f"{span} before it" if tally.count == 1 else f"all within the {span} before it"


def _at_most(microseconds: int) -> str:
    """A span in round figures that is not too short: ``7 min`` of 6 min 19 s."""
    unit = 1_000_000 if microseconds < 2 * _MINUTE else (
        _MINUTE if microseconds < 2 * _HOUR else _HOUR
    )  # fmt: skip
    whole = -(-microseconds // unit) * unit
    return f"{whole // _MINUTE} min" if unit == _MINUTE else span_words(whole)


def _weeks(inquiry: Inquiry, tally: QuestionTally) -> str:
    """In how many of the weeks that were asked there was any in this hour: one day in each."""
    asked, found = len(inquiry.subject.hours()), len(tally.days)
    weeks = "week" if asked == 1 else "weeks"
    return f"this hour of {found} of the {asked} {weeks} asked"


def _is_newest_first(inquiry: Inquiry, kind: QuestionKind) -> bool:
    """True where what was read began with the latest, so that none came after it."""
    reading = inquiry.readings.get(kind) or inquiry.readings.get(QuestionKind.ACCOUNT)
    return reading is not None and reading.is_newest_first and kind is not QuestionKind.HOUR


def _read_for(inquiry: Inquiry, kind: QuestionKind) -> str:
    if inquiry.account_is_whole and kind is not QuestionKind.OBJECT:
        reading = inquiry.readings[QuestionKind.ACCOUNT]
        return f" ({reading.tallies[QuestionKind.ACCOUNT].count:,} records of the account read)"
    return ""


def _usual(inquiry: Inquiry) -> Iterator[AnswerLine]:
    reading = inquiry.readings.get(QuestionKind.ACCOUNT)
    subject = inquiry.subject
    shown = moment_at(subject.end, subject.zone.tzinfo)
    if reading is None or not reading.pages or shown is None:
        return
    plan, who = inquiry.questions[QuestionKind.ACCOUNT].plan, _name(subject.row.who)
    count = reading.tallies[QuestionKind.ACCOUNT].count
    this = f"this was {_DAYS[shown.weekday()]} {shown:%H:%M}"
    if not reading.tallies[QuestionKind.ACCOUNT].is_whole:
        if reading.oldest is not None and reading.is_newest_first and count:
            since = _when(subject, max(reading.oldest, subject.start))
            words = (
                f"{who}: {count:,} records or more, from {since} on; its usual hours were not read"
            )
            yield AnswerLine("usual", f"{words}; {this}.", plan, 30)
        return
    if not count:
        yield AnswerLine(
            "usual", f"{who}: no other record in the {DAYS} days before; {this}.", plan, 85
        )
        return
    # What was done in that same night is what is asked about: its hours are no habit.
    before = [moment for moment in reading.moments if not subject.is_of_the_night(moment)]
    if not before:
        within = _of_the_night(subject, reading.tallies[QuestionKind.ACCOUNT])
        words = f"{who}: {_number(count)} in the {DAYS} days before, {within}"
        yield AnswerLine("usual", f"{words}; {this}.", plan, 85)
        return
    near = len(reading.moments) - len(before)
    usual = usual_hours(before, subject.zone)
    if usual is None:
        of_the_night = f", {near:,} of them in the {_at_most(NIGHT)} before it" if near else ""
        few = f"{who}: {_number(count)} in the {DAYS} days before{of_the_night}"
        yield AnswerLine("usual", f"{few}, too few to call any hour usual; {this}.", plan, 40)
        return
    until = f", until {_at_most(NIGHT)} before it" if near else ""
    inside = f"{usual.inside:,} of {usual.total:,}{until}"
    words = f"{who}: usually {usual.words} ({inside}); {this}."
    yield AnswerLine("usual", words, plan, 25 if usual.hold(shown) else 75)


def _subject_words(subject: Subject, kind: QuestionKind) -> str:
    row = subject.row
    who = _name(row.who) or "Nobody named"
    match kind:
        case QuestionKind.WORKSTATION:
            return f"{who} from {_name(row.workstation) or 'no workstation'}"
        case QuestionKind.DEED:
            return f"{who}: {_name(row.action)} {_name(row.object_type)}".rstrip()
        case QuestionKind.PLACE:
            return f"{who} on {_name(row.where) or 'no server'}"
        case QuestionKind.OBJECT:
            return _name(row.what) or "No object"
        case _:
            shown = moment_at(subject.end, subject.zone.tzinfo)
            if shown is None:
                return f"{who} at this hour"
            return f"{who} on {_DAYS[shown.weekday()]}s {shown.hour:02} to {shown.hour + 1:02}"


def _when(subject: Subject, microseconds: int) -> str:
    shown = moment_at(microseconds, subject.zone.tzinfo)
    if shown is None:
        return "an unknown day"
    year = "" if shown.year == subject.moment.year else f" {shown.year}"
    return f"{shown.day} {_MONTHS[shown.month - 1]}{year} {shown:%H:%M}"


def _number(count: int) -> str:
    return "1 other record" if count == 1 else f"{count:,} other records"


def _name(text: str) -> str:
    last = text.rstrip("\\/").replace("/", "\\").rpartition("\\")[2] or text
    return shortened(last, _ROOM)
