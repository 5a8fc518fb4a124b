"""Reader of the pages in a session's file, piece by piece: loaded records are on disk once."""

from __future__ import annotations

import os
import sqlite3
import sys
import zlib
from array import array
from collections import OrderedDict
from pathlib import Path
from threading import Lock

from netwrix_tui.case import schema
from netwrix_tui.case.packing import PIECE, unpacked
from netwrix_tui.errors import StorageFull, UsageError
from netwrix_tui.wire.page import Keeping

_PIECES_AT_HAND = 4
"""A megabyte: rows that stand beside each other are mostly of one piece."""


_WHOLE = 2
"""Starts of a page in one piece, however long it is."""


class PageFile:
    """A reader's own connection to the file that a keeper writes. For any thread.

    Nobody else may have that file open where it is to be left as one: :meth:`close` comes before.
    """

    def __init__(self) -> None:
        self._path: Path | None = None
        self._db: sqlite3.Connection | None = None
        self._lock = Lock()
        self._pieces: OrderedDict[tuple[int, int], bytes] = OrderedDict()
        self._is_closed = False

    def __del__(self) -> None:
        if self._db is not None:
            self._db.close()

    @property
    def path(self) -> Path | None:
        """The file; None before there is one."""
        return self._path

    def move_to(self, path: Path) -> None:
        """The same pages, by the same numbers, are in another file now."""
        with self._lock:
            self._let_go()
            self._path = path

    def let_go(self) -> None:
        """Have the file open no more before it is read again."""
        with self._lock:
            self._let_go()

    def hold(self) -> None:
        """Stay able to read a file that is about to be removed, where a system allows that."""
        if sys.platform != "win32":
            with self._lock:
                if self._path is not None and not self._is_closed:
                    self._opened()

    def close(self) -> None:
        """Let go of the file for good."""
        with self._lock:
            self._is_closed = True
            self._let_go()

    def read(self, page: int, starts: array[int], start: int, length: int) -> bytes:
        """Bytes of a page, whose pieces begin at ``starts``; one that is not packed has none.
        Raises StorageFull where the disk does not give them back.
        """
        first, last = start // PIECE, (start + max(length, 1) - 1) // PIECE
        if len(starts) == _WHOLE:
            first = last = 0
        try:
            with self._lock:
                if not starts:
                    return self._bytes(page, start, start + length)
                pieces = [self._piece(page, starts, number) for number in range(first, last + 1)]
        except (sqlite3.Error, zlib.error, UsageError) as error:
            raise StorageFull(f"A record cannot be read back from disk: {error}.") from error
        content = pieces[0] if len(pieces) == 1 else b"".join(pieces)
        begin = start - first * PIECE
        return content[begin : begin + length]

    def _piece(self, page: int, starts: array[int], number: int) -> bytes:
        key = page, number
        known = self._pieces.get(key)
        if known is None:
            piece = self._bytes(page, starts[number], starts[number + 1])
            known = self._pieces[key] = unpacked(piece)
            if len(self._pieces) > _PIECES_AT_HAND:
                self._pieces.popitem(last=False)
        return known

    def _bytes(self, page: int, start: int, end: int) -> bytes:
        """Of what the file has of a page."""
        with self._opened().blobopen("page", "content", page, readonly=True) as blob:
            blob.seek(start, os.SEEK_SET)
            return blob.read(end - start)

    def _opened(self) -> sqlite3.Connection:
        if self._db is None:
            if self._path is None or self._is_closed:
                raise UsageError("The session is over")
            self._db = schema.open_for_reading(self._path)
        return self._db

    def _let_go(self) -> None:
        db, self._db = self._db, None
        self._pieces.clear()
        if db is not None:
            db.close()


class KeptContent:
    """The bytes of an answer: in memory until they are in the file. A KeptBytes."""

    __slots__ = ("_content", "_file", "_is_lost", "_page", "_starts")

    def __init__(self, content: bytes | None) -> None:
        """None for what is in a file already: :meth:`kept` says where."""
        self._content = content
        self._file: PageFile | None = None
        self._page = 0
        self._starts: array[int] = array("I")
        self._is_lost = False

    @property
    def keeping(self) -> Keeping:
        """Whether the file has them."""
        if self._content is None:
            return Keeping.KEPT
        return Keeping.LOST if self._is_lost else Keeping.WAITING

    def kept(self, file: PageFile, page: int, starts: array[int]) -> None:
        """They are committed."""
        self._file, self._page, self._starts = file, page, starts
        self._content = None

    def lost(self) -> None:
        """They will not be in the file."""
        self._is_lost = True

    def read(self, start: int, length: int) -> bytes:
        """Some of them. Raises StorageFull where a disk fails."""
        content = self._content
        if content is not None:
            return content[start : start + length]
        assert self._file is not None  # noqa: S101 - set before the content goes
        return self._file.read(self._page, self._starts, start, length)
