"""The changes inside a record in words: one, as many as fit on a line, or all of them. Pure.

Everything returned here but :func:`first_value` can be shown: it is made visible.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from netwrix_tui.cell_width import cells
from netwrix_tui.records.filter_words import cut_at_end, shortened
from netwrix_tui.records.record import Detail
from netwrix_tui.sanitize import told_apart, visible

_BETWEEN = "; "
_ARROW = " → "

_MOST_CHARACTERS = 4
"""Characters for each cell above which text is not even measured: it does not fit."""


def change_words(change: Detail) -> str:
    """``title: Analyst → Senior analyst``, ``Group member, Added: Ann Lee``, ``title: now Clerk``.

    Whole, on one line; empty where the change says nothing. A message is told where there are no
    values.
    """
    return visible(_told(change))


def changes_text(changes: Sequence[Detail]) -> str:
    """All changes on one line, whole, with messages and with fields that are not documented."""
    return _BETWEEN.join(part for change in changes for part in _parts(change))


def changes_line(changes: Sequence[Detail], room: int) -> str:
    """The first changes that fit into so many cells, then how many more there are: ``… +2``.

    Where not even the first fits, it is cut: values at their end, a property's path to its last
    part, a path in a message in its middle, as its last part names the object.
    """
    telling = [change for change in changes if _told(change)]
    told = list(map(_told, telling))
    said: list[str] = []
    used = 0
    for text in told:
        if len(text) > _MOST_CHARACTERS * room:
            break
        shown, needed = _measured(text)
        if used + needed + len(_more(len(told) - len(said) - 1)) > room:
            break
        said.append(shown)
        used += needed + len(_BETWEEN)
    left = len(told) - len(said)
    if said or not told:
        return _BETWEEN.join(said) + _more(left)
    more = _more(left - 1)
    if len(more) >= room:
        more = ""
    return _cut(telling[0], room - len(more)) + more


def first_value(changes: Sequence[Detail]) -> str:
    """What the first change that says anything is about: its new value, else its old one, else its
    message. As it was received; empty where there is none.
    """
    values = (change.after or change.before or change.message for change in changes)
    return next((value for value in values if value), "")


def values_words(before: str, after: str) -> str:
    """``Analyst → Clerk``, ``was Analyst``, ``now Clerk``; empty text is no value."""
    if before and after:
        return f"{before}{_ARROW}{after}"
    if before:
        return f"was {before}"
    return f"now {after}" if after else ""


def _told(change: Detail) -> str:
    """A change in words as they were received, which may act on a terminal."""
    name, message = change.property_name or "", change.message or ""
    values = values_words(*told_apart(change.before or "", change.after or ""))
    if values or not message or message == name:
        return f"{name}: {values}" if name and values else name or values or message
    # “Member, Added: Ann” is read at once, “Member: Added: Ann” is not.
    colon = ", " if ":" in message else ": "
    return f"{name}{colon}{message}" if name else message


def _cut(change: Detail, room: int) -> str:
    """A change that does not fit into so many cells, as much of it as tells most."""
    if not (change.before or change.after):
        return shortened(_told(change), room)
    name = change.property_name or ""
    cut = max(name.rfind("\\"), name.rfind("/"))
    if cut > 0:
        # As a policy's: “Computer Configuration/…/Minimum password length”.
        change = msgspec.structs.replace(change, property_name=f"…{name[cut:]}")
    told = _told(change)
    is_short = len(told) <= _MOST_CHARACTERS * room
    return shown if is_short and cells(shown := visible(told)) <= room else cut_at_end(told, room)


def _parts(change: Detail) -> list[str]:
    told, message = change_words(change), change.message or ""
    parts = [told] if told else []
    if message and (change.before or change.after) and message != change.property_name:
        parts.append(f"message: {visible(message)}")
    return parts + [f"{visible(name)}: {visible(value)}" for name, value in change.extra]


def _measured(text: str) -> tuple[str, int]:
    """The text made visible, and its width in cells: mostly there is nothing in it but the arrow
    between two values that is not plain.
    """
    plain = text.replace(_ARROW, " ")
    if plain.isascii() and plain.isprintable():
        return text, len(text)
    shown = visible(text)
    return shown, cells(shown)


def _more(count: int) -> str:
    return f" +{count:,}" if count else ""
