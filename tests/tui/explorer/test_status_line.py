"""The status line: what it says in each state, at any width, and when it keeps silent."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.strip import Strip

from netwrix_tui.errors import ConnectionLost, NetwrixTuiError
from netwrix_tui.results.columnstore.arrival_order import ArrivalOrder
from netwrix_tui.results.following.live_follow import FollowPhase, FollowState
from netwrix_tui.results.loading.load_rate import Progress
from netwrix_tui.results.loading.pager import PagerPhase, PagerStatus
from netwrix_tui.tui.explorer.status_line import ResultsState, StatusLine, status_text
from tests.tui.settling import settle
from tests.waiting import PATIENCE

ERROR = ConnectionLost(
    "Page 7 broke off after 412 KB.",
    cause="The connection was closed.",
    next_step="What is loaded stays.",
)


def state(
    phase: PagerPhase,
    loaded: int = 0,
    *,
    pages: int = 0,
    since: float | None = None,
    error: NetwrixTuiError | None = None,
    order: ArrivalOrder = ArrivalOrder.UNKNOWN,
    marked: int = 0,
    doubles: int = 0,
) -> ResultsState:
    return ResultsState(PagerStatus(phase, pages, since, error), loaded, order, marked, doubles)


NEWEST = ArrivalOrder.NEWEST_FIRST


def followed(phase: FollowPhase, error: NetwrixTuiError | None = None) -> ResultsState:
    follow = FollowState(phase, 5, looked=97.0, due=112.0, error=error)
    return replace(state(PagerPhase.MORE, 3000), follow=follow, looked_at="14:02:31")


@pytest.mark.parametrize(
    ("phase", "said"),
    [
        (FollowPhase.WAITING, "following · looked 3 s ago · next in 12 s · 5 new · 3,000 loaded"),
        (FollowPhase.PAUSED, "following paused · F goes on · 5 new · 3,000 loaded"),
        (FollowPhase.LOOKING, "following · first look … · 5 new · 3,000 loaded"),
    ],
)
def test_it_says_how_a_search_is_followed(phase: FollowPhase, said: str) -> None:
    assert status_text(followed(phase), 100, 80).startswith(said)


def test_it_says_why_a_look_was_missed_and_when_the_next_one_is() -> None:
    missed = followed(FollowPhase.MISSED, ERROR)
    for width in (40, 60, 80):
        said = status_text(missed, 100, width)
        assert said.startswith("missed: Page 7 ")
        assert "next try in 12 s" in said
        assert cell_len(said) <= width
    assert "tries again by itself" in status_text(missed, 100, 80, is_ticking=False)


def test_it_says_why_following_ended_and_the_key_that_helps() -> None:
    said = status_text(followed(FollowPhase.ENDED, ERROR), 100, 80)
    assert said.startswith("3,000 loaded stay · following ended: Page 7")
    assert said.endswith("r to retry")


def test_what_came_above_is_said_instead_of_what_came_in_all() -> None:
    above = replace(followed(FollowPhase.WAITING), new_above=12)
    said = status_text(above, 100, 80)
    assert said.startswith("following · 12 new above (home) · looked 3 s ago · next in 12 s")
    assert "5 new" not in said
    still = status_text(above, 200, 120, is_ticking=False)
    assert still.startswith("following · 12 new above (home) · looked at 14:02:31 · 3,000 loaded")


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        (
            state(PagerPhase.MORE, 3000, order=NEWEST, marked=2),
            "3,000 loaded, more available · newest first · 2 marked",
        ),
        (state(PagerPhase.END, 12345, order=NEWEST), "all 12,345 loaded · newest first"),
        (
            state(PagerPhase.END, 500, order=ArrivalOrder.MIXED, doubles=12),
            "all 500 loaded · not strictly newest first; S on When sorts · 12 duplicates left out",
        ),
        (state(PagerPhase.END, 1, doubles=1), "all 1 loaded · 1 duplicate left out"),
        (
            state(PagerPhase.LOADING, 3000, pages=3, since=97.9, order=NEWEST),
            "loading page 4 … 2.1 s · esc cancels · 3,000 loaded · newest first",
        ),
        (state(PagerPhase.LOADING, since=-25.0), "loading page 1 … 2 min 5 s · esc cancels"),
        (state(PagerPhase.END), "no records"),
        (state(PagerPhase.IDLE), "nothing loaded · f5 searches"),
        (
            state(PagerPhase.FAILED, 6000, error=ERROR),
            "6,000 loaded stay · failed: Page 7 broke off after 412 KB. The connection was"
            " closed. What is loaded stays · r to retry",
        ),
    ],
)
def test_every_state_has_its_sentence(shown: ResultsState, said: str) -> None:
    assert status_text(shown, 100.0, 160) == said


def test_what_matters_least_gives_way_first() -> None:
    full = state(PagerPhase.MORE, 3000, order=NEWEST, marked=2, doubles=12)
    assert status_text(full, 0.0, 60) == "3,000 loaded, more available · newest first · 2 marked"
    assert status_text(full, 0.0, 45) == "3,000 loaded, more available · newest first"
    assert status_text(full, 0.0, 20) == "3,000 loaded, more …"


def test_a_failure_keeps_its_key_where_the_sentence_is_cut() -> None:
    shown = status_text(state(PagerPhase.FAILED, 6000, error=ERROR), 0.0, 78)
    assert shown.startswith("6,000 loaded stay · failed: Page 7 broke off")
    assert shown.endswith("… · r to retry")
    narrow = status_text(state(PagerPhase.FAILED, 6000, error=ERROR), 0.0, 45)
    assert narrow.startswith("failed: Page 7")
    assert narrow.endswith("… · r to retry")


states = st.builds(
    state,
    st.sampled_from(PagerPhase),
    st.integers(0, 10**7),
    pages=st.integers(0, 10**4),
    since=st.none() | st.floats(-1e6, 0),
    error=st.none() | st.builds(NetwrixTuiError, st.text(), cause=st.text()),
    order=st.sampled_from(ArrivalOrder),
    marked=st.integers(0, 10**7),
    doubles=st.integers(0, 10**7),
)


@settings(max_examples=200, deadline=None)
@given(states, st.integers(1, 200))
def test_it_fits_and_holds_nothing_that_acts(shown: ResultsState, width: int) -> None:
    text = status_text(shown, 0.0, width)
    assert text
    assert cell_len(text) <= width
    assert text.isprintable()


class StatusApp(App[None]):
    """A status line alone, which counts how often it is drawn."""

    drawn = 0

    def compose(self) -> ComposeResult:
        app = self

        class Counted(StatusLine):
            def render_line(self, y: int) -> Strip:
                app.drawn += 1
                return super().render_line(y)

        yield Counted()

    @property
    def line(self) -> StatusLine:
        return self.query_one(StatusLine)


def test_it_counts_the_time_only_while_loading() -> None:
    async def main() -> None:
        app = StatusApp()
        async with app.run_test(size=(80, 24)) as pilot:
            app.line.show(state(PagerPhase.LOADING, since=time.monotonic()))
            await settle(pilot)
            at_first = app.line.render_line(0).text
            assert at_first.startswith("loading page 1 … ")
            async with asyncio.timeout(PATIENCE):
                while app.line.render_line(0).text == at_first:
                    await settle(pilot)

            app.line.show(state(PagerPhase.END, 3))
            await settle(pilot)
            drawn = app.drawn
            assert app.line.render_line(0).text.startswith("all 3 loaded")
            app.line.show(state(PagerPhase.END, 3))
            await settle(pilot)
            assert app.drawn == drawn + 1  # by this test's own look alone

    asyncio.run(main())


def test_loading_all_tells_how_fast_how_long_and_how_to_stop() -> None:
    pager = PagerStatus(PagerPhase.LOADING, 412, 1.0, progress=Progress(38_000.4, 41.2))
    state = ResultsState(pager=pager, loaded=412_000)
    words = "loading all · 412,000 loaded · 38,000/s · L pauses · esc stops"
    assert status_text(state, 2.0, 100) == f"{words} · about 41 s left"
    assert status_text(state, 2.0, 78) == words
    between = replace(pager, phase=PagerPhase.MORE)
    assert status_text(replace(state, pager=between), 2.0, 78) == words
    filtered = status_text(ResultsState(pager, 412_000, matching=12), 3.0, 80)
    assert filtered.startswith("loading all · 12 of 412,000 loaded match · 38,000/s · L pauses")
    unknown = replace(pager, progress=Progress())
    said = status_text(replace(state, pager=unknown), 2.0, 100)
    assert said == "loading all · 412,000 loaded · L pauses · esc stops"


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        (state(PagerPhase.MORE, 9, order=ArrivalOrder.OLDEST_FIRST),
         "9 loaded, more available · oldest first, N newest first"),
        (replace(state(PagerPhase.MORE, 9, order=NEWEST), in_slices=True),
         "9 loaded, more available · newest first, in slices of time"),
        (replace(state(PagerPhase.END, 1), in_slices=True),
         "all 1 loaded · newest first, in slices of time"),
        (replace(state(PagerPhase.LOADING, since=100.0), in_slices=True),
         "loading page 1 … 0.0 s · esc cancels · in slices of time"),
    ],
)  # fmt: skip
def test_the_order_and_how_it_comes_about_are_told(shown: ResultsState, said: str) -> None:
    assert status_text(shown, 100.0, 160) == said
