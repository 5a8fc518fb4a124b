"""Blocks of 1,024 records as columns of codes, drawn again whenever they are needed.

A code is a position in a tuple of names: a search judges each name once and then only looks codes
up. Nothing but a few recent blocks is kept, so a million records cost no memory.
"""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Sequence
from functools import cached_property
from random import Random

from netwrix_tui.demo.company import NO_STATION, UNKNOWN_STATION, Company, Pool
from netwrix_tui.demo.events import KINDS
from netwrix_tui.demo.events.kind import Station
from netwrix_tui.demo.work_rhythm import Timeline

BLOCK = 1024
_KEPT = 48
_NIGHT_OWLS = 25
"""So many people work in the night and on weekends; the others sleep."""


class Tables:
    """What bits of a salt mean: the weights of kinds, actors and places, spread over tables."""

    def __init__(self, company: Company, seed: int) -> None:
        self.company = company
        nights = [(code, kind.night) for code, kind in enumerate(KINDS)]
        days = [(code, kind.day) for code, kind in enumerate(KINDS)]
        self.kinds = (_spread(nights, 1 << 16), _spread(days, 1 << 16))
        rng = Random(f"habits {seed}")
        pools = {pool: _habits(company.pools[pool], rng) for pool in Pool}
        owls = {**pools, **{p: _habits(company.pools[p][:_NIGHT_OWLS], rng) for p in _SLEEPERS}}
        self.actors = tuple(
            tuple(by_pool[kind.pool] for kind in KINDS) for by_pool in (owls, pools)
        )
        # In the order of the places: that of a set is another one in each process.
        sources = dict.fromkeys(place.source for place in company.places)
        places = {
            source: _habits([c for c, p in enumerate(company.places) if p.source == source], rng)
            for source in sources
        }
        self.places = tuple(places[kind.source] for kind in KINDS)
        self.stations = tuple(kind.station for kind in KINDS)


_SLEEPERS = (Pool.PEOPLE, Pool.PEOPLE_CLOUD)


def _habits(codes: Sequence[int], rng: Random) -> array[int]:
    """A table of 4,096 codes in which a few come up often and most now and then."""
    shuffled = rng.sample(list(codes), len(codes))
    return _spread([(code, 1 / (rank + 4)) for rank, code in enumerate(shuffled)], 1 << 12)


def _spread(weights: Sequence[tuple[int, float]], size: int) -> array[int]:
    total = sum(weight for _, weight in weights)
    table = array("H")
    reached = 0.0
    for code, weight in weights:
        reached += weight
        table.extend([code] * (round(reached / total * size) - len(table)))
    return table


class Block:
    """The codes of one block. Each column is drawn when it is first asked for."""

    def __init__(self, number: int, tables: Tables, timeline: Timeline) -> None:
        self.first = number * BLOCK
        self._tables = tables
        self._timeline = timeline
        seed = f"{timeline.seed} {number}"
        self.salts = array("Q", Random(seed).randbytes(8 * BLOCK))

    @cached_property
    def _working(self) -> list[int]:
        return self._timeline.working(self.first, self.first + BLOCK)

    @cached_property
    def kinds(self) -> list[int]:
        """Positions in KINDS."""
        tables = self._tables.kinds
        return [tables[w][s & 0xFFFF] for w, s in zip(self._working, self.salts, strict=True)]

    @cached_property
    def actors(self) -> list[int]:
        """Positions in the company's actors."""
        tables = self._tables.actors
        return [
            tables[w][k][s >> 16 & 0xFFF]
            for w, k, s in zip(self._working, self.kinds, self.salts, strict=True)
        ]

    @cached_property
    def places(self) -> list[int]:
        """Positions in the company's places."""
        tables = self._tables.places
        return [tables[k][s >> 28 & 0xFFF] for k, s in zip(self.kinds, self.salts, strict=True)]

    @cached_property
    def stations(self) -> list[int]:
        """Positions in the company's stations."""
        return [
            self._station(kind, actor, salt)
            for kind, actor, salt in zip(self.kinds, self.actors, self.salts, strict=True)
        ]

    def _station(self, kind: int, actor: int, salt: int) -> int:
        rule = self._tables.stations[kind]
        if rule is Station.NONE:
            return NO_STATION
        company = self._tables.company
        if rule is Station.ADDRESS:
            return company.actors[actor].address
        luck = salt >> 40 & 0xFF
        if luck < 4:
            return UNKNOWN_STATION
        if luck < 10:
            return (salt >> 48) % len(company.stations) or UNKNOWN_STATION
        return company.actors[actor].station


class Blocks:
    """The blocks of a data set; a few dozen recent ones are kept."""

    def __init__(self, tables: Tables, timeline: Timeline) -> None:
        self._tables = tables
        self._timeline = timeline
        self._kept: OrderedDict[int, Block] = OrderedDict()

    def holding(self, index: int) -> Block:
        """The block that holds the record at ``index``."""
        number = index // BLOCK
        block = self._kept.get(number)
        if block is None:
            block = self._kept[number] = Block(number, self._tables, self._timeline)
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        else:
            self._kept.move_to_end(number)
        return block
