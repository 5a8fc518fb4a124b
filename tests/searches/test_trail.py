"""The trail: where one comes from, what is held on the way, and what the budget takes away."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.searches.trail import MOST_STEPS, Trail, Weight

PLAN = SearchPlan.initial()


@dataclass
class Load:
    """What a step holds here: so many records."""

    records: int


def trail_of(released: list[Load], budget: int = 1_000) -> Trail[Load]:
    return Trail(lambda load: Weight(load.records), released.append, Weight(budget, 1))


def test_back_and_forward_and_a_new_branch() -> None:
    released: list[Load] = []
    trail = trail_of(released)
    assert trail.current is None
    assert not trail.has(0)
    first, second, third = (trail.push(PLAN, str(i), Load(i)) for i in range(3))
    assert trail.go(0) is first
    assert (trail.has(-1), trail.has(1), trail.has(2), trail.has(3)) == (False, True, True, False)
    assert trail.go(1) is second
    branch = trail.push(PLAN, "branch", Load(7))
    assert trail.steps == (first, second, branch)
    assert released == [Load(2)]
    assert third.held is None
    assert trail.current is branch
    assert trail.cut == (third,)
    trail.go(0)
    assert trail.bring_back(third) is third
    assert (trail.steps, trail.cut) == ((first, third), (second, branch))
    assert released == [Load(2), Load(1), Load(7)]
    assert trail.current is third


def test_the_step_visited_longest_ago_is_let_go_of_and_keeps_its_place() -> None:
    released: list[Load] = []
    trail = trail_of(released)
    first, second, third = (trail.push(PLAN, str(i), Load(400)) for i in range(3))
    first.place = "row 7"
    trail.go(0)
    assert trail.keep_to_budget() == [second]
    assert second.held is None
    assert (first.held, third.held) == (Load(400), Load(400))
    assert released == [Load(400)]
    assert trail.keep_to_budget() == []
    trail.go(1)
    trail.refill(Load(300))
    assert trail.keep_to_budget() == [third]
    assert (first.place, second.plan) == ("row 7", PLAN)


def test_bytes_count_as_records_do() -> None:
    trail: Trail[Load] = Trail(
        lambda load: Weight(1, load.records), lambda _: None, Weight(1_000, 100)
    )
    first = trail.push(PLAN, "a", Load(60))
    trail.push(PLAN, "b", Load(60))
    assert trail.keep_to_budget() == [first]


def test_a_trail_is_bounded_in_steps() -> None:
    released: list[Load] = []
    trail = trail_of(released)
    for number in range(MOST_STEPS + 2):
        trail.push(PLAN, str(number), Load(0))
    assert len(trail.steps) == MOST_STEPS
    assert trail.position == MOST_STEPS - 1
    assert trail.steps[0].label == "2"
    assert len(released) == 2


_moves = st.one_of(
    st.tuples(st.just("push"), st.integers(0, 600)),
    st.tuples(st.just("go"), st.integers(0, 20)),
    st.tuples(st.just("grow"), st.integers(0, 600)),
    st.tuples(st.just("keep"), st.just(0)),
)


@given(st.lists(_moves, max_size=40))
def test_whatever_one_does_the_budget_holds_and_the_current_step_stays(
    moves: list[tuple[str, int]],
) -> None:
    released: list[Load] = []
    trail = trail_of(released)
    made: list[Load] = []
    for move, number in moves:
        current = trail.current
        if move == "push":
            made.append(Load(number))
            trail.push(PLAN, "", made[-1])
        elif move == "go" and trail.has(0):
            step = trail.go(number % len(trail.steps))
            if step.held is None:
                made.append(Load(number))
                trail.refill(made[-1])
        elif move == "grow" and current is not None and current.held is not None:
            current.held.records += number
        trail.keep_to_budget()
        current = trail.current
        if current is not None:
            assert current.held is not None
            others = [s.held for s in trail.steps if s is not current and s.held is not None]
            assert trail.weight().records <= 1_000 or not others
    held = [step.held for step in trail.steps if step.held is not None]
    assert {id(load) for load in (*held, *released)} == {id(load) for load in made}
    assert len(held) + len(released) == len(made)
