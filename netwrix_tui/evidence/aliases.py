"""Aliases: the further names of one object, as the records of its changes tell them.

An account is one object's alone. The name of an object and its display name may be another's too:
what is told of several accounts is nobody's in particular, and stands for itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from netwrix_tui.evidence.name_groups import AccountName


@dataclass(frozen=True, slots=True)
class Told:
    """What one record says of an object: its accounts, its own names, and further ones."""

    accounts: tuple[AccountName, ...]
    names: tuple[AccountName, ...]
    further: tuple[AccountName, ...]


class Aliases:
    """Collects what is told, then says which identities are one person's."""

    def __init__(self) -> None:
        self._told: dict[Told, None] = {}

    def tell(self, told: Told) -> None:
        """One record's; what tells nothing new is left out."""
        if len(told.accounts) + len(told.names) + len(told.further) > 1:
            self._told[told] = None

    def persons(self, identity: Callable[[AccountName], str]) -> dict[str, str]:
        """The person of each identity that has another's place; others are their own."""
        tellings = [
            tuple([identity(each) for each in part] for part in (t.accounts, t.names, t.further))
            for t in self._told
        ]
        accounts, names = _Sets(), _Sets()
        for own, called, _ in tellings:
            accounts.join(own)
            names.join(called)
        roots: dict[str, set[str]] = {}
        for own, called, further in tellings:
            for each in (*called, *further):
                roots.setdefault(each, set()).update({accounts.of(a) for a in own[:1]})
        for name in list(roots):
            if name in accounts:
                roots[name] = {accounts.of(name)}
        together: dict[str, set[str]] = {}
        for name in names:
            together.setdefault(names.of(name), set()).update(roots.get(name, ()))
        found = {name: accounts.of(name) for name in accounts}
        for name in names:
            of_all, its_own = together[names.of(name)], roots.get(name, set())
            one = of_all if len(of_all) == 1 else its_own
            if len(one) == 1:
                found.setdefault(name, next(iter(one)))
            elif not of_all:
                found.setdefault(name, names.of(name))
        persons: dict[str, set[str]] = {}
        for own, called, further in tellings:
            for each in (own or called)[:1]:
                for alias in further:
                    persons.setdefault(alias, set()).add(found.get(each, each))
        for alias, those in persons.items():
            if len(those) == 1 and alias not in names:
                found.setdefault(alias, next(iter(those)))
        return {name: person for name, person in found.items() if name != person}


class _Sets:
    """Disjoint sets of identities; a set's first member stands for it."""

    def __init__(self) -> None:
        self._parents: dict[str, str] = {}

    def __iter__(self) -> Iterator[str]:
        return iter(self._parents)

    def __contains__(self, name: str) -> bool:
        return name in self._parents

    def of(self, name: str) -> str:
        """The member that stands for the set of this one."""
        while (parent := self._parents.get(name, name)) != name:
            self._parents[name] = self._parents.get(parent, parent)
            name = parent
        return name

    def join(self, members: list[str]) -> None:
        """These are of one set from now on."""
        for each in members:
            self._parents.setdefault(each, each)
            self._parents[self.of(each)] = self.of(members[0])
