"""Hint under the query line: where a mistake is, and what a bare word means. Pure."""

from __future__ import annotations

from rich.cells import cell_len
from rich.text import Text

from netwrix_tui.clock import now
from netwrix_tui.errors import UsageError
from netwrix_tui.records.asked_hours import FILTERED_HERE, is_filtered_here
from netwrix_tui.records.concrete import looked_in
from netwrix_tui.records.doubts import doubts
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.records.query import plan_of
from netwrix_tui.records.query_terms import QueryError, terms
from netwrix_tui.records.zone import ShownZone
from netwrix_tui.sanitize import visible
from netwrix_tui.tui.text.visible_input import drawn

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six")


def read(line: str, zone: ShownZone) -> tuple[SearchPlan | None, UsageError | None]:
    """The plan of a line, or what is wrong with it; both where it reads well and cannot be sent."""
    try:
        plan = plan_of(line, zone)
    except UsageError as error:
        return None, error
    try:
        looked_in(plan.parameters())
    except UsageError as error:
        return plan, error
    return plan, None


def readable_part(line: str, error: UsageError, zone: ShownZone) -> SearchPlan | None:
    """The plan of a line without the terms that are wrong; None where nothing is left of it."""
    found: UsageError | None = error
    plan: SearchPlan | None = None
    while isinstance(found, QueryError) and line.strip():
        start, end = _term_at(line, found.at)
        line = f"{line[:start]} {line[end:]}".rstrip()
        plan, found = read(line, zone)
    return plan if plan is not None and plan.entries else None


def _term_at(line: str, place: int) -> tuple[int, int]:
    """From where to where a term stands; of one whose end is not known, to the end of the line."""
    try:
        for term in terms(line):
            if place < term.end:
                return term.at, term.end
    except QueryError:
        pass  # a quote is not closed: all behind it is in it
    return line.rfind(" ", 0, place) + 1, len(line)


def is_unfinished(line: str, error: UsageError) -> bool:
    """True where the mistake is at the very end, where somebody may still be typing."""
    return isinstance(error, QueryError) and error.end >= len(line.rstrip())


def error_note(line: str, error: UsageError, scrolled: int, room: int) -> Text:
    """A caret line under the place of a mistake, where it has one, and the sentence.

    ``scrolled`` is how many cells of the line are out of sight at the left, ``room`` how many are
    seen.
    """
    text = Text(no_wrap=False)
    if isinstance(error, QueryError):
        at = cell_len(drawn(line[: error.at])) - scrolled
        end = cell_len(drawn(line[: error.end])) - scrolled
        start = min(max(0, at), max(0, room - 1))
        text.append(" " * start + "^" * max(1, min(end, room) - start) + "\n")
    return text.append(visible(error.sentence()))


def plan_note(plan: SearchPlan, *, is_being_completed: bool) -> str:
    """What is worth knowing of a plan that can be sent; empty where nothing is.

    A word that can still be completed is no slip yet.
    """
    slips = () if is_being_completed else tuple(doubts(plan.parameters().filters))
    return "\n".join(filter(None, (*slips, anywhere_note(plan), hours_note(plan))))


def hours_note(plan: SearchPlan) -> str:
    """That more hours are asked for than are meant; empty where they are not."""
    return FILTERED_HERE if is_filtered_here(plan.parameters(), now()) else ""


def anywhere_note(plan: SearchPlan) -> str:
    """Where a bare word is looked for; empty where the plan has none."""
    fields = looked_in(plan.parameters())
    if not fields:
        return ""
    if len(fields) == 1:
        return f"A word without a name is looked for in {fields[0]}."
    number = _NUMBERS[len(fields)] if len(fields) < len(_NUMBERS) else str(len(fields))
    return (
        f"A word without a name is looked for in {', '.join(fields)}: "
        f"{number} searches joined, duplicates left out."
    )
