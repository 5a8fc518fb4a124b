"""Packing of pages: a zlib stream that any tool can unpack; single parts can be read as well.

Each piece of 256 KB is compressed by itself and ends at a byte (``Z_FULL_FLUSH`` of zlib's manual),
so that a record can be read without everything before it. If pages come faster than they are
packed, some stay unpacked: loading must not wait.
"""

from __future__ import annotations

import zlib
from array import array
from typing import NamedTuple

PIECE = 262_144
"""Bytes; unpacked in about a millisecond."""

_LEVEL = 1
"""Of zlib: pages become a fifth of their size in 5 ms a megabyte; higher levels gain little."""

_HEADER = 2
_FLUSHED = b"\0\0\xff\xff"
"""The end of an empty block, with which each piece but the last ends; chance has it too."""

_BARE = -15
"""Window bits of a stream without header and checksum."""


class Packed(NamedTuple):
    """A page as it is in the file, and where in it each piece begins; the last of ``starts`` is its
    end. It has none where it is not packed.
    """

    content: bytes
    starts: array[int]


def as_it_came(content: bytes) -> Packed:
    """The content, not packed."""
    return Packed(content, array("I"))


def packed(content: bytes) -> Packed:
    """The content as one zlib stream."""
    packer = zlib.compressobj(_LEVEL)
    if len(content) <= PIECE:
        whole = packer.compress(content) + packer.flush()
        return Packed(whole, array("I", (_HEADER, len(whole))))
    view = memoryview(content)
    starts = array("I", (_HEADER,))
    parts: list[bytes] = []
    length = 0
    for first in range(0, len(content), PIECE):
        is_last = first + PIECE >= len(content)
        for part in (
            packer.compress(view[first : first + PIECE]),
            packer.flush(zlib.Z_FINISH if is_last else zlib.Z_FULL_FLUSH),
        ):
            parts.append(part)
            length += len(part)
        starts.append(length)
    return Packed(b"".join(parts), starts)


def unpacked(piece: bytes) -> bytes:
    """A piece as it was. Raises zlib.error."""
    return zlib.decompressobj(_BARE).decompress(piece)


def unpacked_whole(content: bytes) -> tuple[bytes, array[int]]:
    """A packed page as it was, and where its pieces begin: one alone where another program, or an
    earlier version of this one, has packed it. Raises zlib.error.
    """
    starts = array("I", (_HEADER,))
    pieces: list[bytes] = []
    end = content.find(_FLUSHED, _HEADER)
    while end >= 0:
        end += len(_FLUSHED)
        piece = _tried(content[starts[-1] : end])
        if piece is not None and len(piece) == PIECE:
            pieces.append(piece)
            starts.append(end)
        end = content.find(_FLUSHED, end)
    whole = zlib.decompress(content) if not pieces else _with_last(content, starts[-1], pieces)
    starts.append(len(content))
    return whole, starts


def _with_last(content: bytes, start: int, pieces: list[bytes]) -> bytes:
    last = zlib.decompressobj(_BARE)
    whole = b"".join((*pieces, last.decompress(content[start:])))
    if last.unused_data != zlib.adler32(whole).to_bytes(4, "big"):
        raise zlib.error("its checksum is another one")
    return whole


def _tried(piece: bytes) -> bytes | None:
    """What may be a piece; None where its bytes only look as if it ended here."""
    try:
        return unpacked(piece)
    except zlib.error:
        return None
