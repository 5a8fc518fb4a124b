"""Reads what a program writes to its terminal: only what it has reason to write is understood."""

from __future__ import annotations

import base64
import codecs
import re
import unicodedata
from functools import lru_cache
from itertools import groupby

from rich.cells import cell_len

_LONGEST = 120_000
"""Characters that the longest sequence takes: an OSC 52 of 74,000 in base64, with room to spare."""

_MOST_MARKS = 3
"""Combining characters on one letter; more reach into the lines above and below."""

_CONTEXT = 160
"""Characters shown on either side of what is not allowed."""

_LAST_WORDS = 8_000
"""Characters; a traceback of Textual's is long."""

_ON = r"[1-9]|21|5[1-3]"
_OFF = r"2[2-9]|5[45]"
_COLOUR = r"38;(?:2;\d{1,3};\d{1,3};\d{1,3}|5;\d{2,3})|39"
_BACKGROUND = r"48;(?:2;\d{1,3};\d{1,3};\d{1,3}|5;\d{2,3})|49"
_CHANGE = rf"(?:{_ON}|{_OFF}|{_COLOUR}|{_BACKGROUND})"
_TOKEN = re.compile(
    # Text comes with a style, which begins with a background and is changed, and closed at last.
    rf"\x1b\[(?P<style>{_CHANGE}(?:;{_CHANGE})*)m"
    r"|(?P<plain>\x1b\[0m)"
    r"|(?P<text>[^\x00-\x1f\x7f-\x9f]+)(?=\x1b)"
    # A whole screen is written line by line, each with its own move to the line's start.
    r"|(?:\r\n)?\x1b\[(?P<row>\d{1,3});(?P<column>\d{1,3})H"
    r"|\x1b\[(?P<forward>\d{0,3})C"
    # Lines move within a region, and there is none before or after that.
    r"|\x1b\[(?P<top>\d{1,3});(?P<bottom>\d{1,3})r\x1b\[(?P=top);1H\x1b\[(?P<moved>\d{0,2})[LM]\x1b\[r"
    r"|(?P<begin>\x1b\[\?2026h)|(?P<end>\x1b\[\?2026l)"
    # What else the driver says, none of it in the middle of a frame: private modes and queries
    # of them, kitty's keyboard protocol, the shape of the pointer, the clipboard.
    r"|(?P<aside>(?P<query>\x1b\[\?2026\$p)|\x1b\[\?2048\$p"
    r"|\x1b\[\?(?:7|25|1000|1003|1004|1006|1015|1049|2004)[hl]"
    r"|\x1b\[>25u|\x1b\[<u"
    r"|\x1b\]22;[a-z-]+\x07"
    r"|\x1b\]52;c;(?P<copied>[A-Za-z0-9+/]*={0,2})\x07)"
)
_BEHIND = re.compile(rf"(?:^|;){_BACKGROUND}")
# Printable by their category, and still nothing that one sees (Unicode's
# Default_Ignorable_Code_Point): they join, shape or hide their neighbours.
_INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
_FRAMES_ARE_KNOWN = b"\x1b[?2026;2$y"
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class ForbiddenOutput(AssertionError):
    """The program wrote what it has no reason to write."""


class StrictTerminal:
    """Reads output as a terminal would, and understands only what the explorer has to say.

    That is styled visible characters, moves of the cursor within the screen, a handful of
    modes, and a clipboard whose content cannot act. Everything else raises
    :class:`ForbiddenOutput`: other sequences, text without a background, colours of the sixteen
    that a terminal may call anything, a mode within a frame or a style, control characters,
    characters without a picture, text beyond the right edge.
    """

    def __init__(self, columns: int, rows: int) -> None:
        self._columns = columns
        self._rows = rows
        self._decode = codecs.getincrementaldecoder("utf-8")("strict").decode
        self._pending = ""
        self._read = ""
        self._row = 1
        self._column = 0
        self._in_frame = False
        self._is_styled = False
        self.answers = b""
        self.copied: list[str] = []
        self.characters = 0

    def feed(self, data: bytes, *, final: bool = False) -> str:
        """Takes output, and returns the text in it, one line for each move of the cursor.

        A sequence that is not whole yet waits for the rest, at the end (``final``) for nothing.
        Raises ForbiddenOutput.
        """
        try:
            self._pending += self._decode(data, final)
        except UnicodeDecodeError as error:
            raise ForbiddenOutput(
                f"not UTF-8: {error.object[error.start :][:_CONTEXT]!r}"
            ) from None
        position = 0
        texts: list[str] = []
        while token := _TOKEN.match(self._pending, position):
            try:
                texts.append(self._take(token))
            except ForbiddenOutput as forbidden:
                raise ForbiddenOutput(f"{forbidden}: {self._around(position)}") from None
            position = token.end()
        is_left = position < len(self._pending) or self._is_styled
        if len(self._pending) - position > _LONGEST or (final and is_left):
            raise ForbiddenOutput(f"not in the grammar: {self._around(position)}")
        self.characters += position
        self._read = (self._read + self._pending[:position])[-_CONTEXT:]
        self._pending = self._pending[position:]
        return "".join(texts)

    @property
    def unread(self) -> str:
        """What has not been understood so far, from its beginning."""
        return self._pending[:_CONTEXT]

    @property
    def last_words(self) -> str:
        """The end of what has not been understood, without its escape sequences."""
        return re.sub(r"\x1b\[[\d;?]*[A-Za-z]", "", self._pending)[-_LAST_WORDS:]

    def _take(self, token: re.Match[str]) -> str:
        match token.lastgroup:
            case "style":
                if not (self._is_styled or _BEHIND.search(token["style"])):
                    raise ForbiddenOutput("no background")
                self._is_styled = True
            case "plain":
                if not self._is_styled:
                    raise ForbiddenOutput("nothing to close")
                self._is_styled = False
            case "text":
                if not self._is_styled:
                    raise ForbiddenOutput("without a style")
                return self._write(token["text"])
            case "column":
                return self._move(int(token["row"]), int(token["column"]))
            case "forward":
                return self._move(self._row, self._column + 1 + int(token["forward"] or 1))
            case "moved":
                self._move_lines(int(token["top"]), int(token["bottom"]), int(token["moved"] or 1))
            case "begin" | "end":
                if self._is_styled:
                    raise ForbiddenOutput("within a style")
                if self._in_frame is (token.lastgroup == "begin"):
                    raise ForbiddenOutput("frames do not nest")
                self._in_frame = not self._in_frame
            case _:
                if self._in_frame or self._is_styled:
                    raise ForbiddenOutput("within a frame or a style")
                if token["query"]:
                    self.answers += _FRAMES_ARE_KNOWN
                if token["copied"] is not None:
                    self._copy(token["copied"])
        return ""

    def _write(self, text: str) -> str:
        if not text.isascii():
            _look_at(text)
        self._column += cell_len(text)
        if self._column > self._columns:
            raise ForbiddenOutput("beyond the right edge")
        return text

    def _move(self, row: int, column: int) -> str:
        if not (1 <= row <= self._rows and 1 <= column <= self._columns):
            raise ForbiddenOutput("off the screen")
        self._row, self._column = row, column - 1
        return "\n"

    def _move_lines(self, top: int, bottom: int, count: int) -> None:
        if self._is_styled:
            raise ForbiddenOutput("lines laid open would have a colour")
        if not (1 <= top < bottom <= self._rows and 1 <= count <= bottom - top):
            raise ForbiddenOutput("no such lines")

    def _copy(self, code: str) -> None:
        text = base64.b64decode(code, validate=True).decode("utf-8")
        if found := _CONTROL.search(text):
            raise ForbiddenOutput(f"U+{ord(found[0]):04X} on its way to the clipboard")
        self.copied.append(text)

    def _around(self, position: int) -> str:
        before = (self._read + self._pending[:position])[-_CONTEXT:]
        return f"{before!r} >>> {self._pending[position : position + _CONTEXT]!r}"


def _look_at(text: str) -> None:
    for char in set(text):
        if not _is_seen(char):
            raise ForbiddenOutput(f"U+{ord(char):04X} is not seen")
    for is_mark, marks in groupby(text, _is_mark):
        if is_mark and len(list(marks)) > _MOST_MARKS:
            raise ForbiddenOutput("marks pile up")


@lru_cache(maxsize=4096)
def _is_mark(char: str) -> bool:
    return unicodedata.category(char)[0] == "M"


@lru_cache(maxsize=4096)
def _is_seen(char: str) -> bool:
    return char.isprintable() and not _INVISIBLE.match(char)
