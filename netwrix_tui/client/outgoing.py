"""Request body of a write, which remembers whether it went out."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx

_PIECE = 256 * 1024


class OutgoingBody(httpx.AsyncByteStream):
    """Bytes that may be sent again only after a 401, and a note on whether any of them left.

    ``sent`` is how many bytes of the last attempt were taken over by the connection, 0 where none
    was; some of them may never have arrived.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.sent = 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        self.sent = 0
        view = memoryview(self._data)
        for start in range(0, len(view), _PIECE):
            piece = bytes(view[start : start + _PIECE])
            self.sent += len(piece)  # before it goes: once handed over it may arrive
            yield piece
