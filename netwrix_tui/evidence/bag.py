"""BagIt: a directory whose payload is listed with its hashes (RFC 8493, version 1.0).

``data/`` is the payload, listed in ``manifest-sha256.txt``; the tag files beside it are listed in
``tagmanifest-sha256.txt``. ``sha256sum -c manifest-sha256.txt`` checks the payload.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
DATA = "data"
MANIFEST = "manifest-sha256.txt"
TAG_MANIFEST = "tagmanifest-sha256.txt"
TAGS = ("bag-info.txt", "bagit.txt", MANIFEST)
"""What the tag manifest lists, sorted."""

_PIECE = 1 << 20


class BagFile:
    """A file of the payload, which is hashed while it is written. Raises OSError."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._hash = hashlib.sha256()
        self.size = 0

    def write(self, data: bytes) -> None:
        """Write further bytes."""
        self._file.write(data)
        self._hash.update(data)
        self.size += len(data)

    @property
    def sha256(self) -> str:
        """Of what was written so far, in hexadecimal."""
        return self._hash.hexdigest()


class BagWriter:
    """Fills an empty directory. Everything raises OSError."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.hashes: dict[str, str] = {}
        """Of the payload: ``data/…`` and its SHA-256."""
        self.size = 0
        """Bytes of the payload."""

    @contextmanager
    def file(self, name: str) -> Iterator[BagFile]:
        """A new file of the payload by its name below ``data/``."""
        path = self.path(name)
        with _new_file(path) as file:
            bag_file = BagFile(file)
            yield bag_file
        self._list(name, bag_file.sha256, bag_file.size)

    def path(self, name: str) -> Path:
        """Where a file of the payload stands; its directory is made."""
        path = self.root / DATA / name
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return path

    def take(self, name: str) -> None:
        """List a file of the payload that something else has written there."""
        path = self.path(name)
        self._list(name, sha256_of(path), path.stat().st_size)

    def close(self, info: Sequence[tuple[str, str]]) -> bytes:
        """Write the tag files; returns the tag manifest. ``info`` is for ``bag-info.txt``."""
        (self.root / DATA).mkdir(mode=0o700, exist_ok=True)
        lines = [*info, ("Payload-Oxum", f"{self.size}.{len(self.hashes)}")]
        text = "".join(f"{label}: {value}\n" for label, value in lines).encode()
        tags = {
            "bag-info.txt": text,
            "bagit.txt": DECLARATION,
            MANIFEST: manifest_text(self.hashes),
        }
        listed = manifest_text({n: hashlib.sha256(t).hexdigest() for n, t in tags.items()})
        for name, content in (*tags.items(), (TAG_MANIFEST, listed)):
            with _new_file(self.root / name) as file:
                file.write(content)
        return listed

    def _list(self, name: str, sha256: str, size: int) -> None:
        self.hashes[f"{DATA}/{name}"] = sha256
        self.size += size


def manifest_text(hashes: Mapping[str, str]) -> bytes:
    """A manifest as it is written here: sorted, a line each, in the one way that there is."""
    return "".join(f"{hashes[name]}  {name}\n" for name in sorted(hashes)).encode()


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _new_file(path: Path) -> Iterator[BinaryIO]:
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with open(descriptor, "wb", buffering=_PIECE) as file:
        yield file
        file.flush()
        os.fsync(descriptor)
