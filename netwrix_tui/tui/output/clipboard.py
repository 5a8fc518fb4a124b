"""Clipboard of the user's own terminal, reached in the way that works there.

A program can only ask the terminal, by OSC 52, and gets no answer; so what is said here is what
was sent, never that it was copied. Between the program and the terminal there may be tmux or GNU
screen, which each want to be asked in their own way. What is too long for the weakest of them
goes into a file.

The old console of Windows knows no OSC 52; on the machine itself ``clip.exe`` reaches the clipboard
there, in any length, and says whether it did.
"""

from __future__ import annotations

import asyncio
import base64
import ntpath
import os
import re
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from netwrix_tui.records.amounts import size_words
from netwrix_tui.sanitize import visible
from netwrix_tui.tui.output.private_file import write_private_file

BOUND = 74_000
"""Base64 bytes that every terminal with OSC 52 on the way takes, as far as is known."""

_SCREEN_CHUNK = 700
"""GNU screen passes strings of up to 768 bytes on to its terminal."""

_SCREEN_TAKES = 768
"""Bytes of a sequence that no GNU screen prints, as it does with the rest of a longer one."""

TMUX_SECONDS = 3.0

# Everything but tab and line feed that a terminal, or a shell behind it, may act upon when pasted.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")

_SAVE = "Nothing there? s saves a file."
_TMUX_SETTING = "Inside tmux it needs: set -s set-clipboard on. " + _SAVE
_IS_SCREEN = (
    "TERM is {}, and GNU screen would print what is longer than its strings. "
    "Inside tmux, set -g default-terminal tmux-256color there."
)

_WINDOWS_SSH = "Over SSH, Windows often does not pass it on. " + _SAVE
_LATIN = re.compile("[\x00-\xff]")
_MARK = "\ufeff"

Run = Callable[[Sequence[str], bytes], Awaitable[bool]]
"""Runs a command with bytes on its standard input; True where it ended well and in time."""


class Way(StrEnum):
    """Way that the text took."""

    TERMINAL = "terminal"
    SCREEN = "GNU screen"
    TMUX = "tmux"
    TMUX_BUFFER = "tmux's own buffer"
    CLIP = "clip.exe"
    FILE = "file"
    NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True)
class Sent:
    """Result of a copy, for the program and in words; ``path`` where it is a file."""

    way: Way
    message: str
    path: Path | None = None


async def send(
    text: str,
    *,
    what: str,
    environment: Mapping[str, str],
    write: Callable[[str], None],
    run: Run | None = None,
    bound: int = BOUND,
    suffix: str = ".txt",
    is_windows: bool = os.name == "nt",
) -> Sent:
    """Send text towards the clipboard, or write it to a file where that is too much.

    ``what`` begins the message (``3 records``), ``write`` writes to the terminal, ``bound`` is in
    bytes of base64, ``suffix`` ends the file's name. Line ends become line feeds, and characters
    that could act when they are pasted become visible; the caller has done so already for text.
    """
    run = run or run_command
    # A hundred thousand records take a second: not the screen's.
    data, replaced = await asyncio.to_thread(_made_safe, text)
    said = f"{what}, {size_words(len(data))}{_replaced_words(replaced)}"
    if is_windows and not _speaks_osc_52(environment):
        return await _to_clip(data, said, suffix, environment, run)
    if 4 * len(data) > 3 * bound:
        return await _to_file(data, said, suffix, environment)
    code = base64.b64encode(data).decode("ascii")
    sequence = f"\x1b]52;c;{code}\x07"
    if environment.get("TMUX"):
        return await _to_tmux(data, sequence, said, write, run)
    if environment.get("STY"):
        write("".join(_through_screen(sequence)))
        return Sent(Way.SCREEN, f"{said} sent through GNU screen to the terminal. {_SAVE}")
    term = environment.get("TERM", "")
    if term.startswith("screen") and len(sequence) > _SCREEN_TAKES:
        # Neither of their variables comes along over SSH: nobody knows which of them this is.
        sent = await _to_file(data, said, suffix, environment)
        return replace(sent, message=f"{sent.message}. {_IS_SCREEN.format(term)}")
    write(sequence)
    hint = ""
    if term.startswith(("tmux", "screen")):
        # tmux runs on the near side of an SSH link; its variable does not come along.
        hint = " " + _TMUX_SETTING
    elif is_windows and not environment.get("WT_SESSION"):
        hint = " " + _WINDOWS_SSH
    return Sent(Way.TERMINAL, f"{said} sent to the terminal.{hint}")


def _made_safe(text: str) -> tuple[bytes, int]:
    """The text as UTF-8 with what could act made visible, and how many characters that were."""
    safe, replaced = _UNSAFE.subn(lambda it: visible(it[0]), text.replace("\r\n", "\n"))
    return safe.encode(), replaced


def _replaced_words(count: int) -> str:
    if not count:
        return ""
    return f", {count:,} control character{'' if count == 1 else 's'} made visible,"


async def run_command(command: Sequence[str], data: bytes) -> bool:
    """Run a command off the user's loop; False where it fails, is missing, or takes too long."""
    try:
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
    except OSError:
        return False
    try:
        await asyncio.wait_for(process.communicate(data), TMUX_SECONDS)
    except TimeoutError:
        return False
    finally:
        # Too late, or nobody waits for it any more.
        if process.returncode is None:
            process.kill()
            await process.wait()
    return process.returncode == 0


def _speaks_osc_52(environment: Mapping[str, str]) -> bool:
    """True in Windows Terminal, and over SSH, where the clipboard is that of another machine."""
    return any(environment.get(name) for name in ("WT_SESSION", "SSH_CONNECTION", "SSH_TTY"))


async def _to_clip(
    data: bytes, said: str, suffix: str, environment: Mapping[str, str], run: Run
) -> Sent:
    # By its whole path: Windows looks for a bare name in the current directory first.
    clip = ntpath.join(environment.get("SystemRoot") or r"C:\Windows", "System32", "clip.exe")
    if await run((clip,), await asyncio.to_thread(_as_utf_16, data)):
        return Sent(Way.CLIP, f"{said} put into the clipboard by clip.exe.")
    sent = await _to_file(data, said, suffix, environment)
    if sent.path is None:
        return sent
    message = f"{said}: clip.exe did not take it; it is in {sent.path}"
    return replace(sent, message=visible(message))


def _as_utf_16(data: bytes) -> bytes:
    """The text as clip.exe reads it: UTF-16LE, with the line ends of Windows.

    It guesses the encoding, and sees UTF-16 by the zeros of Latin letters. Where these are few a
    byte order mark tells it, which it leaves in front of the text: unseen, and better than signs
    that mean nothing.
    """
    text = data.decode()
    mark = "" if 2 * len(_LATIN.findall(text)) > len(text) else _MARK
    return (mark + text.replace("\n", "\r\n")).encode("utf-16-le")


async def _to_tmux(
    data: bytes, sequence: str, said: str, write: Callable[[str], None], run: Run
) -> Sent:
    # From 3.2 on tmux passes it to its terminal with -w; before, it refuses the option. It says
    # nothing where its terminal's description lacks the clipboard, so nothing is promised here.
    if await run(("tmux", "load-buffer", "-w", "-"), data):
        message = f"{said} given to tmux, which passes it on where its terminal can. {_SAVE}"
        return Sent(Way.TMUX, message)
    if await run(("tmux", "load-buffer", "-"), data):
        message = f"{said} put into tmux's own buffer only: before 3.2 it passes nothing on."
        return Sent(Way.TMUX_BUFFER, message)
    write(sequence)
    return Sent(Way.TERMINAL, f"{said} sent to the terminal. {_TMUX_SETTING}")


def _through_screen(sequence: str) -> Iterator[str]:
    for start in range(0, len(sequence), _SCREEN_CHUNK):
        yield f"\x1bP{sequence[start : start + _SCREEN_CHUNK]}\x1b\\"


async def _to_file(data: bytes, said: str, suffix: str, environment: Mapping[str, str]) -> Sent:
    try:
        path = await asyncio.to_thread(write_private_file, data, suffix, environment)
    except OSError as error:
        message = f"{said} is too long for the clipboard, and no file could be written: {error}."
        return Sent(Way.NOWHERE, visible(message))
    message = f"{said} is too long for the clipboard; it is in {path}"
    return Sent(Way.FILE, visible(message), path)
