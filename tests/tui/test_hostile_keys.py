"""Thousands of random keys over hostile records: nothing out of a value acts on the terminal.

The program runs as its user has it, in a terminal; what it writes there is read strictly.
"""

from __future__ import annotations

import asyncio
import base64
import os
import random
import select
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from textual.app import App, ComposeResult
from textual.keys import key_to_character
from textual.screen import Screen

from netwrix_tui.clock import VARIABLE
from netwrix_tui.records.zone import UTC_ZONE
from netwrix_tui.tui.explorer.actions import ACTIONS
from netwrix_tui.tui.record.plain_text import PlainScreen
from netwrix_tui.tui.search.filter_editor import FilterEditor
from netwrix_tui.tui.search.suggesting_input import SuggestingInput, SuggestionList
from netwrix_tui.tui.search.suggestions import Suggestion
from netwrix_tui.tui.terminal import beside_frames
from tests.checkout import CHECKOUT
from tests.demo_process import Demo
from tests.tui.driving import Driver, connection_to, drive
from tests.tui.terminal.terminal_session import PATIENCE, StrictSession

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="opens a terminal, reads /proc")

Size = tuple[int, int]
Burst = list[str]

SEED = 20_261_122
KEYS = int(os.environ.get("NETWRIX_TUI_HOSTILE_KEYS", "2000"))
"""In each of two runs; a longer run begins with the same keys."""

FAST_KEYS = KEYS // 10
"""In the palette alone, without waiting for what they do."""

BETWEEN_TOURS = 1_000
"""Random keys after which a tour leads through every place again, over all records."""

_SENT_BY_KEY = {
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "delete": "\x1b[3~",
    "shift+up": "\x1b[1;2A",
    "shift+down": "\x1b[1;2B",
    "shift+left": "\x1b[1;2D",
    "shift+right": "\x1b[1;2C",
    "alt+right": "\x1b[1;3C",
    "alt+left": "\x1b[1;3D",
    "enter": "\r",
    "tab": "\t",
    "space": " ",
    # As kitty sends it, whole: after a bare one, the program waits for what may follow.
    "escape": "\x1b[27u",
    "f2": "\x1bOQ",
    "f1": "\x1bOP",
    "f3": "\x1bOR",
    "f4": "\x1bOS",
    "f5": "\x1b[15~",
    "f6": "\x1b[17~",
    "f7": "\x1b[18~",
    "f8": "\x1b[19~",
    "f9": "\x1b[20~",
    "ctrl+b": "\x02",
    "ctrl+f": "\x06",
    "plus": "+",
    "colon": ":",
    "comma": ",",
    "full_stop": ".",
    "slash": "/",
    "equals_sign": "=",
    "exclamation_mark": "!",
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "question_mark": "?",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
}
ESCAPE, ENTER, PALETTE = "\x1b[27u", "\r", "\x10"
_LEAVES = ("q", "ctrl+q")
_BOUND = tuple(
    key if len(key) == 1 else _SENT_BY_KEY.get(key) or key_to_character(key) or key
    for action in ACTIONS
    for key in action.keys.split(",")
    if key not in _LEAVES
)
_MOVES = tuple(
    _SENT_BY_KEY[key]
    for key in ("up", "down", "left", "right", "pageup", "pagedown", "home", "end", "shift+down")
)
# What else a keyboard has: shift+tab, backspace, the other function keys, insert, shift and ctrl
# with the cursor keys, ctrl+enter, ctrl with the other letters but those that leave (c, q, z).
_OTHERS = (
    "\x1b[Z", "\x7f", "\x1bOP", "\x1bOR", "\x1bOS", "\x1b[13;5u",
    *(f"\x1b[{number}~" for number in (2, 17, 18, 19, 20, 21, 23, 24)),
    *(f"\x1b[1;{modifier}{key}" for modifier in (2, 5, 6) for key in "ABCDFH"),
    *(chr(code) for code in range(0x1B) if chr(code) not in "\x03\x09\x0d\x10\x11\x1a"),
)  # fmt: skip
_TYPED = tuple(
    "abcdefhijklmnoprstuvwxyz0123456789 \\.:-*'\"[]/@$éß漢\u0301\u202e\u200b\u009b\ufeff👍"
)
_PASTED = tuple(
    f"\x1b[200~{text}\x1b[201~"
    for text in (
        "\x1b]52;c;cm0gLXJmIC8K\x07",
        "\x1b[31mred\x1b[0m \x9b2J \x07\x08\x7f",
        "gpj.exe \u202egnp.\u202c\u200b\ufeff [bold]x[/] [@click=app.quit]y[/]",
        "two\r\nlines\tand a tab",
    )
)
_WORDS = ("mark", "copy", "show the", "plain", "theme", "utc", "record", "filter", "zzz")
"""Typed into the palette; none of them finds the action that leaves."""

_TOUR: tuple[tuple[Burst, str], ...] = (
    *(([ESCAPE], ""),) * 6,
    (["b"], ""),
    (["k"] * 8, ""),
    ([ENTER], "A FILTER"),
    ([ESCAPE], ""),
    (["a"], "ADD A FILTER"),
    ([*_PASTED], ""),
    ([ESCAPE], ""),
    (["d"] * 12, ""),
    ([_SENT_BY_KEY["f5"]], "newest first"),
    (["?"], "ctrl+p finds an action"),
    ([ESCAPE], ""),
    ([PALETTE], "Everywhere · "),
    ([ESCAPE], ""),
    ([_SENT_BY_KEY["end"]], ""),
    ([ENTER], ""),
    (["1"], ""),
    (["3"], ""),
    (["4"], ""),
    (["2"], ""),
    ([ESCAPE], ""),
    (["C"], "for a ticket"),
    (["s"], ""),
    (["s"], "as the ending tells"),
    ([ENTER], ""),
    (["v"], "The mouse selects as in any terminal"),
    ([ESCAPE], ""),
    (["y"], ""),
    (["c"], ""),
)
"""Keys that lead through every place from wherever one is, and what the screen says at once."""

_PLACES = {
    "results": "newest first",
    "record": "RECORD",
    "raw, as it came": "as the server sent it",
    "raw, in the other format": "by its RID",
    "search": "on/off",
    "a new filter": "ADD A FILTER",
    "a filter changed": "CHANGE A FILTER",
    "which format": "for a ticket",
    "which file": "as the ending tells",
    "saved": " saved",
    "copied": "sent to the",
    "plain text": "The mouse selects as in any terminal",
    "keys": "ctrl+p finds an action",
    "palette": "Everywhere · ",
    "a hostile value": "␛",
}
"""What the screen says in each place."""


def bursts(dice: random.Random, count: int, size: Size) -> Iterator[tuple[Burst, str]]:
    """So many keys, each as the terminal sends it, in bursts; and what the screen has to say."""
    for start in range(0, count, BETWEEN_TOURS):
        left = min(BETWEEN_TOURS, count - start) - sum(len(burst) for burst, _ in _TOUR)
        yield from _TOUR
        while left > 0:
            burst: Burst = []
            for _ in range(dice.randint(1, 40)):
                burst += _some(dice, size)
            yield burst[:left], ""
            left -= len(burst)


def _some(dice: random.Random, size: Size) -> Burst:
    match dice.choices(range(8), (34, 40, 8, 5, 6, 6, 1, 1))[0]:
        case 0:
            return [dice.choice(_MOVES)] * dice.randint(1, 6)
        case 1:
            return [dice.choice(_BOUND)]
        case 2:
            return [ESCAPE]
        case 3:
            return [dice.choice(_OTHERS)]
        case 4:
            return [dice.choice(_TYPED) for _ in range(dice.randint(1, 4))]
        case 5:
            return _mouse(dice, size)
        case 6:
            return [dice.choice(_PASTED)]
        case _:
            return [PALETTE, *dice.choice(_WORDS), ENTER, ESCAPE]


def _mouse(dice: random.Random, size: Size) -> Burst:
    column, row = dice.randint(1, size[0]), dice.randint(1, size[1])
    match dice.randrange(3):
        case 0:  # the wheel
            return [f"\x1b[<{dice.choice((64, 65))};{column};{row}M"] * dice.randint(1, 5)
        case 1:  # a click
            return [f"\x1b[<0;{column};{row}M", f"\x1b[<0;{column};{row}m"]
        case _:  # a drag to somewhere else
            other = f"{dice.randint(1, size[0])};{dice.randint(1, size[1])}"
            return [f"\x1b[<0;{column};{row}M", f"\x1b[<32;{other}M", f"\x1b[<0;{other}m"]


def explorer(directory: Path, size: Size, wire: str = "json") -> StrictSession:
    """The program on hostile records, with nothing of whoever runs the tests in reach."""
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(CHECKOUT),
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        VARIABLE: os.environ[VARIABLE],
        **dict.fromkeys(("HOME", "XDG_RUNTIME_DIR", "XDG_CACHE_HOME", "TMPDIR"), str(directory)),
    }
    command = [sys.executable, "-m", "netwrix_tui", "demo", "--hostile", "--records", "6000"]
    command += ["--wire", wire]
    return StrictSession(command, size=size, directory=directory, environment=environment)


def leave(session: StrictSession) -> None:
    """Out of whatever is open, and out of the program; its server goes with it."""
    for _ in range(8):
        session.send(ESCAPE.encode())
        session.settle()
    servers = [os.pidfd_open(pid) for pid in session.children()]
    assert len(servers) == 1
    session.send(b"q")
    assert session.exit_status() == 0
    ended, _, _ = select.select(servers, [], [], PATIENCE)
    assert ended == servers
    for server in servers:
        os.close(server)


@pytest.mark.parametrize(("size", "wire"), [((110, 34), "json"), ((80, 24), "xml")])
def test_no_value_reaches_the_terminal_as_a_command(tmp_path: Path, size: Size, wire: str) -> None:
    unseen = dict(_PLACES)
    sent: list[str] = []
    with explorer(tmp_path, size, wire) as session:
        session.until("newest first")
        try:
            for burst, answer in bursts(random.Random(f"{SEED} {size}"), KEYS, size):
                sent += burst
                session.send("".join(burst).encode())
                session.until(answer)
                session.settle()
                text = session.heard()
                unseen = {place: said for place, said in unseen.items() if said not in text}
            leave(session)
        except AssertionError as error:
            error.add_note(f"{size}, after {len(sent)} keys, the last of them: {sent[-60:]}")
            raise
        assert not unseen
        assert session.terminal.copied
    assert len(sent) == KEYS


def test_keys_that_come_at_once_do_no_harm(tmp_path: Path) -> None:
    size = (120, 40)
    with explorer(tmp_path, size) as session:
        session.until("newest first")
        session.settle()
        for burst in (
            # The palette closed while it looks for a letter, closed twice, paged before it stands.
            [ESCAPE, PALETTE, "h", ESCAPE],
            [ESCAPE, PALETTE, "\x1b[<0;53;17M", "\x1b[<0;37;27m"],
            [PALETTE, *[_SENT_BY_KEY["pagedown"]] * 3, ESCAPE],
            [PALETTE, "\x1b[200~\x9b31m\u202e\x1b[201~", ESCAPE],
            # Questions answered twice.
            ["C", ENTER, ENTER],
            ["s", ENTER, ENTER],
            ["?", ESCAPE, ESCAPE],
            # Copies on copies.
            ["c", "c", "y", "c"],
        ):
            session.send("".join(burst).encode())
            session.settle()
        leave(session)


def test_the_palette_takes_fast_keys(tmp_path: Path) -> None:
    dice = random.Random(SEED)
    keys = (
        *(PALETTE,) * 3, *(ESCAPE,) * 2, ENTER, "a", "z", " ", "\x7f", "\x1bOP",
        *(_SENT_BY_KEY[key] for key in ("up", "down", "pageup", "pagedown", "f2", "f3", "f4",
                                        "f5", "f6", "f7", "f8")),
        "\x1b[1;5F", "\x1b[1;5H",
    )  # fmt: skip
    with explorer(tmp_path, (110, 34)) as session:
        session.until("newest first")
        sent = 0
        while sent < FAST_KEYS:
            burst = dice.choices(keys, k=dice.randint(2, 14))
            session.send("".join(burst).encode())
            sent += len(burst)
            if dice.random() < 0.1:
                session.settle()
        session.settle()
        leave(session)


def test_what_an_input_copies_cannot_act(
    hostile_demo: Demo, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []
    monkeypatch.setattr(beside_frames, "write", lambda _app, data: written.append(data))
    for name in ("TMUX", "STY"):
        monkeypatch.delenv(name, raising=False)

    async def story(driver: Driver) -> None:
        driver.app.copy_to_clipboard("")
        driver.app.copy_to_clipboard("lone\ud83d \x1b]52;c;QQ==\x07\ttab")
        await driver.until(lambda: bool(written))
        assert len(written) == 1
        code = written[0].removeprefix("\x1b]52;c;").removesuffix("\x07")
        assert base64.b64decode(code).decode() == "lone‹U+D83D› ␛]52;c;QQ==␇\ttab"

    drive(connection_to(hostile_demo), story)


def test_a_clicked_suggestion_is_taken_though_the_list_has_changed() -> None:
    taken: list[str] = []

    class Asking(App[None]):
        def compose(self) -> ComposeResult:
            yield SuggestingInput(lambda typed: [] if typed else [Suggestion("a"), Suggestion("b")])

        def on_suggesting_input_suggestion_accepted(
            self, event: SuggestingInput.SuggestionAccepted
        ) -> None:
            taken.append(event.value)

    async def run() -> None:
        app = Asking()
        async with app.run_test() as pilot:
            suggesting, options = app.query_one(SuggestingInput), app.query_one(SuggestionList)
            options.highlighted = 1
            options.action_select()
            suggesting.load("x")
            await pilot.pause()
        assert taken == ["b"]

    asyncio.run(run())


@pytest.mark.parametrize("action", ["next", "another", "commit", "cancel"])
def test_the_filter_editor_hears_keys_before_it_stands(action: str) -> None:
    before_it_stands(FilterEditor(UTC_ZONE, lambda _: []), action)


@pytest.mark.parametrize("action", ["scroll_line_down", "scroll_bottom", "close"])
def test_the_plain_text_hears_keys_before_it_stands(action: str) -> None:
    before_it_stands(PlainScreen("text"), action)


def before_it_stands(screen: Screen[Any], action: str) -> None:
    """Acts on a screen that has been pushed, and is not composed yet."""

    async def run() -> None:
        app = App[None]()
        async with app.run_test() as pilot:
            app.push_screen(screen)
            await app.run_action(action, screen)
            await pilot.pause()

    asyncio.run(run())
