"""Checks the two chains: of pages and of custody. A line that was moved breaks it at its place."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from netwrix_tui.case import chain
from netwrix_tui.case.moments import written
from netwrix_tui.evidence.differences import Differences


def check_custody(
    lines: Iterable[tuple[datetime, str, str, str, str, bytes]],
    name: str,
    found: Differences,
    word: str = "line",
) -> int:
    """Lines as (at, user, host, act, detail, chain), in order; returns how many there are.

    Each is compared with what follows from the one before it, so that the one that differs is
    named, and not all behind it.
    """
    last, count = chain.EMPTY, 0
    for count, (at, user, host, act, detail, told) in enumerate(lines, 1):
        if chain.link(last, chain.custody_digest(at, user, host, act, detail)) != told:
            found.add(
                name,
                f"{word} {count} ({act!a} of {written(at)}) does not follow from those before it",
            )
        last = told
    if not count:
        found.add(name, "it has no line of custody")
    return count


def check_pages(
    pages: Iterable[tuple[int, bytes, bytes]], name: str, found: Differences
) -> dict[int, bytes]:
    """Pages as (number, hash, chain), in order; returns the hashes by number."""
    last, hashes = chain.EMPTY, {}
    for number, sha256, told in pages:
        if chain.link(last, sha256) != told:
            found.add(name, f"the chain of page {number} does not follow from those before it")
        last = told
        hashes[number] = sha256
    return hashes
