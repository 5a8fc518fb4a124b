"""Trail of an investigation: its searches in order, with a way back and forward.

A step holds what its search has loaded, whatever that is to whoever keeps the trail. One budget
covers all steps: beyond it those that were visited longest ago let go of what they hold, and keep
their search and the place where the user stood in it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from netwrix_tui.records.plan import SearchPlan

Held = TypeVar("Held")

MOST_STEPS = 100
"""Steps that are kept at all; beyond, the first one goes."""


@dataclass(frozen=True, slots=True)
class Weight:
    """What is held, in records and in bytes."""

    records: int = 0
    size: int = 0

    def __add__(self, other: Weight) -> Weight:
        return Weight(self.records + other.records, self.size + other.size)

    def exceeds(self, bound: Weight) -> bool:
        """True where either number is above the bound's."""
        return self.records > bound.records or self.size > bound.size


BUDGET = Weight(records=1_500_000, size=1 << 30)
"""What all steps together may hold, unless somebody says otherwise."""


@dataclass(eq=False, slots=True)
class Step(Generic[Held]):
    """One search of the trail. ``held`` is None once it was let go of; ``place`` stays.

    ``words`` say in short what is new in it; ``name`` is what the user called it, or empty.
    """

    plan: SearchPlan
    words: str
    held: Held | None
    name: str = ""
    place: object = None
    visited: int = 0
    kept: object = None
    """What the search is known by to whoever keeps the trail beyond the program."""

    @property
    def label(self) -> str:
        """The user's name for it, else its words."""
        return self.name or self.words


class Trail(Generic[Held]):
    """Steps in order, and which of them is the current one; empty before the first search.

    ``weigh`` says how much a step holds at this moment; ``release`` is told what nobody holds any
    more. The current step is never let go of, however much it holds.
    """

    def __init__(
        self,
        weigh: Callable[[Held], Weight],
        release: Callable[[Held], None],
        budget: Weight = BUDGET,
    ) -> None:
        self._weigh = weigh
        self._release = release
        self.budget = budget
        self._steps: list[Step[Held]] = []
        self._cut: list[Step[Held]] = []
        self._at = -1
        self._visits = 0

    @property
    def steps(self) -> tuple[Step[Held], ...]:
        """All steps, the first search first."""
        return tuple(self._steps)

    @property
    def cut(self) -> tuple[Step[Held], ...]:
        """The steps that a search begun before them has cut off, the first one first.

        They hold nothing; :meth:`bring_back` goes to one.
        """
        return tuple(self._cut)

    @property
    def position(self) -> int:
        """Which of the steps is the current one; -1 before the first."""
        return self._at

    @property
    def current(self) -> Step[Held] | None:
        """The step that is looked at."""
        return self._steps[self._at] if self._steps else None

    def has(self, by: int) -> bool:
        """True where there is a step so many further on, or back for a negative number."""
        return 0 <= self._at + by < len(self._steps)

    def restore(
        self, steps: list[Step[Held]], position: int, cut: Sequence[Step[Held]] = ()
    ) -> None:
        """Take up a trail of another day in the place of this one. Raises IndexError."""
        self.clear()
        self._steps.extend(steps)
        self._cut.extend(cut[-MOST_STEPS:])
        self.go(position)

    def push(self, plan: SearchPlan, words: str, held: Held) -> Step[Held]:
        """Go on to a new search; the steps ahead of the current one are cut off for it."""
        return self._put(Step(plan, words, held))

    def bring_back(self, step: Step[Held]) -> Step[Held]:
        """Go on to a step that was cut off. Raises ValueError where it is none of those."""
        self._cut.remove(step)
        return self._put(step)

    def _put(self, step: Step[Held]) -> Step[Held]:
        ahead = self._steps[self._at + 1 :]
        for each in ahead:
            self._let_go(each)
        del self._steps[self._at + 1 :]
        self._cut = [*self._cut, *ahead][-MOST_STEPS:]
        self._steps.append(step)
        if len(self._steps) > MOST_STEPS:
            self._let_go(self._steps.pop(0))
        self._visit(len(self._steps) - 1)
        return step

    def refill(self, held: Held) -> None:
        """The current step holds this from now on. Raises IndexError for an empty trail."""
        step = self._steps[self._at]
        self._let_go(step)
        step.held = held

    def go(self, position: int) -> Step[Held]:
        """Make a step the current one. Raises IndexError where there is none."""
        if not 0 <= position < len(self._steps):
            raise IndexError(f"no step {position} in a trail of {len(self._steps)}")
        self._visit(position)
        return self._steps[position]

    def weight(self) -> Weight:
        """What all steps hold together."""
        return sum((self._weight(step) for step in self._steps), Weight())

    def keep_to_budget(self) -> list[Step[Held]]:
        """Let go of what those steps hold that were visited longest ago; returns these steps."""
        total = self.weight()
        evicted: list[Step[Held]] = []
        for step in sorted(self._steps, key=lambda step: step.visited):
            if not total.exceeds(self.budget):
                break
            if step is self.current or step.held is None:
                continue
            self._let_go(step)
            evicted.append(step)
            total = self.weight()
        return evicted

    def clear(self) -> None:
        """Forget all steps: what they hold belongs to nobody any more."""
        for step in self._steps:
            self._let_go(step)
        self._steps.clear()
        self._cut.clear()
        self._at = -1

    def _weight(self, step: Step[Held]) -> Weight:
        return Weight() if step.held is None else self._weigh(step.held)

    def _let_go(self, step: Step[Held]) -> None:
        held, step.held = step.held, None
        if held is not None:
            self._release(held)

    def _visit(self, position: int) -> None:
        self._at = position
        self._visits += 1
        self._steps[position].visited = self._visits
