"""Known names of people, put together from links; ambiguous ones are told, never chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from netwrix_tui.records.name_forms import NameKind, kind_of, leaf_of, login_of
from netwrix_tui.searches.name_links import Link


@dataclass(frozen=True, slots=True)
class Form:
    """One name of a person, and the link that it is known by; ``is_shared`` where others bear it.

    ``link`` is None for the name that a path ends with.
    """

    name: str
    link: Link | None = None
    is_shared: bool = False

    @property
    def kind(self) -> NameKind:
        """Which form it is."""
        return kind_of(self.name)


@dataclass(frozen=True, slots=True)
class Person:
    """All known names of one person: those that identify somebody first, display names last."""

    forms: tuple[Form, ...]

    @property
    def label(self) -> str:
        """The account, else whatever comes first."""
        return next((f.name for f in self.forms if f.kind is NameKind.ACCOUNT), self.forms[0].name)

    @property
    def searched(self) -> tuple[str, ...]:
        """The names that are this person's alone."""
        return tuple(form.name for form in self.forms if not form.is_shared)


class KnownNames:
    """What is known of names by a set of links. Immutable."""

    def __init__(self, links: Iterable[Link] = ()) -> None:
        self._near: dict[str, dict[str, Link]] = {}
        self._spelling: dict[str, str] = {}
        for link in links:
            first, second = link.first.casefold(), link.second.casefold()
            self._near.setdefault(first, {}).setdefault(second, link)
            self._near.setdefault(second, {}).setdefault(first, link)
            self._spelling |= {first: link.first, second: link.second}

    def people(self, name: str) -> list[Person]:
        """Whoever bears a name: one person, or several where it is ambiguous; none if unknown.

        It may be any form of the name, also a login alone.
        """
        asked = name.strip().casefold()
        if not asked:
            return []
        at = self._index.get(asked) or self._by_login.get(asked) or ()
        return [self._people[place] for place in at]

    @cached_property
    def everybody(self) -> list[Person]:
        """All people that have more than one name."""
        return [person for person in self._people if len(person.forms) > 1]

    @cached_property
    def _people(self) -> list[Person]:
        groups = list(self._groups())
        borne: dict[str, int] = {}
        for group in groups:
            for name in group:
                borne[name] = borne.get(name, 0) + 1
        return [self._person(group, borne) for group in groups]

    @cached_property
    def _index(self) -> dict[str, list[int]]:
        return _indexed(self._people, lambda form: form.name.casefold())

    @cached_property
    def _by_login(self) -> dict[str, list[int]]:
        return _indexed(self._people, lambda form: login_of(form.name).casefold())

    def _person(self, group: dict[str, Link | None], borne: dict[str, int]) -> Person:
        order = list(NameKind)
        forms = [
            Form(self._spelling.get(name, name), link, borne[name] > 1)
            for name, link in group.items()
        ]
        return Person(tuple(sorted(forms, key=lambda form: order.index(form.kind))))

    def _groups(self) -> Iterator[dict[str, Link | None]]:
        """The names of each person, folded, each with a link to another of them.

        Whatever may be several people's (a display name, and a name that two accounts have had)
        joins no others.
        """
        done: set[str] = set()
        for start in self._near:
            if start in done or self._joins_nobody(start):
                continue
            group: dict[str, Link | None] = {start: next(iter(self._near[start].values()))}
            waiting = [start]
            while waiting:
                name = waiting.pop()
                done.add(name)
                if kind_of(self._spelling[name]) is NameKind.PATH:
                    leaf = leaf_of(self._spelling[name])
                    self._spelling.setdefault(leaf.casefold(), leaf)
                    group.setdefault(leaf.casefold(), None)
                for other, link in self._near[name].items():
                    if group.get(other) is not None:
                        continue
                    group[other] = link
                    if not self._joins_nobody(other):
                        waiting.append(other)
            yield group

    def _joins_nobody(self, name: str) -> bool:
        kind = kind_of(self._spelling[name])
        if kind is NameKind.DISPLAY:
            return True
        if kind is NameKind.ACCOUNT:
            return False
        accounts = {
            other for other in self._near[name]
            if kind_of(self._spelling[other]) is NameKind.ACCOUNT
        }  # fmt: skip
        first = next(iter(accounts), "")
        return any(not self._became(first, other) for other in accounts)

    def _became(self, first: str, other: str) -> bool:
        """Whether an account is another under a former name."""
        if first == other:
            return True
        link = self._near[first].get(other)
        return link is not None and link.is_change


def _indexed(people: list[Person], key: Callable[[Form], str]) -> dict[str, list[int]]:
    index: dict[str, list[int]] = {}
    for place, person in enumerate(people):
        for name in dict.fromkeys(map(key, person.forms)):
            if name:
                index.setdefault(name, []).append(place)
    return index
