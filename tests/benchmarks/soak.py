"""A soak: random keys on a million records, for as long as one likes: no exception, no growth.

``python -m tests.benchmarks.soak --minutes 20`` loads the records (``--records``) over HTTPS and
NTLM, warms up for a tenth of the time, and then watches what the process holds. ``--seed`` repeats
a walk. It ends with 1 where memory grew by more than its bound, and with a traceback where
anything was raised.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import random
import sys
import time

from netwrix_tui.demo.child import start_demo
from netwrix_tui.results.pager import PagerPhase
from netwrix_tui.tui.screens.explorer import Explorer
from tests.benchmarks.figures import machine
from tests.benchmarks.played import Played, memory_mb, on_demo, peak_mb, play

BOUND_MB = 25
"""Growth that is none: caches that fill up, an arrangement that happens to stand at the end."""

_KEYS = (
    ("down", 30), ("up", 20), ("pagedown", 15), ("pageup", 10), ("home", 3), ("end", 3),
    ("left", 8), ("right", 8), ("space", 4), ("K", 2), ("J", 2), ("S", 2), ("plus", 1),
    ("slash", 2),
    ("enter", 4), ("escape", 12), ("n", 4), ("p", 4), ("tab", 4), ("1", 1), ("2", 1), ("3", 2),
    ("4", 1), ("u", 1), ("f2", 1), ("b", 1), ("question_mark", 1), ("L", 1), ("y", 1),
    ("v", 1), ("ctrl+p", 1),
)  # fmt: skip
_CHARACTERS = {"slash": "/", "plus": "+", "space": " ", "question_mark": "?"}
_WORDS = ("jane", "who:svc", "-read", "2026-1", '"domain admins"', "nothing at all")


def _say(words: str) -> None:
    """Past the application, which takes what is printed while it runs."""
    print(words, file=sys.__stdout__, flush=True)


class Soak:
    """A walk of random keys; ``grown`` is by how many megabytes memory grew after the warm-up."""

    def __init__(self, minutes: float, seed: int) -> None:
        self._seconds = minutes * 60
        self._dice = random.Random(seed)
        self._pressed = 0
        self.grown = 0.0

    async def scene(self, app: Played) -> None:
        """Load everything, then press keys until the time is over."""
        await app.search_everything()
        app.press("L", "L")
        searching = app.explorer.searching
        await app.until(lambda: searching.phase in (PagerPhase.END, PagerPhase.FAILED))
        _say(f"{app.loaded:,} records, {memory_mb():.0f} MB, peak {peak_mb():.0f} MB")
        store = searching.store
        start = time.monotonic()
        await self._walk(app, self._seconds / 10)
        settled = await self._settled(app)
        said = time.monotonic()
        while time.monotonic() - start < self._seconds:
            await self._walk(app, 5)
            if time.monotonic() - said > 60:
                said = time.monotonic()
                minutes = (said - start) / 60
                _say(f"{minutes:.0f} min, {self._pressed:,} keys, {memory_mb():.0f} MB", flush=True)
        self.grown = await self._settled(app) - settled
        assert app.explorer.searching.store is store, "a key began another search"
        words = f"{self._pressed:,} keys, {settled:.0f} MB after the warm-up"
        _say(f"{words}, {self.grown:+.0f} MB since, peak {peak_mb():.0f} MB")

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
            if not isinstance(app.screen, Explorer):
                await self._press(app, "escape")

    async def _filter(self, app: Played) -> None:
        await self._press(app, "slash")
        for character in self._dice.choice(_WORDS):
            await self._press(app, character, character)
        await self._press(app, self._dice.choice(("enter", "escape")))

    async def _press(self, app: Played, key: str, character: str | None = None) -> None:
        if character is None:
            character = _CHARACTERS.get(key, key if len(key) == 1 else None)
        app.press(key, character)
        self._pressed += 1
        await asyncio.sleep(self._dice.choice((0.0, 0.005, 0.03)))

    async def _settled(self, app: Played) -> float:
        """What is held where nothing is filtered, sorted, marked or open."""
        for _ in range(8):
            await self._press(app, "escape")
            await asyncio.sleep(0.1)
        sifting, table = app.explorer.sifting, app.explorer.table
        await app.until(lambda: sifting.at_rest)
        for key in table.view.ordering:
            sifting.sort(key.field, further=False)
            await app.until(lambda: sifting.at_rest)
        while table.view.ordering:
            sifting.sort(table.view.ordering[0].field, further=False)
            await app.until(lambda: sifting.at_rest)
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
    with start_demo(records=options.records) as demo:
        play(on_demo(demo), soak.scene)
    print(f"growth of memory: {'none' if soak.grown <= BOUND_MB else 'TOO MUCH'}")
    return 0 if soak.grown <= BOUND_MB else 1


if __name__ == "__main__":
    sys.exit(main())
