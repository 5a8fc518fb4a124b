"""What a terminal sends, whole, torn and late: keys are keys, and nothing else is."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from textual.events import Key, MouseEvent, Paste
from textual.message import Message
from textual.messages import TerminalSupportsSynchronizedOutput

from netwrix_tui.tui.terminal.pieces import Kind
from netwrix_tui.tui.terminal.received import Received
from netwrix_tui.tui.terminal.understood import Understood

ESCAPE = 0.1
"""Seconds after which an ESC by itself is the key."""

Read = bytes | float
"""Bytes that come at once, or seconds in which nothing comes."""


def taken(reads: Sequence[Read]) -> tuple[list[Message], list[str]]:
    """The messages of what was read, and what was said about it."""
    received, understood = Received(), Understood()
    now = 0.0
    messages: list[Message] = []
    said: list[str] = []

    def hear(pieces: object) -> None:
        for piece in pieces:
            messages.extend(understood.messages(piece))
            strange = understood.strange()
            said.extend([strange] if strange else [])

    for read in [*reads, 60.0]:
        if isinstance(read, bytes):
            hear(received.feed(read, now))
            continue
        until = now + read
        while (patience := received.patience(ESCAPE)) is not None and now + patience <= until:
            now += patience
            hear(received.give_up(now))
        now = until
    return messages, said


def keys(reads: Sequence[Read]) -> list[str]:
    return [message.key for message in taken(reads)[0] if isinstance(message, Key)]


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        (b"\xfc", ["replacement_character"]),
        (b"\xe4b", ["replacement_character", "b"]),
        (b"\x80", ["replacement_character"]),
        (b"a\xc3", ["a", "replacement_character"]),
        (b"\xed\xa0\x80", ["replacement_character"] * 3),
        (b"\x9b5~", ["pageup"]),
        (b"j\x9b5~k", ["j", "pageup", "k"]),
        (b"\x8fP", ["f1"]),
        (b"\x1b[M\xa0\xb0\xb0", []),
        (b"\x1b[M !!", []),
        (b"\x1b[M\xa0\x1b[A", ["up"]),
        (b"\x1b[99~", []),
        (b"\x1b[113~", []),
        (b"\x1b[113;2A", []),
        (b"\x1b[97:65;2u", []),
        (b"\x1b[97;;1114112u", []),
        (b"\x1b[55296u", []),
        (b"\x1b[" + b"1" * 300 + b"z", []),
        (b"\x1b[1;2\x01", ["ctrl+a"]),
        (b"\x1b[48;0;0;0;0t", []),
        (b"\x1b[48;99999;99999;1;1t", []),
    ],
)
def test_what_is_no_key_is_replaced_or_ignored(sent: bytes, read: list[str]) -> None:
    for reads in ([sent], [bytes([byte]) for byte in sent]):
        found, said = taken(reads)
        keys = [message.key for message in found if isinstance(message, Key)]
        if b"1" * 300 not in sent:
            assert keys == read
        assert len(said) <= 1


@pytest.mark.parametrize("sent", [b"\xfc", b"\x80\x80\xe4", b"\x1b[M\xa0\xb0\xb0", b"\x1b[99~"])
def test_it_is_said_once(sent: bytes) -> None:
    assert len(taken([sent])[1]) == 1
    assert len(taken([sent, 1.0, sent, b"\xff", sent])[1]) == 1
    assert taken(["ä漢👍".encode()])[1] == []


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        (b"\x1b", ["escape"]),
        (b"\x1b\x1b", ["escape", "escape"]),
        (b"\x1b\x1b[A", ["escape", "up"]),
        (b"\x1bx", ["alt+x"]),
        (b"\x1bX", ["alt+shift+x"]),
        (b"\x1bO", ["alt+shift+o"]),
        (b"\x1bP", ["alt+shift+p"]),
        (b"\x1bPq", ["alt+shift+p", "q"]),
        (b"\x1bx\x1b[A", ["alt+x", "up"]),
        (b"\x1b[[A", ["f1"]),
        (b"\x1bOP", ["f1"]),
        (b"\x1b[3$", ["shift+delete"]),
        (b"\x1b[3$j", ["shift+delete", "j"]),
        (b"\x1b[1;5C", ["ctrl+right"]),
        (b"\x1b[27u", ["escape"]),
        (b"\x1b[32~", ["f18"]),
        (b"\x1b[5A", ["ctrl+up"]),
        (b"\x1b[15;2~", ["shift+f5"]),
        ("ä\N{PILE OF POO}".encode(), ["ä", "pile_of_poo"]),
        (b"q\r\t\x7f", ["q", "enter", "tab", "backspace"]),
    ],
)
def test_keys_are_keys_torn_anywhere(sent: bytes, read: list[str]) -> None:
    assert keys([sent]) == read
    for cut in range(1, len(sent)):
        assert keys([sent[:cut], 0.05, sent[cut:]]) == read, cut


@pytest.mark.parametrize(
    "answer",
    [
        b"\x1b[?2026;2$y",
        b"\x1b[?2048;0$y",
        b"\x1b[<35;20;8M",
        b"\x1b[<0;20;8m",
        b"\x1b]11;rgb:1e1e/1e1e/2e2e\x07",
        b"\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\",
        b"\x1bP>|XTerm(370)\x1b\\",
        b"\x1b[?62;22c",
        b"\x1b[>41;370;0c",
        b"\x1b[12;40R",
        b"\x1b[48;30;100;600;1000t",
        b"\x1b_Gi=31;OK\x1b\\",
    ],
)
@pytest.mark.parametrize("pause", [0.0, 0.09, 0.3, 1.5])
def test_no_part_of_an_answer_is_a_key(answer: bytes, pause: float) -> None:
    for cut in range(1, len(answer)):
        found = keys([answer[:cut], pause, answer[cut:], 1.0, b"j"])
        late = answer[:cut] == b"\x1b" and pause > ESCAPE
        if answer[1:2] in b"P_" and cut < 3 and pause > ESCAPE:
            continue  # these begin as letters do, and nobody asks for them
        # ESC by itself has been the escape key by then.
        assert found == (["escape", "j"] if late else ["j"]), cut


def test_a_late_answer_is_still_heard() -> None:
    found, _ = taken([b"\x1b", 0.3, b"[?2026;2$y", b"\x1b", 0.3, b"[<0;20;8M"])
    assert [type(message) for message in found if not isinstance(message, Key)][:1] == [
        TerminalSupportsSynchronizedOutput
    ]
    assert isinstance(found[-1], MouseEvent)


def test_an_answer_without_its_first_byte_is_no_key() -> None:
    for tail in (b"[?2026;2$y", b"[<35;20;8M", b"]11;rgb:1e1e/1e1e/2e2e\x07"):
        assert keys([b"a", 9.0, tail, 9.0, b"b"]) == ["a", "b"]


@pytest.mark.parametrize("typed", ["[", "]", "[a", "[1", "]1", "5", "[[", "O"])
def test_what_is_typed_after_escape_is_typed(typed: str) -> None:
    names = {"[": "left_square_bracket", "]": "right_square_bracket"}
    found = keys([b"\x1b", 0.5, *(char.encode() for char in typed)])
    assert found == ["escape", *(names.get(char, char) for char in typed)]


def test_a_paste_is_one_torn_anywhere_and_whatever_is_in_it() -> None:
    text = b"q\x1b]52;c;cm0gLXJmIC8K\x07\x9b31m\xe4\x1b[31m\x1b\x1b[M" + b"x" * 5_000
    sent = b"\x1b[200~" + text + b"\x1b[201~"
    for cut in (1, 3, 5, 6, 7, 40, 3_000, len(sent) - 6, len(sent) - 5, len(sent) - 1):
        found, _ = taken([sent[:cut], 0.05, sent[cut:], b"j"])
        pasted = [message.text for message in found if isinstance(message, Paste)]
        assert pasted == [text.decode("utf-8", "replace")]
        assert [message.key for message in found if isinstance(message, Key)] == ["j"]


def test_a_paste_without_an_end_does_not_swallow_the_keyboard() -> None:
    found, _ = taken([b"\x1b[200~rm -rf\r", 10.0, b"more of it, late\r", 10.0, b"q", b"j"])
    assert [message.text for message in found if isinstance(message, Paste)] == [
        "rm -rf\r", "more of it, late\r"
    ]  # fmt: skip
    assert [message.key for message in found if isinstance(message, Key)] == ["q", "j"]


def test_random_bytes_raise_nothing_and_are_all_taken() -> None:
    dice = random.Random(20_261_122)
    received, understood = Received(), Understood()
    now = 0.0
    for _ in range(4_000):
        now += dice.choice((0.0, 0.05, 0.2, 3.0))
        data = dice.choice((
            bytes(dice.randrange(256) for _ in range(dice.randint(1, 30))),
            b"\x1b[" + bytes(dice.choices(b"0123456789;:<?$ M~u\x1b\x9b\xe4", k=9)),
            b"\x1b" + bytes(dice.choices(b"[]OP_\\\x07", k=4)),
        ))  # fmt: skip
        for pieces in (received.feed(data, now), received.give_up(now)):
            for piece in pieces:
                assert piece.kind in Kind
                list(understood.messages(piece))
    tail = list(received.feed(b"\x1b[201~\x07\x1b\\j", now + 60.0))
    assert tail[-1].text == "j"
