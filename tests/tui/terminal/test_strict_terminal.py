"""What reads the explorer's output lets through what it says, and nothing of a hostile value."""

from __future__ import annotations

import base64

import pytest

from netwrix_tui.demo.hostile import Hostility
from netwrix_tui.sanitize import visible
from tests.tui.terminal.strict_terminal import ForbiddenOutput, StrictTerminal


def _styled(text: str) -> str:
    return f"\x1b[1;1H\x1b[1;38;2;216;222;228;48;2;20;24;28m{text}\x1b[0m"


def _read(text: str) -> str:
    terminal = StrictTerminal(400, 24)
    data = text.encode("utf-8", "surrogatepass")
    return terminal.feed(data) + terminal.feed(b"", final=True)


BITES = [Hostility().name("", 3 * number) for number in range(30)]


@pytest.mark.parametrize("bite", BITES, ids=ascii)
def test_the_reading_refuses_a_value_and_takes_what_is_visible_of_it(bite: str) -> None:
    assert _read(_styled(visible(bite))).strip() == visible(bite).strip()
    if bite != visible(bite):
        with pytest.raises(ForbiddenOutput):
            _read(_styled(bite))


@pytest.mark.parametrize(
    "written",
    [
        _styled("Title\x1b[31mred"),
        _styled("Title") + "\x1b[31mred\x1b[0m",
        _styled("Title") + "\x1b[1mbold",
        _styled("Title") + "plain",
        _styled("Title") + "\x1b[0m",
        _styled("Title") + "\x1b]0;title\x07",
        _styled("Title") + "\x1b]52;c;cm0 -rf\x07",
        _styled("Title") + "\x1b]52;c;G1szMW0=\x07",
        _styled("Title") + "\x1b]8;;https://evil.example\x07",
        _styled("Title") + "\x1b[2J",
        _styled("Title") + "\x1b[H",
        _styled("Title") + "\x1bc",
        _styled("Title") + "\r\nTraceback (most recent call last):",
        _styled("Title") + "\x07",
        _styled("Title") + "\x9b31m",
        _styled("Title") + "\x1b[25;1H",
        _styled("Title") + "\x1b[400C",
        _styled("Title") + "\x1b[2;9r",
        _styled("Title") + "\x1b[M",
        _styled("Title") + "\x1b[2;9r\x1b[3;1H\x1b[M\x1b[r",
        _styled("Title") + "\x1b[2;25r\x1b[2;1H\x1b[M\x1b[r",
        _styled("Title") + "\x1b[2;9r\x1b[2;1H\x1b[8M\x1b[r",
        _styled("Title")[:-4] + "\x1b[2;9r\x1b[2;1H\x1b[M\x1b[r\x1b[0m",
        _styled("\x1b[0m\x1b[?1049l\x1b[1m"),
        "\x1b[?2026h" + _styled("Title") + "\x1b[?1049l\x1b[?2026l",
        _styled("wider than the terminal " * 20),
        _styled("漢" * 201),
        _styled("Ti\u200btle"),
        _styled("Z" + "\u0300" * 4),
        _styled("never closed")[:-1],
    ],
    ids=ascii,
)
def test_the_reading_refuses(written: str) -> None:
    with pytest.raises(ForbiddenOutput):
        _read(written)


def test_the_reading_takes_styles_that_change_from_piece_to_piece() -> None:
    written = "\x1b[1;1H\x1b[38;5;253;48;2;20;24;28ma\x1b[1;38;2;1;2;3mb\x1b[22mc\x1b[0m"
    assert _read(written) == "\nabc"


def test_the_reading_takes_lines_that_move_and_what_is_passed_over() -> None:
    assert _read("\x1b[2;9r\x1b[2;1H\x1b[M\x1b[r" + _styled("a\x1b[3Cb")) == "\na\nb"
    assert _read("\x1b[2;24r\x1b[2;1H\x1b[3L\x1b[r" + _styled("a")) == "\na"


def test_the_reading_takes_what_the_program_says_and_keeps_what_is_copied() -> None:
    terminal = StrictTerminal(80, 24)
    code = base64.b64encode("one\n\ttwo → ␛".encode()).decode()
    written = f"\x1b[?1049h\x1b[?2026$p\x1b[?2026h{_styled('a')}\r\n\x1b[2;1H\x1b[?2026l"
    written += f"\x1b]22;text\x07\x1b]52;c;{code}\x07\x1b[?1049l"
    text = "".join(terminal.feed(bytes([byte])) for byte in written.encode())
    assert (text, terminal.unread) == ("\na\n", "")
    assert terminal.copied == ["one\n\ttwo → ␛"]
