"""Bodies of answers: decompressed as they come, and bounded behind each decoder."""

from __future__ import annotations

import asyncio
import gzip
import tracemalloc
import zlib
from collections.abc import Iterator
from functools import cache

import httpx
import pytest

from netwrix_tui.client import body
from netwrix_tui.client.body import BodyDecoder, BodySize, beginning_of_body, whole_body
from netwrix_tui.client.connection import Connection
from netwrix_tui.errors import BrokenPage, NetwrixTuiError, ServerRefused

SERVER = Connection("http://nwx01")
TEXT = b'{"ActivityRecordList":[' + b'{"RID":"1"},' * 20_000


def bare_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


class Chunks(httpx.AsyncByteStream):
    """A body that comes in pieces of a size."""

    def __init__(self, data: bytes, size: int) -> None:
        self.data, self.size = data, size
        self.given = 0

    async def __aiter__(self):  # type: ignore[no-untyped-def]
        for at in range(0, len(self.data), self.size):
            self.given += self.size
            yield self.data[at : at + self.size]


def answer(data: bytes, coding: str, size: int = 1_000) -> httpx.Response:
    return httpx.Response(200, headers={"Content-Encoding": coding}, stream=Chunks(data, size))


def read(data: bytes, coding: str, most: int = 1 << 20, size: int = 1_000) -> bytes:
    return asyncio.run(whole_body(answer(data, coding, size), SERVER, most, BodySize()))


@pytest.mark.parametrize("size", [1, 1_000, 1_000_000])
@pytest.mark.parametrize(
    ("coding", "data"),
    [
        ("", TEXT),
        ("identity", TEXT),
        ("utf-8", TEXT),
        ("gzip", gzip.compress(TEXT)),
        ("X-GZIP", gzip.compress(TEXT)),
        ("gzip", gzip.compress(TEXT[:999]) + gzip.compress(TEXT[999:])),
        ("gzip", gzip.compress(TEXT) + b"\0" * 512),
        ("deflate", zlib.compress(TEXT)),
        ("deflate", bare_deflate(TEXT)),
        ("gzip, gzip", gzip.compress(gzip.compress(TEXT))),
        ("deflate,identity , gzip", gzip.compress(zlib.compress(TEXT))),
    ],
    ids=range(11),
)
def test_each_coding_is_taken_off(coding: str, data: bytes, size: int) -> None:
    assert read(data, coding, size=size if len(data) < 10_000 else max(size, 1_000)) == TEXT


@pytest.mark.parametrize(
    ("coding", "data", "says"),
    [
        ("gzip", gzip.compress(TEXT)[:-12], "ends in the middle"),
        ("gzip", TEXT, "damaged"),
        ("gzip, gzip", gzip.compress(TEXT), "damaged"),
        ("br", TEXT, "compressed with “br”"),
        ("gzip, ZSTD", TEXT, "compressed with “zstd”"),
        (", ".join(["gzip"] * 5), TEXT, "compressed 5 times over"),
        (", ".join(["gzip"] * 10_000), TEXT, "compressed 10,000 times over"),
    ],
    ids=range(7),
)
def test_what_cannot_be_taken_off_is_told(coding: str, data: bytes, says: str) -> None:
    with pytest.raises(BrokenPage) as raised:
        read(data, coding)
    assert says in raised.value.sentence()
    assert raised.value.next_step


@cache
def once_packed() -> bytes:
    packer = zlib.compressobj(9, wbits=31)
    return b"".join(packer.compress(b"\0" * 1_000_000) for _ in range(150)) + packer.flush()


def bombs() -> Iterator[tuple[str, bytes]]:
    """What comes out is 150 MB, or 150 MB in between."""
    once = once_packed()
    yield "gzip", once
    yield "gzip, gzip", gzip.compress(once)
    yield "gzip, gzip, gzip", gzip.compress(gzip.compress(once))
    yield "deflate, gzip", gzip.compress(once)


@pytest.mark.parametrize("most", [1 << 20, body.LONGEST_ANSWER])
def test_a_bomb_is_given_up_before_it_fills_the_memory(most: int) -> None:
    for coding, data in bombs():
        tracemalloc.start()
        try:
            with pytest.raises((ServerRefused, BrokenPage)) as raised:
                read(data, coding, most)
            assert tracemalloc.get_traced_memory()[1] < 48 << 20
        finally:
            tracemalloc.stop()
        assert raised.value.next_step


def test_a_bomb_in_place_of_an_error_is_its_beginning() -> None:
    for coding, data in bombs():
        found = asyncio.run(beginning_of_body(answer(data, coding), SERVER, 70_000))
        assert found in (b"\0" * 70_000, b"")


def test_the_middle_of_a_coding_is_bounded_too() -> None:
    packed = gzip.compress(gzip.compress(b"x" * 900_000, 0), 9)
    decoder = BodyDecoder(["gzip", "gzip"], SERVER, 800_000)
    with pytest.raises(ServerRefused):
        for _ in decoder.feed(packed):
            pass


def test_others_have_their_turn_while_much_comes_out_of_little() -> None:
    data = gzip.compress(b"\0" * 12_000_000)
    turns = 0

    async def run() -> None:
        nonlocal turns
        reading = asyncio.ensure_future(
            whole_body(answer(data, "gzip", len(data)), SERVER, 1 << 30, BodySize())
        )
        while not reading.done():
            turns += 1
            await asyncio.sleep(0)
        await reading

    asyncio.run(run())
    assert turns > 8


def test_what_is_given_up_can_be_cancelled_in_the_middle() -> None:
    data = gzip.compress(b"\0" * 12_000_000)
    received = BodySize()

    async def run() -> None:
        chunks = answer(data, "gzip", 200)
        reading = asyncio.ensure_future(whole_body(chunks, SERVER, 1 << 30, received))
        while not received.size:
            await asyncio.sleep(0)
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading

    asyncio.run(run())
    assert received.size < 12_000_000


def test_nothing_is_compressed_where_nothing_comes() -> None:
    assert read(b"", "gzip") == b""


def test_the_errors_are_the_programs_own() -> None:
    for data in (b"\x1f\x8b", b"\x1f\x8b\x08\x00" + b"\xff" * 90, b"\0" * 9):
        for coding in ("gzip", "deflate", "gzip, deflate"):
            with pytest.raises(NetwrixTuiError):
                read(data, coding)
