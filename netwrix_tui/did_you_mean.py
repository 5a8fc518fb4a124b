"""Suggestion for a mistyped name: the known name that is nearest to it."""

from __future__ import annotations

from collections.abc import Iterable


def did_you_mean(typed: str, names: Iterable[str]) -> str:
    """``Did you mean search? ``, with the blank behind it; empty where no name is near."""
    from difflib import get_close_matches

    by_folded = {name.casefold(): name for name in names}
    near = get_close_matches(typed.casefold(), by_folded, 1)
    return f"Did you mean {by_folded[near[0]]}? " if near else ""
