"""Other names of whoever a search names: which are searched as well, and how that is said."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from netwrix_tui.errors import UsageError
from netwrix_tui.records.filter_words import shortened
from netwrix_tui.records.filters import ANYWHERE, Filter, Operator
from netwrix_tui.records.name_forms import NameKind, kind_of, leaf_of
from netwrix_tui.records.plan import PlanEntry, SearchPlan
from netwrix_tui.searches.known_names import KnownNames, Person
from netwrix_tui.searches.recipe import Blank

_NAMING = ("Who", "What", "Detail", "Before", "After", ANYWHERE)
"""The filters in which a search names somebody."""

_WORD = r"[^\W\d_][\w'’-]*"
_FULL_NAME = re.compile(rf"{_WORD}(?: {_WORD}){{1,3}}")
"""First name and last name: no path, no file, and no single word, which may be anybody's."""

_LOGIN = re.compile(rf"{_WORD}(?:\.{_WORD}){{1,2}}")
"""``jane.doe``, where an account is named; elsewhere it may be a file."""

_ROOM = 40
_MOST_TOLD = 5


@dataclass(frozen=True, slots=True)
class OtherNames:
    """What is known of a name that was typed.

    ``names`` are the person's others; ``bearers`` are accounts, where the name is several people's,
    and then nothing is chosen among them.
    """

    typed: str
    names: tuple[str, ...] = ()
    bearers: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """``Anna Hoffmann is also CORP\\anna.hoffmann, …``; empty where nothing is known."""
        if self.names:
            return f"{shortened(self.typed, _ROOM)} is also {_listed(self.names)}"
        if self.bearers:
            return (
                f"{shortened(self.typed, _ROOM)} is the name of {len(self.bearers)}: "
                f"{_listed(self.bearers)}"
            )
        return ""


def other_names(typed: str, known: KnownNames) -> OtherNames:
    """What is known of a name."""
    people = known.people(typed)
    if len(people) > 1:
        return OtherNames(typed, bearers=tuple(dict.fromkeys(p.label for p in people)))
    asked = typed.strip().casefold()
    names = (name for person in people for name in person.searched if name.casefold() != asked)
    return OtherNames(typed, tuple(names))


def names_beside(blank: Blank, typed: str, known: KnownNames) -> OtherNames:
    """What is searched beside the answer to a blank: names of that person, of that group."""
    if blank.is_person:
        return other_names(typed, known)
    leaf = leaf_of(typed)
    # Records write a group as \\local\\corp\\Groups\\Name, people as DOMAIN\\Name.
    is_account = blank.is_group and typed.count("\\") == 1 and leaf not in ("", typed)
    return OtherNames(typed, (leaf,) if is_account else ())


def all_names_plan(plan: SearchPlan, person: Person, *, only_times: bool = False) -> SearchPlan:
    """The search for any name of a person, anywhere.

    It keeps what the search asks for beside the person; with ``only_times`` nothing but its times.
    A name that no filter can hold is left out. Raises UsageError where none is left.
    """
    entries = [
        entry for entry in plan.entries
        if entry.enabled and not _names(entry, person)
        and (entry.filter.name == "When" or not only_times)
    ]  # fmt: skip
    found, refused = [], None
    for name in _shortest(person.searched):
        try:
            found.append(Filter(ANYWHERE, Operator.CONTAINS, name))
        except UsageError as error:
            refused = error
    if refused is not None and not found:
        raise refused
    return SearchPlan((*entries, *(PlanEntry(condition) for condition in found)))


def named_in(plan: SearchPlan, known: KnownNames) -> OtherNames | None:
    """What is known of the first person that a search names and does not search whole; or None."""
    values = [value for _, value in _naming(plan)]
    for value in values:
        others = other_names(value, known)
        is_covered = all(any(v.casefold() in n.casefold() for v in values) for n in others.names)
        if others.bearers or (others.names and not is_covered):
            return others
    return None


def unknown_person(plan: SearchPlan, known: KnownNames) -> str:
    """A name in a search that is written as one person's, and of whom nothing is known; or empty.

    ``CORP\\jane``, ``jane.doe``, ``Jane Doe``, ``jane@corp.example``, a SID, or a directory path; a
    single word may be anybody's.
    """
    unknown = (v for field, v in _naming(plan) if _is_of_one(field, v) and not known.people(v))
    return next(unknown, "")


def known_person(plan: SearchPlan, known: KnownNames) -> str:
    """The first name in a search of whose bearer something is known, searched whole or not."""
    return next((value for _, value in _naming(plan) if known.people(value)), "")


def _naming(plan: SearchPlan) -> Iterator[tuple[str, str]]:
    """The filters in which a search may name somebody, each with its value."""
    for entry in plan.entries:
        condition = entry.filter
        is_there = entry.enabled and condition.name in _NAMING
        if is_there and isinstance(condition.value, str) and not condition.operator.is_negative:
            yield condition.name, condition.value.strip()


def _is_of_one(field: str, name: str) -> bool:
    """Whether a value is written as the name of one person."""
    kind = kind_of(name)
    if kind is NameKind.ACCOUNT:
        return not leaf_of(name).endswith("$")  # a machine has no other names
    if kind is not NameKind.DISPLAY or _FULL_NAME.fullmatch(name):
        return True
    return field == "Who" and _LOGIN.fullmatch(name) is not None


def _names(entry: PlanEntry, person: Person) -> bool:
    condition = entry.filter
    if condition.name not in _NAMING or condition.operator.is_negative:
        return False
    value = str(condition.value).casefold()
    return any(value in form.name.casefold() for form in person.forms)


def _shortest(names: Sequence[str]) -> list[str]:
    """The names without those that hold another: whatever holds them holds that one."""
    folded = [name.casefold() for name in names]
    return [
        name for name, own in zip(names, folded, strict=True)
        if not any(other != own and other in own for other in folded)
    ]  # fmt: skip


def _listed(names: Sequence[str]) -> str:
    told = [shortened(name, _ROOM) for name in names[:_MOST_TOLD]]
    more = len(names) - len(told)
    return ", ".join(told) + (f" and {more} more" if more else "")
