"""Groups that a source itself has counted of everything that matches."""

from __future__ import annotations

from dataclasses import dataclass

BARS = 16
"""Slots of time of a group's small bar."""


@dataclass(frozen=True, slots=True)
class SourceGroup:
    """One group: its values, how many records, the first and the last moment in microseconds since
    1970 (None where none tells its time), how many different Who, What and Workstation, and how
    many records in each slot of time.
    """

    values: tuple[str, ...]
    count: int
    first: int | None
    last: int | None
    distinct: tuple[int, ...]
    over_time: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceGroups:
    """The groups with the most records, of ``number`` groups of ``records`` in all.

    Slots of time begin at ``start`` and are ``width`` microseconds wide; 0 where no record tells
    its time.
    """

    groups: tuple[SourceGroup, ...] = ()
    number: int = 0
    records: int = 0
    start: int = 0
    width: int = 0
