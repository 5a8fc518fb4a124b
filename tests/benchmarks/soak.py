"""A soak: random keys on a million records, for as long as one likes: no exception, no growth.

``python -m tests.benchmarks.soak --minutes 20`` loads the records (``--records``) from pages made
in the process, and presses keys that stay in the one search. Memory is compared from the end of the
warm-up on, a fifth of the time: until then caches fill up. Each time it is measured with nothing
filtered, sorted, marked or open. ``--seed`` repeats a walk. It ends with 1 where memory grew by
more than its bound, and with a traceback where anything was raised.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import random
import sys
import time

from netwrix_tui.results.columnstore.store import Store
from netwrix_tui.results.loading.pager import PagerPhase
from netwrix_tui.tui.explorer.explorer_screen import Explorer
from netwrix_tui.tui.session.session import Session
from tests.benchmarks.explored import Synthetic
from tests.benchmarks.figures import machine
from tests.benchmarks.played import Played, memory_mb, peak_mb, play

BOUND_MB = 10
"""Growth that is none: blocks that the allocator keeps for the next sorting."""

_PAGE = 1_000
_WARM_UP = 1 / 5
_KEYS = (
    ("down", 30), ("up", 20), ("pagedown", 15), ("pageup", 10), ("home", 3), ("end", 3),
    ("left", 8), ("right", 8), ("space", 4), ("K", 2), ("J", 2), ("S", 2), ("plus", 1),
    ("slash", 2), ("enter", 4), ("escape", 12), ("tab", 4), ("2", 1), ("3", 2), ("4", 1),
    ("u", 1), ("f2", 1), ("question_mark", 1), ("ctrl+p", 1), ("O", 1),
)  # fmt: skip
_CHARACTERS = {"slash": "/", "plus": "+", "space": " ", "question_mark": "?"}
_WORDS = ("jane", "who:number12", "-read", "2026-1", '"report 77"', "nothing at all")


def _say(words: str) -> None:
    """Past the application, which takes what is printed while it runs."""
    print(words, file=sys.__stdout__, flush=True)


class Soak:
    """A walk of random keys; ``grown`` is by how many megabytes memory grew after the warm-up."""

    def __init__(self, minutes: float, seed: int) -> None:
        self._seconds = minutes * 60
        self._dice = random.Random(seed)
        self._pressed = 0
        self._store: Store | None = None
        self.grown = 0.0

    async def scene(self, app: Played) -> None:
        """Load everything, then press keys until the time is over."""
        await app.search_everything()
        app.press("L", "L")
        searching = app.explorer.current_search
        await app.until(lambda: searching.phase in (PagerPhase.END, PagerPhase.FAILED))
        self._store = searching.store
        _say(f"{app.loaded:,} records, {memory_mb():.0f} MB, peak {peak_mb():.0f} MB")
        await self._walk(app, self._seconds * _WARM_UP)
        settled = held = await self._settled(app)
        _say(f"warm: {self._pressed:,} keys, {settled:.0f} MB")
        for part in range(1, 5):
            await self._walk(app, self._seconds * (1 - _WARM_UP) / 4)
            held = await self._settled(app)
            minutes = self._seconds * (_WARM_UP + (1 - _WARM_UP) * part / 4) / 60
            _say(f"{minutes:.1f} min: {self._pressed:,} keys, {held:.0f} MB, peak {peak_mb():.0f}")
        self.grown = held - settled

    async def _walk(self, app: Played, seconds: float) -> None:
        keys, weights = zip(*_KEYS, strict=True)
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            key = self._dice.choices(keys, weights)[0]
            if key == "slash":
                await self._filter(app)
                continue
            for _ in range(self._dice.choice((1, 1, 1, 5, 20))):
                await self._press(app, key)
            await self._back(app)
            assert app.explorer.current_search.store is self._store, f"{key} began another search"

    async def _back(self, app: Played) -> None:
        """Out of a dialog, and out of a pane whose keys would begin another search."""
        # A dialog may be on its way: Enter in it would be another key than Enter in the table.
        await app.until(lambda: app.takes_keys)
        while not isinstance(app.screen, Explorer):
            await self._press(app, "escape")
            await app.until(lambda: app.takes_keys)
        explorer = app.explorer
        if explorer.focused not in (explorer.table, explorer.viewer):
            explorer.table.focus()

    async def _filter(self, app: Played) -> None:
        app.explorer.table.focus()
        await self._press(app, "slash")
        for character in self._dice.choice(_WORDS):
            await self._press(app, character, character)
        await self._press(app, self._dice.choice(("enter", "escape")))
        await self._back(app)

    async def _press(self, app: Played, key: str, character: str | None = None) -> None:
        if character is None:
            character = _CHARACTERS.get(key, key if len(key) == 1 else None)
        app.press(key, character)
        self._pressed += 1
        await asyncio.sleep(self._dice.choice((0.0, 0.005, 0.03)))

    async def _settled(self, app: Played) -> float:
        """What is held where nothing is filtered, sorted, marked or open."""
        await self._back(app)
        for _ in range(8):
            await self._press(app, "escape")
            await asyncio.sleep(0.1)
        sort_filter, table = app.explorer.sort_filter, app.explorer.table
        await app.until(lambda: sort_filter.at_rest)
        for key in table.view.sort_keys:
            sort_filter.sort(key.field, further=False)
            await app.until(lambda: sort_filter.at_rest)
        while table.view.sort_keys:
            sort_filter.sort(table.view.sort_keys[0].field, further=False)
            await app.until(lambda: sort_filter.at_rest)
        gc.collect()
        return memory_mb()


def main() -> int:
    """Walk, and tell how it went."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.soak")
    parser.add_argument("--minutes", type=float, default=20.0)
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    print(machine(), flush=True)
    soak = Soak(options.minutes, options.seed)
    source = Synthetic(options.records, _PAGE)
    play(Played(Session("demo", "nowhere", lambda: source, page_size=_PAGE)), soak.scene)
    kept = soak.grown <= BOUND_MB
    words = f"{soak.grown:+.0f} MB, bound {BOUND_MB}: {'kept' if kept else 'MISSED'}"
    print(f"no exception; growth of memory after the warm-up {words}")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
