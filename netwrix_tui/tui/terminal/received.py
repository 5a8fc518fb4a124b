"""What a terminal sends, taken apart: bytes as they come, torn anywhere, into whole pieces.

Textual reads a terminal as UTF-8, strictly, and types whatever sequence it does not know: one byte
of another encoding ends it, an answer that comes late acts as keys. Here every byte becomes a part
of some piece, and a piece that is no key never turns into some.
"""

from __future__ import annotations

from collections.abc import Iterator

from netwrix_tui.tui.terminal.late_tail import is_answer, may_become_answer
from netwrix_tui.tui.terminal.pieces import BEGINNINGS, Kind, Piece, next_piece, pasted, torn

_ESC = 0x1B
_PASTE_BEGINS, _PASTE_ENDS = b"\x1b[200~", b"\x1b[201~"
_LONGEST_KEY = 8
"""Bytes; more than that at once, after a pause, is more of what was pasted."""

_SHORT, _LONG, _PASTING = 1.0, 2.0, 5.0
"""Seconds that what is torn is waited for: a character, a sequence, a paste."""

_AFTERWARDS = 3.0
"""Seconds in which the rest of what was given up may still come."""


class Received:
    """Takes bytes, gives pieces. Times are by any clock that only goes forward, in seconds."""

    def __init__(self) -> None:
        self._held = bytearray()
        self._pasting = False
        self._stalled = False
        self._searched = 0
        self._given_up = b""
        self._given_up_at = 0.0
        self._is_tail = False

    def patience(self, escape: float) -> float | None:
        """Seconds after which :meth:`give_up` is due without a further byte; None: never.

        ``escape`` is how long the rest of a sequence may take after its first byte.
        """
        if self._pasting:
            return None if self._stalled else _PASTING
        held = bytes(self._held)
        if not held:
            return None
        if self._is_tail or (held[0] == _ESC and len(held) < 3 and held not in BEGINNINGS):
            return escape
        return _LONG if len(held) > 2 and held[0] == _ESC else max(_SHORT, escape)

    def feed(self, data: bytes, now: float) -> Iterator[Piece]:
        """What has become whole with these bytes."""
        if self._pasting:
            self._after_a_stall(data)
        if self._is_tail:
            data = bytes(self._held) + data
            self._held.clear()
            self._is_tail = False
        if not (self._held or self._pasting):
            data = self._joined(data, now)
        self._held += data
        while self._held and not self._is_tail:
            taken = self._pasted() if self._pasting else next_piece(self._held)
            if taken is None:
                break
            piece, length = taken
            del self._held[:length]
            if piece.raw == _PASTE_BEGINS:
                self._pasting = True
            elif piece.text or piece.kind is not Kind.PASTED:
                yield piece

    def give_up(self, now: float) -> Iterator[Piece]:
        """What was waited for does not come: what there is, as it is."""
        held = bytes(self._held)
        self._held.clear()
        self._searched = 0
        if self._pasting:
            self._stalled = True
            if held:
                yield pasted(held)
        elif self._is_tail:
            self._is_tail = False
            yield Piece(Kind.TEXT, held.decode("ascii", "replace"), held)
        elif held:
            self._given_up, self._given_up_at = held, now
            yield torn(held)

    def _after_a_stall(self, data: bytes) -> None:
        """A paste that stood still has ended where a key comes by itself."""
        if self._stalled:
            self._stalled = False
            is_escaped = data[:1] == b"\x1b" and not data.startswith(_PASTE_ENDS[:4])
            is_key = len(data) == 1 or (is_escaped and len(data) <= _LONGEST_KEY)
            self._pasting = not is_key

    def _joined(self, data: bytes, now: float) -> bytes:
        """The data, with what was given up where it is the late rest of that."""
        given_up, self._given_up = self._given_up, b""
        if given_up and now - self._given_up_at < _AFTERWARDS:
            if is_answer(given_up + data):
                return given_up + data
            if may_become_answer(given_up + data):
                self._is_tail = True
                self._given_up = given_up
                return data
        # An answer whose first byte was lost, or came long ago.
        return b"\x1b" + data if is_answer(b"\x1b" + data) else data

    def _pasted(self) -> tuple[Piece, int] | None:
        end = self._held.find(_PASTE_ENDS, self._searched)
        self._searched = max(0, len(self._held) - len(_PASTE_ENDS)) if end < 0 else 0
        if end < 0:
            return None
        self._pasting = False
        return pasted(bytes(self._held[:end])), end + len(_PASTE_ENDS)
