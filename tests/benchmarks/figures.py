"""What a benchmark hands over, and the table it is printed in."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable
from dataclasses import astuple, dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One line: what was measured, the value with its unit, what it is compared to, and the bound
    on the two. Nothing to compare with, or no bound, is left empty.
    """

    what: str
    measured: str
    compared_to: str = ""
    ratio: str = ""
    bound: str = ""


_HEAD = Figure("what", "measured", "compared to", "ratio", "bound")


def verdict(bound: str, kept: bool) -> str:
    """The bound with whether it was kept, told in words."""
    return f"{bound}: {'kept' if kept else 'MISSED'}"


def share(part: float, whole: float) -> str:
    """A ratio as people say it: ``1/30`` or ``1.12``."""
    return f"1/{whole / part:.0f}" if part * 2 <= whole else f"{part / whole:.2f}"


def table(figures: Iterable[Figure]) -> str:
    """The figures below their headings, each column as wide as it has to be."""
    rows = [astuple(figure) for figure in (_HEAD, *figures)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    rows.insert(1, tuple("─" * width for width in widths))
    lines = ("  ".join(map(str.ljust, row, widths)) for row in rows)
    return "\n".join(line.rstrip() for line in lines)


def machine() -> str:
    """What it was measured on, and how many processes wanted its processors meanwhile."""
    load = f"{os.getloadavg()[0]:.1f}"
    return f"Python {platform.python_version()}, {os.cpu_count()} processors, load {load}"
