"""Moments and text as a case file holds them."""

from __future__ import annotations

from datetime import UTC, datetime


def written(moment: datetime) -> str:
    """``2026-03-17T09:37:11.250000Z``: texts sort as the moments do."""
    bare = moment.astimezone(UTC).replace(tzinfo=None)
    return f"{bare.isoformat(timespec='microseconds')}Z"


def read(text: str) -> datetime:
    """The moment of such a text. Raises ValueError."""
    return datetime.fromisoformat(text)


def storable(text: str) -> str:
    """The text, lone surrogates replaced: SQLite keeps UTF-8. Exact bytes are in the pages."""
    return text.encode("utf-8", "replace").decode() if not text.isascii() else text


def blob(text: str) -> bytes:
    """A text that must come back exactly, whatever it holds; :func:`text_of` reads it."""
    return text.encode("utf-8", "surrogatepass")


def text_of(data: bytes) -> str:
    """The text of such bytes."""
    return data.decode("utf-8", "surrogatepass")
