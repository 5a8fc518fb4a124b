"""Body of an answer, decompressed as it comes and bounded at the output of each decoder.

Every answer is read here, whoever asked: what is short on the wire may be gigabytes behind one
decoder, and more behind two. Source of the codings: RFC 9110, 8.4.1.
"""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from io import BytesIO

import httpx

from netwrix_tui.client.connection import Connection
from netwrix_tui.errors import BrokenPage, ServerRefused
from netwrix_tui.foreign_text import foreign
from netwrix_tui.wire.limits import LONGEST_ERROR_LIST

LONGEST_ANSWER = 512 * 1024 * 1024
"""Bytes of a page, decompressed, beyond which it is given up: a page of it would not fit into
memory a few times over, which decoding takes."""

LONGEST_REPLY = LONGEST_ERROR_LIST
"""Bytes that are read of an answer that is no page: the API's own are short."""

MOST_CODINGS = 4
"""Codings of one answer; each takes a window of its own."""

_SWOLLEN, _MOST_SWOLLEN = 16 * 1024 * 1024, 500
"""Bytes from which on it is looked how many times longer a body is than what came of it; pages of
records get some thirty times shorter."""

_STEP = 64 * 1024
"""Bytes that a decoder gives at once."""

_TURN = 1024 * 1024
"""Bytes after which others on the loop have their turn, a cancellation among them."""

_PER_PIECE = 512
"""What a piece of any length counts for besides: its handling takes as long as so many bytes."""

_GZIP_MAGIC = b"\x1f\x8b"
_UNREADABLE = frozenset({"br", "zstd", "compress", "x-compress", "dcb", "dcz"})
"""Codings that nobody asked for. Names that are none are left alone: some servers put a charset
there."""


@dataclass(slots=True)
class BodySize:
    """How many bytes of a body have come so far, decompressed."""

    size: int = 0


async def whole_body(
    response: httpx.Response, connection: Connection, most: int, received: BodySize
) -> bytes:
    """All of a body; ``received`` is kept up to date.

    Raises BrokenPage where it cannot be decompressed, ServerRefused beyond ``most`` bytes, and
    httpx.HTTPError where it ends early.
    """
    decoder = BodyDecoder(codings(response), connection, most)
    kept = BytesIO()
    since = 0
    async for chunk in response.aiter_raw():
        for piece in decoder.feed(chunk):
            kept.write(piece)
            since += len(piece) + _PER_PIECE
            if kept.tell() > most:
                raise too_long(connection, most)
            if since > _TURN:
                since = 0
                await asyncio.sleep(0)
        received.size = kept.tell()
    decoder.end()
    return kept.getvalue()  # not a copy, unlike a bytearray's


async def beginning_of_body(
    response: httpx.Response, connection: Connection, most: int = LONGEST_REPLY
) -> bytes:
    """At most so many bytes of a body, as far as it can be decompressed; the rest is left unread.

    Raises httpx.HTTPError where it ends early.
    """
    kept = BytesIO()
    try:
        decoder = BodyDecoder(codings(response), connection, LONGEST_ANSWER)
        async for chunk in response.aiter_raw():
            for piece in decoder.feed(chunk):
                kept.write(piece[: most - kept.tell()])
                if kept.tell() >= most:
                    return kept.getvalue()
            await asyncio.sleep(0)
    except (BrokenPage, ServerRefused):
        pass  # what it says is no page anyway
    return kept.getvalue()


def codings(response: httpx.Response) -> list[str]:
    """The names in Content-Encoding, in lower case, in the order in which they were applied."""
    named = response.headers.get_list("Content-Encoding", split_commas=True)
    return [name.strip().lower() for name in named if name.strip()]


class BodyDecoder:
    """Takes codings off, the last one first. Raises BrokenPage for those that cannot be."""

    def __init__(self, names: Sequence[str], connection: Connection, most: int) -> None:
        self._connection, self._most = connection, most
        unreadable = [name for name in names if name in _UNREADABLE]
        if unreadable:
            raise BrokenPage(
                f"The answer of {connection.server} is compressed with "
                f"{foreign(unreadable[0], 20)}.",
                cause="Only gzip was asked for: another program, or a proxy in between, answers.",
                next_step="Connect to the server itself, without a proxy.",
            )
        makers = {"gzip": _Gzip, "x-gzip": _Gzip, "deflate": _Deflate}
        self._came = 0
        self._layers: list[_Inflater] = [makers[n]() for n in reversed(names) if n in makers]
        if len(self._layers) > MOST_CODINGS:
            raise BrokenPage(
                f"The answer of {connection.server} is compressed {len(self._layers):,} times "
                "over.",
                cause=f"More than {MOST_CODINGS} times in a row: no server does that.",
                next_step="Check what answers at this address.",
            )

    def feed(self, data: bytes) -> Iterator[bytes]:
        """What further bytes decompress to, piece by piece."""
        self._came += len(data)
        return self._through(data, 0)

    def end(self) -> None:
        """Nothing more comes. Raises BrokenPage where something is lacking."""
        if not all(layer.is_whole for layer in self._layers):
            raise self._broken("It ends in the middle: it was damaged on the way.")

    def _through(self, data: bytes, at: int) -> Iterator[bytes]:
        if at == len(self._layers):
            yield data
            return
        layer = self._layers[at]
        try:
            for piece in layer.feed(data):
                if layer.given > self._most:
                    raise too_long(self._connection, self._most)
                if layer.given > max(_SWOLLEN, self._came * _MOST_SWOLLEN):
                    raise self._broken(
                        f"It gets more than {_MOST_SWOLLEN} times longer than what came: it is "
                        "made to fill the memory.",
                        "Check what answers at this address.",
                    )
                yield from self._through(piece, at + 1)
        except zlib.error as error:
            raise self._broken("It was damaged on the way.") from error

    def _broken(self, cause: str, next_step: str = "Try again.") -> BrokenPage:
        return BrokenPage(
            f"The answer of {self._connection.server} cannot be decompressed.",
            cause=cause,
            next_step=next_step,
        )


def too_long(connection: Connection, most: int) -> ServerRefused:
    """The error for a page, or what it is decompressed from, that is longer than ``most`` bytes."""
    return ServerRefused(
        f"The answer of {connection.server} is longer than {most:,} bytes and was given up.",
        status=httpx.codes.OK,
        cause="Some of its records hold very long values.",
        next_step="Ask for smaller pages, or narrow the search.",
    )


class _Inflater:
    """One coding. ``given`` counts the bytes that came out of it."""

    wbits = 0

    def __init__(self) -> None:
        self._inflate = zlib.decompressobj(self.wbits)
        self._has_begun = False
        self.given = 0

    @property
    def is_whole(self) -> bool:
        """True where what came is complete; nothing at all is, too."""
        return self._inflate.eof or not self._has_begun

    def feed(self, data: bytes) -> Iterator[bytes]:
        """What comes out, in pieces. Raises zlib.error."""
        while data:
            if self._inflate.eof:
                data = self._behind(data)
                continue
            piece = self._inflate.decompress(data, _STEP)
            self._has_begun = True
            data = self._inflate.unused_data or self._inflate.unconsumed_tail
            if piece:
                self.given += len(piece)
                yield piece

    def _behind(self, data: bytes) -> bytes:
        """What to go on with of bytes behind the end."""
        return b""


class _Gzip(_Inflater):
    """RFC 1952: members one after the other."""

    wbits = zlib.MAX_WBITS | 16

    def _behind(self, data: bytes) -> bytes:
        if not _GZIP_MAGIC.startswith(data[:2]):
            return b""  # filling
        self._inflate = zlib.decompressobj(self.wbits)
        return data


class _Deflate(_Inflater):
    """Of zlib (RFC 1950); some servers send the bare stream instead."""

    wbits = zlib.MAX_WBITS

    def __init__(self) -> None:
        super().__init__()
        self._head = b""

    def feed(self, data: bytes) -> Iterator[bytes]:
        if len(self._head) < _ZLIB_HEAD:
            self._head += data
            if len(self._head) < _ZLIB_HEAD:
                return
            is_zlib = self._head[0] & 15 == zlib.DEFLATED
            if not is_zlib or int.from_bytes(self._head[:_ZLIB_HEAD]) % 31:
                self._inflate = zlib.decompressobj(-zlib.MAX_WBITS)
            data, self._head = self._head, self._head[:_ZLIB_HEAD]
        yield from super().feed(data)


_ZLIB_HEAD = 2
"""Bytes of zlib's head, of which the last bits make it divisible by 31."""


@asynccontextmanager
async def whole_within(seconds: float) -> AsyncIterator[None]:
    """What is inside may take so long altogether. Raises httpx.ReadTimeout beyond that.

    A server that drips its answer keeps to every bound of one read.
    """
    bound = asyncio.timeout(seconds)
    try:
        async with bound:
            yield
    except TimeoutError as error:
        if not bound.expired():
            raise
        raise httpx.ReadTimeout(f"not whole within {seconds:g} s") from error
