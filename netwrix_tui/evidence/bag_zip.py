"""Bag as a zip: sorted, with fixed times, and with a hash of its own bytes as its comment.

The same files make the same zip. The comment is the SHA-256 of all bytes before it: a zip holds
bytes that no file in it depends on.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Protocol, cast

from netwrix_tui.evidence.watch import Watch, step

COMMENT = 64
"""Bytes of the comment, a hash in hexadecimal."""

_NO_TIME = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_MODE = 0o100644 << 16
_PIECE = 1 << 20
_LARGE = 1 << 31


class Sink(Protocol):
    """Takes bytes."""

    def write(self, data: bytes) -> None:
        """Take further bytes."""


def write_zip(root: Path, top: str, sink: Sink, watch: Watch) -> None:
    """Write all files below ``root``, as files of the directory ``top``. Raises OSError, Cancelled.

    The sink's own errors pass through.
    """
    files = sorted(files_below(root))
    total = sum((root / name).stat().st_size for name in files)
    done = 0
    stand_in = secrets.token_bytes(COMMENT)  # no file holds it
    out = _Hashed(sink, stand_in)
    with zipfile.ZipFile(cast(IO[bytes], out), "w", zipfile.ZIP_DEFLATED) as archive:
        archive.comment = stand_in
        for name in files:
            path = root / name
            entry = zipfile.ZipInfo(f"{top}/{name}", _NO_TIME)
            entry.create_system = _UNIX
            entry.external_attr = _MODE
            entry.compress_type = zipfile.ZIP_DEFLATED
            is_large = path.stat().st_size >= _LARGE
            with path.open("rb") as file, archive.open(entry, "w", force_zip64=is_large) as member:
                while piece := file.read(_PIECE):
                    member.write(piece)
                    done += len(piece)
                    step(watch, "packing", done, total)


def files_below(root: Path) -> Iterator[str]:
    """The names of all that is no directory below a directory, with slashes. Raises OSError.

    Links are named and not followed.
    """
    with os.scandir(root) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                for name in files_below(root / entry.name):
                    yield f"{entry.name}/{name}"
            else:
                yield entry.name


class _Hashed:
    """A file that can be written alone; its last bytes become the hash of those before them."""

    def __init__(self, sink: Sink, stand_in: bytes) -> None:
        self._sink = sink
        self._stand_in = stand_in
        self._hash = hashlib.sha256()

    def write(self, data: bytes, /) -> int:
        is_last = data.endswith(self._stand_in)
        body = data[:-COMMENT] if is_last else data
        self._hash.update(body)
        self._sink.write(bytes(body))
        if is_last:
            self._sink.write(self._hash.hexdigest().encode())
        return len(data)

    def flush(self) -> None:
        return
