"""Status words of a search that is followed."""

from __future__ import annotations

from netwrix_tui.results.loading.live_feed import FollowPhase, FollowState
from netwrix_tui.tui.text.truncation import fit_end

SEPARATOR = " · "


_LEAST_SENTENCE = 20
"""Cells below which a cut sentence says nothing."""


def follow_status(
    state: FollowState, now: float, width: int, *, new_above: int = 0, clock: str = ""
) -> list[str]:
    """What counts most first; ``now`` is of :func:`time.monotonic`.

    Where the last look failed, the reason is cut so that the next try fits into ``width`` too.

    ``new_above`` rows arrived above what the screen shows. ``clock`` is the time of the last look
    as a text that stays true, for a line that should not tick; empty: so many seconds ago.
    """
    words = [_head(state)]
    if state.phase is FollowPhase.MISSED and state.error is not None:
        next_try = "tries again by itself" if clock else f"next try in {_left(state, now)} s"
        room = max(_LEAST_SENTENCE, width - len(next_try) - len(SEPARATOR))
        words = [fit_end(words[0], room), next_try]
    if state.repeats and state.phase is FollowPhase.WAITING:
        words.append("the server repeats pages")
    if state.left_out and state.phase is FollowPhase.WAITING:
        words.append(f"{state.left_out:,} that its mark left out")
    if new_above:
        words.append(f"{new_above:,} new above (home)")
    if state.phase is FollowPhase.WAITING and state.looked is not None:
        if clock:
            words.append(f"looked at {clock}")
        else:
            words.append(f"looked {max(0, int(now - state.looked))} s ago")
            words.append(f"next in {_left(state, now)} s")
    elif state.phase is FollowPhase.PAUSED:
        words.append("F goes on")
    if state.arrived and not new_above:
        words.append(f"{state.arrived:,} new")
    return words


def _head(state: FollowState) -> str:
    if state.phase is FollowPhase.PAUSED:
        return "following paused"
    if state.phase is FollowPhase.LOOKING:
        return "following · first look …"
    if state.phase is FollowPhase.MISSED and state.error is not None:
        return f"missed: {state.error.what.removesuffix('.')}"
    return "following"


def _left(state: FollowState, now: float) -> int:
    return max(0, round(state.due - now)) if state.due is not None else 0
