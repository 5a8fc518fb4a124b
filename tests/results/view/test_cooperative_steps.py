"""Long computations in steps: run at one go, or for as long as somebody wants them."""

from __future__ import annotations

import pytest

from netwrix_tui.results.view.cooperative_steps import (
    Steps,
    finished,
    finished_beside,
    slices,
)

_STEPS = 3


def _counting(done: list[int]) -> Steps[str]:
    for step in range(_STEPS):
        done.append(step)
        yield
    return "all"


def test_a_computation_that_is_wanted_comes_to_its_end() -> None:
    done: list[int] = []
    assert finished_beside(_counting(done), lambda: True) == "all"
    assert done == [0, 1, 2]
    assert finished(_counting(done)) == "all"


@pytest.mark.parametrize("wanted", range(_STEPS + 1))
def test_nothing_is_computed_once_nobody_wants_it(wanted: int) -> None:
    done: list[int] = []
    assert finished_beside(_counting(done), lambda: len(done) < wanted) is None
    assert len(done) == wanted


def test_an_error_on_the_way_reaches_the_caller() -> None:
    def failing() -> Steps[None]:
        yield
        raise ValueError("a row that is none")

    with pytest.raises(ValueError, match="a row that is none"):
        finished_beside(failing(), lambda: True)


def test_slices_cover_a_range_once() -> None:
    assert list(slices(2, 9, 3)) == [(2, 5), (5, 8), (8, 9)]
    assert list(slices(4, 4, 3)) == []
