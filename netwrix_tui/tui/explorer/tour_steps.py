"""Steps of the demo's tour: the words of each, and how it is seen to be done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TourView:
    """State of the explorer that the tour looks at, all of one moment."""

    row: int
    in_table: bool
    in_record: bool
    in_help: bool
    searches: int
    marks: int


@dataclass(frozen=True, slots=True)
class TourStep:
    """One step; ``is_done`` compares the state now with that when the tour began.

    So what was done ahead of a step is not asked for again.
    """

    words: str
    is_done: Callable[[TourView, TourView], bool]


STEPS: tuple[TourStep, ...] = (
    TourStep(
        "Each line is something that somebody did: when, who, what, where. Press ↓ to walk down.",
        lambda was, now: now.row != was.row,
    ),
    TourStep(
        "Press enter to read the record under the cursor: all its fields, before and after.",
        lambda was, now: now.in_record,
    ),
    TourStep("Press esc to go back to the list.", lambda was, now: now.in_table),
    TourStep(
        "Now find something out. Press F6, type privileged, press enter, and enter once more.",
        lambda was, now: now.searches != was.searches and now.in_table,
    ),
    TourStep(
        "Somebody came into Domain Admins at night, and went out again: enter shows who. Press "
        "space on a line to mark it.",
        lambda was, now: now.marks > was.marks,
    ),
    TourStep(
        "c copies what is marked for a ticket, b changes the search. Press ? to see all keys.",
        lambda was, now: now.in_help,
    ),
)
